"""Write again what is made from the functions' terms, after one is added or changed: python -m tests.renew

The golden VBA and docs/functions.md; read the difference before you commit it.
"""

from __future__ import annotations

import runpy
from pathlib import Path

from tests.addin import golden

WRITERS = (Path(golden.__file__), Path(__file__).parents[1] / "docs" / "write_functions.py")


def main() -> None:
    for writer in WRITERS:
        runpy.run_path(str(writer), run_name="__main__")


if __name__ == "__main__":
    main()
