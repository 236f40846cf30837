"""Excel's part, as the add-in's bridge plays it: load the DLL, hand it the command line, ask its object through COM.

As a process of its own (`python -m tests.windows.excel`) it is an Excel that was opened in some folder: a question as
JSON on standard input, what happened as JSON on standard output.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.hosts.conformance import OMITTED, Err
from tests.hosts.pywin32 import COM_ERRORS
from tests.hosts.pywin32 import OMITTED as LEFT_OUT
from tests.windows.variants import TEXT, Block, ErrorNumber, Variant, call
from xlclv.workbook.addin import template
from xlclv.workbook.addin.command import command

_OBJECT = 9  # VT_DISPATCH


class NoPythonError(Exception):
    """What the DLL says of a Python that does not serve."""


class Excel:
    """One Excel process: its DLL, and the Python that it has started."""

    def __init__(self, interpreter: str, pythonpath: str = "") -> None:
        self.interpreter, self.pythonpath = interpreter, pythonpath
        folders = (Path(interpreter).parent, Path(interpreter).parent.parent)
        name = f"xlwings64-{template.PINNED}.dll"
        here = next((f for f in folders if (f / name).exists()), Path(sys.prefix))  # a missing Python has no DLL either
        self._dll = ctypes.WinDLL(str(here / name))

    def start(self, start: int = 1) -> Server:
        """The server's object, as VBA gets it."""
        import_module("pythoncom")  # which begins COM in this process, and ends it in order
        answer = Variant()
        line = command(spelled(self.interpreter), self.pythonpath, start)
        failed = self._dll.XLPyDLLActivateAuto(ctypes.byref(answer), ctypes.c_char_p(line.encode("mbcs")), 1)
        pointer = answer.value.pointer
        if failed or answer.kind != _OBJECT or pointer is None:
            said = ctypes.wstring_at(pointer) if answer.kind == TEXT and pointer else f"{failed}, {answer.kind}"
            raise NoPythonError(said)
        return Server(pointer)


class Server:
    """The object behind the functions, held as long as Excel runs."""

    def __init__(self, pointer: int) -> None:
        import pythoncom

        self._pointer, self._held = pointer, pythoncom.ObjectFromAddress(pointer, pythoncom.IID_IDispatch)

    def Ask(self, name: str, given: Sequence[Any]) -> Any:
        return call(self._pointer, "Ask", name, list(given))

    def About(self) -> str:
        return call(self._pointer, "About")

    def has(self, method: str) -> bool:
        """Whether the object knows a method of that name at all."""
        try:
            call(self._pointer, method)
        except OSError as error:
            return "0x80020006" not in str(error)  # DISP_E_UNKNOWNNAME
        return True


def spelled(path: str) -> str:
    """The path in letters of Windows' code page, which is all that the DLL takes: by short names where it must."""
    try:
        path.encode("mbcs", errors="strict")
        return path
    except UnicodeEncodeError:
        short = ctypes.create_unicode_buffer(32768)
        ctypes.windll.kernel32.GetShortPathNameW(path, short, len(short))
        return short.value


def as_cells(value: Any) -> Any:
    """An argument as Excel hands it over: a block of cells, an error by its number, what is left out missing."""
    if isinstance(value, list):
        return Block([_cell(cell) for cell in row] for row in value)
    return ErrorNumber(LEFT_OUT) if value is OMITTED or value is None else _cell(value)


def _cell(value: Any) -> Any:
    return ErrorNumber(COM_ERRORS[value.text]) if isinstance(value, Err) else value


def as_rows(answer: Any) -> list[list[Any]]:
    """An answer as rows; a single row comes back as a list."""
    if not isinstance(answer, list | tuple):
        return [[answer]]
    return [list(row) for row in answer] if answer and isinstance(answer[0], list | tuple) else [list(answer)]


def same(got: Any, want: Any) -> bool:
    """Equal as cells: 1e-9 relative, no more than COM's own spelling of blanks and dates let through."""
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, dt.datetime):
        return isinstance(got, dt.datetime) and abs((got.replace(tzinfo=None) - want).total_seconds()) < 1
    if isinstance(want, bool) or isinstance(got, bool):
        return got is want
    if isinstance(want, int | float):
        return isinstance(got, int | float) and abs(got - want) <= 1e-9 * max(1.0, abs(want))
    return got == ("" if want is None else want)


def main() -> None:
    asked = json.load(sys.stdin)
    began = time.monotonic()
    told: dict[str, Any] = {}
    try:
        excel = Excel(asked["interpreter"], asked.get("pythonpath", ""))
        server = excel.start()
        told["about"] = server.About()
        told["answers"] = [server.Ask(name, list(map(as_cells, given))) for name, given in asked["calls"]]
    except Exception as error:
        told["failed"] = str(error)
    told["seconds"] = time.monotonic() - began
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
