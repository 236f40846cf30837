"""What the checks catch: one cell of every pattern is overwritten in turn, and AllChecksOK must turn FALSE.

`python -m tests.workbook.mutants` tries cells of every sheet of the demo's workbooks, of orders with all that may stand
beside them and of contracts, each of some of the sample's customers, and tells the rate sheet by sheet; with `--all`
every pattern. `python -m tests.workbook.mutants ORDERS.csv ...` does it for those orders. What a reader is meant to
change, the input cells, is left out, and what shows the result of the checks.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from openpyxl.utils import column_index_from_string, get_column_letter

from xlclv import build_report, read_orders
from xlclv.cli.program import xlclv
from xlclv.serials import serial
from xlclv.workbook.calculation import Error, Formula, Grid
from xlclv.workbook.summary import lay_out
from xlclv.workbook.writer import Book

from .reach import Reach

Place = tuple[str, int, int]
AIM = 0.95
SAMPLE = 15  # mutants of a sheet, unless all are asked for
DEMO = Path(__file__).parents[2] / "xlclv" / "demo"
_CELL = re.compile(r"(?<![\w\[])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(\[])")
_CONTROL = "AllChecksOK"


@dataclass(frozen=True)
class Mutant:
    """One cell, what kind of cell it stands for, and what it is overwritten with."""

    place: Place
    pattern: str
    value: Any

    @property
    def at(self) -> str:
        """The address as a reader says it."""
        sheet, row, column = self.place
        return f"{sheet}!{get_column_letter(column)}{row}"


def relative(text: str, row: int, column: int) -> str:
    """A formula with its relative references as offsets: what a spreadsheet fills across and down.

    >>> relative("=SUM(B$3:B7)*Margin", 8, 3)
    '=SUM(C[-1]R3:C[-1]R[-1])*Margin'
    """

    def offset(found: re.Match[str]) -> str:
        letter = found[2] if found[1] else f"[{column_index_from_string(found[2]) - column}]"
        return f"C{letter}R{found[4]}" if found[3] else f"C{letter}R[{int(found[4]) - row}]"

    return _CELL.sub(offset, text)


def mutants(book: Book) -> Iterator[Mutant]:
    """One of each formula pattern and of each column of values, block by block, on every sheet."""
    inputs = {book.styles.id("Input", fmt) for name, fmt in list(book.styles._ids) if name == "Input"}
    for title, sheet in book.sheets.items():
        groups: dict[str, list[tuple[int, int]]] = {}
        blocks = _blocks(sheet._rows)
        for row, cells in sheet._rows.items():
            for column, (style, value) in cells.items():
                apart = style in inputs or _shows_checks(value)
                if not apart and (told := _pattern(value, row, column, blocks[row])):
                    groups.setdefault(told, []).append((row, column))
        for row, column in _of_table(book.calculation._grid(title)):
            groups[f"column {get_column_letter(column)} of the table"] = [(row, column)]
        for pattern, places in sorted(groups.items()):
            place = (title, *places[len(places) // 2])
            yield Mutant(place, pattern, other(book.calculation.value(place)))


def _shows_checks(value: Any) -> bool:
    """Cells outside Checks that show its result: no check can hold them without needing itself; Method says so."""
    return isinstance(value, Formula) and bool(re.search(r"Checks!\$[CDE]\$3\b", value.text))


def _blocks(rows: dict[int, Any]) -> dict[int, int]:
    """Rows without a gap between them are one block."""
    found, block, last = {}, 0, 0
    for row in sorted(rows):
        block += row > last + 1
        found[row], last = block, row
    return found


def _pattern(value: Any, row: int, column: int, block: int) -> str:
    if isinstance(value, Formula):
        return relative(value.text, row, column)
    if isinstance(value, int | float | dt.date):
        return f"values in {get_column_letter(column)}, block {block}"
    return ""


def _of_table(grid: Grid) -> Iterator[tuple[int, int]]:
    if grid.table is not None:
        yield from ((grid.table.head + 1 + grid.table.rows // 2, i) for i in range(1, len(grid.table.columns) + 1))


def other(value: Any) -> Any:
    """What the cell does not show: near enough to pass unseen."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str | Error) or value is None:
        return "overwritten"
    number = serial(value) if isinstance(value, dt.date) else value
    if number == int(number):
        return float(number + max(1, abs(number) // 10))
    return number * 1.1


def caught(book: Book, mutant: Mutant) -> bool:
    """Whether a check fails once the cell is overwritten; the cell is put back."""
    return caught_all(book, {mutant.place: mutant.value})


def caught_all(book: Book, values: dict[Place, Any]) -> bool:
    """The same for several cells at once; only what hangs on them is worked out again."""
    calculation, missing = book.calculation, object()
    assert calculation.worked(f"={_CONTROL}") is True
    kept, reach = dict(calculation._known), _reach(book)
    rows = {place: calculation._grid(place[0]).rows.setdefault(place[1], {}) for place in values}
    before = {place: rows[place].get(place[2], missing) for place in values}
    try:
        for place, value in values.items():
            rows[place][place[2]] = value
        calculation._forget()
        hanging = reach.of(iter(values))
        calculation._known.update((place, value) for place, value in kept.items() if place not in hanging)
        return calculation.worked(f"={_CONTROL}") is not True
    finally:
        for place, value in before.items():
            if value is missing:
                del rows[place][place[2]]
            else:
                rows[place][place[2]] = value
        calculation._forget()
        calculation._known.update(kept)


@lru_cache(maxsize=1)
def _reach(book: Book) -> Reach:
    return Reach(book.calculation)


@dataclass
class Rate:
    """How many of a sheet's mutants were caught, and which were not."""

    tried: int
    missed: list[Mutant]

    @property
    def share(self) -> float:
        """1 if all were."""
        return 1 - len(self.missed) / self.tried if self.tried else 1.0


def rates(book: Book, chosen: Iterable[Mutant]) -> dict[str, Rate]:
    """Sheet by sheet."""
    found: dict[str, Rate] = {}
    for mutant in chosen:
        rate = found.setdefault(mutant.place[0], Rate(0, []))
        rate.tried += 1
        if not caught(book, mutant):
            rate.missed.append(mutant)
    return found


def overall(found: dict[str, Rate]) -> float:
    """The share of all mutants that were caught."""
    tried = sum(rate.tried for rate in found.values())
    return 1 - sum(len(rate.missed) for rate in found.values()) / tried


def told(name: str, found: dict[str, Rate]) -> Iterator[str]:
    """The rates in words."""
    yield f"{name}: {overall(found):.1%} of {sum(rate.tried for rate in found.values())} mutants caught"
    for sheet, rate in found.items():
        yield f"  {sheet}: {rate.tried - len(rate.missed)} of {rate.tried}"
        yield from (f"    not caught: {mutant.at}, {mutant.pattern}" for mutant in rate.missed)


def book_of(path: Path, **options: Any) -> Book:
    """The workbook of a file of orders, in memory."""
    return lay_out(build_report(read_orders(path), **options), lambda words, done, total: None)


def book_by(words: list[str]) -> Book:
    """The workbook that a command line would write, in memory."""
    kept: list[Book] = []

    def keep(self: Book, path: Path) -> tuple[str, ...]:
        kept.append(self)
        return ()  # no check fails in it

    with patch.object(Book, "save", keep):
        xlclv.main([*words, "-q"], standalone_mode=False)
    return kept[-1]


def some_of(name: str, every: int, folder: Path) -> str:
    """A file of the demo with one in so many of its customers."""
    head, *lines = (DEMO / name).read_text(encoding="utf-8").splitlines()
    at = head.split(",").index("Customer ID")
    kept = [line for line in lines if int(re.sub(r"\D", "", line.split(",")[at]) or 1) % every == 0]
    (folder / name).write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    return str(folder / name)


def demos(folder: Path) -> Iterator[tuple[str, Book]]:
    """Both workbooks of the demo, each of about 300 customers: with them all sheets that there are."""
    said = ["--as-of", "2026-06-30", "--currency", "EUR", "-o", str(folder / "never-written.xlsx")]
    orders, *beside = (some_of(f"sample_{name}.csv", 12, folder) for name in ("orders", "customers", "contacts"))
    more = [word for pair in zip(("--customers", "--contacts"), beside, strict=True) for word in pair]
    spent = ["--acquisition", str(DEMO / "sample_acquisition.csv")]
    more += ["--by", "Category", "--contact-cost", "phone=4.20,chat=2.10,e-mail=1.50"]
    said += ["--opening", "2026-03-31", "--scenario", "Downturn: margin=35%, retention=-10%, new-customers=-20%"]
    yield "orders", book_by(["summarize", orders, *more, *spent, "--margin", "40%", "--cac", "25", *said])
    bought = some_of("sample_contracts.csv", 8, folder)
    yield "contracts", book_by(["contracts", bought, "--by", "Plan", "--margin", "60%", "--cac", "120", *said])


def spread(found: Iterable[Mutant], most: int) -> list[Mutant]:
    """At most so many of each sheet, from all over it."""
    by_sheet: dict[str, list[Mutant]] = {}
    for mutant in found:
        by_sheet.setdefault(mutant.place[0], []).append(mutant)
    return [one for mine in by_sheet.values() for one in mine[:: -(-len(mine) // most)]]


def main(words: list[str]) -> int:
    """Print the rates; 1 if fewer are caught than aimed at."""
    worst, most = 1.0, sys.maxsize if "--all" in words else SAMPLE
    paths = [Path(word) for word in words if word != "--all"]
    with TemporaryDirectory() as folder:
        books = ((path.name, book_of(path, margin=0.4, cac=20.0)) for path in paths)
        for name, book in books if paths else demos(Path(folder)):
            found = rates(book, spread(mutants(book), most))
            print(*told(name, found), sep="\n", flush=True)
            worst = min(worst, overall(found))
    return int(worst < AIM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
