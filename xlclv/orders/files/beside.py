"""What stands beside a table: columns without names, or with the same, that may hold rows of it and are not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlclv.orders.files.layouts.plain import at
from xlclv.orders.files.outside import LEAST, places_of
from xlclv.orders.headers import plain
from xlclv.orders.rules.layouts import is_day, number
from xlclv.orders.source import listed


def header_of(head: Sequence[Sequence[str]], start: int, columns: Any, headed: bool) -> Sequence[str]:
    """The header above the row `start`; where columns are given by place, the last row that has a cell in each."""
    used = set(columns.roles.values())
    above_it = reversed(head[:start])
    return next((cells for cells in above_it if headed or all(at(cells, column) for column in used)), ())


def nameless(where: str, names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A warning where columns without a name hold dates and numbers: a table that nobody reads."""
    free = [column for column in range(max(map(len, below), default=0)) if not at(names, column)]
    days = [column for column in free if sum(is_day(at(row, column)) for row in below) >= LEAST]
    money = [column for column in free if sum(number(at(row, column)) for row in below) >= LEAST]
    if not any(names) or not days or not money:
        return ()
    first, last = min(days + money) + 1, max(days + money) + 1
    return (
        f"{where}: columns {first} to {last} hold dates and numbers below no header and were not read; if they are "
        "rows of the table, put them below its own",
    )


def twins(
    where: str,
    names: Sequence[str],
    below: Sequence[Sequence[str]],
    columns: Any,
    drawn: Mapping[int, list[int]] | None = None,
) -> tuple[str, ...]:
    """A warning where the headers of the columns read stand again above other cells: a second table beside the first.

    Cells that say the same in both are no news: queries that join tables have them twice.
    """
    places = places_of(columns, names, drawn)
    roles = columns.roles.values()
    used = {*roles} if drawn is None else {place for column in roles for place in drawn.get(column, [])}
    wanted = [some for some in (places.who, places.when, places.money) if some]
    if len(wanted) < 2 or any(len(some) > 1 for some in wanted):
        return ()
    first = [place for (place,) in wanted]
    again = [
        [n for n in places.every if n not in used and plain(names[n]) == plain(at(names, place))] for place in first
    ]
    if not all(again) or not any(_other(row, first, again) for row in below):
        return ()
    found = sorted({n + 1 for some in again for n in some})
    in_a_row = found[-1] - found[0] == len(found) - 1
    said = f"{found[0]} to {found[-1]}" if in_a_row else listed([f"{n}" for n in found])
    way = "if they are rows of the table, put them below its own"
    return (f"{where}: columns {said} have the headers of those read and were not read; {way}",)


def _other(row: Sequence[str], places: Sequence[int], again: Sequence[Sequence[int]]) -> bool:
    """Whether a row has a cell in further columns of each kind, and one that is not as in the column read."""
    further = [[at(row, n) for n in some] for some in again]
    news = (cell not in ("", at(row, place)) for place, some in zip(places, further, strict=True) for cell in some)
    return all(map(any, further)) and any(news)
