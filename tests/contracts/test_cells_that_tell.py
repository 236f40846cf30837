"""What cells of contracts say under headers that no list knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.contracts.by_hand import AS_OF, written
from xlclv.contracts.beside_columns import looked_at
from xlclv.contracts.data import MRR_DECIMALS, Contracts
from xlclv.contracts.periods import MONTH
from xlclv.contracts.reading import Asked, options, read, read_table
from xlclv.contracts.states import BY_STATUS, NO_DAY, WAITS
from xlclv.errors import InputError
from xlclv.orders.source import Source

BILLED = (
    ("A", "2026-01-31", "", "30", "monthly"),
    ("B", "2026-01-15", "2026-04-15", "30", "monthly"),
    ("D", "2026-05-31", "2026-09-30", "30", "monthly"),
    ("F", "2025-01-01", "", "1200", "annual"),
    ("G", "2025-01-01", "", "300", "quarterly"),
)
HEAD = ("customer", "start", "end", "fee")


def mrr(found: Contracts) -> float:
    """MRR of those who run on the day."""
    assert found.spans is not None
    return int(found.spans.mrr[found.spans.end > found.day].sum()) / float(10**MRR_DECIMALS)


def of(path: Path, rows: Iterable[Sequence[str]], last: Sequence[str], **named: str) -> Contracts:
    file = written(path / "c.csv", rows, (*HEAD, *last))
    return read([file], options(named=dict(named)), Asked(as_of=AS_OF))


@pytest.mark.parametrize(
    ("header", "month", "year"),
    [
        ("billing", "monthly", "annual"),
        ("Plan", "Monthly", "Annual"),
        ("product", "Pro (monthly)", "Team, billed annually"),
        ("payment", "mo", "yr"),
        ("Renewal", "1 month", "12 months"),
        ("Cadence", "month", "year"),
    ],
)
def test_periods_under_any_header(tmp_path: Path, header: str, month: str, year: str) -> None:
    """A column whose cells are periods says for what a fee is: 30 + 30 a month, 1,200 a year, 300 a quarter."""
    words = {"monthly": month, "annual": year}
    found = of(tmp_path, [(*row[:4], words.get(row[4], "quarterly")) for row in BILLED], [header])
    assert mrr(found) == 260
    assert any(header in note and "billing period is" in note for note in found.ledger.assumed)


def test_every_kind_of_table(tmp_path: Path) -> None:
    """A workbook, Parquet and a table of a database tell periods by their cells as text does."""
    file = written(tmp_path / "c.csv", BILLED, (*HEAD, "plan"))
    book = openpyxl.Workbook()
    for row in ((*HEAD, "plan"), *BILLED):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    with duckdb.connect(str(tmp_path / "c.duckdb")) as base:
        base.execute(f"CREATE TABLE c AS SELECT * FROM read_csv('{file}')")
        base.execute(f"COPY c TO '{tmp_path / 'c.parquet'}' (FORMAT parquet)")
    asked = Asked(as_of=AS_OF)
    for name in ("c.xlsx", "c.parquet"):
        assert mrr(read([tmp_path / name], options(), asked)) == 260, name
    assert mrr(read_table(f"duckdb://{tmp_path / 'c.duckdb'}", "c", options(), asked)) == 260


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("contract length", ("1 month", "12 months")),
        ("Contract", ("Month-to-month", "One year")),
        ("plan", ("Annual", "Annual")),
    ],
)
def test_lengths_are_asked_about(tmp_path: Path, header: str, cells: tuple[str, str]) -> None:
    """How long a contract binds need not be what a fee is for: asked, unless the fee is a month's by its name."""
    rows = [("A", "2026-01-31", "", "30", cells[0]), ("B", "2025-01-01", "", "1200", cells[1])]
    with pytest.raises(InputError) as raised:
        of(tmp_path, rows, [header])
    assert f'--billing "{header}"' in str(raised.value)
    assert "--period month" in str(raised.value)
    told = of(tmp_path, rows, [header], billed=header)
    assert mrr(told) == (30 if cells[0] != "Annual" else 2.5) + 100
    assert mrr(of(tmp_path, rows, [header], billed="none")) == 1230
    monthly = read([written(tmp_path / "m.csv", rows, ("customer", "start", "end", "MRR", header))], options(),
                   Asked(as_of=AS_OF))  # fmt: skip
    assert mrr(monthly) == 1230
    assert any("not used" in note for note in monthly.ledger.assumed)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("gender", "mwd"), ("plan", ("Basic", "Pro", "Monthly news")), ("kind", ("month", "month", "Month"))],
)
def test_other_columns_are_no_periods(tmp_path: Path, header: str, cells: Sequence[str]) -> None:
    """Letters, a plan with a period in one name of three, and months alone change nothing."""
    rows = [(f"C{at}", "2026-01-31", "", "30", cell) for at, cell in enumerate(cells)]
    found = of(tmp_path, rows, [header])
    assert mrr(found) == 90
    assert any("no column says the billing period" in note for note in found.ledger.assumed)


