"""Lists as a program prints them: lines drawn between the rows, the header again on every page, titles in between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.files.layouts.plain import HEAD, Plain, Record, at, filled
from xlclv.orders.headers import find, plain
from xlclv.orders.rules.headers import AMOUNT, CUSTOMER, DATE
from xlclv.orders.rules.layouts import is_day

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
    """The rows below the headers; a customer named above them in words is theirs; rows that begin with * are totals."""
    place = header(records)
    assert place is not None
    names = records[place][1]
    used = [column for column in range(len(names)) if names[column].strip()]
    of_date, of_money = find(DATE, names), find(AMOUNT, names)
    heading = "" if find(CUSTOMER, names) else "Customer"
    table = Plain("a printed list", [*([heading] if heading else []), *(names[column].strip() for column in used)])
    table.start = place + 1
    table.drawn = {n + bool(heading): [column] for n, column in enumerate(used)}
    customer, dropped, since = "", 0, 0
    for here, (row, cells) in enumerate(records):
        if not filled(cells):
            continue
        above = _heading(cells) if heading else ""
        if here <= place or drawn(cells) or _same(cells, names):
            dropped, customer = dropped + (here != place), above or customer
            continue
        values = [*([customer] if heading else []), *(at(cells, column) for column in used)]
        money = next((at(cells, column) for column in of_money if at(cells, column)), "")
        if any(is_day(at(cells, column)) for column in of_date):
            table.add(row, values)
        elif money and any(c.isdigit() for c in money):
            blank = ["" if n not in _money(table, of_money, used, bool(heading)) else v for n, v in enumerate(values)]
            table.add_total(row, blank, since, len(table.rows) - 1)
            since = len(table.rows) if not _higher(cells) else since
        else:
            dropped, customer = dropped + 1, above or customer
    table.notes.append(f"drawn lines, repeated headers and other lines without an order were not read ({dropped:,})")
    return table


def _money(table: Plain, of_money: Sequence[int], used: Sequence[int], heading: bool) -> set[int]:
    return {used.index(column) + heading for column in of_money}


def _higher(cells: Sequence[str]) -> bool:
    return next(cell.strip() for cell in cells if cell.strip()).startswith("**")


def _heading(cells: Sequence[str]) -> str:
    """The customer whom a line above a table names: "Customer   100248"."""
    parts = [part for cell in cells for part in _HEADINGS.split(cell.strip()) if part.strip()]
    if len(parts) > 1 and any(plain(parts[0]) in tier for tier in CUSTOMER[:2]):
        return parts[1].strip()
    return ""
