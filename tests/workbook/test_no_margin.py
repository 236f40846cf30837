"""A margin of 0: money before margin is kept, so 0 typed in and a run at 0 give the same workbook, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contracts.by_hand import AS_OF, HEADERS, simulated, written
from xlclv import workbook
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.contracts.values import Terms
from xlclv.orders.reading import read
from xlclv.report.described import describe
from xlclv.workbook import contracts, described

from .conftest import make_report
from .recalculation import Calculation, Place, differing, formulas

# What tells a workbook that was changed from one as exported, or hangs on which of them it is.
_FIXED = ("Assumptions", "Checks", "Sentences", "Method")
_EXPORT = ("What-if", "Inputs as exported", "0 of ")


def _summary(path: Path, margin: float) -> None:
    workbook.write(make_report(60, margin=margin), path)


def _described(path: Path, margin: float) -> None:
    lines = [f"C{n},2026-0{m}-{n:02},{m * n}.50" for n in range(1, 9) for m in (1, 3) if m == 1 or n % 2]
    orders = path.with_suffix(".csv")
    orders.write_text("\n".join(["customer,date,amount", *lines, ""]), encoding="utf-8")
    described.write(describe(read(orders), "too few customers", margin=margin, currency="EUR"), path)


def _contracts(path: Path, margin: float) -> None:
    rows = [(*row, "Gold" if i % 3 else "Tin") for i, row in enumerate(simulated(60, 0.8, 3.0, 1.2, 2))]
    orders = written(path.with_suffix(".csv"), rows, (*HEADERS, "Plan"))
    found = read_contracts([orders], options(("Plan",)), Asked(by=("Plan",), as_of=AS_OF))
    contracts.write(build(found, Terms(rate=0.1, margin=margin, horizon=3.0), cac=25.0, currency="EUR"), path)


@pytest.mark.parametrize("make", [_summary, _described, _contracts])
def test_typed_is_what_a_run_gives(make: Any, tmp_path: Path) -> None:
    """0 typed into a workbook of 40%, and 40% into one of 0: every formula shows what a run at that margin shows, no
    cell is an error, and all checks hold."""
    paths = {margin: tmp_path / f"{margin:.0%}.xlsx" for margin in (0.0, 0.4)}
    for margin, path in paths.items():
        make(path, margin)
    places = [place for place in formulas(paths[0.0]) if place[0] not in _FIXED]
    assert len(places) > 20
    fresh = {margin: _shown(Calculation(path), places) for margin, path in paths.items()}
    for told, other in ((0.0, 0.4), (0.4, 0.0)):
        typed = Calculation(paths[other])
        typed.set("Margin", told)
        shown = _shown(typed, places)
        same = {place: value for place, value in shown.items() if not str(value).startswith(_EXPORT)}
        assert len(same) >= len(places) - 2
        assert not differing(same, fresh[told])
        assert not [place for place, value in shown.items() if isinstance(value, str) and value.startswith("#")]
        assert typed.value("AllChecksOK") is True


def _shown(calculation: Calculation, places: list[Place]) -> dict[Place, Any]:
    assert calculation.value("AllChecksOK") is True
    return {place: calculation.at(place) for place in places}
