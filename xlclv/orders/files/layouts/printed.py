"""Lists as a program prints them: lines drawn between the rows, the header again on every page, titles in between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.files.layouts import lines
from xlclv.orders.files.layouts.plain import HEAD, Plain, Record, at, filled
from xlclv.orders.headers import find, plain
from xlclv.orders.rules.headers import AMOUNT, CUSTOMER, DATE
from xlclv.orders.rules.layouts import is_day, number

_DRAWN = re.compile(r"[-=_+|*─━═ ]{3,}")
_HEADINGS = re.compile(r"\s{2,}|\t|(?<=:)\s")


def drawn(cells: Sequence[str]) -> bool:
    """Whether a line is drawn, not written."""
    some = [cell.strip() for cell in cells if cell.strip()]
    return bool(some) and all(_DRAWN.fullmatch(cell) for cell in some)


def header(records: Sequence[Record]) -> int | None:
    """The record among the first that names most of what is needed."""
    best, place = 1, None
    for here, (_, cells) in enumerate(records[:HEAD]):
        score = sum(bool(find(tiers, cells)) for tiers in (CUSTOMER, DATE, AMOUNT))
        if score > best and len(filled(cells)) > 2:
            best, place = score, here
    return place


def fits(records: Sequence[Record]) -> bool:
    """Whether lines are drawn among the rows, or the header comes again."""
    place = header(records)
    if place is None:
        return False
    again = [cells for _, cells in records[place + 1 : HEAD] if _same(cells, records[place][1])]
    return bool(again) or any(drawn(cells) for _, cells in records[:HEAD])


def shifted(records: Sequence[Record]) -> int | None:
    """The place of the first row with a day in it that has another number of cells than the header."""
    place = header(records)
    assert place is not None
    width = len(records[place][1])
    return next((row for row, cells in records[place + 1 :] if len(cells) != width and any(map(is_day, cells))), None)


def _same(cells: Sequence[str], names: Sequence[str]) -> bool:
    return [cell.strip() for cell in cells if cell.strip()] == [name.strip() for name in names if name.strip()]


def turn(records: Sequence[Record]) -> Plain:
    """The rows below the headers; a customer named above them in words is theirs; rows that begin with * are totals.

    Whatever has a figure that is no page's number or day of printing is a row, for the rules of rows to read or refuse.
    """
    place = header(records)
    assert place is not None
    names = records[place][1]
    used = [column for column in range(len(names)) if names[column].strip()]
    of_date, of_money = find(DATE, names), find(AMOUNT, names)
    named = find(CUSTOMER, names)
    heading = "" if named else "Customer"
    table = Plain("a printed list", [*([heading] if heading else []), *(names[column].strip() for column in used)])
    table.start = place + 1
    table.drawn = {n + bool(heading): [column] for n, column in enumerate(used)}
    heads = {lines.shape(cells) for _, cells in records[:place]}
    sums = _Sums(table, len(names), {used.index(column) + bool(heading) for column in of_money})
    customer, dropped = "", 0
    for here, (row, cells) in enumerate(records):
        if not filled(cells):
            continue
        above = _heading(cells) if heading else ""
        if here <= place or drawn(cells) or _same(cells, names):
            dropped, customer = dropped + (here != place), above or customer
            continue
        values = [*([customer] if heading else []), *(at(cells, column) for column in used)]
        if any(is_day(at(cells, column)) for column in of_date):
            table.add(row, values)
        elif lines.shape(cells) in heads:
            dropped += 1
        elif not sums.take(row, cells, values, any(at(cells, column) for column in of_date)):
            if _may_be_order(cells, names, (*of_date, *of_money)):
                table.add(row, values)
            else:
                dropped, customer = dropped + 1, above or customer
    table.titles = _titles(records, place, heads, set(table.places))
    table.notes.append(f"drawn lines, repeated headers and other lines without an order were not read ({dropped:,})")
    return table


def _titles(records: Sequence[Record], place: int, heads: set[str], rows: set[int]) -> list[Record]:
    """Titles at a header that comes again, above or below, each once; those of every page and ends are no news."""
    waiting: list[Record] = []
    found: list[Record] = []
    again = False  # nothing but titles since the header came again
    for row, cells in records[place + 1 :]:
        if row in rows:
            found += waiting if again else []
            waiting, again = [], False
        elif _same(cells, records[place][1]):
            found += waiting
            waiting, again = [], True
        elif filled(cells) and not drawn(cells) and lines.is_title(cells) and not _heading(cells):
            waiting.append((row, cells))
    known = heads | {lines.shape(cells) for _, cells in waiting}  # the last page's end
    first = {lines.shape(cells): (row, cells) for row, cells in reversed(found)}
    return sorted(one for shape, one in first.items() if shape not in known)


def _may_be_order(cells: Sequence[str], names: Sequence[str], places: Sequence[int]) -> bool:
    """Whether a line without a day and without a sum holds figures that no page and no heading has."""
    if not lines.labelled(cells) and any(lines.DIGIT.search(at(cells, column)) for column in places):
        return True
    if lines.is_total(cells):  # of other columns, where it has the table's
        return len(cells) != len(names) and lines.of_money(cells)
    return lines.of_money(cells) if _heading(cells) else lines.of_figures(cells)


class _Sums:
    """The totals of a list, each of the rows since the last of its kind: * of a page, ** of several, and so on."""

    def __init__(self, table: Plain, width: int, money: set[int]) -> None:
        self.table, self.width, self.money = table, width, money
        self.since: dict[int, int] = {}  # by the number of *: how many rows stood before the last total had been

    def take(self, row: int, cells: Sequence[str], values: list[str], dated: bool) -> bool:
        """Whether this is a total, which it is by its words or by money that stands alone for rows above it."""
        if not self.money:
            return False
        known, end = lines.is_total(cells), len(self.table.rows)
        money = [value if n in self.money and number(value) else "" for n, value in enumerate(values)]
        if known and not any(money):
            money[min(self.money)] = lines.last_number(cells, len(cells) == self.width)
        if not any(money) or (dated and not known):
            return False
        level = max(lines.stars(cells), 1)
        first = max((before for at_, before in self.since.items() if at_ >= level), default=0)
        if first == end and not known:
            return False  # no row is left that it could be the sum of
        everything = lines.is_carried(cells) or first == end
        self.table.add_total(row, money, 0 if everything else first, end - 1)
        if not lines.is_carried(cells):
            self.since[level] = len(self.table.rows)
        return True


def _heading(cells: Sequence[str]) -> str:
    """The customer whom a line above a table names: "Customer   100248"."""
    parts = [part for cell in cells for part in _HEADINGS.split(cell.strip()) if part.strip()]
    if len(parts) > 1 and any(plain(parts[0]) in tier for tier in CUSTOMER[:2]):
        return parts[1].strip()
    return ""