@pytest.mark.parametrize(
    ("header", "cells", "fee"),
    [
        ("Newsletter", ("weekly", "monthly"), "fee"),
        ("Visit frequency", ("weekly", "monthly"), "fee"),
        ("Login_frequency", ("daily", "weekly"), "fee"),
        ("Newsletter", ("weekly", "never"), "fee"),
        ("Warranty", ("12 months", "24 months"), "fee"),
        ("Plan", ("weekly", "monthly"), "Monthly fee"),
        ("Frequency", ("daily", "monthly"), "fee"),
    ],
)
def test_periods_of_something_else_are_not_used(tmp_path: Path, header: str, cells: tuple[str, str], fee: str) -> None:
    """How often a newsletter comes says nothing of fees, nor does any column where a fee is a month's by its name."""
    rows = [("A", "2026-01-31", "", "30", cells[0]), ("B", "2026-01-31", "", "30", cells[1])]
    file = written(tmp_path / "n.csv", rows, ("customer", "start", "end", fee, header))
    found = read([file], options(), Asked(as_of=AS_OF))
    assert mrr(found) == 60
    assert found.periods == (MONTH,)
    assert any(f'"{header}" holds periods' in note and "not used" in note for note in found.ledger.assumed)


@pytest.mark.parametrize(
    "header", ["Frequency", "Interval", "Cadence", "Term", "Zahlweise", "Turnus", "Fréquence", "Period"]
)
def test_bare_words_are_of_bills_where_cells_are(tmp_path: Path, header: str) -> None:
    """A header that says only that something is periodical: 30 + 30 a month, 1,200 a year, 300 a quarter."""
    found = of(tmp_path, BILLED, [header])
    assert mrr(found) == 260
    assert any(header in note and "billing period is" in note for note in found.ledger.assumed)
    if header != "Term":  # which may be how long a contract binds
        rows = [("A", "2025-01-31", "", "1200", "12 months"), ("B", "2025-01-31", "", "300", "3 months")]
        assert mrr(of(tmp_path, rows, [header])) == 200
        with pytest.raises(InputError, match="--billing"):  # most cells, not all
            of(tmp_path, [*BILLED, ("H", "2025-01-01", "", "30", "SEPA")], [header])


@pytest.mark.parametrize(
    ("header", "cells"), [("Frequency", ("3", "0")), ("Zahlweise", ("Lastschrift", "Rechnung")), ("Turnus", ("A", "B"))]
)
def test_bare_words_are_not_of_bills_where_cells_are_not(tmp_path: Path, header: str, cells: Sequence[str]) -> None:
    """Three visits are no three months, and a direct debit is no period: nothing changes, and it is said."""
    found = of(tmp_path, [(f"C{at}", "2026-01-31", "", "30", cell) for at, cell in enumerate(cells)], [header])
    assert mrr(found) == 60
    assert found.periods == (MONTH,)
    assert any(f'"{header}" holds no words of periods ("{cells[0]}"), not used' in n for n in found.ledger.assumed)


