"""Totals that say of what ("Total 2026", "January total"): customers by their place and date, known by their sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, spaced, trimmed
from xlclv.orders.files.layouts.plain import EVERYTHING
from xlclv.orders.files.total_words import CALLED, number_of
from xlclv.orders.roles import Columns

_ADDENDS = 2  # of one, both rows may cost the same
_FACTOR = "DECIMAL(18, 4)"  # two of them fit into a product
_Line = tuple[int, str, Decimal, Decimal, int]  # row, name, money, and the money and the rows up to it


def spans(connection: Any, columns: Columns, keep: Sequence[str] = ()) -> dict[int, tuple[int, int]]:
    """The rows that are called as totals are and are one to the cent, and the first and last row that each adds up.

    These are all other rows, all above, or those since the last total; of a name that stands on other rows too, none
    is. `keep` are customers, whatever they are called.
    """
    worded = _worded(keep)
    if not one(connection, f"SELECT count(*) FROM (SELECT 1 FROM raw WHERE {worded} LIMIT 1)")[0]:
        return {}
    for value in _values(columns):
        lines, (money, count) = _lines(connection, value, worded)
        found = _settled(lines, money, count)
        if found:
            return found
    return {}


def _worded(keep: Sequence[str]) -> str:
    """SQL: the customer, or what stands for the date, begins or ends with a word of totals."""
    kept = ", ".join(literal(name.strip().casefold()) for name in keep) or "''"
    who, when = (f"lower({spaced(role)})" for role in ("customer", "date"))
    cells = (f"regexp_full_match({cell}, {literal(CALLED)})" for cell in (who, when))
    return f"({' OR '.join(cells)}) AND {who} NOT IN ({kept})"


def _values(columns: Columns) -> list[str]:
    """SQL: the money of a row, with decimal points and with decimal commas."""
    if "amount" in columns.roles:
        return number_of("amount")
    if not {"quantity", "price"} <= columns.roles.keys():
        return []
    both = zip(number_of("quantity"), number_of("price"), strict=True)
    return [f"TRY_CAST({many} AS {_FACTOR}) * TRY_CAST({each} AS {_FACTOR})" for many, each in both]


def _lines(connection: Any, value: str, worded: str) -> tuple[list[_Line], tuple[Decimal, int]]:
    """The rows with a word of totals, and the money and the count of all rows."""
    name = f"lower({spaced('customer')}) || chr(31) || {trimmed('date')}"
    name = f"CASE WHEN {trimmed('customer')} = '' THEN {name} ELSE lower({spaced('customer')}) END"
    cells = f"SELECT row, {name} AS name, coalesce({value}, 0) AS value, {worded} AS worded FROM raw"
    upto = f"SELECT *, sum(value) OVER (ORDER BY row) AS upto, count(*) OVER (ORDER BY row) AS n FROM ({cells})"
    every = one(connection, f"SELECT sum(value), count(*) FROM ({cells})")
    return rows(connection, f"SELECT row, name, value, upto, n FROM ({upto}) WHERE worded ORDER BY row"), every


def _settled(lines: list[_Line], money: Decimal, count: int) -> dict[int, tuple[int, int]]:
    """The totals, of two rows or more; where there are such, of single rows too."""
    lines = [line for line in lines if line[2]]
    while True:
        found = _walk(lines, count, _ADDENDS)
        if found:
            loose = _walk(lines, count, 1)
            found = loose if found.keys() <= loose.keys() else found
        if not found:
            alone = [row for row, _, value, *_ in lines if value * 2 == money and count > _ADDENDS]
            found = dict.fromkeys(alone[:1], EVERYTHING)
        others = {name for row, name, *_ in lines if row not in found}
        twofold = {name for row, name, *_ in lines if row in found} & others
        if not twofold:
            return found
        lines = [line for line in lines if line[1] not in twofold]


def _walk(lines: list[_Line], count: int, least: int) -> dict[int, tuple[int, int]]:
    """The totals from above to below, each of `least` rows or more."""
    found: dict[int, tuple[int, int]] = {}
    since, gone, last, before = Decimal(0), Decimal(0), 0, 0
    for row, _, value, upto, n in lines:
        group, every = upto - value - since, upto - value - gone
        if value == group and n - 1 - before >= least:
            found[row] = last + 1, row - 1
        elif value == every and n - 1 - len(found) >= least:
            found[row] = EVERYTHING if n == count else (1, row - 1)
        else:
            continue
        since, gone, last, before = upto, gone + value, row, n
    return found
