"""Rows 1 to 4 and 46 to 61 of the table of inputs: the shape of a table, and what a file is."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.orders.contract import DAY, Case, Make, cases, data, sheet, text
from tests.orders.test_workbooks import HEADER, replaced
from tests.orders.workbooks_of_others import ORDERS, READ, WRONG, xlsb

HERE = Path(__file__).parent / "data"
HEAD = "customer,date,amount"
LINE = "A,2024-01-05,1.5"
READ_LINE = "A 2024-01-05 1.5"
A, B = ("A", DAY, 1.5), ("B", DAY, 2)
READ_A = "A 2024-03-05 1.5"


def merged(book: Any) -> None:
    """Two cells of ids are one."""
    book["Sheet"].merge_cells("A2:A3")


def hidden(book: Any) -> None:
    """A row is hidden, another filtered away: the same in the file."""
    for row in (2, 3):
        book["Sheet"].row_dimensions[row].hidden = True


def stray(book: Any) -> None:
    """A lone note in the sheet's last row."""
    book["Sheet"]["A1048576"] = "?"


def hidden_sheet(book: Any) -> None:
    """The second sheet is hidden."""
    book["Old"].sheet_state = "hidden"


def cut(make: Make, length: int) -> Make:
    """The file without its last bytes."""

    def _make(folder: Path) -> Path:
        path = make(folder)
        path.write_bytes(path.read_bytes()[:-length])
        return path

    return _make


