"""The file of what was spent to win customers: its periods, its money, and the rows that are totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.companions.base import Base
from xlclv.companions.file import Opened, dropped, refuse_below_0, refuse_other, staged
from xlclv.companions.period_lines import NOTHING, blank
from xlclv.companions.period_lines import line as line_of
from xlclv.companions.period_text import day_without_year, period
from xlclv.companions.period_totals import by_blank, doubted, totals, unequal
from xlclv.companions.repeated import repeats
from xlclv.companions.spend_words import refuse_plan
from xlclv.errors import counted
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.engine import rows
from xlclv.orders.files import amounts
from xlclv.orders.files.cells import Column, distinct, literal, trimmed
from xlclv.orders.files.days import EARLIEST
from xlclv.orders.files.totals import FIX
from xlclv.orders.source import Options, Source
from xlclv.terms.options import option

_AHEAD = 10  # years for which spend may be known before orders are
_MONTHS = {"day": 1, "month": 1, "quarter": 3, "year": 12}
_MONDAY = 3  # 1970 began on a Thursday, in the week of the Monday three days before


@dataclass(frozen=True, slots=True)
class Spend:
    """The file read: the kind of its periods, each row's period (a number), money, and its other columns' cells."""

    name: str
    kind: str
    period: Ints
    money: NDArray[np.float64]
    others: dict[str, list[str]]
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def read(base: Base, opened: Opened, options: Options, dedupe: bool = False) -> Spend:
    """The file, with `dedupe` without repeated rows; InputError for a period or an amount that is none."""
    connection, source = base.connection, opened.source
    found, notes, said = staged(connection, opened, options, prints=True)
    again = repeats(connection, source, dedupe, "spend")
    roles = [role for role in found if role.startswith("c") and role != "currency"]
    total = _blank_totals(connection, source, roles)
    places = opened.columns.roles
    named = {place: role for role, place in places.items()}
    plan = refuse_plan(connection, source, places["spend"], [places[role] for role in roles], named.__getitem__)
    distinct(found["spend"])
    money = amounts.convert(found["spend"], options.decimal)
    total += _totals(connection, source, roles, money, again.kept)
    _, warned = refuse_other(base, found, "spend", money)
    cells = "".join(f", trim(r.{role})" for role in roles)
    got = rows(
        connection,
        f"SELECT r.row, trim(r.period), m.value{cells} FROM raw AS r JOIN {money.table} AS m ON m.text = r.spend "
        f"ORDER BY r.row",
    )
    kind, days = _days(source, found["period"], [(line[0], line[1]) for line in got])
    _refuse_far(source, found["period"], got, days, base.as_of.year + _AHEAD)
    if kind == "day" and all(day.day == 1 for day in days):
        kind = "month"
        notes = (*notes, f"{source.where}: every day is the first of a month, so the periods are months")
    warned += refuse_below_0(found["spend"], money, "spent")
    dropped(connection, found)
    within = [options.until is None or day.isoformat() <= options.until for day in days]
    if not all(within):
        scale, gone = 10.0**money.scale, [line[2] for line, kept in zip(got, within, strict=True) if not kept]
        rest = f"{counted(len(gone), 'row')}, {sum(gone) / scale:,.2f} in all"
        notes = (*notes, f"{source.where}: left out, after {options.until}, the last day that counts: {rest}")
        got = [line for line, kept in zip(got, within, strict=True) if kept]
        days = [day for day, kept in zip(days, within, strict=True) if kept]
    return Spend(
        opened.name,
        kind,
        np.array([_number(day, kind) for day in days], dtype=np.int64),
        np.array([value for _, _, value, *_ in got], dtype=np.float64) / 10.0**money.scale,
        {opened.columns.headers[role]: [line[3 + i] for line in got] for i, role in enumerate(roles)},
        (*notes, f"{source.where}: spend by {kind}, {len(got):,} rows"),
        (*said, *again.said, *total, *filter(None, [plan]), *money.warnings, *warned),
    )


def _totals(connection: Any, source: Source, roles: Sequence[str], money: amounts.Money, again: int) -> list[str]:
    """Take out the rows that total others, and say how many; InputError where the others do not add up to one."""
    cells = "".join(f", r.{role}" for role in roles)
    read = rows(
        connection,
        f"SELECT r.row, r.period, m.value, r.spend{cells} FROM raw AS r LEFT JOIN {money.table} AS m ON m.text = "
        "r.spend ORDER BY r.row",
    )
    found = totals([line_of(row, period, rest, units) for row, period, units, _, *rest in read], money.scale)
    repeat = f"; {option('dedupe')} leaves out {counted(again, 'row')} that repeat others" if again else ""
    if found.wrong is not None:
        rule, row = unequal(found, money.scale, source.secret), found.wrong[0].row
        raise source.refuse(rule, row=source.row(row), fix=FIX + repeat)
    texts = {row: text for row, _, _, text, *_ in read}
    blank = [each.row for each in found.blank]
    return [
        *_left_out(connection, source, [each.row for each in found.gone], texts),
        *_left_out(connection, source, blank, texts, by_blank(len(blank))),
        *doubted(source.where, found, "spend", source.secret, source.row),
    ]


def _left_out(
    connection: Any, source: Source, gone: Sequence[int], texts: Mapping[int, str], what: str = ""
) -> list[str]:
    """Take out these rows; says how many they are, or `what`, and what the first one has."""
    if not gone:
        return []
    connection.execute(f"DELETE FROM raw WHERE row IN ({', '.join(map(str, gone))})")
    first = source.row(gone[0])
    what = what or f"{counted(len(gone), 'row')} of {'a total' if len(gone) == 1 else 'totals'} left out"
    spent = source.quoted(texts[gone[0]], "")
    return [f"{source.where}: {what}, first row {first:,}{spent and f' ({spent})'}"]


def _blank_totals(connection: Any, source: Source, roles: Sequence[str]) -> list[str]:
    """Take out the totals of all that say no sum."""
    cells = "".join(f", {role}" for role in roles)
    none = ", ".join(map(literal, NOTHING))
    read = rows(connection, f"SELECT row, period{cells} FROM raw WHERE {trimmed('spend')} IN ({none}) ORDER BY row")
    gone = [row for row, period, *rest in read if line_of(row, period, rest, 0).of_all]
    return _left_out(connection, source, gone, dict.fromkeys(gone, ""))


def _days(source: Source, column: Column, texts: Sequence[tuple[int, str]]) -> tuple[str, list[dt.date]]:
    """The one kind of the periods, and the first day of each."""
    kind, days = "", []
    if (at := day_without_year([text for _, text in texts])) is not None:
        row, text = texts[at]
        rule = f"{source.quoted(text)} may be a month of a year or a day without one: there are more years than months"
        raise source.refuse(rule, row=source.row(row), column=column.called, fix="write months as 2026-03")
    for row, text in texts:
        one = period(text)
        if one is None or (kind and one[0] != kind):
            if blank(text):
                rule = "the row has no period, and is no total: the others do not add up to it"
                fix = "write its period in each row, or take the row out if it is a subtotal"
                raise source.refuse(rule, row=source.row(row), column=column.called, fix=fix)
            rule = "is not a period" if one is None else f"is a {one[0]} where others are a {kind}"
            rule = f"{source.quoted(text)} {rule}"
            fix = "write months as 2026-03, quarters as 2026-Q1, weeks as 2026-W01, years as 2026 or days as 2026-03-01"
            raise source.refuse(rule, row=source.row(row), column=column.called, fix=fix)
        kind, day = one
        days.append(day)
    return kind, days


def _refuse_far(source: Source, column: Column, got: Sequence[Any], days: Sequence[dt.date], last: int) -> None:
    """No period lies where no order can; what is spent ahead may be there already, some years of it."""
    for (row, text, *_), day in zip(got, days, strict=True):
        if day.isoformat() < EARLIEST or day.year > last:
            rule = "is before 1900" if day.isoformat() < EARLIEST else f"is more than {_AHEAD} years after the orders"
            fix = f"correct the period, or {source.without()}"
            raise source.refuse(f"{source.quoted(text)} {rule}", row=source.row(row), column=column.called, fix=fix)


def _number(day: dt.date, kind: str) -> int:
    """A period as a number: weeks since that of 1970-01-01, or months since year 0, by as many as the kind has."""
    if kind == "week":
        return ((day - dt.date(1970, 1, 1)).days + _MONDAY) // 7
    return (day.year * 12 + day.month - 1) // _MONTHS[kind]


def label(number: int, kind: str) -> str:
    """A period as it is shown.

    >>> label(24315, "month"), label(8105, "quarter"), label(2026, "year"), label(2870, "week")
    ('2026-04', '2026-Q2', '2026', '2025-W01')
    """
    if kind == "week":
        year, week, _ = (dt.date(1970, 1, 1) + dt.timedelta(days=7 * number - _MONDAY)).isocalendar()
        return f"{year}-W{week:02d}"
    year, part = divmod(number, 12 // _MONTHS[kind])
    return {1: f"{year}-{part + 1:02d}", 3: f"{year}-Q{part + 1}", 12: str(year)}[_MONTHS[kind]]


def periods_of(days: NDArray[np.datetime64], kind: str) -> Ints:
    """The period in which each day lies."""
    if kind == "week":
        return np.asarray((days.astype("datetime64[D]").astype(np.int64) + _MONDAY) // 7)
    months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    return np.asarray(months // _MONTHS[kind])
