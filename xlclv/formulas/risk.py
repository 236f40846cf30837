"""Risk: which driver moves CLV most, and what the uncertainty of a retention rate does to it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NA
from xlclv.formulas import retention, simple

DRIVERS = ("avg_purchase_value", "purchase_rate", "lifetime", "acquisition_cost", "margin", "discount_rate")
_TIE_DIGITS = 9


class Swing(NamedTuple):
    """One driver moved alone: CLV with it lower and higher, and how far apart they are."""

    driver: str
    low: float
    high: float
    swing: float


def tornado(
    avg_purchase_value: float,
    purchase_rate: float,
    lifetime: float,
    acquisition_cost: float,
    margin: float,
    discount_rate: float,
    shock: Any = 0.1,
) -> list[Swing]:
    """CLV with each driver x (1-shock) and x (1+shock), the others as given; largest swing first, timing 0.

    Ties (to 9 digits) stand in CLV's argument order; the shocked margin is capped at 100%.

    Raises InputError as simple.clv, and for a shock outside (0, 1).

    >>> tornado(50, 4, 3, 100, 0.4, 0.1)[0].driver
    'avg_purchase_value'
    """
    check = Check()
    size = float(check.take("shock", shock))
    check.done()
    given = dict(
        zip(
            DRIVERS, (avg_purchase_value, purchase_rate, lifetime, acquisition_cost, margin, discount_rate), strict=True
        )
    )
    simple.clv(**given)  # a driver out of bounds is named as typed, not as shocked
    found = [_swing(given, driver, size) for driver in DRIVERS]
    return sorted(found, key=lambda s: -_digits(s.swing))


def _swing(given: dict[str, float], driver: str, size: float) -> Swing:
    cap = 1.0 if driver == "margin" else np.inf
    low, high = (
        float(simple.clv(**{**given, driver: min(cap, given[driver] * factor)})) for factor in (1 - size, 1 + size)
    )
    return Swing(driver, low, high, abs(high - low))


def _digits(value: float) -> float:
    return float(f"{value:.{_TIE_DIGITS - 1}e}")


class Interval(NamedTuple):
    """CLV at the low, middle and high retention that the renewals allow, and the outer two retentions."""

    low: Floats
    median: Floats
    high: Floats
    retention_low: Floats
    retention_high: Floats


def interval(
    rate: Any,
    exposed: Any,
    renewed: Any,
    margin: Any,
    confidence: Any = 0.95,
    timing: Any = 0.0,
    first_certain: Any = 1.0,
) -> Interval:
    """CLV without end at quantiles of Beta(renewed + 0.5, exposed - renewed + 0.5), Jeffreys' interval.

    CLV rises with retention, so the quantiles of the one are those of the other. Uncertainty of the retention rate
    only. Source: Brown, Cai & DasGupta 2001.

    Raises InputError: renewed above exposed, margin or rate below 0, confidence outside (0, 1), and (code #N/A)
    nobody exposed.

    >>> [round(float(v), 6) for v in interval(0.10, 500, 400, 100)]
    [296.971718, 333.111053, 374.912605, 0.763268, 0.833271]
    """
    from scipy.special import betaincinv

    check = Check()
    d, m = check.take("interval_rate", rate, name="rate"), check.take("positive_margin", margin, name="margin")
    n, kept = check.take("exposed", exposed), check.take("renewed", renewed)
    c, w = check.take("confidence", confidence), check.take("timing", timing)
    first = check.take("first_certain", first_certain)
    check.rule(kept > n, "renewed", kept, "must not exceed exposed")
    check.rule(n == 0, "exposed", n, "must not be 0: nobody could renew", code=NA)
    check.done()
    low, middle, high = (betaincinv(kept + 0.5, n - kept + 0.5, q) for q in ((1 - c) / 2, 0.5, (1 + c) / 2))
    lost = np.isnan(low) | np.isnan(middle) | np.isnan(high)
    check.rule(lost, "exposed", n, "is beyond counting", "give the number of customers")
    check.done()
    bottom, median, top = (retention.clv(d, r, m, None, w, first) for r in (low, middle, high))
    return Interval(bottom, median, top, np.asarray(low), np.asarray(high))
