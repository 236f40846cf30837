"""Summarising an .xlsx of 541,909 order lines, as many as Online Retail has: CPU and memory of all processes in it.

    python -m benchmarks --only "reading a workbook" --orders online_retail.csv.gz

The workbook is written as Excel writes one: typed numbers and dates, texts shared. Its lines are those of the CSV file
given (Online Retail, UCI 352: InvoiceNo to Country), or simulated ones of the same shape.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import itertools
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

HEAD = """| summary of an .xlsx of | CPU s, both processes | aim | peak MB, both together | aim |
|---|---|---|---|---|"""
LINES = 541_909
SECONDS, MEGABYTES = 30.0, 800.0
_COLUMNS = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
_EPOCH = dt.datetime(1899, 12, 30)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Measured(NamedTuple):
    """What one run took: CPU seconds of all its processes, and the most memory they held at one time."""

    seconds: float
    megabytes: float


def rows(folder: Path, orders: Path | None) -> Iterator[str]:
    """The line of the table."""
    book = folder / "orders.xlsx"
    count = build(book, simulated() if orders is None else stored(orders))
    found = measure(["summarize", str(book), "-o", str(folder / "summary.xlsx")])
    what = "simulated lines" if orders is None else "lines of Online Retail"
    yield (
        f"| {count:,} {what} | {found.seconds:.3g} | {SECONDS:g}: {_met(found.seconds, SECONDS)} "
        f"| {found.megabytes:,.0f} | {MEGABYTES:g}: {_met(found.megabytes, MEGABYTES)} |"
    )


def measure(arguments: list[str]) -> Measured:
    """Run the program; memory is looked at twenty times a second, on Linux, where processes can be seen."""
    before = os.times()
    child = subprocess.Popen([sys.executable, "-m", "xlclv", *arguments], stdout=subprocess.DEVNULL)
    peak = 0.0
    while child.poll() is None:
        peak = max(peak, sum(_resident(pid) for pid in _family(child.pid)))
        time.sleep(0.05)
    if child.returncode:
        raise SystemExit(f"xlclv {' '.join(arguments)} ended with {child.returncode}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(spent, peak)


def build(path: Path, lines: Iterable[list[str]]) -> int:
    """Write the workbook; gives the number of its lines."""
    shared: dict[str, int] = {}
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, _XML + text)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for count, line in enumerate(itertools.chain([list(_COLUMNS)], lines)):
                cells = "".join(_cell(f"{chr(65 + i)}{count + 1}", cell, shared) for i, cell in enumerate(line))
                sheet.write(f'<row r="{count + 1}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
        package.writestr("xl/sharedStrings.xml", f'{_XML}<sst xmlns="{_MAIN}">{texts}</sst>')
    return count


def stored(path: Path) -> Iterator[list[str]]:
    """The lines of a CSV file, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def simulated() -> Iterator[list[str]]:
    """As many lines: each order has a few, of one of 4,000 products."""
    from xlclv.simulation import orders

    made = orders(4_400, seed=1)
    baskets = list(zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True))
    for line in range(LINES):
        basket = line % len(baskets)
        customer, day, cents = baskets[basket]
        when = dt.datetime(2010, 12, 1, 8 + line % 9, line % 60) + dt.timedelta(day)
        item, quantity = line * 7 % 4_000, 1 + line % 12
        yield [str(536_365 + basket), f"{20_000 + item}", f"PRODUCT NUMBER {item} IN A BOX", str(quantity),
               f"{when:%Y-%m-%d %H:%M:%S}", f"{cents / 100:.2f}", str(12_346 + customer), "United Kingdom"]  # fmt: skip


def _cell(place: str, text: str, shared: dict[str, int]) -> str:
    """A cell as Excel stores it: a number, a date as a number, a text by its place among all texts."""
    if not text:
        return ""
    if len(text) == 19 and text[4] == "-" == text[7]:
        since = dt.datetime.fromisoformat(text) - _EPOCH
        return f'<c r="{place}" s="1"><v>{since.days + since.seconds / 86_400!r}</v></c>'
    try:
        number = float(text)
    except ValueError:
        return f'<c r="{place}" t="s"><v>{shared.setdefault(text, len(shared))}</v></c>'
    return f'<c r="{place}"><v>{int(number) if number.is_integer() else number!r}</v></c>'


def _family(pid: int) -> list[int]:
    """The process and those it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return [pid]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _met(found: float, aim: float) -> str:
    return "met" if found <= aim else "missed"


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'


_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + _link(1, "officeDocument", "xl/workbook.xml")
    + "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
    '<sheet name="Online Retail" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + _link(1, "worksheet", "worksheets/sheet1.xml")
    + _link(2, "styles", "styles.xml")
    + _link(3, "sharedStrings", "sharedStrings.xml")
    + "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
