"""A report made of sums and the best customers, fetched from the engine, is the report of all customers."""

from __future__ import annotations

import datetime as dt
import importlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import numpy as np
import openpyxl
import pyarrow as pa
import pytest

from tests.orders.tables.cdnow_tables import AS_OF, duckdb_url
from tests.orders.tables.same_report import same_report
from tests.workbook.recalculation import Calculation, cached, differing, formulas
from xlclv import report, workbook
from xlclv.errors import InputError, NotIdentifiedError, OutputError
from xlclv.orders.aggregates import of_orders
from xlclv.orders.reading import Orders
from xlclv.orders.tables.reading import read_table
from xlclv.validation.backtest import short
from xlclv.workbook.lint import faults

CUSTOMERS = 2357


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return read_table(duckdb_url(tmp_path_factory.mktemp("counted")), "orders", as_of=AS_OF)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    """Ids of every kind, many customers alike, refunds, a customer of refunds only; who buys often spends more."""
    rng = np.random.default_rng(4)
    rows: list[tuple[str, dt.date, Decimal]] = [("R 1", dt.date(2025, 3, 1), Decimal(-5))]
    for i in range(900):
        who = (f"{i - 20}", f"{i:04d}", f"Kunde {i}")[i % 3]
        first, often = int(rng.integers(0, 20)) * 20, int(rng.geometric(0.4)) - 1
        mean = rng.gamma(3.0, 8.0) * (1 + 0.25 * often)
        days = [first, *sorted(rng.choice(np.arange(first + 1, 640), often, replace=False).tolist())]
        rows += [(who, _day(day), Decimal(round(100 + 50 * mean * rng.gamma(2.0))) / 100) for day in days]
        if i % 40 == 0:
            rows.append((who, _day(641), Decimal(-900)))
    table = pa.table({name: [row[k] for row in rows] for k, name in enumerate(("customer", "date", "amount"))})
    return read_table(duckdb_url(tmp_path_factory.mktemp("shop"), table), "orders", as_of=dt.date(2026, 12, 31))


def _day(number: int) -> dt.date:
    return dt.date(2025, 1, 1) + dt.timedelta(number)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of rows of every table that leaves an engine."""
    seen: list[int] = []
    whole = ir.Table.to_pyarrow

    def spy(table: ir.Table, *arguments: Any, **options: Any) -> pa.Table:
        found = whole(table, *arguments, **options)
        seen.append(found.num_rows)
        return found

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a way out of the engine that nobody counts")

    monkeypatch.setattr(ir.Table, "to_pyarrow", spy)
    for name in ("execute", "to_pandas", "to_polars", "to_pyarrow_batches"):
        monkeypatch.setattr(ir.Table, name, refuse)
    return seen


@pytest.mark.parametrize(
    ("listed", "terms"),
    [
        (500, {"margin": 0.4, "cac": 20.0}),
        (1, {"model": "MBG/NBD", "horizon": 1.3}),
        (2356, {"model": "Pareto/NBD", "rate": 0.0}),
        (117, {"model": "auto", "margin": -0.3}),
    ],
)
def test_every_figure_is_that_of_all_customers(listed: int, terms: dict[str, Any], cdnow: Orders) -> None:
    """Totals, segments, flows, intervals, holdout and the customers listed: to 1e-12, counts and ids exactly."""
    assert same_report(cdnow, listed, **terms).checks_ok


def test_equals_refunds_and_odd_ids_make_no_difference(shop: Orders) -> None:
    """Wherever the list ends among customers of one value, their ids decide; refunds and warnings are the same.

    By BG/NBD, where one-time buyers of one age are worth the same.
    """
    whole = report.build(shop, margin=0.5, model="BG/NBD")
    falling = whole.customers.remaining
    equal = np.flatnonzero(falling[1:] == falling[:-1]) + 1
    assert len(equal) > 100
    for listed in (1, int(equal[0]), int(equal[len(equal) // 2]), int(equal[-1])):
        found = same_report(shop, listed, whole=whole, margin=0.5, model="BG/NBD")
        assert any("by ranks" in words for words in found.cautions)
        assert any("got more back than was bought again" in words for words in found.cautions)
        assert "refunds only" in found.ledger.excluded[-1].reason


def test_a_list_with_room_for_all_is_the_report_of_ever(cdnow: Orders) -> None:
    """At as many customers as there are, and above, all are listed and nothing is said of others."""
    for listed in (CUSTOMERS, 100_000):
        found = report.build(cdnow, listed=listed)
        assert found.unlisted is None
        assert len(found.customers.id) == CUSTOMERS == found.customer_count


@pytest.mark.parametrize(("listed", "model"), [(300, "BG/NBD"), (2000, "auto")])
def test_only_sums_and_the_best_leave_the_engine(
    listed: int, model: str, cdnow: Orders, fetched: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No result has more rows than customers listed, or than there are distinct histories: the base stays there.

    The back-test's customer-days are no more than it says, without ids; none of more.
    """
    monkeypatch.setattr(short, "MOST_DAYS", 1000)
    histories = len(of_orders(cdnow).histories.x)
    fetched.clear()
    report.build(cdnow, listed=listed, model=model)
    assert fetched
    assert max(fetched) <= max(listed, histories) < CUSTOMERS


