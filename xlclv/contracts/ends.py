"""Columns of days on which contracts, or their trials, end: most cells may say that there is none."""

from __future__ import annotations

from xlclv.errors import InputError, counted, listed
from xlclv.orders.files import days
from xlclv.orders.files.cells import Column, literal, spaced
from xlclv.orders.rules.contracts import NEVER, NO_END, OPEN_FROM, ZERO_DAY
from xlclv.orders.source import Options

_NO_DAYS = "CREATE OR REPLACE TABLE {}_values AS SELECT '' AS text, NULL::DATE AS value"


def some_ends(column: Column) -> bool:
    """Forget the cells that say that there is no end; whether any is left to be read as a date."""
    none = ", ".join(map(literal, NO_END))
    never = f"regexp_full_match(lower(plain), {literal(NEVER)})"
    column.connection.execute(f"DELETE FROM {column.table} WHERE lower(plain) IN ({none}) OR {never}")
    if column.one(f"SELECT count(*) FROM {column.table}")[0]:
        return True
    column.connection.execute(_NO_DAYS.format(column.role))
    return False


def end_of(day: str, start: str) -> str:
    """SQL for the end that a day says, NULL for one that stands for none."""
    return (
        f"CASE WHEN {day} < DATE '{OPEN_FROM}' AND NOT ({day} = DATE '{ZERO_DAY}' AND {day} < {start}) THEN {day} END"
    )


def taken_as_none(column: Column, table: str) -> list[str]:
    """A note of days in cells of ends that stand for no end, by how many contracts of the part's `table` have them."""
    cell = spaced(f"raw.{column.role}")
    days_far = f"e.value >= DATE '{OPEN_FROM}' OR (e.value = DATE '{ZERO_DAY}' AND e.value < t.start)"
    found = column.rows(
        f"SELECT {cell}, count(*) FROM {table} AS t JOIN raw USING (row) LEFT JOIN {column.role}_values AS e ON "
        f"raw.{column.role} = e.text WHERE t.customer IS NOT NULL AND (regexp_full_match(lower({cell}), "
        f"{literal(NEVER)}) OR {days_far}) GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    if not found:
        return []
    many = counted(sum(count for _, count in found), "contract")
    said = listed([column.source.quoted(text, "a day") for text, _ in found])
    return [f"{column.called} says {said} of {many}, taken as no end: as a blank cell, not as a day"]


def other_days(column: Column | None, options: Options, what: str) -> tuple[list[days.Days], list[str]]:
    """Days that a file can do without, such as those on which trials end; a warning where they are no days."""
    if column is None or not some_ends(column):
        return [], []
    try:
        return [days.convert(column, options.dayfirst, options.timezone)], []
    except InputError as reason:
        column.connection.execute(_NO_DAYS.format(column.role))
        return [], [f"{reason}; the days {what} are not used"]
