"""What `python -m tests.fuzz.guided` fuzzes, shortly: what it has found, and what chance makes of its seeds."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("resource", reason="limits a child as POSIX does")

from tests.fuzz import targets
from xlclv import udfs

CORPUS = Path(__file__).with_name("corpus")
CASES = {"functions": 150, "recognition": 5, "readers": 16}  # two CPU seconds each


@pytest.mark.parametrize("name", targets.TARGETS)
def test_contracts_hold(name: str) -> None:
    """Answered or refused in one line; cells for cells: of inputs kept, and of seeds with a few bytes changed."""
    target, seeds = targets.TARGETS[name], targets.seeds(name)
    for path in sorted((CORPUS / name).glob("*")):
        target(path.read_bytes())
    rng = random.Random(f"guided {name}")
    for _ in range(CASES[name]):
        content = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 1, 2, 5))):
            at = rng.randrange(len(content) + 1)
            content[at : at + rng.choice((0, 1, 1, 4))] = rng.randbytes(rng.choice((0, 1, 3)))
        target(bytes(content))


_SPANS = ([["A"], ["B"]], [[46000.0], [46000.0]], [[46050.0], [None]])


@pytest.mark.parametrize(
    ("name", "arguments", "shown"),
    [
        ("CLV_NRR", (*_SPANS, [[5.0], [6.0]], 46100.0, -2.8e109), "#NUM!"),
        ("CLV_NRR", (*_SPANS, [[-5.0], [6.0]], 46100.0, 2.0), "#NUM!"),
        ("CLV_MRR", (*_SPANS, [[5.0], [6.0]], "month", 0.0), "#NUM!"),
        ("CLV_MRR", (*_SPANS, [[1e300], [6.0]], "month", 12.0), "#NUM!"),
        ("CLV_TENURE_FIT", ([[0.0], [1.0], [2.0]], [[1.0], [1.0], [0.0]], "SBG", [[1e308], [2.0], [2.0]]), "#NUM!"),
        ("CLV_BTYD_FIT", ([[0.0]] * 20, [[0.0]] * 20, [[9.0]] * 20, "BG/NBD", [[1e308]] * 20), "#NUM!"),
        ("CLV_CONTRACT_FIT", ([[1e308], [1e307], [1e306]], "SBG"), "#NUM!"),
        ("CLV_SERVICE_LEVEL", ([[None], [1.0], ["Exceeds"]], 450.0, 400.0, 60.0), "#N/A"),
    ],
)
def test_what_fuzzing_found(name: str, arguments: tuple[Any, ...], shown: str) -> None:
    """Bounds hold in every function, not only where an engine asks for them; and no blank cell is computed with."""
    assert getattr(udfs, name)(*arguments) == shown
    assert shown in udfs.CLV_WHY(name, *arguments) or not udfs.CLV_WHY(name, *arguments).startswith("OK")
