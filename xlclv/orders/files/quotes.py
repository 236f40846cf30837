"""Quotes that are never closed, or too late: rows of the table become part of one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from xlclv.orders.rules.layouts import is_day, number
from xlclv.orders.source import also

_BREAK = re.compile(rb"\n")


class Taken(NamedTuple):
    """Rows with a cell that holds lines of as many cells as the table has; of the first kind they are surely rows."""

    orders: list[int]
    perhaps: list[int]


def left_open(text: str, delimiter: str, width: int) -> bool:
    """Whether a line would have as many cells as the table, were it not for a quote that is not closed."""
    return text.count('"') % 2 == 1 and text.count(delimiter) == width - 1


def like_rows(text: str, delimiter: str, width: int) -> bool:
    """Whether a text of several lines has one below its first of as many cells as the table has."""
    return any(line.count(delimiter) == width - 1 for line in text.splitlines()[1:])


def open_quote(found: Sequence[int]) -> tuple[str, str]:
    """The rule for rows in which a quote opens and is not closed, and the way out."""
    rule = f"a quote opens here, is not closed where its cell ends and takes in what looks like rows{also(found[1:])}"
    return rule, "close it, or take it out"


def taken_in(batch: Any, row: int, delimiter: str, width: int) -> Taken:
    """The rows, the batch's first being `row`, with a cell that has taken in what looks like rows."""
    found: dict[int, bool] = {}
    for place, column in enumerate(batch.columns):
        letters = column.buffers()[2]
        if letters is None or not _BREAK.search(letters):
            continue
        for at, cell in enumerate(column.to_pylist()):
            if "\n" in cell and like_rows(cell, delimiter, width):
                own = [str(other[at]) for other in batch.columns]
                found[row + at] = found.get(row + at, False) or _alike(cell, own, place, delimiter)
    return Taken(*(sorted(at for at, sure in found.items() if sure is wanted) for wanted in (True, False)))


def _alike(cell: str, own: Sequence[str], place: int, delimiter: str) -> bool:
    """Whether a line of the cell has days where the row has them that the cell stands in, and a number as well."""
    days, numbers = ([at for at, text in enumerate(own) if at != place and kind(text)] for kind in (is_day, number))
    if not days or not numbers:
        return False
    parted = [[part.strip(' "') for part in line.split(delimiter)] for line in cell.splitlines()[1:]]
    whole = [parts for parts in parted if len(parts) == len(own)]
    return any(all(is_day(p[at]) for at in days) and any(number(p[at]) for at in numbers) for p in whole)
