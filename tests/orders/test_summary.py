"""The customer summary and the cohorts: one set of rules, held by two engines that must agree row by row."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders import cohorts, ranges
from xlclv.orders.ledger import exact
from xlclv.orders.reading import Orders, read
from xlclv.orders.summary import CustomerSummary, summarise

# catalogue, data used in the examples
TX_IDS = list("ABACABC")
TX_DAYS = np.array(
    ["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-11", "2026-03-09", "2026-03-15", "2026-03-20"], "datetime64[D]"
)
TX_AMOUNTS = np.array([100, 80, 60, 90, 60, 40, 30.0])
DAY0 = dt.date(2024, 1, 1)

Columns = tuple[list[ranges.Key], NDArray[np.datetime64], NDArray[np.float64]]


def day(text: str) -> int:
    """A day as days since 1970."""
    return int(np.datetime64(text).astype("datetime64[D]").astype(np.int64))


def columns(orders: Orders) -> Columns:
    """The orders as a worksheet would hand them over: ids that are numbers as numbers."""
    table = orders.table.to_pyarrow()
    names = table["customer"].to_pylist()
    ids: list[ranges.Key] = [
        int(name) if name.lstrip("-").isdecimal() and str(int(name)) == name else name for name in names
    ]
    days = table["day"].to_numpy().astype("datetime64[D]")
    return ids, days, table["amount"].to_numpy() / 10.0**orders.scale


def agree(orders: Orders, summary: CustomerSummary) -> None:
    """Both engines give the same customers, in the same order, with the same numbers."""
    ids, days, amounts = columns(orders)
    found = ranges.summarise(ids, days.astype(np.int64), amounts, day(str(summary.as_of)), summary.unit_days)
    assert [str(i) for i, bought in zip(found.id, found.bought, strict=True) if bought] == summary.id
    assert {str(i) for i, bought in zip(found.id, found.bought, strict=True) if not bought} == set(summary.left_out)
    np.testing.assert_array_equal(found.frequency[found.bought], summary.frequency)
    for name in ("recency", "T", "monetary_value"):
        np.testing.assert_allclose(getattr(found, name)[found.bought], getattr(summary, name), rtol=1e-12, atol=1e-12)
    for period in cohorts.PERIODS:
        one, other = cohorts.cohorts(orders, period), cohorts.cohort_table(ids, days, amounts, period)
        assert one.labels == other.labels
        for name in ("customers", "active", "orders", "beyond"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        np.testing.assert_allclose(one.revenue, other.revenue, rtol=1e-12, atol=1e-9)


def messy(seed: int) -> list[tuple[str, dt.date, str]]:
    """Orders with same-day cancellations, refunds before and after, zeros, refunds alone, odd ids."""
    rng = np.random.default_rng(seed)
    names = ["007", "7", "70", "B", "b", "Zoë", "10", "9", "-3", "-12", "-13", "x y", "12345678901234567890"]
    names += map(str, range(20, 45))
    cells = ["0.10", "0.20", "-0.30", "19.99", "-19.99", "0", "0.001", "-5", "1000000.01"]
    return [
        (str(rng.choice(names)), DAY0 + dt.timedelta(days=int(rng.integers(0, 200))), str(rng.choice(cells)))
        for _ in range(400)
    ] + [("refunded", DAY0, "-1.50"), ("undone", DAY0, "0.30"), ("undone", DAY0, "-0.10"), ("undone", DAY0, "-0.20")]


def written(path: Path, lines: list[tuple[str, dt.date, str]]) -> Path:
    """A CSV file of these orders."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("customer", "date", "amount"), *lines])
    return path


def test_catalogue_14() -> None:
    """The worked example of CLV_RFM_SUMMARY."""
    found = ranges.summarise(TX_IDS, TX_DAYS.astype(np.int64), TX_AMOUNTS, day("2026-03-31"))
    assert found.id == ["A", "B", "C"]
    assert found.frequency.tolist() == [2, 1, 1]
    np.testing.assert_allclose(found.recency, [9.0, 7.714286, 5.285714], atol=5e-7)
    np.testing.assert_allclose(found.T, [12.142857, 10.0, 6.857143], atol=5e-7)
    np.testing.assert_allclose(found.monetary_value, [60, 40, 30])


def test_catalogue_9() -> None:
    """The worked examples of CLV_COHORT_TABLE, and its other metrics."""
    table = cohorts.cohort_table(TX_IDS, TX_DAYS, TX_AMOUNTS, "month")
    assert table.labels == ("2026-01", "2026-02")
    assert table.customers.tolist() == [2, 1]
    nan = np.nan
    for metric, cells in {
        "retention": [[1, 0.5, 1], [1, 1, nan]],
        "customers": [[2, 1, 2], [1, 1, nan]],
        "revenue": [[90, 30, 50], [90, 30, nan]],
        "cumulative": [[90, 120, 170], [90, 120, nan]],
        "orders": [[1, 0.5, 1], [1, 1, nan]],
    }.items():
        np.testing.assert_array_equal(table.metric(metric), cells)


