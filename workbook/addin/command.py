"""The one command line that starts Excel's Python. It names a Python and nothing else: no workbook is in it.

xlwings' DLL takes it as its configuration, puts a number of its own in place of `$(CLSID)`, starts it without a shell
and waits until the process offers an object of that number or ends. The object (xlclv.serve.Server) has the methods
Ask(name, arguments) and About(). After a server was lost the next one has another `start`, which makes the DLL
choose a new number.
"""

from __future__ import annotations

# -E: no PYTHONPATH and no PYTHONHOME of the user's; -P: no module out of the current folder; UTF-8 to every child.
FLAGS = "-E -P -X utf8"
MODULE = "xlclv.serve"


def command(interpreter: str, pythonpath: str = "", start: int = 1) -> str:
    """What the bridge hands to XLPyDLLActivateAuto; `pythonpath` is the folder of a checkout that is not installed."""
    folder = pythonpath.rstrip("\\")
    program = f'"{folder}\\{MODULE.replace(".", chr(92))}.py"' if folder else f"-m {MODULE}"
    return f'"{interpreter}" {FLAGS} {program} $(CLSID) {start}'
