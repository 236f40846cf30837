"""From cells as typed to exact money, days and ids: one convention a file, and no silent guess."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.orders.conftest import Write
from tests.orders.test_reading import rows
from xlclv.errors import InputError
from xlclv.orders.reading import read


def written(write: Write, cells: list[tuple[str, str, str]]) -> Path:
    """A file of orders with these cells."""
    return write("a.csv", "customer;date;amount", *(";".join(line) for line in cells))


def amounts(write: Write, *cells: str, decimal: str | None = None) -> list[Decimal]:
    """The amounts read from cells typed like this."""
    path = written(write, [(f"{place:04}", "2024-01-05", cell) for place, cell in enumerate(cells)])
    return [amount for _, _, amount in rows(read(path, decimal=decimal))]


def days(write: Write, *cells: str, dayfirst: bool | None = None) -> list[str]:
    """The days read from cells typed like this."""
    path = written(write, [(f"{place:04}", cell, "1") for place, cell in enumerate(cells)])
    return [day for _, day, _ in rows(read(path, dayfirst=dayfirst))]


def ids(write: Write, *cells: str) -> list[str]:
    """The ids read from cells typed like this."""
    path = written(write, [(cell, "2024-01-05", str(place)) for place, cell in enumerate(cells, start=1)])
    return [name for _, name in sorted((amount, name) for name, _, amount in rows(read(path)))]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.50", "1234.50"),
        ("(45.00)", "-45"),
        ("$12", "12"),
        ("12-", "-12"),
        ("-$12.5", "-12.5"),
        ("€12", "12"),
        ("12 €", "12"),
        ("1'234.50", "1234.50"),
        ("1\u202f234.50", "1234.50"),
        ("+3", "3"),
        ("\u221212.25", "-12.25"),
        ("USD 9.99", "9.99"),
        (".5", "0.5"),
        ("1.5E+3", "1500"),
        ("1,234,567.1", "1234567.1"),
        ("0.001", "0.001"),
        ("1000000000.01", "1000000000.01"),
        ("-0.00", "0"),
    ],
)
def test_amounts_with_a_point(write: Write, cell: str, value: str) -> None:
    """The ways people write money, under a decimal point."""
    assert amounts(write, cell, "7.25") == [Decimal(value), Decimal("7.25")]


def test_decimal_commas(write: Write) -> None:
    """A column whose cells decide for the comma is read so, and says so."""
    assert amounts(write, "1.234,50", "12,5", "7", "1.000") == [Decimal(v) for v in ("1234.50", "12.5", "7", "1000")]


@pytest.mark.parametrize("cell", ["1.234", "1,234", "12.345 €"])
def test_three_digits_are_ambiguous(write: Write, cell: str) -> None:
    """1.234 alone may be a thousand or not: refused until the user says; never wrong by 1000."""
    with pytest.raises(InputError, match=r"row 3.*can mean thousands or decimals.*--decimal"):
        amounts(write, "5", cell)
    digits = cell.rstrip(" €")
    assert amounts(write, digits, decimal=digits[-4])[0] < 100
    assert amounts(write, digits, decimal=",."[digits[-4] == ","])[0] > 1000


@pytest.mark.parametrize("cell", ["1.250 THB", "INR 1.250", "¥1.250"])
def test_a_point_in_money_with_decimals_stays_ambiguous(write: Write, cell: str) -> None:
    """Baht and rupees are written with a point, but not by a German program; ¥ is yuan too: refused, never guessed."""
    for cells in ((cell, cell.replace("1", "5")), (cell.replace(".", ","), cell)):
        with pytest.raises(InputError, match=r"can mean thousands or decimals.*--decimal"):
            amounts(write, *cells)


@pytest.mark.parametrize("cell", ["1,250 THB", "₹1,250", "¥1,250", "1.250 JPY", "₩1.250", "1.250円", "KRW 1,250"])
def test_what_can_only_group(write: Write, cell: str) -> None:
    """A comma where decimals are written with a point; any mark where there are no decimals."""
    assert amounts(write, cell, cell.replace("1", "5")) == [1250, 5250]
    noted = read(written(write, [("A", "2024-01-05", cell)])).ledger.assumed
    assert any("has points between thousands" in note for note in noted) == ("." in cell)


def test_mixed_marks(write: Write) -> None:
    """A point in one cell and a comma in another, each as the decimal mark: refused, naming both."""
    with pytest.raises(InputError, match=r'"1\.50" has a decimal point but "1,50" \(row 3\) a comma'):
        amounts(write, "1.50", "1,50")


@pytest.mark.parametrize(
    "cell", ["NaN", "inf", "-Infinity", "1e400", "#N/A", "#REF!", "abc", "1.2.3", "", "12-3", "(5", "--5"]
)
def test_no_amounts(write: Write, cell: str) -> None:
    """What is no amount is refused with its row and its column."""
    with pytest.raises(InputError, match=r'a\.csv, row 3, column "amount": '):
        amounts(write, "7.25", cell)


def test_mixed_currencies(write: Write) -> None:
    """Dollars and euros are not added, whether in the cells or in a column of their own."""
    with pytest.raises(InputError, match=r"row 3.*amounts in \$ and in € cannot be added"):
        amounts(write, "$5", "€6")
    with pytest.raises(InputError, match=r"row 3.*amounts in € and in \$ cannot be added"):  # as they stand, by rows
        amounts(write, "€6", "$5")
    lines = ["customer,date,amount,currency", "A,2024-01-05,1,EUR", "A,2024-01-06,1,{}"]
    assert read(write("c.csv", *[line.format("eur") for line in lines])).currency == "EUR"
    with pytest.raises(InputError, match="amounts in EUR and in USD"):
        read(write("d.csv", *[line.format("USD") for line in lines]))


def test_exactness(write: Write) -> None:
    """A computed 45.900000000000006 is 45.9; ten dimes are one; quantity x price keeps its decimals."""
    assert amounts(write, "45.900000000000006") == [Decimal("45.9")]
    assert sum(amounts(write, *["0.1"] * 10)) == 1
    path = write("b.csv", "customer,date,Quantity,Unit Price", "A,2024-01-05,3,0.001", "A,2024-01-05,-2,9.95")
    assert read(path).ledger.amount_used == Decimal("-19.897")


def test_too_large(write: Write) -> None:
    """An amount that 64 bits cannot hold is an error, never wrapped."""
    assert amounts(write, "9223372036854775807") == [Decimal(9223372036854775807)]
    for cells in (["9223372036854775808"], ["922337203685477580", "0.01"]):
        with pytest.raises(InputError, match="too large to be held exactly"):
            amounts(write, *cells)
    path = write("b.csv", "customer,date,qty,price", "A,2024-01-05,4000000000,4000000000")
    with pytest.raises(InputError, match="too large to be held exactly"):
        read(path)


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["2024-02-03", "2024-1-5"], "2024-02-03"),
        (["2024/02/03 10:30"], "2024-02-03"),
        (["2024-02-03T23:59:59Z"], "2024-02-03"),
        (["20240203"], "2024-02-03"),
        (["45325", "45326.75"], "2024-02-03"),
        (["03/02/2024", "25/12/2024"], "2024-02-03"),
        (["02/03/2024", "12/25/2024"], "2024-02-03"),
        (["3.2.2024", "31.12.2024 08:00"], "2024-02-03"),
        (["3 Feb 2024"], "2024-02-03"),
        (["3-February-2024"], "2024-02-03"),
        (["Feb 3, 2024"], "2024-02-03"),
        (["2024-02-29"], "2024-02-29"),
        (["2/3/2024 11:30 PM", "12/25/2024 1:00 am"], "2024-02-03"),
    ],
)
def test_days(write: Write, cells: list[str], first: str) -> None:
    """The ways people and programs write days."""
    assert days(write, *cells)[0] == first


def test_day_or_month(write: Write) -> None:
    """03/04/2024 is decided by the column or by the user, never cell by cell."""
    with pytest.raises(InputError, match=r"can be day/month or month/day.*--dayfirst"):
        days(write, "03/04/2024", "05/06/2024")
    assert days(write, "03/04/2024", dayfirst=True) == ["2024-04-03"]
    assert days(write, "03/04/2024", dayfirst=False) == ["2024-03-04"]
    with pytest.raises(InputError, match='"25/12/2024" has the day first but "12/25/2024" the month'):
        days(write, "25/12/2024", "12/25/2024")
    with pytest.raises(InputError, match=r'row 2.*"25/12/2024" has the day first, against --monthfirst'):
        days(write, "25/12/2024", dayfirst=False)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["2024-01-05", "05/01/2024"], r"row 3.*no other date decides it"),
        (["2024-02-30"], '"2024-02-30" is not a day of any calendar'),
        (["1899-12-31"], "is before 1900"),
        (["05/01/24"], "year of two digits"),
        (["0"], "not a day"),
        (["-1"], "not a day"),
        (["2958466"], "not a day"),
        (["tomorrow"], '"tomorrow" is not a date'),
        (["#VALUE!"], "error of the spreadsheet"),
        (["2024-01-05", ""], r"row 3.*blank where a date belongs"),
        (["99999999"], "is not a date"),
        (["2024-01-05T10:00:00+01:00", "2024-01-05T10:00:00+02:00"], "another time zone"),
        (["2024-01-05T10:00:00Z", "2024-01-05T10:00:00"], '00Z" names a time zone and "2024-01-05T10:00:00" none'),
    ],
)
def test_no_days(write: Write, cells: list[str], words: str) -> None:
    """What is no day, or not written as the others, is refused."""
    with pytest.raises(InputError, match=words):
        days(write, *cells)


def test_excels_february(write: Write) -> None:
    """Day numbers 59 and 60 are one day in Excel: read, with a warning."""
    orders = read(write("a.csv", "customer;date;amount", "A;59;1", "A;60;1", "A;45325;1"))
    assert orders.first_day == dt.date(1900, 2, 28)
    assert any("2 rows fall on Excel's day numbers 59 or 60" in w for w in orders.ledger.warnings)


def test_ids_are_text(write: Write) -> None:
    """Zeros in front, words such as NA, long numbers, formulas: all stay as they are."""
    typed = ["00123", "123", "NA", "null", "None", "12345678901234567", "=cmd|x", "👩‍💻"]
    assert ids(write, *typed) == typed


def test_float_ids(write: Write) -> None:
    """17850.0 in a column of numbers is 17850; in a column of text it is text."""
    assert ids(write, "17850.0", "9.0", "12") == ["17850", "9", "12"]
    assert ids(write, "17850.0", "A9") == ["17850.0", "A9"]


def test_outer_blanks(write: Write) -> None:
    """Blanks and unseen marks around an id go, and the merging is reported."""
    orders = read(written(write, [(name, "2024-01-05", "1") for name in ("A", " A\u00a0", "\u200bA", "\u061cA")]))
    assert {name for name, _, _ in rows(orders)} == {"A"}
    assert any("3 ids" in w and "merged" in w for w in orders.ledger.warnings)


def test_ids_that_look_alike(write: Write) -> None:
    """Ids that differ in case, accents or zeros stay apart, with a warning."""
    orders = read(written(write, [(name, "2024-01-05", "1") for name in ("Zoé", "Zoe\u0301", "7", "007")]))
    assert len({name for name, _, _ in rows(orders)}) == 4
    assert sum("kept apart" in w for w in orders.ledger.warnings) == 2


@pytest.mark.parametrize(
    ("cell", "words"), [
        *((f"a{control}b", "control character") for control in "\x07\x80\x9b\x9f\u202a\u202e\u2066"),
        ("x" * 40_000, "32,767"),
        ("#REF!", "error of"),
    ],
)  # fmt: skip
def test_ids_no_cell_can_show(write: Write, cell: str, words: str) -> None:
    """Ids that no cell can hold, or that are errors, are refused."""
    with pytest.raises(InputError, match=words):
        ids(write, "A", cell)
