"""Days from cells as typed: one convention for the whole column, decided by the column or stated by the user.

Never decided cell by cell: 03/04/2024 beside 25/12/2024 is the third of April, and where no cell decides the
file is refused. Several ways of writing may stand in one column where each can be read in one way only, and then
the rows of each are counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlclv.errors import InputError, counted
from xlclv.orders.files import day_kinds, zones
from xlclv.orders.files.cells import Column, literal
from xlclv.orders.files.day_order import called, decide, half_converted, other_order, refuse_days_of_a_month
from xlclv.orders.files.day_sql import day, parts
from xlclv.orders.rules.dates import ISO, KINDS, MONTH_OF_TWO, NUMBERS, SERIAL, TWO_DIGITS
from xlclv.terms.options import option

EARLIEST = "1900-01-01"
_TYPED = "su"  # numbers that only a program writes: beside other ways of writing they are something else
_BEFORE_CHRIST = "(BC)"  # as the database writes a day so stored, behind its year and where a weekday may stand
_PIVOT = "years 00 to 29 are 2000 to 2029, 30 to 99 are 1930 to 1999"
_FIRST = {"m": "month's first day", "M": "month's first day", "q": "quarter's first day", "w": "week's Monday"}
_JULIAN = re.compile(r"2[45][0-9]{5}(?:\.[0-9]+)?")  # days from noon of 4714 BC: 1858 to 2400


@dataclass(frozen=True, slots=True)
class Days:
    """One column converted: `table` maps each distinct `text` to `value`, a DATE; or none, with an expression."""

    table: str
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def convert(column: Column, dayfirst: bool | None, timezone: str | None = None) -> Days:
    """The column's distinct texts as days; InputError for the first cells that are no day."""
    counts = _kinds(column)
    if not counts:
        return _none(column)
    orders = {kind: KINDS[kind].order for kind in counts}
    orders |= decide(column, orders, dayfirst)
    if MONTH_OF_TWO in counts:
        refuse_days_of_a_month(column)
    if len(counts) > 1:
        _refuse_mixed(column, counts, orders)
    notes = _notes(column, counts, orders, timezone)
    value = day(orders, timezone)
    notes += zones.one_zone(column, parts(column, orders), timezone, value)
    if timezone is not None and any(order[0] not in _TYPED for order in orders.values()):
        value = zones.local_day(value, timezone)
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_values AS SELECT text, {value} AS value, first, rows "
        f"FROM ({parts(column, orders)})"
    )
    column.connection.execute(f"DROP VIEW {column.role}_parts")
    column.connection.execute(f"DROP TABLE {column.role}_kinds")
    _refuse_impossible(column, dayfirst)
    return Days(f"{column.role}_values", tuple(notes), _february(column, SERIAL in counts))


def _kinds(column: Column) -> dict[str, int]:
    """The ways that the cells follow, each with its rows, the rarest first; InputError for a cell that follows none."""
    day_kinds.tell(column)
    found = column.rows(
        f"SELECT kind, sum(rows)::BIGINT AS n FROM {column.role}_kinds GROUP BY kind ORDER BY kind = '' DESC, n, kind"
    )
    if found and found[0][0] == "":
        raise _wrong(column, *column.bad(f"{column.role}_kinds", "kind = ''"))
    return dict(found)


def _none(column: Column) -> Days:
    """No days: every row of the file is left out."""
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_values AS SELECT text, CAST(NULL AS DATE) AS value, first, rows "
        f"FROM {column.role}_kinds"
    )
    column.connection.execute(f"DROP VIEW IF EXISTS {column.role}_parts")
    column.connection.execute(f"DROP TABLE {column.role}_kinds")
    return Days(f"{column.role}_values")


def _refuse_mixed(column: Column, counts: Mapping[str, int], orders: Mapping[str, str]) -> None:
    """InputError for ways of writing that do not go together."""
    swapped = half_converted(column, orders)
    if swapped is not None:
        raise _half_converted(column, *swapped)
    if column.typed or not any(order[0] in _TYPED for order in orders.values()):
        return
    rare, most = (list(counts)[at] for at in (0, -1))
    (one, row), (other, late) = (_example(column, kind) for kind in (rare, most))
    first, then = column.source.quoted(one), column.source.quoted(other, "another")
    rule = f"{first} is written as {rare} but {then} (row {column.source.row(late):,}) as {most}"
    fix = "write all dates one way, best as yyyy-mm-dd"
    raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def _half_converted(column: Column, made: str, text: str) -> InputError:
    """What to say of days that a spreadsheet seems to have turned round; in a file of text both are text."""
    one, other = column.source.quoted(made, "one cell"), column.source.quoted(text, "another")
    if column.typed:
        rule = (
            f"{one} is a date and {other} is text, and no date is after the 12th of its month: a spreadsheet has "
            "taken months for days where it could"
        )
        fix = "open the original file again and import this column as text"
        return column.source.refuse(rule, column=column.called, fix=fix)
    rule = (
        f"no date written as {one} is after the 12th of its month, and all written as {other} are: a spreadsheet "
        "seems to have taken months for days where it could, before this file was saved"
    )
    fix = "export it again and do not open it in one; if the dates are right, write all one way, best as yyyy-mm-dd"
    return column.source.refuse(rule, column=column.called, fix=fix)


