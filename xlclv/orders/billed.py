"""Which columns may be the amount: never what was paid of a bill, where what was billed stands beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from xlclv.orders.currencies import NAMES
from xlclv.orders.headers import find, of_money, plain, without_tax
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import AMOUNT, DISCOUNT, FEES, NET, NET_WORD, TAXES
from xlclv.orders.rules.layouts import number
from xlclv.orders.rules.paid_words import PAID, is_due, is_left, is_paid, of_a_sum
from xlclv.orders.rules.tax_words import subtotal, tax_of
from xlclv.orders.source import Options
from xlclv.terms.options import option

_MANY = 0.05  # of the rows: so few gifts and tests of 0 may be among payments
_WRITTEN_OUT = re.compile(rf"\b(?:{'|'.join(name for name in NAMES if len(name) > 3)})\b", re.IGNORECASE)  # 18.00 Euro


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
    bills = bool(names & TAXES) or due(headers) or any(tax_of(header) == "with" for header in headers)
    fees = bool(names & FEES)
    sure = any(not subtotal(headers[at]) for at in billed) and not find(DISCOUNT, headers)  # may lack freight
    if bills and not fees and (sure or without_tax(billed, headers) is not None):
        return billed
    if all(subtotal(headers[at]) for at in billed):  # freight and tax may be missing there: what was paid is whole
        return found
    return found if fees and not bills else sorted({*billed, *paid})


def due(headers: Sequence[str]) -> bool:
    """Whether a column says what is still due: then rows are bills. The balance of an account says nothing of them.

    >>> due(["Total", "Balance"]), due(["Withdrawal", "Deposit", "Balance"])
    (True, False)
    """
    names = list(map(plain, headers))
    return any(is_due(name) or is_left(name, names) for name in names)


def _of_bill(header: str) -> bool:
    """Whether a header that is an amount only where none is clearer is one: Net, Gross, Subtotal, Net total."""
    if not of_money(header) or is_paid(plain(header)):
        return False
    net = NET_WORD.search(header) is not None and of_a_sum(header)
    return plain(header) in AMOUNT[1] | AMOUNT[2] or subtotal(header) or net


def paid_beside(headers: Sequence[str], columns: Columns) -> list[int]:
    """Where what was paid may stand, which is an amount too, beside what was billed; the likeliest first.

    >>> paid_beside(["Net", "VAT", "Amount Paid"], Columns(0, 0, 0)), paid_beside(["Amount", "Paid?"], Columns(0, 0, 0))
    ([2], [])
    """
    money = columns.amount if columns.amount is not None else columns.price
    if money is None or money >= len(headers) or is_paid(plain(headers[money])):
        return []
    free = [at for at in reversed(range(len(headers))) if at not in columns.roles.values()]
    return [at for at in free if plain(headers[at]) in PAID and not headers[at].strip().endswith("?")]


def are_money(cells: Collection[str]) -> bool:
    """Whether cells are money: numbers, and not only 0 and 1, which are marks.

    >>> are_money(["12.50", "", "0"]), are_money(["card", "5"]), are_money(["0", "1"]), are_money([""])
    (True, False, False, False)
    >>> are_money(["18.00 Euro", "8.00 dollars"])
    True
    """
    filled = {_WRITTEN_OUT.sub("", cell).strip() for cell in cells if cell.strip()}
    return all(map(number, filled)) and not filled <= {"0", "1"}


def of_paid(headers: Sequence[str], columns: Columns, options: Options) -> str:
    """The header of the amount, where it is what was paid by its name alone: nobody named it, no system has it."""
    at = columns.amount
    if not headers or at is None or options.amount or columns.system or not is_paid(plain(headers[at])):
        return ""
    return headers[at].strip()


def many(nothing: int, rows: int) -> bool:
    """Whether more rows are 0 than gifts and tests are among payments."""
    return nothing >= max(2, _MANY * rows)


def unpaid(name: str, nothing: int, rows: int) -> list[str]:
    """A warning of amounts paid that are 0 on many rows, which may be bills not paid yet."""
    if not many(nothing, rows):
        return []
    return [
        f'{nothing:,} of {rows:,} rows of "{name}" are 0: if they are bills not paid yet, they are worth what was '
        f"billed; name that column with {option('amount')}, or say {option('amount', name)} if 0 is right"
    ]
