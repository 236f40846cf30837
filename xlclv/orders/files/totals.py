"""A row of totals above or below the orders: the sum of the others, and no order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files import named_totals
from xlclv.orders.files.amounts import Money
from xlclv.orders.files.cells import spaced, trimmed
from xlclv.orders.files.room import moved
from xlclv.orders.files.total_words import CALLED, DOUBTED, WORD, number_of
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.source import Source, also
from xlclv.terms.options import option

_WORD, _CALLED = re.compile(WORD, re.IGNORECASE), re.compile(CALLED, re.IGNORECASE)
FIX = "remove the row, or complete the others"
NAMED = "that is called as totals are"
_TOLD = 5  # of such rows


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row that looks like a total: its number, and the money columns in which it has a cell."""

    row: int
    filled: frozenset[str]

    def outside(self, role: str) -> bool:
        """Whether the row's cell in this column is no cell of an order."""
        return role not in self.filled


def find(connection: Any, columns: Columns, fill_down: bool = False, keep: Sequence[str] = ()) -> TotalRow | None:
    """The last row or the first, if it has money, and a word such as Total for a customer or neither customer nor date.

    Some programs date their totals, so a word is enough; if more is said, it must be the sum. With `fill_down`, a row
    without words may be the last of its group: it is a total only if it is the sum of the others. `keep` are
    customers, whatever they are called.
    """
    money = [role for role in ("amount", "quantity", "price") if role in columns.roles]
    if not money:
        return None
    cells = ", ".join(trimmed(role) for role in money)
    for order in ("DESC", "ASC"):
        row, customer, date, *held = one(
            connection,
            f"SELECT row, {spaced('customer')}, {trimmed('date')}, {cells} FROM raw ORDER BY row {order} LIMIT 1",
        )
        words = [cell for cell in (customer, date) if cell]
        filled = frozenset(role for role, cell in zip(money, held, strict=True) if cell)
        kept = any(customer.casefold() == name.strip().casefold() for name in keep)
        named = not kept and any(_WORD.fullmatch(word) for word in words)
        begins = not (kept or named) and any(_CALLED.fullmatch(word) for word in words)
        if filled and begins and int(row) in named_totals.spans(connection, columns, keep):
            return TotalRow(int(row), filled)
        if filled and (named or (not words and (not fill_down or _adds_up(connection, int(row), filled)))):
            return TotalRow(int(row), filled)
    return None


def _adds_up(connection: Any, row: int, filled: frozenset[str]) -> bool:
    """Whether a money cell of the row is the sum of those in the others, with decimal points or commas."""
    for role in filled:
        for number in number_of(role):
            (alike,) = one(
                connection, f"SELECT sum({number}) FILTER (row <> {row}) = sum({number}) FILTER (row = {row}) FROM raw"
            )
            if alike:
                return True
    return False


def left_out(
    connection: Any,
    source: Source,
    table: str,
    total: TotalRow | None,
    factors: dict[str, Money],
    scale: int,
    what: str,
) -> tuple[tuple[int, int] | None, list[str]]:
    """The row of totals and its sum, once it is right; in words what is left out, and what may be totals and is not.

    A customer called Subtotal may be one, and then its money counts twice; it may be a company too. `what` is what
    such a row counts as.
    """
    warnings, summed = [], None
    if total is not None:
        summed = total.row, _check(connection, source, table, total, factors, scale)
        warnings.append(f"{source.where}: row {source.row(total.row):,} is the total of the other rows, left out")
    found = [line for line in _named_rows(connection, source) if total is None or line[0] != total.row]
    if found:
        row, word, _ = found[0]
        others = also([source.row(row) for row, *_ in found[1:]])
        warnings.append(
            f"{source.where}: row {source.row(row):,}{others} has the customer {source.quoted(word, NAMED)} and "
            f"counts as {what}; if it is a total, take it out of the file"
        )
    return summed, warnings


