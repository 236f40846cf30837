"""Text files of cells: the encoding, the delimiter and the header are decided here, the cells stay as typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.arrow import room_for_threads
from xlclv.orders.columns import positions, recognise
from xlclv.orders.files import beside, outside, surplus, units
from xlclv.orders.files.footer import MOST
from xlclv.orders.files.header import HEADER_ROWS, find_header
from xlclv.orders.files.layouts.printed import drawn
from xlclv.orders.files.no_table import CHUNK, HEAD, long_header, nothing, unreadable
from xlclv.orders.files.quotes import left_open, like_rows, taken_in
from xlclv.orders.files.reports import BLANKS, GAPS, laid_out, records_of
from xlclv.orders.files.textstream import TextBytes
from xlclv.orders.headers import UnclearError, too_wide
from xlclv.orders.roles import Columns
from xlclv.orders.rules.lengths import LONGEST
from xlclv.orders.source import Met, Options, Source, refusal, row_numbers
from xlclv.uninterrupted import asked

_LINES = 20
_WIDE = 64 * HEAD  # and so many at most where a table is so wide that these are not as many lines
DELIMITERS = (",", ";", "\t", "|")
_MOST = 0.5  # of the rows of a table of fixed widths have all their cells


def open_delimited(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a text file, and its columns."""
    head = _head(path, options)
    if len(head) >= _WIDE and "\n" not in head:
        raise nothing(path, head)
    delimiter, skip = _delimiter(head, options)
    records = list(_begun(records_of(head[skip:], delimiter)))
    if not any(any(cell.replace("\0", "").strip() for cell in cells) for cells, _ in records):
        raise nothing(path, head)
    if said := too_wide(max(len(cells) for cells, _ in records)):
        raise refusal(path.name, said)
    if (found := laid_out(path, options, delimiter, skip, records)) is not None:
        return found
    return _plain(path, options, head, (delimiter, skip), records)


def _plain(
    path: Path, options: Options, head: str, parted: tuple[str, int], records: list[tuple[list[str], int]]
) -> tuple[Source, Columns]:
    """A table of a row an order, which is read piece by piece; its head is `records`, `parted` as `_delimiter` says."""
    delimiter, skip = parted
    rows = [cells for cells, _ in records]
    columns, at = find_header(rows, options, path.name)
    if at and max(map(len, rows[at - 1])) > LONGEST:
        raise long_header(path)
    said = units.below(rows, at, columns.roles)
    start = at + bool(said.words)
    skipped_lines = head[:skip].count("\n") + (records[start - 1][1] if start else 0)
    headers, least = tuple(rows[at - 1]) if at else (), max(columns.roles.values()) + 1
    if len(headers) < least:
        headers = ()  # the columns are given by their places, and what stands above them is no header
    cut = -1 if len(head) >= HEAD // 8 else len(rows)  # the last may not be whole
    headers, behind = surplus.settled(headers, rows[start:cut], least)
    width = len(headers) or max(map(len, rows))
    first, met = 1 + head[:skip].count("\n"), Met(behind=behind)

    def scan(wanted: Sequence[int]) -> Any:
        return _reader(path, options, delimiter, skipped_lines, width, wanted, first + start, met)

    mark = {"\t": "tab", BLANKS: "blanks", ",": "comma", ";": "semicolon"}.get(delimiter, delimiter)
    notes = [f"{path.name}: columns are separated by {mark}"] if delimiter != "," else []
    notes += [*surplus.told(path.name, behind), *said.told(path.name, first + at, options.secret)]
    seen = _outside(path.name, records, first, at, columns, options)
    told: dict[str, Any] = {"notes": (*notes, *seen.notes), "warnings": seen.warnings, "secret": options.secret}
    told["commas"] = delimiter == ","
    return Source(path, headers, width, scan, met=met, currency=said.currency, units=True, **told), columns


def _outside(
    name: str, records: list[tuple[list[str], int]], first: int, at: int, columns: Columns, options: Options
) -> outside.Seen:
    """What stands above the header and beside the table; the first record is the row `first`."""
    rows = [(number, cells) for number, (cells, _) in enumerate(records, start=first)]
    headed = positions(options, max(len(cells) for cells, _ in records)) is None
    seen = outside.above(name, rows, at, columns, headed=headed, secret=options.secret)
    names = beside.header_of([cells for cells, _ in records[:at]], at, columns, headed)
    below = [cells for cells, _ in records[at : at + HEADER_ROWS]]
    return seen.also((), (*beside.nameless(name, names, below), *beside.twins(name, names, below, columns)))


def _head(path: Path, options: Options) -> str:
    """The first piece of the file as text, cut at the last whole line."""
    with TextBytes(path, options.encoding) as stream:
        content = stream.read(HEAD)
        while content.count(b"\n") < _LINES and len(content) < _WIDE and (more := stream.read(HEAD)):
            content += more
        text = content.decode("utf-8", errors="ignore")
    if len(text) < HEAD // 8:
        return text
    return text[: text.rfind("\n") + 1] or text


