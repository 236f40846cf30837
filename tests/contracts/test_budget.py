"""The budget of contracts: it adds up to the value, tells what was paid, and its sheet is live."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from tests.contracts.by_hand import AS_OF, simulated, written
from tests.contracts.test_workbook import fresh, values_of
from tests.workbook.recalculation import Calculation, libreoffice
from xlclv.cli.show_contracts import as_json
from xlclv.contracts.budget import money_by_month
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked as Files
from xlclv.contracts.reading import options, read
from xlclv.contracts.relationships import payments_made
from xlclv.contracts.report import Report
from xlclv.contracts.values import Terms, groups_of
from xlclv.errors import InputError
from xlclv.planning.plan import Asked
from xlclv.workbook import contracts as book
from xlclv.workbook.lint import faults

OPTIONS = "Options: rate=12%, margin=-25%, horizon=1.37, growth=3%, cac=+50%"
WORLD = "World: spend=+5%, retention=-20%, new-customers=-50%"
NOBODY = "Nobody leaves: retention=+100%"
EQUITY = 17  # the row on Scenarios


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


def test_fees_at_the_end_of_a_period_are_paid_once_each(told: Report) -> None:
    """What was paid and what the running periods owe is a fee for every period begun; the owed ones are sure, whatever
    the curve or losses say, and do not grow; months after them are those of fees in advance, a period later."""
    found = told.contracts
    late = build(found, Terms(0.0, 0.6, 2.0, growth=0.03, timing=0.0), planning=Asked(24, 40.0, 500.0))
    assert late.budget is not None
    assert late.running is not None
    assert found.spans is not None
    months = [np.datetime64("2026-07") + at for at in range(24)]
    them, at = late.them, late.running.at
    fee = them.mrr[at] / 1e6 * np.array([each.in_months for each in found.periods])[them.period[at]]
    due = them.next[at].astype("datetime64[D]").astype("datetime64[M]")
    owed = np.array([fee[due == month].sum() for month in months])
    assert owed[0] > 0.9 * (told.mrr / 1e6 - 50)  # all but the quarterly one, whose period ends in August
    assert owed[1] == 150
    follows = np.zeros(len(them), dtype=np.int64)
    follows[at] = late.running.curve
    groups = groups_of(them, np.sort(at), late.curves, follows, found.periods, late.terms, found.day, True)
    for losses in (1.0, 1e9):  # with losses beyond all bounds only what is owed is left
        kept = money_by_month(groups, them, found.day, late.budget.months, late.terms, losses)
        assert kept == pytest.approx(late.budget.total if losses == 1.0 else owed, abs=1e-6)
    before = sum(each.sum() for _, each in late.budget.history)
    begun = payments_made(found) * found.spans.fee / 1e6
    assert before + owed.sum() == pytest.approx(float(begun.sum()))


@pytest.fixture(scope="module")
def made(told: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook, with a Curve no longer than the horizon needs."""
    path = tmp_path_factory.mktemp("w") / "budget.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book.assumptions, "LEAST_YEARS", 2.0)
        patch.setattr(book.assumptions, "TIMES", 1.0)
        book.write(told, path)
    return path


def test_the_sheet_is_live(told: Report, made: Path) -> None:
    """Margin, cost and plan move the cash flow as the engine's own arithmetic does, and checks hold."""
    assert faults(made) == []
    calculation, plain = Calculation(made), as_json(told)["budget"]
    assert calculation.value("AllChecksOK") is True
    row = next(row for row in range(1, 90) if calculation.at(("Budget", row, 1)) == "2026-08")
    assert float(calculation.at(("Budget", row, 18))) == pytest.approx(plain[1]["cash_flow"], rel=1e-9)
    rows = {calculation.at(("Assumptions", at, 1)): at for at in range(5, 12)}
    calculation.set(("Assumptions", rows["Margin"], 2), 0.3)
    calculation.set(("Assumptions", rows["Acquisition cost"], 2), 20)
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
    with pytest.raises(InputError, match="--scenario Dear may have no end at other losses"):
        build(told.contracts, Terms(horizon=float("inf")), scenarios=("Dear: growth=12%, retention=+10%",))


