"""Whether a column called account has customers, as in a CRM, or the accounts of a ledger, beside a customer's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlclv.orders.headers import only, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.ledger_accounts import ACCOUNTS, NAMES, OF_LEDGER, is_account
from xlclv.orders.source import Options

_SEEN = 200  # rows looked at


def by_name(columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, with the name as the customer where all accounts are a ledger's; UnclearError where they may be.

    They may be where at least half of the rows say so, or where the headers are a ledger's and most rows are of an
    account that has several names: a customer's own account has one.

    >>> heads, sold = ["Date", "Name", "Account", "Amount"], ["2024-01-05", "Ann", "Accounts Receivable", "5"]
    >>> by_name(Columns(2, 0, 3), heads, [sold], Options()).customer
    1
    >>> by_name(Columns(2, 0, 3), heads, [["2024-01-05", "Ann Lee", "Acme Ltd", "5"]], Options()).customer
    2
    """
    at = columns.customer
    asked = options.form == "orders" and options.told is None and options.customer is None and not columns.system
    if not asked or at >= len(headers) or plain(headers[at]) not in ACCOUNTS:
        return columns
    used = set(columns.roles.values())
    names = [place for place, header in enumerate(headers) if place not in used and plain(header) in NAMES]
    pairs = [(row[at].strip(), row[names[0]].strip()) for row in below[:_SEEN] if len(row) > at] if names else []
    pairs = [(account, name) for account, name in pairs if account and name]
    if not pairs:
        return columns
    of_ledger = sum(is_account(account) for account, _ in pairs)
    if of_ledger == len(pairs) and len(names) == 1:
        return replace(columns, customer=names[0])
    of_account: dict[str, set[str]] = {}
    for account, name in pairs:
        of_account.setdefault(account, set()).add(name)
    shared = sum(len(of_account[account]) > 1 for account, _ in pairs)
    ledger = not OF_LEDGER.isdisjoint(map(plain, headers))
    if 2 * of_ledger >= len(pairs) or (ledger and 2 * shared > len(pairs)):
        return replace(columns, customer=only("customer", sorted([at, *names]), headers))
    return columns
