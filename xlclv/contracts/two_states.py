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
    found = rows(
        connection,
        f"WITH every AS ({every}) SELECT a.part, a.row, b.part, b.row, a.start FROM every AS a JOIN every AS b ON "
        "a.who = b.who AND a.contract = b.contract AND a.part < b.part WHERE a.contract <> '' AND a.used AND b.used "
        f"AND a.print <> b.print AND {_OVERLAP} ORDER BY 3, 4, 1, 2 LIMIT 1",
    )
    if found:
        first, row, second, other, start = found[0]
        one, two = parts[first].source, parts[second].source
        rule = f"one contract of a customer, from {start}, runs in both at a time"
        fix = f"{_WAY}; where both are charges of one contract, --contract none adds them up"
        raise refusal(f"{one.where}, row {one.row(row):,} and {two.where}, row {two.row(other):,}", rule, fix)
    # Groups are joined, not rows: of one customer there may be thousands in each file.
    kind = "struct_pack(used := used, ended := ended)"
    groups = (
        "SELECT part, who, start, {key} AS key, bool_or(used) AS used, bool_or(contract = '') AS bare, count(*) AS n, "
        f"min(row) AS row, count(DISTINCT {kind}) AS kinds, min({kind}) AS kind FROM every WHERE {{among}} GROUP BY ALL"
    )
    pairs = (
        f"WITH every AS ({every}), g AS ({groups}) SELECT a.part, b.part, a.row, b.row, least(a.n, b.n) AS n FROM g AS "
        "a JOIN g AS b ON a.who = b.who AND a.start = b.start AND a.key = b.key AND a.part < b.part WHERE {{which}}"
    )
    by_id = pairs.format(key="contract", among="contract <> ''").format(which="a.used <> b.used")
    other = "(a.used OR b.used) AND (a.kinds > 1 OR b.kinds > 1 OR a.kind <> b.kind)"
    by_fee = pairs.format(key="amount", among="TRUE").format(which=f"(a.bare OR b.bare) AND {other}")
    found = rows(connection, f"{by_id} ORDER BY 1, 2, 4") + rows(connection, f"{by_fee} ORDER BY 1, 2, 4")
    return [
        _told(parts[first], parts[second], [pair[2:] for pair in found if pair[:2] == (first, second)])
        for first, second in dict.fromkeys(pair[:2] for pair in found)
    ]


def _told(first: Part, second: Part, found: Sequence[tuple[int, int, int]]) -> str:
    """The warning of contracts in two files that may be one; `found` has a row of each and how many there are."""
    one, two, (row, other, _) = first.source, second.source, found[0]
    many = sum(count for *_, count in found)
    has = "has one customer and start" if many == 1 else "have a customer and a start in common"
    return (
        f"{counted(many, 'contract')} in {one.where} (row {one.row(row):,}) and {two.where} (row {two.row(other):,}) "
        f"{has}, but not the same end: each counts as it stands there; if it is one contract in two states, {_WAY}"
    )
