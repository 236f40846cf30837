"""A cost or a margin written as a share of the line's amount: 40%, 40 under Margin %, 0.4 under Margin rate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import Column
from xlclv.orders.headers import TIMES, called
from xlclv.orders.rules.shares import MARKS, of_cost, share_in
from xlclv.orders.source import Options

_MOST = 3  # times the amount: no cost is, so what is beyond is in hundredths
_WRITE = "write its cells with a % (40%), or name a column of the money"
_SMALL = 10  # the mean amount of lines that may all leave 1 or less is no larger


def without_marks(column: Column) -> bool:
    """Take the % out of the cells; whether there was one. All have it, but for zeros and blanks, or none."""
    text, connection = column.role, column.connection
    marked, row, bare = one(
        connection,
        "SELECT count(*) FILTER (has), min(row) FILTER (number AND NOT has), count(*) FILTER (number AND NOT has) FROM "
        f"(SELECT row, regexp_matches({text}, '[{MARKS}]') AS has, regexp_matches({text}, '[1-9]') AS number FROM raw)",
    )
    if not marked:
        return False
    if bare:
        rule = f"{bare:,} cell{'s have' if bare > 1 else ' has'} no % where others have one"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix="write all alike")
    connection.execute(f"UPDATE raw SET {text} = regexp_replace({text}, '[{MARKS}]', '', 'g')")
    return True


def settle(roles: dict[str, Column], found: dict[str, Money], marked: bool, options: Options) -> dict[str, Money]:
    """The cost or margin with its scale as a share of the amount, alone, where it is one; else as it was."""
    column, money = roles["worth"], found["worth"]
    header = column.source.headers[column.position] if column.source.headers else ""
    said = share_in(header)
    if not (said or marked) or (money.currency and not marked):
        return found
    if of_cost(header):
        raise column.source.refuse("is a share of the cost by its name, not of the amount", column=column.called,
                                   fix="name a column of the money, or of its share of the amount")  # fmt: skip
    named = str(options.cost or options.margin_column)
    if len(TIMES.split(named.strip())) > 1 and called(named, column.source.headers) is None:
        rule = "is a share of the amount, which no number of pieces multiplies"
        raise column.source.refuse(rule, column=column.called, fix="name it alone")
    hundredths = marked or _hundredths(column, money, said)
    roles.pop("pieces", None)
    scale = money.scale + (2 if hundredths else 0)
    share = replace(money, scale=scale, share="percent" if hundredths else "share")
    if options.cost is None:
        _refuse_above(column, share)
    return {"worth": share}


def _hundredths(column: Column, money: Money, said: str) -> bool:
    """Whether numbers without a % are in hundredths, as their size shows; InputError where it does not."""
    unit = 10**money.scale
    small, large, most, row = column.one(
        f"SELECT coalesce(sum(rows) FILTER (value <> 0 AND abs(value) <= {unit}), 0), coalesce(sum(rows) FILTER "
        f"(abs(value) > {unit}), 0), coalesce(max(abs(value)), 0), min(first) FILTER (abs(value) > {unit}) "
        f"FROM {money.table}"
    )
    if not large:
        return False
    above = f"{large:,} of its cells {'is' if large == 1 else 'are'} above 1"
    if said == "rate":
        rule = f"is a rate by its name, but {above}, as no share of an amount written so is"
        fix = f'if it is money, call it "Line cost" or "Line margin" in the file; if a share, {_WRITE}'
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)
    if small and most <= _MOST * unit:
        rule = f"{above} and {small:,} not: shares (0.4) or hundredths (40) cannot be told"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=_WRITE)
    return True


def _refuse_above(column: Column, share: Money) -> None:
    """A margin is never more than the amount."""
    row, count = column.one(f"SELECT min(first), sum(rows) FROM {share.table} WHERE value > {10**share.scale}")
    if row is not None:
        rule = f"{count:,} margin{'s are' if count > 1 else ' is'} more than 100% of the amount"
        fix = "correct the cell; a markup, which is a share of the cost, cannot be read: name a column of the money"
        raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)


def doubted(connection: Any, column: Column, found: dict[str, Money], table: str, scale: int) -> list[str]:
    """A warning of money that is 1 or less on every line, though lines are of much more: it may be a share."""
    money = found["worth"]
    if money.share or money.currency or "pieces" in found:
        return []
    unit = 10**money.scale
    most, parts = column.one(
        f"SELECT coalesce(max(abs(value)), 0), count(*) FILTER (value % {unit} <> 0) FROM {money.table}"
    )
    (mean,) = one(connection, f"SELECT avg(amount) FROM {table} WHERE amount > 0 AND left_out IS NULL")
    if not parts or most > unit or (mean or 0) <= _SMALL * 10**scale:
        return []
    name = column.called.removeprefix("column ").strip('"')
    rule = f"{column.called} is 1 or less on every line: taken as money, as its header says nothing else"
    return [f'{column.source.where}: {rule}; if it is a share of the amount, call it "{name} %" in the file']
