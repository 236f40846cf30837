"""Quantity x price, less a discount, as whole numbers: every figure here is worked out by hand."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlclv.errors import InputError
from xlclv.orders import engine
from xlclv.orders.files.amounts import DECIMALS, Amount, Cut, Money, product
from xlclv.orders.files.room import LARGEST
from xlclv.orders.reading import read


def worked(made: Amount, /, **values: int) -> int | None:
    """What the amount's SQL gives for these whole numbers, each in a table of its role's name."""
    tables = ", ".join(f"(SELECT {value}::BIGINT AS value) AS {role}" for role, value in values.items())
    with duckdb.connect() as connection:
        (found,) = engine.one(connection, f"SELECT {made.value} FROM {tables or '(SELECT 1)'}")
    return found  # type: ignore[no-any-return]


def of(quantity: int, price: int) -> dict[str, Money]:
    """Columns with so many decimals."""
    return {"quantity": Money("q", quantity), "price": Money("p", price)}


def test_an_order_without_an_amount_counts_as_one() -> None:
    """1, of no decimals; and a column alone is its own value."""
    assert (worked(product({})), product({}).scale) == (1, 0)
    alone = product({"amount": Money("a", 3)})
    assert (worked(alone, amount=-1250), alone.scale, alone.warnings) == (-1250, 3, ())


@pytest.mark.parametrize(
    ("decimals", "quantity", "price", "value", "scale"),
    [
        ((0, 2), -3, 1999, -5997, 2),
        ((4, 5), 12, 34, 408, 9),  # nine decimals in all: not rounded
        ((5, 5), 12, 34, 41, 9),  # 408 of the tenth decimal
        ((5, 5), 1, 4, 0, 9),
        ((5, 5), 1, 5, 1, 9),  # half goes away from zero
        ((5, 5), -1, 5, -1, 9),
        ((6, 5), 1, 49, 0, 9),
        ((6, 5), 1, 50, 1, 9),
        ((0, 0), 2**62, 2, None, 0),  # one more than 64 bits hold
        ((0, 0), 2**62, -2, -(2**63), 0),
        ((0, 0), 2**63 - 1, 2**63 - 1, None, 0),
    ],
)
def test_a_product(decimals: tuple[int, int], quantity: int, price: int, value: int | None, scale: int) -> None:
    """Exactly to nine decimals; nothing where 64 bits cannot hold it; that it is rounded is said."""
    found = product(of(*decimals))
    assert (worked(found, quantity=quantity, price=price), found.scale) == (value, scale)
    rounded = f"quantity x price has {sum(decimals)} decimals; rounded to {DECIMALS}"
    assert found.warnings == ((rounded,) if sum(decimals) > DECIMALS else ())


@pytest.mark.parametrize(
    ("kind", "decimals", "discount", "quantity", "value", "scale"),
    [
        ("share", 2, 15, 3, 509745, 4),  # 59.97 less 15% is 50.9745
        ("percent", 0, 15, 3, 509745, 4),
        ("percent", 1, 155, 3, 5067465, 5),  # 15.5%
        ("money", 1, 55, 3, 5447, 2),  # 59.97 less 5.5
        ("money", 3, 5125, 3, 54845, 3),  # less 5.125
        ("money", 1, -55, 3, 5447, 2),  # a discount written as what it takes away
        ("share", 2, -15, 3, 509745, 4),
        ("money", 1, 55, -3, -5447, 2),  # a refund is of what was paid
        ("share", 2, 15, -3, -509745, 4),
        ("money", 1, 55, 0, 0, 2),
    ],
)
def test_a_discount(kind: str, decimals: int, discount: int, quantity: int, value: int, scale: int) -> None:
    """A share, a percentage or money off quantity x 19.99, whatever the signs."""
    found = product(of(0, 2), Cut(kind, decimals))
    assert (worked(found, quantity=quantity, price=1999, discount=discount), found.scale) == (value, scale)


def test_the_largest_amount_is_what_64_bits_hold() -> None:
    """What is beyond is refused, in files and in tables."""
    assert np.iinfo(np.int64).max == LARGEST


def book(folder: Path, *amounts: object) -> Path:
    """A workbook of one customer's orders."""
    made = openpyxl.Workbook()
    made.active.append(["customer", "date", "amount"])
    for day, amount in enumerate(amounts, 1):
        made.active.append(["A", dt.datetime(2024, 1, day), amount])
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def test_a_number_of_a_workbook_or_a_column_of_numbers_leaves_nothing_open(tmp_path: Path) -> None:
    """1.234 as text can be thousands; as a number in a sheet, or in a column of floating point, it is 1.234."""
    table = pa.table({"customer": ["A"], "date": [dt.date(2024, 1, 1)], "amount": [1.234]})
    pq.write_table(table, tmp_path / "a.parquet")
    for path in (book(tmp_path, 1.234), tmp_path / "a.parquet"):
        assert read(path).ledger.amount_used == Decimal("1.234")


