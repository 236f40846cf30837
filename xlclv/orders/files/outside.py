"""What stands outside a table: rows above its header, which may be rows of it, titles within it, other sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlclv.orders.files.layouts.plain import HEAD, Record, at, filled
from xlclv.orders.rules.layouts import BALANCE, YEAR, is_day, is_month, number, total_of
from xlclv.orders.source import SHOWN, also, listed, quoted, refusal

_WHEN, _MONEY = ("date", "period", "tenure"), ("amount", "price", "spend", "cost", "worth")
_DIGITS = re.compile("[0-9]+")
_NONE = re.compile(r"[-–—?.#]+|#?n/?a|null|nan|none|tbd|\?", re.IGNORECASE)
_WAY = "; if it belongs to the table, complete it", "; if it belongs to the table, put it below the header"
_MOST = 0.8  # of the rows of a sheet without a header are like one another
LEAST = 2  # rows of dates and numbers that make a block of cells a table


class Places(NamedTuple):
    """The columns, counted in the file, of the customers, the days and the money; a layout's may be several."""

    who: list[int]
    when: list[int]
    money: list[int]
    every: list[int]  # all with a name


class Seen(NamedTuple):
    """What is said of rows above a header: as assumed, and as a warning."""

    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def also(self, notes: Sequence[str] = (), warnings: Sequence[str] = ()) -> Seen:
        """The same with further lines."""
        return Seen((*self.notes, *notes), (*self.warnings, *warnings))


def above(
    where: str,
    records: Sequence[Record],
    start: int,
    columns: Any,
    *,
    headed: bool = True,
    drawn: Mapping[int, list[int]] | None = None,
    secret: bool = False,
) -> Seen:
    """Refuse rows of the table that stand above its header; say which others hold a date or a number there.

    `start` records stand before the first row; `drawn` are the columns of the file that a report's come from.
    """
    over, below = records[: max(start - headed, 0)], [cells for _, cells in records[start : start + HEAD]]
    if not over or not below:
        return Seen()
    places = places_of(columns, records[start - 1][1] if headed else below[0], drawn)
    below = [cells for cells in below if _holds(cells, places)] or below  # not the titles of a further page
    asked = [(row, cells, _fits(cells, below, places)) for row, cells in over]
    place = f"above the header, row {records[start - 1][0]:,}," if headed else f"above row {records[start][0]:,}"
    if rows := [row for row, cells, fits in asked if _is_row(cells, fits, places)]:
        rule = f"it stands {place} and looks like a row of the table{also(rows[1:])}"
        fix = f"put {'the header' if headed else 'it'} first, or cut what is no row of the table"
        raise refusal(f"{where}, row {rows[0]:,}", rule, fix)
    unread = [(row, cells) for row, cells, fits in asked if fits.when or fits.money or (fits.who and _summed(cells))]
    unsure = [(row, cells) for row, cells in unread if _in_doubt(cells, places)]
    sure = [one for one in unread if one not in unsure]
    return Seen(_told(where, sure, headed, "", secret), _told(where, unsure, headed, _WAY[headed], secret))


class _Fit(NamedTuple):
    """Whether a row has an id, a day and money like those of the table where the table has them."""

    who: bool
    when: bool
    money: bool


def places_of(columns: Any, names: Sequence[str], drawn: Mapping[int, list[int]] | None) -> Places:
    """Where the columns of a table stand in the file, `names` being its header."""
    roles: dict[str, int] = columns.roles

    def of(wanted: Sequence[str]) -> list[int]:
        table = [roles[role] for role in wanted if role in roles]
        return table if drawn is None else [place for column in table for place in drawn.get(column, [])]

    return Places(of(("customer",)), of(_WHEN), of(_MONEY[:2]) or of(_MONEY), filled(names))


def _fits(cells: Sequence[str], below: Sequence[Sequence[str]], places: Places) -> _Fit:
    def alike(column: int) -> bool:
        cell = at(cells, column)
        shape = _shape(cell)
        return bool(cell) and any(_shape(at(row, column)) == shape for row in below)

    def known(column: int) -> bool:
        cell = at(cells, column)
        return (bool(_DIGITS.search(cell)) and alike(column)) or any(at(row, column) == cell for row in below if cell)

    def day(column: int) -> bool:
        cell = at(cells, column)
        return is_day(cell) or is_month(cell) or (bool(_DIGITS.search(cell)) and alike(column))

    def money(column: int) -> bool:
        cell = at(cells, column)
        return number(cell) and not (len(places.money) > 1 and YEAR.fullmatch(cell))

    return _Fit(
        any(map(known, places.who)),
        any(map(day, places.when)),
        any(map(money, places.money)) and any(number(at(row, column)) for row in below for column in places.money),
    )


