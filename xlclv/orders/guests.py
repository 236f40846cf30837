"""Orders without a customer's number beside an e-mail, by which guests can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlclv.errors import counted
from xlclv.orders.headers import plain
from xlclv.orders.rules.headers import CUSTOMER
from xlclv.terms.options import option


def by_email(headers: Sequence[str], roles: Mapping[str, str], where: str, rows: int) -> list[str]:
    """What to say of rows without a customer where a column of e-mails is not in use.

    >>> by_email(["User ID", "Billing Email"], {"customer": "User ID"}, "a.csv", 2)[0]
    'a.csv: 2 rows have no customer in column "User ID"; --customer "Billing Email" tells customers apart, guests too'
    """
    used = roles.get("customer", "")
    emails = [header.strip() for header in headers if plain(header) in CUSTOMER[2] and header not in roles.values()]
    if not rows or not emails or plain(used) in CUSTOMER[2]:
        return []
    have = f"{counted(rows, 'row')} {'has' if rows == 1 else 'have'}"
    fix = f"{option('customer', emails[0])} tells customers apart, guests too"
    return [f'{where}: {have} no customer in column "{used.strip()}"; {fix}']