def test_numbers_beside_texts_with_decimal_commas(tmp_path: Path) -> None:
    """Which of the two 1,234 is cannot be told; beside texts with a point it can."""
    with pytest.raises(InputError, match="holds numbers beside text with decimal commas"):
        read(book(tmp_path, 2, "1,50"))
    with pytest.raises(InputError, match=r'"2\.5" has a decimal point but "1,50" \(row 3\) a comma'):
        read(book(tmp_path, 2.5, "1,50"))
    assert read(book(tmp_path, 2.5, "1.50")).ledger.amount_used == 4


SIDES = "debit and credit add or take off by whose ledger it is; write what adds plainly, and what is taken off with"
OF_LEDGERS = (
    "100.00 CR", "100.00Cr.", "-100.00 DR", "CR 100.00", "Cr. 100.00", "DR100.00", "100.00 (CR)", "(100.00) CR",
    "$100.00 CR", "CR $100.00", "100.00 USD CR", "100.00 Credit", "100.00 H", "S 7.50",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "the cell is blank where an amount belongs"),
        ("#REF!", '"#REF!" is an error of the spreadsheet, not an amount'),
        ("-inf", '"-inf" is not a finite amount'),
        ("ten", '"ten" is not an amount'),
        ("24 h", '"24 h" is not an amount; correct the cell'),
        ("C100", '"C100" is not an amount; correct the cell'),
        ("Credit note 7", '"Credit note 7" is not an amount; correct the cell'),
        *((cell, f'"{cell}" is not an amount: {SIDES}') for cell in OF_LEDGERS),
    ],
)
def test_a_cell_that_is_not_an_amount_is_told(cell: str, said: str, tmp_path: Path) -> None:
    """Its row, and what is wrong with it."""
    path = tmp_path / "a.csv"
    path.write_text(f"customer,date,amount\nA,2024-01-05,1.50\nB,2024-01-06,{cell}\n", encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        read(path)
    assert "row 3" in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "used"),
    [
        (("1,23,456.50", "5.25"), "123461.75"),
        (("1,23,456", "12,345"), "135801"),
        (("\u20b912,34,56,789.00",), "123456789"),
        (("-1,23,456.5", "1,23,457"), "0.5"),
        (("1'234.50", "1\u2019000.25"), "2234.75"),
        (("1\u202f234,50", "1\u00a0000,25"), "2234.75"),
        (("\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660",), "1234.5"),
        (("\u06f1\u06f2.\u06f5", "\u0967\u0968\u0969"), "135.5"),
        (("\uff11\uff0c\uff12\uff13\uff14\uff0e\uff15",), "1234.5"),
        (("12,34,567", "1,5"), None),
        (("1.23.456,50",), None),
        (("1,23,45",), None),
        (("1,2,345",), None),
    ],
)
def test_the_digits_and_groups_of_other_countries(cells: tuple[str, ...], used: str | None, tmp_path: Path) -> None:
    """Lakh and crore, apostrophes, narrow blanks and digits of other scripts are what they say; else it is refused."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["customer\tdate\tamount", *(f"A\t2024-01-05\t{c}" for c in cells)]), encoding="utf-8")
    if used is None:
        with pytest.raises(InputError, match=r"is not an amount|can mean thousands|write all amounts one way"):
            read(path)
    else:
        assert read(path).ledger.amount_used == Decimal(used)


@pytest.mark.parametrize(
    ("cells", "used", "currency"),
    [
        (("1.200,50 TL", "300,00 tl"), "1500.5", "TRY"),
        (("1.200,50 lei", "20,00 LEI"), "1220.5", "lei"),
        (("Rs. 1,200.50", "Rs.20"), "1220.5", "Rs"),
        (("Rs 1,00,200.50", "20/-", "Rs.5/-"), "100225.5", "Rs"),
        (("kr.1.200,50", "kr. 2,00"), "1202.5", "kr"),
        (("R 1 200.50", "R99.95"), "1300.45", "ZAR"),
        (("RM1,200.50", "RM 0.50"), "1201", "MYR"),
        (("1 200,50 руб.", "300 р."), "1500.5", "р"),
        (("100 Euro", "1.200,50 €"), "1300.5", "EUR"),
        (("100 Euro", "20 TL"), None, ""),
    ],
)
def test_names_of_money_beside_amounts(cells: tuple[str, ...], used: str | None, currency: str, tmp_path: Path) -> None:
    """Short names of currencies are read with the amount, with a point or without; two of them are not added."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["customer\tdate\tamount", *(f"A\t2024-01-05\t{c}" for c in cells)]), encoding="utf-8")
    if used is None:
        with pytest.raises(InputError, match=r"is not an amount|cannot be added"):
            read(path)
    else:
        orders = read(path)
        assert (orders.ledger.amount_used, orders.currency) == (Decimal(used), currency)


