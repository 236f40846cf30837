"""Rows that a column of yes and no, or of days, marks as void, as a test or as deleted: no sales."""

from __future__ import annotations

from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import one
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.flags import Cells, looked, says_yes
from xlclv.orders.files.natures import Told
from xlclv.orders.headers import plain
from xlclv.orders.roles import MARKS, Columns
from xlclv.orders.rules.flags import NO_DAY, NOT_CANCELLED
from xlclv.orders.source import Source
from xlclv.terms.options import bare_option, option

_OF_DAYS = ("at", "on")  # how headers of days end: deleted_at
_OF = 5  # one of five rows may be void, a test or deleted: more may be a group of customers


def settle(connection: Any, source: Source, columns: Columns, others: str, told: Told) -> None:
    """Leave out the rows marked; says what was, and warns of a column of 0 and 1 that may be something else. Columns
    that mark no row, as their cells say something else, are `unused`."""
    said, warned = told.said, told.warned
    for role in (role for role in MARKS if role in columns.roles):
        column = source.column(columns.roles[role])
        header = column.removeprefix("column ").strip('"')
        cells = looked(connection, role, others)
        days = plain(header).endswith(_OF_DAYS)
        if not cells.filled:
            continue
        if not (cells.words or cells.bare or (days and role != "valid")):
            told.unused.append(role)
        if role == "valid":
            warned += _invalid(connection, source, column, cells, others)
            continue
        if cells.bare and plain(header) == "test":  # one of two groups, perhaps
            fix = f"if 1 is a test order, {option('without', header + '=1')} leaves those out"
            warned.append(f"{source.where}, {column}: holds only 0 and 1, and every row counts; {fix}")
        elif days or cells.words or cells.bare:
            marked = happened(role) if days else says_yes(role, numbers=True)
            where = f"{marked} AND left_out IS NULL"
            found = f"count(*) FILTER ({where}), count(*), arg_min({role}, row) FILTER ({where})"
            count, rows, first = one(connection, f"SELECT {found} FROM raw WHERE {others}")
            if count * _OF > rows:
                named = f"{option('without', f'{header}={first.strip()}')} leaves them out"
                way_out = source.without("them") if days else named
                warned.append(f"{source.where}, {column}: {_many(role, count, rows)}; {way_out}")
            elif count:
                said.append(_leave_out(connection, role, column, f"{where} AND {others}", count))


def _invalid(connection: Any, source: Source, column: str, cells: Cells, others: str) -> list[str]:
    """A warning of rows that are not posted or valid: they count, for nobody says that they are no sales."""
    if not (cells.words or cells.bare):
        return []
    yes = says_yes("valid", numbers=True)
    found = f"count(*) FILTER (NOT {yes}), arg_min(valid, row) FILTER ({yes})"
    count, first = one(connection, f"SELECT {found} FROM raw WHERE left_out IS NULL AND {others}")
    if not count or first is None:
        return []
    header = column.removeprefix("column ").strip('"')
    many = f"{counted(count, 'row')} without a yes, and every row counts"
    return [f"{source.where}, {column}: {many}; {option('only', f'{header}={first.strip()}')} counts the others alone"]


def happened(role: str) -> str:
    """SQL: the cell says yes, or a day on which it happened."""
    cell = f"lower({trimmed(role)})"
    none = ", ".join(map(literal, NOT_CANCELLED))
    return f"({cell} NOT IN ({none}) AND NOT regexp_full_match({cell}, {literal(NO_DAY)}))"


def _many(role: str, count: int, rows: int) -> str:
    """So many rows may be one of two groups."""
    marks = f"marks {count:,} of {counted(rows, 'row')} as {_called(role)}"
    return f"{marks}, more than 1 of {_OF}, and every row counts; if those rows are no sales"


def _called(role: str) -> str:
    return f"a {role}" if role in ("test", "draft") else role


def _leave_out(connection: Any, role: str, column: str, where: str, count: int) -> str:
    reason = f"marked as {_called(role)}"
    connection.execute(f"UPDATE raw SET left_out = {literal(reason)} WHERE {where}")
    every = f"{bare_option('status-column', 'none')} counts every row"
    return f"{column} marks {counted(count, 'row')} as {role}, left out; {every}"
