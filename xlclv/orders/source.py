"""One input as it was opened: where its table starts, what its columns are called, how to name a cell of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlclv.errors import InputError, printable
from xlclv.orders.pseudonyms import Pseudonyms
from xlclv.orders.rules.lengths import CELL
from xlclv.orders.tables.base_files import Stamp

# How the names of files end that can be read; what a file is decides how.
FORMATS = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
NOT_SHOWN = "what it says is not shown, as ids are pseudonyms"
FRAME = "data frame"  # what messages call one, and the file it is read through
SMALL = 1 << 16  # bytes of a file
UNEVEN, DROPPED = 100_000, 1_000_000  # lines of another width, or of blanks, after which reading stops
_MIDNIGHT = " 00:00:00"
SHOWN = 5  # places named in one message; the rest are counted


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about the files; None where it is left to the files to decide."""

    customer: str | None = None
    date: str | None = None
    amount: str | None = None
    sheet: tuple[str, ...] = ()  # several are read one after the other; each may be a pattern such as 2025-*
    decimal: str | None = None
    dayfirst: bool | None = None
    encoding: str | None = None
    pseudonyms: Pseudonyms | None = None
    fill_down: bool = False  # blank customers and dates take what stands above
    normalise: bool = False  # ids that differ in upper and lower case or accents alone are one
    timezone: str | None = None  # the zone in which days are counted
    system: str | None = None  # whose export it is
    status_column: str | None = None  # "none": no column decides what is a sale
    only: tuple[str, ...] = ()  # words of rows that alone count: of statuses, or after "column=" of that column
    without: tuple[str, ...] = ()  # words of rows that do not
    order_column: str | None = None  # "none": every line has its own amount
    keep_ids: tuple[str, ...] = ()  # placeholders that are customers
    exclude: tuple[str, ...] = ()  # customers to leave out
    cost: str | None = None  # what the goods of a line cost, so that its margin is known
    margin_column: str | None = None  # the margin of a line, where a column has it
    by: tuple[str, ...] = ()  # further columns that are kept, to tell customers apart by
    also: tuple[str, ...] = ()  # headers of the customers file, of which --by may mean one
    beside: bool = False  # other files stand beside the orders, so the orders come here
    told: Callable[[Sequence[str]], Any] | None = None  # how columns are told, where the table is not of orders
    companion: bool = False  # a file beside the orders, to which options of their files do not reach
    since: str | None = None  # the first day that counts, as 2026-01-01
    until: str | None = None  # the last
    form: str = "orders"  # what the rows are: orders, or contracts
    named: tuple[tuple[str, str], ...] = ()  # further columns of contracts as the user names them, by role
    lacking: bool = False  # of several files some may lack a column that --only or --without names
    secret: bool = False  # ids are replaced: no message quotes what may be one

    def __post_init__(self) -> None:
        for name in ("only", "without"):
            object.__setattr__(self, name, several(getattr(self, name)))
        if self.pseudonyms is not None:
            object.__setattr__(self, "secret", True)

    @property
    def counted(self) -> bool:
        """Whether the user says that there is no money: orders (visits, logins) are counted."""
        return self.amount is not None and self.amount.strip().casefold() == "none"