@pytest.mark.parametrize(
    ("quantity", "price", "used"),
    [
        (("1,500", "2,000"), ("4,00", "3,50"), "13"),
        (("1,500", "2,000"), ("4.00", "3.50"), "13000"),
        (("1,500", "2,000"), ("4", "3"), None),
        (("1,500", "2,000"), ("4,000", "3,000"), None),
        (("1", "2"), ("1,500", "2,250"), None),
        (("1,5", "2"), ("1,500", "2,250"), "6.75"),
    ],
)
def test_the_column_beside_decides_the_decimal_mark(
    quantity: tuple[str, str], price: tuple[str, str], used: str | None, tmp_path: Path
) -> None:
    """1,500 kg beside a price of 4,00 is one and a half; where no column decides, it is asked."""
    rows = "".join(f"A;13.01.2025;{count};{each}\n" for count, each in zip(quantity, price, strict=True))
    path = tmp_path / "a.csv"
    path.write_text("Kunde;Datum;Menge;Einzelpreis\n" + rows, encoding="utf-8")
    if used is None:
        with pytest.raises(InputError, match="can mean thousands or decimals, and no other amount decides it"):
            read(path)
    else:
        assert read(path).ledger.amount_used == Decimal(used)


@pytest.mark.parametrize(
    ("cells", "used"),
    [
        (("1'250.-", "100.50", "2’000.–", "CHF 5.--", "19.95"), "3375.45"),
        (("15,-", "100,50", "19,95"), "135.45"),
        (("5,-- EUR", "€ 1.250,—", "-3,-", "(2,-)", "1,50"), "1251.50"),
        (("250:-", "1 250:-", "SEK 3"), "1503"),
        (("SFr. 5.-", "Fr. 7.50", "12.50-"), "0"),  # the last is a minus behind, as SAP writes it
        (("5.-", "7-"), "-2"),
    ],
)
def test_a_dash_for_cents_is_no_minus(tmp_path: Path, cells: tuple[str, ...], used: str) -> None:
    """A dash after the decimal sign stands for no cents; one right after a digit is a minus."""
    rows = "".join(f'K{n};0{n}.01.2026;"{cell}"\n' for n, cell in enumerate(cells, 1))
    (tmp_path / "a.csv").write_text("Kunde;Datum;Betrag\n" + rows, encoding="utf-8")
    assert read(tmp_path / "a.csv", dayfirst=True).ledger.amount_used == Decimal(used)
