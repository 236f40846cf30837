"""`python -m xlclv`: the command line, for where its script is not on the path."""

import os
import sys

# With -m, Python looks for modules in the current folder first: a workbook.py or calendar.py there is the user's own
# and must not pass for ours, nor for the pathlib that this would be shorter with. Where xlclv itself lies there, as
# in a checkout, the folder stays.
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
if not sys.flags.safe_path and sys.path and os.path.realpath(sys.path[0]) != os.path.realpath(_ROOT):
    del sys.path[0]

if __name__ == "__main__":
    from xlclv.cli import main

    main()
