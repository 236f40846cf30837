"""Whether the amounts are with tax or without, as far as the headers say; in words, beside the name of the amount."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.headers import amounts, net_or_gross, plain, without_tax
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import AMOUNT, GROSS, GROSS_WORD, NET
from xlclv.orders.rules.tax_words import tax_of


def taxed(headers: Sequence[str], columns: Columns) -> str:
    """Which columns could be the amount too, with tax or without, and whether the one that was taken is net or gross.

    >>> taxed(["Customer", "Date", "Net"], Columns(0, 1, amount=2))
    ' (net of what the file takes off: tax, fees or discounts)'
    >>> taxed(["Customer", "Date", "Amount", "Net"], Columns(0, 1, amount=2))
    ' (not "Net"; --amount "Net" says otherwise)'
    """
    if columns.system or not headers or (columns.amount is None and columns.price is None):
        return ""
    found = amounts(headers)
    others = sorted((at for at in found if at != columns.amount), key=lambda at: _nearest_to_tax(headers[at]))
    if others and without_tax(found, headers) == columns.amount:
        named = headers[others[0]].strip()
        return f' (without tax, not "{named}"; --amount "{named}" says otherwise)'
    used = set(columns.roles.values())
    unused = [header.strip() for at, header in enumerate(headers) if at not in used and plain(header) in AMOUNT[1]]
    net = columns.amount is not None and _is_net(headers[columns.amount])
    beside = [header for header in unused if net_or_gross([header]) or (net and GROSS.search(plain(header)))]
    if beside:
        return f' (not "{beside[0]}"; --amount "{beside[0]}" says otherwise)'
    said = net_or_gross([headers[at] for at in (columns.amount, columns.price) if at is not None])
    return f" ({said})" if said else ""


def _is_net(header: str) -> bool:
    return tax_of(header) == "without" or bool(NET.search(plain(header)))


def _nearest_to_tax(header: str) -> int:
    """How near a column's name is to the same money with tax: a total, say, before what is gross of discounts."""
    return 0 if tax_of(header) == "with" else 2 if GROSS_WORD.search(header) else 1
