"""From a book of sheets to a file: cached values, fixed dates, alternative texts; equal books give equal bytes.

openpyxl 3.1 writes the furniture of each sheet; the rows are spliced in here, because openpyxl cannot store a
value beside a formula, keeps 16 digits of a number, and takes seven times as long.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter

from xlclv.atomic import Poll, Replacement
from xlclv.errors import OutputError
from xlclv.workbook.calculation import Calculation
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.strings import KIND, PART, Strings
from xlclv.workbook.styles import Styles

_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
# Green triangles over ids that look like numbers, and over sums beside which more numbers stand: neither is a mistake.
_IGNORED = b'<ignoredErrors><ignoredError sqref="%s" numberStoredAsText="1" formulaRange="1"/></ignoredErrors>'
_AFTER = re.compile(rb"<(?:drawing|legacyDrawing|tableParts)\b|</worksheet>")  # what comes behind them, by the schema
_CHUNK = 1 << 20
_PLAIN = (1 << 31) - 1  # bytes of a part that a head of the plain form can tell
_LEVEL = 3  # of deflate: two fifths of the time 6 takes, and a file 11% larger
_LONG, _FAST = 200_000, 1  # rows from where on a sheet is written at this level: a third less time, an eighth larger
# The schema's order of a font's children; openpyxl's own order is one that Excel forgives and its SDK does not.
_FONT = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)


class Book:
    """A workbook in the making: its sheets in order, its styles, and the date that all its stamps carry."""

    def __init__(self, as_of: dt.date, *, title: str, creator: str, subject: str = "", footer: str = "") -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        self.styles = Styles(self.workbook)
        self.footer = footer
        self.sheets: dict[str, Sheet] = {}
        self.calculation = Calculation()
        self.strings = Strings()
        self.checks: list[tuple[str, Ref]] = []  # what each check of the workbook says, and whether it holds
        day = dt.datetime.combine(as_of, dt.time())
        self.stamp = max(dt.datetime(1980, 1, 1), min(day, dt.datetime(2107, 12, 31)))  # what a zip can hold
        self.workbook.calculation = CalcProperties(fullCalcOnLoad=True)
        about = self.workbook.properties
        about.title, about.creator, about.subject = title, creator, subject
        about.lastModifiedBy = creator
        about.created = about.modified = self.stamp

    def sheet(self, title: str) -> Sheet:
        """Add a sheet behind the others."""
        self.sheets[title] = Sheet(
            self.workbook.create_sheet(title), self.styles, self.calculation, self.strings, self.footer
        )
        return self.sheets[title]

    def save(self, path: str | os.PathLike[str]) -> tuple[str, ...]:
        """Write the file in one step, or raise OutputError and leave the target as it was.

        What comes back are the words of the checks that fail in it.
        """
        self.calculation.confirm()
        replacement = Replacement(path)
        replacement.commit(self._fill, self._verify)
        return tuple(words for words, holds in self.checks if holds.shown is False)

    def _fill(self, file: IO[bytes], poll: Poll) -> None:
        large: set[str] = set()
        while True:
            try:
                with self.strings, _Archive(file, self.stamp, poll, large) as archive:
                    _PackageWriter(self, archive).write_data()
                return
            except _LargePart as part:
                # The head of a part stands before it and must say which form its sizes have. Readers refuse the form
                # for large parts where it is not needed, so it is used only once a part has shown that it is.
                large.add(str(part))
                file.seek(0)
                file.truncate()

    def _verify(self, file: IO[bytes], poll: Poll) -> None:
        """Read everything back: a disk that filled up or failed has not kept what it was given."""
        try:
            with ZipFile(file) as archive:
                names = archive.namelist()
                for name in names:
                    with archive.open(name) as part:
                        _read_back(part, name.endswith((".xml", ".rels")), poll)
                sheets = sum(name.startswith("xl/worksheets/sheet") for name in names)
                charts = sum(name.startswith("xl/charts/chart") for name in names)
        except BadZipFile as error:
            raise OutputError(f"the workbook could not be read back: {error}; nothing was changed") from error
        except expat.ExpatError as error:
            raise OutputError(
                f"the workbook came out broken: {name} is not XML, {error}; nothing was changed"
            ) from error
        if sheets != len(self.sheets) or charts != sum(len(s.ws._charts) for s in self.sheets.values()):
            raise OutputError("the workbook came out incomplete: a sheet or chart is missing; nothing was changed")


def _read_back(part: IO[bytes], xml: bool, poll: Poll) -> None:
    """Read a part to its end, where its sum is checked; what Excel would refuse to open as XML is refused here."""
    parser = expat.ParserCreate() if xml else None
    while piece := part.read(_CHUNK):
        if parser:
            parser.Parse(piece)
        poll()
    if parser:
        parser.Parse(b"", True)


class _LargePart(Exception):  # noqa: N818  no error: the part is written again
    """A part, named, that passes what a plain head in a zip can tell of it."""


class _Archive(ZipFile):
    """A zip whose parts all carry one date, and that stops between parts when asked to."""

    def __init__(self, file: IO[bytes], stamp: dt.datetime, poll: Poll, large: Collection[str]) -> None:
        super().__init__(file, "w", ZIP_DEFLATED, allowZip64=True)
        self.poll = poll
        self._large = large
        self._date = (stamp.year, stamp.month, stamp.day, 0, 0, 0)

    def entry(self, name: str, level: int = _LEVEL) -> ZipInfo:
        """The head of one part, the same on every system."""
        info = ZipInfo(name, self._date)
        info.compress_type, info.create_system = ZIP_DEFLATED, 3
        info._compresslevel = level  # type: ignore[attr-defined]  # `open` takes it from here alone
        return info

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is not None:
            self.fp = None  # what failed is thrown away: no table of contents is written, now or by a finaliser
        super().__exit__(kind, *rest)

    def stream(self, name: str, pieces: Iterable[bytes], level: int = _LEVEL) -> None:
        """Write a part of a length not known before."""
        size, large = 0, name in self._large
        with self.open(self.entry(name, level), "w", force_zip64=large) as part:
            for piece in pieces:
                self.poll()
                size += len(piece)
                if size > _PLAIN and not large:
                    raise _LargePart(name)
                part.write(piece)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        """Write a part that openpyxl made."""
        self.poll()
        if zinfo_or_arcname == "xl/styles.xml":
            data = _ordered_fonts(data)
        elif zinfo_or_arcname == "xl/_rels/workbook.xml.rels":
            data = _with_strings(data)
        super().writestr(self.entry(zinfo_or_arcname), data)


class _SheetWriter(WorksheetWriter):  # type: ignore[misc]
    """openpyxl's part of a worksheet: everything around the rows."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.ws, out=io.BytesIO())
        self.ws._hyperlinks = sheet.links  # the base class has just emptied the list
        self._dimension = sheet.dimension

    def write_dimensions(self) -> None:
        self.xf.send(SheetDimension(self._dimension).to_tree())


