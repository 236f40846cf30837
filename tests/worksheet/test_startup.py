"""Starting up: a first =CLV() waits for NumPy alone, starts nothing, and asks for nothing xlwings Lite lacks."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "scipy", "openpyxl", "duckdb", "ibis", "pyarrow", "click", "rich", "xlclv.workbook")
BROWSER = {"sys_platform": "emscripten"}
# xlwings brings what it brings; a stand-in shows what udfs.py itself needs.
PROBE = """
import json, sys, threading, types
stub = types.ModuleType("xlwings")
stub.func = lambda **_: lambda f: f
stub.arg = lambda *_, **__: lambda f: f
sys.modules["xlwings"] = stub
before = threading.active_count()
from xlclv import udfs
print(json.dumps({
    "value": udfs.CLV([[50.0]], [[4.0]], [[3.0]], [[100.0]]),
    "threads": threading.active_count() - before,
    "modules": sorted({name.split(".")[0] for name in sys.modules} | {n for n in sys.modules if n.count(".") == 1}),
    "xlclv": [name for name in sys.modules if name.startswith("xlclv.models.")],
}))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_first_clv_needs_numpy_at_most(started: dict[str, object]) -> None:
    """Neither pandas nor SciPy nor openpyxl, nor anything of the command line, is imported."""
    assert started["value"] == 500.0
    assert isinstance(started["modules"], list)
    assert not set(HEAVY) & set(started["modules"])


def test_importing_starts_no_thread_or_process(started: dict[str, object]) -> None:
    """The browser has neither."""
    assert started["threads"] == 0
    assert isinstance(started["modules"], list)
    assert "multiprocessing" not in started["modules"]


def test_the_wheel_asks_for_nothing_that_lite_lacks() -> None:
    """In the browser only NumPy and SciPy are required; everything else stands behind the marker, with its reason."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    required = tomllib.loads(text)["project"]["dependencies"]
    there = [line for line in map(Requirement, required) if not line.marker or line.marker.evaluate(BROWSER)]
    assert [line.name for line in there] == ["numpy", "scipy"]
    for line in required:
        stated = next(row for row in text.splitlines() if row.strip().startswith(f'"{line}"'))
        assert "  # " in stated, f"{line} does not say why it is there"
