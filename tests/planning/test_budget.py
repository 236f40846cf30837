"""The budget by month: it adds up to the flows, its intervals hold, the plan is read, and the sheet is live."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from benchmarks.planning import held, standing
from tests.orders.test_contract_models import written
from tests.workbook.recalculation import Calculation
from xlclv.cli.show import as_json
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.planning.months import Month, months_ahead
from xlclv.planning.plan import Asked, new_customers, planned
from xlclv.report import Report, build
from xlclv.simulation import orders
from xlclv.valuation.residual import expected_flows
from xlclv.workbook import write


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report with a budget of 18 months, as of a day within a month; by a model whose flows are worked out."""
    path = written(tmp_path_factory.mktemp("budget") / "a.csv", 300)
    asked = Asked(18, 40.0, 500.0)
    day = dt.date(2026, 1, 10)
    return build(read(path, as_of=day), as_of=day, margin=0.4, cac=12.0, budget=asked, model="BG/NBD")


def test_months_add_up_to_the_flows(told: Report) -> None:
    """Sales of all months are the engine's expected flows to the same day, split by tier and by year of first purchase;
    a whole year of them is that of the weeks, but for the day a week is cut on."""
    found, people = told.budget, told.customers
    assert found is not None
    params = {e.name: e.value for e in told.model.estimates}
    from xlclv.models import bg_nbd

    weeks = found.months[-1].end / 7
    flows = expected_flows("BG/NBD", bg_nbd.Params(**params), weeks, people.frequency, people.recency, people.T,
                           weights=people.expected_spend)  # fmt: skip
    assert found.total.sum() == pytest.approx(flows.amounts.sum(), rel=1e-9)
    assert found.tiers.sum(axis=1) == pytest.approx(found.total, rel=1e-9)
    year = sum(month.end <= 365 for month in found.months)
    edge = found.months[year - 1].end / 7
    ends = np.append(0.0, np.arange(1, len(told.flows.midpoint) + 1) / WEEKS_PER_YEAR) * WEEKS_PER_YEAR
    weekly = np.interp(edge, ends, np.append(0.0, told.flows.sales.sum(axis=1).cumsum()))
    assert found.total[:year].sum() == pytest.approx(weekly, rel=1e-4)


def test_the_first_month_is_what_is_left_of_it(told: Report) -> None:
    """January's last 21 days, then whole months; plan and costs of the part are its share."""
    found = told.budget
    assert found is not None
    assert [month.label for month in found.months[:2]] == ["2026-01", "2026-02"]
    assert found.months[0].share == pytest.approx(21 / 31)
    assert found.plan[:2].tolist() == pytest.approx([40 * 21 / 31, 40])
    assert len(found.months) == 19
    first = as_json(told)["budget"][0]
    assert first["fixed_costs"] == pytest.approx(500 * 21 / 31)
    assert first["cash_flow"] == pytest.approx(
        first["margin"] + first["new_margin"] - 40 * 21 / 31 * 12 - first["fixed_costs"]
    )


def test_the_year_ends_where_it_must() -> None:
    """Months of leap years, and of the last day of one."""
    assert [m.end - m.start for m in months_ahead(dt.date(2028, 1, 31), 2)] == [29, 31]


def test_history_is_what_came(told: Report) -> None:
    """Past months add up to the sales, to the cent, as they are fewer than are shown."""
    assert told.budget is not None
    assert sum(sales.sum() for _, sales in told.budget.history) == pytest.approx(told.sales, abs=0.005)


def test_intervals_hold_what_comes() -> None:
    """Of simulated bases the months' 80% intervals hold about so many; benchmarks.planning counts 200 bases."""
    share, error = standing([held("BG/NBD", 500, seed)[0] for seed in range(8)])
    assert 0.8 - 3 * error < share < 0.8 + 3 * error + 0.02


def test_a_plan_from_a_file(tmp_path: Path) -> None:
    """Months, numbers and levels, which add up; a lacking month and what is no number are refused by name."""
    path = tmp_path / "plan.csv"
    path.write_text("month;customers;region\n2026-07;10,5;A\n2026-07;4;B\n", encoding="utf-8")
    assert new_customers(str(path))[:2] == ({"2026-07": 14.5}, "plan.csv")
    path.write_text("2026-07;1.200\n", encoding="utf-8")
    assert new_customers(str(path)).plan == {"2026-07": 1200.0}
    none = ("x", "nan", "inf", "-3", '"1,5"')
    no_number = [(f"2026-07,{said}\n", "row 1.*not a number of customers") for said in none]
    for text, words in (*no_number, ("2026-7,3\n2026-13,3\n", "not a month"), ("", "has no month")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            new_customers(str(path))
    with pytest.raises(InputError, match="neither a number nor a file"):
        new_customers("many")


def test_a_plan_is_read_from_a_workbook(tmp_path: Path) -> None:
    """Months as text and as dates, numbers and levels, of the first sheet; what is no workbook is refused."""
    sheet = openpyxl.Workbook()
    for row in (("Month", "Customers", "Channel"), ("2026-07", 400, "web"), (dt.datetime(2026, 8, 1), 30.5, "web"),
                ("2026-07", 20, "shop")):  # fmt: skip
        sheet.active.append(row)
    sheet.save(tmp_path / "plan.xlsx")
    assert new_customers(str(tmp_path / "plan.xlsx"))[:2] == ({"2026-07": 420.0, "2026-08": 30.5}, "plan.xlsx")
    (tmp_path / "no.xlsx").write_text("2026-07,400", encoding="utf-8")
    with pytest.raises(InputError, match=r"--new-customers no\.xlsx: is not a table that can be read"):
        new_customers(str(tmp_path / "no.xlsx"))
    sheet.active.append(("2026-13", 3, "web"))
    sheet.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputError, match=r"--new-customers plan\.xlsx, row 5: \"2026-13\" is not a month"):
        new_customers(str(tmp_path / "plan.xlsx"))


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    ("july", "august"),
    [("Jul-26", "Aug-26"), ("July 2026", "August 2026"), ("07/2026", "8/2026"), ("2026/07", "2026-8"),
     ("Jul 26", "Aug '26"), ("Juli 2026", "Août-26"), ("2026-07-01", "2026-08-31")],
)  # fmt: skip
def test_months_of_a_plan_as_those_of_spend(tmp_path: Path, july: str, august: str, header: bool) -> None:
    """However a month is written that an acquisition file may have: 400 in July, 30 in August."""
    rows = [*(["Month,New customers"] if header else []), f"{july},400", f"{august},30"]
    (tmp_path / "plan.csv").write_text("\n".join(rows), encoding="utf-8")
    assert new_customers(str(tmp_path / "plan.csv")).plan == {"2026-07": 400.0, "2026-08": 30.0}


