"""What orders say against the models: contracts, prices or cohorts that move, a file cut off, a giant, regularity."""

from __future__ import annotations

import numpy as np

from xlclv.discounting import DAYS_PER_YEAR
from xlclv.errors import InputError
from xlclv.models.regular.gaps import gaps, wheat_morrison
from xlclv.places import places
from xlclv.terms.money import SALES, Words
from xlclv.terms.options import option
from xlclv.validation.backtest.days import Days

# Of repeat orders, the share at the price and interval of the one before from which they look like contracts.
FIXED = 0.5
NEAR_DAYS, NEAR_PRICE = 3, 0.005  # a month is 28 to 31 days; a price to half a percent
TREND = 0.08  # a year, of the logarithm of order value
_STEADY = 3.0  # standard errors
_ENOUGH = 60  # repeat orders
_LONG = 1.5 * DAYS_PER_YEAR
MONTH, _EARLY = 30, 91  # days: of newcomers counted together, and after the first order
FIRST_MONTH, LATER = 1.25, 2.0  # newcomers of the first month over those of the second, and of the second half-year
COHORT = 0.15  # a year, of orders in a newcomer's first quarter
GIANT = 0.10  # of all sales, with one customer
REGULAR = 1.5  # k by Wheat & Morrison: 1 is at random


def notes(days: Days, said: Words = SALES) -> tuple[str, ...]:
    """A note for each oddity with what to do; empty where there is none. `said` are the words for the money."""
    contracts, cut = _contracts(days), _cut_off(days)
    found = contracts or _regular(days), _trend(days), cut or _cohorts(days), _giant(days, said)
    return tuple(filter(None, found))


def _contracts(days: Days) -> str:
    """Most repeat orders are as large as the one before, after as many days as between the two before."""
    bought = days.bought & (days.amount > 0)
    who, day, amount = days.customer[bought], days.day[bought], days.amount[bought]
    if len(who) < _ENOUGH:
        return ""
    gap, same = np.diff(day), np.diff(who) == 0
    price = np.abs(np.diff(amount)) <= NEAR_PRICE * amount[1:]
    third = same[1:] & same[:-1]
    if third.sum() < _ENOUGH:
        return ""
    alike = (np.abs(np.diff(gap)) <= NEAR_DAYS) & price[1:] & price[:-1] & third
    share = float(alike.sum() / third.sum())
    if share < FIXED:
        return ""
    return (
        f"{share:.0%} of repeat orders come at the same price and interval as the one before, as contracts do: who "
        "stops is then seen at once: `xlclv contracts FILES --payments monthly` (or how often they pay) values such "
        "customers better"
    )


def _regular(days: Days) -> str:
    """Times between a customer's orders that are more alike than at random, by Wheat & Morrison's test."""
    told = gaps(days.customer[days.bought], days.day[days.bought])
    try:
        found = wheat_morrison(told.first, told.second)
    except InputError:  # too few to tell, or all of one length
        return ""
    if found.k - _STEADY * found.error <= REGULAR:
        return ""
    return (
        "customers come back at more regular intervals than at random "
        f"(k is {found.k:.1f} by Wheat and Morrison's test of {found.customers:,} customers, 1 at random): a silence "
        "then tells more, and sooner, than the model hears; "
        "`xlclv score --regularity` listens to it, and `xlclv backtest --variants` shows whether that is nearer"
    )


def _cut_off(days: Days) -> str:
    """Far more customers are new in the first month than ever after: most were customers before the file begins."""
    first = days.first[days.first <= days.end] - days.begin
    whole = (days.end - days.begin + 1) // MONTH
    if whole < 9:
        return ""
    new = np.bincount(places(first // MONTH), minlength=whole)[:whole]
    later = float(new[6:12].mean())
    if new[0] < _ENOUGH or new[0] < FIRST_MONTH * new[1] or new[0] < LATER * later:
        return ""
    if new[0] - new[1] < 2.0 * np.sqrt(new[0] + new[1]) or new[0] - later < _STEADY * np.sqrt(new[0] + later):
        return ""
    return (
        f"{new[0]:,} customers are new in the first {MONTH} days, {later:,.0f} a month half a year on: if the business "
        "is older than the file, its old customers look new, and rates and chances to leave lean towards theirs; give "
        "the orders from the beginning, or value only customers who are new since then"
    )


def _cohorts(days: Days) -> str:
    """Orders of newcomers in their first quarter rise or fall with the day they came, steadily enough not to be chance.

    Of customers followed for a quarter alone, so that nobody's history is cut short.
    """
    first = days.first
    seen = first <= days.end - _EARLY
    came = days.bought & (days.day > first[days.customer]) & (days.day <= first[days.customer] + _EARLY)
    orders, day = days.count(came)[seen], (first[seen] - days.begin) / DAYS_PER_YEAR
    if seen.sum() < _ENOUGH or orders.sum() < _ENOUGH or days.end - days.begin < _LONG:
        return ""
    apart = day - day.mean()
    spread = float(apart @ apart)
    if spread <= 0:
        return ""
    slope = float(apart @ orders) / spread
    left = orders - orders.mean() - slope * apart
    error = float(np.sqrt(((apart * left) ** 2).sum())) / spread
    share = slope / float(orders.mean())
    if abs(share) < COHORT or abs(slope) < _STEADY * error:
        return ""
    way = "more" if slope > 0 else "less"
    return (
        f"customers who came later buy {way} in their first quarter, by {abs(share):.0%} of the mean a year; the model "
        f"takes all for alike, so expect {way} of the newest, and compare them separately ({option('by')})"
    )


def _giant(days: Days, said: Words) -> str:
    """One customer has more than a tenth of all sales."""
    sales = days.money(np.ones(len(days.day), dtype=bool))
    whole, most = float(sales.sum()), float(sales.max(initial=0.0))
    if whole <= 0 or most <= GIANT * whole or len(sales) < _ENOUGH:
        return ""
    return (
        f"one customer has {most / whole:.0%} of all {said.sales}: what that one does decides the total, and no model "
        f"knows it; look at that one separately ({option('exclude-customer')})"
    )


def _trend(days: Days) -> str:
    """ln(order value) rises or falls within customers over time, steadily enough not to be chance."""
    bought = days.bought & (days.amount > 0)
    who, day, value = days.customer[bought], days.day[bought] / DAYS_PER_YEAR, np.log(days.amount[bought])
    if len(who) < _ENOUGH or days.end - days.begin < _LONG:
        return ""
    number = np.bincount(places(who))
    own = [column - (np.bincount(places(who), column) / np.maximum(number, 1))[who] for column in (day, value)]
    spread = float(own[0] @ own[0])
    free = len(who) - int((number > 0).sum()) - 1
    if spread <= 0 or free < _ENOUGH:
        return ""
    slope = float(own[0] @ own[1]) / spread
    left = own[1] - slope * own[0]
    error = float(np.sqrt(left @ left / free / spread))
    if abs(slope) < TREND or abs(slope) < _STEADY * error:
        return ""
    moved = "risen" if slope > 0 else "fallen"
    return (
        f"order values of the same customers have {moved} by {abs(np.expm1(slope)):.0%} a year; the model takes them "
        f"to stay as they are, so expect {'more' if slope > 0 else 'less'}, or value the recent orders alone"
    )
