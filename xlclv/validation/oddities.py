"""What the orders of a base say against the models: a contract business, prices that move, means without a variance."""

from __future__ import annotations

import numpy as np

from xlclv.discounting import DAYS_PER_YEAR
from xlclv.places import places
from xlclv.validation.backtest.days import Days

# Of repeat orders, the share at the price and interval of the one before from which they look like contracts.
FIXED = 0.5
NEAR_DAYS, NEAR_PRICE = 3, 0.005  # a month is 28 to 31 days; a price to half a percent
TREND = 0.08  # a year, of the logarithm of order value
_STEADY = 3.0  # standard errors
_ENOUGH = 60  # repeat orders
_LONG = 1.5 * DAYS_PER_YEAR


def notes(days: Days) -> tuple[str, ...]:
    """A note for each oddity with what to do; empty where there is none."""
    return tuple(filter(None, (_contracts(days), _trend(days))))


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
        "stops is then seen at once, and the contract models (CLV_CONTRACT_FIT) value such customers better"
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
