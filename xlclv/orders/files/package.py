"""An .xlsx package, opened as the untrusted zip it is: its sizes, its parts, its sheets cut to their first rows."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from xlclv.orders.files import cut
from xlclv.orders.rules.lengths import TOO_LONG
from xlclv.orders.source import refusal

LARGEST = 4 << 30  # bytes unpacked
RATIO = 200  # unpacked to packed, beyond any real sheet (of 16 MB or more)
PARTS = 10_000
GAP = 1_000  # blank rows after which a lone cell is no part of the table
SMALL = 16 << 20  # no list of sheets is larger
CHUNK = 1 << 22
UNOPENED = "it was not opened; ask its sender for the orders as .csv"
CONTENT = "content.xml"  # of an .ods
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_COPIED = ("[content_types].xml", "_rels/.rels", BOOK, LINKS)
_READ = (".xml", ".rels", ".bin")  # parts that a reader looks into
_TABLES = re.compile(r"(?i)worksheets/|sharedStrings|(^|/)content\.xml$")  # parts that hold cells
# Of a piece as long as this searches, none may be without a tag that stands outside the text of a cell.
_OTHER_TAG = re.compile(
    rb"<(?!/?(?:[\w-]+:)?(?:r|t|v|is|rPr|rPh|rFont|phoneticPr|charset|family|scheme|sz|color|b|i|u|p|a|s|span|tab|line-break)"
    rb"[\s/>])"
)
_SHEET = re.compile(rb"<([A-Za-z0-9]+:)?worksheet\b")


@dataclass(frozen=True, slots=True)
class Package:
    """An .xlsx by its parts: which part each sheet is, what else a reader needs, from when days count."""

    path: Path
    sheets: dict[str, str]  # the sheet's name to its part
    others: tuple[str, ...]  # lists of sheets, styles, shared texts
    epoch_1904: bool
    styles: str = ""  # the part with the formats of cells


def refuse_bomb(path: Path) -> int:
    """A package that unpacks to more than any workbook does, judged by its own directory; else its size unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            total = _refuse_sizes(path, package.infolist())
            _refuse_twice(path, [name for name in package.namelist() if name.endswith(_READ)])
            for info in package.infolist():
                if info.filename.endswith((".xml", ".rels")) and not info.flag_bits & 1:
                    with package.open(info) as stream:
                        _refuse_entities(path, stream.read(1 << 16))
                        if info.file_size > SMALL and _TABLES.search(info.filename):
                            _refuse_long(path, stream)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as reason:
        raise damaged(path, reason) from None
    return total


def _refuse_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> int:
    total = sum(part.file_size for part in parts)
    bomb = any(part.file_size > SMALL and part.file_size > RATIO * part.compress_size for part in parts)
    if bomb or total > LARGEST:
        raise refusal(path.name, f"it unpacks to {total >> 20:,} MB, which no order table does", UNOPENED)
    if len(parts) > PARTS:
        raise refusal(path.name, f"it holds {len(parts):,} parts, which no workbook does", UNOPENED)
    return total


def _refuse_long(path: Path, part: IO[bytes]) -> None:
    """Refuse texts as no cell can hold before a reader takes them whole: it needs tenfold their memory."""
    while piece := part.read(CHUNK):
        if len(piece) == CHUNK and not _OTHER_TAG.search(piece):
            rule = f"one of its cells has {TOO_LONG}"
            raise refusal(path.name, rule, "take that cell out, or save the orders in a workbook alone")


def _refuse_twice(path: Path, names: list[str]) -> None:
    """Of two parts of one name, or two sheets, every reader takes another; Excel takes neither."""
    known: set[str] = set()
    for name in names:
        plain = name.replace("\\", "/").casefold()
        if plain in known:
            raise damaged(path, f"it holds {name} twice")
        known.add(plain)


def unpack(path: Path) -> Package | None:
    """The parts of an .xlsx; None for other packages (.xlsb, .ods)."""
    with zipfile.ZipFile(path) as package:
        named = {name.replace("\\", "/").casefold(): name for name in package.namelist()}
        if BOOK not in named or LINKS not in named:
            return None
        book, links = (tree(path, package, named[name]) for name in (BOOK, LINKS))
        stated = next((node.get("date1904", "0") for node in book.iter() if tag(node) == "workbookPr"), "0")
        said = cut.book(package.read(named[BOOK]), stated) or cut.book(package.read(named[LINKS]), "0")
    targets: dict[str, tuple[str, str]] = {}
    for link in links:
        target = link.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        kind = link.get("Type", "").rpartition("/")[2]
        targets[link.get("Id", "")] = kind, named.get(full.replace("/./", "/").casefold(), "")
    sheets: list[tuple[str, str]] = []
    for node in book.iter():
        if tag(node) == "sheet":
            link_id = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
            kind, part = targets.get(link_id, ("", ""))
            if kind == "worksheet" and part:
                sheets.append((node.get("name", ""), part))
    _refuse_twice(path, [f'the sheet "{name}"' for name, _ in sheets])
    others = [named[name] for name in _COPIED if name in named]
    others += [part for kind, part in targets.values() if kind in ("styles", "sharedStrings") and part]
    styles = next((part for kind, part in targets.values() if kind == "styles"), "")
    if said := said or _formats(path, styles):
        raise refusal(path.name, said, cut.FIX)
    return Package(path, dict(sheets), tuple(others), stated in ("1", "true"), styles)


