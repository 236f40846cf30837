"""The survival curve of sBG and BdW: S(t) = B(a, b + t^c) / B(a, b), through the logarithm of what is lost.

A customer with the chance p renews for the t-th time with S(t | p) = (1 - p)^(t^c); over p ~ Beta(a, b) this is
S(t) (Fader et al. 2018). With c = 1 it is the shifted-beta-geometric (Fader & Hardie 2007).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.numerics.gamma_cross import log_gamma_cross

CAP = 170.0  # e^170 to the fourth power is still a number; above, S falls by the power law it tends to


class Curve(NamedTuple):
    """The two shapes of the churn probabilities, and how a customer's own hazard moves with time (1: not at all)."""

    a: float
    b: float
    c: float


def log_loss(curve: Curve, start: Any, ahead: Any) -> Floats:
    """ln S(start) - ln S(start + ahead), at least 0, for whole or fractional periods."""
    used, more, beyond = powers(curve.c, np.asarray(start, dtype=np.float64), np.asarray(ahead, dtype=np.float64))
    return np.asarray(log_gamma_cross(curve.b + used, curve.a, more) + curve.a * beyond)


def powers(c: float, start: Floats, ahead: Floats) -> tuple[Floats, Floats, Floats]:
    """start^c and (start + ahead)^c - start^c, each power capped, and ln of what the cap cuts off their ratio."""
    begin, end = log_power(c, start), log_power(c, start + ahead)
    used = np.exp(np.minimum(begin, CAP))
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        close = (end <= CAP) & (end - begin < 1.0)  # a difference would lose digits
        near = used * np.expm1(c * np.log1p(ahead / start))
    more = np.where(close, near, np.exp(np.minimum(end, CAP)) - used)
    return used, more, np.maximum(end, CAP) - np.maximum(begin, CAP)


def log_power(c: float, t: Floats) -> Floats:
    """c ln t, which is ln of t^c; -inf at 0."""
    with np.errstate(divide="ignore"):
        return np.asarray(c * np.log(t))
