"""Which column is the customer, the date, the amount: by the names people give them, or as the user says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from xlclv.orders import currency_columns
from xlclv.orders.billed import amounts
from xlclv.orders.chosen import choices, lacks_status
from xlclv.orders.headers import (
    TIMES,
    UnclearError,
    called,
    describe,
    either,
    find,
    in_one_currency,
    nearest,
    one,
    only,
    plain,
    prices,
    product,
    too_wide,
    without_tax,
)
from xlclv.orders.objects import first_told, without_objects
from xlclv.orders.refund_column import in_its_currency
from xlclv.orders.roles import MARKS, Choice, Columns
from xlclv.orders.rules.headers import (
    AMOUNT,
    CANCELLED,
    COST,
    CUSTOMER,
    DATE,
    DISCOUNT,
    ORDER,
    PRICE,
    QUANTITY,
    REFUNDED,
    STATUS,
)
from xlclv.orders.rules.marks import DELETED, DRAFT, TEST, VALID, VOID
from xlclv.orders.rules.systems import SYSTEMS, System
from xlclv.orders.rules.tax_words import tax_of
from xlclv.orders.source import Options, column_called
from xlclv.orders.taxed import as_refunded
from xlclv.orders.worth_columns import of_worth
from xlclv.terms.options import bare_option, option, option_name

# What the customer's id cannot be beside.
_NOT_IDS = {
    "date": "the date", "amount": "the money", "quantity": "the quantity", "price": "the price", "status": "the status",
    "worth": "the cost or margin", "pieces": "the quantity", "order": "the order's number",
    "ended": "the end", "billed": "the billing period",
    "tenure": "the tenure", "has_left": "who has left",
}  # fmt: skip
_ROLES = (CUSTOMER, DATE, AMOUNT, QUANTITY, PRICE, STATUS, CANCELLED, REFUNDED, ORDER, DISCOUNT, COST)
# Those that matter where there is no money.
_UNPRICED = ("chosen", "status_named", "nature", "status", "cancelled", *MARKS, "order", "extra")


def recognise(headers: Sequence[str], options: Options) -> Columns:
    """The columns under these headers; UnclearError when one cannot be told.

    >>> recognise(["Customer ID", "InvoiceDate", "Quantity", "UnitPrice"], Options()).roles
    {'customer': 0, 'date': 1, 'quantity': 2, 'price': 3}
    """
    if said := too_wide(len(headers)):
        raise UnclearError(said)
    if options.told is not None:
        beside: Columns = options.told(headers)
        return beside
    if options.form == "contracts":
        from xlclv.orders.contract_columns import ROLES, of_contracts

        bare = without_objects(headers, options, ROLES)
        return apart(first_told([bare, headers], of_contracts, options), headers, options)
    try:
        found = _of_orders(headers, options)
    except UnclearError:
        bare = without_objects(headers, options, _ROLES)
        found = first_told([bare, headers], _of_orders, options)
    return apart(found, headers, options)


def _of_orders(headers: Sequence[str], options: Options) -> Columns:
    system, given = _system(headers, options), options.amount
    if system is not None:
        options = _told_by(system, headers, options)
    _all_there(headers, options)
    customer = one("customer", options.customer, CUSTOMER, headers)
    date = one("date", options.date, DATE, headers)
    name = system.name if system else ""
    if options.counted:
        more = _more(headers, options, system, Columns(customer, date))
        return Columns(customer, date, system=name, **{role: more[role] for role in _UNPRICED if role in more})
    amount, quantity, price = _money(headers, options)
    of, used = (price if amount is None else amount), {customer, date, amount, quantity, price}
    money, several = currency_columns.by_header(headers, of, {at for at in used if at is not None})
    found = Columns(customer, date, amount, quantity, price, money, system=name, currencies=several)
    adjusted = _of_system(system, "adjusted", headers) if system is not None and given is None else None
    return replace(found, adjusted=adjusted, **_more(headers, options, system, found))


def apart(found: Columns, headers: Sequence[str], options: Options) -> Columns:
    """The columns, none of which is the customer's id and another thing that counts or is listed by its words: every
    id would be a status, say, and stand in what is made.
    """
    for role, place in found.roles.items():
        what = f"a column of {option_name('by')}" if role.startswith(("by", "level")) else _NOT_IDS.get(role, "")
        what = next((f"that of {option_name(each.option)}" for each in found.chosen if each.at == place), what)
        if place == found.customer and what and (role != "order" or options.order_column is not None):
            raise UnclearError(
                f"{column_called(headers, place)} is the customer's id and cannot be {what} too; name another column"
            )
    return found


def _system(headers: Sequence[str], options: Options) -> System | None:
    """The system whose export this is: as the user says, else as its headers say."""
    if options.system == "none":
        return None
    names = {plain(header) for header in headers}
    for system in SYSTEMS:
        if options.system == system.name or (options.system is None and system.fits(names)):
            return system
    return None


def _of_system(system: System, role: str, headers: Sequence[str]) -> int | None:
    """The system's column of a role; of several amounts of one name that with tax, which is what customers paid."""
    names = [plain(header) for header in headers]
    for wanted in system.columns.get(role, "").split():
        found = [at for at, name in enumerate(names) if name == wanted]
        taxed = [at for at in found if role == "amount" and tax_of(headers[at]) == "with"]
        if found:
            return (taxed or found)[0]
    return None