def locked(folder: Path) -> Path:
    """A workbook with a password, as Excel locks it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    open_one, path = sheet(A)(folder), folder / "locked.xlsx"
    with open_one.open("rb") as given, path.open("wb") as made:
        OOXMLFile(given).encrypt("secret", made)
    return path


def zipped(name: str, part: str, size: int) -> Make:
    """A package whose one part unpacks to this many blanks."""

    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as package, package.open(part, "w") as stream:
            for _ in range(size >> 20):
                stream.write(b" " * (1 << 20))
        return folder / name

    return make


def with_xml(old: bytes, new: bytes) -> Make:
    """A workbook with a piece of its XML replaced."""
    return lambda folder: replaced(sheet(A)(folder), old, new)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><styleSheet'
NOT_WHOLE = "; get it again, or save it again in Excel"

TABLES = [
    Case(1, "blank rows", text(HEAD, "", LINE, ",,", LINE.replace("A", "B")), orders=(READ_LINE, "B 2024-01-05 1.5"),
         says=("a.csv: 2 blank rows were not read",)),
    Case(2, "a total at the end", text(HEAD, LINE, "B,2024-01-06,2.25", "Total,,3.75"),
         orders=("A 2024-01-05 1.50", "B 2024-01-06 2.25"), excluded=("totals row: 1 3.75 a.csv:4",),
         says=("a.csv: row 4 is the total of the other rows, left out",)),
    Case(2, "a total below the header", text(HEAD, "Grand total:,,3.75", LINE, "B,2024-01-06,2.25"),
         orders=("A 2024-01-05 1.50", "B 2024-01-06 2.25"), excluded=("totals row: 1 3.75 a.csv:2",)),
    Case(2, "a total that is another sum", text(HEAD, LINE, "B,2024-01-06,2.25", "Total,,3.76"),
         "a.csv, row 4: the row looks like a total of 3.76, but the other rows add up to 3.75; remove the row, or "
         "complete the others"),
    Case(2, "a total of quantities", text("customer,date,quantity,price", "A,2024-01-05,2,1.5", "A,2024-01-06,3,2",
                                          "Total,,5,"),
         orders=("A 2024-01-05 3.0", "A 2024-01-06 6.0"), excluded=("totals row: 1 0.0 a.csv:4",)),
    Case(2, "a total of money in the column of prices",
         text("customer,date,quantity,price", "A,2024-01-05,2,1.5", "A,2024-01-06,3,2", "Total,,5,9.00"),
         orders=("A 2024-01-05 3.0", "A 2024-01-06 6.0"), excluded=("totals row: 1 9.0 a.csv:4",)),
    Case(2, "a total in between", text(HEAD, LINE, "Subtotal,2024-01-05,1.5", "B,2024-01-06,2"),
         orders=(READ_LINE, "B 2024-01-06 2.0", "Subtotal 2024-01-05 1.5"),
         says=('a.csv: row 3 has the customer "Subtotal" and counts as an order; if it is a total, take it out of the '
               "file",)),
    Case(3, "a header in row 3", text("Sales report,,", "", HEAD, LINE), orders=(READ_LINE,)),
    Case(3, "the header again", text(HEAD, LINE, HEAD, LINE), orders=(READ_LINE, READ_LINE),
         says=("a.csv: read as a printed list: drawn lines, repeated headers and other lines without an order were not "
               "read (1)",)),
    Case(3, "two headers", text(HEAD, LINE, "client,day,revenue", LINE),
         "a.csv: rows 1 and 3 could each be the header; keep one of them"),
    Case(4, "merged ids", sheet(A, (None, DAY, 2), then=merged),
         'a.xlsx, sheet "Sheet", row 2, column "Customer ID": cells are merged down to row 3; unmerge and fill every '
         "row, or say --fill-down to repeat what stands above"),
    Case(4, "merged ids, filled on request", sheet(A, (None, DAY, 2), then=merged), options={"fill_down": True},
         orders=(READ_A, "A 2024-03-05 2.0"),
         says=('a.xlsx, sheet "Sheet": 1 blank cell in column "Customer ID" took what stands above',)),
    Case(49, "ragged rows", text(HEAD, LINE, LINE + ",7", "A,2024-01-05"),
         "a.csv, row 3: the row has 4 cells where the header has 3 (also row 4); quote cells that hold the delimiter, "
         "or fix the row"),
    Case(50, "an empty file", data(b""), "a.csv: the file is empty; it needs a header and at least one row"),
    Case(50, "a header alone", text(HEAD), "a.csv: there is a header but no rows below it; add the orders, or give "
         "another file"),
    Case(51, "a header twice", text(HEAD + ",amount", LINE + ",2"),
         'a.csv: the columns "amount" (column 3) and "amount" (column 4) could each be the amount; say which, such as '
         "--amount 3"),
    Case(51, "a header twice, the column by its place", text(HEAD + ",amount", LINE + ",2"), options={"amount": "4"},
         orders=("A 2024-01-05 2",)),
]  # fmt: skip

TEXTS = [
    Case(46, "UTF-16 by its mark", text(HEAD, "Zoë,2024-01-05,1", encoding="utf-16"), orders=("Zoë 2024-01-05 1",)),
    Case(46, "Latin-1", text(HEAD, "Zoë,2024-01-05,1", encoding="latin-1"), orders=("Zoë 2024-01-05 1",),
         says=("a.csv: read as cp1252 (Western European, as Windows has it) text, whose letters make words; --encoding "
               "says otherwise",)),
    Case(46, "no encoding known", data(f"{HEAD}\nZo".encode() + b"\xeb\x81\xff\x00,2024-01-05,1\n"),
         "a.csv: byte 0xEB is not UTF-8 text; say what it is: --encoding cp1252 for most files from Windows, or save "
         "it again as UTF-8"),
    Case(46, "Latin-1, stated", text(HEAD, "Zoë,2024-01-05,1", encoding="latin-1"), options={"encoding": "latin-1"},
         orders=("Zoë 2024-01-05 1",)),
    Case(47, "UTF-8 with a mark", text(HEAD, LINE, encoding="utf-8-sig"), orders=(READ_LINE,)),
    Case(48, "line ends in cells", text(HEAD, '"A\nB",2024-01-05,1.5'), orders=("A\nB 2024-01-05 1.5",)),
    Case(52, "a CSV named .xlsx", text(HEAD, LINE, name="a.xlsx"),
         "a.xlsx: the name ends in .xlsx but the file is something else; if it is text, call it .csv; else "
         "save it again where it comes from"),
    Case(52, "a web page named .xls", text("<html><table><tr><td>customer</td></tr></table>", name="a.xls"),
         "a.xls: this is a web page or document, not a table; save it again as .xlsx or .csv"),
    Case(52, "a gzip file cut off", data(gzip.compress(f"{HEAD}\n{LINE}\n".encode(), mtime=0)[:-9], "a.csv.gz"),
         "a.csv.gz: the file is damaged or cut off (Compressed file ended before the end-of-stream marker was "
         "reached); get it again"),
    Case(61, "a sheet of a file without sheets", text(HEAD, LINE), options={"sheet": "Orders"},
         refused='a.csv: it has no sheets, so there is no sheet "Orders"; leave out --sheet'),
]  # fmt: skip

WORKBOOKS = [
    Case(52, "a workbook cut off", cut(sheet(A), 200),
         "a.xlsx: the file is damaged or cut off (File is not a zip file)" + NOT_WHOLE),
    Case(53, "a password", locked, "locked.xlsx: the workbook is password protected; save it without a password"),
    Case(54, "an .xls", lambda folder: HERE / "orders.xls", orders=tuple(map(" ".join, READ)),
         says=('orders.xls, sheet "Sheet": hidden rows, merged cells, formulas never calculated and currencies '
               "that number formats show cannot be told in this kind of workbook",)),
    Case(55, "an .ods", lambda folder: HERE / "orders.ods", orders=tuple(map(" ".join, READ))),
    Case(55, "an .xlsb", lambda folder: xlsb(folder / "a.xlsb", ORDERS), orders=tuple(map(" ".join, READ))),
    *(Case(5, f"an error in an {kind}", make, f'{name}, sheet "Sheet", row 7, column "Amount": "#N/A" is an error of '
           "the spreadsheet; fix the formula, or leave the row out of the file")
      for kind, name, make in [
          (".xls", "error.xls", lambda folder: HERE / "error.xls"),
          (".ods", "error.ods", lambda folder: HERE / "error.ods"),
          (".xlsb", "a.xlsb", lambda folder: xlsb(folder / "a.xlsb", (*ORDERS[:-1], WRONG)))]),
    Case(59, "hidden rows", sheet(A, B, then=hidden), orders=(READ_A, "B 2024-03-05 2.0"),
         says=('a.xlsx, sheet "Sheet": 2 hidden or filtered rows were read like the others',)),
    Case(61, "two tables", sheet(A, Old=[HEADER, B], then=hidden_sheet),
         'a.xlsx: the sheets "Sheet" and "Old" (hidden) could each be the orders; say which with --sheet, '
         "once for each"),
    Case(61, "two tables, one stated", sheet(A, Old=[HEADER, B]), options={"sheet": "old"},
         orders=("B 2024-03-05 2",)),
]  # fmt: skip

HOSTILE = [
    Case(56, "a zip bomb", zipped("a.xlsx", "xl/worksheets/sheet1.xml", 400 << 20),
         "a.xlsx: it unpacks to 400 MB, which no order table does; it was not opened; ask its sender for the "
         "orders as .csv"),
    Case(56, "a gzip bomb", lambda folder: data(gzip.compress(f"{HEAD}\n".encode() + b"A,2024-01-05,1\n" * (20 << 20)),
                                               "a.csv.gz")(folder),
         "a.csv.gz: it unpacks to more than 200 times its size, which no order table does; it was read no further; if "
         "it is one, unpack it and give the .csv"),
    Case(57, "an entity bomb", with_xml(b"<workbook", ENTITIES),
         "a.xlsx: it declares XML entities, which no workbook does; it was not opened; ask its sender for the "
         "orders as .csv"),
    Case(57, "an external entity in the styles", with_xml(b"<styleSheet", EXTERNAL),
         "a.xlsx: it declares XML entities, which no workbook does; it was not opened; ask its sender for the "
         "orders as .csv"),
    Case(57, "a document type behind another encoding",
         with_xml(b'<worksheet', "\ufeff<!DOCTYPE x><worksheet".encode("utf-16-le")),
         "a.xlsx: its XML is not written as a workbook's is; it was not opened; ask its sender for the "
         "orders as .csv"),
    Case(58, "a cell in the last row", sheet(A, *[(*B, *range(40))] * 5, then=stray),
         orders=(READ_A, *["B 2024-03-05 2.0"] * 5),
         says=('a.xlsx, sheet "Sheet": a cell far below the table was not read: A1048576',)),
]  # fmt: skip

BLANKS = "\n" * (9 << 20)  # more than the reader takes in at once
LATE = [
    Case(1, "a long stretch of blank rows", text(HEAD, LINE, BLANKS, LINE), orders=(READ_LINE, READ_LINE),
         says=(f"a.csv: {len(BLANKS) + 1:,} blank rows were not read",)),
    Case(46, "Latin-1 far down", data(f"{HEAD}\n{LINE}{BLANKS}Zo".encode() + b"\xeb,2024-01-05,1\n"),
         orders=(READ_LINE, "Zoë 2024-01-05 1.0")),
    Case(46, "UTF-8, and Latin-1 far down", data(f"{HEAD}\n{LINE}Ä{BLANKS}Zo".encode() + b"\xeb,2024-01-05,1\n"),
         "a.csv: byte 0xEB is not UTF-8 text; its bytes fit --encoding cp1252 for cp1252 (Western European, as Windows "
         "has it); say which"),
]  # fmt: skip

CASES = [*LATE, *TABLES, *TEXTS, *WORKBOOKS, *HOSTILE]


@cases(CASES)
def test_file(case: Case, tmp_path: Path) -> None:
    """Every file is read whole, or refused with the reason and the fix."""
    case.check(tmp_path)


MEASURED = """
import resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "xlclv", "check", sys.argv[1]], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="what a process took is asked of POSIX")
@cases(HOSTILE)
def test_hostile_files_cost_little(case: Case, tmp_path: Path) -> None:
    """Any hostile file is done with in 300 MB, and in a second more than a workbook of one order, or twice its time."""

    def measured(path: Path) -> list[float]:
        words = [sys.executable, "-c", MEASURED, str(path)]
        return list(map(float, subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split()))

    _, usual, _ = measured(sheet(A)(tmp_path))
    code, seconds, megabytes = measured(case.make(tmp_path))
    assert (code == 3) == bool(case.refused)
    assert seconds - usual < max(1, usual)  # a busy machine counts more seconds for the same work, for both
    assert megabytes < 300
