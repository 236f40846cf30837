"""Concentration, tracking, sensitivity and acquisition: live figures are the engine's at whatever inputs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlclv import workbook
from xlclv.errors import InputError
from xlclv.formulas import acquisition, portfolio
from xlclv.report import Report

from .conftest import make_report
from .holdout import make_holdout
from .recalculation import Calculation, cached, differing, formulas
from .test_live import CLV_COLUMN, FIRST_CUSTOMER, by_segment

RATES, HORIZONS, TORNADO, CASES = 8, 16, 24, 38  # first rows on Sensitivity
INPUTS = [(0.1, 0.4, 3.0), (0.3, 0.4, 3.0), (0.02, 0.9, 1.3), (0.0, 0.25, 2.0)]


def block(calculation: Calculation, sheet: str, rows: range, columns: range) -> list[list]:
    """The values of a block of cells now."""
    return [[calculation.at((sheet, row, column)) for column in columns] for row in rows]


def at(written: Path, rate: float, margin: float, horizon: float) -> Calculation:
    """The workbook at other inputs."""
    calculation = Calculation(written)
    for name, value in (("DiscountRate", rate), ("Margin", margin), ("Horizon", horizon)):
        calculation.set(name, value)
    return calculation


@pytest.mark.parametrize(("rate", "margin", "horizon"), INPUTS)
def test_concentration_is_the_engine_s(
    report: Report, written: Path, rate: float, margin: float, horizon: float
) -> None:
    """Tenths and Gini are those of CLV_DECILES and CLV_CONCENTRATION on the customers' values at these inputs."""
    calculation = at(written, rate, margin, horizon)
    rows = range(FIRST_CUSTOMER, FIRST_CUSTOMER + len(report.customers.id))
    values = np.array([calculation.at(("Customers", row, CLV_COLUMN)) for row in rows])
    told = block(calculation, "Concentration", range(7, 17), range(1, 12))
    for row, tenth in zip(told, portfolio.deciles(values, 10), strict=True):
        assert [row[0], row[2], row[5]] == pytest.approx([tenth.place, tenth.n, tenth.total], rel=1e-9)
    assert told[-1][8] == pytest.approx(1)
    # Customers keep the exported order: a changed rate may swap neighbours of two segments, far below what is shown.
    assert calculation.value("Gini") == pytest.approx(float(portfolio.concentration(values, "gini")), abs=1e-4)
    assert f"{round(told[0][6] * 100):.0f}%" in calculation.at(("Summary", 18, 3))


@pytest.mark.parametrize(("rate", "margin", "horizon"), INPUTS)
def test_grids_are_the_engine_s(report: Report, written: Path, rate: float, margin: float, horizon: float) -> None:
    """Each cell of both grids is the present value at its own rate, margin and horizon; the base case is the equity."""
    calculation = at(written, rate, margin, horizon)
    margins = [calculation.at(("Sensitivity", RATES - 1, column)) for column in range(4, 9)]
    rates = [calculation.at(("Sensitivity", row, 2)) for row in range(RATES, RATES + 5)]
    for row, each_rate in enumerate(rates, RATES):
        mine = by_segment(report, each_rate, 1, horizon).sum()
        assert block(calculation, "Sensitivity", range(row, row + 1), range(4, 9))[0] == pytest.approx(
            [mine * each for each in margins], rel=1e-9
        )
    for row, share in enumerate((0.2, 0.4, 0.6, 0.8, 1.0), HORIZONS):
        mine = by_segment(report, rate, 1, share * horizon).sum()
        assert block(calculation, "Sensitivity", range(row, row + 1), range(4, 9))[0] == pytest.approx(
            [mine * each for each in margins], rel=1e-8
        )
    (down,), (across,) = (np.flatnonzero(np.isclose(held, base)) for held, base in ((rates, rate), (margins, margin)))
    base = calculation.at(("Sensitivity", RATES + int(down), 4 + int(across)))
    assert base == pytest.approx(calculation.value("CustomerEquity"))


@pytest.mark.parametrize("reach", [0.02, 0.3])
def test_tornado_is_the_engine_s_and_sorted(report: Report, written: Path, reach: float) -> None:
    """One input at either end of its plausible range; the widest swing first; the domain of each bounds its range."""
    rate, margin, horizon = 0.2, 0.8, 2.7
    calculation = at(written, rate, margin, horizon)
    for name in ("MarginRange", "RateRange"):
        calculation.set(name, reach)
    base = by_segment(report, rate, margin, horizon).sum()
    assert report.outcome is not None
    history = (report.assumptions.as_of - report.first_order).days / 365.25
    expected = {
        "Margin": [by_segment(report, rate, m, horizon).sum() for m in (margin - reach, min(1, margin + reach))],
        "Expected sales": [base * end / report.outcome.value for end in (report.outcome.low, report.outcome.high)],
        "Horizon": [by_segment(report, rate, margin, h).sum() for h in (max(1.35, min(1.7, history)), 3.0)],
        "Discount rate": [by_segment(report, r, margin, horizon).sum() for r in (max(0, rate - reach), rate + reach)],
    }
    told = block(calculation, "Sensitivity", range(TORNADO, TORNADO + 4), range(2, 8))
    names = sorted(expected, key=lambda name: -round(abs(np.diff(expected[name])[0]), 4))
    assert [row[0].partition(",")[0] for row in told] == names
    for name, (_, low, high, *_) in zip(names, told, strict=True):
        assert [low, high] == pytest.approx(expected[name], rel=1e-8), name
    assert calculation.at(("Sensitivity", 3, 1)).startswith(f"What matters most: {told[0][0]}: customer equity ")


