"""Workbooks and Parquet files: typed cells, and what cell readers pass over in silence."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.orders.test_reading import rows
from xlclv.errors import InputError
from xlclv.orders.reading import read

HEADER = ("Customer ID", "Order Date", "Amount")
MARCH = dt.datetime(2024, 3, 5, 10, 30)


def workbook(
    path: Path, *lines: Iterable[Any], at: tuple[int, int] = (1, 1), **sheets: Iterable[Iterable[Any]]
) -> Path:
    """A workbook with these rows from a cell on, and further sheets."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for name, cells in {first.title: lines, **sheets}.items():
        sheet = first if name == first.title else book.create_sheet(name)
        for i, line in enumerate(cells):
            for j, value in enumerate(line):
                sheet.cell(at[0] + i, at[1] + j, value)
    book.save(path)
    return path


def replaced(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with a piece of its sheet's XML replaced."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert any(old in text for text in parts.values())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text.replace(old, new))
    return path


def test_typed_cells(tmp_path: Path) -> None:
    """Dates, numbers and text arrive as the sheet shows them; ids that are text keep their zeros."""
    lines = [HEADER, (17850, MARCH, 45.1), ("00042", dt.date(2024, 3, 6), 0.1 + 0.2), ("A", MARCH, 1_000_000)]
    orders = read(workbook(tmp_path / "a.xlsx", *lines))
    assert rows(orders) == [
        ("00042", "2024-03-06", Decimal("0.3")),
        ("17850", "2024-03-05", Decimal("45.1")),
        ("A", "2024-03-05", Decimal(1_000_000)),
    ]
    assert orders.ledger.files[0].sheet == "Sheet"


def test_typed_numbers_have_no_convention(tmp_path: Path) -> None:
    """A typed 1.234 is 1.234, whatever --decimal says of text; beside text with commas it is refused."""
    path = workbook(tmp_path / "a.xlsx", HEADER, ("A", MARCH, 1.234), (), ("B", MARCH, 12))
    for decimal in (None, ".", ","):
        assert [amount for _, _, amount in rows(read(path, decimal=decimal))] == [Decimal("1.234"), Decimal(12)]
    path = workbook(tmp_path / "b.xlsx", HEADER, ("A", MARCH, "1.234"), ("B", MARCH, "12,5"))
    assert [amount for _, _, amount in rows(read(path))] == [Decimal(1234), Decimal("12.5")]
    path = workbook(tmp_path / "c.xlsx", HEADER, ("A", MARCH, 1.234), ("B", MARCH, "12,5"))
    with pytest.raises(InputError, match=r'c\.xlsx, sheet "Sheet", column "Amount": holds numbers beside text'):
        read(path)


def test_table_anywhere(tmp_path: Path) -> None:
    """Rows are named as in Excel wherever the table stands, and blank ones are counted."""
    lines = [("Report",), HEADER, ("A", MARCH, 1), (), ("B", MARCH, "x")]
    path = workbook(tmp_path / "a.xlsx", *lines, at=(4, 3))
    with pytest.raises(InputError, match=r'a\.xlsx, sheet "Sheet", row 8, column "Amount": "x" is not an amount'):
        read(path)


def test_sheets(tmp_path: Path) -> None:
    """The one sheet with the columns is taken; of two, the user says which."""
    line = ("A", MARCH, 1)
    path = workbook(tmp_path / "a.xlsx", ("notes",), Orders=[HEADER, line])
    assert len(rows(read(path))) == 1
    path = workbook(tmp_path / "b.xlsx", HEADER, line, Old=[HEADER, line, line])
    with pytest.raises(InputError, match=r'"Sheet" and "Old" could each be the orders; say which with --sheet'):
        read(path)
    assert len(rows(read(path, sheet="old"))) == 2
    with pytest.raises(InputError, match='no sheet "New"; the sheets are Sheet, Old'):
        read(path, sheet="New")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("A", MARCH, "#N/A"), r'row 3, column "Amount": "#N/A" is an error of the spreadsheet'),
        (("#REF!", MARCH, 1), r'row 3, column "Customer ID": "#REF!" is an error of the spreadsheet'),
        (("A", MARCH, "=1+1"), r'row 3, column "Amount": the formula has no stored value; open the file in Excel'),
        ((1234567890123456, MARCH, 1), r'row 3, column "Customer ID": 1234567890123456 is a number of 16 digits'),
        (("A", "25/03/2024", 1), r"a spreadsheet has taken months for days"),
        (("A", None, 1), r"row 3.*blank where a date belongs"),
    ],
)
def test_what_readers_lose(tmp_path: Path, line: tuple[Any, ...], words: str) -> None:
    """Errors, formulas never calculated and numbers that lost digits are refused, not read as blanks."""
    with pytest.raises(InputError, match=words):
        read(workbook(tmp_path / "a.xlsx", HEADER, ("B", MARCH, 1), line))