def _formats(path: Path, styles: str) -> str:
    """What is wrong with the formats of cells; no list of them is large."""
    if not styles:
        return ""
    with zipfile.ZipFile(path) as package, package.open(styles) as stream:
        return cut.styles(stream.read(SMALL))


def heads(package: Package, rows: int) -> bytes:
    """A package of the same sheets, each cut to its first rows: to look at all of them costs next to nothing."""
    with zipfile.ZipFile(package.path) as stored:
        cut = {part: _first_rows(package, stored, part, rows) for part in package.sheets.values()}
    return _packed(package, cut)


def without_end(package: Package, sheet: str, end: int) -> bytes:
    """A package with that one sheet's XML ended at a byte, and the other sheets empty."""
    part = package.sheets[sheet]
    with zipfile.ZipFile(package.path) as stored:
        cut = dict.fromkeys(package.sheets.values(), b"<worksheet><sheetData/></worksheet>")
        with stored.open(part) as stream:
            cut[part] = _closed(stream.read(end))
    return _packed(package, cut)


def entire(part: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The part with room for one byte more than its archive says: if it goes on, its checksum fails."""
    roomy = copy(part)
    roomy.file_size += 1
    return roomy


def damaged(path: Path, reason: object) -> Exception:
    """The refusal of a file that is not whole."""
    return refusal(path.name, f"the file is damaged or cut off ({reason})", "get it again, or save it again in Excel")


def prefix(head: bytes) -> bytes:
    """The namespace prefix that a sheet's XML is written with, such as b"x:"; b"" for nearly all."""
    found = _SHEET.search(head)
    return (found[1] or b"") if found else b""


def _first_rows(package: Package, stored: zipfile.ZipFile, part: str, rows: int) -> bytes:
    with stored.open(part) as stream:
        text = stream.read(CHUNK)
        whole = not stream.read(1)
    mark = prefix(text)
    end, close, before = 0, b"</" + mark + b"row>", 0
    number = re.compile(b"<" + mark + rb'row\b[^>]*?\br="([0-9]+)"')
    for _ in range(rows):
        found, row = text.find(close, end), number.search(text, end)
        if found < 0 or (row and before and int(row[1]) > before + GAP):
            break
        end, before = found + len(close), int(row[1]) if row else 0
    if not end and not whole:
        raise refusal(package.path.name, "its first row takes more than 4 MB", "save the orders in a workbook alone")
    return _closed(text[:end]) if end else text


def _closed(text: bytes) -> bytes:
    mark = prefix(text)
    return text + b"</" + mark + b"sheetData></" + mark + b"worksheet>"


def _packed(package: Package, sheets: dict[str, bytes]) -> bytes:
    """The package in memory, not compressed, with these parts for its sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(package.path) as stored, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
        for name in dict.fromkeys(package.others):
            target.writestr(name, stored.read(name))
        for name, text in sheets.items():
            target.writestr(name, text)
    return made.getvalue()


def tree(path: Path, package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part of the package, parsed."""
    if package.getinfo(name).file_size > SMALL:
        raise refusal(path.name, f"its part {name} is larger than in any workbook", UNOPENED)
    try:
        return ElementTree.fromstring(package.read(name))
    except ElementTree.ParseError as reason:
        raise damaged(path, reason) from None


def _refuse_entities(path: Path, head: bytes) -> None:
    """No spreadsheet program writes a document type; what it can define is only good for harm.

    A document type stands before the first element. What hides it from a search of bytes is refused as well: another
    encoding than UTF-8, or so long a comment that the first element does not begin in the piece looked at.
    """
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refusal(path.name, "it declares XML entities, which no workbook does", UNOPENED)
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if plain and (b"\x00" in plain[:64] or not re.search(rb"<[A-Za-z_]", plain)):
        raise refusal(path.name, "its XML is not written as a workbook's is", UNOPENED)


def tag(node: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2]
