"""Whether the amounts are with tax or without, as far as the headers say; in words, beside the name of the amount."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.billed import amounts
from xlclv.orders.headers import find, net_or_gross, of_money, plain, without_tax
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import AMOUNT, GROSS, GROSS_WORD, NET, REFUNDED
from xlclv.orders.rules.tax_words import bare, tax_of
from xlclv.terms.options import option

_WEAK = AMOUNT[1] | AMOUNT[2]


def taxed(headers: Sequence[str], columns: Columns, paid: str = "") -> str:
    """Which columns could be the amount too, with tax or without, and whether the one that was taken is net or gross.
    `paid` is the column of what was paid beside what was billed, where its cells are money.

    >>> taxed(["Customer", "Date", "Net"], Columns(0, 1, amount=2))
    ' (net of what the file takes off: tax, fees or discounts)'
    >>> taxed(["Customer", "Date", "Amount", "Net"], Columns(0, 1, amount=2))
    ' (not "Net"; --amount "Net" says otherwise)'
    """
    if columns.system or not headers or (columns.amount is None and columns.price is None):
        return ""
    found = amounts(headers)
    others = sorted((at for at in found if at != columns.amount), key=lambda at: _nearest_to_tax(headers[at]))
    money = [] if columns.amount is None else [columns.amount]  # quantity x price is none of these
    if columns.refunded is not None and others and as_refunded(found, headers) in money:
        refund, other = (headers[at or 0].strip() for at in (columns.refunded, without_tax(found, headers)))
        return f' (with tax, as "{refund}" is; {option("amount", other)} says otherwise)'
    if others and without_tax(found, headers) in money:
        named = headers[others[0]].strip()
        return f' (without tax, not "{named}"; {option("amount", named)} says otherwise)'
    used = set(columns.roles.values())
    unused = [header.strip() for at, header in enumerate(headers) if at not in used and plain(header) in _WEAK]
    net = columns.amount is not None and _is_net(headers[columns.amount])
    unused = [header for header in unused if of_money(header)]
    beside = [header for header in unused if net_or_gross([header]) or (net and GROSS.search(plain(header)))]
    if beside:
        return f' (not "{beside[0]}"; {option("amount", beside[0])} says otherwise)'
    if paid:
        return f' (what was billed, not "{paid}"; {option("amount", paid)} says otherwise)'
    said = net_or_gross([headers[at] for at in (columns.amount, columns.price) if at is not None])
    return f" ({said})" if said else ""


def as_refunded(found: Sequence[int], headers: Sequence[str]) -> int | None:
    """Of amounts with tax and without the one with it, where what was paid back is with tax too; else None.

    >>> as_refunded([0, 1], ["Total excl. tax", "Total incl. tax", "Refund incl. tax"])
    1
    >>> as_refunded([0, 1], ["Total excl. tax", "Total incl. tax", "Refund excl. tax"])
    """
    back = find(REFUNDED, headers)[:1]
    gross = [at for at in found if tax_of(headers[at]) == "with"]
    alike = back and tax_of(headers[back[0]]) == "with" and len(gross) == 1
    return gross[0] if alike and without_tax(found, headers) is not None else None


def of_refunds(headers: Sequence[str], columns: Columns) -> list[str]:
    """A warning where refunds are taken off amounts whose tax is not theirs, or may not be."""
    at = columns.price if columns.amount is None else columns.amount
    if not headers or columns.refunded is None or at is None or (columns.system and not tax_of(headers[at])):
        return []
    refund, amount = headers[columns.refunded].strip(), headers[at].strip()
    says, found = tax_of(refund), amounts(headers)
    net = tax_of(amount) == "without" if columns.system else without_tax(found, headers) == at and len(found) > 1
    kind = tax_of(amount) or ("without" if net else "")
    gross = [headers[other].strip() for other in found if tax_of(headers[other]) == "with" and other != at]
    gross = [name for name in gross if plain(bare(name)) == plain(bare(amount))] or gross  # not a subtotal of a total
    fix = f"{option('amount', gross[0])} takes the amounts with tax" if gross else "write both with tax or both without"
    if says and kind and says != kind:
        more = "their tax is taken off too" if says == "with" else "their tax is left"
        return [f'column "{refund}" is {says} tax but "{amount}", which it is taken off, {kind}: {more}; {fix}']
    if not says and net and (gross or columns.system):
        rule = (
            f'column "{refund}" does not say whether it is with tax, and "{amount}", which it is taken off, is without'
        )
        return [f"{rule}; if it is, {fix} too"]
    return []


def _is_net(header: str) -> bool:
    return tax_of(header) == "without" or bool(NET.search(plain(header)))


def _nearest_to_tax(header: str) -> int:
    """How near a column's name is to the same money with tax: a total, say, before what is gross of discounts."""
    return 0 if tax_of(header) == "with" else 2 if GROSS_WORD.search(header) else 1
