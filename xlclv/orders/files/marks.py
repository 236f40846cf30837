"""Rows that a column of yes and no, or of days, marks as void, as a test or as deleted: no sales."""

from __future__ import annotations

from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import one
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.flags import looked, says_yes
from xlclv.orders.headers import plain
from xlclv.orders.roles import MARKS, Columns
from xlclv.orders.rules.flags import NOT_CANCELLED
from xlclv.orders.source import Source

_OF_DAYS = ("at", "on")  # how headers of days end: deleted_at


def settle(connection: Any, source: Source, columns: Columns, others: str) -> tuple[list[str], list[str]]:
    """Leave out the rows marked; says what was, and warns of a column of 0 and 1 that may be something else."""
    said: list[str] = []
    warned: list[str] = []
    for role in (role for role in MARKS if role in columns.roles):
        column = source.column(columns.roles[role])
        header = column.removeprefix("column ").strip('"')
        cells = looked(connection, role, others)
        days = plain(header).endswith(_OF_DAYS)
        if not cells.filled:
            continue
        if cells.bare and plain(header) == "test":  # one of two groups, perhaps
            fix = f'if 1 is a test order, --without "{header}=1" leaves those out'
            warned.append(f"{source.where}, {column}: holds only 0 and 1, and every row counts; {fix}")
        elif days or cells.words or cells.bare:
            none = f"lower({trimmed(role)}) NOT IN ({', '.join(map(literal, NOT_CANCELLED))})"
            said += _leave_out(connection, role, column, none if days else says_yes(role, numbers=True), others)
    return said, warned


def _leave_out(connection: Any, role: str, column: str, marked: str, others: str) -> list[str]:
    where = f"{marked} AND left_out IS NULL AND {others}"
    (count,) = one(connection, f"SELECT count(*) FROM raw WHERE {where}")
    reason = f"marked as {'a test' if role == 'test' else role}"
    connection.execute(f"UPDATE raw SET left_out = {literal(reason)} WHERE {where}")
    way_out = "--status-column none counts every row"
    return [f"{column} marks {counted(count, 'row')} as {role}, left out; {way_out}"] if count else []
