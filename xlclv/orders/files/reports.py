"""Reports in text files: read whole, and turned into the table that they hold."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xlclv.orders.files import beside, outside
from xlclv.orders.files.layouts import blocks, printed
from xlclv.orders.files.layouts.plain import HEAD, Plain, Record, filled
from xlclv.orders.files.layouts.telling import layout
from xlclv.orders.files.quotes import like_rows, open_quote
from xlclv.orders.files.textstream import TextBytes
from xlclv.orders.headers import UnclearError
from xlclv.orders.roles import Columns
from xlclv.orders.source import Met, Options, Source, also, refusal

GAPS = "  "  # stands for columns of a fixed width, with two blanks or more between them
_CONFLICT = {"<" * 7, ">" * 7}
BLANKS = " "  # stands for columns set apart by runs of blanks


def laid_out(
    path: Path, options: Options, delimiter: str, skip: int, records: list[tuple[list[str], int]]
) -> tuple[Source, Columns] | None:
    """The table of a report, read whole, and its columns; None for a plain table, which is read piece by piece."""
    first = 2 if skip else 1
    head = [(number, cells) for number, (cells, _) in enumerate(records, start=first)]
    found = printed if delimiter == GAPS else layout(head)
    if found is None or (found is printed and printed.header(head) is None):
        return None
    with TextBytes(path, options.encoding) as stream:
        text = stream.read().decode()
        guessed = stream.guessed
    every = [
        (number, cells) for number, (cells, _) in enumerate(records_of(text[skip:], delimiter, path.name), start=first)
    ]
    if delimiter == GAPS and (bad := printed.shifted(every)) is not None:
        rule = "the columns have a fixed width, and a cell of this row is blank or runs into the next"
        raise refusal(f"{path.name}, row {bad:,}", rule, "save it as CSV, or fill the cell")
    _refuse_quoted(path, every, delimiter)
    _refuse_conflict(path, every)
    plain = found.turn(every)
    try:
        known, columns = plain.opened(options)
    except UnclearError:
        return None
    _refuse_wider(path, every, plain)
    blocks.refuse(path.name, plain, options.secret)
    seen = outside.above(path.name, every, plain.start, columns, drawn=plain.drawn, secret=options.secret)
    known["notes"] = (*(f"{path.name}: {note}" for note in known["notes"]), *seen.notes)
    below = [cells for _, cells in every[plain.start : plain.start + HEAD]]
    twins = beside.twins(path.name, every[plain.start - 1][1], below, columns, plain.drawn)
    known["warnings"] = (
        *seen.warnings,
        *twins,
        *blocks.told(path.name, plain),
        *outside.between(path.name, plain.titles, options.secret),
    )
    cells = plain.cells()

    def scan(wanted: Sequence[int]) -> Any:
        return cells.select(["row", *map(str, wanted)])

    met = Met(encoding=[guessed] if guessed else [])
    return Source(path, scan=scan, met=met, secret=options.secret, **known), columns


def _refuse_quoted(path: Path, records: Sequence[Record], delimiter: str) -> None:
    """A quote that is never closed has made one cell of rows."""
    widths = [len(cells) for _, cells in records]
    width = max(set(widths), key=widths.count, default=0)
    quoted = [row for row, cells in records if width > 1 and any(like_rows(cell, delimiter, width) for cell in cells)]
    if quoted:
        raise refusal(f"{path.name}, row {quoted[0]:,}", *open_quote(quoted))


def _refuse_conflict(path: Path, records: Sequence[Record]) -> None:
    """The marks of a merge that nobody finished stand around two versions of the same rows, which would both count."""
    marks = [(row, cells[0][:7]) for row, cells in records if cells and cells[0][:7] in _CONFLICT]
    if {mark for _, mark in marks} == _CONFLICT:
        rule = (
            f"two versions of the rows stand between the marks of an unfinished merge{also([r for r, _ in marks[1:]])}"
        )
        raise refusal(f"{path.name}, row {marks[0][0]:,}", rule, "keep one version, and take the marks out")


def _refuse_wider(path: Path, records: Sequence[Record], plain: Plain) -> None:
    """A row with cells behind the header's last has one mark too many: its amount, say, is two."""
    width, used = len(records[plain.start - 1][1]), set(plain.places)
    wider = [
        (row, len(cells)) for row, cells in records[plain.start :] if row in used and filled(cells)[-1:] >= [width]
    ]
    if wider:
        row, cells = wider[0]
        rule = f"the row has {cells} cells where the header has {width}{also([row for row, _ in wider[1:]])}"
        raise refusal(f"{path.name}, row {row:,}", rule, "quote cells that hold the delimiter, or fix the row")


def records_of(text: str, delimiter: str, whole: str = "") -> Iterator[tuple[list[str], int]]:
    """A text's records with the number of lines read so far; `whole` is the file's name, where it is not its head."""
    if delimiter == GAPS:
        for number, line in enumerate(text.splitlines(), start=1):
            yield re.split(r"\s{2,}|\t", line.strip()), number
        return
    if delimiter == BLANKS:
        for number, line in enumerate(text.splitlines(), start=1):
            yield line.split(), number
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield cells, reader.line_num
    except csv.Error:
        if whole:  # what comes after would be lost
            rule = f"a cell that begins after line {reader.line_num:,} is longer than any may be"
            raise refusal(whole, rule, "see whether a quote is never closed there") from None
        return
