"""Parts of orders or contracts at one scale, at which everything that is added up fits into 64 bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import one, rows
from xlclv.orders.files.part import Part
from xlclv.orders.files.room import LARGEST, at, decimals, fits, moved
from xlclv.orders.ledger import exact
from xlclv.orders.source import refusal

CORRECT = "correct it, or round the amounts to cents"


def at_one_scale(connection: Any, parts: Sequence[Part]) -> list[Part]:
    """The parts with amounts that can be added up: rounded, and told to be, where all decimals of all are too many.

    InputError where an amount does not fit, or where the sum does not even in cents.
    """
    scale = max(part.scale for part in parts)
    total = _total(connection, parts, scale)
    wanted = decimals(total, total, scale)
    found = [_rounded(connection, part, wanted) if part.scale > wanted else part for part in parts]
    for part in found:
        if not part.in_place or part.scale < wanted:  # what is read in place fits at its own scale
            _refuse_overflow(connection, part, wanted)
    if not fits(total, wanted):
        raise _too_much(connection, parts, total, wanted)
    return found


def _total(connection: Any, parts: Sequence[Part], scale: int) -> Decimal:
    """The size of all money that is used, with what is taken off and what lines cost; at least that, where it fits."""
    if all(part.bound is not None for part in parts):
        most = sum((exact(part.bound or 0, part.scale) for part in parts), Decimal(0))
        if fits(most, scale):
            return most
    return sum((exact(_units(connection, part), part.scale) for part in parts), Decimal(0))


def _units(connection: Any, part: Part) -> int:
    """The same of one part, in units of its scale."""
    names = ["amount", *(["refunded"] if part.netted else []), *(["worth"] if part.worth else [])]
    sums = " + ".join(f"coalesce(sum(abs({name}::HUGEINT)), 0)" for name in names)
    return int(one(connection, f"SELECT {sums} FROM {part.table} WHERE customer IS NOT NULL")[0])


def _rounded(connection: Any, part: Part, scale: int) -> Part:
    """The part at a scale with fewer decimals than its own."""
    names = ["amount", *(["refunded"] if part.netted else []), *(["worth"] if part.worth else [])]
    unit = 10 ** (part.scale - scale)
    finer = " OR ".join(f"{name} % {unit} <> 0" for name in names)
    (many,) = one(connection, f"SELECT count(*) FILTER ({finer}) FROM {part.table}")
    table, now = part.table, {name: at(name, part.scale, scale) for name in names}
    if part.in_place:
        table, each = f"{table}_rounded", ", ".join(f"{sql} AS {name}" for name, sql in now.items())
        connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * REPLACE ({each}) FROM {part.table}")
    else:
        connection.execute(f"UPDATE {table} SET {', '.join(f'{name} = {sql}' for name, sql in now.items())}")
    said = f"{counted(many, 'row')} with money of more than {scale} decimals, rounded: with more, what all amounts "
    said = f"{part.source.where}: {said}add up to is too large to be held exactly"
    repeated, total = part.repeated, part.total
    return replace(
        part,
        table=table,
        scale=scale,
        total=total and (total[0], moved(total[1], part.scale, scale)),
        netted=moved(part.netted, part.scale, scale),
        repeated=replace(repeated, units=moved(repeated.units, part.scale, scale)),
        warnings=(*part.warnings, *([said] if many else [])),
        bound=None,
    )


def _refuse_overflow(connection: Any, part: Part, scale: int) -> None:
    """Every amount fits in 64 bits at the common scale."""
    limit = LARGEST // 10 ** (scale - part.scale)
    size = "{0} IS NULL OR {0} > {1} OR {0} < -{1}"
    bad = rows(
        connection,
        f"SELECT row FROM {part.table} WHERE {size.format('amount', limit)} "
        f"{'OR ' + size.format('worth', limit) if part.worth else ''} ORDER BY row LIMIT 1",
    )
    if bad:
        rule = f"the amount is too large to be held exactly with {scale} decimals"
        raise part.source.refuse(rule, row=part.source.row(bad[0][0]), fix=CORRECT)


def _too_much(connection: Any, parts: Sequence[Part], total: Decimal, scale: int) -> Exception:
    """What to say of amounts that each fit and together do not, with the row of the largest."""
    found = []
    for part in parts:
        asked = f"SELECT row, abs(amount::HUGEINT) FROM {part.table} WHERE customer IS NOT NULL "
        asked += "ORDER BY 2 DESC, 1 LIMIT 1"
        found += [(exact(int(units), part.scale), part, row) for row, units in rows(connection, asked)]
    largest, part, row = max(found, key=lambda each: each[0])
    beside = " with refunds and costs," if any(part.netted or part.worth for part in parts) else ""
    rule = f"all amounts, without their signs,{beside} add up to {total:,f}, too large to be held exactly with "
    rule += f"{scale} decimals: the most is {exact(LARGEST, scale):,f}"
    fix = "correct what is too large, or give all money in thousands"
    if len(parts) == 1:
        rule += f", and this amount is the largest, {largest:,f}"
        return part.source.refuse(rule, row=part.source.row(row), fix=fix)
    rule += f", and the largest is {largest:,f}, {part.source.where}, row {part.source.row(row):,}"
    return refusal(" and ".join(each.source.where for each in parts), rule, fix)
