"""The same numbers on every width of integer: NumPy's own is 64 bits here, 32 in the browser and in 32-bit Pythons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.test_floors import modules
from xlclv.places import places
from xlclv.segments import rfm

# Which argument of a call NumPy takes as places, where it is a function of NumPy's and where it is an array's method.
OF_NUMPY = {"bincount": 0, "repeat": 1, "take": 1, "put": 1, "choose": 0}
OF_ARRAYS = {"repeat": 0, "reduceat": 1}


def faults(tree: ast.AST) -> Iterator[str]:
    """Calls whose places are not `places(...)`, and integers whose width is left to the platform."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        said = ast.unparse(node)
        if isinstance(node.func, ast.Attribute):
            owner, name = ast.unparse(node.func.value), node.func.attr
            at = OF_NUMPY.get(name) if owner == "np" else None if owner == "itertools" else OF_ARRAYS.get(name)
            if at is not None and not _fits(node.args[at]):
                yield said
            if name == "astype" and node.args and ast.unparse(node.args[0]) == "int":
                yield said
        if any(keyword.arg == "dtype" and ast.unparse(keyword.value) == "int" for keyword in node.keywords):
            yield said


def _fits(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Constant):
        return True
    return isinstance(argument, ast.Call) and ast.unparse(argument.func) in ("places", "len")


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda v: v if isinstance(v, str) else "")
def test_places_are_as_wide_as_an_address(name: str, path: Path) -> None:
    """What NumPy counts, repeats, takes or adds runs by goes through `places`; no integer's width is the platform's."""
    assert not list(faults(ast.parse(path.read_text(encoding="utf-8")))), name


@pytest.mark.parametrize(
    "code",
    [
        "np.bincount(which, minlength=3)",
        "np.repeat(top, size)",
        "top.repeat(size)",
        "np.add.reduceat(values, starts, axis=1)",
        "np.take(values, which)",
        "values.astype(int)",
        "np.zeros(3, dtype=int)",
    ],
)
def test_the_rule_sees_each_kind(code: str) -> None:
    """Each call that dies or overflows where an address has 32 bits is found."""
    assert len(list(faults(ast.parse(code)))) == 1


def test_a_place_out_of_reach_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an address has 32 bits, places narrow without a change; one that does not fit is an error, not another."""
    monkeypatch.setattr(np, "intp", np.int32)
    narrow = places(np.array([0, 2**31 - 1], dtype=np.int64))
    assert narrow.dtype == np.int32
    assert narrow.tolist() == [0, 2**31 - 1]
    with pytest.raises(MemoryError, match="2147483648"):
        places(np.array([2**31], dtype=np.int64))


def test_scores_of_many_bins_do_not_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Customers times bins needs 64 bits, whatever width NumPy ranks in."""
    search = np.searchsorted
    monkeypatch.setattr(np, "searchsorted", lambda *a, **k: np.asarray(search(*a, **k)).astype(np.int32))
    n = 60_000  # n x n is beyond 2^31
    days = np.arange(n, 0.0, -1.0)
    assert rfm.scores(days, np.arange(1.0, n + 1), np.arange(1.0, n + 1), n)[:, 0].tolist() == list(range(1, n + 1))
