"""The command lines that start Python from Excel. They name a Python and a job: no workbook and no file is in them.

xlwings' DLL takes the one of the functions as its configuration, puts a number of its own in place of `$(CLSID)`,
starts it without a shell and waits until the process offers an object of that number or ends. The object
(xlclv.serve.Server) has the methods Ask(name, arguments) and About(). After a server was lost the next one has another
`start`, which makes the DLL choose a new number.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

from xlclv import children

FLAGS = " ".join(("-E", *children.FLAGS))  # -E: no PYTHONPATH and no PYTHONHOME of the user's
SERVER, BUTTONS = "xlclv.serve", "xlclv.ribbon"
TAKEN = "$("  # the DLL puts values of its own in place of $(...), in the path of a Python too: it would start nothing

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NO_PATH = re.compile('["<>|?*]')  # in no path of Windows; a quote would end the path within the command line


def flaw(path: str, calc: bool = False) -> str:
    """Why a path of Python or its packages may not stand in an add-in; "" where it may.

    A path that is not whole would be looked for in the folder of whatever workbook is open.
    """
    if _CONTROL.search(path):
        return "holds a character that no line of text can"
    windows = PureWindowsPath(path)
    if calc:
        parts = path[2:] if windows.is_absolute() else path
        if not (windows.is_absolute() or PurePosixPath(path).is_absolute()):
            return "is not a full path"
        return "is several paths; must be one" if re.search("[:;]", parts) else ""
    if TAKEN in path:
        return f"has {TAKEN} in its path, which Excel's bridge takes for its own"
    if found := _NO_PATH.search(path):
        return f"has {found[0]} in it, which no path of Windows has"
    return "" if windows.root or path.startswith("%") else "is not a full path"


def command(interpreter: str, pythonpath: str = "", start: int = 1) -> str:
    """What the bridge hands to XLPyDLLActivateAuto; `pythonpath` is the folder of a checkout that is not installed."""
    return line(interpreter, pythonpath, SERVER, f"$(CLSID) {start}")


def line(interpreter: str, pythonpath: str, module: str, words: str) -> str:
    """The bridge's CommandLine, said in Python for those who play Excel."""
    folder = pythonpath.rstrip("\\")
    program = f'"{folder}\\{module.replace(".", chr(92))}.py"' if folder else f"-m {module}"
    return f'"{interpreter}" {FLAGS} {program} {words}'