def several(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """What may be given once or several times.

    >>> several("2025-*"), several(["a", "b"]), several(None)
    (('2025-*',), ('a', 'b'), ())
    """
    return (said,) if isinstance(said, str) else tuple(said or ())


def _no_cells(wanted: Sequence[int]) -> Any:
    raise AssertionError(wanted)  # a source made to name cells alone is never scanned


def _numbers() -> array[int]:
    return array("q")  # a fifth of what a list of them takes


@dataclass(frozen=True, slots=True)
class Met:
    """What an Arrow reader meets while it is read."""

    ragged: list[tuple[int, int, str]] = field(default_factory=list)  # first rows of another width: row, cells, text
    uneven: array[int] = field(default_factory=_numbers)  # all of them, of which there may be millions
    dropped: array[int] = field(default_factory=_numbers)  # rows of blanks the reader skipped, in order
    blank: list[int] = field(default_factory=list)  # how many further rows hold nothing in any column
    skipped: list[int] = field(default_factory=list)  # how many of these the reader did not hand over
    opened: list[int] = field(default_factory=list)  # rows of another width, in a quote of which such lines stand
    swallowed: list[int] = field(default_factory=list)  # rows a cell of which holds lines that look like rows
    behind: int = 0  # blank cells that each row has behind the header's last
    encoding: list[str] = field(default_factory=list)  # what bytes that are no UTF-8 were taken for
    failed: list[InputError] = field(default_factory=list)  # why it stopped, which DuckDB wraps in its words

    @property
    def too_many(self) -> bool:
        """Whether so many lines are no rows that to pass over the others would take longer than to read them."""
        return len(self.uneven) > UNEVEN or len(self.dropped) > DROPPED


@dataclass(frozen=True, slots=True)
class Source:
    """One table of one file: its headers (empty when it has none) and how to get the raw cells.

    `scan(positions)` gives something DuckDB can read from: an Arrow reader or table whose columns are the
    wanted ones as text (or, from Parquet, as stored) and `row`, counted as the file's own program counts rows.
    """

    path: Path
    headers: tuple[str, ...]
    width: int
    scan: Callable[[Sequence[int]], Any] = _no_cells
    sheet: str = ""
    alike: tuple[str, ...] = ()  # further sheets that the pattern means, of a workbook
    numeric: frozenset[int] = frozenset()  # positions whose cells are all typed numbers
    relation: str = ""  # SQL for the whole file with typed columns, and file_row_number, where it has them
    mixed: frozenset[int] = frozenset()  # positions whose cells are typed numbers and text
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    met: Met = field(default_factory=Met)
    places: tuple[int, ...] = ()  # of each row, where rows were made from a report: which of the file it came from
    totals: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # rows that total others, from one to another
    table: str = ""  # of a database
    stamp: Stamp = ()  # of the files of that database, when it was opened
    currency: str = ""  # that the number formats of the amounts show
    formats: tuple[tuple[str, int, tuple[int, ...]], ...] = ()  # or several: each with its column and rows
    units: bool = False  # or that a row of units below the header says
    secret: bool = False  # as of Options: any cell may be an id, in a row that is shifted, say
    commas: bool = False  # part the columns of the text
    compared: tuple[int | None, ...] = ()  # places of columns as rows of several files are compared; () as they stand
    beside: bool = False  # a file beside the orders, to which options of their rows do not reach

    @property
    def name(self) -> str:
        """The file as messages call it."""
        return self.path.name

    @property
    def small(self) -> bool:
        """Whether it is a file of a few thousand rows at most."""
        packed = self.path.suffix.lower() == ".gz"  # whose bytes say little of its rows
        return not self.relation and not packed and self.path.is_file() and self.path.stat().st_size <= SMALL

    @property
    def where(self) -> str:
        """File and sheet or table, as messages name them."""
        if self.sheet:
            return f'{self.name}, sheet "{self.sheet}"'
        return f'{self.name}, table "{self.table}"' if self._table_of_file else self.name

    def without(self, rows: str = "the row") -> str:
        """The way out where rows are of no use.

        >>> Source(Path("a.csv"), (), 0).without(), Source(Path("table a"), (), 0, table="a").without("them")
        ('leave the row out of the file', 'make a view that leaves them out')
        """
        if self.table:
            return f"make a view that leaves {rows} out"
        return f"leave {rows} out of the {FRAME if self.name == FRAME else 'file'}"

    @property
    def _table_of_file(self) -> bool:
        return bool(self.table) and self.name != f"table {self.table}"

    @property
    def typed(self) -> bool:
        """Whether each cell has a type of its own, as in a workbook and in a table of SQLite."""
        return bool(self.sheet) or self._table_of_file

    def row(self, number: int) -> int:
        """The row as the file's own program counts it: rows that the reader skipped are counted too."""
        if self.places:
            return self.places[number - 1]
        for skipped in self.met.dropped:
            if skipped > number:
                break
            number += 1
        return number

    def column(self, position: int) -> str:
        """A column as messages name it."""
        return column_called(self.headers, position)

    def quoted(self, cell: str, instead: str = "the cell", most: int | None = None) -> str:
        """A cell as messages quote it, see `quoted`."""
        day = cell.removesuffix(_MIDNIGHT) if self.sheet else cell  # as which a sheet's days are read
        return quoted(day, self.secret, instead, most)

    def refuse(self, rule: str, *, row: int | None = None, column: str = "", fix: str = "") -> InputError:
        """The one line for a file that cannot be read: file, sheet, row, column, rule, fix."""
        place = [self.where]
        if row is not None:
            place.append(f"row {row:,}")
        if column:
            place.append(column)
        return refusal(", ".join(place), rule, fix)


def quoted(cell: str, secret: bool, instead: str = "the cell", most: int | None = None) -> str:
    """A cell as messages quote it, by its first letters; where ids are pseudonyms other words, for it may be an id.

    >>> quoted(" Smith ", False), quoted(" Smith ", True), quoted("Smith", False, most=3)
    ('"Smith"', 'the cell', '"Smi"')
    """
    return instead if secret else f'"{cell.strip()[:most]}"'


def column_called(headers: Sequence[str], position: int) -> str:
    """A column by its header, or by its place."""
    header = headers[position].strip() if position < len(headers) else ""
    return f'column "{header}"' if header else f"column {position + 1}"


def also(rows: Sequence[int], total: int | None = None) -> str:
    """Further rows with the same fault, so that all are fixed at once.

    >>> also([7, 9]), also([7, 8, 9, 10], 1_000)
    (' (also rows 7, 9)', ' (also rows 7, 8, 9, 10 and 996 more)')
    >>> also([], 1), also([], 199)
    (' (also 1 more row)', ' (also 199 more rows)')
    """
    count = len(rows) if total is None else total
    if not count:
        return ""
    if not rows:
        return f" (also {count:,} more row{'s' if count > 1 else ''})"
    named = ", ".join(f"{row:,}" for row in rows[: SHOWN - 1])
    rest = count - min(len(rows), SHOWN - 1)
    return f" (also row{'s' if count > 1 else ''} {named}{f' and {rest:,} more' if rest else ''})"


def listed(named: Sequence[str]) -> str:
    """Some of what is named; the rest are counted.

    >>> listed(["a", "b"]), listed(list("abcdefgh"))
    ('a, b', 'a, b, c, d, e and 3 more')
    """
    rest = len(named) - SHOWN
    return ", ".join(named[:SHOWN]) + (f" and {rest:,} more" if rest > 0 else "")


def refusal(place: str, rule: str, fix: str = "") -> InputError:
    """An InputError of one line, whatever is in the cells and names it quotes: place, rule, fix."""
    said = f"{place}: {rule}" + (f"; {fix}" if fix else "")
    return InputError(text=printable(said))


def too_long(place: str, fix: str = "shorten it, or write the columns of orders alone") -> InputError:
    """The refusal of a cell that is a file of its own: each step of reading would hold it once more."""
    return refusal(place, f"a cell holds more than {CELL >> 20} MB, as none of an order table does", fix)


def row_numbers(first: int, count: int) -> Any:
    """The numbers of rows as an Arrow array. (pa.array would import pandas, to ask what it is given.)"""
    import numpy as np
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(np.arange(first, first + count))])
