"""The whole of a customer's value: what has been, what is to come, and which parts of it a question counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats


def lifetime_clv(
    first: Any,
    repeat: Any,
    cancelled: Any,
    residual: Any,
    acquisition_cost: Any = 0.0,
    *,
    margin: Any = 1.0,
    historic: bool = True,
    remaining: bool = True,
    first_purchase: bool = True,
    net_of_cancellations: bool = True,
    net_of_acquisition: bool = True,
) -> Floats:
    """CLV of each customer from its parts, each a named switch: margin x past sales + residual CLV - acquisition cost.

    `first` and `repeat` are past sales before cancellations, `cancelled` the money given back (0 or more), all in
    money and before margin; `residual` is residual CLV, after margin, as valuation.residual gives it. `historic`
    counts past sales, `remaining` what is to come, `first_purchase` the first order among past sales,
    `net_of_cancellations` takes off what was given back, `net_of_acquisition` the acquisition cost, spent once.
    Arguments broadcast. Fader & Hardie's residual CLV is remaining alone; CLV as defined here is everything.

    Raises InputError: cancelled below 0, a margin above 1, values that are no numbers.

    >>> float(lifetime_clv(50, 150, 20, 80, 25, margin=0.5))
    145.0
    >>> float(lifetime_clv(50, 150, 20, 80, 25, margin=0.5, historic=False, net_of_acquisition=False))
    80.0
    """
    check = Check()
    begun, again = check.take("values_paid", first, name="first"), check.take("values_paid", repeat, name="repeat")
    back, ahead = (
        check.take("retention_cost", cancelled, name="cancelled"),
        check.take("remaining_clv", residual, name="residual"),
    )
    cost, share = check.take("acquisition_cost", acquisition_cost), check.take("margin_share", margin, name="margin")
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        past = again + (begun if first_purchase else 0.0) - (back if net_of_cancellations else 0.0)
        value = (share * past if historic else 0.0) + (ahead if remaining else 0.0)
        return check.finite("CLV", value - (cost if net_of_acquisition else 0.0))
