"""What --by asks for: a column, whose line of a customer counts, and edges of classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from xlclv.errors import UsageError

LINES = ("first", "last", "most")  # the first purchase day's largest line, the last one's, or the most money
SHEETS = 12  # dimensions, at most


@dataclass(frozen=True, slots=True)
class Asked:
    """One --by: the column's name, which line of the orders speaks for a customer, edges of classes of numbers."""

    column: str
    line: str = ""
    edges: tuple[float, ...] = ()


def read(text: str) -> Asked:
    """What was typed.

    What stands before the last "=" is the column, so a name that has one itself is ended by another; but a name cannot
    be blank, so one that begins so is meant as it is.

    >>> read("last:Channel"), read("AnnualIncome=30000,60000").edges
    (Asked(column='Channel', line='last', edges=()), (30000.0, 60000.0))
    >>> read("=Region").column, read("Size=cm=").column
    ('=Region', 'Size=cm')
    """
    line, colon, rest = text.partition(":")
    said = line.strip().casefold() if colon and line.strip().casefold() in LINES else ""
    column, equals, numbers = (rest if said else text).rpartition("=")
    if not column.strip():
        column, numbers = equals + numbers, ""
    if not column.strip(" ="):
        raise UsageError(f'--by "{text}" names no column; write it as --by Channel, or --by "Income=30000,60000"')
    try:
        edges = tuple(float(number) for number in re.split(r"[,;]", numbers)) if numbers.strip() else ()
    except ValueError:
        rule = 'edges are numbers, rising, such as --by "Income=30000,60000"'
        raise UsageError(f'--by "{text}": {rule}; where "=" is in the name itself, end it: --by "{text}="') from None
    if any(b <= a for a, b in pairwise(edges)):
        raise UsageError(f'--by "{text}": edges must rise, each above the one before it')
    return Asked(column.strip(), said, edges)


def all_of(texts: tuple[str, ...]) -> tuple[Asked, ...]:
    """All of them; a dimension is asked for once, and a workbook has room for so many."""
    found = tuple(dict.fromkeys(map(read, texts)))
    if len(found) > SHEETS:
        raise UsageError(f"--by is given {len(found)} times; a workbook has room for {SHEETS} dimensions, name those")
    return found
