"""Headers of reports that name the object before the field, "Account: Account Number": where no whole header has a
role, the field may have it, but only of objects that are the customer or what is sold. A "Shipping: Amount" is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from xlclv.orders.headers import UnclearError, find, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import CUSTOMER, tiers
from xlclv.orders.source import Options

Tiers = tuple[frozenset[str], ...]

_OBJECT = re.compile(r"^\s*([^\W\d_][\w ]{0,60}):\s+(?=\S)")
_LEAST = 2  # headers with an object: one alone may be any sentence
# As `plain` leaves them: an account's day is no order's, but its name is the customer's.
(_WHO,) = tiers(
    "account customer client contact company member user subscriber donor konto kunde mitglied compte cliente cuenta "
    "conto klant klient"
)
(_WHAT,) = tiers(
    "subscription subscriptions rateplan rateplancharge charge plan contract order invoice opportunity deal sale "
    "donation policy membership vertrag abo abonnement auftrag bestellung rechnung police contrat commande facture "
    "contrato suscripción pedido factura contratto ordine fattura bestelling factuur"
)


def without_objects(headers: Sequence[str], options: Options, roles: Sequence[Tiers]) -> list[str]:
    """The headers, without objects before fields that have a role which no whole header has.

    `roles` are the words of each role, the customer's first.

    >>> heads = ["Account: Account Number", "Subscription: Name", "Plan: Name", "Plan: MRR", "Tax: MRR"]
    >>> words = (CUSTOMER, (frozenset(["mrr"]),))
    >>> without_objects(heads[:4], Options(), words)
    ['Account Number', 'Subscription: Name', 'Plan: Name', 'MRR']
    >>> without_objects(heads[:1], Options(), words), without_objects([*heads[:4], "MRR"], Options(), words)[3]
    (['Account: Account Number'], 'Plan: MRR')
    >>> without_objects(heads[2:], Options(amount="Plan: MRR"), words) == heads[2:]
    True
    """
    fields = [_OBJECT.sub("", header) for header in headers]
    if sum(field != header for field, header in zip(fields, headers, strict=True)) < _LEAST:
        return list(headers)
    said = _named(options, headers)
    open_roles = [role for role in roles if not find(role, headers)]
    names = [plain(field) for field in fields]
    found = list(headers)
    for at, header in enumerate(headers):
        if fields[at] == header or any(header.strip() in name for name in said):
            continue
        asked = any(plain(name) == names[at] for name in said)
        free = not any(find(role, [header]) for role in roles)
        if asked or (free and any(_fits(header, role, role is roles[0]) for role in open_roles)):
            found[at] = fields[at]
    taken = [plain(header) for header in found]
    return [
        header if names.count(name) > 1 or taken.count(name) > 1 else short
        for header, name, short in zip(headers, names, found, strict=True)
    ]


def _named(options: Options, headers: Sequence[str]) -> list[str]:
    """What the user calls columns."""
    some = (options.customer, options.date, options.amount, options.status_column, options.order_column, options.cost)
    of_words = (column_before(said, headers)[0] for said in (*options.only, *options.without))
    more = (options.margin_column, *of_words, *options.by, *(name for _, name in options.named))
    return [name for name in (*some, *more) if name]


def first_told(
    tries: Sequence[Sequence[str]], how: Callable[[Sequence[str], Options], Columns], options: Options
) -> Columns:
    """The columns by the first of several forms of the headers that tells them; UnclearError is of the last."""
    for headers in tries[:-1]:
        if headers != list(tries[-1]):
            with suppress(UnclearError):
                return how(headers, options)
    return how(tries[-1], options)


def field(header: str) -> str:
    """What a header names behind an object that is sold.

    >>> field("Rate Plan Charge: ARR"), field("Tax: Amount")
    ('ARR', 'Tax: Amount')
    """
    return _OBJECT.sub("", header) if _object(header) in _WHAT else header


def column_before(said: str, headers: Sequence[str]) -> tuple[str, str]:
    """The column that stands before a "=" in what --only or --without says, "" for none, and the words behind it.

    A header and a word may have a "=" themselves: the longest header that is there is meant, else all before the last.
    Where words begin with one and no header is what stands before another, the words are meant: no column has no name.

    >>> column_before("Status=a=b,c", ["Status"]), column_before("A=B=c", ["A", "A=B"]), column_before("paid", ["A"])
    (('Status', 'a=b,c'), ('A=B', 'c'), ('', 'paid'))
    >>> column_before("=a,b", ["A"]), column_before("=A=b", ["=A"])
    (('', '=a,b'), ('=A', 'b'))
    """
    bare = said.lstrip().startswith("=")
    ends = [at for at, mark in enumerate(said) if mark == "="]
    if len(ends) > 1:
        names = {name for header in headers for name in (header.strip(), plain(header), plain(_OBJECT.sub("", header)))}
        named = [at for at in ends if names & {said[:at].strip(), plain(said[:at])} - {""}]
        bare = bare and not named
        ends = named or [at for at in ends if said[:at].strip().isdecimal()] or ends
    if bare:
        return "", said
    end = max(ends, default=-1)
    return said[: max(end, 0)].strip(), said[end + 1 :]


def _fits(header: str, role: Tiers, of_customer: bool) -> bool:
    """Whether the field behind an object has a role: the object's own id or name is not the customer's."""
    at_all = bool(find(role, [_OBJECT.sub("", header)]))
    if _object(header) in _WHO:
        return of_customer and at_all
    sure = not of_customer or plain(_OBJECT.sub("", header)) not in CUSTOMER[-1]
    return _object(header) in _WHAT and at_all and sure


def _object(header: str) -> str:
    found = _OBJECT.match(header)
    return plain(found[1]) if found else ""
