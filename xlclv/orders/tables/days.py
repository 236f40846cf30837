"""Dates of a table as days: its own dates and times, or text and numbers written yyyy-mm-dd or yyyymmdd."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlclv.errors import counted
from xlclv.orders.files.days import EARLIEST
from xlclv.orders.source import refusal
from xlclv.orders.tables.place import Asked, Field, UndecidedError
from xlclv.terms.options import option, option_name

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Text that needs no second look: days that exist, no zone. All else goes by the rules for files.
_MONTH_DAY = (
    "((0[13578]|1[02]){0}(0[1-9]|[12][0-9]|3[01])|(0[469]|11){0}(0[1-9]|[12][0-9]|30)|02{0}(0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY = "((19|20)(0[48]|[2468][048]|[13579][26])|2000){0}02{0}29"
_DAY = f"((19|20)[0-9]{{{{2}}}}{{0}}{_MONTH_DAY}|{_LEAP_DAY})"
_YEARS = (1, 9999)  # that a day of Python can have
ISO, PLAIN = f"^{_DAY.format('-')}([ T][0-9:.]*)?$", f"^{_DAY.format('')}$"


@dataclass(frozen=True, slots=True)
class Days:
    """The column as dates, and what was assumed about it."""

    day: ir.DateValue
    notes: tuple[str, ...] = ()


def ask(field: Field) -> Asked:
    """What has to be known of the column before it can be read; InputError for a type that is no date."""
    kind = field.value.type()
    if not (kind.is_date() or kind.is_timestamp() or kind.is_string() or kind.is_numeric()):
        raise field.refuse(f"holds {kind}, not dates", "make a view in which it is a DATE")
    asked: Asked = {"missing": field.value.isnull().sum()}
    if kind.is_date() or kind.is_timestamp():
        year = field.value.year()
        beyond = field.value.notnull() & (year.isnull() | ~year.between(*_YEARS))
        asked |= {"beyond": beyond.sum()}
    if kind.is_string() or kind.is_integer():
        text = _text(field.value)
        asked |= {"iso": text.re_search(ISO).sum(), "plain": text.re_search(PLAIN).sum(), "all": text.count()}
    return {field.key(name): question for name, question in asked.items()}


def told(field: Field, answers: dict[str, Any]) -> Days:
    """The column by the answers; InputError for rows without a date, or texts that are none."""
    answer = {name.removeprefix(f"{field.role}_"): value for name, value in answers.items()}
    kind, value = field.value.type(), field.value
    if answer["missing"]:
        rule = f"{counted(int(answer['missing']), 'row')} without a date"
        raise field.refuse(rule, "fill them in, or make a view that leaves them out")
    if answer.get("beyond"):
        raise UndecidedError  # the rules for files name the row
    if kind.is_date():
        return Days(value)
    if kind.is_timestamp():
        zone = getattr(kind, "timezone", None)
        notes = (
            (f"{field.called} is in time zone {zone}; days are that zone's, {option('timezone')} gives another's",)
            if zone
            else ()
        )
        return Days(value.cast("date"), notes)
    if not (kind.is_string() or kind.is_integer()):
        raise UndecidedError
    text, rows = _text(value), int(answer["all"])
    if int(answer["iso"] or 0) == rows:
        return Days(text.substr(0, 10).cast("date"))
    if int(answer["plain"] or 0) == rows:
        dashed = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
        return Days(dashed.cast("date"), (f"{field.called} read as yyyymmdd",))
    raise UndecidedError


def span(where: str, orders: ir.Table, as_of: dt.date | None) -> tuple[dt.date, dt.date]:
    """The first and last day; InputError for days before 1900, after the as-of date, or in the future."""
    limit, called = (dt.date.today(), "today") if as_of is None else (as_of, "the as-of date")
    earliest = dt.date.fromisoformat(EARLIEST)
    row = (
        orders.aggregate(
            first=orders.day.min(),
            last=orders.day.max(),
            early=(orders.day < earliest).sum(),
            late=(orders.day > limit).sum(),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    if row["first"] is None:
        raise refusal(where, "there are no rows")
    if row["early"]:
        raise refusal(where, f"{counted(row['early'], 'row')} before 1900, the first on {row['first']}", "correct them")
    if row["late"]:
        raise refusal(
            where,
            f"{counted(row['late'], 'row')} dated after {called}, {limit}; the last is {row['last']}",
            f"correct them, leave those rows out, or give a later {option_name('as-of')}",
        )
    return row["first"], row["last"]


def _text(value: ir.Column) -> ir.StringValue:
    return value.cast("string").strip()
