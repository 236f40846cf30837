"""What the buttons of Excel's tab CLV do, each in a process of its own that Excel waits for.

File names come in the environment, as Excel has them: no command line could take every name unharmed.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

if not __package__:  # started by its path, from a folder that is not among those where Python looks
    sys.path.insert(0, str(Path(__file__).parents[1]))

from xlclv import reason

_SELECTION = {"export": "export_summary", "check": "check_data"}  # functions of udfs, which tell the outcome themselves
# Words of the command line; those in capitals are in the environment.
FILES = {"check-file": ("check", "XLCLV_ORDERS"), "summarize-file": ("summarize", "XLCLV_ORDERS", "-o", "XLCLV_TARGET")}


def main() -> None:
    """Do the job named first for the Excel whose window is named second."""
    reason.forget()
    try:
        job, window = sys.argv[1], int(sys.argv[2])
        if job in _SELECTION:
            getattr(import_module("xlclv.udfs"), _SELECTION[job])(window)
        else:
            _shown(job)
    except Exception as error:
        reason.leave(error)
        sys.exit(1)


def _shown(job: str) -> None:
    """The command line in a window that stays while there is something to read."""
    from xlclv import cli

    sys.argv = ["xlclv", *(os.environ.get(word, word) for word in FILES[job])]
    try:
        cli.main()
    except SystemExit as ended:
        if ended.code or job == "check-file":
            input("Press Enter to close this window.")
        raise


if __name__ == "__main__":
    main()
