"""A pivot table's compact form: customers and, below each, its dates in one column, with the sums beside them."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.files.layouts import lines
from xlclv.orders.files.layouts.plain import EVERYTHING, HEAD, Plain, Record, at, filled
from xlclv.orders.rules.layouts import YEAR, is_day, is_month, is_month_name, number, total_of


def header(records: Sequence[Record]) -> int | None:
    """The record above the first customer: two cells or more, the rows below being a label and numbers."""
    for place, (_, cells) in enumerate(records[:HEAD]):
        if len(filled(cells)) > 1 and not any(number(cell) for cell in cells):
            return place
    return None


def _when(label: str) -> bool:
    return is_month(label) or is_day(label) or is_month_name(label)


def fits(records: Sequence[Record]) -> bool:
    """Whether one column holds names and, below each, dates, each with a sum beside it."""
    place = header(records)
    if place is None:
        return False
    label, money = filled(records[place][1])[:2]
    below = [(at(cells, label), at(cells, money)) for _, cells in records[place + 1 : HEAD] if filled(cells)]
    if len(below) < 3 or not all(number(value) for _, value in below if value):
        return False
    dated = [_when(name) for name, _ in below]
    return not dated[0] and sum(dated) >= 2 and any(dated[1:3]) and all(name for name, _ in below)


def turn(records: Sequence[Record]) -> Plain:
    """Customer, date and amount of every dated row; the sums beside names, years and quarters are totals."""
    place = header(records)
    assert place is not None
    names = records[place][1]
    label, money = filled(names)[:2]
    table = Plain("a pivot table", ["Customer", "Date", names[money].strip() or "Amount"])
    table.start = place + 1
    table.roles = {"customer": 0, "date": 1, "amount": 2}
    table.drawn = {0: [label], 1: [], 2: [money]}
    rows = [(row, at(cells, label), at(cells, money)) for row, cells in records[place + 1 :]]
    rows = [one for one in rows if one[1] or one[2]]
    customer, year = "", ""
    heads: dict[str, int] = {}  # the totals above their rows that are open, by level
    for here, (row, name, value) in enumerate(rows):
        following = rows[here + 1][1] if here + 1 < len(rows) else ""
        below_year = is_month_name(following) or following[:1] in "QT" or following.casefold().startswith("qtr")
        if not name or (not value and lines.of_money([name])):
            table.add(row, [customer, name, value])  # no date: for the rules of rows to refuse
        elif total_of(name) == "" and here == len(rows) - 1:
            table.add_total(row, ["", "", value], *EVERYTHING)
        elif is_month_name(name) and year:
            table.add(row, [customer, f"{name} {year}", value])
        elif _when(name):
            table.add(row, [customer, name, value])
        else:
            level = "customer"
            if customer and YEAR.fullmatch(name) and below_year:
                level, year = "year", name
            elif customer and year and name[:1] in "QT" and name[-1:] in "1234" and len(name) < 6:
                level = "quarter"
            else:
                customer, year = name, ""
            _close(table, heads, level)
            if value:
                heads[level] = table.add(row, ["", "", value])
    _close(table, heads, "customer")
    table.notes.append("customers and dates stand in one column, each date below its customer")
    return table


def _close(table: Plain, heads: dict[str, int], level: str) -> None:
    """End the totals at this level and below."""
    levels = ["customer", "year", "quarter"]
    for lower in levels[levels.index(level) :]:
        if lower in heads:
            total = heads.pop(lower)
            table.totals[total] = (total + 1, len(table.rows) - 1)
