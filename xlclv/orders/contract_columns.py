"""Which column of a contract file is the customer, the start, the end, the fee; or the tenure, and who has left."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders import currency_columns
from xlclv.orders.headers import (
    UnclearError,
    describe,
    either,
    find,
    in_one_currency,
    net_or_gross,
    one,
    plain,
    product,
    rivals,
    without_tax,
)
from xlclv.orders.objects import field
from xlclv.orders.period_names import all_without_table
from xlclv.orders.roles import Columns
from xlclv.orders.rules import fee_words
from xlclv.orders.rules.contracts import (
    A_MONTH,
    A_YEAR,
    BILLING,
    BILLING_PART,
    CANCELS_AT_END,
    CANCELS_ON,
    CONTRACT,
    END,
    FEE,
    HOW_LONG,
    LEFT,
    MULTIPLE,
    OFTEN,
    PAID_UNTIL_DAY,
    START,
    STATUS_DAY,
    SUBSCRIBER,
    TENURE,
    TRIAL_END,
    UNIT_FEE,
)
from xlclv.orders.rules.headers import CUSTOMER as CUSTOMER_OF_ORDERS
from xlclv.orders.source import Options

# Roles of contract files beside customer, date (the start), amount (the fee) and currency, as tables call them.
ENDED, BILLED, CONTRACT_ID, TENURE_ROLE, LEFT_ROLE = "ended", "billed", "contract", "tenure", "has_left"
BILLED_PART = "billed_part"  # the unit, where the billing period is how many of it; or how many
A_MONTHS_FEE = "month"
TRIAL_ENDS = "trial_ends"
PAID_UNTIL, AT_PERIOD_END = "paid_until", "at_period_end"  # when a contract ends that still runs, and whether
_MONEY = (A_MONTH, FEE, A_YEAR)
CUSTOMER = (*CUSTOMER_OF_ORDERS, *SUBSCRIBER)
_ENDS = (*END, *STATUS_DAY)
NAMING = (CUSTOMER, START, CONTRACT, TENURE, A_MONTH, FEE, A_YEAR)  # words that headers have and cells do not
# What a field behind an object may be, the customer first.
ROLES = (
    CUSTOMER, START, _ENDS, CONTRACT, TENURE, tuple(tier for tiers in _MONEY for tier in tiers), LEFT, BILLING,
    BILLING_PART, MULTIPLE, TRIAL_END, CANCELS_AT_END, CANCELS_ON, PAID_UNTIL_DAY,
)  # fmt: skip


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
    contract = _maybe("contract", said.get(CONTRACT_ID), CONTRACT, [header.replace("#", " no") for header in headers])
    customer = _customer(headers, options, contract)
    quantity, fee = _money(headers, options, {customer, start, tenure})
    more: dict[str, int | None] = {CONTRACT_ID: contract if contract != customer else None}
    if start is not None:
        more[ENDED] = ended = one("end", said.get(ENDED), _ENDS, headers) if said.get(ENDED) != "none" else None
        if ended is not None and find(STATUS_DAY, [headers[ended]]):  # the day of any status: the status says of which
            more[LEFT_ROLE] = _status(headers, ended, said)
        more[TRIAL_ENDS] = next((at for at in find(TRIAL_END, headers) if at not in (start, ended)), None)
        more |= _notice(headers)
    else:
        more[TENURE_ROLE] = tenure
        more[LEFT_ROLE] = one("left", said.get(LEFT_ROLE), LEFT, headers)
    more |= _billing(headers, said.get(BILLED))
    for role, wanted in said.items():
        if role.startswith("level"):
            more[role] = one("by", wanted, (), headers)
    named = tuple((role, at) for role, at in more.items() if at is not None)
    used = {at for role, at in named if not role.startswith("level")}
    used |= {at for at in (customer, start, fee, quantity) if at is not None}
    money, several = currency_columns.by_header(headers, fee, used)
    return Columns(customer, start, fee, quantity, currency=money, currencies=several, named=named)


def _notice(headers: Sequence[str]) -> dict[str, int | None]:
    """The day on which a contract ends for which notice was given, and the flag that says so.

    >>> _notice(["Cancel At Period End", "Current Period End (UTC)"]), _notice(["Current Period End"])
    ({'paid_until': 1, 'at_period_end': 0}, {})
    """
    flag, until, planned = (find(words, headers) for words in (CANCELS_AT_END, PAID_UNTIL_DAY, CANCELS_ON))
    if len(flag) == len(until) == 1:
        return {PAID_UNTIL: until[0], AT_PERIOD_END: flag[0]}
    return {PAID_UNTIL: planned[0]} if len(planned) == 1 else {}


def _billing(headers: Sequence[str], said: str | None) -> dict[str, int | None]:
    """The billing period, and the column beside it of how many such units it has, or of which unit.

    >>> _billing(["billing_period", "billing_interval"], None), _billing(["interval_unit", "interval_count"], None)
    ({'billed': 0, 'billed_part': 1}, {'billed': 0, 'billed_part': 1})
    >>> _billing(["subscriptions.billing_period_unit", "subscriptions.billing_period"], None)
    {'billed': 1, 'billed_part': 0}
    """
    headers, typed = all_without_table(headers), headers
    words, parts = BILLING, find(BILLING_PART, headers)
    if not find(BILLING, headers) and parts:  # interval beside interval_count
        words = (OFTEN[0] | HOW_LONG[0],)
    found = find(words, headers)
    if said is None and not found and len(parts) == 2:
        return {BILLED: parts[0], BILLED_PART: parts[1]}
    if said is None and len(found) > 1 and not (len(found) == 2 and not parts):
        one("billing", None, words, headers)
    at = _maybe("billing", said, words, typed if said is not None else headers)
    if at is None:
        return {}
    halves = [part for part in dict.fromkeys((*parts, *found)) if part != at]
    close = [part for part in halves if plain(headers[part]).startswith(plain(headers[at]))]
    return {BILLED: at, BILLED_PART: next((some[0] for some in (close, parts, halves) if len(some) == 1), None)}


def _money(headers: Sequence[str], options: Options, taken: set[int | None]) -> tuple[int | None, int]:
    """How many there are of what a fee is for, where it is for one of them; and the fee.

    >>> _money(["Seats", "Price per seat"], Options(), set()), _money(["Seats", "Fee"], Options(), set())
    ((0, 1), (None, 1))
    """
    if options.amount is not None and (both := product("fee", options.amount, headers)) is not None:
        return both
    fee = _fee(headers, options, taken)
    if find(UNIT_FEE, [fee_words.without_span(fee_words.without_cents(field(headers[fee])))]):
        many = [at for at in find(MULTIPLE, headers) if at not in taken]
        return (many[0] if len(many) == 1 else None), fee
    return None, fee


def fee_of(header: str) -> str:
    """What a column of fees is for by its header, whatever the billing period is: "month", "year", "quarter" ...;
    "" for one billing period.

    >>> fee_of("MRR"), fee_of("Annual Contract Value"), fee_of("Fee (annual)"), fee_of("Quarterly Fee"), fee_of("Fee")
    ('month', 'year', 'year', 'quarter', '')
    >>> fee_of("Rate Plan Charge: ARR")
    'year'
    """
    header = fee_words.without_cents(field(header))
    if said := fee_words.span(header).span:
        return said
    return A_MONTHS_FEE if find(A_MONTH, [header]) else "year" if find(A_YEAR, [header]) else ""


def _status(headers: Sequence[str], ended: int, said: dict[str, str]) -> int:
    """The column whose status the day is of."""
    if said.get(LEFT_ROLE) is None and not find(LEFT, headers):
        raise UnclearError(
            f'"{headers[ended].strip()}" is the day of a status, but no column looks like the status; say which with '
            "--left, or name another column with --end"
        )
    return one("left", said.get(LEFT_ROLE), LEFT, headers)


def _start(headers: Sequence[str], options: Options, said: dict[str, str]) -> int | None:
    """The start of spans; None where the file has tenures instead."""
    if options.date is not None:
        return one("start", options.date, START, headers)
    if TENURE_ROLE in said:
        return None
    found = find(START, headers)
    ends = said.get(ENDED) is not None or bool(find(_ENDS, headers))
    if found and not ends and find(TENURE, headers) and find(LEFT, headers):
        return None
    return found[0] if found else None  # of several the first: whether they are alike the cells tell


def other_starts(headers: Sequence[str], options: Options, start: int | None) -> list[int]:
    """Columns that could each be the start as well as the one that is taken: no question where all have its cells.

    >>> other_starts(["id", "Start (UTC)", "Start Date (UTC)"], Options(), 1)
    [2]
    """
    return [at for at in find(START, headers) if at != start] if start is not None and options.date is None else []


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
    return one("customer", options.customer, CUSTOMER, headers)


def _fee(headers: Sequence[str], options: Options, taken: set[int | None]) -> int:
    """The money: a month's before a billing period's before a year's, for a file may have all three."""
    if options.amount is None:
        for found in _fees(headers):
            free = [at for at in found if at not in taken]
            if len(free) == 1:
                return free[0]
            told = (choose(free, headers) for choose in (without_tax, in_one_currency))
            if (sure := next((at for at in told if at is not None), None)) is not None:
                return sure
            if free:
                named, alike = rivals(free, headers)
                how = f"say which, such as --fee {free[0] + 1}" if alike else "say which with --fee"
                said = "" if alike else net_or_gross([headers[at] for at in free])
                raise UnclearError(f"the columns {named} could each be the fee{said and ': ' + said}; {how}")
    return one("fee", options.amount, FEE, headers)


