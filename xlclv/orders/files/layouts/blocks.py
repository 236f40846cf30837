"""Lines of a table of months that are no customer's: totals, which their sums prove, and headings of a second block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from xlclv.orders.files.layouts.plain import Plain, Record, at, filled
from xlclv.orders.rules.layouts import YEAR, is_month, is_month_name, months_of, number, total_of
from xlclv.orders.source import quoted, refusal

_NO_NUMBER = re.compile(r"[^0-9.,()+-]")
_ADDENDS = 2  # of one, both lines may have the same in each month
_KINDS = 50  # of lines whose totals are told by what stands beside the customer
_LOOKS = 20  # at each line, on average, for totals of what stands below a heading


def names_time(label: str) -> bool:
    """Whether a line says that it is the total of a year, a quarter or a month, which no customer is called.

    >>> names_time("Total 2026"), names_time("January total"), names_time("Total Wine"), names_time("Total")
    (True, True, False, False)
    """
    name = total_of(label) or ""
    return bool(YEAR.fullmatch(name)) or is_month(name) or is_month_name(name) or bool(months_of(name))


def totals(lines: Sequence[Record], label: int, first: int, months: Sequence[int]) -> set[int]:
    """The rows that a word calls a total and that are, in every month, the sum of others: all, those since the last
    total, those of their name, those since its heading, or those that have the same beside the customer.

    Where one that says no more than Total is the sum of all that no word calls one, the others are totals as well.
    """
    worded = [n for n, (_, cells) in enumerate(lines) if _worded(cells, label, first)]
    if not worded:
        return set()
    table = _Lines(lines, set(worded), label, months)
    found, last = set(), -1
    for n in worded:
        row, cells = lines[n]
        of_all = table.adds_up(n, table.all, _ADDENDS)
        if of_all and "" in {total_of(at(cells, column)) for column in range(first)}:
            return {lines[each][0] for each in worded}
        if of_all or any(table.adds_up(n, group, least) for group, least in _groups(table, n, cells, first, last)):
            found.add(row)
        last = n
    return found


def _groups(table: _Lines, n: int, cells: Sequence[str], first: int, last: int) -> Iterator[tuple[_Group, int]]:
    """The lines that one in a worded line's place may be the sum of, and how many there must be; `last` is the last
    worded line above."""
    label, name = table.label, at(cells, table.label)
    beside = {c: cell for c in range(first) if c != label and (cell := at(cells, c))}
    if not name:  # "North Total" in a column of regions
        beside = {c: total_of(cell) or cell for c, cell in beside.items()}
    kinds = tuple((c, cell) for c, cell in beside.items() if total_of(cell) != "")
    of = (total_of(name) or name).casefold()
    yield table.of(table.by_name.get(of, [])), 1
    yield table.of(range(last + 1, n)), _ADDENDS
    yield table.of(table.alike(kinds)), _ADDENDS
    yield table.of(table.below(of, n)), 1


def _worded(cells: Sequence[str], label: int, first: int) -> bool:
    name = at(cells, label)
    beside = [total_of(at(cells, column)) for column in range(first) if column != label]
    return total_of(name) is not None or "" in beside or (not name and any(beside))


_Group = tuple[int, dict[str, list[Decimal | None]]]  # how many lines, and by decimal mark the sum of each month


class _Lines:
    """The lines of a table that no word calls a total, and what each group of them adds up to."""

    def __init__(self, lines: Sequence[Record], worded: set[int], label: int, months: Sequence[int]) -> None:
        self._lines, self.label, self._months = lines, label, months
        self._looks = _LOOKS * len(lines)
        self._others = [n for n in range(len(lines)) if n not in worded and filled(lines[n][1])]
        self._known, self._alike = set(self._others), dict[tuple[tuple[int, str], ...], list[int]]()
        self.by_name: dict[str, list[int]] = {}
        for n in self._others:
            self.by_name.setdefault(at(lines[n][1], label).casefold(), []).append(n)
        self.all = self.of(self._others)

    def alike(self, kinds: tuple[tuple[int, str], ...]) -> list[int]:
        """Those with these cells; of a few kinds, as to look through all lines for each takes long."""
        if not kinds or (kinds not in self._alike and len(self._alike) >= _KINDS):
            return []
        if kinds not in self._alike:
            cells = ((n, self._lines[n][1]) for n in self._others)
            self._alike[kinds] = [n for n, some in cells if all(at(some, c) == cell for c, cell in kinds)]
        return self._alike[kinds]

    def below(self, name: str, n: int) -> Sequence[int]:
        """Those from the last with this name on, up to a line: of a customer and its own ones, as books print them."""
        named = self.by_name.get(name, []) if name else []
        above = bisect_left(named, n)
        start = named[above - 1] if above else n
        if n - start > self._looks:
            return ()
        self._looks -= n - start
        return range(start, n)

    def of(self, group: Sequence[int]) -> _Group:
        """How many of these lines are no totals, and their sums."""
        own = [n for n in group if n in self._known]
        return len(own), {mark: self._sums(own, mark) for mark in ".,"}

    def _sums(self, group: Sequence[int], mark: str) -> list[Decimal | None]:
        sums: list[Decimal | None] = [Decimal()] * len(self._months)
        for n in group:
            values = (_value(at(self._lines[n][1], column), mark) for column in self._months)
            sums = [None if s is None or v is None else s + v for s, v in zip(sums, values, strict=True)]
        return sums

    def adds_up(self, n: int, group: _Group, least: int) -> bool:
        """Whether each month of a line is the sum of that month in others; of one in time, each that it has."""
        count, by_mark = group
        cells = self._lines[n][1]
        in_time = names_time(at(cells, self.label))
        for mark, sums in by_mark.items() if count >= least else ():
            said = [_value(at(cells, column), mark) for column in self._months]
            pairs = [one for one, column in zip(zip(said, sums, strict=True), self._months, strict=True)
                     if at(cells, column) or not in_time]  # fmt: skip
            if any(one for one, _ in pairs) and all(one is not None and one == of for one, of in pairs):
                return True
        return False


@lru_cache(maxsize=1 << 14)
def _value(cell: str, mark: str) -> Decimal | None:
    """A number with this decimal mark; 0 for a blank cell, None for what is no number."""
    if cell in ("", "-", "–", "—"):
        return Decimal()
    text = _NO_NUMBER.sub("", cell) if number(cell) else ""
    bare = text.strip("()+-").replace("," if mark == "." else ".", "").replace(mark, ".")
    try:
        return Decimal(bare) * (-1 if "-" in text or "(" in text else 1)
    except InvalidOperation:
        return None


def second(lines: Sequence[Record], label: int, first: int) -> tuple[Record, int] | None:
    """The line with one word alone below which customers stand again, as those of another year do, and the first."""
    seen: set[str] = set()
    heading: Record | None = None
    apart = gap = False
    below: list[tuple[int, str]] = []
    for row, cells in [*lines, (0, ["end"])]:
        some = filled(cells)
        if not some:
            gap = True
            continue
        alone = len(some) == 1 and some[0] < first and not number(cells[some[0]])
        if alone:
            again = [here for here, name in below if name in seen]
            if heading and again and (apart or (len(again) == len(below) and len(again) > 1)):
                return heading, again[0]
            seen |= {name for _, name in below}
            heading, apart, below = (row, list(cells)), gap, []
        elif at(cells, label) and total_of(at(cells, label)) != "":
            below.append((row, at(cells, label)))
        gap = False
    return None


_COUNT = "all count as sales; if they are of another kind (units, a plan), take them out of the file"


def beside(names: Sequence[str], lines: Sequence[Record], months: Sequence[int]) -> list[str]:
    """A warning of months that a blank column sets apart from others before them, as a second table has them.

    >>> beside(["Customer", "Jan 26", "Feb 26", "", "Jan 25"], [(2, ["A", "1", "2", "", "3"])], [1, 2, 4])[0][:57]
    'column 5 is of months too, set apart by a blank column, a'
    """
    blank = [
        column
        for column in range(min(months), max(months))
        if column not in months and not at(names, column) and not any(at(cells, column) for _, cells in lines)
    ]
    if not blank:
        return []
    further = [column for column in months if column > blank[0]]
    many = f"columns {further[0] + 1} to {further[-1] + 1} are" if len(further) > 1 else f"column {further[0] + 1} is"
    return [f"{many} of months too, set apart by a blank column, and {_COUNT}"]


def again(lines: Sequence[Record], label: int) -> list[str]:
    """A warning of the same customers, all of them, below a blank line: they may be there for something else."""
    parts: list[list[tuple[int, str]]] = [[]]
    for row, cells in lines:
        if not filled(cells):
            parts.append([])
        elif at(cells, label) and total_of(at(cells, label)) != "":
            parts[-1].append((row, at(cells, label)))
    first, *others = [part for part in parts if part] or [[]]
    who = {name for _, name in first}
    found = [part[0][0] for part in others if len(who) > 1 and {name for _, name in part} == who]
    return [f"row {found[0]:,}: below a blank line the same customers stand again, and {_COUNT}"] if found else []


def told(where: str, plain: Plain) -> tuple[str, ...]:
    """The table's doubts as warnings."""
    return tuple(f"{where}, {words}" for words in plain.doubts)


def refuse(where: str, plain: Plain, secret: bool) -> None:
    """Refuse a table in which a heading begins a second block of the same customers."""
    if plain.second is None:
        return
    (row, cells), again = plain.second
    words = quoted(", ".join(cells[column].strip() for column in filled(cells)), secret, "a line of text", most=60)
    rule = f"{words} stands alone in its row, and below it customers stand again (row {again:,})"
    way = (
        "if these rows are no sales of the same months (another year, units), take them out of the file, else this line"
    )
    raise refusal(f"{where}, row {row:,}", rule, f"{way}, or give all rows a column that says what they are")