def _example(column: Column, kind: str) -> tuple[str, int]:
    text, row = column.one(
        f"SELECT arg_min(text, first), min(first) FROM {column.role}_kinds WHERE kind = {literal(kind)}"
    )
    return text.strip(), row


def _notes(column: Column, counts: Mapping[str, int], orders: Mapping[str, str], timezone: str | None) -> list[str]:
    """What was assumed: nothing of yyyy-mm-dd alone."""
    each = [f"{_way(kind, orders[kind])}{_rest(orders[kind], timezone)}" for kind in counts]
    if len(each) == 1:
        return [] if ISO in counts else [f"{column.source.where}: {column.called} read as {each[0]}"]
    ways = "; ".join(f"{words} ({counted(counts[kind], 'row')})" for kind, words in zip(counts, each, strict=True))
    return [f"{column.source.where}: {column.called} is written in {len(each)} ways: {ways}"]


def _way(kind: str, order: str) -> str:
    return called(order) if kind in (NUMBERS, TWO_DIGITS) else kind


def _rest(order: str, timezone: str | None) -> str:
    """What has to be said of an order besides its name."""
    if order[0] == "u":
        return f", days are {timezone or 'UTC'}'s"
    words = f", {_PIVOT}" if "Y" in order else ""
    if "d" in order:
        return words
    counts = next((_FIRST[letter] for letter in order if letter in _FIRST), "")
    return f"{words}, counted on the {counts}" if counts else words


def _wrong(column: Column, text: str, row: int, more: str) -> Exception:
    """What to say of a cell that is no date."""
    cell = text.strip()
    fix = f"correct the cell, or {column.source.without()}"
    if not cell:
        rule = "the cell is blank where a date belongs"
        # In a report the date above may be another customer's, and no option fills files beside the orders.
        if not column.source.places and not column.source.beside:
            fix += f"; if a blank means the date above, say {option('fill-down')}"
    elif cell.startswith("#"):
        said = column.source.quoted(cell)
        rule, fix = f"{said} is an error of the spreadsheet, not a date", "fix the cell where it comes from"
    else:
        rule = f"{column.source.quoted(cell, most=60)} is not a date"
    return column.source.refuse(rule + more, row=column.source.row(row), column=column.called, fix=fix)


def _refuse_impossible(column: Column, dayfirst: bool | None) -> None:
    """Every text is a day that exists, from 1900 on."""
    early = f"value < DATE '{EARLIEST}' OR contains(text, '{_BEFORE_CHRIST}')"
    rules = {"value IS NULL": "is not a day of any calendar", early: "is before 1900"}
    met = column.met(f"{column.role}_values", [*rules])
    for condition, rule in (rule for rule, broken in zip(rules.items(), met, strict=True) if broken):
        text, row, more = column.bad(f"{column.role}_values", condition)
        if not row:
            continue
        fix = f"correct the date, or {column.source.without()}"
        if _JULIAN.fullmatch(text.strip()):
            rule, fix = _julian(column)
        if dayfirst is not None and other_order(text, dayfirst):
            said, other = (option("dayfirst"), "month") if dayfirst else (option("monthfirst"), "day")
            rule = f"has the {other} first, against {said}"
            fix = f"leave {said} out, or correct the date"
        raise column.source.refuse(
            f"{column.source.quoted(text)} {rule}{more}", row=column.source.row(row), column=column.called, fix=fix
        )


def _julian(column: Column) -> tuple[str, str]:
    """What is said of days that SQLite and astronomers count, from noon, and the way out."""
    source = column.source
    name = source.headers[column.position].strip() if column.position < len(source.headers) else "date"
    way = "make a view that selects" if source.table and source.typed else "export from SQLite"
    return "is no date; it may be a Julian day", f'{way} date("{name}") in its place, as yyyy-mm-dd, or correct it'


def _february(column: Column, numbers: bool) -> tuple[str, ...]:
    """Excel counts a 29 February 1900 that never was: its day numbers 59 and 60 are one day."""
    if not (numbers or column.source.sheet):
        return ()
    (rows,) = column.one(f"SELECT coalesce(sum(rows), 0) FROM {column.role}_values WHERE value = DATE '1900-02-28'")
    fall = f"{rows:,} row{'s fall' if rows > 1 else ' falls'}"
    return (f"{column.source.where}: {fall} on Excel's day numbers 59 or 60, both 1900-02-28",) if rows else ()
