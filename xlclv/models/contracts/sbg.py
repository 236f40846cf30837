"""sBG: renewals of customers who each have a constant chance to leave (Fader & Hardie 2007; values: 2010).

1. At each renewal one leaves with a probability theta that stays the same for ever.
2. Probabilities are beta(alpha, beta) across customers.
3. Cohorts differ in nothing: older and newer ones have the same alpha and beta.

Likelihood of leaving at renewal t: theta (1 - theta)^(t - 1); of being there after t: (1 - theta)^t; over the mixture.
Retention rises with age because the likely leavers leave first, not because anyone grows loyal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlclv.checks import Floats
from xlclv.models.contracts import beta_churn
from xlclv.models.contracts.curve import Curve
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, validate

_ALIKE = "alpha and beta grow without bound, every customer has the same churn and retention never rises"
_POLAR = "alpha and beta tend to 0, customers leave at the first renewal or never"
LIMITS = (
    Limit({"alpha": 1}, _ALIKE, ("alpha", "beta")),
    Limit({"beta": 1}, _ALIKE, ("alpha", "beta")),
    Limit({"alpha": -1}, _POLAR, ("alpha", "beta")),
    Limit({"beta": -1}, _POLAR, ("alpha", "beta")),
)
STARTS = ((0.7, 3.0), (5.0, 50.0), (0.1, 0.2))


@dataclass(frozen=True, slots=True)
class Params:
    """Churn probabilities are beta(alpha, beta) across customers; both above 0.

    >>> Params(0.668, 3.806)
    Params(alpha=0.668, beta=3.806)
    >>> Params(0.668, 0)
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: beta is 0; must be above 0
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        validate(self)

    @property
    def curve(self) -> Curve:
        """The survival curve, whose time runs evenly."""
        return Curve(self.alpha, self.beta, 1.0)


PROBLEM = Problem(Params, (), STARTS, LIMITS)


def fit(survivors: Any) -> Fit[Params]:
    """Maximum likelihood estimates from the customers left after 0, 1, 2, ... periods (2007).

    survivors is one cohort, or a table with one cohort a column, NaN (or None) at the foot where not yet observed.

    Raises InputError for negative or rising survivors, fewer than 3 points in the longest cohort, or no loss.

    >>> found = fit([1000, 869, 743, 653, 593, 551, 517, 491])
    >>> print(f"{found.params.alpha:.4f} {found.params.beta:.4f} {found.log_likelihood:.4f} {found.status}")
    0.6681 3.8061 -1611.1581 converged
    """
    from xlclv.models.contracts import fit as contract_fit

    return contract_fit.fit(PROBLEM, survivors)


def log_likelihood(params: Params, survivors: Any) -> Floats:
    """ln of the likelihood of one cohort, or of each cohort of a table: SUM lost_t ln(S(t-1) - S(t)) + left_n ln S(n).

    Raises InputError for negative or rising survivors.

    >>> print(f"{log_likelihood(Params(0.668, 3.806), [1000, 869, 743, 653, 593, 551, 517, 491]):.4f}")
    -1611.1582
    """
    return beta_churn.log_likelihood(params.curve, survivors)


def survival(params: Params, period: Any) -> Floats:
    """Share of customers still there after `period` periods: S(t) = B(alpha, beta + t) / B(alpha, beta) (2007).

    period has any shape and may be fractional.

    Raises InputError for a negative period.

    >>> print(f"{survival(Params(0.668, 3.806), 12):.6f}")
    0.378040
    """
    return beta_churn.survival(params.curve, period)


def retention_rate(params: Params, period: Any) -> Floats:
    """Share of those there after period - 1 who renew: (beta + t - 1) / (alpha + beta + t - 1) (2007).

    Raises InputError for a period below 1.

    >>> print(f"{retention_rate(Params(0.668, 3.806), 1):.6f}")
    0.850693
    """
    return beta_churn.retention_rate(params.curve, period)


def contract_value(
    params: Params, rate: Any, renewals: Any = 0.0, nper: Any = None, timing: Any = 0.0, first_certain: Any = 1.0
) -> Floats:
    """Value of 1 a period: SUM_{j=1..nper} S(renewals + j - first_certain) / S(renewals) / (1 + rate)^(j - timing).

    rate is effective per period; renewals the whole number already made; nper None or NaN = for ever. first_certain 0
    values a customer just before the next renewal, 1 one whose first payment is sure. Arguments broadcast.

    Raises InputError for arguments out of bounds; without nper also for a rate below 0, or 0 where alpha is at most 1.

    >>> print(f"{contract_value(Params(0.668, 3.806), 0.10):.6f}")
    5.384179
    """
    return beta_churn.contract_value(params.curve, rate, renewals, nper, timing, first_certain)


def discounted_lifetime(params: Params, rate: Any) -> Floats:
    """DEL, the discounted expected lifetime of a new customer: SUM_{t>=0} S(t) / (1 + rate)^t (2010).

    Raises InputError for a rate below 0, or 0 where alpha is at most 1: the sum is infinite.

    >>> print(f"{discounted_lifetime(Params(0.668, 3.806), 0.10):.6f}")
    5.922596
    """
    return contract_value(params, rate, 0.0, None, 1.0, 1.0)


def derl(params: Params, rate: Any, renewals: Any) -> Floats:
    """DERL, the discounted expected residual lifetime just before renewal n = renewals + 1 (2010, equation 6).

    SUM_{t>=n} S(t) / S(n - 1) / (1 + rate)^(t - n). Arguments broadcast.

    Raises InputError as discounted_lifetime does, and for renewals that are not a whole number.

    >>> print(f"{derl(Params(0.668, 3.806), 0.10, 4):.6f}")
    6.897057
    """
    return contract_value(params, rate, renewals, None, 1.0, 0.0)