def test_sales_have_no_other_margin(report: Report, written: Path) -> None:
    """At 100% values are sales: the tornado does not move a margin that there is none of."""
    calculation = at(written, 0.1, 1.0, 3.0)
    (moved,) = [row for row in block(calculation, "Sensitivity", range(TORNADO, TORNADO + 4), range(2, 8))
                if row[0].startswith("Margin")]  # fmt: skip
    assert moved[1:3] == pytest.approx([calculation.value("CustomerEquity")] * 2)
    assert moved[5] == 0


@pytest.mark.parametrize(("rate", "margin"), [(0.0, 1.0), (0.03, 0.02), (0.1, 0.97)])
def test_no_row_of_the_grids_repeats(written: Path, rate: float, margin: float) -> None:
    """At the edge of their domain rates and margins stand on its inner side, and each once; the base is among them."""
    calculation = at(written, rate, margin, 3.0)
    rates = [calculation.at(("Sensitivity", row, 2)) for row in range(RATES, RATES + 5)]
    margins = [calculation.at(("Sensitivity", RATES - 1, column)) for column in range(4, 9)]
    for found, base, step in ((rates, rate, 0.025), (margins, margin, 0.05)):
        assert np.diff(found) == pytest.approx([step] * 4)
        assert min(found) >= -1e-12
        assert any(value == pytest.approx(base) for value in found)
    assert max(margins) <= 1
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize("cost", [1, 45, 200, 1e5])
@pytest.mark.parametrize(("ratio", "profit"), [(3, 0), (1, 60), (0.5, 0)])
def test_acquisition_is_the_engine_s(report: Report, written: Path, cost: float, ratio: float, profit: float) -> None:
    """Ceiling, ratio, payback and break-even are those of the worksheet functions; the verdict follows from them."""
    calculation = Calculation(written)
    for name, value in (("AcquisitionCost", cost), ("TargetRatio", ratio), ("MinimumProfit", profit)):
        calculation.set(name, value)
    told = {calculation.at(("Acquisition", row, 1)): calculation.at(("Acquisition", row, 2)) for row in range(6, 38)}
    gross = report.mean_clv + report.realised / len(report.customers.id)
    most = float(acquisition.cac_max(gross, ratio, profit))
    assert told["Lifetime value, before the cost of winning"] == pytest.approx(gross)
    assert calculation.value("MaximumCAC") == pytest.approx(most)
    assert told["CLV : CAC"] == pytest.approx(float(acquisition.to_cac(gross, cost)))
    assert told["Break-even margin"] == pytest.approx(report.assumptions.margin * cost / gross)
    verdict = calculation.at(("Acquisition", 3, 1))
    assert ("worth its cost" in verdict) == (cost <= min(most, gross))
    assert ("costs more than it brings" in verdict) == (cost > max(gross, most))
    margin, kept = told["Margin of the year, an active customer"], told["Yearly retention of sales"]
    rate = report.assumptions.rate
    assert isinstance(kept, float)
    try:
        least = float(acquisition.breakeven("retention", rate, None, margin, cost, 0.5))
        assert told["Break-even retention"] == pytest.approx(least)
    except InputError:
        assert told["Break-even retention"] == 0 or told["Break-even retention"] > 1


def test_sales_are_no_measure_of_a_cost(written: Path) -> None:
    """At a margin of 100% no ratio, no verdict and no payback is given, and the reason is; one payback stands there."""
    calculation = Calculation(written)
    calculation.set("Margin", 1)
    told = {calculation.at(("Acquisition", row, 1)): calculation.at(("Acquisition", row, 2)) for row in range(6, 60)}
    assert told["CLV : CAC"] == told["Remaining CLV alone : CAC"] == "no margin"
    assert calculation.value("PaybackPeriod") == "no margin"
    assert calculation.at(("Acquisition", 3, 1)).startswith("No verdict")
    assert calculation.at(("Summary", 11, 5)) == "no margin"
    assert len([label for label in told if str(label).startswith("Payback")]) == 1


def test_payback_by_cohort_counts_what_new_customers_brought(report: Report, written: Path) -> None:
    """The first month in which the mean margin of the cohorts that got so far adds up to the cost."""
    calculation, table = Calculation(written), report.cohorts
    seen = table.active >= 0
    each = np.where(seen, table.revenue, 0).sum(axis=0) / (table.customers[:, None] * seen).sum(axis=0)
    for cost in (10.0, 45.0, 120.0, 1e6):
        calculation.set("AcquisitionCost", cost)
        there = np.flatnonzero(np.cumsum(each * report.assumptions.margin) >= cost)
        assert calculation.value("PaybackPeriod") == (there[0] if len(there) else "not yet")


