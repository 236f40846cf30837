"""What the fields of the page are called, by the options of the command line that they stand for."""

from __future__ import annotations

ROLES = {"customer": "Customer", "date": "Day of the order", "amount": "Amount"}
ONLY = "Statuses that count as sales"
DAYS = {"dayfirst": "day first: 03/04 is 3 April", "monthfirst": "month first: 03/04 is 4 March"}
HOW = {"days": "Day or month first", "decimal": "Decimal sign", "sheet": "Sheet"}
DEDUPE = "Leave out rows that repeat an earlier one in every column"
# The assumptions: option, words, an example with what an empty field means, and what stands behind the i.
TERMS = (
    ("margin", "Of each sale, what is left after its cost", "such as 40%; empty: 100%",
     "Margin: the contribution share of sales. Empty: every value is sales, not profit."),
    ("currency", "Currency", "such as EUR", "Only written beside amounts; nothing is converted."),
    ("cac", "What winning a customer costs", "such as 25; empty: not known",
     "CAC: acquisition cost of one customer. Empty: not compared."),
    ("horizon", "Years ahead to count", "empty: 3", "Horizon: sales after so many years count for nothing."),
    ("rate", "Yearly interest on money that comes later", "empty: 10%", "Discount rate, annual and effective."),
    ("until", "Count orders up to this day", "such as 2026-03-31; empty: all",
     "Later orders are left out; the value is as of this day."),
    ("model", "How buying is foreseen (orders)", "such as BG/NBD; empty: past days choose",
     "Model of repeat buying: BG/NBD, MBG/NBD or Pareto/NBD. Empty: the one that past days speak for."),
)  # fmt: skip
_HOW = {**HOW, **dict.fromkeys(DAYS, HOW["days"]), **{name: words for name, words, *_ in TERMS}}
_OF_ORDERS = {**ROLES, "only": ONLY, "dedupe": DEDUPE}


def label(name: str, orders: bool) -> str:
    """The field that stands for an option, beside orders or contracts; "" where none does.

    >>> label("amount", True), label("amount", False), label("dayfirst", False)
    ('Amount', '', 'Day or month first')
    """
    return _HOW.get(name) or (_OF_ORDERS.get(name, "") if orders else "")


def field(name: str, value: str, orders: bool) -> str:
    """The field as messages name it, with what to put there; "" where none stands for the option.

    >>> field("amount", "Net", True), field("dedupe", "", True)
    ('"Net" in the field "Amount"', 'the field "Leave out rows that repeat an earlier one in every column"')
    >>> field("dayfirst", "", True)
    '"day first" in the field "Day or month first"'
    """
    called = label(name, orders)
    value = DAYS[name].partition(":")[0] if name in DAYS else value
    return called and (f'"{value}" in ' if value else "") + f'the field "{called}"'


def helps(text: str) -> bool:
    """Whether a message names a field as the way out.

    >>> helps('say which with the field "Amount"'), helps('column "Amount"')
    (True, False)
    """
    return any(f'the field "{called}"' in text for called in (*_HOW.values(), *_OF_ORDERS.values()))
