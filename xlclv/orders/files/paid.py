"""What was paid beside what was billed: the column that may be named, and quantity x price beside what was paid.

What was paid counts where it is the only amount. A quantity and a price beside it may say what was billed: where they
do, by the rows that are used, what they come to where less or nothing was paid is told. It may be a discount, a gift
or a bill not paid yet, which nothing but the user knows.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from xlclv.orders.billed import are_money, due, many, of_paid, paid_beside, unpaid
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import DISCOUNT
from xlclv.orders.rules.roughly import READINGS, signed
from xlclv.orders.source import Options, Source
from xlclv.terms.options import option

_SEEN = 200  # different cells looked at
_MOST, _FEW = 0.5, 0.05  # of the rows on which anything was paid
_OFF = 0.005  # quantity x price and what was paid may differ by half a cent


class _Rows(NamedTuple):
    """The rows used: all, those paid as quantity x price, above it, below it, not at all; those of several pieces, paid
    as that, and as one; what the price of the rows not paid at all comes to, and what lacks on those below."""

    every: int
    alike: int
    above: int
    below: int
    nothing: int
    several: int
    several_alike: int
    several_as_one: int
    left: float
    short: float

    @property
    def proven(self) -> bool:
        """Whether the price is of one piece, and quantity x price what was billed: it is what was paid on most rows
        where anything was, and on rows of more than one piece too, and more than it on next to none."""
        paid = self.alike + self.above + self.below
        of_one = self.several_alike >= _MOST * self.several and self.several_as_one <= _FEW * self.several
        return self.alike > 0 and self.alike >= _MOST * paid and self.above <= _FEW * paid and of_one


def named(connection: Any, source: Source, columns: Columns) -> str:
    """The header of what was paid beside what was billed, staged in `raw`, whose cells are money; "" where none is."""
    for at in paid_beside(source.headers, columns):
        found = rows(connection, f"SELECT DISTINCT {trimmed(f'beside{at}')} FROM raw ORDER BY 1 LIMIT {_SEEN}")
        if are_money([cell for (cell,) in found]):
            return source.headers[at].strip()
    return ""


def told(
    connection: Any, source: Source, columns: Columns, table: str, scale: int, options: Options
) -> tuple[list[str], list[str]]:
    """Notes, and warnings, of amounts that are what was paid, by their name, before anything of it was paid back: of
    those that are often 0, and of those that are less than the quantity x price beside them."""
    paid = of_paid(source.headers, columns, options)
    if not paid:
        return [], []
    if columns.of_line is None or find(DISCOUNT, source.headers):  # which quantity x price may be before
        count = f"SELECT count(*) FILTER (amount + refunded = 0), count(*) FROM {table} WHERE customer IS NOT NULL"
        return [], [f"{source.where}: {said}" for said in unpaid(paid, *one(connection, count))]
    found = max((_read(connection, columns.of_line, table, scale, each) for each in READINGS), key=lambda r: r.alike)
    often = many(found.nothing, found.every)
    if not found.proven:  # what is below may be without tax
        if not often or found.several_as_one > found.several_alike:  # the price of a line
            return [], [f"{source.where}: {said}" for said in unpaid(paid, found.nothing, found.every)]
        found = found._replace(below=0)
    if not found.nothing and not found.below:
        return [], []
    factors = [source.headers[at].strip() for at in columns.of_line]
    rule, billed = f'"{paid}" is {_short(found, " x ".join(map(_quoted, factors)))}', " * ".join(factors)
    if not due(source.headers) and not often:
        return [f"{rule}; {option('amount', billed)} counts what was billed"], []
    way = f"say {option('amount', billed)}, or {option('amount', paid)} if what was paid is right"
    return [], [f"{source.where}: {rule}: if they are bills not paid yet, they are worth what was billed; {way}"]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _short(found: _Rows, product: str) -> str:
    """How many rows are not paid, or in part, and what they would be by quantity x price."""
    said = [f"0 on {found.nothing:,} of {found.every:,} rows, {found.left:,.2f} by {product}"] if found.nothing else []
    rest = f"{found.below:,} of {found.every:,} rows"
    said += [f"less than {product} on {rest}, by {found.short:,.2f} in all"] if found.below else []
    return " and ".join(said)


def _read(connection: Any, pair: tuple[int, int], table: str, scale: int, reading: str) -> _Rows:
    """The rows that are used, with quantity and price in this reading."""
    is_product, is_each = (f"abs(abs(paid) - abs({what})) <= {_OFF}" for what in ("billed", "each"))
    some, several, above = "paid <> 0", "paid <> 0 AND abs(units) <> 1", f"abs(paid) > abs(billed) + {_OFF}"
    below, nothing = f"paid > 0 AND billed > paid + {_OFF}", "paid = 0 AND coalesce(billed, 1) > 0"
    tests = (
        f"{some} AND {is_product}", f"{some} AND {above}", below, nothing, several, f"{several} AND {is_product}",
        f"{several} AND {is_each} AND NOT {is_product}",
    )  # fmt: skip
    counts = ", ".join(f"count(*) FILTER ({test})" for test in tests)
    sums = f"coalesce(sum(billed) FILTER ({nothing}), 0), coalesce(sum(billed - paid) FILTER ({below}), 0)"
    factors = (f"{signed(f'beside{at}', reading)} AS {name}" for at, name in zip(pair, ("units", "each"), strict=True))
    *found, left, short = one(
        connection,
        f"SELECT count(*), {counts}, {sums} FROM (SELECT *, units * each AS billed FROM (SELECT {', '.join(factors)}, "
        f"(t.amount + t.refunded) / {10**scale}.0 AS paid FROM {table} AS t JOIN raw USING (row) "
        "WHERE t.customer IS NOT NULL))",
    )
    return _Rows._make([*map(int, found), float(left), float(short)])