def _begun(records: Iterable[tuple[list[str], int]]) -> Iterator[tuple[list[str], int]]:
    """The records, their cells cut behind what a cell may hold: each is looked at once for every role."""
    for cells, line in records:
        yield [cell[: LONGEST + 1] for cell in cells], line


def _delimiter(head: str, options: Options) -> tuple[str, int]:
    """The delimiter, and the characters of an Excel "sep=" line that stands before the table."""
    first = head.split("\n", 1)[0].strip()
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], head.index("\n") + 1
    fitness = {mark: _fitness(head, mark, options) for mark in DELIMITERS}
    best = max(fitness, key=fitness.__getitem__)
    if fitness[best][3] > 1:
        return best, 0
    gaps, blanks = (_fitness(head, mark, options) for mark in (GAPS, BLANKS))
    if gaps[0] and gaps[1] >= _MOST and gaps[3] > 2:
        return GAPS, 0
    if blanks[3] > 1:
        return BLANKS, 0
    return ",", 0


def _fitness(head: str, delimiter: str, options: Options) -> tuple[bool, float, bool, int]:
    """How well a delimiter explains the head: a header is recognised, rows agree in width, the width."""
    rows = [cells for cells, _ in _begun(records_of(head, delimiter)) if any(cell.strip() for cell in cells)]
    rows = [cells for cells in rows if not drawn(cells)]
    widths = [len(cells) for cells in rows]
    width = max(set(widths), key=widths.count, default=0)
    share = widths.count(width) / len(widths) if widths else 0.0
    parted = (cells for cells in rows[:HEADER_ROWS] if len(cells) > 1)  # a mark that parts nothing explains nothing
    told = any(_recognised(cells, options) for cells in parted)
    words = any(len(cells) == width for cells in rows[:HEADER_ROWS] if not any(c.isdigit() for c in "".join(cells)))
    return told, round(share, 1) if width > 1 else 0.0, words, width


def _recognised(cells: list[str], options: Options) -> bool:
    try:
        recognise(cells, options)
    except UnclearError:
        return False
    return True


def _reader(
    path: Path,
    options: Options,
    delimiter: str,
    skip_lines: int,
    width: int,
    wanted: Sequence[int],
    first_row: int,
    met: Met,
) -> Any:
    """An Arrow reader of the wanted columns as text, with the row's number."""
    import pyarrow as pa
    import pyarrow.csv as pc

    def odd(row: Any) -> str:
        if asked.is_set() or met.too_many:  # an error raised here would not be heard
            return "error"
        if row.text.strip():
            met.uneven.append(row.number)
            if len(met.uneven) <= MOST + 1:
                met.ragged.append((row.number, row.actual_columns, row.text))
                if like_rows(row.text, delimiter, cells) or left_open(row.text, delimiter, cells):
                    met.opened.append(row.number)
        else:
            met.dropped.append(row.number)
        return "skip"

    # One thread reads ahead: Arrow's usual eight take half a gigabyte of addresses among them.
    pa.set_io_thread_count(1)
    room_for_threads()
    cells = width + met.behind
    names = [str(i) for i in range(cells)]
    stream = TextBytes(path, options.encoding, blanks=delimiter == BLANKS)
    try:
        reader = pc.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=pc.ReadOptions(column_names=names, skip_rows=skip_lines, block_size=CHUNK, use_threads=False),
            parse_options=pc.ParseOptions(
                delimiter="\t" if delimiter == BLANKS else delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=odd,
            ),
            convert_options=pc.ConvertOptions(
                column_types={name: pa.string() for name in names},
                strings_can_be_null=False,
                include_columns=[names[i] for i in (*wanted, *range(width, cells))],
            ),
        )
    except pa.ArrowInvalid as reason:
        raise unreadable(path, reason) from None
    schema = pa.schema([("row", pa.int64()), *[reader.schema.field(at) for at in range(len(wanted))]])

    def numbered() -> Iterator[Any]:
        row = first_row
        while (batch := _next(reader, path, met)) is not None:
            numbers = row_numbers(row, batch.num_rows)
            met.encoding[:] = filter(None, [stream.guessed])
            taken = taken_in(batch, row, delimiter, cells)
            met.opened.extend(taken.orders)
            met.swallowed.extend(taken.perhaps)
            surplus.meet(batch, row, width, len(wanted), met)
            row += batch.num_rows
            yield pa.RecordBatch.from_arrays([numbers, *batch.columns[: len(wanted)]], schema=schema)
        if met.swallowed[-1:] == [row - 1] and stream.ends != b'"':  # the file ends within the cell
            met.opened.append(met.swallowed.pop())

    return pa.RecordBatchReader.from_batches(schema, numbered())


def _next(reader: Any, path: Path, met: Met) -> Any:
    """The next batch, None after the last; what stops the reader is kept, for DuckDB wraps it in words of its own."""
    import pyarrow as pa

    try:
        return next(reader, None)
    except InputError as reason:
        met.failed.append(reason)
        raise
    except pa.ArrowInvalid as reason:
        met.failed.append(unreadable(path, reason))
        raise
