"""One worksheet part, read row by row: cells in order and in bounds, ranges legal, tables as their cells say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from xlclv.workbook.cells import MAX_TEXT
from xlclv.workbook.lint_formula import Known, formula_faults

_ROWS, _COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TYPES = {"b", "n", "e", "s", "str", "inlineStr", "d"}
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LONGEST_LIST = 255
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Table:
    """What a table's part says of it."""

    name: str
    identity: str
    ref: str
    columns: list[str]
    ids: list[str]
    filter: str | None
    headed: bool


@dataclass
class _Seen:
    """What the rows have shown so far."""

    row: int = 0
    heads: dict[tuple[int, int], str] = field(default_factory=dict)


def cell_of(text: str) -> tuple[int, int] | None:
    """Row and column of an address, None when it is none."""
    match = _CELL.fullmatch(text)
    if not match:
        return None
    row, column = int(match[2]), column_index_from_string(match[1])
    return (row, column) if row <= _ROWS and column <= _COLUMNS else None


def range_of(text: str) -> Box | None:
    """First row and column, last row and column of a range; None when it is none.

    >>> range_of("B2:C5"), range_of("C5:B2"), range_of("A0")
    ((2, 2, 5, 3), None, None)
    """
    first, _, last = text.partition(":")
    a, b = cell_of(first), cell_of(last or first)
    return (*a, *b) if a and b and a[0] <= b[0] and a[1] <= b[1] else None