def test_without_a_cost_nothing_is_judged(tmp_path: Path) -> None:
    """Blank: words instead of figures, and no error."""
    path = tmp_path / "free.xlsx"
    workbook.write(make_report(cac=None), path)
    calculation = Calculation(path)
    assert "No acquisition cost" in calculation.at(("Acquisition", 3, 1))
    assert calculation.value("PaybackPeriod") == "not given"
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize("exported", [0.0, 45.0])
def test_a_cost_of_nothing_is_a_cost(exported: float, tmp_path: Path) -> None:
    """0 is known: earned at once, no ratio to it, nothing called not given; typed in or exported."""
    path = tmp_path / "free.xlsx"
    workbook.write(make_report(cac=exported), path)
    calculation = Calculation(path)
    calculation.set("AcquisitionCost", 0)
    told = {calculation.at(("Acquisition", row, 1)): calculation.at(("Acquisition", row, 2)) for row in range(6, 17)}
    assert "worth its cost" in calculation.at(("Acquisition", 3, 1))
    assert calculation.value("PaybackPeriod") == 0
    assert (told["Acquisition cost"], told["Break-even margin"]) == (0, 0)
    assert told["Room up to the maximum"] == told["Maximum acquisition cost"]
    assert told["CLV : CAC"] == calculation.at(("Summary", 11, 5)) == "no cost"
    assert calculation.value("AllChecksOK") is True


def test_tracking_shows_the_engine_s_measures(report: Report, written: Path) -> None:
    """MAPE, of weeks and cumulative, and bias come out of the sheet's own cells as the engine has them."""
    assert report.holdout is not None
    calculation = Calculation(written)
    told = {calculation.at(("Tracking", row, 1)): calculation.at(("Tracking", row, 4)) for row in range(6, 19)}
    assert calculation.value("TrackingMAPE") == pytest.approx(report.holdout.tracking.mape)
    assert told["MAPE of single weeks"] == pytest.approx(report.holdout.tracking.mape_weekly)
    assert told["Bias: predicted / came - 1"] == pytest.approx(report.holdout.measures.bias)
    calculation.set(("Tracking", 50 + 70, 3), 9999)
    assert calculation.value("AllChecksOK") is False


@pytest.mark.parametrize(
    "holdout",
    [make_holdout(dt.date(2026, 6, 30), bought=False), make_holdout(dt.date(2026, 6, 30), customers=5, weeks=1), None],
    ids=["nothing bought", "one week", "none"],
)
def test_poor_holdouts_recalculate_too(holdout: object, tmp_path: Path) -> None:
    """Without purchases there are words instead of errors; without a holdout there is no sheet."""
    path = tmp_path / "poor.xlsx"
    workbook.write(make_report(40, holdout=holdout), path)  # type: ignore[arg-type]
    found, calculation = formulas(path), Calculation(path)
    assert not differing(cached(path, found), {place: calculation.at(place) for place in found})
    assert calculation.value("AllChecksOK") is True
    book = openpyxl.load_workbook(path)
    assert ("Tracking" in book.sheetnames) == (holdout is not None)
    assert len(book["Summary"]._charts) == 3


def test_one_year_is_said_in_the_singular(tmp_path: Path) -> None:
    """The first page says 1 year and 3 years, also where an input makes one of the other."""
    for horizon, words in ((1.0, "over 1 year"), (3.0, "over 3 years")):
        path = tmp_path / "clv.xlsx"
        workbook.write(make_report(horizon=horizon), path)
        page = openpyxl.load_workbook(path, data_only=True)["Summary"]
        texts = [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert page["A1"].value.endswith(words)
        assert f"Present value at 10% a year, {words.removeprefix('over ')}" in texts
    calculation = Calculation(path)
    calculation.set("Horizon", 1)
    told = [calculation.at(place) for place in formulas(path) if place[0] == "Summary"]
    assert "Present value at 10% a year, 1 year" in told


def test_the_legend_says_that_no_cost_is_given(tmp_path: Path) -> None:
    """The cost's line stands at 0 while there is none: its name in the legend says why, until one is entered."""
    path = tmp_path / "clv.xlsx"
    workbook.write(make_report(cac=None), path)
    sheet = openpyxl.load_workbook(path, data_only=True)["Acquisition"]
    places = [
        (sheet.title, cell.row, cell.column)
        for row in sheet
        for cell in row
        if cell.value == "Acquisition cost: none given"
    ]
    calculation = Calculation(path)
    assert [calculation.at(place) for place in places] == ["Acquisition cost: none given"]
    calculation.set("AcquisitionCost", 12)
    assert calculation.at(places[0]) == "Acquisition cost"