def test_the_workbook_shows_the_scenario_chosen(told: Report, made: Path) -> None:
    """Whichever is shown: equity is the engine's (1e-9), so is the budget's cash flow (1e-6), side by side stand those
    of all (1e-6), and every check holds; each customer's value is that of a fresh run with these options."""
    calculation, row = Calculation(made), EQUITY
    budget = next(at for at in range(60, 120) if calculation.at(("Budget", at, 1)) == "All months")
    for each in (*told.what_if[1:], told.what_if[0]):
        calculation.set("ScenarioShown", each.name)
        assert each.budget is not None
        assert calculation.value("CustomerEquity") == pytest.approx(each.equity, rel=1e-9), each.name
        assert calculation.at(("Budget", budget, 18)) == pytest.approx(each.budget.cash_flow, rel=1e-6), each.name
        for column, other in enumerate(told.what_if, 3):
            assert calculation.at(("Scenarios", row, column)) == pytest.approx(other.equity, rel=1e-6)
        assert calculation.value("AllChecksOK") is True, each.name
        if each.name == "Options":
            wanted = fresh(told.contracts, Terms(0.12, 0.45, 1.37, 0.03))
            assert values_of(calculation, len(wanted)) == pytest.approx(wanted, rel=1e-6)


def test_drivers_typed_over_move_the_workbook(told: Report, made: Path) -> None:
    """Losses that nobody exported give the engine's equity (1e-6) and its budget as documented (1e-4)."""
    calculation = Calculation(made)
    calculation.set("ScenarioShown", "World")
    for line, value in (("Customers lost, times", 0.7), ("Fees, times", 1.0), ("New customers, times", 1.0)):
        at = next(at for at in range(7, 20) if calculation.at(("Scenarios", at, 1)) == line)
        calculation.set(("Scenarios", at, 5), value)
    plan, asked = Asked(24, 40.0, 500.0), ("L: retention=+30%",)
    other = build(told.contracts, told.terms, cac=12.0, planning=plan, scenarios=asked)
    wanted = other.what_if[1]
    assert wanted.budget is not None
    assert calculation.value("CustomerEquity") == pytest.approx(wanted.equity, rel=1e-6)
    assert calculation.at(("Scenarios", EQUITY, 5)) == pytest.approx(wanted.equity, rel=1e-6)
    budget = next(at for at in range(60, 120) if calculation.at(("Budget", at, 1)) == "All months")
    assert calculation.at(("Budget", budget, 8)) == pytest.approx(wanted.budget.margin, rel=1e-4)
    assert calculation.value("AllChecksOK") is True


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    """Months beside years, paid in advance: of one month's payments some have grown for a year more than others."""
    folder = tmp_path_factory.mktemp("m")
    rows = [(*row[:4], "year" if i % 2 else "month") for i, row in enumerate(simulated(40, 0.8, 3.0, 1.0, 7))]
    found = read([written(folder / "c.csv", rows)], options(), Files(as_of=AS_OF))
    terms, asked = Terms(0.1, 0.6, 2.0, timing=0.0), ("Up: growth=60%", "Gone: retention=-900%, growth=10%")
    report = build(found, terms, cac=12.0, planning=Asked(14, 4.0), scenarios=asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(book.assumptions, "LEAST_YEARS", 2.0)
        patch.setattr(book.assumptions, "TIMES", 1.0)
        book.write(report, folder / "w.xlsx")
    return report, folder / "w.xlsx"


def test_the_budget_of_a_scenario_is_the_engine_s_whatever_it_moves(mixed: tuple[Report, Path]) -> None:
    """Cash flow under any growth and losses is exported as the engine has it (1e-9); growth typed over counts by the
    mean years to a month's payments (1e-3); losses typed beyond what Budget knows are said to be, by a check."""
    report, path = mixed
    calculation = Calculation(path)
    total = next(at for at in range(60, 120) if calculation.at(("Budget", at, 1)) == "All months")
    rows = {calculation.at(("Checks", at, 1)): at for at in range(1, 120)}
    starts = ("Budget: cash flow of the scenario", "Budget: losses typed on Scenarios lie within 0 and 2")
    flow, lost = (next(at for words, at in rows.items() if str(words).startswith(start)) for start in starts)
    for each in (*report.what_if[1:], report.what_if[0]):
        calculation.set("ScenarioShown", each.name)
        assert each.budget is not None
        assert calculation.at(("Budget", total, 18)) == pytest.approx(each.budget.cash_flow, rel=1e-9), each.name
        assert [calculation.at(("Checks", at, 5)) for at in (flow, lost)] == [True, True]
    up = report.what_if[1].budget
    assert up is not None
    calculation.set("FeeGrowth", 0.6)
    assert calculation.at(("Budget", total, 18)) == pytest.approx(up.cash_flow, rel=1e-3)
    typed = next(at for at in range(7, 20) if calculation.at(("Scenarios", at, 1)) == "Customers lost, times")
    for losses, holds in ((1.3, True), (2.5, False)):
        calculation.set(("Scenarios", typed, 3), losses)
        assert calculation.at(("Checks", lost, 5)) is holds
    (rule,) = [
        rule for rule in openpyxl.load_workbook(path)["Scenarios"].data_validations.dataValidation
        if f"C{typed}" in rule.sqref
    ]  # fmt: skip
    assert (rule.formula1, rule.formula2) == ("0", "2")


def test_scenarios_without_cases_set_nothing_live_against_what_is_exported(
    told: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the Curve is too long for Cases, the sheet says so; differences are those of the export, and blank once an
    input moves the one shown. Budget's heads say what holds the scenario."""
    for name, value in (("LEAST_YEARS", 2.0), ("TIMES", 1.0)):
        monkeypatch.setattr(book.assumptions, name, value)
    monkeypatch.setattr(book.cases, "MOST", 10)
    book.write(told, tmp_path / "w.xlsx")
    assert faults(tmp_path / "w.xlsx") == []
    calculation = Calculation(tmp_path / "w.xlsx")
    assert "stand as exported" in str(calculation.at(("Scenarios", 5, 1)))
    base, other = told.what_if[0].equity, told.what_if[1]
    calculation.set("ScenarioShown", other.name)
    assert calculation.at(("Scenarios", EQUITY + 1, 4)) == pytest.approx(other.equity - base, rel=1e-6)
    assert calculation.value("AllChecksOK") is True
    calculation.set("ScenarioShown", "Base")
    margin = next(at for at in range(4, 20) if calculation.at(("Assumptions", at, 1)) == "Margin")
    calculation.set(("Assumptions", margin, 2), 0.3)
    assert calculation.at(("Scenarios", EQUITY, 3)) == pytest.approx(base / 2, rel=1e-6)
    for row in (EQUITY + 1, EQUITY + 2):
        assert [calculation.at(("Scenarios", row, column)) for column in range(3, 7)] == [""] * 4
    assert calculation.value("AllChecksOK") is True
    heads = next(row for row in range(50, 120) if calculation.at(("Budget", row, 1)) == "Month")
    assert calculation.at(("Budget", heads, 7)) == "Season and scenario, times"
    assert calculation.at(("Budget", heads, 12)) == "To be won, before the scenario"


def test_a_scenario_moves_plan_and_cost_of_the_budget(told: Report) -> None:
    """What all months come to: options are those of a fresh run; fees, half as many won and dearer ones are told."""
    plain = build(told.contracts, Terms(0.12, 0.45, 1.37, 0.03), cac=18.0, planning=Asked(24, 40.0, 500.0))
    said = {each["name"]: each["budget"] for each in as_json(told)["scenarios"]}
    months = as_json(plain)["budget"]
    for name in said["Options"]:
        assert said["Options"][name] == pytest.approx(sum(month[name] for month in months), rel=1e-9), name
    assert said["World"]["new_customers"] == pytest.approx(0.5 * said["Base"]["new_customers"])
    assert said["World"]["acquisition"] == pytest.approx(0.5 * said["Base"]["acquisition"])
    assert said["World"]["new_margin"] < 0.525 * said["Base"]["new_margin"]
    assert said["Nobody leaves"]["margin"] > said["Base"]["margin"]


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # of another library, in a copy
def test_libreoffice_shows_the_scenario_chosen(told: Report, made: Path, tmp_path: Path) -> None:
    """Chosen in the file and recalculated there, equity is the engine's, and all checks hold."""
    changed = openpyxl.load_workbook(made)
    changed["Assumptions"]["B3"] = "World"
    changed.save(tmp_path / "world.xlsx")
    shown = openpyxl.load_workbook(libreoffice(tmp_path / "world.xlsx", tmp_path), data_only=True)
    world = told.what_if[2]
    assert shown["Scenarios"].cell(EQUITY, 5).value == pytest.approx(world.equity, rel=1e-6)
    summary = {row[0]: row[1] for row in shown["Summary"].iter_rows(max_col=2, values_only=True)}
    assert summary["Customer equity"] == pytest.approx(world.equity, rel=1e-9)
    assert summary["All checks"] is True
