"""What a sheet's XML holds that cell readers pass over in silence: errors, empty formulas, hidden rows, stray cells.

A cell reader gives #N/A, a formula that was never calculated and a blank all as the same nothing. So the sheet's
XML is searched as bytes, in one pass and without a parser, for the few things that must not be lost.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlclv.errors import InputError
from xlclv.orders.files import cut
from xlclv.orders.files.package import CHUNK, GAP, Package, damaged, entire, prefix
from xlclv.orders.source import SHOWN, refusal

LAST_ROW = 1 << 20  # that a sheet can have
STRAYS = 20  # as many cells down there are no table of their own

_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_LONG = re.compile(
    rb'<c\b(?![^>]*\bt="(?:s|str|inlineStr|e|d)")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*'
    rb"<v>(-?[0-9]{16,}(?:\.0*)?|-?[0-9.]+[eE]\+?(?:1[5-9]|[2-9][0-9]))</v>"
)
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,9})"')
_VALUED = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*(?<!/)>')
_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]+[0-9]+)"')
_END = re.compile(rb"</sheetData\s*>|<sheetData\s*/>")
_MORE = re.compile(rb'<sheetData[\s>]|<row\b[^>]*?\br="[0-9]|<c\b[^>]*?\br="[A-Z]+[0-9]')
_NAMELESS = re.compile(rb'<c(?: (?!r="|[^>]* r=")[^>]*)?/?>')

Cell = tuple[int, int, str]  # column from 0, row from 1, what it holds


@dataclass(slots=True)
class Gap:
    """Where many blank rows begin, as a byte of the XML, and the cells from there to the next such place."""

    start: int
    cells: int = 0
    first: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Findings:
    """What one sheet holds besides its values: the first few cells of each kind, by column, and counts."""

    errors: list[Cell] = field(default_factory=list)
    formulas: list[Cell] = field(default_factory=list)
    long_numbers: list[Cell] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first column, row, last column, row
    hidden_rows: int = 0
    gaps: list[Gap] = field(default_factory=list)
    last_row: int = 0
    rows: bytearray = field(default_factory=lambda: bytearray(LAST_ROW + 1))  # 1 for each that was met
    ended: bool = False  # the table's XML, though not the sheet's

    def below(self, kind: list[Cell], columns: set[int], header: int) -> list[Cell]:
        """The cells of a kind in these columns, below the header, by row."""
        return sorted((c for c in kind if c[0] in columns and c[1] > header), key=lambda c: c[1])

    def strays(self, needed: set[int]) -> tuple[int, list[Cell]]:
        """Where the table ends, as a byte, and the few cells far below it; (0, []) when there are none.

        What has a cell in a needed column (a date, an amount) is an order, however far below it stands.
        """
        end = 0
        found: list[Cell] = []
        for gap in reversed(self.gaps):
            if gap.cells + len(found) > STRAYS or any(cell[0] in needed for cell in gap.first):
                break
            end, found = gap.start, gap.first + found
        return end, found


def inspect(package: Package, sheet: str) -> Findings:
    """What the sheet holds besides its values. Raises InputError for XML that is cut, or hides where its cells are."""
    found = Findings()
    try:
        with zipfile.ZipFile(package.path) as stored:
            at = 0
            for piece in pieces(package, stored, package.sheets[sheet]):
                if said := _lost(piece, found):
                    raise damaged(package.path, f'sheet "{sheet}": {said}')
                if said := cut.value(piece):
                    raise refusal(f'{package.path.name}, sheet "{sheet}"', said, cut.FIX)
                _search(piece, at, found)
                at += len(piece)
            if (
                at != stored.getinfo(package.sheets[sheet]).file_size
            ):  # a prefix was taken out: bytes are counted otherwise
                found.gaps.clear()
    except (zipfile.BadZipFile, zlib.error, EOFError) as reason:
        raise damaged(package.path, reason) from None
    return found


def cut_cell(package: Package) -> InputError | None:
    """The refusal of the first cell that is written in pieces, of a workbook at which the reader of cells stopped."""
    with contextlib.suppress(InputError), zipfile.ZipFile(package.path) as stored:
        for sheet, part in package.sheets.items():
            for piece in pieces(package, stored, part):
                if said := cut.value(piece):
                    return refusal(f'{package.path.name}, sheet "{sheet}"', said, cut.FIX)
    return None


def column(letters: bytes) -> int:
    """A column's place from 0.

    >>> column(b"A"), column(b"AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def letters(place: int) -> str:
    """A column's letters.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def _lost(piece: bytes, found: Findings) -> str:
    """What of these rows a reader drops in silence: what stands twice, and what stands behind the table's end."""
    for number in map(int, _ROW.findall(piece)):
        if number <= LAST_ROW:
            if found.rows[number]:
                return f"row {number:,} stands twice in it"
            found.rows[number] = 1
    places = _PLACE.findall(piece)
    if len(set(places)) < len(places):
        return f"cell {Counter(places).most_common(1)[0][0].decode()} stands twice in it"
    end = _END.search(piece) if b"sheetData" in piece and not found.ended else None
    if (found.ended or end) and _MORE.search(piece, end.end() if end else 0):
        return "rows stand behind the end of its table"
    found.ended = found.ended or end is not None
    return ""


def _search(piece: bytes, at: int, found: Findings) -> None:
    """Note what a piece of whole rows holds; the plain tests spare the search where there is nothing."""
    if b"<f" in piece:
        _note(_FORMULA, piece, found.formulas)
    _note(_LONG, piece, found.long_numbers)
    if b"hidden=" in piece:
        found.hidden_rows += len(_HIDDEN.findall(piece))
    if b"<mergeCell " in piece:
        found.merged += [(column(a), int(b), column(c), int(d)) for a, b, c, d in _MERGED.findall(piece)]
    _gaps(piece, at, found)


def _gaps(piece: bytes, at: int, found: Findings) -> None:
    """Note where rows jump, and the cells after the last jump. Most pieces have rows one after the other."""
    last = next((int(m[1]) for m in _ROW.finditer(piece, max(piece.rfind(b"<row "), 0))), 0)
    begins = 0
    if last - found.last_row > piece.count(b"<row ") + GAP:
        before = found.last_row
        for row in _ROW.finditer(piece):
            number = int(row[1])
            if number - before > GAP and before:
                _count(piece[begins : row.start()], found)
                found.gaps.append(Gap(at + row.start()))
                begins = row.start()
            before = number
    _count(piece[begins:], found)
    found.last_row = max(last, found.last_row)


def _count(piece: bytes, found: Findings) -> None:
    """Count the cells with values after the last gap; a few are enough to know."""
    if found.gaps and found.gaps[-1].cells <= STRAYS:
        gap = found.gaps[-1]
        cells = [(column(letters), int(row), "") for letters, row in _VALUED.findall(piece)]
        gap.cells, gap.first = gap.cells + len(cells), (gap.first + cells)[: STRAYS + 1]


def _note(pattern: re.Pattern[bytes], piece: bytes, into: list[Cell]) -> None:
    """The first cells of each column that match."""
    seen: dict[int, int] = {}
    for match in pattern.finditer(piece):
        at, row, *held = match.groups()
        place = column(at)
        seen[place] = seen.get(place, 0) + 1
        if seen[place] <= SHOWN:
            into.append((place, int(row), held[0].decode(errors="replace") if held else ""))


def pieces(package: Package, stored: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet's XML in pieces that end where a row ends, without a namespace prefix."""
    rest, mark = b"", None
    with stored.open(entire(stored.getinfo(part))) as stream:
        while chunk := stream.read(CHUNK):
            if mark is None:
                mark = prefix(chunk)
                if _NAMELESS.search(chunk.replace(b"<" + mark, b"<")):
                    rule = "its cells do not say where they stand, as those of Excel do"
                    raise refusal(package.path.name, rule, "open the file in Excel and save it")
            chunk = rest + chunk
            close = b"</" + mark + b"row>"
            end = chunk.rfind(close) + len(close)
            end = end if end >= len(close) else len(chunk) if len(chunk) > 4 * CHUNK else 0
            yield _plain(chunk[:end], mark)
            rest = chunk[end:]
    yield _plain(rest, mark or b"")


def _plain(piece: bytes, mark: bytes) -> bytes:
    return piece.replace(b"<" + mark, b"<").replace(b"</" + mark, b"</") if mark else piece