def test_engines_agree_on_cdnow(cdnow: Path) -> None:
    """CDNOW: both engines, 23,570 customers; the eight of the sample whose one order is 0.00 are customers."""
    orders = read(cdnow / "CDNOW_master.txt")
    summary = summarise(orders)
    assert len(summary.id) == 23_570
    agree(orders, summary)
    sample = summarise(read(cdnow / "CDNOW_sample.txt", customer="1", date="3", amount="5"))
    assert len(sample.id) == 2_357


def test_cdnow_as_published(cdnow: Path) -> None:
    """The first 39 weeks of the sample are the published summary (Fader & Hardie), customer by customer."""
    lines = [line.split() for line in (cdnow / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()]
    early = [cells for cells in lines if cells[2] <= "19970930"]
    found = ranges.summarise(
        [cells[1] for cells in early],
        np.array([f"{c[2][:4]}-{c[2][4:6]}-{c[2][6:]}" for c in early], "datetime64[D]").astype(np.int64),
        np.array([float(cells[4]) for cells in early]),
        day("1997-09-30"),
    )
    with (cdnow / "cdnow_customers_summary_with_transactions.csv").open() as file:
        published = list(csv.DictReader(file))
    assert len(found.id) == len(published) == 2_357
    np.testing.assert_array_equal(found.frequency, [int(row["x"]) for row in published])
    for name, title in (("recency", "t_x"), ("T", "T"), ("monetary_value", "zbar")):
        np.testing.assert_allclose(getattr(found, name), [float(row[title]) for row in published], atol=0.00501)


@pytest.mark.parametrize("seed", range(6))
def test_engines_agree_on_messy_data(tmp_path: Path, seed: int) -> None:
    """Whatever the rows, both engines agree, and no cent is lost on the way to the summary."""
    orders = read(written(tmp_path / "a.csv", messy(seed)))
    summary = summarise(orders, as_of=dt.date(2024, 12, 31), unit_days=30.5)
    agree(orders, summary)
    assert {"refunded", "undone"} <= set(summary.left_out)
    assert summary.ledger.reconciles
    assert summary.total == summary.ledger.amount_used
    assert sum(e.rows for e in summary.ledger.excluded) + summary.ledger.rows_used == 404


def test_several_files_of_unequal_scale(tmp_path: Path) -> None:
    """Splitting the rows over files changes nothing."""
    lines = messy(9)
    whole = summarise(read(written(tmp_path / "a.csv", lines)))
    cuts = [sorted(lines, key=lambda line: len(line[2])), [], []]
    pieces = [written(tmp_path / f"{i}.csv", cuts[0][i::3]) for i in range(3)]
    split = summarise(read(pieces))
    assert split.id == whole.id
    for name in ("frequency", "recency", "T", "monetary_value", "units"):
        np.testing.assert_array_equal(getattr(split, name), getattr(whole, name))


def test_purchase_days() -> None:
    """A day nets to a purchase, a refund or nothing; a zero order counts, a cancelled one does not."""
    ids = ["cancelled", "cancelled", "cancelled", "zero", "refund", "late", "late", "late"]
    days = np.array([0, 0, 0, 0, 0, 0, 3, 5])
    amounts = np.array([0.1, 0.2, -0.3, 0.0, -4.0, -2.0, 10.0, 5.0])
    found = ranges.summarise(ids, days, amounts, 10, 1)
    assert dict(zip(found.id, found.bought.tolist(), strict=True)) == {
        "cancelled": False,
        "late": True,
        "refund": False,
        "zero": True,
    }
    late = found.id.index("late")
    assert (found.frequency[late], found.recency[late], found.T[late], found.monetary_value[late]) == (1, 2, 7, 5)


def test_refunds_net_against_later_spend() -> None:
    """Refunds after the first purchase day lower the mean of repeat purchases and are none themselves."""
    found = ranges.summarise(["A"] * 4, np.array([0, 7, 9, 14]), np.array([50.0, 30, -10, 20]), 21)
    assert (found.frequency[0], found.recency[0], found.monetary_value[0]) == (2, 2.0, 20.0)


def test_new_customers_stay(write: Write) -> None:
    """Who first bought on the last day has T = 0: kept, and marked as not for fitting."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-01,1", "A,2024-01-15,1", "B,2024-01-15,1")
    summary = summarise(read(path))
    assert summary.id == ["A", "B"]
    assert summary.T.tolist() == [2.0, 0.0]
    assert summary.fit_rows.tolist() == [True, False]


def test_refunds_only_are_left_out(write: Write) -> None:
    """A customer with refunds only moves to what was left out, rows and money; nobody else is a refusal."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-01,1", "B,2024-01-02,-3.25", "B,2024-01-03,-1")
    summary = summarise(read(path))
    left = summary.ledger.excluded[-1]
    assert (summary.id, summary.left_out) == (["A"], ("B",))
    assert (left.rows, left.amount, left.first_rows) == (2, Decimal("-4.25"), ("customer B",))
    assert summary.ledger.reconciles
    with pytest.raises(InputError, match="no customer has a purchase"):
        summarise(read(write("b.csv", "customer,date,amount", "A,2024-01-01,-1")))


