"""The call that Excel makes, made without Excel: xlwings' DLL, the add-in's own command line, COM, =CLV(50,4,3,100).

It runs as a process of its own, so that nothing it meets can hold up the doctor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from xlclv import children

ASKED, RIGHT = (50.0, 4.0, 3.0, 100.0), 500.0
SECONDS = 90  # a first start may wait for a virus scanner
_START, _END = 1, -1  # what the DLL is told to do with the server of a command


@dataclass(frozen=True, slots=True)
class Trial:
    """What came back, how many seconds each step took, who answered, or why nobody did."""

    value: Any = None
    start: float = 0.0
    first: float = 0.0
    again: float = 0.0
    who: str = ""
    reason: str = ""


def tried(dll: Path, command: str) -> Trial:
    """Make the call."""
    words = children.python("-m", "xlclv.workbook.addin.trial", str(dll), command)
    # Files and no pipes: the server that the process starts would hold a pipe open, and the doctor would wait for it.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        run = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env=children.environment(), creationflags=children.NO_WINDOW,
        )  # fmt: skip
        try:
            run.wait(SECONDS)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            return Trial(reason=f"no answer within {SECONDS} seconds")
        answer, said = _lines(out), _lines(err)
    try:
        return Trial(**json.loads(answer[-1]))
    except (IndexError, ValueError, TypeError):
        return Trial(reason=said[-1] if said else f"the trial ended with exit code {run.returncode}")


def _lines(file: IO[bytes]) -> list[str]:
    file.seek(0)
    return file.read().decode(children.ENCODING, errors="replace").strip().splitlines()


def main() -> None:
    """The process's side."""
    print(json.dumps(asdict(_called(*sys.argv[1:3]))))


def _called(dll: str, command: str) -> Trial:
    import ctypes

    import_module("pythoncom")
    library = ctypes.WinDLL(dll)  # type: ignore[attr-defined]
    began = time.perf_counter()
    offered, why = _activated(library, command, _START)
    start = time.perf_counter() - began
    if offered is None:
        return Trial(start=start, reason=why)
    try:
        server = import_module("win32com.client.dynamic").Dispatch(offered)
        value, first = _timed(server)
        _, again = _timed(server)
        return Trial(value, start, first, again, str(server.About()))
    except Exception as error:  # whatever COM says is what the user needs to hear
        return Trial(start=start, reason=_said(error))
    finally:
        del offered
        _activated(library, command, _END)


def _said(error: Exception) -> str:
    """What the server said; COM packs it among numbers."""
    packed = error.args[2] if len(error.args) > 2 and isinstance(error.args[2], tuple) else ()
    words = packed[2] if len(packed) > 2 and packed[2] else f"{type(error).__name__}: {error}"
    return " ".join(str(words).split())


def _timed(server: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    return server.Ask("CLV", ASKED), time.perf_counter() - began


def _activated(library: Any, command: str, what: int) -> tuple[Any, str]:
    """The DLL's entry as VBA calls it: a VARIANT to fill, the command in Windows' own code page, what to do."""
    import ctypes

    com = import_module("pythoncom")
    variant = (ctypes.c_ubyte * 24)()
    failed = library.XLPyDLLActivateAuto(ctypes.byref(variant), ctypes.c_char_p(command.encode("mbcs")), what)
    kind = ctypes.c_ushort.from_buffer(variant).value
    pointer = ctypes.c_void_p.from_buffer(variant, 8).value
    if not failed and kind == 9:  # VT_DISPATCH
        return com.ObjectFromAddress(pointer, com.IID_IDispatch), ""
    return None, ctypes.wstring_at(pointer) if kind == 8 and pointer else f"the DLL gave code {failed}"  # VT_BSTR


if __name__ == "__main__":
    main()
