"""What Excel's Python process would do, as a process of its own: import the functions, then answer calls.

Reads a pickled list of (function name, arguments) on standard input, writes a pickled answer: the VBA module, the
help texts, and what each call gave, or the number and description of its failure. A list of rows among the arguments
is a range of cells; OMITTED is left out.
"""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import Future
from typing import Any

from tests.hosts.pywin32 import Book, real_udfs_of_xlwings
from xlclv import serve


def main() -> None:
    reply, sys.stdout = sys.stdout.buffer, sys.stderr  # xlwings prints what it imported
    real = real_udfs_of_xlwings()
    book = Book()
    real.import_udfs("xlclv.udfs", book)
    loading: Future[Any] = Future()
    serve._load(loading)
    server = serve.Server(loading, CallError)
    answers = []
    for name, arguments in pickle.load(sys.stdin.buffer):
        try:
            answers.append(server.Ask(name, tuple(map(_com, arguments))))
        except CallError as error:
            answers.append(str(error))
    pickle.dump({"vba": book.vba, "options": book.options, "answers": answers}, reply)


class CallError(Exception):
    """What pywin32 makes of a failed call: a description and a number that VBA reads."""

    def __init__(self, description: str, scode: int) -> None:
        super().__init__(f"{scode} {description}")


def _com(argument: Any) -> Any:
    """A range crosses as its values: rows of cells, or the value of a single one."""
    if not isinstance(argument, list):
        return argument
    return argument[0][0] if len(argument) == len(argument[0]) == 1 else tuple(map(tuple, argument))


if __name__ == "__main__":
    main()