def overlap(one: Box, other: Box) -> bool:
    """Whether two ranges share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def sheet_faults(
    source: IO[bytes],
    tables: Sequence[Table],
    strings: Sequence[str],
    limits: tuple[int, int],
    relations: set[str],
    known: Known,
) -> Iterator[str]:
    """The faults of a sheet; `limits` are the numbers of cell formats and of differential formats."""
    seen, boxes = _Seen(), {table.name: range_of(table.ref) for table in tables}
    rows = {box[0] for box in boxes.values() if box}
    merged: list[tuple[str, Box]] = []
    try:
        for _, element in ElementTree.iterparse(source):
            tag = element.tag.rpartition("}")[2]
            if tag == "row":
                yield from _row(element, seen, rows, strings, limits[0], known)
                element.clear()
            elif tag == "mergeCell":
                yield from _merge(element.get("ref", ""), merged, boxes)
            elif tag == "autoFilter":
                yield from _filter(element.get("ref", ""), boxes)
            elif tag == "dataValidation":
                yield from _validation(element, known)
            elif tag == "conditionalFormatting":
                yield from _conditional(element, limits[1], known)
            elif tag == "hyperlink":
                yield from _link(element, known)
            if tag not in ("c", "row"):
                for attribute, value in element.attrib.items():
                    if attribute.startswith(_R) and value not in relations:
                        yield f"{tag}: {value} has no relationship"
    except ElementTree.ParseError as error:
        yield f"not well-formed: {error}"
        return
    for table in tables:
        yield from _table(table, boxes, seen)


def _row(
    row: ElementTree.Element, seen: _Seen, heads: set[int], strings: Sequence[str], formats: int, known: Known
) -> Iterator[str]:
    number = int(row.get("r", seen.row + 1))
    if number <= seen.row or number > _ROWS:
        yield f"row {number} follows row {seen.row}"
    seen.row, last = number, 0
    for cell in row:
        address = cell.get("r", "")
        place = cell_of(address)
        if place is None or place[0] != number or place[1] <= last:
            yield f"{address!r} is not an address for the next cell of row {number}"
            continue
        last = place[1]
        yield from (f"{address}: {fault}" for fault in _cell(cell, strings, formats, known))
        if number in heads:
            seen.heads[place] = _text(cell, strings)


def _cell(cell: ElementTree.Element, strings: Sequence[str], formats: int, known: Known) -> Iterator[str]:
    kind, style = cell.get("t", "n"), int(cell.get("s", "0"))
    value = next((e.text or "" for e in cell if e.tag.endswith("}v")), None)
    formula = next((e.text or "" for e in cell if e.tag.endswith("}f")), None)
    if style >= max(1, formats):
        yield f"style {style} of {formats}"
    if kind not in _TYPES:
        yield f"type {kind!r}"
    elif (kind == "s" and not (value or "").isdigit()) or (kind == "s" and int(value or 0) >= len(strings)):
        yield f"shared string {value} of {len(strings)}"
    elif kind == "n" and value and not _finite(value):  # openpyxl stores an empty value beside a formula
        yield f"{value!r} is not a number"
    elif kind == "b" and value not in ("0", "1"):
        yield f"{value!r} is neither TRUE nor FALSE"
    elif kind == "e" and value not in _ERRORS:
        yield f"{value!r} is not an error value"
    elif kind == "inlineStr":
        yield "a text in its cell (inlineStr), which Numbers and previews do not show"
    elif kind in ("s", "str") and len(_text(cell, strings)) > MAX_TEXT:
        yield f"a text above {MAX_TEXT:,} characters"
    if formula is not None:
        yield from formula_faults(formula, known)


def _finite(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and re.fullmatch(r"[-+0-9.eE]+", text) is not None
    except ValueError:
        return False


def _text(cell: ElementTree.Element, strings: Sequence[str]) -> str:
    text = "".join("".join(e.itertext()) for e in cell if e.tag.endswith(("}v", "}is")))
    if cell.get("t") == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    return text


def _merge(ref: str, merged: list[tuple[str, Box]], tables: dict[str, Box | None]) -> Iterator[str]:
    box = range_of(ref)
    if box is None or box[:2] == box[2:]:
        yield f"{ref!r} is not a block to merge"
        return
    yield from (f"merged {ref} overlaps {other}" for other, its in merged if overlap(box, its))
    yield from (f"merged {ref} overlaps table {name}" for name, its in tables.items() if its and overlap(box, its))
    merged.append((ref, box))


def _filter(ref: str, tables: dict[str, Box | None]) -> Iterator[str]:
    box = range_of(ref)
    if box is None:
        yield f"filter {ref!r} is not a range"
        return
    yield from (
        f"the sheet's filter lies over table {name}" for name, its in tables.items() if its and overlap(box, its)
    )


def _ranges(element: ElementTree.Element) -> Iterator[str]:
    refs = (element.get("sqref") or "").split()
    if not refs:
        yield "applies to no cell"
    yield from (f"{ref!r} is not a range" for ref in refs if range_of(ref) is None)


def _validation(element: ElementTree.Element, known: Known) -> Iterator[str]:
    yield from (f"validation: {fault}" for fault in _ranges(element))
    for child in element:
        text = child.text or ""
        yield from (f"validation: {fault}" for fault in formula_faults(text, known))
        if element.get("type") == "list" and text.startswith('"') and len(text) - 2 > _LONGEST_LIST:
            yield f"validation: a list of {len(text) - 2} characters, {_LONGEST_LIST} at most"
    for name, most in (("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 255)):
        if len(element.get(name, "")) > most:
            yield f"validation: {name} is longer than {most}"


def _conditional(element: ElementTree.Element, formats: int, known: Known) -> Iterator[str]:
    yield from (f"conditional format: {fault}" for fault in _ranges(element))
    for child in element.iter():
        if child.tag.endswith("}formula"):
            yield from (f"conditional format: {fault}" for fault in formula_faults(child.text or "", known))
        style = child.get("dxfId")
        if style is not None and int(style) >= formats:
            yield f"conditional format: format {style} of {formats}"


def _link(element: ElementTree.Element, known: Known) -> Iterator[str]:
    location = element.get("location")
    if location is not None and "!" in location:
        yield from (f"link: {fault}" for fault in formula_faults(location, known))
    if location is None and element.get(f"{_R}id") is None:
        yield f"link: {element.get('ref')} leads nowhere"
    if range_of(element.get("ref", "")) is None:
        yield f"link: {element.get('ref')!r} is not a range"


def _table(table: Table, boxes: dict[str, Box | None], seen: _Seen) -> Iterator[str]:
    box, name = boxes[table.name], f"table {table.name}"
    if box is None or box[2] - box[0] < int(table.headed):
        yield f"{name}: {table.ref!r} is not a range with a header and a row"
        return
    if len(table.columns) != box[3] - box[1] + 1:
        yield f"{name}: {len(table.columns)} columns over {table.ref}"
    if table.filter is not None and table.filter.partition(":")[0] != table.ref.partition(":")[0]:
        yield f"{name}: its filter {table.filter} begins elsewhere"
    lower = [column.casefold() for column in table.columns]
    yield from (
        f"{name}: two columns are called {column}" for column in sorted({c for c in lower if lower.count(c) > 1})
    )
    if len(set(table.ids)) != len(table.ids):
        yield f"{name}: the id of a column stands twice"
    for other, its in boxes.items():
        if other > table.name and its and overlap(box, its):
            yield f"{name}: overlaps table {other}"
    for i, column in enumerate(table.columns if table.headed else ()):
        shown = seen.heads.get((box[0], box[1] + i), "")
        if shown != column:
            yield f"{name}: its column {column!r} is headed {shown!r}"