def _told_by(system: System, headers: Sequence[str], options: Options) -> Options:
    """The options, with the system's columns where the user names none."""
    told: dict[str, Any] = {}
    for role in ("customer", "date", "amount"):
        at = _of_system(system, role, headers)
        if getattr(options, role) is None and at is not None:
            told[role] = str(at + 1) if headers.count(headers[at]) > 1 else headers[at]
    return replace(options, **told)


def _more(headers: Sequence[str], options: Options, system: System | None, found: Columns) -> dict[str, Any]:
    """The columns that decide whether and how a row counts; a column has one role."""
    taken = set(found.roles.values())
    chosen = choices(options, headers)
    told = {each.at for each in chosen}  # what --only or --without names says which rows count, and nothing else

    def place(role: str, wanted: str | None, tiers: tuple[frozenset[str], ...]) -> int | None:
        if wanted is not None:
            return None if wanted.strip().casefold() == "none" else one(role, wanted, tiers, headers)
        at = _of_system(system, role, headers) if system is not None else None
        if at is not None and at not in told:
            return at
        some = [at for at in find(tiers, headers) if at not in taken and at not in told]
        return some[0] if some else None

    more: dict[str, Any] = {"chosen": chosen, **_status(headers, options, system, found, chosen)}
    if options.status_column != "none":
        more["cancelled"] = place("cancelled", None, CANCELLED)
        refunds, money = place("refunded", None, REFUNDED), found.price if found.amount is None else found.amount
        others = {at for at in (*taken, *told) if at is not None}
        more["refunded"] = in_its_currency(refunds, money, headers, others)
    if options.status_column != "none":
        by = {called(name, headers) for name in options.by}
        more |= _marks(headers, {at for at in (*taken, *by, *more.values()) if at is not None})
    for role in ("nature", "payer"):
        more[role] = _of_system(system, role, headers) if system is not None else None
    if found.amount is not None or options.counted:
        more["order"] = place("order", options.order_column, ORDER)
        units, each = find(QUANTITY, headers), prices(headers)
        if found.amount is not None and len(units) == 1 and units[0] not in taken:
            more["units"] = units[0]
            if len(each) == 1 and each[0] != found.amount:
                more["of_line"] = units[0], each[0]
    elif options.amount is None:
        more["discount"] = place("discount", None, DISCOUNT)
    if found.price is not None and system is not None:  # its first line has what further ones leave blank
        more["order"] = place("order", options.order_column, ())
    if options.cost is None and options.margin_column is None:
        sold = system.sold_at if system is not None else ""
        cost = place("cost", None, COST)
        more["cost"] = None if cost is None or plain(headers[cost]) in sold.split() else cost
    else:
        more |= of_worth(headers, options, found)
    more["extra"] = tuple(_dimension(name, headers, options.also) for name in options.by)
    return more


def _status(
    headers: Sequence[str], options: Options, system: System | None, found: Columns, chosen: Sequence[Choice]
) -> dict[str, Any]:
    """The column of statuses: as the user or a system says or its header; else the first that --only or --without
    name, whose words mean what they do."""
    wanted = options.status_column
    if wanted is not None and not (options.lacking and lacks_status(headers, options)):
        return {"status": None if wanted.strip().casefold() == "none" else one("status", wanted, STATUS, headers)}
    at = _of_system(system, "status", headers) if system is not None else None
    of_header = [place for place in find(STATUS, headers) if place not in found.roles.values()]
    if at is not None or of_header:
        return {"status": of_header[0] if at is None else at}
    named = next((each.at for each in chosen if each.at is not None), None)
    return {"status": named, "status_named": named is not None}


