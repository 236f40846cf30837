"""Where a table of customers goes: a Parquet, .csv or .xlsx file by its ending, or standard output."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from xlclv.errors import UsageError, printable

STANDARD = "-"
ENDINGS = (".parquet", ".csv", ".xlsx")
Told = Callable[[int, int], None]


def is_file(to: str) -> bool:
    """Whether the name is a file's, by how it ends."""
    return to.lower().endswith(ENDINGS)


def refuse_unless_file(to: str, more: str = "") -> None:
    """UsageError where the name is neither a file's nor standard output."""
    if to != STANDARD and not is_file(to):
        raise UsageError(f"--to {to}: name a file that ends in .parquet, .csv or .xlsx, or - to print .csv{more}")


class Written(NamedTuple):
    """How many rows were written, and what the reader of the file has to know."""

    rows: int
    notes: tuple[str, ...] = ()


def write(table: Any, to: str, told: Told, rows: int = 0) -> Written:
    """Write the rows of an Ibis table, whole or not at all where it is a file."""
    from xlclv.orders.tables import writing

    formulas: list[int] = []
    if to == STANDARD:
        return _warned(writing.print_csv(table, _standard(), met=formulas.append), "What was printed", formulas)
    if to.lower().endswith(".csv"):
        return _warned(writing.to_csv(table, Path(to), told, rows, formulas.append), to, formulas)
    if to.lower().endswith(".xlsx"):
        from xlclv.workbook import table as sheet

        names, batches = writing.batches(table)
        return Written(sheet.write(names, batches, Path(to), told, rows))
    return Written(writing.to_parquet(table, Path(to), told, rows))


def _standard() -> IO[bytes]:
    """Standard output: bytes as they are for a program; on a terminal nothing that would move its cursor."""
    return cast(IO[bytes], _Terminal()) if sys.stdout.isatty() else sys.stdout.buffer


class _Terminal(io.RawIOBase):
    """What is written to a terminal: labels and ids are others' words."""

    def __init__(self) -> None:
        self._out = sys.stdout.buffer  # itself: a bar of progress stands in for what is written as text
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        return True

    def write(self, given: Any) -> int:
        self._out.write(printable(self._decode(bytes(given)), lines=True).encode())
        return len(given)

    def flush(self) -> None:
        self._out.flush()


def _warned(count: int, what: str, formulas: Sequence[int]) -> Written:
    """Ids stay as they are, for programs that join by them; who opens the file in a spreadsheet is warned."""
    cells = sum(formulas)
    if not cells:
        return Written(count)
    begin = f"{cells:,} cell begins" if cells == 1 else f"{cells:,} cells begin"
    return Written(count, (
        f"{what}: {begin} with =, +, - or @, which a spreadsheet would calculate; open it there as text, "
        "or write .xlsx (--to scores.xlsx), which holds it as text",
    ))  # fmt: skip
