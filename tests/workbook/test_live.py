"""Consistency: changing an input moves every figure to what the engine's own arithmetic gives; damage is seen."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from xlclv import workbook
from xlclv.cli.show import _new_words
from xlclv.report import Report

from .conftest import WEEK, make_report
from .recalculation import Calculation, differing, formulas

FIRST_CUSTOMER, FIRST_SEGMENT = 5, 6
CLV_COLUMN, SERVICE_COLUMN, COLUMNS = 4, 18, 20


def by_segment(report: Report, rate: float, margin: float, horizon: float) -> np.ndarray:
    """Present value of each segment at other inputs; a week cut by the horizon counts in proportion."""
    mid = report.flows.midpoint
    edges = np.append(np.arange(len(mid)) * WEEK, report.assumptions.horizon)
    upper = np.minimum(edges[1:], horizon)
    kept = np.maximum(upper - edges[:-1], 0) / np.diff(edges)
    factor = kept * (1 + rate) ** -((edges[:-1] + upper) / 2)
    return margin * (factor @ report.flows.sales)


@pytest.mark.parametrize(
    ("rate", "margin", "horizon"),
    [
        (0.0, 0.4, 3.0),
        (0.25, 0.4, 3.0),
        (0.1, 0.9, 3.0),
        (0.1, 0.4, 1.0),
        (0.1, 0.4, 0.5 + WEEK / 3),
        (0.07, 0.15, 2.2),
        (1, 1, 0.02),
    ],
)
def test_inputs_move_every_total(report: Report, written: Path, rate: float, margin: float, horizon: float) -> None:
    """Equity, mean, segments and the sum over customers follow rate, margin and horizon, and the checks still hold."""
    calculation = Calculation(written)
    for name, value in (("DiscountRate", rate), ("Margin", margin), ("Horizon", horizon)):
        calculation.set(name, value)
    expected = by_segment(report, rate, margin, horizon)
    told = [calculation.at(("Segments", FIRST_SEGMENT + i, 4)) for i in range(len(report.segments))]
    assert told == pytest.approx(expected.tolist(), rel=1e-9)
    assert calculation.value("CustomerEquity") == pytest.approx(expected.sum(), rel=1e-9)
    assert calculation.value("MeanCLV") == pytest.approx(expected.sum() / len(report.customers.id), rel=1e-9)
    customers = [calculation.at(("Customers", FIRST_CUSTOMER + i, CLV_COLUMN)) for i in range(len(report.customers.id))]
    assert sum(customers) == pytest.approx(expected.sum(), rel=1e-9)
    assert calculation.value("AllChecksOK") is True
    assert "What-if" in calculation.at(("Summary", 3, 5))


def test_rate_alone_keeps_customers_in_proportion(report: Report, written: Path) -> None:
    """Within a segment customers keep their shares: the rate factor is one number a segment."""
    calculation = Calculation(written)
    calculation.set("DiscountRate", 0.3)
    now = np.array(
        [calculation.at(("Customers", FIRST_CUSTOMER + i, CLV_COLUMN)) for i in range(len(report.customers.id))]
    )
    ratio = now / report.residual_clv
    for k in range(len(report.segments)):
        mine = ratio[report.customers.segment == k]
        assert np.ptp(mine) < 1e-12
        assert mine[0] < 1


def test_acquisition_cost_may_be_left_blank(written: Path) -> None:
    """Without a cost the ratio says so, instead of an error."""
    calculation = Calculation(written)
    ratio = calculation.at(("Summary", 11, 5))
    calculation.set("AcquisitionCost", 90)
    assert calculation.at(("Summary", 11, 5)) == pytest.approx(ratio / 2)
    calculation.set("AcquisitionCost", "")
    assert calculation.at(("Summary", 11, 5)) == "not given"
    assert calculation.value("AllChecksOK") is True


def test_a_new_customer_s_interval_is_that_of_all_orders(report: Report, written: Path) -> None:
    """The terminal tells both parts and the interval of their sum; Flows says whose the last column is."""
    found, margin = report.new_customer, report.assumptions.margin
    assert found is not None
    total = found.total.times(margin)
    ((_, value, words),) = _new_words(report, "")
    assert value == f"{total.value:,.2f}"
    parts = f"first order {found.first_order * margin:,.2f}, then {found.following * margin:,.2f}"
    assert words == f"{parts}; in all {total.low:,.2f} to {total.high:,.2f} (80%, of the parameters)"
    note = str(Calculation(written).at(("Flows", 2, 1)))
    assert note.endswith("The last column is of one customer yet to be won.")


def test_a_new_customer_moves_with_the_inputs(report: Report, written: Path) -> None:
    """First order and present value of each week after it, times the margin; the interval keeps its distance."""
    calculation, found = Calculation(written), report.new_customer
    assert found is not None
    exported = found.total.times(report.assumptions.margin)
    assert calculation.value("NewCustomerValue") == pytest.approx(exported.value, rel=1e-12)
    calculation.set("Margin", 0.5)
    calculation.set("DiscountRate", 0.25)
    weeks = np.asarray(found.weekly) @ 1.25**-report.flows.midpoint
    now = calculation.value("NewCustomerValue")
    assert now == pytest.approx(0.5 * (found.first_order + weeks), rel=1e-12)
    told = {calculation.at(("Acquisition", row, 1)): calculation.at(("Acquisition", row, 2)) for row in range(36, 46)}
    assert told["80% to"] / now == pytest.approx(exported.high / exported.value, rel=1e-12)
    assert calculation.at(("Summary", 11, 1)) == now
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize("name", ["Margin", "DiscountRate", "Horizon", "TargetRatio"])
def test_an_input_left_blank_is_seen(written: Path, name: str) -> None:
    """A blank would count as 0: a check fails, and the Summary says so."""
    calculation = Calculation(written)
    calculation.set(name, "")
    assert calculation.value("AllChecksOK") is False
    assert calculation.at(("Summary", 11, 7)) == "Failed"


def test_a_margin_of_losses_has_no_shares(report: Report, tmp_path: Path) -> None:
    """Parts of a loss are no shares: all are blank, as exported and as recalculated, and the checks hold."""
    path = tmp_path / "loss.xlsx"
    workbook.write(make_report(margin=-0.1), path)
    calculation = Calculation(path)
    assert calculation.value("CustomerEquity") < 0
    shares = [calculation.at(("Segments", FIRST_SEGMENT + i, column)) for i in range(4) for column in (5, 6, 9)]
    shares += [calculation.at(("Concentration", row, column)) for row in range(7, 17) for column in (7, 9)]
    assert set(shares) == {""}
    assert calculation.value("AllChecksOK") is True


def test_a_horizon_of_weeks_is_named(written: Path) -> None:
    """Two weeks are 0.04 years, not 0."""
    calculation = Calculation(written)
    calculation.set("Horizon", 2 * WEEK)
    assert calculation.at(("Summary", 1, 1)).endswith("over 0.04 years")


def test_gini_says_how_exact_it_is(report: Report, written: Path) -> None:
    """Of customers in falling order it is the coefficient itself; who passes the segment above is counted."""
    calculation = Calculation(written)
    rows = {calculation.at(("Concentration", row, 1)): row for row in range(15, 25)}
    count, letters = len(report.customers.id), "Customers out of order"

    def exact(values: np.ndarray) -> float:
        falling = np.sort(values)[::-1]
        return float((count + 1 - 2 * (falling @ np.arange(1, count + 1)) / falling.sum()) / count)

    assert calculation.value("Gini") == pytest.approx(exact(report.residual_clv), rel=1e-12)
    assert calculation.at(("Concentration", rows[letters], 4)) == 0
    calculation.set("DiscountRate", 0.9)
    now = np.array([calculation.at(("Customers", FIRST_CUSTOMER + i, CLV_COLUMN)) for i in range(count)])
    tiers = np.array([calculation.at(("Customers", FIRST_CUSTOMER + i, 2)) for i in range(count)])
    named = list(dict.fromkeys(tiers.tolist()))
    passed = sum((now[tiers == low] > now[tiers == high][-1] + now.mean() / 1e6).sum() for high, low in pairwise(named))
    assert calculation.at(("Concentration", rows[letters], 4)) == passed > 0
    assert calculation.value("Gini") == pytest.approx(exact(now), abs=1e-3)


@pytest.mark.parametrize("column", range(1, COLUMNS + 1))
def test_one_corrupted_number_is_seen(written: Path, column: int) -> None:
    """Whatever a customer's cell is changed to, AllChecksOK turns FALSE and the Summary says so."""
    calculation = Calculation(written)
    calculation.set(
        ("Customers", FIRST_CUSTOMER + 40, column), {1: "", 2: "Bronze", SERVICE_COLUMN: "Butler"}.get(column, 987.125)
    )
    assert calculation.value("AllChecksOK") is False
    assert calculation.at(("Summary", 11, 7)) == "Failed"


