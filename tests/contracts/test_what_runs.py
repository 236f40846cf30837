"""Which contracts run and bring money: signed ones, days that stand for no end, other currencies, other files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import HEAD, left_out, mrr, of
from xlclv.contracts.cells import NOT_STARTED
from xlclv.contracts.reading import Asked, options, read
from xlclv.contracts.states import BY_STATUS, WAITS
from xlclv.contracts.trials import TRIAL
from xlclv.errors import InputError


@pytest.mark.parametrize("word", ["Future", "future", "Scheduled", "not started"])
def test_what_is_signed_is_no_trial(tmp_path: Path, word: str) -> None:
    """Systems list what begins later with an MRR of 0 as yet: it is not begun, and no trial of which few paid."""
    rows = [
        ("A", "2026-01-31", "", "30", "active"),
        ("B", "2026-09-15", "", "0", word),
        ("C", "2026-05-01", "", "0", word),
    ]
    found = of(tmp_path, rows, ["Status"])
    assert (mrr(found), left_out(found), found.trials) == (30, {WAITS: 2}, 0)
    assert left_out(of(tmp_path, [*rows[:1], ("B", "2026-05-15", "", "0", "trialing")], ["Status"])) == {TRIAL: 1}


NO_ENDS = ("9999-12-31", "31.12.9999", "12/31/2999", "99991231", "2999-12-31 23:59:59", "9999-12-31T00:00:00Z",
           "4712-12-31", "2150-06-30", "0000-00-00", "00.00.0000", "0", "1900-01-01", "1/1/1900 12:00:00 AM",
           "0001-01-01", "1899-12-30", "1970-01-01")  # fmt: skip


@pytest.mark.parametrize("cell", NO_ENDS)
def test_days_that_stand_for_no_end_are_told(tmp_path: Path, cell: str) -> None:
    """The last or first day that a system knows, or zeros: B and D run as A does, and it is said."""
    ends = {"A": "", "B": cell, "C": "2026-05-20", "D": cell}
    found = of(tmp_path, [(who, "2026-01-31", end, "30") for who, end in ends.items()], [])
    assert mrr(found) == 90
    (said,) = (words for words in found.ledger.assumed if "taken as no end" in words)
    assert said == f'c.csv: column "end" says "{cell}" of 2 contracts, taken as no end: as a blank cell, not as a day'


@pytest.mark.parametrize("cell", ["", "-", "open", "n/a", "2050-12-31"])
def test_cells_without_a_day_are_no_news(tmp_path: Path, cell: str) -> None:
    """A blank says nothing, and an end that may come is one."""
    found = of(tmp_path, [("A", "2026-01-31", cell, "30"), ("C", "2026-01-31", "2026-05-20", "30")], [])
    assert not any("taken as no end" in words for words in found.ledger.assumed)


def test_an_end_before_its_start_that_no_system_means_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the end 1900-01-02 is before the start"):
        of(tmp_path, [("A", "2026-01-31", "1900-01-02", "30"), ("C", "2026-01-31", "2026-05-20", "30")], [])
    old = [
        ("A", "1960-01-31", "1970-01-01", "30"),
        ("B", "2026-01-31", "", "30"),
        ("C", "2026-01-31", "2026-05-20", "30"),
    ]
    assert mrr(of(tmp_path, old, [])) == 30  # that day is an end where a contract ran then


def test_currencies_are_those_of_what_brings_money(tmp_path: Path) -> None:
    """A trial in dollars and a contract in pounds that begins later bring nothing: the rest is 70 in euros."""
    rows = [
        ("A", "2026-01-31", "", "30", "EUR", "active"),
        ("B", "2026-02-15", "", "40", "EUR", "active"),
        ("C", "2026-06-15", "", "40", "USD", "trialing"),
        ("D", "2026-10-15", "", "40", "GBP", "active"),
    ]
    found = of(tmp_path, rows, ["currency", "status"])
    assert (mrr(found), found.currency, left_out(found)) == (70, "EUR", {BY_STATUS: 1, NOT_STARTED: 1})
    assert any("rows in USD, GBP do not count" in words for words in found.ledger.assumed)
    trial = [(*row[:5], "2026-07-15" if row[4] == "USD" else "") for row in rows[:3]]
    assert mrr(of(tmp_path, trial, ["currency", "trial end"])) == 70
    begun = [*rows[:3], ("D", "2026-06-15", "", "40", "GBP", "active")]
    with pytest.raises(InputError, match="amounts in EUR and in GBP cannot be added"):
        of(tmp_path, begun, ["currency", "status"])


def test_a_file_of_which_nothing_counts_names_no_currency(tmp_path: Path) -> None:
    """Of contracts that begin later, in another file; of one that names none beside others it is said."""
    head = (*HEAD, "currency")
    one = written(
        tmp_path / "a.csv", [("A", "2026-01-31", "", "30", "EUR"), ("B", "2026-01-31", "2026-04-01", "30", "EUR")], head
    )
    two = written(tmp_path / "b.csv", [("D", "2026-10-15", "", "40", "GBP")], head)
    found = read([one, two], options(), Asked(as_of=AS_OF))
    assert (mrr(found), found.currency) == (30, "EUR")
    assert any("b.csv: no row counts, so amounts in GBP stand as they are" in words for words in found.ledger.assumed)
    with pytest.raises(InputError, match="EUR and in GBP cannot be added"):
        read([one, two], options(), Asked(as_of=AS_OF.replace(month=12)))
    bare = written(tmp_path / "d.csv", [("D", "2026-03-15", "", "40")], HEAD)
    told = read([one, bare], options(), Asked(as_of=AS_OF))
    assert mrr(told) == 70
    assert any(
        "d.csv names no currency (1 row, 40 in all): it is added to amounts in EUR" in w for w in told.ledger.warnings
    )


RUNS, ENDED = ("A", "2026-01-31", "", "30"), ("A", "2026-01-31", "2026-05-20", "30")
HAS = "1 contract in a.csv (row 2) and b.csv (row 2) has one customer and start, but not the same end"


def two_files(folder: Path, first: Sequence[str], second: Sequence[str], *more: str) -> list[Path]:
    """Each row in a file of its own, beside one of another customer."""
    beside = {"contract id": ("K2", "K3"), "status": ("active", "cancelled")}
    others = [[beside[name][at] for name in more] for at in (0, 1)]
    return [
        written(folder / "a.csv", [first, ("B", "2026-02-15", "", "40", *others[0])], (*HEAD, *more)),
        written(folder / "b.csv", [second, ("C", "2026-01-15", "2026-03-31", "40", *others[1])], (*HEAD, *more)),
    ]


def test_one_contract_runs_in_one_file_at_a_time(tmp_path: Path) -> None:
    """By its id: as it ran in the one, as it has ended in the other."""
    both = two_files(tmp_path, (*RUNS, "K1"), (*ENDED, "K1"), "contract id")
    with pytest.raises(InputError, match=r"a.csv, row 2 and b.csv, row 2: one contract .* runs in both at a time"):
        read(both, options(), Asked(as_of=AS_OF))


@pytest.mark.parametrize(
    ("first", "second", "more", "warned"),
    [
        ((*RUNS, "K1"), (*ENDED, "K7"), ("contract id",), False),
        (("A", "2026-05-20", "", "30", "K1"), (*ENDED, "K1"), ("contract id",), False),
        (RUNS, ENDED, (), True),
        ((*RUNS, "K1", "active"), (*RUNS, "K1", "cancelled"), ("contract id", "status"), True),
    ],
)
def test_what_may_be_one_contract_in_two_files_is_told(
    tmp_path: Path, first: Sequence[str], second: Sequence[str], more: Sequence[str], warned: bool
) -> None:
    """By customer, start and fee where there is no id, or where a status without a day ends it: each counts, 70."""
    found = read(two_files(tmp_path, first, second, *more), options(), Asked(as_of=AS_OF))
    assert mrr(found) == 70
    assert any(HAS in words for words in found.ledger.warnings) == warned


def test_contracts_in_two_files_that_may_be_one_are_counted_once_each(tmp_path: Path) -> None:
    """Of one customer and start there may be thousands: as many as the smaller file has, not as there are pairs."""
    days = [f"2026-{3 + n // 28:02}-{1 + n % 28:02}" for n in range(90)]
    first = written(tmp_path / "a.csv", [("A", "2026-01-31", day, "30") for day in days], HEAD)
    second = written(tmp_path / "b.csv", [("A", "2026-01-31", day, "30") for day in days[30:]], HEAD)
    found = read([first, second], options(), Asked(as_of=AS_OF))
    assert any(words.startswith("60 contracts in a.csv (row 2) and b.csv") for words in found.ledger.warnings)
