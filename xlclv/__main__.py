"""`python -m xlclv`: the command line, for where its script is not on the path."""

import os
import sys


def look_past_the_current_folder() -> None:
    """With -m, Python looks for modules there first: a workbook.py or calendar.py of the user's own is not ours.

    Nor is a pathlib.py, which this would be shorter with. Where xlclv itself lies there, as in a checkout, it stays.
    """
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    if not sys.flags.safe_path and sys.path and os.path.realpath(sys.path[0]) != os.path.realpath(root):
        del sys.path[0]


if __name__ == "__main__":  # alone: who imports this module, as a tool for all modules may, keeps the path
    look_past_the_current_folder()
    from xlclv.cli import main

    main()
