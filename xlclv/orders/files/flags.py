"""Columns of discounts and refunds that only say whether there was one: how much it was cannot be told from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlclv.errors import InputError
from xlclv.orders.engine import one
from xlclv.orders.files.cells import Column, literal, spaced
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.flags import (
    NO,
    NO_REFUND,
    OF_DISCOUNT,
    OF_MARKS,
    OF_MONEY,
    OF_PAID,
    OF_PAID_BACK,
    OF_PAID_YES,
    OF_REFUND,
    OF_RETURNS,
    OF_TAKEN_BACK,
    YES,
)
from xlclv.orders.rules.headers import REFUNDED
from xlclv.orders.rules.statuses import CREDIT, meaning
from xlclv.orders.rules.statuses import REFUNDED as PAID_BACK
from xlclv.orders.source import Options, Source
from xlclv.terms.options import option

_BARE = r"\+?[01]([.,]0*)?"  # 1.00 EUR and 100% say what they are
_DAYS = "[0-9][-/:][0-9]|[0-9][.][0-9]+[.][0-9]{4}"


def settle(connection: Any, roles: dict[str, Column], total: int | None) -> tuple[list[str], list[str]]:
    """Take columns of yes and no out of those that money is taken off by; one of 0 and 1 alone is asked about.

    An order that is marked as refunded is one with that status. The row of totals is not looked at. Gives what was
    taken, and warnings.
    """
    others = f"row IS DISTINCT FROM {'NULL' if total is None else total}"
    said = _discounts(connection, roles, others) if "discount" in roles else []
    marked, warned = _refunds(connection, roles, others) if "refunded" in roles else ([], [])
    return [*said, *marked], warned


class Cells(NamedTuple):
    """What the cells of such a column are: words of yes and no alone, 0 and 1 alone, how many say something."""

    words: bool
    bare: bool
    money: bool  # numbers, with a currency perhaps, and no days
    filled: int
    row: int  # the first that says something, and what
    first: str
    marked: int


def _cell(role: str) -> str:
    return f"lower({spaced(f'raw.{role}')})"


def says_yes(role: str, numbers: bool = False) -> str:
    """SQL: the cell says yes, or 1 where numbers are marks."""
    cell = _cell(role)
    one_too = f" OR regexp_full_match({cell}, '{_BARE}') AND trim({cell}, '0.,+') <> ''" if numbers else ""
    return f"({cell} IN ({', '.join(map(literal, YES))}){one_too})"


def looked(connection: Any, role: str, others: str) -> Cells:
    cell, listed = _cell(role), ", ".join(map(literal, YES + NO))
    says = f"trim({cell}, '0.,+') <> ''"
    numbers = f"{cell} IN ({listed}) OR regexp_matches({cell}, '[0-9]') AND NOT regexp_matches({cell}, '{_DAYS}')"
    words, bare, money, filled, *rest = one(
        connection,
        f"SELECT bool_and({cell} IN ({listed}, '0')), bool_and(regexp_full_match({cell}, '{_BARE}')), "
        f"bool_and({numbers}), count(*) FILTER ({says}), min(row) FILTER ({says}), "
        f"arg_min({role}, row) FILTER ({says}), count(*) FILTER ({says_yes(role)}) FROM raw "
        f"WHERE left_out IS NULL AND {others}",
    )
    return Cells(bool(words), bool(bare), bool(money), int(filled), *rest)


def _discounts(connection: Any, roles: dict[str, Column], others: str) -> list[str]:
    column, cells = roles["discount"], looked(connection, "discount", others)
    if cells.filled and cells.bare and not _names_money(column):
        raise _asked(roles, "discount", cells)
    if not cells.filled or not cells.words:
        return []
    del roles["discount"]
    return [f"{column.called} says only whether there was a discount, not how much: nothing is taken off for it"]


def _refunds(connection: Any, roles: dict[str, Column], others: str) -> tuple[list[str], list[str]]:
    """Marks of what was paid back, and of rows that pay back; what is neither a mark nor money is told."""
    column, cells = roles["refunded"], looked(connection, "refunded", others)
    headers = column.source.headers
    header = plain(headers[column.position]) if headers else ""
    marks = header in OF_RETURNS | OF_MARKS
    if not cells.filled:
        return [], []
    if cells.bare and not marks and not _names_money(column):
        raise _asked(roles, "refunded", cells)
    if cells.words or (marks and cells.bare):
        del roles["refunded"]
        return _mark(connection, column, header, f"{says_yes('refunded', marks)} AND left_out IS NULL AND {others}"), []
    if header in REFUNDED[1] and not (cells.money and header in OF_PAID_BACK):
        del roles["refunded"]
        return [], [f"{column.source.where}: {unused(column.called)}"]
    return [], []


def _mark(connection: Any, column: Column, header: str, where: str) -> list[str]:
    """Mark the rows; one that pays back itself is a credit note, which may have a minus or not."""
    why = CREDIT if header in OF_RETURNS else "refunded"
    (count,) = one(connection, f"SELECT count(*) FROM raw WHERE {where}")
    connection.execute(f"UPDATE raw SET perhaps = {literal(why)} WHERE {where} AND perhaps IS NULL")
    many = f"{count:,} row{'s' if count != 1 else ''}"
    return [f"{column.called} marks {many} as {'returned' if why == CREDIT else 'paid back'}"]


def unused(column: str) -> str:
    """What to say of a column of returns that decides nothing."""
    header = column.removeprefix("column ").strip('"')
    return (
        f"{column} is not used: what it says was returned counts as it stands; if it marks rows, "
        f"{option('without', header + '=...')} leaves them out; if it is money, call it "
        '"Refunded amount" and it is taken off'
    )


def _names_money(column: Column) -> bool:
    """Whether the header says that the column is money: 1 is then 1.00."""
    headers = column.source.headers
    return bool(headers) and bool(OF_MONEY.search(headers[column.position].casefold()))


def _asked(roles: dict[str, Column], role: str, cells: Cells) -> InputError:
    column = roles[role]
    named = (roles[name].called for name in (role, "quantity", "price") if name in roles)
    header, *factors = (name.removeprefix("column ").strip('"') for name in named)
    if role == "discount":
        rule = "holds only 0 and 1: a mark of a discount, the whole price, 1% and 1.00 off cannot be told apart"
        fix = f"if it is a mark, {option('amount', ' * '.join(factors))} reads without it; else write 100%, 1% or "
        fix += "1.00 with its currency"
    else:
        rule = "holds only 0 and 1: a mark that an order was paid back and an amount of 1.00 cannot be told apart"
        leaves = f"{option('without', f'{header}={cells.first.strip()}')} leaves those orders out"
        fix = f"if it is a mark, {leaves}; else write 1.00 "
        fix += "with its currency"
    return column.source.refuse(rule, row=column.source.row(cells.row), column=column.called, fix=fix)


def passed_over(source: Source, columns: Columns, options: Options) -> list[str]:
    """Columns of discounts that are not taken off: beside quantity x price, where no header says what they are, and
    beside an amount."""
    if columns.system or columns.discount is not None or columns.amount is columns.price is None:
        return []
    used = set(columns.roles.values())
    names = [h.strip() for at, h in enumerate(source.headers) if at not in used and OF_DISCOUNT.search(plain(h))]
    if columns.amount is not None and names:
        amount = source.column(columns.amount).removeprefix("column ")
        return [f'column "{names[0]}" is not taken off {amount}, which is read as what was paid']
    called = ", a column called Discount would be" if options.amount is None else ""
    return [f'column "{names[0]}" is not taken off quantity x price{called}'] if names else []


def not_looked_at(headers: Sequence[str], columns: Columns) -> list[str]:
    """Columns of returns or refunds that nothing reads, where nothing else says what was paid back; so of payments."""
    used = set(columns.roles.values())
    others = [header.strip() for at, header in enumerate(headers) if at not in used]
    paid = [] if columns.system or columns.status is not None else [name for name in others if _asks_paid(name)]
    said = [
        f'column "{name}" is not used; {option("only", f"{name}={_yes_of(name)}")} counts what it says is paid alone'
        for name in paid[:1]
    ]
    says = (columns.status, columns.nature, columns.cancelled)
    if columns.system:
        return said
    money = columns.refunded is not None or any(at is not None for at in says)
    names = [name for name in others if _of_refunds(name, columns.refunded is not None, money)]
    return [*said, *([unused(f'column "{names[0]}"')] if names else [])]


def _of_refunds(header: str, read: bool, money: bool) -> bool:
    """Whether the column speaks of what was paid back; `read`: by another way than a column of refunds that is read;
    `money`: only where its header says that it is money, or nothing else than that something was paid back."""
    name = plain(header)
    taken = bool(OF_TAKEN_BACK.search(name))
    if not money or taken:
        return taken or bool(OF_REFUND.search(name))
    sums = OF_MONEY.search(header) is not None or meaning(header) == PAID_BACK
    return not read and sums and bool(OF_REFUND.search(name)) and not NO_REFUND.search(name)


def _yes_of(header: str) -> str:
    """What such a column may hold where an order was paid, in its language too: the cells are not read."""
    return ",".join((OF_PAID_YES.get(plain(header), "yes"), "y", "true", "x", "1"))


def _asks_paid(header: str) -> bool:
    """Whether the column says yes where an order was paid."""
    return plain(header) == "ispaid" or (header.endswith("?") and plain(header) in OF_PAID)
