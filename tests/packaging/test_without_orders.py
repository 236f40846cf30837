"""xlclv as `pip install xlclv` leaves it: an environment of its own, with what pyproject.toml demands and no extra."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from xlclv.cli.failing import _OF_ORDERS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def needed(requirements: list[str], found: set[str]) -> Iterator[Path]:
    """The top-level files of these distributions and of all that they need, from this environment."""
    for requirement in map(Requirement, requirements):
        if requirement.name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found.add(requirement.name)
        try:
            there = distribution(requirement.name)
        except PackageNotFoundError:  # demanded of another platform
            continue
        tops = {Path(str(file)).parts[0] for file in there.files or () if Path(str(file)).parts[0] != ".."}
        yield from (Path(str(there.locate_file(top))) for top in tops if top != "__pycache__")
        yield from needed(there.requires or [], found)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of such an environment."""
    if sys.platform == "win32":
        pytest.skip("links to packages need an administrator's rights on Windows")
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    for path in needed(PROJECT["dependencies"], set()):
        if not (site / path.name).exists():
            (site / path.name).symlink_to(path)
    (site / "xlclv.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    return folder / "bin" / "python"


def run(python: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run([python, *words], cwd=cwd, env=clean, capture_output=True, encoding="utf-8", check=False)


def test_the_environment_lacks_the_extra(bare: Path, tmp_path: Path) -> None:
    """None of what reads orders can be imported: what follows is tried without it."""
    code = f"from importlib.util import find_spec; print([n for n in {_OF_ORDERS!r} if find_spec(n)])"
    assert run(bare, "-c", code, cwd=tmp_path).stdout.strip() == "[]"
    assert {Requirement(line).name for line in PROJECT["optional-dependencies"]["orders"]} == {
        "duckdb", "fastexcel", "ibis-framework",
    }  # fmt: skip


def test_every_function_answers(bare: Path, tmp_path: Path) -> None:
    """The worksheet functions and CLV_SELFTEST need none of it."""
    code = (
        "from xlclv import udfs; "
        "print(all(row[-1] is True for row in udfs.CLV_SELFTEST()[1:]), udfs.CLV(50, 4, 3, 100))"
    )
    done = run(bare, "-c", code, cwd=tmp_path)
    assert done.stdout.split() == ["True", "500.0"], done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("summarize", "--help"),
        ("functions", "CLV"),
        ("docs",),
        ("template", "calculator", "-o", "calculator.xlsx"),
    ],
    ids=" ".join,
)
def test_what_reads_no_orders_works(bare: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Help, references and templates are made without the extra."""
    done = run(bare, "-m", "xlclv", *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="xlwings comes along where Excel is")
def test_the_add_in_names_the_extra_that_makes_it(bare: Path, tmp_path: Path) -> None:
    """Off Windows and macOS xlwings does not come along; what needs it says so in one line, and writes nothing."""
    assert run(bare, "-c", "import xlwings", cwd=tmp_path).returncode == 1
    done = run(bare, "-m", "xlclv", "addin", "build", "-o", "xlclv.xlam", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1
    assert 'pip install ".[excel]" in the folder of xlclv' in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("demo",),
        ("check", "orders.csv"),
        ("summarize", "orders.csv"),
        ("summarize", "orders.xlsx"),
        ("summarize", "orders.parquet"),
        ("summarize", "--source", "duckdb://orders.duckdb", "--table", "orders"),
        ("summarize", "--source", "sqlite://orders.sqlite", "--table", "orders"),
        ("score", "orders.csv", "--to", "scores.parquet"),
    ],
    ids=" ".join,
)
def test_what_reads_orders_names_the_extra(bare: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """One line says which pip install helps, the exit code is that of rejected input, nothing is written."""
    (tmp_path / "orders.csv").write_text("customer,date,amount\nA,2026-01-05,10\nA,2026-02-05,10\n", encoding="utf-8")
    for name in ("orders.xlsx", "orders.parquet", "orders.duckdb"):
        (tmp_path / name).write_bytes(b"any")
    with closing(sqlite3.connect(tmp_path / "orders.sqlite")) as base:
        base.execute("create table orders (customer text, date text, amount real)")
    before = sorted(tmp_path.iterdir())
    done = run(bare, "-m", "xlclv", *words, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("xlclv: ")]  # demo says first what it reads
    assert len(said) == 1, done.stderr
    assert 'pip install ".[orders]" in the folder of xlclv' in said[0]
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.iterdir()) == before
