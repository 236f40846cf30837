"""One contract in two files: as it ran in the one, and as it has ended in the other. Both together count it twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.contracts.states import NO_DAY
from xlclv.errors import counted
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal
from xlclv.orders.files.part import Part
from xlclv.orders.source import refusal

_OVERLAP = "a.start < coalesce(b.ended, DATE '9999-12-31') AND b.start < coalesce(a.ended, DATE '9999-12-31')"
_WAY = "give one row with its end, as the newer file alone has if it has all contracts"


def look(connection: Any, parts: Sequence[Part], scale: int) -> list[str]:
    """InputError for a contract that by its id runs in two files at a time, as in one; a warning where it has ended in
    the other by a status without a day, or where a customer, a start and a fee alone speak for it.

    Rows that are the same in every column are told elsewhere.
    """
    if len(parts) < 2:
        return []
    every = " UNION ALL ".join(
        f"SELECT {number} AS part, row, who, contract, start, ended, amount * {10 ** (scale - part.scale)} AS amount, "
        f"print, customer IS NOT NULL AS used FROM {part.table} WHERE start IS NOT NULL AND who IS NOT NULL AND "
        f"(customer IS NOT NULL OR left_out = {literal(NO_DAY)})"
        for number, part in enumerate(parts)
    )
    pairs = f"WITH every AS ({every}) SELECT {{}} FROM every AS a JOIN every AS b ON a.who = b.who AND a.part < b.part"
    found = rows(
        connection,
        f"{pairs.format('a.part, a.row, b.part, b.row, a.start')} AND a.contract = b.contract AND a.contract <> '' "
        f"WHERE a.used AND b.used AND a.print <> b.print AND {_OVERLAP} ORDER BY 3, 4, 1, 2 LIMIT 1",
    )
    if found:
        first, row, second, other, start = found[0]
        one, two = parts[first].source, parts[second].source
        rule = f"one contract of a customer, from {start}, runs in both at a time"
        fix = f"{_WAY}; where both are charges of one contract, --contract none adds them up"
        raise refusal(f"{one.where}, row {one.row(row):,} and {two.where}, row {two.row(other):,}", rule, fix)
    by_id = "a.contract = b.contract AND a.contract <> '' AND a.used <> b.used"
    by_fee = "(a.contract = '' OR b.contract = '') AND a.amount = b.amount AND (a.used OR b.used)"
    return [
        _told(parts[first], parts[second], row, other, many)
        for first, second, row, other, many in rows(
            connection,
            f"{pairs.format('a.part, b.part, arg_min(a.row, b.row), min(b.row), count(*)')} AND a.start = b.start "
            f"WHERE ({by_id}) OR ({by_fee} AND (a.used <> b.used OR a.ended IS DISTINCT FROM b.ended)) "
            "GROUP BY 1, 2 ORDER BY 1, 2",
        )
    ]


def _told(first: Part, second: Part, row: int, other: int, many: int) -> str:
    """The warning of contracts in two files that may be one."""
    one, two = first.source, second.source
    has = "has one customer and start" if many == 1 else "have a customer and a start in common"
    return (
        f"{counted(many, 'contract')} in {one.where} (row {one.row(row):,}) and {two.where} (row {two.row(other):,}) "
        f"{has}, but not the same end: each counts as it stands there; if it is one contract in two states, {_WAY}"
    )
