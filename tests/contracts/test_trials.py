"""Who began with a trial and pays since is a customer; who is on trial on the day of valuation is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import HEAD, left_out, mrr, of
from xlclv.contracts.data import Contracts
from xlclv.contracts.reading import Asked, options, read, read_table
from xlclv.contracts.states import BY_STATUS
from xlclv.contracts.trials import BY_DAY, TRIAL


def by_end(path: Path, rows: Iterable[Sequence[str]], head: Sequence[str], as_of: dt.date | None = AS_OF) -> Contracts:
    return read([written(path / "t.csv", rows, (*HEAD, *head))], options(), Asked(as_of=as_of))


@pytest.mark.parametrize("header", ["Free trial", "Trial", "Is trial", "is_trial", "On trial", "Testphase"])
def test_a_flag_drops_nobody_who_pays(tmp_path: Path, header: str) -> None:
    """B pays 40 after a trial at the start, C pays nothing: MRR is 70, and both are told."""
    rows = [("A", "2026-01-31", "", "30", "no"), ("B", "2026-02-15", "", "40", "Yes"),
            ("C", "2026-06-15", "", "0", "yes")]  # fmt: skip
    found = of(tmp_path, rows, [header])
    assert mrr(found) == 70
    assert left_out(found) == {TRIAL: 1}
    assert found.trials == 1
    (said,) = (words for words in found.ledger.warnings if f'"{header}" says' in words)
    assert '"Yes", "yes" of 1 contract with a fee; it is counted as paying' in said
    assert f'--left "{header}"' in said


def test_a_flag_that_the_user_names_leaves_out(tmp_path: Path) -> None:
    """The way out that the warning names: who is on trial still has a fee there that nobody pays."""
    rows = [("A", "2026-01-31", "", "30", "no"), ("B", "2026-02-15", "", "40", "yes")]
    found = of(tmp_path, rows, ["Free trial"], has_left="Free trial")
    assert (mrr(found), left_out(found), found.trials) == (30, {BY_STATUS: 1}, 1)
    assert not any("counted as paying" in words for words in found.ledger.warnings)


def test_a_status_goes_before_a_flag(tmp_path: Path) -> None:
    """A status of trialing leaves out; of the flags beside it only those of who pays are told."""
    rows = [("A", "2026-01-31", "", "30", "active", "yes"), ("B", "2026-06-15", "", "40", "trialing", "yes")]
    found = of(tmp_path, rows, ["Status", "Trial"])
    assert (mrr(found), left_out(found)) == (30, {BY_STATUS: 1})
    assert any('"yes" of 1 contract with a fee' in words for words in found.ledger.warnings)


ENDS = (
    ("A", "2026-01-31", "", "30", "2026-02-14", "yes"),  # pays since
    ("B", "2026-06-20", "", "40", "2026-07-04", "yes"),  # on trial on the day
    ("C", "2026-03-01", "2026-03-15", "50", "2026-03-15", "yes"),  # left with the trial
    ("D", "2026-03-01", "2026-05-15", "60", "2026-03-15", "yes"),  # paid twice
    ("E", "2026-01-31", "", "70", "", "no"),
    ("F", "2026-06-16", "", "80", "2026-06-30", "yes"),  # pays from the day on
)


def test_the_day_a_trial_ends_decides(tmp_path: Path) -> None:
    """On trial, or left by its end: out. 30 + 70 + 80 is MRR; D has left after paying, and is a customer."""
    found = by_end(tmp_path, ENDS, ("Trial end", "Trial"))
    assert (mrr(found), left_out(found), found.trials) == (180, {BY_DAY: 2}, 2)
    assert sorted(found.ids) == ["A", "D", "E", "F"]
    assert any("2 contracts whose trial ends after" in words for words in found.ledger.assumed)
    assert any('trial\'s end is "Trial end"' in words for words in found.ledger.assumed)
    later = by_end(tmp_path, ENDS, ("Trial end", "Trial"), dt.date(2026, 7, 31))
    assert (mrr(later), left_out(later)) == (220, {BY_DAY: 1})
    alone = by_end(tmp_path, [row[:5] for row in ENDS], ("Trial End (UTC)",))  # no flag
    assert (mrr(alone), left_out(alone)) == (180, {BY_DAY: 2})


def test_every_kind_of_table_has_trials(tmp_path: Path) -> None:
    """A workbook, Parquet and a table of a database tell trials as text does."""
    head = (*HEAD, "trial_end", "is_trial")
    file = written(tmp_path / "c.csv", ENDS, head)
    book = openpyxl.Workbook()
    book.active.append(head)
    for who, *texts in ENDS:
        start, end, trial = (dt.date.fromisoformat(texts[at]) if texts[at] else None for at in (0, 1, 3))
        book.active.append((who, start, end, float(texts[2]), trial, texts[4] == "yes"))
    book.save(tmp_path / "c.xlsx")
    with duckdb.connect(str(tmp_path / "c.duckdb")) as base:
        base.execute(f"CREATE TABLE c AS SELECT * FROM read_csv('{file}')")
        base.execute(f"COPY c TO '{tmp_path / 'c.parquet'}' (FORMAT parquet)")
    asked = Asked(as_of=AS_OF)
    for found in (
        read([tmp_path / "c.xlsx"], options(), asked), read([tmp_path / "c.parquet"], options(), asked),
        read_table(f"duckdb://{tmp_path / 'c.duckdb'}", "c", options(), asked),
    ):  # fmt: skip
        assert (mrr(found), left_out(found)) == (180, {BY_DAY: 2})
        assert any("of 3 contracts with a fee" in words for words in found.ledger.warnings)


def test_ends_of_trials_that_are_no_days_are_told(tmp_path: Path) -> None:
    """A file can do without them: a warning names the first, and nobody is left out."""
    rows = [("A", "2026-01-31", "", "30", "14 days"), ("B", "2026-06-20", "", "40", "2026-07-04")]
    found = by_end(tmp_path, rows, ("trial_end",))
    assert mrr(found) == 70
    assert any('"14 days" is not a date' in words and "not used" in words for words in found.ledger.warnings)
    assert mrr(by_end(tmp_path, [(*row[:4], "-") for row in rows], ("trial_end",))) == 70


@pytest.mark.parametrize(("header", "word"), [("Trial", "yes"), ("Status", "trialing")])
def test_blank_fees_of_trials_are_none(tmp_path: Path, header: str, word: str) -> None:
    """Where a trial has no fee yet the cell may be blank; elsewhere a blank fee is refused as ever."""
    rows = [("A", "2026-01-31", "", "30", "no"), ("B", "2026-06-15", "", "", word)]
    found = of(tmp_path, rows, [header])
    assert (mrr(found), left_out(found), found.trials) == (30, {TRIAL: 1}, 1)
    assert any("1 blank fee of trials is read as 0" in words for words in found.ledger.assumed)


@pytest.mark.parametrize("header", ["Fee (USD)", "Monthly fee USD", "Fee,Fee (USD)"])
@pytest.mark.parametrize("paid", [("EUR", "GBP"), ("EUR", "EUR"), ("USD", "EUR")])
def test_fees_converted_into_one_currency(tmp_path: Path, header: str, paid: tuple[str, str]) -> None:
    """A header of fees that names the currency goes before a column of those that were paid, and that is said."""
    other = ("7",) if "," in header else ()
    rows = [("A", "2026-01-31", "", *other, "30", paid[0]), ("B", "2026-02-15", "", *other, "40", paid[1])]
    file = written(tmp_path / "c.csv", rows, (*HEAD[:3], *header.split(","), "currency"))
    found = read([file], options(), Asked(as_of=AS_OF))
    assert (mrr(found), found.currency) == (70, "USD")
    assert sum("its amounts are read as USD, converted already" in words for words in found.ledger.warnings) == 1
