"""The orders in tests/orders/data, as workbooks of openpyxl, and an .xlsb of the same cells byte by byte.

No program that is free writes .xlsb. The few records needed are those of [MS-XLSB]: a sheet's name, a row, a cell.
"""

from __future__ import annotations

import datetime as dt
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

ORDERS: tuple[tuple[Any, ...], ...] = (
    ("Customer ID", "Order Date", "Amount"),
    (17850, dt.datetime(2024, 3, 5), 45.1),
    ("00042", dt.datetime(2024, 3, 6), 0.1),
    ("A", dt.datetime(2024, 3, 7), -3.25),
    (17850, dt.datetime(2024, 4, 1), 1000000),
    ("A", dt.datetime(2024, 4, 2), 12),
    ("A", dt.datetime(2024, 4, 30), 7.5),
)
READ = [
    ("00042", "2024-03-06", "0.10"),
    ("17850", "2024-03-05", "45.10"),
    ("17850", "2024-04-01", "1000000.00"),
    ("A", "2024-03-07", "-3.25"),
    ("A", "2024-04-02", "12.00"),
    ("A", "2024-04-30", "7.50"),
]
WRONG = ("A", dt.datetime(2024, 4, 30), "=NA()")
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NA = b"\x2a"


def xlsx(path: Path, lines: tuple[tuple[Any, ...], ...]) -> None:
    """A workbook of these cells."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    book.save(path)


def xlsb(path: Path, lines: tuple[tuple[Any, ...], ...]) -> Path:
    """The same as a binary workbook; dates stand as the numbers that Excel keeps."""
    size = struct.pack("<IIII", 0, len(lines) - 1, 0, len(lines[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)  # the sheet begins, its size, its cells begin
    for row, line in enumerate(lines):
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        sheet += b"".join(_cell(column, value) for column, value in enumerate(line))
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Sheet")) + _record(144)
    book += _record(157, bytes(26)) + _record(132)  # how to calculate; the end
    target = f'<Relationship Id="rId1" Type="{_MAIN}/worksheet" Target="worksheets/sheet1.bin"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
        package.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{target}</Relationships>'
        )
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 127 | (128 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: Any) -> bytes:
    place = struct.pack("<II", column, 0)
    if value == "=NA()":
        return _record(3, place + _NA)
    if isinstance(value, dt.datetime):
        value = (value - dt.datetime(1899, 12, 30)).days
    if isinstance(value, str):
        return _record(6, place + _text(value))
    return _record(5, place + struct.pack("<d", value))


if __name__ == "__main__":
    xlsx(Path(sys.argv[1]) / "orders.xlsx", ORDERS)
    xlsx(Path(sys.argv[1]) / "error.xlsx", (*ORDERS[:-1], WRONG))
