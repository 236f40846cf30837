"""The plan of customers to be won: a number a month, a file of months, or what the last twelve months brought."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import InputError
from xlclv.orders.source import quoted, refusal
from xlclv.planning.months import Month
from xlclv.terms.options import option

OPTION = "--new-customers"
_PAST = 12  # months of which the mean is planned, where nobody says
_LATELY = 3  # months that tell whether that mean still holds
_FORM = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MOST = 1_000_000_000  # customers a month
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


class Asked(NamedTuple):
    """What is asked of a budget: whole months, customers to be won (a number a month, or by month; None: as before),
    fixed costs a month, and the plan's file."""

    months: int = 24
    plan: float | dict[str, float] | None = None
    fixed_costs: float = 0.0
    source: str = ""


class Plan(NamedTuple):
    """Customers to be won by month; whence; and, in words, that the last months speak against it ("": they do not)."""

    customers: Floats
    source: str
    doubt: str = ""


def new_customers(text: str, secret: bool = False) -> tuple[float | dict[str, float], str]:
    """The plan as it is typed, and the name of its file.

    Raises InputError for a file that cannot be read as months and numbers; `secret`: no message quotes its cells.

    >>> new_customers("400")
    (400.0, '')
    """
    number = _number(text, ",")
    if number is None:
        return _of_file(Path(text), secret), Path(text).name
    if not 0 <= number <= _MOST:
        raise refusal(f"{OPTION} {text}", f"must be from 0 to {_MOST:,}", "give customers a month")
    return number, ""


def _number(text: str, thousands: str) -> float | None:
    """A number with that mark between thousands and the other before decimals; None where it is none, or no such.

    >>> _number("1,200", ","), _number("1.200", "."), _number("12,5", "."), _number("1.200", ","), _number("1,5", ",")
    (1200.0, 1200.0, 12.5, 1.2, None)
    """
    part, point = re.escape(thousands), "." if thousands == "," else ","
    if not re.fullmatch(rf"-?(\d+|\d{{1,3}}({part}\d{{3}})+)({re.escape(point)}\d+)?", text.strip(), re.ASCII):
        return None
    return float(text.strip().replace(thousands, "").replace(point, "."))


def _of_file(path: Path, secret: bool) -> dict[str, float]:
    """Months and numbers of a file: month, customers, and perhaps a level, over which customers add up."""
    where = f"{OPTION} {path.name}"
    if not path.is_file():
        raise refusal(f"{OPTION} {path}", "is neither a number nor a file", "give customers a month, or name a file")
    lines, mark = _of_workbook(path, where, secret) if path.suffix.lower() in _WORKBOOKS else _of_text(path, where)
    found: dict[str, float] = {}
    for at, line in lines:
        cells = [cell.strip() for cell in line]
        if not any(cells) or (not found and at == 1 and not _FORM.fullmatch(cells[0][:7])):
            continue  # a header, or a blank line
        if not _FORM.fullmatch(cells[0][:7]):
            raise refusal(f"{where}, row {at}", f"{quoted(cells[0], secret)} is not a month", "write it as 2026-07")
        said = cells[1] if len(cells) > 1 else ""
        number = _number(said, "." if mark == ";" else ",")
        if number is None or not 0 <= number <= _MOST:
            rule = f"{quoted(said, secret)} is not a number of customers from 0 to {_MOST:,}"
            raise refusal(f"{where}, row {at}", rule, "write it plainly, such as 1200")
        found[cells[0][:7]] = found.get(cells[0][:7], 0.0) + number
    if not found:
        raise refusal(where, "has no month", "write lines of month and customers, such as 2026-07,400")
    return found


def _of_text(path: Path, where: str) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a CSV file, and what stands between their cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(where, "is not a CSV file in UTF-8", "save it as CSV or .xlsx: month, customers") from error
    first = text.partition("\n")[0]
    mark = next((mark for mark in ";\t" if mark in first), ",")
    return list(enumerate(csv.reader(text.splitlines(), delimiter=mark), 1)), mark


def _of_workbook(path: Path, where: str, secret: bool) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a workbook's table, by the reader of order files: in a process of its own, with limits."""
    from xlclv.orders.files.opening import open_source
    from xlclv.orders.peek import every_column
    from xlclv.orders.source import Options

    try:
        source, _ = open_source(path, Options(told=every_column, secret=secret))
    except InputError as reason:
        rule = f"is not a workbook that can be read ({reason})"
        raise refusal(where, rule, "save it with one sheet, whose first row says month, customers") from reason
    table = source.scan(range(source.width))
    cells = zip(*(table[str(at)].to_pylist() for at in range(source.width)), strict=True)
    rows = [[cell or "" for cell in line] for line in cells]
    return [(source.row(row), line) for row, line in zip(table["row"].to_pylist(), rows, strict=True)], ","


def planned(asked: Asked, months: tuple[Month, ...], won: Mapping[str, float], last_whole: str) -> Plan:
    """Customers to be won by month, those of a month begun by the share that is left.

    `won` are customers won in past months, `last_whole` is the last month that is known to its end.

    Raises InputError for a file that lacks a month.
    """
    share = np.array([month.share for month in months])
    if isinstance(asked.plan, dict):
        missing = [month.label for month in months if month.label not in asked.plan]
        if missing:
            rule = f"lacks {', '.join(missing[:3])}{' and more' if len(missing) > 3 else ''}"
            raise refusal(
                f"{OPTION} {asked.source}", rule, "name every month of the budget, with 0 where nobody is won"
            )
        used = "" if len(asked.plan) == len(months) else f", {len(months)} of {len(asked.plan)} months"
        return Plan(np.array([asked.plan[month.label] for month in months]) * share, asked.source + used)
    if asked.plan is not None:
        return Plan(asked.plan * share, "given")
    known = [label for label in _back(last_whole, _PAST) if label >= min(won)]
    mean = sum(won.get(label, 0) for label in known) / len(known) if known else 0.0
    source = f"mean of the last {len(known)} whole months" if known else "no whole month is known"
    return Plan(mean * share, source, _doubt([won.get(label, 0) for label in known], known, mean))


def _doubt(won: list[float], months: list[str], mean: float) -> str:
    """That a plan of `mean` customers a month is more than twice what the last months brought.

    >>> year = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    >>> _doubt([5.0, 5.0, 5.0, 1.0, 0.0, 0.0], year, 16 / 6)
    'the budget plans 3 new customers a month, the mean of the last 6 months, but the last 3 (2026-04 to 2026-06) \
brought 1 in all; --new-customers plans your own'
    >>> _doubt([5.0, 5.0, 5.0, 4.0, 3.0, 2.0], year, 4.0)
    ''
    """
    lately = sum(won[-_LATELY:])
    if len(won) <= _LATELY or lately >= _LATELY * mean / 2 or mean < 1:
        return ""
    return (
        f"the budget plans {mean:,.0f} new customers a month, the mean of the last {len(won)} months, but the last "
        f"{_LATELY} ({months[-_LATELY]} to {months[-1]}) brought {f'{lately:,.0f} in all' if lately else 'none'}; "
        f"{option('new-customers')} plans your own"
    )


def last_whole(day: dt.date) -> str:
    """The last month known to its end on a day."""
    later = day + dt.timedelta(days=1)
    return f"{later.replace(day=1) - dt.timedelta(days=1):%Y-%m}"


def _back(label: str, count: int) -> list[str]:
    """A month and those before it.

    >>> _back("2026-01", 2)
    ['2025-12', '2026-01']
    """
    last = int(label[:4]) * 12 + int(label[5:]) - 1
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(last - count + 1, last + 1)]
