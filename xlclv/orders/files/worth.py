"""What a line is worth to the seller: its money less what its goods cost, or the margin that a column has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.amounts import DECIMALS, Money, convert, refusal
from xlclv.orders.files.cells import Column, is_blank, trimmed
from xlclv.orders.files.room import at as _at
from xlclv.orders.files.sales import FURTHER
from xlclv.orders.source import Options
from xlclv.terms.options import bare_option, option


def converted(roles: dict[str, Column], decimal: str | None, beside: Sequence[Column]) -> dict[str, Money]:
    """The cost or margin, and how many there are of what it is of, where it is of one."""
    return {role: convert(roles[role], decimal, beside) for role in ("worth", "pieces", "gross") if role in roles}


def scale_of(found: dict[str, Money], amount: int) -> int:
    """The decimals a line's margin may have: those of a cost of one are joined by those of the quantity, those of a
    share by those of the amount."""
    beside = amount if found and found["worth"].share else 0
    return min(DECIMALS, sum(money.scale for role, money in found.items() if role != "gross") + beside)


def left(amount: str, found: dict[str, Money], options: Options, scale: int) -> str:
    """The same as `value`; where an amount is what is left of a `gross` one after refunds, its share of that margin."""
    if "gross" not in found:
        return value(amount, found, options, scale)
    rest = {role: money for role, money in found.items() if role != "gross"}
    gross = _at("gross.value", found["gross"].scale, scale)
    whole = value(gross, rest, options, scale)
    size = f"(2 * abs(CAST({whole} AS HUGEINT)) * ({amount}) + {gross}) // (2 * ({gross}))"  # rounded half away from 0
    part = f"CAST(sign({whole})::HUGEINT * ({size}) AS BIGINT)"
    return (
        f"TRY(CASE WHEN {gross} = 0 THEN {value(amount, rest, options, scale)} WHEN {gross} > 0 AND {amount} BETWEEN 0 "
        f"AND {gross} THEN {part} ELSE {whole} - ({gross} - ({amount})) END)"
    )


def value(amount: str, found: dict[str, Money], options: Options, scale: int) -> str:
    """SQL for the margin of a line at a scale, from its amount at that scale; NULL when it outgrows 64 bits.

    A line that takes money back takes the goods back too, with whatever sign its cost is written.
    """
    cost = _at("worth.value", found["worth"].scale, scale)
    if found["worth"].share:
        part = _at(f"CAST({amount} AS HUGEINT) * worth.value", found["worth"].scale + scale, scale)
        return f"TRY_CAST(TRY({part if options.cost is None else f'{amount} - {part}'}) AS BIGINT)"
    if "pieces" in found:
        count = f"CASE WHEN {amount} > 0 THEN abs(pieces.value) ELSE pieces.value END"
        units = f"CAST({count} AS HUGEINT) * worth.value"
        cost = _at(units, found["worth"].scale + found["pieces"].scale, scale)
    elif options.cost is None:
        return f"TRY({cost})"
    signed = f"CASE WHEN {amount} < 0 THEN -abs({cost}) ELSE {cost} END"
    return f"TRY_CAST(TRY({signed if options.cost is None else f'{amount} - {signed}'}) AS BIGINT)"


def spare_further(connection: Any) -> None:
    """A cost may be blank below an order's first line, where that line turns out to be a further one, left out."""
    number = trimmed('"order"')
    connection.execute(
        "CREATE OR REPLACE TABLE no_worth AS SELECT row FROM (SELECT row, worth, row_number() OVER (PARTITION BY "
        f"{number} ORDER BY row) AS n FROM raw WHERE {number} <> '') WHERE n > 1 AND {is_blank('worth')}"
    )
    connection.execute("UPDATE raw SET worth = '0' FROM no_worth WHERE raw.row = no_worth.row")


def spare_pieces(connection: Any) -> None:
    """A quantity may be blank where the cost is 0: freight, say, which has no pieces."""
    none = "regexp_matches(worth, '0') AND NOT regexp_matches(worth, '[1-9]')"
    connection.execute(f"UPDATE raw SET pieces = '0' WHERE {is_blank('pieces')} AND {none}")


def refuse_blank(connection: Any, column: Column, table: str) -> None:
    """The blank costs of lines that count after all."""
    row, count = one(
        connection, f"SELECT min(row), count(*) FROM {table} JOIN no_worth USING (row) WHERE left_out IS NULL"
    )
    connection.execute("DROP TABLE no_worth")
    if count:
        raise refusal(column, "", row, f" ({count:,} such rows)" if count > 1 else "")


def refuse_further(connection: Any, column: Column, table: str) -> None:
    """An order's total that counts once has one margin; the costs on its further lines would be lost."""
    (lost,) = one(
        connection,
        f"SELECT count(*) FROM {table} AS t JOIN raw USING (row) WHERE t.left_out = '{FURTHER}' "
        "AND raw.worth NOT IN ('', '0')",
    )
    if lost:
        rule = "stands on each line of an order whose total counts once, so the margin of a line cannot be known"
        fix = f"name the line's own money with {option('amount')}, or say {bare_option('order-column', 'none')}"
        raise column.source.refuse(rule, column=column.called, fix=fix)


def told(roles: dict[str, Column], options: Options, found: dict[str, Money]) -> list[str]:
    """The rule, in words."""
    if "worth" not in roles:
        return []
    if found["worth"].share:
        named = roles["worth"].called.removeprefix("column ")
        named += " / 100" if found["worth"].share == "percent" else ""
        return [f"the margin of a line is its amount x {named if options.cost is None else f'(1 - {named})'}"]
    named = " x ".join(roles[role].called.removeprefix("column ") for role in ("worth", "pieces") if role in roles)
    if options.cost is None:
        return [f"the margin of a line is {named}"]
    return [f"the margin of a line is its amount less {named}; money taken back carries its cost back"]
