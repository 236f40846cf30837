"""BG/CNBD-k and MBG/CNBD-k: regular buyers, k stages to a purchase (Platzer & Reutterer 2016; with Schroeder 2021).

As BG/NBD and MBG/NBD, but the time between two purchases of a customer is Erlang-k: the sum of k times at random, each
at the customer's own rate. k = 1 is the plain model; the larger k, the more regular. Beside frequency, recency and T
the likelihood needs one number of all customers, the sum of the logarithms of the times between purchases.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NUM, Fault, InputError
from xlclv.models import by_name, full_name
from xlclv.models.dropout import bg_nbd
from xlclv.models.dropout.fit import LIMITS, STARTS
from xlclv.models.likelihood.history import alike, fitting_rows, rescale, same_shape, sample, take_history, take_horizon
from xlclv.models.likelihood.maximum import Fit, Problem, not_identified, solve
from xlclv.models.numerics.gammas import log_gamma_ratio
from xlclv.models.regular import stages
from xlclv.models.regular.surface import stage_sums, surface

MOST = 8  # the largest k tried: beyond it purchases come like clockwork


@dataclass(frozen=True, slots=True)
class Params:
    """Stages come at rates gamma(r, alpha) across customers, dropout probabilities are beta(a, b); k stages a purchase.

    >>> Params(0.5, 5.0, 0.8, 2.4, 2)
    Params(r=0.5, alpha=5.0, a=0.8, b=2.4, k=2)
    >>> Params(0.5, 5.0, 0.8, 2.4, 0)
    Traceback (most recent call last):
    ...
    xlclv.errors.InputError: k is 0; must be a whole number from 1 to 100
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int = 1

    def __post_init__(self) -> None:
        if self.k != int(self.k) or not 1 <= self.k <= 100:
            raise InputError((Fault("k", "must be a whole number from 1 to 100", NUM, value=self.k),))
        plain = bg_nbd.Params(self.r, self.alpha, self.a, self.b)
        for name in plain.__slots__:
            object.__setattr__(self, name, getattr(plain, name))
        object.__setattr__(self, "k", int(self.k))


class RegularFit(NamedTuple):
    """The fit of the best k, its params with that k, and the log-likelihood of each k that was tried, 1 first."""

    fit: Fit[Params]
    tried: tuple[float, ...]

    @property
    def k(self) -> int:
        """How regular: stages a purchase."""
        return self.fit.params.k if self.fit.params is not None else 1


def fit(
    model: str, frequency: Any, recency: Any, T: Any, log_gaps: float, *, weights: Any = None, k: int | None = None
) -> RegularFit:
    """Maximum likelihood for the k given, or for each k from 1 up to the one after which it falls.

    `log_gaps` is the sum over all purchases after each customer's first of ln(time since the one before), in the unit
    of recency and T; the log-likelihoods of different k, and those of the plain models, compare. k counts as one more
    parameter where it was chosen.

    Raises InputError as the plain models' fits do, and for another model.

    >>> x, t_x, T = [0, 1, 2, 6, 0, 3], [0, 8, 20, 30, 0, 9], [30, 31, 28, 31, 20, 30]
    >>> gaps = 20 * np.log(8) + 20 * np.log(10) + 30 * np.log(5) + 15 * np.log(3)
    >>> found = fit("MBG/NBD", x, t_x, T, gaps, weights=[40, 20, 10, 5, 30, 5])
    >>> found.k, len(found.tried)
    (8, 8)
    """
    name = _named(model)
    found: list[Fit[Any]] = []
    for stage in range(1, MOST + 1) if k is None else (k,):
        found.append(_fit(name, frequency, recency, T, log_gaps, weights, stage))
        if len(found) > 1 and (found[-1].log_likelihood or -math.inf) < (found[-2].log_likelihood or -math.inf):
            break
    best = max(found, key=lambda one: -math.inf if one.log_likelihood is None else one.log_likelihood)
    tried = tuple(-math.inf if one.log_likelihood is None else one.log_likelihood for one in found)
    return RegularFit(replace(best, beside=0 if k is not None else 1), tried)


