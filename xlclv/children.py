"""How a Python of ours is started as a process of its own: nothing is imported from the current folder, text is UTF-8.

Left to itself, Windows' Python writes to a pipe in the language of Windows and looks for modules where it stands.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# -P: calendar.py in the current folder must not pass for Python's own. -X utf8: files, pipes and arguments.
FLAGS = ("-P", "-X", "utf8")
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window over Excel
ENCODING = "utf-8"


def python(*words: str) -> list[str]:
    """The command that runs this Python with `words`."""
    return [sys.executable, *FLAGS, *words]


def environment() -> dict[str, str]:
    """This process's environment for a Python of ours, our own package found first."""
    home = str(Path(__file__).parents[1])
    known = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))  # a blank one is the current folder
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([home, *known]),
        "PYTHONUTF8": "1",  # its own children too
        "PYTHONIOENCODING": ENCODING,  # outranks -X utf8 for what is printed, so that a setting of the user's would
    }
