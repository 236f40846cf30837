"""Write golden.bas, the VBA of the worksheet functions as it is meant to be: python -m tests.addin.golden

Read the difference that git then shows: it is what every user's Excel will run.
"""

from __future__ import annotations

from pathlib import Path

from workbook.addin import wrappers

TARGET = Path(__file__).with_name("golden.bas")

if __name__ == "__main__":
    TARGET.write_text(wrappers.functions(), encoding="ascii")