def _marks(headers: Sequence[str], taken: set[int]) -> dict[str, int]:
    """Columns that mark rows as void, as tests, as deleted or as drafts, or that say which are valid."""
    words = dict(zip(MARKS, (VOID, TEST, DELETED, DRAFT, VALID), strict=True))
    found = {role: find(those, headers) for role, those in words.items()}
    free = {role: [at for at in places if at not in taken] for role, places in found.items()}
    return {role: places[0] for role, places in free.items() if places}


def _dimension(name: str, headers: Sequence[str], also: Sequence[str]) -> int:
    """The place of a column of --by; the one most like it is named where there is none."""
    place = called(name, headers)
    if place is None:
        close = nearest(name, [*headers, *also])
        meant = f'; did you mean "{close}"?' if close else ""
        raise UnclearError(
            f'no column "{name}" for {option_name("by")}{meant}; the columns are {describe([*headers, *also])}'
        )
    return place


def positions(options: Options, width: int) -> Columns | None:
    """The columns of a table without headers, when the user gave all of them as places counted from 1."""
    if options.form != "orders":
        return None
    if options.customer is None or options.date is None or options.amount is None:
        return None
    money = [] if options.counted else TIMES.split(options.amount.strip())
    places = [options.customer, options.date, *money]
    if len(money) > 2 or not all(place.strip().isdecimal() and 0 < int(place) <= width for place in places):
        return None
    numbers = [int(place) - 1 for place in places]
    if not money:
        found = Columns(numbers[0], numbers[1])
    elif len(money) == 1:
        found = Columns(numbers[0], numbers[1], amount=numbers[2])
    else:
        found = Columns(numbers[0], numbers[1], quantity=numbers[2], price=numbers[3])
    return apart(found, (), options)


def without_header(found: Columns, options: Options, width: int) -> Columns:
    """The columns of a table without headers, with what other options name by place."""
    bare = [""] * width
    return apart(replace(found, **_more(bare, options, None, found)), bare, options)


def _all_there(headers: Sequence[str], options: Options) -> None:
    """Name every role that neither the headers nor the user give, so that nobody is told of one after the other."""
    missing = [
        role
        for role, wanted, tiers in (("customer", options.customer, CUSTOMER), ("date", options.date, DATE))
        if wanted is None and not find(tiers, headers)
    ]
    product = len(find(QUANTITY, headers)) == len(prices(headers)) == 1
    if options.amount is None and not product and not find(AMOUNT, headers):
        missing.append("amount")
    cost = find(COST, headers)
    if missing == ["amount"] and cost:
        raise UnclearError(
            f'"{headers[cost[0]].strip()}" is what an item costs you, not what customers paid, and no other column '
            f"looks like an amount; the columns are {describe(headers)}; give the column of sales with "
            f"{option('amount')}"
        )
    if missing:
        roles = either([f"{'an' if role == 'amount' else 'a'} {role}" for role in missing])
        which = either([option(role) for role in missing], "and")
        if missing == ["amount"]:
            which += f", or count orders without money (visits, logins) with {bare_option('amount', 'none')}"
        raise UnclearError(f"no column looks like {roles}; the columns are {describe(headers)}; say which with {which}")


def _money(headers: Sequence[str], options: Options) -> tuple[int | None, int | None, int | None]:
    """Places of amount, or of quantity and price."""
    if (wanted := options.amount) is not None:
        if (both := product("amount", wanted, headers)) is not None:
            return None, *both
        return one("amount", wanted, AMOUNT, headers), None, None
    found, quantities, each = amounts(headers), find(QUANTITY, headers), prices(headers)
    if not found and len(quantities) == 1 and len(each) == 1:
        return None, quantities[0], each[0]
    back = (as_refunded,) if options.status_column != "none" else ()
    sure = (choose(found, headers) for choose in (*back, without_tax, in_one_currency))
    told = next((at for at in sure if at is not None), None)
    return only("amount", found, headers) if told is None else told, None, None
