"""What a whole base is expected to buy and leave, period by period."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.models import by_name, gamma_gamma


def forecast(
    model: str,
    params: Any,
    spend_params: Any,
    frequency: Any,
    recency: Any,
    T: Any,
    monetary_value: Any,
    days: Any,
    *,
    margin: Any = 1.0,
    unit_days: Any = 7.0,
) -> tuple[Floats, Floats]:
    """Expected orders and margin of all customers between one boundary and the next, the first from today.

    `days` are the boundaries from the as-of day, rising; histories are in units of `unit_days`. Undiscounted.
    Source: Fader, Hardie & Lee 2005a, equation 10, summed and differenced; 2005b for spend.

    Raises InputError as the model's expected purchases and gamma_gamma.expected_spend do; days that do not rise.

    >>> from xlclv.models import bg_nbd
    >>> params, spend = bg_nbd.Params(0.243, 4.414, 0.793, 2.426), gamma_gamma.Params(6.25, 3.74, 15.44)
    >>> orders, money = forecast("BG/NBD", params, spend, [2, 0], [30.43, 0], [38.86, 38.86], [22.35, 0], [7 * 39])
    >>> print(f"{orders[0]:.6f} {money[0]:.6f}")
    1.421126 37.109562
    """
    check = Check()
    ends = np.atleast_1d(check.take("boundaries", days, name="days"))
    share = check.take("margin_of_revenue", margin, name="margin")
    unit = check.take("unit_days", unit_days)
    check.rule(np.append(False, np.diff(ends) <= 0), "days", ends, "must rise from one boundary to the next")
    check.done()
    engine = by_name(model)
    spend = gamma_gamma.expected_spend(spend_params, frequency, monetary_value)
    reached = [np.zeros(np.shape(spend))]
    reached += [np.asarray(engine.expected_purchases(params, end / unit, frequency, recency, T)) for end in ends]
    each = [np.atleast_1d(later - before) for before, later in pairwise(reached)]
    orders = np.array([bought.sum() for bought in each])
    money = np.array([float(np.sum(bought * spend)) for bought in each]) * share
    return orders, check.finite("monetary_value", money)