def _holds(cells: Sequence[str], places: Places) -> bool:
    """Whether a row has a day and money where the table has them, as far as it has."""
    days = not places.when or any(is_day(at(cells, column)) or is_month(at(cells, column)) for column in places.when)
    return days and (not places.money or any(number(at(cells, column)) for column in places.money))


def _shape(cell: str) -> str:
    """A cell with every number in it as 9: C77 is like C01, and 01/02/2026 like 3/4/2026."""
    return _DIGITS.sub("9", cell.strip().casefold())


def _is_row(cells: Sequence[str], fits: _Fit, places: Places) -> bool:
    """Whether a row is one of the table: two of customer, day and money are as there; a line of totals is none."""
    if _is_sum(cells):
        return False
    if len(places.money) > 1:  # months side by side: any number may stand above one of them
        return bool(at(cells, places.who[0])) and sum(number(at(cells, c)) for c in places.money) > 1 and fits.money
    if places.when or places.money:
        return sum(fits) > 1
    return fits.who and all(at(cells, column) for column in places.every)


def _is_sum(cells: Sequence[str]) -> bool:
    """Whether a row says that it is a total or a balance."""
    return any(total_of(cell) == "" or BALANCE.match(cell.strip()) for cell in cells)


def _summed(cells: Sequence[str]) -> bool:
    return any(number(cell) for cell in cells)


def _in_doubt(cells: Sequence[str], places: Places) -> bool:
    """Whether a row has a customer, and a day and money of which one is not as it should be: an order, perhaps."""
    if _is_sum(cells) or not (places.who and places.when and places.money):
        return False
    who, when, money = (at(cells, some[0]) for some in (places.who, places.when, places.money))
    if not (who and when and money):
        return False
    return bool(_NONE.fullmatch(money) or _DIGITS.search(money)) and not is_day(money) and not who.endswith(":")


def _told(where: str, found: Sequence[Record], headed: bool, way: str, secret: bool) -> tuple[str, ...]:
    if not found:
        return ()
    cells = found[0][1]
    words = quoted(", ".join(cells[column].strip() for column in filled(cells)), secret, "", most=60)
    rows, was = ("row", "was") if len(found) == 1 else ("rows", "were")
    named = ", ".join(f"{row:,}" for row, _ in found[:SHOWN])
    named += f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    place = "the header" if headed else "the table"
    return (f"{where}: {rows} {named} above {place} {was} not read{words and f': {words}'}{way}",)


def between(where: str, titles: Sequence[Record], secret: bool) -> tuple[str, ...]:
    """A warning of titles at a header that comes again: what stands below them may be no sales."""
    said = [
        (row, quoted(", ".join(cells[n].strip() for n in filled(cells)), secret, "a line of text", most=60))
        for row, cells in titles
    ]
    way = "are of another kind, such as returns, cut them or give them a column that says so"
    if len(said) == 1:
        row, words = said[0]
        rule = f"{words} stands at a repeated header and was not read; if the rows below it {way}"
        return (f"{where}, row {row:,}: {rule}",)
    every = listed([f"{words} (row {row:,})" for row, words in said])
    rule = f"{every} stand at repeated headers and were not read; if the rows below them {way}"
    return (f"{where}: {rule}",) if said else ()


def sheets(name: str, others: Mapping[str, Sequence[Sequence[str]]], option: str) -> Seen:
    """Which sheets of a workbook hold figures and were not read: a warning of those that are rows without a header.

    `others` are the first rows of each; `option` is what names sheets, "" where nothing does.
    """
    headless, further = [], []
    for sheet, head in others.items():
        rows = [cells for cells in head if filled(cells)]
        days = [any(map(is_day, cells)) and any(map(number, cells)) for cells in rows]
        if rows and days[0] and sum(days) >= _MOST * len(days):
            many = f"{len(rows):,} row{'s' if len(rows) > 1 else ''}{' and more' if len(head) >= HEAD else ''}"
            headless.append(f'sheet "{sheet}" ({many}) was not read: it holds dates and numbers and has no header')
        elif sum(any(map(number, cells)) or any(map(is_day, cells)) for cells in rows) >= LEAST:
            further.append(f'"{sheet}"')
    way = (
        f"; if they are rows of the table, put its header above them{option and f' and name each sheet with {option}'}"
    )
    warnings = tuple(f"{name}: {said}{way}" for said in headless)
    if not further:
        return Seen((), warnings)
    many, were = ("sheets", "were") if len(further) > 1 else ("sheet", "was")
    more = f"; {option} reads another" if option else ""
    return Seen((f"{name}: the {many} {listed(further)} {were} not read{more}",), warnings)
