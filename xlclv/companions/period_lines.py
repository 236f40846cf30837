"""Rows by period as they are typed, what they are called, and what those of a period, or of all, add up to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xlclv.orders.files.layouts.sums import leeway
from xlclv.orders.files.total_words import WORD

_TOTAL = re.compile(rf"{WORD}|totals?\s*[:：].*", re.IGNORECASE)  # "Total: Account", as advertisers' reports end
# What a part may be called too: it is a total where it has the sum of the others, and no more than that.
_ALL = re.compile(
    r"(all|alle|alles|tous|toutes|todos|todas|tutti|tutte|wszystkie|все|tümü|alla|kaikki|すべて|全て|全部|전체)"
    r"( (campaigns?|channels?|sources?|media|regions?|countries|kampagnen|kanäle|regionen|länder))?",
    re.IGNORECASE,
)
NOTHING = ("", "-", "--", "—")
_BLANK = frozenset((*NOTHING, "null", "(null)", "\\n"))  # as databases write a level that a row is a total over
_NUMBER = re.compile(r"([A-Z]{3} ?)?[\W\d]*( ?[A-Z]{3})?")  # a number, a day, or nothing: clicks too have a total


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number, what stands for the period, its other cells, and its money or number at a scale."""

    row: int
    period: str
    cells: tuple[str, ...]
    units: int

    @property
    def of_all(self) -> bool:
        """Whether it is called a total of all periods: where the period stands, or beside where none does."""
        words = self.cells if blank(self.period) else (self.period,)
        return any(_called(word) for word in words)

    @property
    def of_one(self) -> str:
        """The word that calls it the total of its own period, "" where none does."""
        return "" if self.of_all else next((cell for cell in self.cells if _called(cell)), "")

    @property
    def sure(self) -> bool:
        """Whether no part is called so."""
        return any(_TOTAL.fullmatch(cell) for cell in (self.period, *self.cells))

    def own(self, numbers: bool = False) -> tuple[int, ...]:
        """The places of words that say what it is a total of, or of numbers too, which may be ids."""
        words = ((at, cell) for at, cell in enumerate(self.cells) if not blank(cell) and not _called(cell))
        return tuple(at for at, cell in words if numbers or not _number(cell))

    def at(self, places: Sequence[int]) -> tuple[str, ...]:
        """Its cells there, whatever their case."""
        return tuple(self.cells[at].casefold() for at in places)

    def blanks(self, places: Sequence[int]) -> tuple[int, ...]:
        """Those of the places at which it has nothing."""
        return tuple(at for at in places if blank(self.cells[at]))


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals that are left out, those that may be ones and count, and one that is not what others add up to.

    `blank` and `unsure` are the same of rows that no word calls a total: they have nothing where others have words.
    """

    gone: list[Line] = field(default_factory=list)
    blank: list[Line] = field(default_factory=list)
    doubtful: list[Line] = field(default_factory=list)
    unsure: list[Line] = field(default_factory=list)
    wrong: tuple[Line, int] | None = None

    @property
    def rows(self) -> list[int]:
        """The numbers of all that are left out."""
        return sorted(each.row for each in (*self.gone, *self.blank))


def blank(cell: str) -> bool:
    """Whether nothing stands in a cell, or what a database writes for nothing.

    >>> [blank(cell) for cell in ("", "-", "NULL", "None", "0")]
    [True, True, True, False, False]
    """
    return cell.casefold() in _BLANK


@lru_cache(1 << 12)
def _called(cell: str) -> bool:
    return bool(_TOTAL.fullmatch(cell) or _ALL.fullmatch(cell))


def _number(cell: str) -> bool:
    """
    >>> [_number(cell) for cell in ("1,280", "EUR 5", "2026-01-31", "web", "B2B", "TV")]
    [True, True, True, False, False, False]
    """
    return any(map(str.isdigit, cell)) and _NUMBER.fullmatch(cell) is not None


def line(row: int, period: str, cells: Sequence[str], units: int) -> Line:
    """A row as it is typed."""
    return Line(row, period.strip(), tuple(" ".join(cell.split()) for cell in cells), units)


class Sum(NamedTuple):
    """How many rows there are, their sum, the largest, and how many have something where a total has nothing."""

    lines: int = 0
    units: int = 0
    most: int = 0
    filled: int = 0

    def more(self, part: Line, blanks: Sequence[int] = ()) -> Sum:
        """With one more."""
        filled = len(part.blanks(blanks)) < len(blanks)
        return Sum(self.lines + 1, self.units + part.units, max(self.most, part.units), self.filled + filled)


_Key = tuple[tuple[int, ...], tuple[int, ...]]


class Parts:
    """The rows that are parts, and the sums of those that are alike, in a period or in all."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.all: list[Line] = []
        self._in: dict[str, list[Line]] = {}
        self._sums: dict[str | None, dict[_Key, dict[tuple[str, ...], Sum]]] = {}

    def add(self, part: Line) -> None:
        """One more."""
        self.all.append(part)
        self._in.setdefault(part.period, []).append(part)
        for period in (None, part.period):
            for key, sums in self._sums.get(period, {}).items():
                _add(sums, part, key)

    def like(self, total: Line, period: str | None, places: tuple[int, ...] = (), blanks: tuple[int, ...] = ()) -> Sum:
        """Of a period or of all those that have the cells of the total there."""
        known, key = self._sums.setdefault(period, {}), (places, blanks)
        if key not in known:
            sums = known[key] = {}
            for part in self.all if period is None else self._in.get(period, []):
                _add(sums, part, key)
        return known[key].get(total.at(places), Sum())

    def make(self, total: Line, found: Sum) -> bool:
        """Whether these add up to the total, but for what rounding does."""
        return found.lines > 0 and abs(found.units - total.units) <= leeway(found.lines, self.scale)


def _add(sums: dict[tuple[str, ...], Sum], part: Line, key: _Key) -> None:
    places, blanks = key
    sums[part.at(places)] = sums.get(part.at(places), Sum()).more(part, blanks)
