"""Time value of money: the only place where a rate changes its period or becomes a discount factor."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats

DAYS_PER_YEAR = 365.25  # the year in which fitted time units are converted; XNPV-like functions use 365
WEEKS_PER_YEAR = DAYS_PER_YEAR / 7
ACT_365 = 365.0
_NONE = 1e-290  # a rate below this is none: its products with a few periods would underflow


def period_rate(annual_rate: Any, periods_per_year: Any, method: Any = 0) -> Floats:
    """The rate for one period of a yearly figure.

    method 0: effective, (1+a)^(1/p)-1; 1: nominal, a/p; 2: retention or survival, a^(1/p).
    Arguments broadcast; rates are shares (0.12 for 12%). Source: Excel's EFFECT and NOMINAL.

    Raises InputError when periods_per_year <= 0, method is not 0, 1 or 2, or the rate is out of bounds.

    >>> round(float(period_rate(0.12, 12)), 6)
    0.009489
    """
    check = Check()
    a = check.take("period_rate_in", annual_rate, name="annual_rate")
    p = check.take("periods_per_year", periods_per_year)
    kind = check.take("method", method)
    check.rule((kind == 2) & (a < 0), "annual_rate", a, "must be between 0 and 1 for method 2", "type 80% or 0.8")
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        effective = np.expm1(np.log1p(a) / p)
        return check.finite(
            "annual_rate", np.where(kind == 0, effective, np.where(kind == 1, a / p, np.abs(a) ** (1 / p)))
        )


def annuity(rate: Floats, nper: Floats) -> Floats:
    """Present value of 1 at the end of each of nper periods: (1-(1+d)^-n)/d, which is n where d = 0 (Excel's PV).

    >>> print(f"{annuity(np.float64(0.10), np.float64(3)):.6f}")
    2.486852
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = -np.expm1(-nper * np.log1p(rate)) / rate
    return np.where(np.abs(rate) < _NONE, nper, value)


def survival_annuity(kept: Floats, gap: Floats, growth: Floats, nper: Floats) -> Floats:
    """Sum over j = 1..n of q^(j-1)/(1+d)^j; `kept` is q, `growth` 1+d, `gap` 1+d-q; 1/gap where n is infinite.

    This is (1-(q/(1+d))^n)/gap, and n/(1+d) at the pole gap = 0. The caller gives the gap because only it can
    compute it without losing digits.

    >>> kept, rate = np.float64(0.8), np.float64(0.1)
    >>> print(f"{survival_annuity(kept, rate + (1 - kept), 1 + rate, np.float64(np.inf)):.6f}")
    3.333333
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = -np.expm1(nper * log_ratio(kept, gap, growth)) / gap
    return np.where(np.abs(gap) < _NONE, nper / growth, value)


def log_ratio(kept: Floats, gap: Floats, growth: Floats) -> Floats:
    """ln(q/(1+d)): from the gap where q is near 1+d, from q itself where it is small, so that no digit is lost.

    >>> print(f"{log_ratio(np.float64(0.8), np.float64(0.3), np.float64(1.1)):.6f}")
    -0.318454
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(gap < 0.5 * growth, np.log1p(-gap / growth), np.log(kept / growth))


def factor(annual_rate: float, years: Floats) -> Floats:
    """Present value today of 1 paid in `years`, at an annual effective rate.

    >>> factor(0.10, np.array([0.0, 1.0])).round(6).tolist()
    [1.0, 0.909091]
    """
    out: Floats = np.exp(-years * np.log1p(annual_rate))
    return out
