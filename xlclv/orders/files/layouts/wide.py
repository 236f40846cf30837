"""Months (or days) side by side, a customer a row: every filled cell is the customer's sales of that month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.files.layouts import blocks, lines
from xlclv.orders.files.layouts.carried import Carried
from xlclv.orders.files.layouts.plain import EVERYTHING, HEAD, NOTHING, Plain, Record, at, filled
from xlclv.orders.headers import find
from xlclv.orders.rules.headers import CUSTOMER
from xlclv.orders.rules.layouts import YEAR, is_day, is_month, is_month_name, months_of, number, total_of
from xlclv.orders.source import listed

ENOUGH = 3  # months side by side
_ALL = 12  # months: a total of a year, or of all
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_FIRST = re.compile("[0-9]{4}-[0-9]{2}-01")
_NOTHING = ("", "-", "–", "—", "0", "0.0", "0.00", "0,00", "0,0")


def header(records: Sequence[Record]) -> tuple[int, dict[int, str]] | None:
    """The record of months among the first, and the month of each of its columns."""
    return next(
        (
            (place, months)
            for place, (_, cells) in enumerate(records[:HEAD])
            if len(months := _months_of(records, place)) >= ENOUGH and not _against(cells, months)
        ),
        None,
    )


def _months_of(records: Sequence[Record], place: int) -> dict[int, str]:
    """The months in the cells of one record, by their columns."""
    cells = records[place][1]
    months = _first_days({column: cell.strip() for column, cell in enumerate(cells) if is_month(cell)})
    return _under_years(records[place - 1][1], cells) if not months and place else months


def _against(cells: Sequence[str], months: dict[int, str]) -> tuple[str, str] | None:
    """Why these columns are no table of months side by side, and the way out."""
    first, others = min(months), [column for column in filled(cells) if column not in months]
    if not first:
        return "no column stands before the first of them", "put that of the customer there"
    said = list(months.values())
    if twice := next((month for month in said if said.count(month) > 1), ""):
        both = [str(column + 1) for column, month in months.items() if month == twice]
        return (
            f"{_short(twice)} stands twice (columns {' and '.join(both)})",
            "add the two up, or take one out of the file",
        )
    for column in others:
        called = f'column "{cells[column].strip()}"'
        if months_of(cells[column]):
            if not _months_before(cells, column, months):  # it may be the only one to say what was sold then
                rule = f"{called} does not stand behind months of its own"
                return rule, "put its months right before it, or take it out of the file"
        elif column > first and total_of(cells[column]) is None:
            rule = f"{called} beside them is no month"
            return rule, "take it out of the file, or call it Total if it is the sum of the months"
    return None


def missed(records: Sequence[Record]) -> tuple[str, str] | None:
    """Why a table that has numbers below months is not read as months side by side, and the way out."""
    for place, (_, cells) in enumerate(records[:HEAD]):
        months = _months_of(records, place)
        if len(months) >= ENOUGH and _numbers(records, place, months) and (reason := _against(cells, months)):
            names = _short(months[min(months)]), _short(months[max(months)])
            return f"the columns {' to '.join(names)} are months side by side, but {reason[0]}", reason[1]
    return None


def _short(month: str) -> str:
    return month.removesuffix(" 00:00:00")


def _months_before(cells: Sequence[str], column: int, months: dict[int, str]) -> bool:
    """Whether months stand right before a quarter or a half year, not more than it has."""
    size = months_of(cells[column])
    since = max((c for c in range(column) if c not in months and months_of(at(cells, c)) in (size, 0)), default=-1)
    return 0 < sum(since < month < column for month in months) <= size


def _first_days(months: dict[int, str]) -> dict[int, str]:
    """The months, where each is written as its first day and so says itself in which order parts stand."""
    parts = [_NUMBERS.fullmatch(month) for month in months.values()]
    found = [part.groups() for part in parts if part]
    if len(found) < max(len(months), 2):
        return months
    for month, day in ((0, 1), (1, 0)):
        if {int(part[day]) for part in found} == {1} and len({part[month] for part in found}) > 1:
            return {at: f"{p[2]}-{int(p[month]):02d}-01" for at, p in zip(months, found, strict=True)}
    return months


def _under_years(above: Sequence[str], cells: Sequence[str]) -> dict[int, str]:
    """Names of months with the years that stand above the first of each."""
    months, year = {}, ""
    for column, cell in enumerate(cells):
        if YEAR.fullmatch(at(above, column)):
            year = at(above, column)
        if year and is_month_name(cell):
            months[column] = f"{cell.strip()} {year}"
    return months


def fits(records: Sequence[Record]) -> bool:
    """Whether the rows below the months hold numbers under them, but for some."""
    found = header(records)
    if found is None:
        return False
    return _numbers(records, *found)


def _numbers(records: Sequence[Record], place: int, months: dict[int, str]) -> bool:
    """Whether most of what stands below the months are numbers; a cell that is none (n/a) is refused by its row."""
    below = [at(cells, column) for _, cells in records[place + 1 : HEAD] for column in months]
    numbers = sum(number(cell) for cell in below if cell not in _NOTHING)
    return any(below) and 2 * numbers >= sum(cell not in _NOTHING for cell in below)


def turn(records: Sequence[Record]) -> Plain:
    """Customer, month and amount of every filled cell; what totals them at the right and below are totals."""
    found = header(records)
    assert found is not None
    place, months = found
    names = records[place][1]
    label = next(iter([*find(CUSTOMER, names[: min(months)]), *filled(names[: min(months)])]), 0)
    further = [c for c in range(min(months), len(names)) if c not in months]
    parts = {c: months_of(names[c]) for c in further if months_of(names[c])}
    ends = {c: parts.get(c, _ALL) for c in further if c in parts or total_of(names[c]) is not None}
    beside = Carried(records, place, min(months), label)
    table = Plain("months side by side", [at(names, label) or "Customer", "Month", "Amount", *beside.headers])
    table.start = place + 1
    table.roles, table.spread = {"customer": 0, "date": 1, "amount": 2}, True
    table.drawn = {0: [label], 1: [], 2: [*months, *ends]} | {3 + n: [c] for n, c in enumerate(beside.columns)}
    below = records[place + 1 :]
    table.second = blocks.second(below, label, min(months))
    table.doubts = [*blocks.beside(names, below, [*months]), *blocks.again(below, label)]
    proven = blocks.totals(below, label, min(months), [*months])
    for row, cells in below:
        name = at(cells, label)
        if row in proven or total_of(name) == "" or YEAR.fullmatch(total_of(name) or ""):
            _totals(table, row, cells, months, ends, beside.none, row in proven)
        else:
            _customer(table, row, [name, *beside.cells(cells)], cells, months, ends)
    _notes(table, records, place, months, [names[column].strip() for column in parts], beside.passed)
    return table


def _notes(
    table: Plain, records: Sequence[Record], place: int, months: dict[int, str], parts: list[str], passed: list[str]
) -> None:
    """What the table says of how it was made."""
    every = [at(cells, c) for _, cells in records[place + 1 :] for c in months]
    zeros = sum(cell in _NOTHING[1:] for cell in every)
    whole = all(_FIRST.match(month) or not is_day(month) for month in months.values())
    each = "month" if whole else "day"
    table.notes.append(f"{len(months)} columns are {each}s: each filled cell is what a customer bought in that {each}")
    if parts:
        named = listed(parts)
        words = f"column {named} is the sum" if len(parts) == 1 else f"columns {named} are the sums"
        table.notes.append(f"the {words} of months before")
    if zeros:
        table.notes.append(f"{zeros:,} cell{'s' if zeros > 1 else ''} of 0 or - are not orders")
    if passed:
        words = f"column {listed(passed)} is" if len(passed) == 1 else f"columns {listed(passed)} are"
        table.notes.append(f"the {words} of the whole line, not of a month, and not read")


def _customer(
    table: Plain, row: int, known: list[str], cells: Sequence[str], months: dict[int, str], ends: dict[int, int]
) -> None:
    """The filled months of one customer, then the totals of the row: of the months before it, or of all.

    `known` is the customer, then what stands beside.
    """
    label, *beside = known
    none = [""] * len(beside)
    begin = len(table.rows)
    last = -1
    since = dict.fromkeys((*ends.values(), _ALL), begin)  # the first row that is in no total of this kind
    for column in sorted([*months, *ends]):
        cell = at(cells, column)
        if column in months:
            if cell not in _NOTHING:
                last = table.add(row, [label, months[column], cell, *beside])
            continue
        kind = ends[column]
        if cell not in _NOTHING:
            whole = kind == _ALL and column == max(ends) and column > max(months)
            first = begin if whole else since[kind]
            if last < first:
                table.add(row, [label, "", cell, *beside])  # of no month: for the rules of rows to refuse
            else:
                table.add_total(row, ["", "", cell, *none], first, len(table.rows) - 1)
        if cell not in _NOTHING or kind != _ALL:
            since |= {smaller: len(table.rows) for smaller in since if smaller <= kind}
    if len(table.rows) == begin and lines.of_money(cells):
        table.add(row, [label, "", "", *beside])  # below no month: for the rules of rows to refuse


def _totals(
    table: Plain,
    row: int,
    cells: Sequence[str],
    months: dict[int, str],
    ends: dict[int, int],
    none: list[str],
    proven: bool,
) -> None:
    """The row of totals: of each month, and of everything in the last column; one of a year, or of a part of the rows,
    whose sum proved it, is not checked."""
    for column in sorted([*months, *ends]):
        if (cell := at(cells, column)) not in _NOTHING:
            whole = column in months or (column == max(ends) and column > max(months) and ends[column] == _ALL)
            span = EVERYTHING if whole and not proven else NOTHING
            table.add_total(row, ["", months.get(column, ""), cell, *none], *span)
