"""An .ods sheet's cells that readers pass over in silence: errors, hidden and merged rows.

LibreOffice marks an error beside an empty text. The XML is walked only where a search of its bytes finds such marks.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from xlclv.orders.currencies import known
from xlclv.orders.files.formats import Found, note
from xlclv.orders.files.package import CHUNK, CONTENT, damaged
from xlclv.orders.files.sheetxml import Findings
from xlclv.orders.headers import too_wide
from xlclv.orders.source import refusal

_MARKS = re.compile(rb'value-type="error"|table:visibility="(?:collapse|filter)"|number-rows-spanned="(?!1")')
_CURRENCY = re.compile(rb'office:currency="([^"]{1,9})"')
_LAST_ROW = 1 << 20
_MANY = re.compile(rb'<table:(?:covered-)?table-cell\b[^>]*?\bnumber-columns-repeated="[0-9]{3,}"[^>]*>')
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/>|>)(\s*</table:(?:covered-)?table-cell>)?")
_TIMES = re.compile(rb'\bnumber-columns-repeated="([0-9]{1,12})"')
_HELD = re.compile(rb"\boffice:|\btable:formula=")
_ROW_BEGINS, _ROW_ENDS = b"<table:table-row", b"</table:table-row>"


def inspect(path: Path, sheet: str) -> Findings:
    """What the sheet holds besides its values: errors, hidden rows, merged cells."""
    found = Findings()
    try:
        with zipfile.ZipFile(path) as package:
            with package.open(CONTENT) as content:
                if not _marked(content):
                    return found
            with package.open(CONTENT) as content:
                for node, row in _rows(content, sheet):
                    _note(node, row, found)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as reason:
        raise damaged(path, reason) from None
    return found


def currencies(path: Path, sheet: str, columns: Iterable[int], header: int) -> dict[str, Found]:
    """The currencies of cells in these columns below the header, and where."""
    found: dict[str, Found] = {}
    try:
        with zipfile.ZipFile(path) as package:
            with package.open(CONTENT) as content:
                several = len(_named(content))
            if not several:
                return {}
            with package.open(CONTENT) as content:
                for node, row in _rows(content, sheet):
                    for place, cell in _cells(node):
                        if (name := known(_get(cell, "currency"))) and row > header and place in columns:
                            note(found, name, row, place)
                    if several == len(found) == 1:
                        break
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as reason:
        raise damaged(path, reason) from None
    return found


def refuse_wide(path: Path) -> None:
    """Refuse a cell that is repeated over more columns than there are, before it is made so many cells.

    Nearly all rows end with one empty cell for all the columns behind the table: it costs nothing, and does not count.
    """
    try:
        with zipfile.ZipFile(path) as package, package.open(CONTENT) as content:
            rest = b""
            while chunk := content.read(CHUNK):
                rest += chunk
                cut = rest.rfind(_ROW_ENDS) + 1
                if said := too_wide(_widest(rest[:cut] if cut else rest)):
                    raise refusal(path.name, said)
                rest = rest[cut:] if cut or len(rest) < 4 * CHUNK else rest[-CHUNK:]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as reason:
        raise damaged(path, reason) from None


def _widest(piece: bytes) -> int:
    """The most cells of a row, up to its last that holds something, where one is repeated a hundred times or more."""
    widest = after = 0
    for many in _MANY.finditer(piece):
        begin = piece.rfind(_ROW_BEGINS, 0, many.start())
        if begin < after and after:
            continue  # the same row
        after = begin + 1
        width = at = 0
        for cell in _CELL.finditer(piece, max(begin, 0), (piece.find(_ROW_ENDS, begin) + 1) or len(piece)):
            times = _TIMES.search(cell[1])
            at += int(times[1]) if times else 1
            if _HELD.search(cell[1]) or not (cell[2] == b"/>" or cell[3]):
                width = at
        widest = max(widest, width)
    return widest


def _named(content: IO[bytes]) -> set[bytes]:
    """Every currency that a cell has, as its bytes say."""
    names: set[bytes] = set()
    rest = b""
    while chunk := content.read(CHUNK):
        names.update(_CURRENCY.findall(rest + chunk))
        rest = chunk[-64:]
    return names


def _marked(content: IO[bytes]) -> bool:
    rest = b""
    while chunk := content.read(CHUNK):
        if _MARKS.search(rest + chunk):
            return True
        rest = chunk[-64:]
    return False


def _rows(content: IO[bytes], sheet: str) -> Iterator[tuple[ElementTree.Element, int]]:
    """Row by row; what a row held is forgotten before the next, and repeated blank rows only move the count."""
    inside, row = False, 0
    for event, node in ElementTree.iterparse(content, events=("start", "end")):
        tag = node.tag.rpartition("}")[2]
        if tag == "table":
            inside, row = event == "start" and _get(node, "name") == sheet, 0
        elif tag == "table-row" and event == "end":
            if inside and row < _LAST_ROW:
                yield node, row + 1
                row += int(_get(node, "number-rows-repeated") or 1)
            node.clear()


def _note(node: ElementTree.Element, row: int, found: Findings) -> None:
    filled = False
    for place, cell in _cells(node):
        text = "".join(cell.itertext())
        filled = filled or bool(text)
        down = int(_get(cell, "number-rows-spanned") or 1)
        if any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items()):
            found.errors.append((place, row, text))
        if down > 1:
            found.merged.append((place, row, place, row + down - 1))
    if filled and _get(node, "visibility") in ("collapse", "filter"):
        found.hidden_rows += int(_get(node, "number-rows-repeated") or 1)


def _cells(node: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    """The cells of a row, each at its column from 0."""
    place = 0
    for cell in node:
        yield place, cell
        place += int(_get(cell, "number-columns-repeated") or 1)


def _get(node: ElementTree.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.endswith("}" + name)), "")
