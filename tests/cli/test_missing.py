"""A package of an extra that is not installed: one line that says what brings it, and one exit code everywhere."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from tests.cli.running import run
from xlclv.errors import InputError, MissingError
from xlclv.workbook.addin import template

ROOT = Path(__file__).parents[2]
SOURCE = "--table", "orders", "--source"
# extra: what of it is not there, and a command that needs it
EXTRAS = {
    "orders": (("ibis", "duckdb"), ("check", "a.csv")),
    "page": (("starlette", "uvicorn", "jinja2"), ("page", "--no-browser")),
    "postgres": (("psycopg",), ("check", *SOURCE, "postgres://nobody@localhost:1/shop")),
    "spark": (("pyspark",), ("check", *SOURCE, "pyspark://?spark.master=local")),
    "excel": (("xlwings",), ("addin", "build", "-o", "a.xlam")),
}
FOR_DEVELOPERS = {"test", "readers", "browser", "dev"}


@pytest.mark.parametrize("extra", EXTRAS)
def test_a_missing_package_is_told_alike(extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code 3 and what brings the extra, whichever command asks."""
    packages, command = EXTRAS[extra]
    (tmp_path / "a.csv").write_text("customer,date,amount\nA,2024-01-05,1\n", encoding="utf-8")
    for package in packages:
        for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "xlclv.app.server", raising=False)

    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(template, "version", none)
    done = run(*command, folder=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert f'pip install ".[{extra}]"' in done.stderr
    assert not (tmp_path / "a.xlam").exists()


def test_an_xlwings_of_the_users_own_hides_nothing(tmp_path: Path) -> None:
    """A script beside a file xlwings.py still has the functions: without Excel nothing of xlwings is needed."""
    (tmp_path / "xlwings.py").write_text("mine = True\n", encoding="utf-8")
    script = "from xlclv import udfs; print(udfs.CLV(50, 4, 3, 100))"
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stdout.strip()) == (0, "500.0")


def test_every_extra_of_a_user_is_tried() -> None:
    """Those for developers apart, none is left out above; and the code is the one of input that is refused."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) - FOR_DEVELOPERS == set(EXTRAS)
    assert MissingError.exit_code == InputError.exit_code == 3
