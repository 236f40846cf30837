"""Payments as contracts: money taken back comes off the payments it takes back, and nothing of it is lost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.contracts.by_hand import written
from tests.contracts.test_command import told
from xlclv.contracts.taken_back import kept
from xlclv.errors import InputError

Rows = Sequence[tuple[str, str, str]]
HEADERS = ("customer", "date", "amount")
# Ten payers of 10 a month, from January on; every third stopped after three payments.
PAYERS = [(f"P{i}", f"2025-{month:02d}-05", "10") for i in range(10) for month in range(1, 4 if i % 3 == 0 else 13)]


def paid(tmp_path: Path, more: Rows, *arguments: str, base: Rows = PAYERS) -> dict[str, Any]:
    path = written(tmp_path / "p.csv", [*base, *more], HEADERS)
    said = told(path, "--payments", "monthly", "--as-of", "2025-12-31", *arguments)
    assert said["checks_ok"] is True
    assert said["rows_read"] == said["rows_used"] + sum(each["rows"] for each in said["excluded"])
    assert said["amount_read"] == said["amount_used"] + sum(each["amount"] for each in said["excluded"])
    return said


def z(*days: tuple[str, int]) -> Rows:
    return [("Z", day, str(amount)) for day, amount in days]


# What came beside the payers: MRR, how many run, what is left out, words of the assumption and of the warning.
CASES = {
    "none": (z(), 60, 6, {}, "", ""),
    "in full, two days later": (z(("2025-12-10", 1000), ("2025-12-12", -1000)), 60, 6, {}, "1 payment taken back", ""),
    "in full, the same day": (
        z(("2025-12-10", 1000), ("2025-12-10", -1000)), 60, 6, {"refunds only": (2, 0)}, "", "",
    ),
    "one of two, charged twice": (
        z(("2025-12-10", 1000), ("2025-12-13", 1000), ("2025-12-14", -1000)), 1060, 7, {}, "1 payment taken back", "",
    ),
    "in part": (
        z(("2025-11-10", 1000), ("2025-12-10", 1000), ("2025-12-14", -400)), 660, 7, {},
        "1 refund (-400) off earlier payments of the customer: 1 payment in part", "1 running customer a part",
    ),
    "in parts, in the end in full": (
        z(("2025-12-10", 1000), ("2025-12-12", -400), ("2025-12-14", -600)), 60, 6, {}, "2 refunds (-1,000)", "",
    ),
    "in part, of what has ended": (
        z(("2025-05-10", 1000), ("2025-05-14", -400)), 60, 6, {}, "1 payment in part, of which what was kept", "",
    ),
    "before any payment": (
        z(("2025-06-10", -1000), ("2025-12-10", 1000)), 1060, 7, {"without an earlier payment": (1, -1000)}, "",
        "1 refund takes back 1,000 that no earlier payment of the customer has: customer Z, 2025-06-10 (-1,000)",
    ),
    "more than was paid": (
        z(("2025-12-10", 1000), ("2025-12-14", -1250)), 60, 6, {"without an earlier payment": (0, -250)},
        "1 payment taken back in full", "takes back 250 that no earlier payment",
    ),
    "refunds alone": (z(("2025-06-10", -1000)), 60, 6, {"refunds only": (1, -1000)}, "", "refunds above sales"),
    "of just the amount before last": (
        z(("2025-11-01", 700), ("2025-12-10", 1000), ("2025-12-12", -700)), 1060, 7, {}, "1 payment taken back", "",
    ),
    "of several payments at once": (
        z(("2025-10-10", 100), ("2025-11-10", 100), ("2025-12-10", 100), ("2025-12-20", -300)), 60, 6, {},
        "1 refund (-300) off earlier payments of the customer: 3 payments", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_money_taken_back_comes_off_its_payment(tmp_path: Path, case: str) -> None:
    more, mrr, running, left_out, assumed, warned = CASES[case]
    said = paid(tmp_path, more)
    assert (said["mrr"], said["running"]) == (mrr, running)
    found = {each["reason"]: (each["rows"], each["amount"]) for each in said["excluded"]}
    assert list(found.values()) == list(left_out.values())
    assert all(words in reason for words, reason in zip(left_out, found, strict=True))
    assert assumed in " ".join(said["assumed"])
    assert ("off earlier payments" in " ".join(said["assumed"])) == bool(assumed)
    warnings = " ".join(said["warnings"])
    assert warned in warnings
    assert bool(warned) == any(words in warnings for words in ("takes back", "taken back", "refunds above"))


def test_a_refund_tells_the_same_as_no_payment(tmp_path: Path) -> None:
    """Refunding the latest payment of everyone gives what the file without those payments gives, to the last digit."""
    last = {who: (day, amount) for who, day, amount in PAYERS}
    back = [(who, day[:8] + "19", f"-{amount}") for who, (day, amount) in last.items()]
    fewer = [row for row in PAYERS if (row[1], row[2]) != last[row[0]]]
    said, without = paid(tmp_path, back), paid(tmp_path, [], base=fewer)
    same = ("mrr", "customer_equity", "running", "lost_by_renewals", "running_by_renewals", "movement", "budget")
    assert [said[name] for name in same] == [without[name] for name in same]
    assert said["amount_used"] == without["amount_used"]


def test_a_table_tells_the_same(tmp_path: Path) -> None:
    """Of Parquet and DuckDB."""
    more = z(("2025-11-10", 1000), ("2025-12-10", 1000), ("2025-12-14", -400))
    said = paid(tmp_path, more)
    with duckdb.connect(str(tmp_path / "d.duckdb")) as connection:
        connection.execute(
            f"CREATE TABLE p AS SELECT customer, date, CAST(amount AS DECIMAL(12, 2)) AS amount FROM "
            f"read_csv('{tmp_path / 'p.csv'}')"
        )
        connection.execute(f"COPY p TO '{tmp_path / 'p.parquet'}'")
    table = ("--source", f"duckdb://{tmp_path / 'd.duckdb'}", "--table", "p")
    for source in ((tmp_path / "p.parquet",), table):
        found = told(*source, "--payments", "monthly", "--as-of", "2025-12-31")
        assert (found["mrr"], found["customer_equity"]) == (said["mrr"], said["customer_equity"])
        assert (found["mrr"], found["amount_used"]) == (660, said["amount_used"])


def test_where_nothing_was_kept_no_contract_follows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no customer has paid anything that was not taken back"):
        paid(tmp_path, (), base=z(("2025-12-10", 1000), ("2025-12-12", -1000)))


def test_a_dispute_of_an_older_payment(tmp_path: Path) -> None:
    """Ten of 20 until March and 30 since: a chargeback of 20 in June is March's, and changes no fee of today."""
    rows = [
        (f"C{who}", f"2026-{month:02}-01", "20" if month < 4 else "30") for who in range(10) for month in range(1, 7)
    ]
    back = [(f"C{who}", "2026-06-20", "-20") for who in range(10)]
    said = told(written(tmp_path / "p.csv", rows + back, HEADERS), "--payments", "monthly", "--as-of", "2026-06-30")
    assert (said["mrr"], said["running"]) == (300, 10)


