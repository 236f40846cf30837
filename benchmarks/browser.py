"""How long the browser's Python takes to load and to answer first: Pyodide under Node, as .ci/pyodide runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """| in Pyodide {pyodide}, under Node: seconds on the clock | s |
|---|---|"""
STEPS = ("Python and NumPy loaded", "SciPy loaded", "wheel installed", "udfs imported")
CALLS = ("first =CLV()", "another =CLV()")


def table(folder: Path) -> Iterator[str]:
    """The table, or nothing where there is no Node to run Pyodide."""
    if shutil.which("node") is None:
        return
    kept = folder / "pyodide.json"
    subprocess.run(
        [ROOT / ".ci" / "pyodide", kept], cwd=ROOT, env={**os.environ, "PYTHON": sys.executable}, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    figures = json.loads(kept.read_text(encoding="utf-8"))
    rows = [f"| {step} | {figures[step]:.2g} |" for step in (*STEPS, *CALLS)]
    rows.append(f"| all {figures['calls']} calls of {figures['functions']} functions | {figures['all calls']:.2g} |")
    yield "\n".join([HEAD.format(**figures), *rows])