def test_days_without_a_year_are_no_months_of_a_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Month,New customers\nJul-25,400\nJul-26,30\n", encoding="utf-8")
    with pytest.raises(InputError, match=r'row 2: "Jul-25" may be a month of a year or a day without one'):
        new_customers(str(tmp_path / "plan.csv"))


def test_months_of_a_plan_that_no_budget_has_are_told() -> None:
    """A file of more months than the budget is not cut without a word."""
    months = (Month("2026-07", 0, 31, 1.0),)
    for plan, source in (({"2026-07": 5.0}, "plan.csv"), ({"2026-07": 5.0, "2026-08": 9.0}, "plan.csv, 1 of 2 months")):
        made = planned(Asked(plan=plan, source="plan.csv"), months, {}, "2026-06")
        assert (made.customers.tolist(), made.source, made.doubt) == ([5.0], source, "")


def test_a_plan_by_the_past_says_where_the_last_months_speak_against_it() -> None:
    """Nobody won for months, and a mean of the year that goes on all the same: the reader hears it."""
    months, won = (Month("2026-07", 0, 31, 1.0),), {f"2025-{month:02d}": 240.0 for month in range(7, 13)}
    made = planned(Asked(), months, won, "2026-06")
    assert made.customers.tolist() == [120.0]
    assert "plans 120 new customers a month" in made.doubt
    assert "(2026-04 to 2026-06) brought none" in made.doubt
    assert planned(Asked(), months, {**won, "2026-05": 240.0}, "2026-06").doubt == ""  # 80 a month; the mean is 140
    assert planned(Asked(plan=120.0), months, won, "2026-06").doubt == ""


def test_the_sheet_is_live(told: Report, tmp_path: Path) -> None:
    """Margin, cost, plan and fixed costs move the cash flow as the engine's own arithmetic does, and checks hold."""
    write(told, tmp_path / "budget.xlsx")
    book, plain = Calculation(tmp_path / "budget.xlsx"), as_json(told)["budget"]
    assert book.value("AllChecksOK") is True
    row = next(row for row in range(1, 90) if book.at(("Budget", row, 1)) == "2026-02")
    cash = float(book.at(("Budget", row, 18)))
    assert cash == pytest.approx(plain[1]["cash_flow"], rel=1e-9)
    book.set("Margin", 0.2)
    book.set("AcquisitionCost", 20)
    book.set("FixedCosts", 100)
    expected = 0.5 * (plain[1]["margin"] + plain[1]["new_margin"]) - 40 * 20 - 100
    assert float(book.at(("Budget", row, 18))) == pytest.approx(expected, rel=1e-9)
    assert book.value("AllChecksOK") is True
    book.set(("Budget", row, 12), 140)
    ones = told.budget.ones  # type: ignore[union-attr]
    more = 100 * (ones.first_order + ones.curve[0] * ones.spend) * 0.2 - 100 * 20
    assert float(book.at(("Budget", row, 18))) == pytest.approx(expected + more, rel=1e-9)
    assert book.value("AllChecksOK") is True


@pytest.mark.parametrize(("people", "months", "years"), [(9, 1, 3.0), (300, 1, 3.0), (300, 12, 0.1)])
def test_a_short_budget_holds_its_check(tmp_path: Path, people: int, months: int, years: float) -> None:
    """Few weeks, of which the last is cut in proportion: what that misses is no fault of the months."""
    path = tmp_path / "orders.csv"
    some = orders(people, seed=3)
    rows = zip(some.customer.tolist(), some.day.tolist(), some.cents.tolist(), strict=True)
    lines = [f"c{who},{dt.date(2023, 1, 25) + dt.timedelta(day)},{cents / 100:.2f}" for who, day, cents in rows]
    path.write_text("customer,date,amount\n" + "\n".join(lines), encoding="utf-8")
    made = build(read(path), margin=0.4, horizon=years, model="BG/NBD", budget=Asked(months=months))
    assert write(made, tmp_path / "book.xlsx") == ()
