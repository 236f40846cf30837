"""Write again what is made from the functions' terms and the keys of JSON: python -m tests.renew

The golden VBA, docs/functions.md and docs/json.md; read the difference before you commit it.
"""

from __future__ import annotations

import runpy
from pathlib import Path

from tests.addin import golden

DOCS = Path(__file__).parents[1] / "docs"
WRITERS = (Path(golden.__file__), DOCS / "write_functions.py", DOCS / "write_json.py")


def main() -> None:
    for writer in WRITERS:
        runpy.run_path(str(writer), run_name="__main__")


if __name__ == "__main__":
    main()
