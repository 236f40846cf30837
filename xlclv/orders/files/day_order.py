"""In which order day, month and year stand where all three are digits: one for the whole column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from xlclv.orders.files.cells import Column
from xlclv.orders.files.day_sql import day, parts, place, year
from xlclv.orders.rules.dates import ISO, KINDS, MONTH_OF_TWO, NUMBERS, OLDEST, SERIAL, TWO_DIGITS
from xlclv.terms.options import option

_WORDS = {"dm": "day/month/year", "md": "month/day/year", "yd": "year-month-day"}
_LAST_MONTH, _LAST_DAY = 12, 31
_FAR = 3


def decide(column: Column, kinds: Mapping[str, str], stated: bool | None) -> dict[str, str]:
    """The order of these kinds' groups: as stated, or the one that fits all rows; InputError where none does, or two.

    Of two digits, a year must be one of the last decades: that tells a year in front from a day.
    """
    open_ones = [kind for kind in (NUMBERS, TWO_DIGITS) if kind in kinds]
    if not open_ones:
        return {}
    if stated is not None:
        return _orders(open_ones, "dmy" if stated else "mdy")
    tried = ["dmy", "mdy", *(["ymd"] if open_ones == [TWO_DIGITS] else [])]
    misfits = {order: _misfit(_orders(open_ones, order)) for order in tried}
    impossible = " AND ".join(f"({misfit})" for misfit in misfits.values())
    first = ", ".join(f"arg_min(text, first) FILTER ({misfit})" for misfit in misfits.values())
    found = column.one(f"SELECT {first} FROM ({parts(column, dict.fromkeys(open_ones, ''))}) WHERE NOT ({impossible})")
    fit = [order for order, text in zip(tried, found, strict=True) if text is None]
    if "ymd" in fit and len(fit) > 1:
        fit = _within_fewer_years(column, fit)
    if len(fit) == 1:
        return _orders(open_ones, fit[0])
    if not fit:
        not_day, not_month = column.source.quoted(found[0], "another"), column.source.quoted(found[1], "one cell")
        raise column.source.refuse(
            f"{not_month} has the day first but {not_day} the month",
            column=column.called,
            fix="write all dates one way, best as yyyy-mm-dd",
        )
    raise _undecided(column, fit)


def _within_fewer_years(column: Column, fit: list[str]) -> list[str]:
    """Days taken for years lie decades apart: what spans three times the years of the other is out."""
    spans = {}
    for order in ("ymd", "dmy"):
        when = f"CAST({year(order.replace('y', 'Y'))} AS INTEGER)"
        (spans[order],) = column.one(f"SELECT max({when}) - min({when}) FROM ({parts(column, {TWO_DIGITS: ''})})")
    front, behind = (max(1, spans[order]) for order in ("ymd", "dmy"))
    if front > _FAR * behind:
        return [order for order in fit if order != "ymd"]
    return ["ymd"] if behind > _FAR * front else fit


def refuse_days_of_a_month(column: Column) -> None:
    """InputError where "Apr-30" is the 30th of April, not April of a year."""
    when = f"CAST({year(KINDS[MONTH_OF_TWO].order)} AS INTEGER)"
    text, row = column.one(
        f"SELECT arg_min(text, first), min(first) FROM ({parts(column, {MONTH_OF_TWO: ''})}) "
        f"WHERE {when} NOT BETWEEN {OLDEST} AND {dt.date.today().year}"
    )
    if text is not None:
        rule = f"{column.source.quoted(text)} is a day without a year, or a month of no year that orders have"
        fix = "write dates with the year, best as yyyy-mm-dd"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def other_order(text: str, dayfirst: bool) -> bool:
    """Whether the first two numbers of a date are day and month the other way round than stated.

    >>> other_order("01/25/2024", True), other_order("25/01/2024", False), other_order("31/02/2024", True)
    (True, True, False)
    """
    found = re.match(r"\s*(\d{1,2})\D+(\d{1,2})\D+\d", text)
    first, second = map(int, found.groups()) if found else (0, 0)
    late, month = (second, first) if dayfirst else (first, second)
    return 1 <= month <= _LAST_MONTH < late <= _LAST_DAY


def called(order: str) -> str:
    """An order in words."""
    letters = order.lower()
    return _WORDS[letters[0] + (letters[1] if letters[0] != "y" else "d")]


def _orders(kinds: list[str], order: str) -> dict[str, str]:
    return {kind: order.replace("y", "Y") if kind == TWO_DIGITS else order for kind in kinds}


def _misfit(orders: Mapping[str, str]) -> str:
    """SQL: whether a row cannot be read so; what no calendar has (31 April) is another question."""
    tests = []
    for kind, order in orders.items():
        test = f"NOT TRY_CAST({place(order, 'm')} AS INTEGER) BETWEEN 1 AND {_LAST_MONTH}"
        if "Y" in order:
            plausible = f"CAST({year(order)} AS INTEGER) BETWEEN {OLDEST} AND {dt.date.today().year}"
            test += f" OR NOT {plausible} OR NOT TRY_CAST({place(order, 'd')} AS INTEGER) BETWEEN 1 AND 31"
        tests.append(f"(kind = '{kind}' AND ({test}))")
    return " OR ".join(tests)


def _undecided(column: Column, fit: list[str]) -> Exception:
    text, row = column.rows(
        f"SELECT text, first FROM {column.role}_kinds WHERE kind IN ('{NUMBERS}', '{TWO_DIGITS}') "
        "ORDER BY first LIMIT 1"
    )[0]
    fix = f"say {option('dayfirst')} or {option('monthfirst')}"
    if fit == ["dmy", "mdy"]:
        rule = "can be day/month or month/day, and no other date decides it"
    else:
        rule = f"has a year of two digits: {' or '.join(map(called, fit))}, and no other date decides it"
        fix = "write the year with four digits" + (f", or {fix}" if len(fit) > 1 else "")
    said = f"{column.source.quoted(text)} {rule}"
    return column.source.refuse(said, row=column.source.row(row), column=column.called, fix=fix)


def half_converted(column: Column, orders: Mapping[str, str]) -> tuple[str, str] | None:
    """A text and a date of a column that a spreadsheet of another country has half turned into dates, wrong ones.

    It takes the month for the day where it can, up to the 12th; later days stay text. So no date is after the 12th
    and no text before. None where something speaks against it.
    """
    texts = [kind for kind in (NUMBERS, TWO_DIGITS) if kind in orders]
    made = [kind for kind in (ISO, SERIAL) if kind in orders]
    if not texts or not made:
        return None
    first, last = f"kind IN {(*made, '')}", f"kind IN {(*texts, '')}"
    late, early, made_one, text = column.one(
        f"SELECT count(*) FILTER ({first} AND day(day) > {_LAST_MONTH}), "
        f"count(*) FILTER ({last} AND day(day) <= {_LAST_MONTH}), arg_min(text, first) FILTER ({first}), "
        f"arg_min(text, first) FILTER ({last}) FROM (SELECT text, first, kind, {day(orders, None)} AS day "
        f"FROM ({parts(column, orders)}))"
    )
    return None if late or early else (made_one.strip(), text.strip())
