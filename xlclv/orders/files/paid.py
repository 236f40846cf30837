"""What was paid beside what was billed: the column that may be named, and quantity x price as what was billed.

Where the only amount is what was paid, a quantity and a price beside it say what was billed, if the price is of one
piece. The values prove it: what was paid is quantity x price on most rows where anything was, and on rows of more than
one piece too, and more than it on next to none. Then what is 0 on some rows are bills not paid yet.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from xlclv.orders.billed import are_money, due, of_paid, paid_beside, unpaid
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import DISCOUNT
from xlclv.orders.source import Options, Source

_SEEN = 200  # different cells looked at
_MOST, _FEW = 0.5, 0.05  # of the rows on which anything was paid
_OFF = 0.005  # quantity x price and what was paid may differ by half a cent


class _Rows(NamedTuple):
    """Sums; rows paid as quantity x price, above it, below it, not at all; of several pieces as that, and as one."""

    short: float  # of what was billed
    left: float  # what was billed on rows on which nothing was paid
    alike: int
    above: int
    below: int
    nothing: int
    several: int
    several_alike: int
    several_as_one: int

    @property
    def proven(self) -> bool:
        """Whether the price is of one piece, and quantity x price what was billed."""
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


def settle(
    connection: Any, source: Source, columns: Columns, types: dict[str, str], options: Options
) -> tuple[Columns, list[str], list[str]]:
    """The columns, those of `raw` called by their roles, with quantity x price where it is what was billed; notes and
    warnings."""
    paid, at, pair = of_paid(source.headers, columns, options), columns.amount, columns.of_line
    if not paid or at is None or pair is None or find(DISCOUNT, source.headers):
        return columns, [], []
    found = max((_read(connection, pair, mark) for mark in ".,"), key=lambda read: read.alike)
    product = " x ".join(f'"{source.headers[factor].strip()}"' for factor in pair)
    if not found.proven or not (found.nothing or found.below):
        return columns, [], []
    if not found.nothing and not due(source.headers):  # may be discounts
        less = f'"{paid}" is less than {product} on {_many(found.below)}, by {found.short:,.2f} in all'
        return columns, [f'{less}; --amount "{_asked(source, columns)}" counts what was billed'], []
    quantity, price = pair
    for name, role in ((f"beside{quantity}", "quantity"), (f"beside{price}", "price"), ("amount", f"beside{at}")):
        connection.execute(f"ALTER TABLE raw RENAME COLUMN {name} TO {role}")
        types[role] = types[name]
    columns = replace(columns, amount=None, quantity=quantity, price=price, units=None, of_line=None, order=None)
    short = [f"0 on {_many(found.nothing)}, {found.left:,.2f} by {product}"] if found.nothing else []
    short += [f"less than {product} on {_many(found.below)}, by {found.short:,.2f}"] if found.below else []
    rule = f'"{paid}" is {" and ".join(short)}: taken for bills not paid yet, which are worth what was billed'
    return columns, [], [f'{source.where}: {rule}; --amount "{paid}" counts what came in']


def told(connection: Any, source: Source, columns: Columns, table: str, options: Options) -> list[str]:
    """What to warn of where the amount is what was paid, by its name, and often 0 before anything was paid back."""
    paid = of_paid(source.headers, columns, options)
    if not paid:
        return []
    count = f"SELECT count(*) FILTER (amount + refunded = 0), count(*) FROM {table} WHERE customer IS NOT NULL"
    nothing, every = one(connection, count)
    return [f"{source.where}: {said}" for said in unpaid(paid, nothing, every, _asked(source, columns))]


def _many(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _asked(source: Source, columns: Columns) -> str:
    """Quantity and price as --amount names them; "" where they are not told."""
    return " * ".join(source.headers[at].strip() for at in columns.of_line or ())


def _read(connection: Any, pair: tuple[int, int], mark: str) -> _Rows:
    """The rows of `raw` with this decimal mark."""
    is_product, is_each = (f"abs(abs(paid) - abs({what})) <= {_OFF}" for what in ("units * each", "each"))
    some, several, above = "paid <> 0", "paid <> 0 AND abs(units) <> 1", f"abs(paid) > abs(units * each) + {_OFF}"
    below, nothing = f"{some} AND NOT ({above}) AND NOT {is_product}", "paid = 0 AND units * each <> 0"
    tests = (
        f"{some} AND {is_product}", f"{some} AND {above}", below, nothing, several, f"{several} AND {is_product}",
        f"{several} AND {is_each} AND NOT {is_product}",
    )  # fmt: skip
    counts = ", ".join(f"count(*) FILTER ({test})" for test in tests)
    sums = f"coalesce(sum(abs(units * each) - abs(paid)) FILTER ({below}), 0), "
    sums += f"coalesce(sum(units * each) FILTER ({nothing}), 0)"
    cells = {"units": f"beside{pair[0]}", "each": f"beside{pair[1]}", "paid": "amount"}
    numbers = ", ".join(f"{_number(cell, mark)} AS {name}" for name, cell in cells.items())
    *found, short, left = one(
        connection,
        f"SELECT {counts}, {sums} FROM (SELECT {numbers} FROM raw) "
        "WHERE units IS NOT NULL AND each IS NOT NULL AND paid IS NOT NULL",
    )
    return _Rows(float(short), float(left), *map(int, found))


def _number(cell: str, mark: str) -> str:
    """SQL: a cell roughly as a number."""
    text = f"replace({cell}, ',', '')" if mark == "." else f"replace(replace({cell}, '.', ''), ',', '.')"
    return f"TRY_CAST(regexp_replace({text}, '[^0-9.-]', '', 'g') AS DOUBLE)"
