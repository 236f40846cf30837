"""What Excel's Python process would do, as a process of its own: import the functions, then answer calls.

Reads a pickled list of (function name, arguments) on standard input, writes a pickled answer: the VBA module, the
help texts, and what each call gave. A list of rows among the arguments is a range of cells; OMITTED is left out.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any

from tests.hosts.pywin32 import Book, Range, real_udfs_of_xlwings


def main() -> None:
    reply, sys.stdout = sys.stdout.buffer, sys.stderr  # xlwings prints what it imported
    real = real_udfs_of_xlwings()
    book = Book()
    real.import_udfs("udfs", book)
    from xlwings.com_server import XLPython

    server, caller = XLPython(), Range([[None]], "$C$3")
    answers = []
    for name, arguments in pickle.load(sys.stdin.buffer):
        answers.append(server.CallUDF("udfs", name, tuple(map(_com, arguments)), None, caller))
    pickle.dump({"vba": book.vba, "options": book.options, "answers": answers}, reply)


def _com(argument: Any) -> Any:
    return Range(argument) if isinstance(argument, list) else argument


if __name__ == "__main__":
    main()