def test_the_workbook_holds(cdnow: Orders, tmp_path: Path) -> None:
    """Lint, every cached value recalculated, every check: as of any workbook; who is listed is said where one looks."""
    path, listed = tmp_path / "counted.xlsx", 100
    made = report.build(cdnow, listed=listed, margin=0.4, cac=5.0)
    workbook.write(made, path)
    assert not faults(path)
    calculation, found = Calculation(path), formulas(path)
    assert not differing(cached(path, found), {place: calculation.at(place) for place in found})
    assert calculation.value("AllChecksOK") is True
    assert calculation.value("CustomerCount") == CUSTOMERS
    assert calculation.value("CustomerEquity") == pytest.approx(made.customer_equity, rel=1e-12)
    calculation.set("DiscountRate", 0.25)
    assert calculation.value("AllChecksOK") is True
    book = openpyxl.load_workbook(path, data_only=True)
    said = {row[0].value: row[1].value for row in book["Method"].iter_rows(max_col=2)}
    assert f"lists the {listed:,} of highest remaining CLV among {CUSTOMERS:,}" in said["Customers listed"]
    assert book["Customers"]["A2"].value.startswith(f"The {listed:,} customers of highest remaining CLV are listed")


def test_what_cannot_be_reported_is_refused_alike(cdnow: Orders, tmp_path: Path) -> None:
    """An as-of day too early, refunds alone, nobody twice: the line is the same however many are listed."""
    once = {"customer": [f"C{i}" for i in range(40)], "date": [AS_OF] * 40, "amount": [Decimal(2)] * 40}
    back = {**once, "amount": [Decimal(-2)] * 40}
    for name in ("once", "back"):
        (tmp_path / name).mkdir()
    cases: list[tuple[Orders, dict[str, Any], type[Exception]]] = [
        (cdnow, {"as_of": dt.date(1998, 1, 1)}, InputError),
        (read_table(duckdb_url(tmp_path / "once", pa.table(once)), "orders"), {}, NotIdentifiedError),
        (read_table(duckdb_url(tmp_path / "back", pa.table(back)), "orders"), {}, InputError),
    ]
    for orders, terms, kind in cases:
        said = []
        for listed in (10, 100_000):
            with pytest.raises(kind) as caught:
                report.build(orders, listed=listed, **terms)
            said.append(str(caught.value))
        assert said[0] == said[1]


def test_a_sheet_has_an_end(cdnow: Orders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that lists more customers than a sheet has rows is not written, nor cut without a word."""
    made = report.build(cdnow)
    monkeypatch.setattr(importlib.import_module("xlclv.workbook.summary.refusals"), "MOST_LISTED", 2000)
    with pytest.raises(OutputError, match="lists 2,357 customers, more than a sheet holds; list the best 2,000"):
        workbook.write(made, tmp_path / "x.xlsx")
