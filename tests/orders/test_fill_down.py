"""`--fill-down`: merged cells reach a file as one filled cell with blank ones below it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.contracts import reading as contracts
from xlclv.errors import InputError
from xlclv.orders.reading import read
from xlclv.orders.source import Options


def test_blank_customers_and_dates_take_what_stands_above(tmp_path: Path) -> None:
    """Every row is used, by the customer and the day above it, and how many were filled is said."""
    path = tmp_path / "merged.csv"
    path.write_text("customer,date,amount\nA,2026-01-03,10\n,,5\nB,2026-01-04,7\n,2026-01-05,1\n", encoding="utf-8")
    orders = read(path, fill_down=True)
    used = orders.table.to_pyarrow().to_pylist()
    assert sorted((row["customer"], str(row["day"])[:10], row["amount"]) for row in used) == [
        ("A", "2026-01-03", 5),
        ("A", "2026-01-03", 10),
        ("B", "2026-01-04", 7),
        ("B", "2026-01-05", 1),
    ]
    said = " ".join((*orders.ledger.assumed, *orders.ledger.warnings))
    assert '2 blank cells in column "customer" took what stands above' in said
    assert '1 blank cell in column "date" took what stands above' in said


def test_a_total_that_says_of_how_many_orders(tmp_path: Path) -> None:
    """TOTAL (3 orders) below the data is the total of the others; a company with brackets in its name is none."""
    rows = "customer,date,amount\nA,2026-01-03,10\nB,2026-01-04,20\nTotal (Ltd),2026-01-05,20\nTOTAL (3 orders),,50\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    found = read(tmp_path / "a.csv").ledger
    assert (found.rows_used, found.amount_used) == (3, 50)


HEAD = ["customer", "date", "item", "amount"]


def groups(word: str, place: int, rows: int = 2) -> list[list[Any]]:
    """Three customers, each on the first of its rows of 2 alone, with a total below them; the word in a column."""
    lines: list[list[Any]] = [HEAD]
    for number in range(3):
        lines += [[f"C{number}" if n == 0 else "", f"2026-01-{n % 28 + 1:02d}", "x", 2] for n in range(rows)]
        total: list[Any] = ["", "", "", 2 * rows]
        total[place] = word
        lines.append(total)
    return lines


def saved(folder: Path, lines: list[list[Any]], kind: str) -> Path:
    """The lines as text or as a sheet."""
    path = folder / f"a.{kind}"
    if kind == "csv":
        path.write_text("".join(",".join(map(str, line)) + "\n" for line in lines), encoding="utf-8")
        return path
    import openpyxl

    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([None if cell == "" else cell for cell in line])
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("word", ["Subtotal", "Zwischensumme", "Sous-total", "Total"])
def test_groups_that_end_with_a_total(word: str, place: int, kind: str, tmp_path: Path) -> None:
    """Read at once, the totals left out to the cent: refused before, and with the option the sum was doubled."""
    end = ["Total", "", "", 12]
    for lines in (groups(word, place), [*groups(word, place), end]):
        for filled in (False, True):
            ledger = read(saved(tmp_path, lines, kind), fill_down=filled).ledger
            assert (ledger.rows_used, ledger.amount_used, ledger.reconciles) == (6, 12, True)
            left = [(e.reason, e.rows, e.amount) for e in ledger.excluded]
            assert left == [("totals row", 3 + (lines[-1] is end), 12 * (1 + (lines[-1] is end)))]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("place", [0, 2])
def test_groups_too_long_to_be_told_at_once(place: int, kind: str, tmp_path: Path) -> None:
    """Where the first total comes late, the option is asked for; the totals are left out with it all the same."""
    path = saved(tmp_path, groups("Subtotal", place, 60), kind)
    ledger = read(path, fill_down=True).ledger
    assert (ledger.rows_used, ledger.amount_used, ledger.reconciles) == (180, 360, True)
    assert [(e.reason, e.rows, e.amount) for e in ledger.excluded] == [("totals row", 3, 360)]
    if place:
        with pytest.raises(InputError, match=r"row 62, column .date.: the cell is blank where a date belongs"):
            read(path)
    else:
        assert any(
            "first row alone of each group that ends with a total" in said for said in read(path).ledger.warnings
        )


@pytest.mark.parametrize("rows", [2, 60])
def test_a_total_of_other_rows_is_refused(rows: int, tmp_path: Path) -> None:
    """Rows are missing, or it is no total."""
    lines = groups("Subtotal", 0, rows)
    lines[rows + 1][3] += 1
    rule = f"row {rows + 2}: the row is a total of {2 * rows + 1}, but its rows add up to {2 * rows}"
    for filled in (False, True):
        with pytest.raises(InputError, match=rule):
            read(saved(tmp_path, lines, "csv"), fill_down=filled)


def test_totals_without_a_word(tmp_path: Path) -> None:
    """Every group of three rows ends with the sum of the others: refused, where the sum was doubled without a word."""
    with pytest.raises(InputError, match=r"row 4: the row has neither customer nor date and is the sum of those above"):
        read(saved(tmp_path, groups("", 2), "csv"), fill_down=True)
    one = [HEAD, ["A", "2026-01-03", "x", 1], ["", "", "y", 2], ["", "", "z", 3], ["B", "2026-01-04", "x", 1],
           ["", "", "y", 1], ["", "", "z", 1]]  # fmt: skip
    ledger = read(saved(tmp_path, one, "csv"), fill_down=True).ledger
    assert (ledger.rows_used, ledger.amount_used) == (6, 9)
    assert any("a.csv, row 4: the row has neither customer nor date and is the sum" in w for w in ledger.warnings)
    same = [HEAD, *(row for name in "ABC" for row in ([name, "2026-01-03", "x", 5], ["", "", "x", 5]))]
    assert not any("sum of those" in w for w in read(saved(tmp_path, same, "csv"), fill_down=True).ledger.warnings)


def test_nothing_is_filled_across_a_total(tmp_path: Path) -> None:
    """A row without a name below a total is nobody's, not the customer's above it."""
    lines = [HEAD, *groups("Subtotal", 0, 60)[1:], ["", "2026-02-01", "x", 7], ["D", "2026-02-02", "x", 1]]
    ledger = read(saved(tmp_path, lines, "csv"), fill_down=True).ledger
    assert (ledger.rows_used, ledger.amount_used, ledger.reconciles) == (181, 361, True)
    assert ("no customer", 1, 7) in [(e.reason, e.rows, e.amount) for e in ledger.excluded]


def test_a_total_among_contracts_is_none(write: Write) -> None:
    """Contracts have no totals in between: refused, where one more contract of the customer above was made of it."""
    head, lines = (
        "customer,start,item,fee",
        ["A,2026-01-03,x,10", ",2026-02-03,x,20", ",,Subtotal,30", "B,2026-01-04,x,5"],
    )
    path = write("a.csv", head, *lines)
    options = Options(form="contracts", fill_down=True, named=(("ended", "none"),))
    with pytest.raises(InputError, match=r"row 4: the row says that it is a total, and would count as one more"):
        contracts.read([path], options, contracts.Asked())


def test_no_month_is_filled_down(write: Write) -> None:
    """Of months side by side a sum without a month is refused: it is in no month, and not in that of the row above."""
    head = "Customer,Jan 2026,Feb 2026,Mar 2026,Total"
    for filled in (False, True):
        says = r"row 3, column .Month.: the cell is blank where a date belongs; correct the cell, or leave the row out"
        with pytest.raises(InputError, match=says + " of the file$"):
            read(write("a.csv", head, "Ann,1,2,3,6", "Bob,,,,60"), fill_down=filled)


@pytest.mark.parametrize("down", [False, True])
def test_lines_of_charges_are_warned_of(write: Write, down: bool) -> None:
    """A line between groups with a word in the customer's column: a customer, and whose rows below are too."""
    day = "" if down else "2026-01-05"
    rows = "Ann,2026-01-02,10", f"Shipping,{day},5", f"{'' if down else 'shipping'},2026-01-06,7", "Bob,2026-01-07,20"
    path = write("a.csv", "Customer,Date,Amount", *rows)
    found = read(path, fill_down=down).ledger
    (said,) = (words for words in found.warnings if "Shipping" in words and "charges" in words)
    assert said == (
        'a.csv, row 3: column "Customer" says "Shipping", as lines of charges and discounts do, and it counts as a '
        'customer (2 rows); --exclude-customer "Shipping" leaves it out, --keep-id "Shipping" says that it is one'
    )
    assert found.amount_used == 42
    left = read(path, fill_down=down, exclude=["Shipping"]).ledger
    assert left.amount_used == 30
    for none in (left, read(path, fill_down=down, keep_ids=["Shipping"]).ledger):
        assert not any("charges" in words for words in none.warnings)
