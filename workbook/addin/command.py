"""The command lines that start Python from Excel. They name a Python and a job: no workbook and no file is in them.

xlwings' DLL takes the one of the functions as its configuration, puts a number of its own in place of `$(CLSID)`,
starts it without a shell and waits until the process offers an object of that number or ends. The object
(xlclv.serve.Server) has the methods Ask(name, arguments) and About(). After a server was lost the next one has another
`start`, which makes the DLL choose a new number.
"""

from __future__ import annotations

from xlclv import children

FLAGS = " ".join(("-E", *children.FLAGS))  # -E: no PYTHONPATH and no PYTHONHOME of the user's
SERVER, BUTTONS = "xlclv.serve", "xlclv.ribbon"
TAKEN = "$("  # the DLL puts values of its own in place of $(...), in the path of a Python too: it would start nothing


def command(interpreter: str, pythonpath: str = "", start: int = 1) -> str:
    """What the bridge hands to XLPyDLLActivateAuto; `pythonpath` is the folder of a checkout that is not installed."""
    return line(interpreter, pythonpath, SERVER, f"$(CLSID) {start}")


def line(interpreter: str, pythonpath: str, module: str, words: str) -> str:
    """The bridge's CommandLine, said in Python for those who play Excel."""
    folder = pythonpath.rstrip("\\")
    program = f'"{folder}\\{module.replace(".", chr(92))}.py"' if folder else f"-m {module}"
    return f'"{interpreter}" {FLAGS} {program} {words}'