def test_a_bare_word_beside_others(tmp_path: Path) -> None:
    """The other half of a period, a header that is of bills, or a fee that is a month's by its name: as ever."""
    rows = [("A", "2025-01-31", "", "1200", "month", "12"), ("B", "2025-01-31", "", "100", "month", "1")]
    assert mrr(of(tmp_path, rows, ["interval", "interval_count"])) == 200
    rows = [("A", "2025-01-31", "", "1200", "year", "weekly"), ("B", "2025-01-31", "", "100", "month", "weekly")]
    assert mrr(of(tmp_path, rows, ["billing_period", "frequency"])) == 200
    file = written(tmp_path / "m.csv", [row[:5] for row in rows], (*HEAD[:3], "MRR", "interval"))
    found = read([file], options(), Asked(as_of=AS_OF))
    assert (mrr(found), len(found.periods)) == (1300, 2)  # renewals by the year, money by the month
    rows = [("A", "2025-01-31", "", "1200", "12"), ("B", "2025-01-31", "", "100", "1")]
    assert mrr(of(tmp_path, rows, ["Interval"])) == 200  # months
    rows = [("A", "2025-01-31", "", "1200", "Pro yearly", "year"), ("B", "2025-01-31", "", "100", "Pro", "month")]
    assert mrr(of(tmp_path, rows, ["Plan", "Interval"])) == 200  # as Stripe's lists have it


def test_wide_files_are_not_copied(tmp_path: Path) -> None:
    """Of columns that say nothing of fees a glance is kept; what they tell is said all the same."""
    rows = [(f"C{at}", "2026-01-31", "", "30", "active", "weekly", *["x"] * 40) for at in range(1500)]
    rows[-1] = (*rows[-1][:4], "trialing", "weekly", *["x"] * 40)
    head = [f"extra {number}" for number in range(40)]
    found = of(tmp_path, rows, ["Status", "Newsletter", *head])
    assert (mrr(found), left_out(found)) == (30 * 1499, {BY_STATUS: 1})
    assert any('"Newsletter" holds periods' in note for note in found.ledger.assumed)
    source = Source(Path("c.csv"), (*HEAD, "Status", "Seats", "Discount", "Turnus", "Plan", "City", "Newsletter"), 11)
    assert looked_at(source, range(4), options()) == ([4, 5, 6, 7, 8], [9, 10])
    assert looked_at(source, range(4), options(named={"has_left": "City"})) == ([4, 5, 6, 7, 8, 9], [10])


def test_a_plan_with_other_cells_is_asked_about(tmp_path: Path) -> None:
    """A plan that tells a period in most cells, not in all, is not adopted and not passed over."""
    with pytest.raises(InputError, match="--billing"):
        of(tmp_path, [(*row[:4], "Basic" if row[0] == "B" else row[4]) for row in BILLED], ["plan"])


STATES = (
    ("A", "2026-01-31", "", "30", "active"),
    ("B", "2026-01-15", "2026-04-15", "30", "canceled"),
    ("C", "2026-02-15", "", "30", "Canceled"),
    ("D", "2026-02-15", "", "30", "past_due"),
    ("E", "2026-02-15", "", "30", "trialing"),
    ("F", "2026-02-15", "", "30", "paused"),
    ("G", "2026-02-15", "", "30", "incomplete_expired"),
    ("H", "2026-02-15", "", "30", "gold"),
)


def left_out(found: Contracts) -> dict[str, int]:
    return {each.reason: each.rows for each in found.ledger.excluded}


def test_a_status_is_held_against_ends(tmp_path: Path) -> None:
    """Left without a day, on trial and not begun are out of MRR, counted; paused, past due and unknown run, said."""
    found = of(tmp_path, STATES, ["Status"])
    assert mrr(found) == 120
    assert left_out(found) == {NO_DAY: 1, BY_STATUS: 1, WAITS: 1}
    assert found.trials == 1
    said = " ".join((*found.ledger.assumed, *found.ledger.warnings))
    for words in ('"Canceled" of 1 contract without an end', '"past_due", "paused" of 2 contracts', '"gold", which is'):
        assert words in said
    assert mrr(of(tmp_path, STATES, ["Status"], has_left="none")) == 210
    assert mrr(of(tmp_path, STATES, ["how it is"])) == 210
    assert mrr(of(tmp_path, STATES, ["how it is"], has_left="how it is")) == 120
    with pytest.raises(InputError, match='no column "state"'):
        of(tmp_path, STATES, ["Status"], has_left="state")


