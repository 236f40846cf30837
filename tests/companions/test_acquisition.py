"""What was spent to win customers: cost by cohort and level, and the month in which it is paid back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from tests.companions.shops import level, orders_file, run, shop, told, write
from xlclv.companions.acquisition import label, periods_of
from xlclv.companions.everyone import Everyone
from xlclv.companions.growth import Growth
from xlclv.companions.payback import Ahead, payback


def firsts(rows: list[list[str]]) -> dict[str, tuple[str, str]]:
    """First day and channel of each customer."""
    found: dict[str, tuple[str, str]] = {}
    for day, name, channel, *_ in rows:
        found.setdefault(name, (day, channel))
    return found


def test_a_cohort_costs_its_spend_by_its_new_customers(tmp_path: Path) -> None:
    """Spend without customers is kept and named; customers in periods without spend have no cost, never 0."""
    rows = shop()
    path, came = orders_file(tmp_path, rows), firsts(rows)
    months = sorted({day[:7] for day, _ in came.values()})
    spend = [[month, 100.0 + i] for i, month in enumerate(months[1:])] + [["2019-01", 77]]
    file = write(tmp_path / "spend.csv", ["month", "spend"], spend)
    said = told(path, "--acquisition", file)
    by_cohort = {one["cohort"]: one for one in said["acquisition"]["by_cohort"]}
    assert by_cohort["2019-01"]["customers"] == 0
    assert by_cohort["2019-01"]["cac"] is None
    assert by_cohort[months[0]]["cac"] is None
    assert by_cohort[months[0]]["spend"] is None
    for month, money in spend[:-1]:
        new = sum(day[:7] == month for day, _ in came.values())
        assert by_cohort[str(month)]["customers"] == new
        assert by_cohort[str(month)]["cac"] == pytest.approx(money / new)
    assert said["acquisition"]["spend"] == pytest.approx(sum(money for _, money in spend))
    assert said["acquisition"]["new_customers"] == sum(day[:7] != months[0] for day, _ in came.values())
    assert any("77.00 in 2019-01 won no customer" in line for line in said["warnings"])
    assert any("in periods without spend" in line for line in said["warnings"])


def test_spend_by_a_level(tmp_path: Path) -> None:
    """A column called as a --by gives every level its own cost; the ratio is lifetime value to cost."""
    rows = shop()
    path, came = orders_file(tmp_path, rows), firsts(rows)
    spend = [["2024", "Web", 1000], ["2025", "Web", 500], ["2024", "Agent", 3000], ["2024", "Radio", 5]]
    file = write(tmp_path / "spend.csv", ["Year", "Channel", "Spend"], spend)
    said = told(path, "--acquisition", file, "--by", "Channel")
    web = level(said, "Channel", "Web")
    new = sum(channel == "Web" for _, channel in came.values())
    assert web["cac"] == pytest.approx(1500 / new)
    assert web["clv_to_cac"] == pytest.approx(web["mean_lifetime"] / web["cac"])
    assert level(said, "Channel", "Partner")["cac"] is None
    assert any("spend of 5.00 is for Channel of nobody who bought: Radio" in line for line in said["warnings"])


def test_a_period_that_is_none(tmp_path: Path) -> None:
    """The row and the ways to write it."""
    file = write(tmp_path / "spend.csv", ["month", "spend"], [["2024-07", 1], ["summer", 2]])
    done = run("summarize", orders_file(tmp_path), "--acquisition", file, "--json")
    assert 'row 3, column "month": "summer" is not a period; write months as 2026-03' in str(done.exception)


def test_periods_and_their_names() -> None:
    """Months, quarters and years are numbered by the calendar."""
    days = np.array(["2026-02-28", "2026-04-01"], dtype="datetime64[D]")
    assert [label(n, "quarter") for n in periods_of(days, "quarter").tolist()] == ["2026-Q1", "2026-Q2"]
    assert [label(n, "month") for n in periods_of(days, "day").tolist()] == ["2026-02", "2026-04"]


def everyone(sales: list[float]) -> Everyone:
    n = len(sales)
    one, day = np.ones(n), np.full(n, np.datetime64(dt.date(2026, 1, 1)))
    return Everyone(one.astype(np.int64), np.array(sales), one * 10, one, one, one, day, np.zeros(n, dtype=np.int8))


def test_payback_is_seen_or_predicted_or_neither() -> None:
    """Two customers bring 5 at once and 2 a month; 20 more are to come, half of it in each of two years."""
    growth = Growth(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]), np.array([5.0, 5.0, 2.0, 2.0]), np.array([2, 3]))
    of, people = np.zeros(2, dtype=np.int64), everyone([7.0, 7.0])
    seen, whole = growth.of_levels(of, 1)[0], growth.whole(of, 0)
    assert (seen.tolist(), whole) == ([5.0, 7.0, 7.0], 2)
    ahead, mine = Ahead(np.array([0.5, 1.5]), np.array([[10.0], [10.0]])), np.ones(2, dtype=bool)
    assert payback(5.0, seen, whole, people, mine, ahead, 2.5) == (1.0, True)
    assert payback(6.0, seen, whole, people, mine, ahead, 2.5) == (2.0, True)
    assert payback(7.0 * (1 + 1e-12), seen, whole, people, mine, ahead, 2.5) == (2.0, True)  # by rounding alone
    assert payback(12.0, seen, whole, people, mine, ahead, 2.5) == (9.0, False)  # 2.5 + 6 months, the 9th
    assert payback(18.0, seen, whole, people, mine, ahead, 2.5) == (None, None)