@pytest.mark.parametrize("column", [3, 8, 12, 16, COLUMNS])
def test_corruption_is_seen_at_other_inputs_too(written: Path, column: int) -> None:
    """A what-if hides no damage."""
    calculation = Calculation(written)
    calculation.set("DiscountRate", 0.02)
    calculation.set("Horizon", 1.5)
    assert calculation.value("AllChecksOK") is True
    calculation.set(("Customers", FIRST_CUSTOMER + 100, column), 987.125)
    assert calculation.value("AllChecksOK") is False


@pytest.mark.parametrize(
    ("name", "value"), [("DiscountRate", 1.5), ("Margin", -0.1), ("Horizon", 4), ("AcquisitionCost", -1)]
)
def test_inputs_outside_their_bounds_are_seen(written: Path, name: str, value: float) -> None:
    """What validation refuses but pasting lets through fails a check."""
    calculation = Calculation(written)
    calculation.set(name, value)
    assert calculation.value("AllChecksOK") is False


def test_corrupted_flows_are_seen(written: Path) -> None:
    """A changed week of expected sales no longer sums to the engine's total."""
    calculation = Calculation(written)
    calculation.set(("Flows", 30, 9), 1.0)
    assert calculation.value("AllChecksOK") is False


def test_no_figure_hangs_on_the_order_of_the_customers(report: Report, tmp_path: Path) -> None:
    """The table sorted by another column: every cell of every other sheet shows what it showed, all checks hold."""
    count = len(report.customers.id)
    people = dataclasses.replace(report.customers, id=[f"C{(7 * i + 5) % count:04}" for i in range(count)])
    path = tmp_path / "a.xlsx"
    workbook.write(dataclasses.replace(report, customers=people), path)
    for name, order in (("same.xlsx", None), ("sorted.xlsx", lambda values: str(values[0]))):
        book = openpyxl.load_workbook(path)
        sheet = book["Customers"]
        held = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + count)]
        for row, values in enumerate(sorted(held, key=order) if order else held, 5):
            for column, value in enumerate(values, 1):
                if column != CLV_COLUMN:  # its formula is of its own row
                    sheet.cell(row, column).value = value
        book.save(tmp_path / name)
    told, moved = Calculation(tmp_path / "same.xlsx"), Calculation(tmp_path / "sorted.xlsx")
    assert told.at(("Customers", 5, 1)) != moved.at(("Customers", 5, 1))
    places = [place for place in formulas(path) if place[0] not in ("Customers", "Checks")]
    assert not differing({p: told.at(p) for p in places}, {p: moved.at(p) for p in places})
    lines = [place for place in formulas(path) if place[0] == "Checks" and place[2] == 5 and place[1] > 5]
    assert len(lines) > 50
    assert all(moved.at(line) is True for line in lines)


def test_a_margin_of_nothing_is_no_error(written: Path) -> None:
    """A margin of 0 typed into the workbook: every total is 0, no cell is an error, and all checks hold."""
    calculation = Calculation(written)
    calculation.set("Margin", 0.0)
    assert calculation.value("CustomerEquity") == 0
    assert calculation.value("AllChecksOK") is True
    shown = {place: calculation.at(place) for place in formulas(written)}
    assert not {place: value for place, value in shown.items() if isinstance(value, str) and value.startswith("#")}
