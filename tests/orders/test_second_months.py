"""A second block of months, or of customers below, that no heading names is told: it may be no sales."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.orders.conftest import Write
from xlclv.companions import columns as companions
from xlclv.errors import InputError
from xlclv.orders.reading import read

BESIDE = [
    ["Customer", "Jan 2026", "Feb 2026", None, "Jan 2025", "Feb 2025"],
    ["A", 10, 20, None, 1, 2],
    ["B", 5, 6, None, 3, 4],
]
OTHER = "if they are of another kind (units, a plan), take them out of the file"


def text(rows: list[list[object]]) -> list[str]:
    return [",".join("" if cell is None else str(cell) for cell in row) for row in rows]


@pytest.mark.parametrize("book", [False, True])
def test_months_set_apart_by_a_blank_column(write: Write, tmp_path: Path, book: bool) -> None:
    """They count, and the warning says which and what to do."""
    path, where = write("a.csv", *text(BESIDE)), "a.csv"
    if book:
        made, path, where = Workbook(), tmp_path / "a.xlsx", 'a.xlsx, sheet "Sheet"'
        for row in BESIDE:
            made.active.append(row)
        made.save(path)
    found = read(path).ledger
    assert found.amount_used == 51
    assert found.warnings == (
        f"{where}, columns 5 to 6 are of months too, set apart by a blank column, and all count as sales; {OTHER}",
    )


def test_months_without_a_blank_column_are_one_table(write: Write) -> None:
    """And so are those that a column of totals parts."""
    rows = [[cell for at, cell in enumerate(row) if at != 3] for row in BESIDE]
    assert read(write("a.csv", *text(rows))).ledger.warnings == ()


def test_the_same_customers_below_a_blank_line(write: Write) -> None:
    """Without a heading, which is refused."""
    head = "Customer,Jan 2026,Feb 2026,Mar 2026"
    path = write("a.csv", head, "A,10,20,1", "B,5,6,2", ",,,", "A,1,2,1", "B,3,4,1")
    found = read(path).ledger
    assert found.amount_used == 56
    said = f"a.csv, row 5: below a blank line the same customers stand again, and all count as sales; {OTHER}"
    assert said in found.warnings
    other = write("b.csv", head, "A,10,20,1", "B,5,6,2", ",,,", "C,1,2,1", "B,3,4,1")
    assert not any("stand again" in words for words in read(other).ledger.warnings)


def test_contacts_of_a_contact_centre(write: Write) -> None:
    """Customer ID is the customer beside Contact ID, which is the call's; beside an account it stays a question."""
    rows = "c-1,A,2026-01-02,10", "c-2,B,2026-01-03,20", "c-3,A,2026-01-04,5"
    found = read(write("a.csv", "ContactId,CustomerId,Date,Amount", *rows))
    assert sorted(found.customers.to_pyarrow()["customer"].to_pylist()) == ["A", "B"]
    assert companions._id(["ContactId", "CustomerId", "Channel"], None) == 1
    with pytest.raises(InputError, match="could each be the customer"):
        read(write("b.csv", "Contact ID,Account ID,Date,Amount", *rows))
    alone = read(write("c.csv", "Contact ID,Channel,Date,Amount", *rows))
    assert len(alone.customers.to_pyarrow()) == 3
