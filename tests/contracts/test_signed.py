"""Contracts that are signed but not begun: who runs goes on until their end, as if both had been one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.by_hand import written
from tests.contracts.test_command import told

HEAD = ("Customer", "Start Date", "End Date", "Fee")
DAY = ("--period", "year", "--as-of", "2025-06-30", "--end-day", "gone")
Rows = list[tuple[str, ...]]


def history() -> Rows:
    """20 customers of 2022, half of whom left after a year or two, the others open."""
    left = {0: "2023-01-01", 1: "2024-01-01"}
    return [(f"H{who}", "2022-01-01", left.get(who % 4, ""), "1200") for who in range(20)]


def value(tmp_path: Path, rows: Rows, *options: str) -> tuple[float, int, int, list[str]]:
    """Customer equity, those running and those given notice, and what is assumed of signed contracts."""
    said = told(written(tmp_path / "c.csv", history() + rows, HEAD), *DAY, *options)
    about = [words for words in said["assumed"] if "by a contract that starts after" in words]
    return said["customer_equity"], said["running"], said["notice_given"], about


def test_two_terms_are_worth_what_one_of_both_is(tmp_path: Path) -> None:
    """A term of 2025 and a signed one of 2026: the renewal of January 2026 is still to come."""
    one = value(tmp_path, [("A", "2025-01-01", "2027-01-01", "1200")])
    two = value(tmp_path, [("A", "2025-01-01", "2026-01-01", "1200"), ("A", "2026-01-01", "2027-01-01", "1200")])
    alone = value(tmp_path, [("A", "2025-01-01", "2026-01-01", "1200")])
    assert two[:3] == one[:3]
    assert two[0] > alone[0]
    said = "1 customer goes on by a contract that starts after 2025-06-30: valued until that one ends, at today's fee"
    assert (one[3], two[3], alone[3]) == ([], [said], [])


def test_three_terms_and_one_without_an_end(tmp_path: Path) -> None:
    """What is signed follows what is signed; where nothing ends there is no notice."""
    terms = [("A", f"{year}-01-01", f"{year + 1}-01-01", "1200") for year in (2025, 2026, 2027)]
    assert value(tmp_path, terms)[:3] == value(tmp_path, [("A", "2025-01-01", "2028-01-01", "1200")])[:3]
    endless = value(tmp_path, [*terms[:2], ("A", "2027-01-01", "", "1200")])
    assert endless[:3] == value(tmp_path, [("A", "2025-01-01", "", "1200")])[:3]
    assert endless[2] == 0


@pytest.mark.parametrize(
    ("begins", "options", "goes_on"),
    [
        ("2026-03-01", (), True),  # within the grace of a period
        ("2026-03-01", ("--grace", "31"), False),
        ("2026-01-31", ("--grace", "31"), True),
        ("2027-02-01", (), False),
        ("2026-01-01", ("--unit", "contract"), False),  # each contract is its own
    ],
)
def test_it_follows_within_the_grace(tmp_path: Path, begins: str, options: tuple[str, ...], goes_on: bool) -> None:
    """As contracts that have begun do."""
    found = value(tmp_path, [("A", "2025-01-01", "2026-01-01", "1200"), ("A", begins, "2028-01-01", "1200")], *options)
    assert bool(found[3]) is goes_on
    if not goes_on:
        assert found[:3] == value(tmp_path, [("A", "2025-01-01", "2026-01-01", "1200")], *options)[:3]


def test_others_and_those_who_have_left_stay_as_they_are(tmp_path: Path) -> None:
    """A contract of somebody else, or of a customer whose last one is over, moves no end."""
    rows = [("A", "2025-01-01", "2026-01-01", "1200"), ("B", "2026-01-01", "2027-01-01", "1200")]
    assert value(tmp_path, rows) == value(tmp_path, rows[:1])
    gone = [("A", "2024-01-01", "2025-06-01", "1200"), ("A", "2025-07-15", "2027-01-01", "1200")]
    assert value(tmp_path, gone) == value(tmp_path, gone[:1])


@pytest.mark.parametrize(
    ("status", "goes_on"),
    [
        ("Active", True),
        ("Cancelled", False),
        ("Future", True),
        ("Scheduled", True),
        ("Void", False),
        ("Refunded", False),
        ("Charge-back", False),
        ("Draft", False),
        ("Signed", True),
    ],
)
def test_what_was_called_off_is_not_signed(tmp_path: Path, status: str, goes_on: bool) -> None:
    """A status of the next term: cancelled before it begins, or waiting to begin, as what is signed does."""
    rows = [(*row, "Active" if not row[2] else "Cancelled") for row in history()]
    rows += [("A", "2025-01-01", "2026-01-01", "1200", "Active"), ("A", "2026-01-01", "2027-01-01", "1200", status)]
    said = told(written(tmp_path / "c.csv", rows, (*HEAD, "Status")), *DAY)
    plain = [("A", "2025-01-01", "2027-01-01" if goes_on else "2026-01-01", "1200")]
    assert (said["customer_equity"], said["running"]) == value(tmp_path, plain)[:2]
    assert any("1 customer goes on" in words for words in said["assumed"]) is goes_on


def test_an_option_beside_the_contract_does_not_carry_it_on(tmp_path: Path) -> None:
    """60 a year until 2028 beside 1,200 that ends this year; two halves and a dearer term go on."""
    first = ("A", "2025-01-01", "2026-01-01", "1200")
    alone = value(tmp_path, [first])
    assert value(tmp_path, [first, ("A", "2025-12-01", "2028-12-01", "60")]) == alone
    whole = value(tmp_path, [("A", "2025-01-01", "2027-01-01", "1200")])
    halves = [("A", "2026-01-01", "2027-01-01", "600")] * 2
    for signed in (halves, [("A", "2026-01-01", "2027-01-01", "2400")]):
        assert value(tmp_path, [first, *signed])[:3] == whole[:3]


@pytest.mark.parametrize(
    ("begins", "fee", "options", "go_on"),
    [
        ("2026-01-01", "1200", (), 12),
        ("2026-03-01", "1200", (), 12),  # within the grace of a period, though not on the day after
        ("2026-03-01", "1200", ("--grace", "31"), 0),
        ("2026-01-01", "60", (), 0),  # too little to stand for today's fee
        ("2026-01-01", "1200", ("--unit", "contract"), 0),
    ],
)
def test_the_warning_and_what_is_assumed_count_alike(
    tmp_path: Path, begins: str, fee: str, options: tuple[str, ...], go_on: int
) -> None:
    """Of 12 with an end ahead and a second term, both say how many are valued until the second one ends."""
    rows = [(f"A{who}", "2025-01-01", "2026-01-01", "1200") for who in range(12)]
    rows += [(f"A{who}", begins, "2028-01-01", fee) for who in range(12)]
    said = told(written(tmp_path / "c.csv", rows + history()[:2], HEAD), *DAY, *options)
    (warned,) = (words for words in said["warnings"] if "it is taken as notice given" in words)
    assert ("(12 customers go on by a contract that starts later)" in warned) is (go_on == 12)
    assert "(" not in warned or go_on
    assert ["12 customers go on by" in words for words in said["assumed"] if " go on by " in words] == [True] * (
        go_on > 0
    )