def test_errors_beside_the_table(tmp_path: Path) -> None:
    """An error in a column that is not used harms nothing."""
    assert len(rows(read(workbook(tmp_path / "a.xlsx", (*HEADER, "Note"), ("A", MARCH, 1, "#N/A"))))) == 1


def test_merged_and_hidden(tmp_path: Path) -> None:
    """Merged ids are refused; hidden rows are read, with a warning."""
    path = workbook(tmp_path / "a.xlsx", HEADER, ("A", MARCH, 1), ("B", MARCH, 2))
    book = openpyxl.load_workbook(path)
    book["Sheet"].row_dimensions[3].hidden = True
    book.save(path)
    assert 'a.xlsx, sheet "Sheet": 1 hidden or filtered row was read like the others' in read(path).ledger.warnings
    book["Sheet"].merge_cells("A2:A3")
    book.save(path)
    with pytest.raises(InputError, match=r'row 2, column "Customer ID": cells are merged down to row 3'):
        read(path)


def test_1904(tmp_path: Path) -> None:
    """A workbook that counts days from 1904 gives the days it shows, and says so."""
    path = workbook(tmp_path / "a.xlsx", HEADER, ("A", dt.datetime(2024, 3, 5), 1))
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path)
    orders = read(path)
    assert orders.first_day == dt.date(2024, 3, 5)
    assert any("1904" in note for note in orders.ledger.assumed)


def test_files_that_are_no_workbook(tmp_path: Path) -> None:
    """Cut, locked, hostile: each is refused before or by the parser, in one line."""
    whole = workbook(tmp_path / "a.xlsx", HEADER, ("A", MARCH, 1)).read_bytes()
    cut, locked, bomb = (tmp_path / f"{name}.xlsx" for name in ("cut", "locked", "bomb"))
    cut.write_bytes(whole[:-200])
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(40 << 20))
    entity = replaced(workbook(tmp_path / "e.xlsx", HEADER, ("A", MARCH, 1)), b"<workbook", b"<!DOCTYPE x><workbook")
    for path, words in ((cut, "damaged or cut"), (locked, "password"), (bomb, "unpacks to"), (entity, "entities")):
        with pytest.raises(InputError, match=words) as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_parquet(tmp_path: Path) -> None:
    """Columns keep their types: doubles by their shortest decimals, decimals exactly, days and times as days."""
    stamp = pa.array([dt.datetime(2024, 3, 5, 23, 59), dt.datetime(2024, 3, 6)], pa.timestamp("us"))
    for number, (ids, days, money) in enumerate(
        [
            (
                pa.array([7, 8]),
                pa.array([dt.date(2024, 3, 5), dt.date(2024, 3, 6)]),
                pa.array([0.1, 45.900000000000006]),
            ),
            (pa.array(["7", "8"]), stamp, pa.array([Decimal("0.10"), Decimal("45.90")])),
            (pa.array([7.0, 8.0]), pa.array([20240305, 20240306]), pa.array(["0.1", "45.9"])),
        ]
    ):
        path = tmp_path / f"{number}.parquet"
        pq.write_table(pa.table({"customer_id": ids, "order_date": days, "amount": money}), path)
        assert rows(read(path)) == [("7", "2024-03-05", Decimal("0.1")), ("8", "2024-03-06", Decimal("45.9"))]
    for bad in (float("nan"), float("inf")):
        pq.write_table(pa.table({"customer": ["A"], "date": [dt.date(2024, 3, 5)], "amount": [bad]}), path)
        with pytest.raises(InputError, match=r'row 1, column "amount": "(nan|inf)" is not a finite amount'):
            read(path)


def test_parquet_damaged(tmp_path: Path) -> None:
    """A cut Parquet file is refused in one line."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + bytes(100))
    with pytest.raises(InputError, match="not a Parquet file that can be read"):
        read(tmp_path / "a.parquet")


def test_a_hidden_sheet_with_the_orders(tmp_path: Path) -> None:
    """The only sheet with the columns is read though it is hidden, and that is said."""
    path = workbook(tmp_path / "a.xlsx", ("notes",), Orders=[HEADER, ("A", MARCH, 1)])
    book = openpyxl.load_workbook(path)
    book["Orders"].sheet_state = "hidden"
    book.save(path)
    words = "the sheet is hidden; it was read because it is the one with the orders"
    assert f'a.xlsx, sheet "Orders": {words}' in read(path).ledger.warnings


def test_a_sheet_written_with_a_prefix(tmp_path: Path) -> None:
    """Some programs write <x:row> for <row>: the formula without a value in it is found all the same."""
    path = workbook(tmp_path / "a.xlsx", HEADER, ("A", MARCH, 1), ("B", MARCH, "=1+1"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", parts[name].replace(b"xmlns=", b"xmlns:x="))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, held in {**parts, name: text}.items():
            package.writestr(part, held)
    with pytest.raises(InputError, match=r'row 3, column "Amount": the formula has no stored value'):
        read(path)