def _fit(name: str, frequency: Any, recency: Any, T: Any, log_gaps: float, weights: Any, k: int) -> Fit[Any]:
    rows = fitting_rows(frequency, recency, T, weights)
    starts = tuple((r, alpha / k, a, b) for r, alpha, a, b in STARTS)
    problem = Problem(by_name(name).Params, ("alpha",), starts, LIMITS)
    customers, repeats = float(rows.customers.sum()), float(rows.customers @ rows.x)
    if why := alike(rows):
        return not_identified(problem, why, customers)
    rows, unit, constant = rescale(rows)
    of_k = (k - 1) * (log_gaps - repeats * math.log(unit)) - repeats * math.lgamma(k)
    few, first = sample(rows), _first(name)
    rough = surface(few, first, k) if few else None
    found = solve(problem, surface(rows, first, k), rough, unit, constant + of_k, customers)
    if found.params is None:
        return found
    r, alpha, a, b = (getattr(found.params, name) for name in found.params.__slots__)
    return replace(found, params=Params(r, alpha, a, b, k))


def log_likelihood(model: str, params: Params, frequency: Any, recency: Any, T: Any, log_gaps: Any) -> Floats:
    """ln of the likelihood of each history, no constant left out; log_gaps is each customer's own. Arguments broadcast.

    Raises InputError for histories that cannot be.

    >>> value = log_likelihood("MBG/NBD", Params(0.5, 5.0, 0.8, 2.4, 2), 2, 30.0, 38.0, 2 * np.log(15.0))
    >>> print(f"{value:.6f}")
    -8.657937
    """
    check = Check()
    x, t_x, age = take_history(check, frequency, recency, T)
    gaps = np.asarray(log_gaps, dtype=np.float64)
    same_shape(check, frequency=x, recency=t_x, T=age, log_gaps=gaps)
    check.done()
    r, alpha, a, b, k = params.r, params.alpha, params.a, params.b, params.k
    survived, first = x + _first(_named(model)), _first(_named(model))
    count = log_gamma_ratio(r, k * x) + log_gamma_ratio(b, survived) - log_gamma_ratio(a + b, survived)
    log_s, log_odds = _parts(params, first, x, t_x, age)
    whole = count - r * np.log1p(age / alpha) - k * x * np.log(alpha + age) + np.logaddexp(log_s, log_odds)
    return np.asarray(whole + (k - 1) * gaps - x * math.lgamma(k))


def p_alive(model: str, params: Params, frequency: Any, recency: Any, T: Any) -> Floats:
    """Probability that the customer has not dropped out by T. Arguments broadcast.

    Raises InputError for histories that cannot be.

    >>> params = Params(0.5, 5.0, 0.8, 2.4, 3)
    >>> p_alive("MBG/NBD", params, [2, 2], [30.0, 12.0], 38.0).round(6).tolist()
    [0.815, 0.154534]
    """
    check = Check()
    x, t_x, age = take_history(check, frequency, recency, T)
    check.done()
    log_s, log_odds = _parts(params, _first(_named(model)), x, t_x, age)
    return np.asarray(np.exp(log_s - np.logaddexp(log_s, log_odds)))


