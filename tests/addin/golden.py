"""Write the VBA of the functions and of the way to Python as they are meant to be: python -m tests.addin.golden

Read the difference that git then shows: it is what every user's Excel will run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xlclv.workbook.addin import wrappers

GOLDEN: dict[str, Callable[[], str]] = {"functions": wrappers.functions, "bridge": wrappers.bridge}


def target(name: str) -> Path:
    return Path(__file__).with_name(f"golden_{name}.bas")


if __name__ == "__main__":
    for name, source in GOLDEN.items():
        target(name).write_text(source(), encoding="ascii")
