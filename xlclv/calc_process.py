"""The process behind Calc's add-in: calls of worksheet functions on standard input, their cells on standard output.

LibreOffice runs add-ins in a Python of its own, often an older one without NumPy, or with another NumPy than ours. So
the functions stay in the Python they were installed in, as with Excel, and the add-in talks to it through a pipe.
A message is its length in four bytes, then a pickle; there is nobody else at either end of the pipe.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from importlib import import_module
from typing import IO, Any

from xlclv import __version__
from xlclv.terms.catalogue import FUNCTIONS

_LENGTH = struct.Struct("<I")
_PROTOCOL = 4  # the newest that Python 3.8 reads


def main() -> None:
    """Answer calls until the office goes away."""
    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not come between the answers
    functions = import_module("xlclv.udfs")
    _send(answers, __version__)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # nobody reads a complaint from here on
    while (call := _receive(calls)) is not None:
        _send(answers, _answer(functions, *call))


def _answer(functions: Any, name: str, given: list[Any]) -> tuple[str, Any]:
    """The cells of one call; an internal error comes back in words, so that the next call is answered again."""
    try:
        if name not in FUNCTIONS:
            raise LookupError(f"there is no function {name}")
        cells = [[list(row) for row in value] if isinstance(value, tuple) else value for value in given]
        return "cells", getattr(functions, name)(*cells)
    except Exception as error:
        return "fault", f"{type(error).__name__}: {error}"


def _send(stream: IO[bytes], message: Any) -> None:
    body = pickle.dumps(message, _PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """The next message, or None at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))


if __name__ == "__main__":
    main()
