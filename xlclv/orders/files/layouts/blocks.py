"""Lines of a table of months that are no customer's: totals, which their sums prove, and headings of a second block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from xlclv.orders.files.layouts.plain import Plain, Record, at, filled
from xlclv.orders.rules.layouts import YEAR, is_month, is_month_name, months_of, number, total_of
from xlclv.orders.source import quoted, refusal

_NO_NUMBER = re.compile(r"[^0-9.,()+-]")
_ADDENDS = 2  # of one, both lines may have the same in each month


def names_time(label: str) -> bool:
    """Whether a line says that it is the total of a year, a quarter or a month, which no customer is called.

    >>> names_time("Total 2026"), names_time("January total"), names_time("Total Wine"), names_time("Total")
    (True, True, False, False)
    """
    name = total_of(label) or ""
    return bool(YEAR.fullmatch(name)) or is_month(name) or is_month_name(name) or bool(months_of(name))


def totals(lines: Sequence[Record], label: int, first: int, months: Sequence[int]) -> set[int]:
    """The rows that a word calls a total and that are, in every month, the sum of others: all, their group, those since
    the last total, or those that have the same beside the customer."""
    worded = [n for n, (_, cells) in enumerate(lines) if _worded(cells, label, first)]
    others = [n for n, (_, cells) in enumerate(lines) if n not in set(worded)]
    found: set[int] = set()
    for n in worded:
        if any(_adds_up(lines, n, group, label, months) for group in _groups(lines, n, worded, others, label, first)):
            found.add(lines[n][0])
    return found


def _worded(cells: Sequence[str], label: int, first: int) -> bool:
    beside = (at(cells, column) for column in range(first) if column != label)
    return total_of(at(cells, label)) is not None or any(total_of(cell) == "" for cell in beside)


def _groups(
    lines: Sequence[Record], n: int, worded: Sequence[int], others: Sequence[int], label: int, first: int
) -> list[list[int]]:
    cells = lines[n][1]
    last = max((other for other in worded if other < n), default=-1)
    name = total_of(at(cells, label)) or at(cells, label)
    kinds = [(column, at(cells, column)) for column in range(first) if column != label and at(cells, column)]
    kinds = [(column, cell) for column, cell in kinds if total_of(cell) != ""]
    named = [m for m in others if at(lines[m][1], label).casefold() == name.casefold()]
    alike = [m for m in others if kinds and all(at(lines[m][1], column) == cell for column, cell in kinds)]
    return [list(others), [m for m in others if last < m < n], named, alike]


def _adds_up(lines: Sequence[Record], n: int, group: Sequence[int], label: int, months: Sequence[int]) -> bool:
    """Whether each month of a line is the sum of that month in others, with decimal points or commas."""
    cells = lines[n][1]
    own = bool(group) and all(at(lines[m][1], label) in (at(cells, label), total_of(at(cells, label))) for m in group)
    some = [column for column in months if at(cells, column)] if names_time(at(cells, label)) else list(months)
    if len(group) < (1 if own else _ADDENDS) or not any(number(at(cells, column)) for column in some):
        return False
    for mark in ".,":
        pairs = [(_value(at(cells, c), mark), [_value(at(lines[m][1], c), mark) for m in group]) for c in some]
        if all(said is not None and None not in values and said == _sum(values) for said, values in pairs):
            return any(said for said, _ in pairs)
    return False


def _sum(values: Sequence[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal())


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
