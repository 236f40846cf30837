"""Which columns may be the amount: never what was paid of a bill, where what was billed stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.headers import find, of_money, plain, without_tax
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import AMOUNT, DISCOUNT, FEES, NET, NET_WORD, TAXES
from xlclv.orders.rules.paid_words import PAID, is_due, is_paid, of_a_sum
from xlclv.orders.rules.tax_words import subtotal, tax_of
from xlclv.orders.source import Options

_MANY = 0.05  # of the rows: so few gifts and tests of 0 may be among payments


def amounts(headers: Sequence[str]) -> list[int]:
    """Columns that may be the amount: also one called just net, where a tax stands beside it and money with tax.

    >>> amounts(["Net", "VAT", "Total"]), amounts(["Net", "Fee", "Total"]), amounts(["Net (kg)", "VAT", "Total"])
    ([0, 2], [2], [2])
    >>> amounts(["Net", "VAT", "Amount Paid"]), amounts(["Net", "Amount Paid"]), amounts(["Net", "Fee", "Amount Paid"])
    ([0], [0, 1], [2])
    """
    found = _billed(find(AMOUNT, headers), headers)
    names = [plain(header) if of_money(header) else "" for header in headers]
    more = [at for at, name in enumerate(names) if name in AMOUNT[1] and NET.search(name)]
    every = sorted({*found, *more})
    return every if found and without_tax(every, headers) is not None else found


def _billed(found: list[int], headers: Sequence[str]) -> list[int]:
    """The columns without those of what was paid, where a tax or what is still due shows that the rows are bills.

    Where that is not sure, those of what was billed beside them.
    """
    paid = [at for at in found if plain(headers[at]) in PAID]
    billed = [at for at in found if at not in paid] or [at for at in range(len(headers)) if _of_bill(headers[at])]
    if not paid or not billed:
        return found
    names = {re.sub(r"\d", "", plain(header)) for header in headers}
    bills = bool(names & TAXES) or any(map(is_due, names)) or any(tax_of(header) == "with" for header in headers)
    fees = bool(names & FEES)
    sure = any(not subtotal(headers[at]) for at in billed) and not find(DISCOUNT, headers)  # may lack freight
    if bills and not fees and (sure or without_tax(billed, headers) is not None):
        return billed
    if all(subtotal(headers[at]) for at in billed):  # freight and tax may be missing there: what was paid is whole
        return found
    return found if fees and not bills else sorted({*billed, *paid})


def _of_bill(header: str) -> bool:
    """Whether a header that is an amount only where none is clearer is one: Net, Gross, Subtotal, Net total."""
    if not of_money(header) or is_paid(plain(header)):
        return False
    net = NET_WORD.search(header) is not None and of_a_sum(header)
    return plain(header) in AMOUNT[1] | AMOUNT[2] or subtotal(header) or net


def paid_beside(headers: Sequence[str], amount: int) -> str:
    """The header of what was paid, which is an amount too, beside that of what was billed; "" where none is.

    >>> paid_beside(["Net", "VAT", "Amount Paid"], 0), paid_beside(["Amount", "Paid?"], 0)
    ('Amount Paid', '')
    """
    if is_paid(plain(headers[amount])):
        return ""
    names = {at: header.strip() for at, header in enumerate(headers) if not header.strip().endswith("?")}
    return next((name for at, name in reversed(names.items()) if plain(name) in PAID and at != amount), "")


def of_paid(headers: Sequence[str], columns: Columns, options: Options) -> str:
    """The header of the amount, where it is what was paid by its name alone: nobody named it, no system has it."""
    at = columns.amount
    if not headers or at is None or options.amount or columns.system or not is_paid(plain(headers[at])):
        return ""
    return headers[at].strip()


def unpaid(name: str, nothing: int, rows: int) -> list[str]:
    """A warning of amounts paid that are 0 on many rows, which may be bills not paid yet."""
    if nothing < max(2, _MANY * rows):
        return []
    return [
        f'{nothing:,} of {rows:,} rows of "{name}" are 0: if they are bills not paid yet, they are worth what was '
        f'billed; name that column with --amount, or say --amount "{name}" if 0 is right'
    ]