def _fees(headers: Sequence[str]) -> list[list[int]]:
    """Columns that may be the fee, the likeliest first: by the lists, else by the words that headers are made of."""
    names = [fee_words.without_cents(header) for header in headers]
    listed = [find((tier,), names) for tiers in _MONEY for tier in tiers]
    if any(listed):
        return listed
    told = [fee_words.told(name) for name in names]
    spans = dict.fromkeys(("month", "", "year", *(one_told.span for one_told in told)))
    return [[at for at, one_told in enumerate(told) if one_told == (span, True)] for span in spans]


def _all_there(
    headers: Sequence[str], options: Options, said: dict[str, str], start: int | None, tenure: int | None
) -> None:
    """Name every role that neither the headers nor the user give, so that nobody is told of one after the other."""
    missing = []
    numbered = [header.replace("#", " no") for header in headers]
    if options.customer is None and not find(CUSTOMER, headers) and not find(CONTRACT, numbered):
        missing.append("customer")
    if start is None and tenure is None:
        missing.append("start")
    if start is not None and said.get(ENDED) is None and not find(_ENDS, headers):
        missing.append("end")
    if start is None and tenure is not None and said.get(LEFT_ROLE) is None and not find(LEFT, headers):
        missing.append("left")
    if options.amount is None and not any(_fees(headers)):
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