def _check(connection: Any, source: Source, table: str, total: TotalRow, factors: dict[str, Money], scale: int) -> int:
    """The money of the totals row, in units of the table's scale, which must be what the other rows add up to.

    Where money is quantity x price, the row may total either column, or have the money in the column of prices. Where
    cells were rounded, each line may differ by half a unit.
    """
    lines, above = one(connection, f"SELECT count(*), coalesce(sum(amount::HUGEINT + refunded), 0) FROM {table}")
    found = {role: _cell(connection, role, factors[role], total.row) for role in total.filled}
    near = {role: exact(lines // 2 + 1, f.scale) if f.rounded else Decimal(0) for role, f in factors.items()}
    finer = scale < sum(factor.scale for factor in factors.values())
    near_money = max([*near.values(), exact(lines // 2 + 1, scale) if finer else Decimal(0)])
    if "amount" in found:
        said, own = found["amount"], factors["amount"].scale
        _refuse_other(connection, source, total.row, (said, own), [(int(above), scale)], near_money)
        return moved(said, own, scale)
    money = (int(above), scale)
    sums = {role: (_sum(connection, role, factors[role], total.row), factors[role].scale) for role in found}
    for role, value in found.items():
        may_be, of = ([sums[role], money], near_money) if role == "price" else ([sums[role]], near[role])
        _refuse_other(connection, source, total.row, (value, factors[role].scale), may_be, of)
    price = found.get("price")
    is_money = price is not None and abs(exact(price, factors["price"].scale) - exact(*money)) <= near_money
    return int(above) if is_money else 0


def _named_rows(connection: Any, source: Source) -> list[tuple[Any, ...]]:
    """Rows in between whose customer is called Total or the like: row, its word, and how many there are.

    A name with more than the word stands on one row, or is a customer's. A line of months is one row.
    """
    word = spaced("customer")
    bare = f"regexp_full_match(lower({word}), '{WORD}')"
    named = f"SELECT row, {word} AS word, {bare} AS bare, count(*) OVER (PARTITION BY lower({word})) AS n FROM raw"
    named += " WHERE customer SIMILAR TO '.*[^0-9].*' AND left_out IS NULL AND "
    named += f"regexp_full_match(lower({word}), '{DOUBTED}')"
    if source.places:
        return _lines(source, rows(connection, f"SELECT row, word, bare FROM ({named}) ORDER BY row"))
    return rows(
        connection, f"SELECT row, word, count(*) OVER () FROM ({named}) WHERE bare OR n = 1 ORDER BY row LIMIT {_TOLD}"
    )


def _lines(source: Source, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same of a table made of the file's lines: the first row of each such line."""
    by_line = {(word, source.row(row)): (row, word, bare) for row, word, bare in reversed(found)}
    lines = Counter(word.lower() for word, _ in by_line)
    first = sorted((row, word) for row, word, bare in by_line.values() if bare or lines[word.lower()] == 1)
    return [(row, word, len(first)) for row, word in first[:_TOLD]]


def _refuse_other(
    connection: Any, source: Source, row: int, said: tuple[int, int], sums: list[tuple[int, int]], near: Decimal
) -> None:
    if all(abs(exact(*said) - exact(*s)) > near for s in sums):
        rule = f"the row looks like a total of {exact(*said):,f}, but the other rows add up to "
        customer, day = one(connection, f"SELECT {spaced('customer')}, {trimmed('date')} FROM raw WHERE row = {row}")
        keep = f"{option('keep-id')} and its name" if source.secret else option("keep-id", customer.strip())
        keep = f", or say {keep} if it is a customer" if customer and day else ""
        raise source.refuse(rule + f"{exact(*sums[-1]):,f}", row=source.row(row), fix=FIX + keep)


def _cell(connection: Any, role: str, factor: Money, row: int) -> int:
    joined = f"raw JOIN {factor.table} AS m ON raw.{role} = m.text"
    return int(one(connection, f"SELECT value FROM {joined} WHERE row = {row}")[0])


def _sum(connection: Any, role: str, factor: Money, row: int) -> int:
    joined = f"raw JOIN {factor.table} AS m ON raw.{role} = m.text"
    return int(one(connection, f"SELECT coalesce(sum(value), 0) FROM {joined} WHERE row <> {row}")[0])
