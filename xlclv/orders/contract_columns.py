"""Which column of a contract file is the customer, the start, the end, the fee; or the tenure, and who has left."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.headers import UnclearError, called, describe, either, find, one
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import A_MONTH, A_YEAR, BILLING, CONTRACT, END, FEE, LEFT, START, SUBSCRIBER, TENURE
from xlclv.orders.rules.headers import CURRENCY
from xlclv.orders.rules.headers import CUSTOMER as CUSTOMER_OF_ORDERS
from xlclv.orders.source import Options

# Roles of contract files beside customer, date (the start), amount (the fee) and currency, as tables call them.
ENDED, BILLED, CONTRACT_ID, TENURE_ROLE, LEFT_ROLE = "ended", "billed", "contract", "tenure", "has_left"
A_MONTHS_FEE, A_YEARS_FEE = "a_month", "a_year"
_MONEY = (A_MONTH, FEE, A_YEAR)
CUSTOMER = (*CUSTOMER_OF_ORDERS, *SUBSCRIBER)
NAMING = (CUSTOMER, START, CONTRACT, TENURE, A_MONTH, FEE, A_YEAR)  # words that headers have and cells do not


def level(number: int) -> str:
    """The role of a column of --by."""
    return f"level{number}"


def of_contracts(headers: Sequence[str], options: Options) -> Columns:
    """The columns under these headers; UnclearError when one cannot be told.

    >>> of_contracts(["customer_id", "created_date", "canceled_date", "subscription_cost"], Options()).roles
    {'customer': 0, 'date': 1, 'amount': 3, 'ended': 2}
    """
    said = dict(options.named)
    start = _start(headers, options, said)
    tenure = None if start is not None else _maybe("tenure", said.get(TENURE_ROLE), TENURE, headers)
    _all_there(headers, options, said, start, tenure)
    contract = _maybe("contract", said.get(CONTRACT_ID), CONTRACT, headers)
    customer = _customer(headers, options, contract)
    fee = _fee(headers, options, {customer, start, tenure})
    more: dict[str, int | None] = {CONTRACT_ID: contract if contract != customer else None}
    if start is not None:
        more[ENDED] = one("end", said.get(ENDED), END, headers) if said.get(ENDED) != "none" else None
    else:
        more[TENURE_ROLE] = tenure
        more[LEFT_ROLE] = one("left", said.get(LEFT_ROLE), LEFT, headers)
    billing = said.get(BILLED)
    if billing is None and len(find(BILLING, headers)) > 1:
        one("billing", None, BILLING, headers)  # a unit and how many of it, say: neither alone is the period
    more[BILLED] = _maybe("billing", billing, BILLING, headers)
    for role, wanted in said.items():
        if role.startswith("level"):
            more[role] = one("by", wanted, (), headers)
    currency = find(CURRENCY, headers)
    named = tuple((role, at) for role, at in more.items() if at is not None)
    money = currency[0] if len(currency) == 1 else None
    return Columns(customer, start, fee, currency=money, named=named)


def fee_of(header: str) -> str:
    """Whether a column of fees is by month or by year whatever the billing period is; "" for one billing period."""
    if find(A_MONTH, [header]):
        return A_MONTHS_FEE
    return A_YEARS_FEE if find(A_YEAR, [header]) else ""


def _start(headers: Sequence[str], options: Options, said: dict[str, str]) -> int | None:
    """The start of spans; None where the file has tenures instead."""
    if options.date is not None:
        return one("start", options.date, START, headers)
    if TENURE_ROLE in said:
        return None
    found = find(START, headers)
    ends = said.get(ENDED) is not None or bool(find(END, headers))
    if found and not ends and find(TENURE, headers) and find(LEFT, headers):
        return None
    return one("start", None, START, headers) if found else None


def _maybe(role: str, wanted: str | None, tiers: tuple[frozenset[str], ...], headers: Sequence[str]) -> int | None:
    """A column that need not be there."""
    if wanted is not None:
        return None if wanted.strip().casefold() == "none" else one(role, wanted, tiers, headers)
    found = find(tiers, headers)
    return found[0] if found else None


def _customer(headers: Sequence[str], options: Options, contract: int | None) -> int:
    """The customer's id; where a file has contract ids alone, each contract is a customer."""
    if options.customer is None and not find(CUSTOMER, headers) and contract is not None:
        return contract
    if options.customer is not None and called(options.customer, headers) is None:
        raise UnclearError(f'no column "{options.customer}"; the columns are {describe(headers)}')
    return one("customer", options.customer, CUSTOMER, headers)


def _fee(headers: Sequence[str], options: Options, taken: set[int | None]) -> int:
    """The money: a month's before a billing period's before a year's, for a file may have all three."""
    if options.amount is None:
        for tiers in _MONEY:
            for tier in tiers:
                found = [at for at in find((tier,), headers) if at not in taken]
                if len(found) == 1:
                    return found[0]
                if found:
                    return one("fee", None, (tier,), headers)
    return one("fee", options.amount, FEE, headers)


def _all_there(
    headers: Sequence[str], options: Options, said: dict[str, str], start: int | None, tenure: int | None
) -> None:
    """Name every role that neither the headers nor the user give, so that nobody is told of one after the other."""
    missing = []
    if options.customer is None and not find(CUSTOMER, headers) and not find(CONTRACT, headers):
        missing.append("customer")
    if start is None and tenure is None:
        missing.append("start")
    if start is not None and said.get(ENDED) is None and not find(END, headers):
        missing.append("end")
    if start is None and tenure is not None and said.get(LEFT_ROLE) is None and not find(LEFT, headers):
        missing.append("left")
    if options.amount is None and not any(find(tiers, headers) for tiers in _MONEY):
        missing.append("fee")
    if not missing:
        return
    words = {"end": "an end", "left": "a yes or no of who has left"}
    roles = either([words.get(role, f"a {role}") for role in missing])
    hint = " (--end none where every contract runs)" if "end" in missing else ""
    raise UnclearError(
        f"no column looks like {roles} of contracts; the columns are {describe(headers)}; "
        f"say which with {either([f'--{role}' for role in missing], 'and')}{hint}"
    )
