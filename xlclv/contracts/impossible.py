"""Rows that no contract can be: a fee below 0, an end before the start, the same contract twice at one time."""

from __future__ import annotations

from typing import Any

from xlclv.contracts.no_contracts import REASONS
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column, literal
from xlclv.orders.source import Source, also


def refuse(connection: Any, source: Source, roles: dict[str, Column], table: str, scale: int) -> None:
    """No negative fee, no end before its start, no contract twice at one time."""

    def bad(condition: str, shown: str, role: str, rule: str, fix: str) -> None:
        found = rows(
            connection, f"SELECT row, {shown}, count(*) OVER () FROM {table} WHERE {condition} ORDER BY row LIMIT 5"
        )
        if found:
            more = also([source.row(row) for row, *_ in found[1:]], found[0][2] - 1)
            where = source.row(found[0][0])
            raise source.refuse(f"{found[0][1]} {rule}{more}", row=where, column=roles[role].called, fix=fix)

    correct = f"correct it, or {source.without()}"
    counts = f"left_out IS NULL OR left_out NOT IN ({', '.join(map(literal, REASONS))})"  # credit notes have a minus
    bad(f"amount < 0 AND ({counts})", f"CAST(amount / {10**scale} AS VARCHAR)", "amount", "is a negative fee", correct)
    if roles_of.ENDED in roles:
        words = "'the end ' || ended || ' is before the start ' || start || ', which'"
        bad("ended < start", words, roles_of.ENDED, "cannot be", correct)
        if roles_of.LEFT_ROLE in roles:
            rule = f"says when the contract ended, though {roles[roles_of.LEFT_ROLE].called} says that it has"
            fix = f"give the day, correct what says so, or {source.without()}"
            bad("has_left AND ended IS NULL AND customer IS NOT NULL", "'no day'", roles_of.ENDED, rule, fix)
    if roles_of.CONTRACT_ID in roles and "date" in roles:
        _refuse_twice(connection, source, roles, table)


def _refuse_twice(connection: Any, source: Source, roles: dict[str, Column], table: str) -> None:
    """A customer's contract runs once at a time."""
    found = rows(
        connection,
        "SELECT row, before, start, reach FROM (SELECT row, start, max(coalesce(ended, DATE '9999-12-31')) OVER w AS "
        f"reach, max(row) OVER w AS before FROM {table} WHERE customer IS NOT NULL AND contract <> '' WINDOW w AS "
        "(PARTITION BY who, contract ORDER BY start, row ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) "
        "WHERE start < reach ORDER BY row LIMIT 1",
    )
    if found:
        row, before, start, _ = found[0]
        rule = (
            f"the contract starts on {start} while the same contract of the customer (row {source.row(before):,}) runs"
        )
        fix = "correct the dates or the id; where both are charges of one contract, --contract none adds them up"
        raise source.refuse(rule, row=source.row(row), column=roles[roles_of.CONTRACT_ID].called, fix=fix)