@pytest.mark.parametrize(
    ("header", "left", "stays", "reason"),
    [
        ("churned", "yes", "no", NO_DAY),
        ("churn_flag", "TRUE", "FALSE", NO_DAY),
        ("is_active", "0", "1", NO_DAY),
        ("Vertragsstatus", "gekündigt", "aktiv", NO_DAY),
    ],
)
def test_flags_are_held_against_ends(tmp_path: Path, header: str, left: str, stays: str, reason: str) -> None:
    """A flag of who has left, of who runs or of trials does what a status does; with its day it is an end."""
    rows = [("A", "2026-01-31", "", "30", stays), ("B", "2026-02-15", "", "30", left)]
    found = of(tmp_path, rows, [header])
    assert mrr(found) == 30
    assert left_out(found) == {reason: 1}


def test_codes_say_nothing(tmp_path: Path) -> None:
    """1 under a status may be active: no row is left out."""
    rows = [("A", "2026-01-31", "", "30", "1"), ("B", "2026-02-15", "", "30", "0")]
    assert mrr(of(tmp_path, rows, ["status"])) == 60


def test_fees_for_one_of_several(tmp_path: Path) -> None:
    """A fee whose header says that it is for one is multiplied; --fee "A x B" does it too; else the column is named."""
    rows = [("A", "2026-01-31", "", "5", "30"), ("B", "2026-02-15", "", "1", "20.50")]
    head = ("customer", "start", "end")

    def of_fee(many: str, fee: str, amount: str | None = None) -> Contracts:
        file = written(tmp_path / "q.csv", rows, (*head, many, fee))
        return read([file], options(amount=amount), Asked(as_of=AS_OF))

    for names in (("Quantity", "unit_amount"), ("Seats", "Price per seat"), ("Menge", "Einzelpreis")):
        found = of_fee(*names)
        assert mrr(found) == 170.5, names
        assert found.ledger.amount_read == found.ledger.value_used == Decimal("170.5")
    plain = of_fee("Quantity", "Amount")
    assert mrr(plain) == 50.5
    assert any('say --fee "Quantity x Amount"' in warning for warning in plain.ledger.warnings)
    assert mrr(of_fee("Quantity", "Amount", amount="Quantity x Amount")) == 170.5
    assert not of_fee("Seats", "MRR").ledger.warnings


def test_discounts_beside_a_fee_are_named(tmp_path: Path) -> None:
    """A discount is not taken off a fee that may have it off already: said, unless there is none, or the fee is net."""
    rows = [("A", "2026-01-31", "", "1200", "10%"), ("B", "2026-02-15", "", "1200", "")]
    for fee, cells, named in (("annual fee", rows, True), ("net fee", rows, False), ("annual fee", rows[1:], False)):
        file = written(tmp_path / "d.csv", cells, ("customer", "start", "end", fee, "discount"))
        said = read([file], options(), Asked(as_of=AS_OF)).ledger.warnings
        assert any('column "discount" is not used' in each for each in said) == named, (fee, cells)


@pytest.mark.parametrize(
    ("word", "last", "said"),
    [
        ("Refunded", "", "of 1 contract, counted as if fees were kept, 1 without an end as running: give the day"),
        ("Refunded", "2026-04-15", "of 1 contract, counted as if fees were kept: give the day on which it ended"),
        ("Charge-back", "2026-04-15", "of 1 contract, counted as if fees were kept: give"),
        ("Written off", "", "of 1 contract, counted as if fees were kept, 1 without an end as running: give the day"),
    ],
)
def test_money_that_was_taken_back_is_said(tmp_path: Path, word: str, last: str, said: str) -> None:
    """A status of the money says nothing of whether the customer left: the end does, and the word is named.

    Under other words that are not known it is said alone, of "Paid" nothing.
    """
    rows = [("A", "2026-01-31", "", "30", "Active"), ("B", "2026-01-15", last, "30", word)]
    for other in ("Active", "Paid"):
        rows[0] = (*rows[0][:4], other)
        found = of(tmp_path, rows, ["Status"])
        assert found.spans is not None
        assert (found.ledger.rows_used, mrr(found)) == (2, 30 if last else 60)
        (warning,) = found.ledger.warnings
        assert f'column "Status" says "{word}" {said}' in warning
