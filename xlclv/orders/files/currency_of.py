"""The one currency of a file's amounts: as cells, number formats or headers show it, or a column beside them says."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from xlclv.orders import currencies
from xlclv.orders.currencies import alike, apart, contradicts, converted, converted_into_one, one_of, other_than
from xlclv.orders.currency_columns import are_currencies
from xlclv.orders.currency_names import NOTHING, SURE, plainly, surely_converted, weight
from xlclv.orders.engine import rows
from xlclv.orders.files import amounts, formats
from xlclv.orders.files.cells import Column, trimmed
from xlclv.orders.headers import either
from xlclv.orders.roles import Columns
from xlclv.orders.rules.units import currency_in
from xlclv.orders.source import Source, listed

_MANY = 20  # currencies looked at: $, US$ and USD are one


def currency_of(
    roles: dict[str, Column], factors: dict[str, amounts.Money], table: str = "", choosable: bool = False
) -> tuple[str, list[str]]:
    """The currency of all amounts, never several: as their cells, number formats or header show, or as a column says.

    Where the column names several, it is asked of the rows that the part's `table` uses, which the user of a
    `choosable` one can choose by that column.

    The header goes before the column, and that is warned of: shops list what was paid in which currency beside amounts
    that they have converted into one. Both go before number formats: Excel's button of money
    gives those of its country.
    """
    shown, codes = _shown([roles[role] for role in factors], table), _codes(roles.get("currency"), table)
    said_by = _said_otherwise([roles[role] for role in factors], [code for code, _ in codes], shown)
    shown = {} if said_by else shown
    written = {factor.currency for factor in factors.values()} - {""}
    for role in factors:
        _refuse_shown(roles[role], shown, written)
    written |= set(shown)
    currency, warned = _agreed(roles, factors, written, codes, shown, choosable)
    return currency, [*said_by, *warned]


def _agreed(
    roles: dict[str, Column],
    factors: dict[str, amounts.Money],
    written: set[str],
    found: list[tuple[str, int]],
    shown: Mapping[str, str],
    choosable: bool,
) -> tuple[str, list[str]]:
    """The currency on which the cells, the headers and the column of currencies agree."""
    heads: dict[str, Column] = {}
    for role in factors:
        heads |= dict.fromkeys(_by_header(roles[role], written | set(heads)), roles[role])
    written |= set(heads)
    if "currency" not in roles:
        return one_of(sorted(written)) or min(written, default=""), []
    column = roles["currency"]
    codes = [code for code, _ in found]
    for named, head in heads.items():
        if other := other_than(named, codes):
            said_so = converted(column.called, other, head.called, named)
            return one_of(sorted(written)) or named, [f"{column.source.where}: {said_so}"]
    said = one_of(codes)
    if found and said is None:
        one_code, other = apart(codes)
        if (money := _converted_already(roles, factors)) is not None:
            said_so = converted_into_one(column.called, (one_code, other), money.called)
            return one_of(sorted(written)) or min(written, default=""), [f"{column.source.where}: {said_so}"]
        row = next(row for code, row in found if code == other)
        both = " and in ".join(currencies.shown(name, column.source) for name in (one_code, other))
        raise column.source.refuse(
            f"amounts in {both} cannot be added",
            row=column.source.row(row),
            column=column.called,
            fix=_way_out(column.source, column.position, one_code) if choosable else currencies.way_out(),
        )
    for code, row in found:
        if (sign := next((sign for sign in sorted(written) if not alike(code, sign)), None)) is not None:
            rule = f"the column says {code}, but amounts are written in {sign}{shown.get(sign, '')}"
            fix = "correct the one or the other, or leave the column of currencies out of the file"
            raise column.source.refuse(rule, row=column.source.row(row), column=column.called, fix=fix)
    return said or min(written, default=""), []


def _way_out(source: Source, at: int, code: str) -> str:
    """What to do about a column that names several currencies; one that is not shown is not named."""
    named = currencies.shown(code, source) == code and at < len(source.headers)
    return currencies.way_out(source.headers[at], code) if named else currencies.way_out()


def _converted_already(roles: dict[str, Column], factors: Mapping[str, amounts.Money]) -> Column | None:
    """The amounts, where their header says they are in one currency, and that of the column of currencies not whose."""
    headers = roles["currency"].source.headers
    if not headers or not plainly(headers[roles["currency"].position]):
        return None
    money = [roles[role] for role in factors if role != "quantity"]
    return next((column for column in money if surely_converted(headers[column.position])), None)


def _codes(column: Column | None, table: str = "") -> list[tuple[str, int]]:
    """What a column of currencies says, each with its first row; of several, those of rows that the table uses."""
    if column is None:
        return []
    found: list[tuple[str, int]] = column.rows(
        f"SELECT upper(plain), min(first) FROM {column.table} WHERE plain <> '' GROUP BY 1 ORDER BY 2"
    )
    headers = column.source.headers
    sure = not headers or plainly(headers[column.position])
    if not sure and not are_currencies([code for code, _ in found]):
        return []  # a column of something else
    if table and len(found) > 1:
        return column.rows(
            f"SELECT upper(t.plain), min(r.row) FROM raw AS r JOIN {column.table} AS t ON r.{column.role} = t.text "
            f"WHERE t.plain <> '' AND {in_use(table, 'r.row')} GROUP BY 1 ORDER BY 2"
        )
    return found


def in_use(table: str, row: str = "row") -> str:
    """SQL: the row counts."""
    return f"{row} IN (SELECT row FROM {table} WHERE customer IS NOT NULL)"


def left_out(column: Column | None, table: str) -> list[str]:
    """A note of currencies that only rows which do not count are in: what was read is added as it stands."""
    used = {code for code, _ in _codes(column, table)}
    others = [code for code, _ in _codes(column) if code not in used]
    if column is None or not used or not others or one_of([*used, *others]) is not None:
        return []
    named = listed([currencies.shown(code, column.source) for code in others])
    return [f"{column.called}: rows in {named} do not count, and stand as they are in the sums of what was left out"]


def undecided(
    connection: Any, source: Source, columns: Columns, currency: str, table: str, choosable: bool = False
) -> tuple[list[str], list[str]]:
    """Notes and warnings of columns, staged in `raw`, that could each say the currency, where names do not tell which,
    or that may say another thing; nothing where the amounts themselves say their `currency`.

    InputError where each is of the amounts by name and names several currencies: then amounts are in several.
    """
    found = {
        at: codes for at in columns.currencies if (codes := _beside(connection, at, table)) and are_currencies(codes)
    }
    if currency or not found:
        return [], []
    mixed = {at: codes for at, codes in found.items() if one_of(codes) is None}
    money = columns.price if columns.amount is None else columns.amount
    how = max(weight(at, source.headers, money) for at in found)
    if how == SURE and mixed and len(mixed) == len(found):
        at, codes = next(iter(mixed.items()))
        both = " and in ".join(currencies.shown(name, source) for name in apart(codes))
        way = _way_out(source, at, apart(codes)[0]) if choosable else currencies.way_out()
        fix = f"{way}, or leave the column out of the file"
        raise source.refuse(f"amounts in {both} cannot be added", column=source.column(at), fix=fix)
    if mixed and how != NOTHING:
        return [], [f"{source.where}: {_unclear(source, found, mixed)}"]
    return [_passed_over(source, at, codes) for at, codes in found.items() if how != SURE], []


def _unclear(source: Source, found: Mapping[int, Sequence[str]], mixed: Mapping[int, Sequence[str]]) -> str:
    """What is warned of where columns may say the currency, and some name several."""
    at, codes = next(iter(mixed.items()))
    both = ", ".join(currencies.shown(name, source) for name in apart(codes))
    if len(found) == 1:
        return (
            f"{source.column(at)} names several currencies ({both}), but not surely those of the amounts, which are "
            "added as they stand: convert them to one currency first if they are, or leave the column out of the file"
        )
    names = either([source.column(at).removeprefix("column ") for at in found], "and")
    return (
        f"columns {names} could each say in which currency amounts are, and {source.column(at)} names several "
        f"({both}): amounts are added as they stand; leave out of the file the one that is not theirs"
    )


def _beside(connection: Any, at: int, table: str) -> list[str]:
    """What a column beside the amounts says, in capitals; of several, in rows that count."""
    cell = trimmed(f"beside{at}")

    def said(rows_: str) -> list[str]:
        sql = f"SELECT DISTINCT upper({cell}) FROM raw WHERE {cell} <> ''{rows_} ORDER BY 1 LIMIT {_MANY}"
        return [code for (code,) in rows(connection, sql)]

    found = said("")
    return said(f" AND {in_use(table)}") if len(found) > 1 and are_currencies(found) else found


def _passed_over(source: Source, at: int, codes: Sequence[str]) -> str:
    """What is noted of a column of currencies that is not that of the amounts."""
    named = ", ".join(currencies.shown(code, source) for code in codes[:2]) + (", ..." if len(codes) > 2 else "")
    return f"{source.column(at)} ({named}) is not taken for the currency of the amounts"


def _said_otherwise(columns: Sequence[Column], codes: Sequence[str], shown: Mapping[str, str]) -> list[str]:
    """A warning where the header of amounts, or one currency of the column beside them, is not that of the formats."""
    said = {header_currency(column): f"the header says {header_currency(column)}" for column in columns}
    said.pop("", None)
    if not said and codes and (one_code := one_of(codes)) is not None:
        said = {one_code: f"the column of currencies says {one_code}"}
    return [
        f"{columns[0].source.where}, {columns[0].called}: {words}, but the cells' number formats show {other}; amounts "
        f"are read as {named}; if they are in {other}, correct what says otherwise"
        for named, words in said.items()
        if (other := contradicts(named, shown))
    ]


def _shown(columns: Sequence[Column], table: str) -> dict[str, str]:
    """The currency of number formats, and how it is known, in words."""
    named = [(by_formats(column.connection, column.source, table), column.source) for column in columns]
    found = {name: source for name, source in named if name}
    how = ("as the cells' number formats show them", "as the row of units below the header says")
    return {name: f" ({how[source.units]})" for name, source in found.items()}


def by_formats(connection: Any, source: Source, table: str) -> str:
    """The currency that number formats show in the rows that the table uses, of all without one; never two."""
    if not source.formats:
        return source.currency
    used = (
        {source.row(row) for (row,) in rows(connection, f"SELECT row FROM {table} WHERE customer IS NOT NULL")}
        if table
        else None
    )
    found: dict[str, formats.Found] = {}
    for sign, place, shown in source.formats:
        if (first := min((row for row in shown if used is None or row in used), default=None)) is not None:
            found[sign] = formats.Found(first, place, array("q", (first,)))
    if (pair := formats.two(found)) is not None:
        one, other, row, place = pair
        rule = f"amounts in {one} and in {other} cannot be added (as the cells' number formats show them)"
        column = source.column(place) if place >= 0 else ""
        raise source.refuse(rule, row=row, column=column, fix=currencies.way_out())
    return formats.named(found)


def _refuse_shown(column: Column, shown: Mapping[str, str], written: set[str]) -> None:
    """Number formats must not show another currency than the texts of cells."""
    for sign, how in shown.items():
        if other := contradicts(sign, written):
            rule = f"amounts are written in {other} and in {sign}{how}, and cannot be added"
            raise column.source.refuse(rule, column=column.called, fix=currencies.way_out())


def _by_header(column: Column, written: set[str]) -> set[str]:
    """The currency that the header of amounts names, which those of the cells must not contradict."""
    named = header_currency(column)
    if other := contradicts(named, written):
        rule = f"the header says {named}, but amounts are written in {other}"
        raise column.source.refuse(rule, column=column.called, fix="correct the one or the other")
    return {named} - {""}


def header_currency(column: Column) -> str:
    """The currency that a column's header names."""
    headers = column.source.headers
    return currency_in(headers[column.position]) if headers and column.role != "quantity" else ""
