"""Rows by period that total others: of all periods, or of the parts of one. What is proven is left out, no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xlclv.orders.files.layouts.sums import leeway
from xlclv.orders.files.totals import WORD
from xlclv.orders.ledger import exact
from xlclv.orders.source import also, quoted

_TOTAL = re.compile(rf"{WORD}|totals?\s*[:：].*", re.IGNORECASE)  # "Total: Account", as advertisers' reports end
# What a part may be called too: it is a total where it has the sum of the others, and no more than that.
_ALL = re.compile(
    r"(all|alle|alles|tous|toutes|todos|todas|tutti|tutte|wszystkie|все|tümü|alla|kaikki|すべて|全て|全部|전체)"
    r"( (campaigns?|channels?|sources?|media|regions?|countries|kampagnen|kanäle|regionen|länder))?",
    re.IGNORECASE,
)
NOTHING = ("", "-", "--", "—")
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
        words = self.cells if self.period in NOTHING else (self.period,)
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
        words = ((at, cell) for at, cell in enumerate(self.cells) if cell and not _called(cell))
        return tuple(at for at, cell in words if numbers or not _number(cell))

    def at(self, places: Sequence[int]) -> tuple[str, ...]:
        """Its cells there, whatever their case."""
        return tuple(self.cells[at].casefold() for at in places)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals that are left out, those that may be ones and count, and one that is not what others add up to."""

    gone: list[Line] = field(default_factory=list)
    doubtful: list[Line] = field(default_factory=list)
    wrong: tuple[Line, int] | None = None


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


class _Parts:
    """How many parts there are in a period, or in all, and their sum; of those too that have the words of a total."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.all: list[Line] = []
        self._in: dict[str, list[Line]] = {}
        self._sums: dict[tuple[str | None, tuple[int, ...]], dict[tuple[str, ...], tuple[int, int]]] = {}

    def add(self, part: Line) -> None:
        """One more."""
        self.all.append(part)
        self._in.setdefault(part.period, []).append(part)
        for (period, places), sums in self._sums.items():
            if period in (None, part.period):
                _add(sums, part, places)

    def like(self, total: Line, period: str | None, places: tuple[int, ...] = ()) -> tuple[int, int]:
        """Of a period or of all those that have the cells of the total there."""
        if (period, places) not in self._sums:
            sums = self._sums[period, places] = {}
            for part in self.all if period is None else self._in.get(period, []):
                _add(sums, part, places)
        return self._sums[period, places].get(total.at(places), (0, 0))

    def make(self, total: Line, found: tuple[int, int]) -> bool:
        """Whether these add up to the total, but for what rounding does."""
        return found[0] > 0 and abs(found[1] - total.units) <= leeway(found[0], self.scale)


def _add(sums: dict[tuple[str, ...], tuple[int, int]], part: Line, places: tuple[int, ...]) -> None:
    count, units = sums.get(part.at(places), (0, 0))
    sums[part.at(places)] = count + 1, units + part.units


def totals(lines: Sequence[Line], scale: int) -> Totals:
    """What of the lines, in their order, is a total: a word says so, and other lines add up to it but for rounding."""
    found, parts = Totals(), _Parts(scale)
    ends = {each.row for each in lines if each.of_all}
    inner = [each for each in lines if each.row not in ends and each.of_one]
    named = {each.row for each in inner} | ends
    for each in lines:
        if each.row not in named:
            parts.add(each)
    for each in sorted(inner, key=lambda one: -len(one.own(numbers=True))):
        others = parts.like(each, each.period)
        alike, nearest = (parts.like(each, each.period, each.own(numbers)) for numbers in (False, True))
        if parts.make(each, alike if alike[0] else others) or parts.make(each, nearest):
            found.gone.append(each)
            continue
        if each.sure and alike[0]:
            return Totals(wrong=(each, alike[1]))
        if alike[0] or (others[0] and each.sure):
            found.doubtful.append(each)
        parts.add(each)
    return _of_all(lines, ends, parts, found)


def _of_all(lines: Sequence[Line], ends: set[int], parts: _Parts, found: Totals) -> Totals:
    """The same with the totals of all periods, where one of them is all, or each is of a group or what stands above."""
    of_all = [each for each in lines if each.row in ends]
    if not any(parts.make(each, parts.like(each, None)) for each in of_all):
        counted, above = {part.row for part in parts.all}, (0, 0)
        for each in lines:
            if each.row in counted:
                above = above[0] + 1, above[1] + each.units
            elif each.row in ends:
                if not parts.make(each, above) and not parts.make(each, parts.like(each, None, each.own())):
                    return Totals(wrong=(each, parts.like(each, None)[1]))
                above = 0, 0
    found.gone.extend(of_all)
    found.gone.sort(key=lambda one: one.row)
    return found


def unequal(found: Totals, scale: int, secret: bool) -> str:
    """What to say of the total to which the other rows do not add up, "" where there is none."""
    if found.wrong is None:
        return ""
    total, others = found.wrong
    of = "" if total.of_all else f" for {quoted(total.period, secret, 'its period')}"
    rule = f"the row looks like a total of {exact(total.units, scale).normalize():,f}{of}, but the other rows"
    return f"{rule}{' of the period' if of else ''} add up to {exact(others, scale).normalize():,f}"


def doubted(where: str, found: Totals, what: str, secret: bool, row: Callable[[int], int] = int) -> list[str]:
    """A warning of rows that are called as totals are and count, for they are not what the others add up to.

    `row` gives the number of a row as the file's own program has it.
    """
    if not found.doubtful:
        return []
    first, word = found.doubtful[0], quoted(found.doubtful[0].of_one, secret, "a word of totals")
    more = also([row(each.row) for each in found.doubtful[1:]])
    rule = f"has {word} beside other rows of its period, which do not add up to it, and counts as {what} of its own"
    return [f"{where}: row {row(first.row):,}{more} {rule}; if it is a total, take it out of the file"]
