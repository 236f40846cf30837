"""The budget of contracts: it adds up to the value, tells what was paid, and its sheet is live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, simulated, written
from tests.workbook.recalculation import Calculation
from workbook import contracts as book
from workbook.lint import faults
from xlclv.cli.show_contracts import as_json
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked as Files
from xlclv.contracts.reading import options, read
from xlclv.contracts.relationships import payments_made
from xlclv.contracts.report import Report
from xlclv.contracts.values import Terms
from xlclv.errors import InputError
from xlclv.planning.plan import Asked

OPTIONS = "Options: rate=12%, margin=-25%, horizon=1.37, growth=3%, cac=+50%"
WORLD = "World: spend=+5%, retention=-20%, new-customers=-50%"
NOBODY = "Nobody leaves: retention=+100%"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Monthly contracts, a quarterly one, a weekly one and one given notice, at no interest over two years."""
    rows = [*simulated(120, 0.8, 3.0, 1.0, 7), ("N", "2026-05-20", "2026-09-15", "55", "month")]
    rows += [("Q", "2025-02-15", "", "150", "quarter"), ("W", "2026-04-06", "", "9", "week")]
    path = written(tmp_path_factory.mktemp("b") / "c.csv", rows)
    terms = Terms(rate=0.0, margin=0.6, horizon=2.0)
    found = read([path], options(), Files(as_of=AS_OF))
    return build(found, terms, cac=12.0, planning=Asked(24, 40.0, 500.0), scenarios=(OPTIONS, WORLD, NOBODY))


def test_the_months_add_up_to_the_value(told: Report) -> None:
    """Two years of months at no interest are the customer equity of two years; tiers and years add up to the months;
    the interval lies around each."""
    found = told.budget
    assert found is not None
    assert told.equity is not None
    assert 0.6 * found.total.sum() == pytest.approx(told.equity.value, rel=1e-3)  # 105 weeks may start in 2 years
    assert found.tiers.sum(axis=1) == pytest.approx(found.total)
    assert ((found.low < found.total) & (found.total < found.high)).all()


def test_months_past_are_what_was_paid(told: Report) -> None:
    """All months past hold every payment of the file, and the last one is the month of the day."""
    found, spans = told.budget, told.contracts.spans
    assert found is not None
    assert spans is not None
    assert found.history[-1][0] == "2026-06"
    paid = float((spans.fee / 1e6) @ payments_made(told.contracts))
    assert sum(each.sum() for _, each in found.history) == pytest.approx(paid)


def test_the_sheet_is_live(told: Report, tmp_path: Path) -> None:
    """Margin, cost and plan move the cash flow as the engine's own arithmetic does, and checks hold."""
    book.write(told, tmp_path / "budget.xlsx", listed=10)
    assert faults(tmp_path / "budget.xlsx") == []
    calculation, plain = Calculation(tmp_path / "budget.xlsx"), as_json(told)["budget"]
    assert calculation.value("AllChecksOK") is True
    row = next(row for row in range(1, 90) if calculation.at(("Budget", row, 1)) == "2026-08")
    assert float(calculation.at(("Budget", row, 18))) == pytest.approx(plain[1]["cash_flow"], rel=1e-9)
    calculation.set("Margin", 0.3)
    calculation.set("AcquisitionCost", 20)
    expected = 0.5 * (plain[1]["margin"] + plain[1]["new_margin"]) - 40 * 20 - 500
    assert float(calculation.at(("Budget", row, 18))) == pytest.approx(expected, rel=1e-9)
    assert calculation.value("AllChecksOK") is True


def test_a_scenario_is_a_run_with_its_options(told: Report) -> None:
    """Equity under rate, margin, horizon and growth is that of a fresh run; who never leaves pays all to come."""
    fresh = build(told.contracts, Terms(0.12, 0.45, 1.37, 0.03), cac=18.0)
    assert fresh.equity is not None
    assert told.equity is not None
    said = {each["name"]: each for each in as_json(told)["scenarios"]}
    assert list(said) == ["Base", "Options", "World", "Nobody leaves"]
    assert said["Base"]["customer_equity"] == pytest.approx(told.equity.value, rel=1e-12)
    assert said["Options"]["customer_equity"] == pytest.approx(fresh.equity.value, rel=1e-9)
    assert said["Options"]["cac"] == pytest.approx(18.0)
    assert said["World"]["customer_equity"] < told.equity.value
    assert said["World"]["losses"] == pytest.approx(1.2)
    everyone = (told.mrr / 1e6 - 55) * 24 * 0.6 + 55 * 2 * 0.6  # two payments of the one who gave notice
    assert said["Nobody leaves"]["customer_equity"] == pytest.approx(everyone, rel=1e-3)
    with pytest.raises(InputError, match='"orders=-10%" is not a change; write key=value with a key of rate, margin'):
        build(told.contracts, told.terms, scenarios=("Fewer: orders=-10%",))
