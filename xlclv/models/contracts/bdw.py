"""BdW, the beta-discrete-Weibull: renewals of customers whose chance to leave moves with time (Fader et al. 2018).

1. One is still there after t renewals with probability (1 - theta)^(t^c); c below 1 is less risk with age.
2. theta is beta(alpha, beta) across customers; c is the same for all.
3. Cohorts differ in nothing: older and newer ones have the same alpha, beta and c.

Likelihood of leaving at renewal t: (1 - theta)^((t - 1)^c) - (1 - theta)^(t^c), over the mixture; sBG is c = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlclv.checks import Floats
from xlclv.models.contracts import beta_churn
from xlclv.models.contracts.curve import Curve
from xlclv.models.likelihood.maximum import Fit, Limit, Problem, validate

_ALIKE = "alpha and beta grow without bound, every customer has the same churn"
_POLAR = "alpha and beta tend to 0, customers leave at the first renewal or never"
_POWER = "survival after the first renewal falls as a power of time"
LIMITS = (
    Limit({"alpha": 1}, _ALIKE, ("alpha", "beta")),
    Limit({"beta": 1}, _ALIKE, ("alpha", "beta")),
    Limit({"alpha": -1}, _POLAR, ("alpha", "beta")),
    Limit({"beta": -1}, _POLAR, ("alpha", "beta")),
    Limit({"c": -1}, f"c tends to 0, {_POWER}", ("alpha", "beta", "c")),
    Limit({"c": 1}, f"c grows without bound, {_POWER}", ("alpha", "beta", "c")),
)
SCALES = ("alpha", "beta")  # no scales, but like them: alpha and beta may be as large as t^c
STARTS = ((0.7, 3.0, 1.0), (5.0, 50.0, 0.7), (0.2, 1.0, 2.0), (50.0, 500.0, 1.5))


@dataclass(frozen=True, slots=True)
class Params:
    """Churn probabilities are beta(alpha, beta) across customers, time runs as t^c; all above 0.

    >>> Params(0.455614, 0.779326, 1.283451)
    Params(alpha=0.455614, beta=0.779326, c=1.283451)
    """

    alpha: float
    beta: float
    c: float

    def __post_init__(self) -> None:
        validate(self)

    @property
    def curve(self) -> Curve:
        """The survival curve."""
        return Curve(self.alpha, self.beta, self.c)


PROBLEM = Problem(Params, SCALES, STARTS, LIMITS)


def fit(survivors: Any) -> Fit[Params]:
    """Maximum likelihood estimates from the customers left after 0, 1, 2, ... periods (2018).

    survivors is one cohort, or a table with one cohort a column, NaN (or None) at the foot where not yet observed.

    Raises InputError for negative or rising survivors, fewer than 4 points in the longest cohort, or no loss.

    >>> found = fit([1000, 631, 468, 382, 326, 289, 262, 241])
    >>> print(f"{found.params.alpha:.4f} {found.params.beta:.4f} {found.params.c:.4f} {found.log_likelihood:.4f}")
    0.4556 0.7793 1.2835 -1679.6028
    """
    from xlclv.models.contracts import fit as contract_fit

    return contract_fit.fit(PROBLEM, survivors)


def log_likelihood(params: Params, survivors: Any) -> Floats:
    """ln of the likelihood of one cohort, or of each cohort of a table: SUM lost_t ln(S(t-1) - S(t)) + left_n ln S(n).

    Raises InputError for negative or rising survivors.

    >>> print(f"{log_likelihood(Params(0.4556, 0.7793, 1.2835), [1000, 631, 468, 382, 326, 289, 262, 241]):.4f}")
    -1679.6028
    """
    return beta_churn.log_likelihood(params.curve, survivors)


def survival(params: Params, period: Any) -> Floats:
    """Share of customers still there after `period` periods, S(t) = B(alpha, beta + t^c) / B(alpha, beta) (2018).

    period has any shape and may be fractional.

    Raises InputError for a negative period.

    >>> print(f"{survival(Params(0.455614, 0.779326, 1.283451), 12):.6f}")
    0.177332
    """
    return beta_churn.survival(params.curve, period)


def retention_rate(params: Params, period: Any) -> Floats:
    """Share of those there after period - 1 who renew: S(t) / S(t - 1).

    Raises InputError for a period below 1.

    >>> print(f"{retention_rate(Params(0.455614, 0.779326, 1.283451), 1):.6f}")
    0.631064
    """
    return beta_churn.retention_rate(params.curve, period)


def contract_value(
    params: Params, rate: Any, renewals: Any = 0.0, nper: Any = None, timing: Any = 0.0, first_certain: Any = 1.0
) -> Floats:
    """Value of 1 a period: SUM_{j=1..nper} S(renewals + j - first_certain) / S(renewals) / (1 + rate)^(j - timing).

    rate is effective per period; renewals the whole number already made; nper None or NaN = for ever. first_certain 0
    values a customer just before the next renewal, 1 one whose first payment is sure. Arguments broadcast.

    Raises InputError for arguments out of bounds; without nper also for a rate below 0, or 0 where alpha x c <= 1.

    >>> print(f"{contract_value(Params(0.455614, 0.779326, 1.283451), 0.10):.6f}")
    3.390125
    """
    return beta_churn.contract_value(params.curve, rate, renewals, nper, timing, first_certain)


def discounted_lifetime(params: Params, rate: Any) -> Floats:
    """DEL, the discounted expected lifetime of a new customer: SUM_{t>=0} S(t) / (1 + rate)^t.

    Raises InputError for a rate below 0, or 0 where alpha x c is at most 1: the sum is infinite.

    >>> print(f"{discounted_lifetime(Params(0.455614, 0.779326, 1.283451), 0.10):.6f}")
    3.729137
    """
    return contract_value(params, rate, 0.0, None, 1.0, 1.0)


def derl(params: Params, rate: Any, renewals: Any) -> Floats:
    """DERL, the discounted expected residual lifetime just before renewal n = renewals + 1.

    SUM_{t>=n} S(t) / S(n - 1) / (1 + rate)^(t - n). Arguments broadcast.

    Raises InputError as discounted_lifetime does, and for renewals that are not a whole number.

    >>> print(f"{derl(Params(0.455614, 0.779326, 1.283451), 0.10, 4):.6f}")
    6.185596
    """
    return contract_value(params, rate, renewals, None, 1.0, 0.0)