def expected_purchases(model: str, params: Params, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats:
    """Expected purchases in the `horizon` after T, exact (see stages). Arguments broadcast.

    Raises InputError for histories that cannot be or a negative horizon.

    >>> params = Params(0.5, 5.0, 0.8, 2.4, 2)
    >>> print(f"{expected_purchases('MBG/NBD', params, 39, 2, 30.0, 38.0):.6f}")
    1.560065
    """
    h, x, t_x, age = _asked(horizon, frequency, recency, T)
    first = _first(_named(model))
    total = np.zeros(x.shape)
    for done, share in enumerate(_done(params, x, t_x, age)):
        shape = params.r + params.k * x + done
        total += share * stages.purchases(
            shape, done, params.k, params.a, params.b + x + first, h / (params.alpha + age)
        )
    out = total.reshape(np.broadcast_shapes(*(np.shape(v) for v in (horizon, frequency, recency, T))))
    return np.asarray(p_alive(model, params, frequency, recency, T) * out)


def expected_purchases_new(model: str, params: Params, horizon: Any) -> Floats:
    """Expected repeat purchases of a new customer in the first `horizon`.

    Raises InputError for a negative horizon.

    >>> print(f"{expected_purchases_new('MBG/NBD', Params(0.5, 5.0, 0.8, 2.4, 2), 52):.6f}")
    1.203715
    """
    return expected_purchases(model, params, horizon, 0.0, 0.0, 0.0)


def future_distribution(
    model: str, params: Params, horizon: Any, frequency: Any, recency: Any, T: Any, most: int
) -> Floats:
    """P(n purchases in the `horizon` after T) for n = 0, ..., most, along a new last axis. Arguments broadcast.

    Raises InputError for histories that cannot be, or a negative horizon or `most`.

    >>> params = Params(0.5, 5.0, 0.8, 2.4, 2)
    >>> future_distribution("MBG/NBD", params, 39, 2, 30.0, 38.0, 3).round(6).tolist()
    [0.285291, 0.270988, 0.213537, 0.126013]
    """
    if int(most) != most or most < 0:
        raise InputError((Fault("most", "must be a whole number from 0", NUM, value=most),))
    h, x, t_x, age = _asked(horizon, frequency, recency, T)
    first = _first(_named(model))
    total = np.zeros((len(x), most + 1))
    for done, share in enumerate(_done(params, x, t_x, age)):
        shape, reach = params.r + params.k * x + done, h / (params.alpha + age)
        total += share[:, None] * stages.counts(shape, done, params.k, params.a, params.b + x + first, reach, most)
    shape_of = np.broadcast_shapes(*(np.shape(v) for v in (horizon, frequency, recency, T)))
    alive = np.broadcast_to(p_alive(model, params, frequency, recency, T), shape_of)[..., None]
    out = alive * total.reshape((*shape_of, most + 1))
    out[..., :1] += 1.0 - alive
    return np.asarray(out)


def _parts(params: Params, first: int, x: Floats, t_x: Floats, T: Floats) -> tuple[Floats, Floats]:
    """ln S of the living, and ln of the odds that the customer left at the last purchase."""
    s, survived = params.r + params.k * x, x + first
    log_s = np.log(stage_sums(s, (T - t_x) / (params.alpha + T), params.k)[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(params.a / (params.b + (survived - 1.0))) + s * np.log1p((T - t_x) / (params.alpha + t_x))
    return np.asarray(log_s), np.where(survived > 0, odds, -np.inf)


def _done(params: Params, x: Floats, t_x: Floats, T: Floats) -> list[Floats]:
    """P(j stages done since the last purchase) of a living customer, j = 0, ..., k - 1."""
    s, u = params.r + params.k * x, (T - t_x) / (params.alpha + T)
    terms = [np.ones(x.shape)]
    for j in range(1, params.k):
        terms.append(terms[-1] * (s + (j - 1.0)) / j * u)
    total = np.sum(terms, axis=0)
    return [term / total for term in terms]


def _asked(horizon: Any, frequency: Any, recency: Any, T: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Checked, flat, of one length: horizon, frequency, recency, T."""
    check = Check()
    h = take_horizon(check, horizon)
    x, t_x, age = take_history(check, frequency, recency, T)
    same_shape(check, horizon=h, frequency=x, recency=t_x, T=age)
    check.done()
    h, x, t_x, age = (column.ravel() for column in np.broadcast_arrays(h, x, t_x, age))
    return h, x, t_x, age


def _named(model: str) -> str:
    name = full_name(model)
    if not hasattr(by_name(name), "FIRST_CHANCE"):
        raise InputError((Fault("model", "must be BG/NBD or MBG/NBD: regularity is built for these", NUM, value=name),))
    return name


def _first(name: str) -> int:
    return int(getattr(by_name(name), "FIRST_CHANCE"))  # noqa: B009
