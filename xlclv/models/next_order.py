"""Will there be another order, and when: the chance of one within a horizon, and the time by which it is that likely.

At BG/NBD and MBG/NBD customers drop out at purchases alone, so a living one's next order is a Pareto of the second
kind: P(order within h) = 1 - (alpha' / (alpha' + h))^r' with r' = r + x and alpha' = alpha + T. Under Pareto/NBD the
customer may leave before it; the chance then has a limit below 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Bools, Check, Floats
from xlclv.errors import NA
from xlclv.models import by_name
from xlclv.models.likelihood.history import FARTHEST, same_shape, take_history, take_horizon
from xlclv.models.purchase_counts import living_buyers, probabilities

_HALVINGS = 90  # of a range of ln(time) that is some 300 wide: to the last digit


def p_active(model: str, params: Any, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """Probability of at least one order within the `horizon` after T. Arguments broadcast; times in the fit's unit.

    Raises InputError for histories that cannot be or a negative horizon.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> print(f"{p_active('BG/NBD', params, 39, 2, 30.43, 38.86):.6f}")
    0.554627
    """
    check = Check()
    h = take_horizon(check, horizon)
    x, t_x, age = take_history(check, frequency, recency, T)
    same_shape(check, horizon=h, frequency=x, recency=t_x, T=age)
    check.done()
    return np.asarray(by_name(model).p_alive(params, x, t_x, age) * _living(model, params, h, x, age))


def next_order(model: str, params: Any, frequency: Any, recency: Any, T: Any, probability: Any = 0.5) -> Floats:
    """Time from T by which the next order has come with this probability; the median by default. Arguments broadcast.

    Raises InputError for histories that cannot be, a probability not between 0 and 1, and (code #N/A) where the next
    order is never that likely: the customer may have left.

    >>> from xlclv.models import bg_nbd
    >>> params = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
    >>> print(f"{next_order('BG/NBD', params, 2, 30.43, 38.86):.4f}")
    29.4782
    """
    check = Check()
    x, t_x, age = take_history(check, frequency, recency, T)
    wanted = check.take("next_order_probability", probability, name="probability")
    same_shape(check, frequency=x, recency=t_x, T=age, probability=wanted)
    check.done()
    alive = by_name(model).p_alive(params, x, t_x, age)
    at_most = np.broadcast_arrays(alive * _ever(model, params, x, age), wanted)[0]
    rule = "is more than the chance that there is another order at all"
    check.rule(wanted >= at_most, "probability", np.broadcast_to(wanted, at_most.shape), rule, code=NA)
    check.done()
    x, age, share = np.broadcast_arrays(x, age, wanted / alive)
    if not hasattr(params, "a"):
        return _searched(model, params, x, age, share)
    return np.asarray((params.alpha + age) * np.expm1(-np.log1p(-share) / (params.r + x)))


def _living(model: str, params: Any, horizon: Floats, x: Floats, T: Floats) -> Floats:
    """P(at least one order within the horizon) of a living customer."""
    if hasattr(params, "a"):
        return np.asarray(-np.expm1(-(params.r + x) * np.log1p(horizon / (params.alpha + T))))
    return np.asarray(1.0 - probabilities(living_buyers(model, params, x, T), horizon, 1)[..., 0])


def _ever(model: str, params: Any, x: Floats, T: Floats) -> Floats:
    """P(another order, ever) of a living customer."""
    if hasattr(params, "a"):
        return np.ones(np.broadcast_shapes(x.shape, T.shape))
    return _living(model, params, np.array(FARTHEST), x, T)


def _searched(model: str, params: Any, x: Floats, T: Floats, share: Floats) -> Floats:
    """The time at which a living customer's chance reaches `share`, by halving the range of its logarithm."""
    low, high = np.full(x.shape, -np.log(FARTHEST)), np.full(x.shape, np.log(FARTHEST))
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        reached: Bools = _living(model, params, np.exp(middle), x, T) >= share
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray(np.exp(0.5 * (low + high)))
