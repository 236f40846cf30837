"""What must not change a result: the order of rows, how they are split into files, names of ids, the currency's scale.

All of it through the real intake and the real summary and report.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xlclv import report
from xlclv.orders.reading import Orders, read
from xlclv.orders.summary import summarise

from ..faults.sample import HEADER, ROOT, lines

SOME = settings(max_examples=12)
FEW = settings(SOME, max_examples=3)
ROWS = lines(80)
seeds = st.integers(0, 2**32)


def orders(*files: list[str]) -> Orders:
    """The orders of files with these rows."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.csv" for number in range(len(files))]
        for path, rows in zip(paths, files, strict=True):
            path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return read(paths)


def told(found: Orders) -> tuple[object, ...]:
    """Everything the summary knows of the customers, to the last bit, and the account of the rows."""
    s, ledger = summarise(found), found.ledger
    columns = (s.first_day, s.last_day, s.orders, s.frequency, s.recency, s.T, s.monetary_value, s.units)
    account = (ledger.rows_read, ledger.amount_read, ledger.rows_used, ledger.amount_used)
    left_out = tuple((e.reason, e.rows, e.amount) for e in ledger.excluded)
    return s.id, *(column.tobytes() for column in columns), s.as_of, account, left_out


def valued(found: Orders) -> tuple[object, ...]:
    """The fits, values and intervals, to the last bit."""
    r = report.build(found, margin=0.4, cac=25.0)
    people = r.customers
    columns = (people.p_alive, people.remaining, people.expected_spend, people.low, people.high)
    return r.model, r.spend, people.id, *(np.asarray(c).tobytes() for c in columns), r.equity, r.segments


BASE = told(orders(ROWS))
VALUES = valued(orders(ROWS))


@SOME
@given(seeds)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    """Rows in any order give the same summary, bit for bit."""
    assert told(orders(random.Random(seed).sample(ROWS, len(ROWS)))) == BASE


@FEW
@given(seeds)
def test_nor_does_it_for_the_values(seed: int) -> None:
    """Fits, values and intervals too are the same to the last bit, over shuffled rows in two files."""
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    assert valued(orders(rows[: len(rows) // 3], rows[len(rows) // 3 :])) == VALUES


@SOME
@given(seeds, st.integers(2, 5))
def test_splitting_and_merging_files_does_not_matter(seed: int, count: int) -> None:
    """One file, or its rows dealt over several, give the same summary, bit for bit."""
    dealt = random.Random(seed)
    files: list[list[str]] = [[row] for row in ROWS[:count]]  # none of them empty
    for row in ROWS[count:]:
        dealt.choice(files).append(row)
    assert told(orders(*files)) == BASE


@FEW
@given(st.sampled_from([10, 100, 1000]))
def test_the_scale_of_the_currency_does_not_matter(factor: int) -> None:
    """Amounts in cents, say, give money figures so many times as large; buying stays the same to the last bit."""
    scaled = [",".join((who, day, f"{Decimal(money) * factor:f}")) for who, day, money in (r.split(",") for r in ROWS)]
    plain, large = report.build(orders(ROWS)), report.build(orders(scaled))
    assert large.model == plain.model
    ours, theirs = dict(zip(plain.customers.id, range(10**6))), large.customers  # noqa: B905
    at = [ours[name] for name in theirs.id]
    assert (theirs.p_alive == plain.customers.p_alive[at]).all()
    np.testing.assert_allclose(theirs.remaining, factor * plain.customers.remaining[at], rtol=1e-7)
    np.testing.assert_allclose(large.customer_equity, factor * plain.customer_equity, rtol=1e-9)
    assert large.ledger.amount_used == factor * plain.ledger.amount_used


@FEW
@given(seeds)
def test_what_customers_are_called_does_not_matter(seed: int) -> None:
    """Other ids, in another order, leave every customer's figures as they were; totals differ by rounding alone."""
    names = sorted({row.split(",")[0] for row in ROWS})
    new = dict(zip(names, random.Random(seed).sample([f"{n} é表" for n in range(900)], len(names)), strict=True))
    plain = orders(ROWS)
    renamed = orders([",".join((new[row.split(",")[0]], *row.split(",")[1:])) for row in ROWS])
    ours, theirs = summarise(plain), summarise(renamed)
    at = [theirs.id.index(new[name]) for name in ours.id]
    for name in ("first_day", "last_day", "orders", "recency", "T", "monetary_value", "units"):
        assert (getattr(ours, name) == getattr(theirs, name)[at]).all()
    one, other = report.build(plain), report.build(renamed)
    place = {name: number for number, name in enumerate(other.customers.id)}
    at = [place[new[name]] for name in one.customers.id]
    np.testing.assert_allclose(other.customers.remaining[at], one.customers.remaining, rtol=1e-7)
    np.testing.assert_allclose(other.customer_equity, one.customer_equity, rtol=1e-9)


def test_the_machine_does_not_matter(tmp_path: Path) -> None:
    """Time zone, language and decimal mark of the machine change nothing, with orders a minute from midnight."""
    for number, row in enumerate(rows := [HEADER, *ROWS]):
        if number:
            who, day, money = row.split(",")
            rows[number] = f"{who},{day} {'23:59:30' if number % 2 else '00:00:30'},{money}"
    (tmp_path / "orders.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    said = set()
    for zone, language in (("UTC", "C"), ("Pacific/Kiritimati", "de_DE.UTF-8"), ("America/Los_Angeles", "tr_TR.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-m", "xlclv", "summarize", "orders.csv", "--json"], cwd=tmp_path, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": zone, "LC_ALL": language, "LANG": language}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1


money = st.decimals(-999, 99999, places=2).filter(lambda amount: amount != 0)
written = st.sampled_from(["{:f}", "{:,.2f}", " {:f} ", "+{:f}", "\u00a0{:f}"])


@settings(SOME, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "B ", "007", "", " ", "NA", "née"]), st.integers(0, 700), money, written,
                  st.booleans()),
        min_size=4, max_size=25,
    )
)  # fmt: skip
def test_messy_files_reconcile(rows: list[tuple[str, int, Decimal, str, bool]]) -> None:
    """Blank ids, blank rows, refunds, signs and thousands: rows and cents read are those used and those left out."""
    import datetime as dt

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER.split(","))
    for who, day, amount, form, blank in [*rows, ("sure", 0, Decimal("10.00"), "{:f}", False)]:
        shown = form.format(amount) if not (form[0] == "+" and amount < 0) else f"{amount:f}"
        writer.writerow([who, dt.date(2024, 1, 1) + dt.timedelta(days=day), shown])
        if blank:
            writer.writerow(["", "  ", ""])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messy.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        ledger = read(path).ledger
    amounts = [amount for _, _, amount, _, _ in rows]
    kept = [amount for who, _, amount, _, _ in rows if who.strip()]
    assert ledger.reconciles
    assert (ledger.rows_read, ledger.amount_read) == (len(rows) + 1, sum(amounts) + 10)
    assert (ledger.rows_used, ledger.amount_used) == (len(kept) + 1, sum(kept) + 10)
    left = list(itertools.chain.from_iterable((e.rows, e.amount) for e in ledger.excluded if e.rows))
    assert left == ([len(rows) - len(kept), sum(amounts) - sum(kept)] if len(kept) < len(rows) else [])