class _PackageWriter(ExcelWriter):  # type: ignore[misc]
    """openpyxl's package writer, with our rows in its sheets."""

    def __init__(self, book: Book, archive: _Archive) -> None:
        super().__init__(book.workbook, archive)
        self._sheets, self._strings = book.sheets, book.strings

    def write_worksheet(self, ws: Any) -> None:
        sheet, archive = self._sheets[ws.title], self._archive
        ws._drawing = _drawing(ws)
        writer = _SheetWriter(sheet)
        writer.write()
        ws._rels = writer._rels
        head, *rest = _NO_ROWS.split(writer.out.getvalue())
        if len(rest) != 1:
            raise OutputError(f"sheet {ws.title}: openpyxl wrote rows of its own; this version of it does not fit")
        tail = _AFTER.sub(_IGNORED % sheet.dimension.encode() + rb"\g<0>", rest[0], count=1)
        rows = chain([head + b"<sheetData>"], sheet.data(), [b"</sheetData>" + tail])
        archive.stream(ws.path[1:], rows, _FAST if sheet.last > _LONG else _LEVEL)
        self.manifest.append(ws)

    def _write_worksheets(self) -> None:
        super()._write_worksheets()
        self._archive.stream(PART, self._strings.data())
        self.manifest.append(self._strings)


def _drawing(ws: Any) -> SpreadsheetDrawing:
    """A drawing whose charts have alternative texts.

    The override sits on the instance: a subclass of SpreadsheetDrawing writes an empty drawing without a word.
    """
    drawing = SpreadsheetDrawing()
    drawing.charts, drawing.images = ws._charts, ws._images
    plain: Callable[[int], Any] = drawing._chart_frame

    def described(index: int) -> Any:
        frame, chart = plain(index), drawing.charts[index - 1]
        about = frame.nvGraphicFramePr.cNvPr
        about.name, about.descr = chart.alt_name, chart.alt_text
        return frame

    drawing._chart_frame = described
    return drawing


def _ordered_fonts(styles: bytes | str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ElementTree.register_namespace("", space)
    root = ElementTree.fromstring(styles)
    for font in _fonts(root):
        font[:] = sorted(font, key=lambda child: _FONT.index(child.tag.rpartition("}")[2]))
    ordered: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return ordered


def _with_strings(relations: bytes | str) -> bytes:
    """The workbook's relationships and one to its table of strings, which openpyxl leaves out."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    ElementTree.register_namespace("", space)
    root = ElementTree.fromstring(relations)
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{KIND}"
    ElementTree.SubElement(root, f"{{{space}}}Relationship", {"Type": kind, "Target": f"/{PART}", "Id": "rIdStrings"})
    related: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return related


def _fonts(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if element.tag.endswith("}font"))
