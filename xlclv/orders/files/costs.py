"""Costs of which it is not sure whether they are of one piece or of the whole line: both readings, in money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlclv.errors import InputError
from xlclv.orders.engine import one
from xlclv.orders.files.amounts import Money, convert
from xlclv.orders.files.cells import Column, distinct
from xlclv.orders.headers import TIMES, called, plain
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.rules.cost_words import said_of
from xlclv.orders.rules.systems import known
from xlclv.orders.source import Options, Source
from xlclv.terms.options import option

_MOST, _FEW = 0.5, 0.05  # of the lines: so many cannot all be sold below cost, and so few may be


class _Readings(NamedTuple):
    """Lines, and those of a quantity that is not 1; cost once a line and by the quantity; lines above the amount."""

    lines: int
    several: int
    once: int
    times: int
    once_above: int
    times_above: int


def in_doubt(
    connection: Any,
    source: Source,
    columns: Columns,
    table: tuple[str, int],
    margin: dict[str, Money],
    options: Options,
    beside: Sequence[Column],
) -> list[str]:
    """What to warn of, in the part's table and scale beside `raw`."""
    if columns.worth is None or not source.headers:
        return []
    named = str(options.cost or options.margin_column)
    header, column = source.headers[columns.worth].strip(), f"{source.where}: {source.column(columns.worth)}"
    if columns.system and plain(header) in known(columns.system).sold_at.split():
        return [f"{column} is the price at which {known(columns.system).title} sold an item, not what it cost you"]
    asked = len(TIMES.split(named)) > 1 and called(named, source.headers) is None  # by what it is multiplied
    if columns.pieces is not None and options.cost is not None and not asked:
        return _above(_read(connection, table, margin["worth"], margin["pieces"]), column)
    if columns.perhaps_pieces is not None:
        return _either(connection, source, columns, table, margin["worth"], (options.decimal, beside))
    if columns.pieces is None and said_of(header) == "one":
        named_by = "cost" if options.cost is not None else "margin-column"
        times = option(named_by, f"QUANTITY * {header}")
        rule = "is of one piece by its name, and no column is known to be the quantity: taken once a line"
        return [f"{column} {rule}; if lines have more than one, {times} names the column of it"]
    return []


def _either(
    connection: Any,
    source: Source,
    columns: Columns,
    table: tuple[str, int],
    cost: Money,
    marks: tuple[str | None, Sequence[Column]],
) -> list[str]:
    """Of a header that does not say, where it makes a difference."""
    at = columns.perhaps_pieces or 0
    count = Column(connection, f"beside{at}", "VARCHAR", source, at)
    quantity, header = source.column(at).removeprefix("column "), source.headers[columns.worth or 0].strip()
    column = f"{source.where}: {source.column(columns.worth or 0)}"
    rule = f"{column} does not say whether it is of one piece or of the line"
    each_of = f"{source.headers[at].strip()} * {header}"
    fix = f'if it is of one, {option("cost", each_of)}; else call it "Line cost" in the file'
    distinct(count)
    try:
        found = _read(connection, table, cost, pieces := convert(count, *marks))
    except InputError:  # texts that are no number
        return [f"{rule}: taken once a line, and not x {quantity}; {fix}"]
    finally:
        for name in (f"texts_{count.role}", f"canon_{count.role}"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
    if not found.several:
        return []
    once, times = exact(found.once, cost.scale), exact(found.times, cost.scale + pieces.scale)
    told = f"taken once a line, {once:,} in all and above the amount on {found.once_above:,} of {found.lines:,} lines"
    return [f"{rule}: {told}; x {quantity} it is {times:,}, above it on {found.times_above:,}; {fix}"]


def _above(found: _Readings, column: str) -> list[str]:
    """Of a cost by the quantity that is above most amounts, where alone it is above few."""
    if found.times_above <= _MOST * found.several or found.once_above > _FEW * found.lines:
        return []
    rule = f"x the quantity it is above the amount on {found.times_above:,} of {found.lines:,} lines"
    fix = 'if it is of the whole line, call it "Line cost" in the file'
    return [f"{column}: {rule}, and once a line on {found.once_above:,}; {fix}"]


def _read(connection: Any, table: tuple[str, int], cost: Money, count: Money) -> _Readings:
    part, scale = table
    once, times = "abs(c.value)::HUGEINT", "abs(c.value)::HUGEINT * abs(q.value)"
    sign = "CASE WHEN t.amount < 0 THEN -1 ELSE 1 END"
    above = "count(*) FILTER (t.amount > 0 AND {} / 10.0 ** {} > t.amount / 10.0 ** {} + 0.005)"
    joins = (
        f"JOIN {cost.table} AS c ON raw.worth = c.text JOIN {count.table} AS q "
        f"ON raw.{count.table.removesuffix('_values')} = q.text"
    )
    found = one(
        connection,
        f"SELECT count(*), count(*) FILTER (abs(q.value) <> {10**count.scale}), "
        f"coalesce(sum({sign} * {once}), 0), coalesce(sum({sign} * {times}), 0), "
        f"{above.format(once, cost.scale, scale)}, {above.format(times, cost.scale + count.scale, scale)} "
        f"FROM {part} AS t JOIN raw USING (row) {joins} WHERE t.customer IS NOT NULL",
    )
    return _Readings(*map(int, found))
