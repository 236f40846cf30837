"""The SQL that makes days of texts whose way of writing is known."""

from __future__ import annotations

from collections.abc import Mapping

from xlclv.orders.files.cells import Column, literal
from xlclv.orders.rules.dates import ERAS, KINDS, MONTHS, PIVOT

SERIALS = (20000, 80000)  # Excel's day numbers 1954-10-03 to 2119-01-10; 59 and 60 are Excel's February 1900
_PLACES = ("part.one", "part.two", "part.three")
_SECOND = 1_000_000  # in DuckDB's unit of time


def parts(column: Column, kinds: Mapping[str, str]) -> str:
    """SQL: the distinct texts of these kinds with the groups of their patterns."""
    names = ", ".join(map(literal, kinds))
    return f"SELECT text, first, rows, kind, part FROM {column.role}_parts WHERE kind IN ({names})"


def day(orders: Mapping[str, str], timezone: str | None) -> str:
    """SQL: the day of a row of `parts`, its groups in the order of its kind; NULL where there is no such day."""
    each = {kind: _day(order, KINDS[kind].per, timezone) for kind, order in orders.items()}
    if len(each) == 1:
        return next(iter(each.values()))
    return f"CASE kind {' '.join(f'WHEN {literal(kind)} THEN {value}' for kind, value in each.items())} END"


def place(order: str, what: str) -> str | None:
    """SQL: the group that stands for one of the order's letters."""
    return _PLACES[order.index(what)] if what in order else None


def year(order: str) -> str:
    """SQL: the year as text of four digits."""
    if two := place(order, "Y"):
        return f"CASE WHEN CAST({two} AS INTEGER) < {PIVOT} THEN '20' ELSE '19' END || {two}"
    if era := place(order, "e"):
        digits = f"CAST(coalesce(nullif(regexp_replace({era}, '[^0-9]', '', 'g'), ''), '1') AS INTEGER)"
        cases = " ".join(f"WHEN starts_with(lower({era}), {literal(name)}) THEN {base}" for name, base in ERAS.items())
        return f"CAST(CASE {cases} END + {digits} AS VARCHAR)"
    return str(place(order, "y"))


def _day(order: str, per: int, timezone: str | None) -> str:
    if order[0] == "s":
        number = "TRY_CAST(part.one AS INTEGER)"
        return (
            f"CASE WHEN {number} BETWEEN {SERIALS[0]} AND {SERIALS[1]} THEN DATE '1899-12-30' + {number} "
            f"WHEN {number} IN (59, 60) THEN DATE '1900-02-28' END"
        )
    if order[0] == "u":
        return _instant(per, timezone)
    if week := place(order, "w"):
        return _weekday(year(order), week)
    if quarter := place(order, "q"):
        return f"TRY_CAST({year(order)} || '-' || (3 * CAST({quarter} AS INTEGER) - 2) || '-1' AS DATE)"
    month = place(order, "m") or _named(str(place(order, "M")))
    return f"TRY_CAST({year(order)} || '-' || {month} || '-' || {place(order, 'd') or literal('1')} AS DATE)"


def _instant(per: int, timezone: str | None) -> str:
    number = "CAST(part.one AS BIGINT)"
    micros = f"{number} * {_SECOND // per}" if per <= _SECOND else f"{number} // {per // _SECOND}"
    instant = f"make_timestamp({micros})"
    if timezone is not None:
        instant = f"({instant} AT TIME ZONE 'UTC') AT TIME ZONE {literal(timezone)}"
    return f"CAST({instant} AS DATE)"


def _weekday(years: str, week: str) -> str:
    """ISO 8601: the week that has the fourth of January is the first; without a weekday, its Monday."""
    fourth = f"CAST({years} || '-01-04' AS DATE)"
    ahead = f"7 * (CAST({week} AS INTEGER) - 1) + CAST(coalesce(nullif(part.three, ''), '1') AS INTEGER)"
    found = f"({fourth} - CAST(isodow({fourth}) AS INTEGER) + ({ahead}))"
    return f"CASE WHEN isoyear({found}) = CAST({years} AS INTEGER) THEN {found} END"


def _named(text: str) -> str:
    """SQL: the number of a month by its name; NULL for none."""
    plain = f"translate(lower(strip_accents({text})), 'ıß', 'is')"
    return f"CAST({list(MONTHS.values())}[list_position({list(MONTHS)}, {plain})] AS VARCHAR)"