def test_sorted_by_label() -> None:
    """Numbers by size, then text by code point."""
    keys: list[ranges.Key] = ["b", 10, "B", 9, "007", -1, 2.5]
    found = ranges.summarise(keys, np.zeros(7, int), np.ones(7), 0)
    assert found.id == [-1, 2.5, 9, 10, "007", "B", "b"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2024-12-30", ("2025-W01", "2024-12", "2024-Q4", "2024")),
        ("2021-01-03", ("2020-W53", "2021-01", "2021-Q1", "2021")),
        ("1969-12-28", ("1969-W52", "1969-12", "1969-Q4", "1969")),
    ],
)
def test_period_labels(text: str, labels: tuple[str, ...]) -> None:
    """Weeks are ISO's, from Monday; months, quarters and years are the calendar's, before 1970 too."""
    found = tuple(cohorts.period_label(int(cohorts.period_index(np.int64(day(text)), p)), p) for p in cohorts.PERIODS)
    assert found == labels


def test_last_column_is_the_last_date() -> None:
    """The last column is the period of the last date of any row, refunds included; a quiet period is 0."""
    days = np.array(["2026-01-05", "2026-04-01"], "datetime64[D]")
    table = cohorts.cohort_table(["A", "B"], days, np.array([5.0, -1.0]), "month")
    assert table.labels == ("2026-01",)
    assert table.metric("retention").tolist() == [[1, 0, 0, 0]]
    assert not len(cohorts.cohort_table(["B"], days[1:], np.array([-1.0]), "month").labels)


def test_a_refund_before_the_first_purchase_is_in_its_period() -> None:
    """The cohorts hold all the money of their customers: what was given back before counts in period 0."""
    days = np.array(["2026-01-05", "2026-03-01", "2026-04-01"], "datetime64[D]")
    table = cohorts.cohort_table(["A", "A", "A"], days, np.array([-2.0, 5.0, 1.0]), "month")
    assert table.labels == ("2026-03",)
    assert table.revenue.tolist() == [[3.0, 1.0]]
    assert table.orders.tolist() == [[1, 1]]


def test_cells_after_the_last_date_are_marked(write: Write) -> None:
    """`beyond` tells a quiet period from one that has not come yet."""
    path = write("a.csv", "customer,date,amount", "A,2024-01-01,1.5", "B,2024-02-02,2")
    table = cohorts.cohorts(read(path), "month")
    assert table.beyond.tolist() == [[False, False], [False, True]]
    assert table.active.tolist() == [[1, 0], [1, 0]]
    assert table.revenue[0].tolist() == [1.5, 0.0]


amounts_typed = st.integers(-50_000, 50_000).map(lambda cents: cents / 100)
rows_drawn = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 40), amounts_typed), min_size=1, max_size=30)


@given(rows_drawn.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_summary_laws(drawn_twice: tuple[list[tuple[str, int, float]], list[tuple[str, int, float]]]) -> None:
    """Order does not matter; 0 <= recency <= T; sums are as exact as in whole cents; inputs are not touched."""
    drawn = drawn_twice[0]
    found, again = (
        ranges.summarise([r[0] for r in rows], np.array([r[1] for r in rows]), np.array([r[2] for r in rows]), 40, 1)
        for rows in drawn_twice
    )
    assert found.id == again.id == sorted({row[0] for row in drawn})
    np.testing.assert_array_equal(found.monetary_value, again.monetary_value)
    assert ((found.recency >= 0) & (found.recency <= found.T)).all()
    table = zip(found.id, found.bought, found.frequency, found.monetary_value, strict=True)
    for name, bought, frequency, value in table:
        cents: dict[int, list[int]] = {}
        for _, when, money in (row for row in drawn if row[0] == name):
            cents.setdefault(when, []).append(round(money * 100))
        purchases = sorted(w for w, c in cents.items() if sum(c) > 0 or not any(c))
        assert (bool(purchases), max(len(purchases) - 1, 0)) == (bought, frequency)
        if frequency:
            repeat = sum(sum(c) for w, c in cents.items() if w > purchases[0])
            assert value == pytest.approx(repeat / 100 / frequency, abs=1e-12)


def test_large_and_computed_amounts() -> None:
    """Amounts beyond whole-number room are added in floating point, a cancelled sum within its error being 0."""
    found = ranges.summarise(["A", "A", "B"], np.zeros(3, int), np.array([1e300, -1e300, 1e18]), 0)
    assert found.bought.tolist() == [False, True]
    thirds = ranges.summarise(["A"] * 3, np.zeros(3, int), np.array([1 / 3, 2 / 3, -1.0]), 0)
    assert not thirds.bought[0]


def test_exact() -> None:
    """Decimals are exact at any size."""
    assert exact(-(10**40) - 1, 3) == Decimal(f"-{10**37}.001")


def test_ranges_need_numpy_alone() -> None:
    """A worksheet's first call must not wait for DuckDB, pandas or Ibis."""
    code = (
        "import sys, xlclv.orders.ranges, xlclv.orders.cohorts; "
        "print(*{m.split('.')[0] for m in sys.modules} & {'duckdb', 'ibis', 'pandas', 'pyarrow', 'scipy'})"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.strip() == ""
