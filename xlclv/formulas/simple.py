"""Simple CLV and its building blocks: the formula that defines CLV, the expected lifetime, value realised to date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.discounting import ACT_365, annuity
from xlclv.errors import DIV0, NA, counted
from xlclv.serials import FIRST, LAST, date_of, today


def clv(
    avg_purchase_value: Any,
    purchase_rate: Any,
    lifetime: Any,
    acquisition_cost: Any = 0.0,
    margin: Any = 1.0,
    discount_rate: Any = 0.0,
    timing: Any = 0.0,
) -> Floats:
    """Customer lifetime value: (value x rate) x lifetime - acquisition cost.

    With a margin (share of revenue) and a discount rate per period the value is an annuity:
    m (1-(1+d)^-lifetime)/d (1+d)^timing - CAC, m = value x rate x margin. Arguments broadcast; money in,
    money out. At a rate of 0 timing has no effect. Source: the definition of CLV; the annuity is Excel's PV.

    Raises InputError for a negative value, rate or lifetime, a margin above 1, a discount rate outside (-1, 1].

    >>> float(clv(50, 4, 3, 100))
    500.0
    """
    check = Check()
    value = check.take("avg_purchase_value", avg_purchase_value)
    rate = check.take("purchase_rate", purchase_rate)
    years = check.take("lifetime", lifetime)
    cost = check.take("acquisition_cost", acquisition_cost)
    share = check.take("margin_share", margin, name="margin")
    d = check.take("discount_rate", discount_rate)
    w = check.take("timing", timing)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        # In the definition's own order, so that the four numbers give its figure to the last digit.
        present = value * rate * share * annuity(d, years)
        return check.finite("CLV", present * (1 + d) ** w - cost)


def lifetime(retention: Any, nper: Any = None) -> Floats:
    """Expected lifetime in periods: 1/(1-r), or (1-r^n)/(1-r) within n periods; the first counts as 1.

    `nper` None or NaN = for ever. Source: Blattberg, Kim & Neslin 2008, ch. 5.

    Raises InputError: retention outside 0 to 1, nper <= 0, or retention 1 without nper (it never ends).

    >>> round(float(lifetime(0.8)), 6)
    5.0
    """
    check = Check()
    r = check.take("retention", retention)
    n = check.take("nper", nper, blank=np.inf)
    check.rule((r == 1) & np.isinf(n), "retention", r, "has no end: nobody ever leaves", "give nper", DIV0)
    check.done()
    with np.errstate(divide="ignore", invalid="ignore"):
        value = -np.expm1(n * np.log(r)) / (1 - r)
    return check.finite("lifetime", np.where(r == 1, n, value))


def realised(rate: Any, values: Any, dates: Any, as_of: Any = None, margin: Any = 1.0, costs: Any = 0.0) -> Floats:
    """Value to date of transactions: SUM(value x margin x (1+rate)^((as_of-date)/365)) - costs, over the last axis.

    `rate` is annual and effective, `dates` and `as_of` are Excel day numbers (act/365, as XNPV counts; as_of None
    = today), `values` money with refunds negative, `margin` a share, `costs` money already spent. With values of
    shape (customers, transactions) and one row of dates the result has one number a customer, and the other
    arguments may have one value a customer.

    Raises InputError: a date after as_of, margin above 1, unequal lengths.

    >>> float(realised(0.0, [120, 80, 150], [45306, 45717, 46203], 46347, 0.4))
    140.0
    """
    check = Check()
    d = check.take("annual_rate", rate, name="rate")
    money = np.atleast_1d(check.take("values_paid", values, name="values"))
    paid = np.atleast_1d(check.take("dates_paid", dates, name="dates"))
    day = check.take("as_of", as_of, blank=today())
    share = check.take("margin_share", margin, name="margin")
    spent = check.take("costs", costs)
    _not_late(check, paid, day)
    if money.shape[-1] != paid.shape[-1]:
        rule = f"has {counted(paid.shape[-1], 'date')}; must have {money.shape[-1]}, as many as values"
        check.rule(True, "dates", None, rule, code=NA)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        d, day, share = (np.expand_dims(value, -1) for value in (d, day, share))  # one a customer, over all its dates
        grown = money * share * (1 + d) ** ((day - paid) / ACT_365)
        return check.finite("realised value", grown.sum(axis=-1) - spent)


def _not_late(check: Check, paid: Floats, day: Floats) -> None:
    """No date after as_of, the one of all customers or each customer's own."""
    late = paid > np.expand_dims(day, -1)
    if not late.any():
        return
    if np.ndim(day):
        shown = np.array([_date(number) for number in day], dtype=np.object_)
        check.rule(late.any(axis=-1), "as_of", shown, "lies before one of the dates", "give a later as_of")
    else:
        shown = np.reshape(np.array([_date(number) for number in paid.ravel()], dtype=np.object_), paid.shape)
        check.rule(late, "dates", shown, f"must not lie after as_of ({_date(day)})", "give a later as_of")


def _date(day: Any) -> dt.date | float:
    """A day number as a person reads it; the number itself when it is none."""
    return date_of(int(day)) if np.isfinite(day) and FIRST <= day <= LAST else float(day)
