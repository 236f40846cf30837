"""What an .xlsx package holds that cell readers pass over in silence: errors, empty formulas, hidden rows, bombs.

A cell reader gives #N/A, a formula that was never calculated and a blank all as the same nothing. So the sheet's
XML is searched as bytes, in one pass and without a parser, for the few things that must not be lost.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from xlclv.orders.source import SHOWN, refusal

LARGEST = 4 << 30  # bytes unpacked
RATIO = 400  # unpacked to packed, beyond any real sheet (of 10 MB or more)
CHUNK = 1 << 22

_ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_LONG = re.compile(
    rb'<c\b(?![^>]*\bt="(?:s|str|inlineStr|e|d)")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*'
    rb"<v>(-?[0-9]{16,}(?:\.0*)?|-?[0-9.]+[eE]\+?(?:1[5-9]|[2-9][0-9]))</v>"
)
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')

Cell = tuple[int, int, str]  # column from 0, row from 1, what it holds


@dataclass(slots=True)
class Findings:
    """What one sheet holds besides its values: the first few cells of each kind, by column, and counts."""

    errors: list[Cell] = field(default_factory=list)
    formulas: list[Cell] = field(default_factory=list)
    long_numbers: list[Cell] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first column, row, last column, row
    hidden_rows: int = 0
    epoch_1904: bool = False

    def first(self, kind: list[Cell], columns: set[int], below: int) -> Cell | None:
        """The first cell of a kind in these columns, below the header."""
        return min((c for c in kind if c[0] in columns and c[1] > below), key=lambda c: c[1], default=None)


def refuse_bomb(path: Path) -> None:
    """A package that unpacks to more than any workbook does, judged by its own directory before it is opened."""
    try:
        with zipfile.ZipFile(path) as package:
            sizes = [(info.file_size, max(info.compress_size, 1)) for info in package.infolist()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as reason:
        raise refusal(path.name, f"the file is damaged or cut off ({reason})", "get it again") from None
    total = sum(size for size, _ in sizes)
    if total > LARGEST or any(size > 10 << 20 and size / packed > RATIO for size, packed in sizes):
        raise refusal(path.name, f"it unpacks to {total >> 20:,} MB, which no order table does", "it was not opened")


def inspect(path: Path, sheet: str) -> Findings | None:
    """What the sheet of an .xlsx holds besides its values; None for other workbooks."""
    with zipfile.ZipFile(path) as package:
        part, epoch = _part(path, package, sheet)
        if part is None:
            return None
        found = Findings(epoch_1904=epoch)
        for piece in _pieces(path, package, part):
            _search(piece, found)
    return found


def _search(piece: bytes, found: Findings) -> None:
    """Note what a piece of whole rows holds; the plain tests spare the search where there is nothing."""
    if b't="e"' in piece:
        _note(_ERROR, piece, found.errors)
    if b"<f" in piece:
        _note(_FORMULA, piece, found.formulas)
    _note(_LONG, piece, found.long_numbers)
    if b"hidden=" in piece:
        found.hidden_rows += len(_HIDDEN.findall(piece))
    if b"<mergeCell " in piece:
        found.merged += [(column(a), int(b), column(c), int(d)) for a, b, c, d in _MERGED.findall(piece)]


def _note(pattern: re.Pattern[bytes], piece: bytes, into: list[Cell]) -> None:
    """The first cells of each column that match."""
    seen: dict[int, int] = {}
    for match in pattern.finditer(piece):
        at, row, *held = match.groups()
        place = column(at)
        seen[place] = seen.get(place, 0) + 1
        if seen[place] <= SHOWN:
            into.append((place, int(row), held[0].decode(errors="replace") if held else ""))


def column(letters: bytes) -> int:
    """A column's place from 0.

    >>> column(b"A"), column(b"AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _pieces(path: Path, package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet's XML in pieces that end where a row ends."""
    rest, first = b"", True
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if first:
                _refuse_entities(path, chunk)
                first = False
            chunk = rest + chunk
            cut = chunk.rfind(b"</row>") + 6
            cut = cut if cut > 5 else len(chunk) if len(chunk) > 4 * CHUNK else 0
            yield chunk[:cut]
            rest = chunk[cut:]
    yield rest


def _part(path: Path, package: zipfile.ZipFile, sheet: str) -> tuple[str | None, bool]:
    """The name of the sheet's XML in the package, and whether its days count from 1904."""
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None, False
    book, links = (_tree(path, package, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    epoch = any(_tag(node) == "workbookPr" and node.get("date1904", "0") in ("1", "true") for node in book.iter())
    for node in book.iter():
        if _tag(node) == "sheet" and node.get("name") == sheet:
            link = next((value for key, value in node.attrib.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return (part if part in names and part.endswith(".xml") else None), epoch
    return None, epoch


def _tree(path: Path, package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = package.read(name)
    _refuse_entities(path, text)
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as reason:
        raise refusal(path.name, f"the file is damaged ({reason})", "open and save it in Excel") from None


def _refuse_entities(path: Path, text: bytes) -> None:
    """No spreadsheet program writes a document type; what it can define is only good for harm."""
    head = text[: 1 << 16]
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refusal(path.name, "it declares XML entities, which no workbook does", "it was not opened")


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]
