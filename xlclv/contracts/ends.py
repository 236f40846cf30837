"""Columns of days on which contracts, or their trials, end: most cells may say that there is none."""

from __future__ import annotations

from xlclv.errors import InputError
from xlclv.orders.files import days
from xlclv.orders.files.cells import Column, literal
from xlclv.orders.rules.contracts import NO_END
from xlclv.orders.source import Options

_NO_DAYS = "CREATE OR REPLACE TABLE {}_values AS SELECT '' AS text, NULL::DATE AS value"


def some_ends(column: Column) -> bool:
    """Forget the cells that say that there is no end; whether any is left to be read as a date."""
    none = ", ".join(map(literal, NO_END))
    column.connection.execute(f"DELETE FROM {column.table} WHERE lower(plain) IN ({none})")
    if column.one(f"SELECT count(*) FROM {column.table}")[0]:
        return True
    column.connection.execute(_NO_DAYS.format(column.role))
    return False


def other_days(column: Column | None, options: Options, what: str) -> tuple[list[days.Days], list[str]]:
    """Days that a file can do without, such as those on which trials end; a warning where they are no days."""
    if column is None or not some_ends(column):
        return [], []
    try:
        return [days.convert(column, options.dayfirst, options.timezone)], []
    except InputError as reason:
        column.connection.execute(_NO_DAYS.format(column.role))
        return [], [f"{reason}; the days {what} are not used"]
