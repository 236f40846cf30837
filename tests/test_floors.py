"""The house's law: imports run downward only, and the engine knows neither Excel nor openpyxl."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A room may import rooms on lower floors, and itself. The command line is a main program: it may call another
# host (workbook), because someone has to have the file written; those that answer Calc and Excel call udfs.
FLOORS = {
    "xlclv": 0,
    "xlclv.errors": 0,
    "xlclv.scratch": 0,
    "xlclv.children": 0,
    "xlclv.uninterrupted": 0,
    "xlclv.reason": 0,
    "xlclv.home": 0,
    "xlclv.places": 0,
    "xlclv.atomic": 1,
    "xlclv.terms": 1,
    "xlclv.serials": 1,
    "xlclv.checks": 2,
    "xlclv.discounting": 3,
    "xlclv.formulas": 4,
    "xlclv.models": 4,
    "xlclv.orders": 5,
    "xlclv.segments": 5,
    "xlclv.simulation": 5,
    "xlclv.valuation": 6,
    "xlclv.demo": 6,
    "xlclv.companions": 6,
    "xlclv.validation": 7,
    "xlclv.planning": 7.5,  # a landing between floors
    "xlclv.contracts": 7.75,  # tells by the rooms of planning how its value moved
    "xlclv.report": 8,
    "xlclv.cells": 8,
    "xlclv.udfs": 9,
    "xlclv.workbook": 9,
    "xlclv.page": 9,
    "xlclv.app": 9,
    "xlclv.face": 10,
    "xlclv.cli": 10,
    "xlclv.calc_process": 10,
    "xlclv.serve": 10,
    "xlclv.ribbon": 11,
    "xlclv.__main__": 11,
}
BESIDE = ("workbook", "udfs")  # of xlclv's rooms, those that lie beside xlclv/ and not in it
FORBIDDEN = {"xlclv.workbook": ("xlwings",), "xlclv.udfs": ("openpyxl", "xlclv.workbook")}
ENGINE = ("xlwings", "openpyxl")


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted([ROOT / "udfs.py", *ROOT.glob("xlclv/**/*.py"), *ROOT.glob("workbook/**/*.py")]):
        parts = path.relative_to(ROOT).with_suffix("").parts
        parts = ("xlclv", *parts) if parts[0] in BESIDE else parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def there(name: str) -> bool:
    """Whether a module or a room has that name."""
    parts = name.split(".")
    path = ROOT.joinpath(*(parts[1:] if parts[0] == "xlclv" and parts[1:] and parts[1] in BESIDE else parts))
    return path.with_suffix(".py").exists() or path.is_dir()


def room(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[:2])


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax, read once for all laws."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path, name: str) -> Iterator[str]:
    """Every import of the file, those inside functions and for type checking too."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: import by full name, not relative to {package}"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                yield full if there(full) else module


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_imports_run_downward(name: str, path: Path) -> None:
    """No module imports a room on its own floor or above, but its own."""
    here = room(name)
    assert here in FLOORS, f"{here} has no floor: give it one in tests/test_floors.py"
    for target in imported(path, name):
        assert target.split(".")[0] not in BESIDE, f"{name}: {target} is called xlclv.{target}"
        if target.split(".")[0] == "xlclv":
            theirs = room(target)
            assert theirs == here or FLOORS[theirs] < FLOORS[here], f"{name} (floor {FLOORS[here]}) imports {target}"


def test_no_circle() -> None:
    """No module imports itself by way of others, inside functions neither."""
    named = dict(modules())
    graph = {name: {other for other in imported(path, name) if other in named} for name, path in named.items()}
    TopologicalSorter(graph).prepare()  # CycleError names the circle


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_each_host_keeps_to_its_library(name: str, path: Path) -> None:
    """The engine imports neither xlwings nor openpyxl; the workbook not xlwings; the functions not openpyxl."""
    banned = FORBIDDEN.get(room(name), ENGINE)
    assert not [t for t in imported(path, name) if t.split(".")[0] in banned or room(t) in banned]


HEAVY = ("scipy", "pandas", "pyarrow", "duckdb", "ibis")


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_heavy_libraries_wait_until_they_are_needed(name: str, path: Path) -> None:
    """No module imports one when it is imported itself; only that which is Ibis' own backend is."""
    named = [
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert name == "xlclv.orders.embedded" or not [each for each in named if each.split(".")[0] in HEAVY]