def test_who_counts_as_gone_for_a_refund_is_told(tmp_path: Path) -> None:
    """The last of six equal payments is taken back: ten customers stop, which the file may not mean."""
    rows = [(f"C{who}", f"2026-{month:02}-01", "20") for who in range(10) for month in range(1, 7)]
    rows += [("Other", f"2026-{month:02}-01", "20") for month in range(1, 7)]
    back = [(f"C{who}", "2026-06-20", "-20") for who in range(10)]
    said = told(written(tmp_path / "p.csv", rows + back, HEADERS), "--payments", "monthly", "--as-of", "2026-06-30")
    assert said["running"] == 1
    assert any("10 customers count as gone whose last payments were taken back in full" in w for w in said["warnings"])


# What came beside the payers: MRR, and of how many customers and how much a part was taken back of the last payment.
SAME_DAY = {
    "in part": (z(("2025-11-10", 100), ("2025-12-10", 100), ("2025-12-10", -40)), 120, "(40 in all)"),
    "a first payment": (z(("2025-12-10", 100), ("2025-12-10", -40)), 120, "(40 in all)"),
    "and later": (
        z(("2025-11-10", 100), ("2025-12-10", 100), ("2025-12-10", -40), ("2025-12-14", -10)), 110, "(50 in all)",
    ),
    "charged twice": (z(("2025-12-10", 100), ("2025-12-10", -100), ("2025-12-10", 100)), 160, ""),
    "a discount each time": (
        z(("2025-11-10", 100), ("2025-11-10", -40), ("2025-12-10", 100), ("2025-12-10", -40)), 120, "",
    ),
    "of an earlier payment": (z(("2025-11-10", 100), ("2025-11-10", -40), ("2025-12-10", 100)), 160, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME_DAY)
def test_a_part_taken_back_on_the_day_is_told(tmp_path: Path, case: str) -> None:
    """As one taken back later: the fee of today is lower for it. In text, and in a table with types."""
    more, mrr, told_of = SAME_DAY[case]
    said = paid(tmp_path, more)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{tmp_path / 'p.csv'}')) TO '{tmp_path / 'p.parquet'}'")
    for each in (said, told(tmp_path / "p.parquet", "--payments", "monthly", "--as-of", "2025-12-31")):
        words = [one for one in each["warnings"] if "a part was taken back" in one]
        assert each["mrr"] == mrr
        assert bool(words) == bool(told_of)
        assert all(told_of in one and "of the last payment of 1 running customer" in one for one in words)


def test_a_part_taken_back_in_a_column_is_told(tmp_path: Path) -> None:
    """100 with 40 refunded is a fee of 60 and is said; so is who has gone by a refund of all; 0 says nothing."""
    rows = [(*row, "0") for row in PAYERS] + [("Z", "2025-11-10", "100", "0"), ("Z", "2025-12-10", "100", "40")]
    rows += [("Y", "2025-10-12", "30", ""), ("Y", "2025-11-12", "30", ""), ("Y", "2025-12-12", "30", "30")]
    path = written(tmp_path / "p.csv", rows, (*HEADERS, "Amount refunded"))
    said = told(path, "--payments", "monthly", "--as-of", "2025-12-31")
    assert (said["mrr"], said["running"]) == (120, 7)
    words = " ".join(said["warnings"])
    assert "of the last payment of 1 running customer a part was taken back (40 in all)" in words
    assert "1 customer counts as gone whose last payment was taken back in full" in words


def test_many_refunds_that_match_no_payment_take_no_longer_than_others() -> None:
    """Nor do those of one amount: each is looked up, not looked for among all payments."""
    many = 40_000
    units = np.concatenate([np.full(many, 10), np.full(many, -3)])
    begun = time.perf_counter()
    found = kept(np.zeros(2 * many, dtype=np.int64), units)
    assert time.perf_counter() - begun < 5  # a tenth took 4, and twice that four times it
    assert int(found.units.sum()) == 7 * many
    assert (found.matched, int(found.open.sum())) == (many, 0)
