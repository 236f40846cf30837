"""Time-invariant covariates in purchase, dropout and spend (Fader & Hardie 2007, note 019; CLVTools' conventions).

A customer with covariates z has the plain model's parameters, moved:

    purchase:  alpha exp(-g'z): a coefficient above 0 buys faster
    dropout:   Pareto/NBD beta exp(-d'z): above 0 leaves sooner; BG/NBD and MBG/NBD a exp(d'z): above 0 leaves sooner
    spend:     Gamma-Gamma gamma exp(e'z): above 0 spends more an order

BG/NBD's a alone is moved, not b with it: moving both by one factor leaves the mean chance a / (a + b) as it is, and
such coefficients run to a boundary where covariates do tell who leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NUM, Fault, InputError
from xlclv.models import by_name, full_name, gamma_gamma
from xlclv.models.covariates.patterns import Moved, Patterns, patterns, surface
from xlclv.models.dropout import fit as dropout
from xlclv.models.likelihood.collapse import Rows, collapse
from xlclv.models.likelihood.history import fitting_rows, paired
from xlclv.models.likelihood.maximum import LARGEST, SMALLEST, Fit
from xlclv.models.likelihood.newton import Optimum, Surface, maximise
from xlclv.models.pareto import fit as pareto
from xlclv.models.spend import fit as spend

_FARTHEST = 12.0  # a coefficient this large times a covariate of 1 is a factor of 160,000
_VAGUE = 10.0  # a standard error above this leaves a coefficient or ln(parameter) unknown
PURCHASE, DROPOUT, SPEND = "purchase", "dropout", "spend"


class Coefficient(NamedTuple):
    """One covariate in one process; its standard error is None where it lies on a boundary."""

    process: str
    column: str
    value: float
    error: float | None


class Test(NamedTuple):
    """The likelihood-ratio test of a column, all its coefficients at 0: its statistic, degrees of freedom, p-value."""

    column: str
    statistic: float
    freedom: int
    p: float


@dataclass(frozen=True, slots=True)
class CovariateFit:
    """Plain parameters of a customer whose covariates are all 0, and the coefficients; both with standard errors.

    log_likelihood is without the ridge. `status` is "converged", "boundary: ..." or "not identified: ...", and in the
    last case params is None. `covariance` is of the logarithms of the parameters and the coefficients, in this order.
    """

    model: str
    names: tuple[str, ...]
    params: Any
    errors: tuple[float | None, ...]
    coefficients: tuple[Coefficient, ...]
    covariance: Floats | None
    log_likelihood: float | None
    plain: Fit[Any]
    customers: float
    status: str
    tests: tuple[Test, ...] = ()

    @property
    def aic(self) -> float | None:
        """Akaike's criterion, 2 k - 2 ln L; None when not identified."""
        if self.log_likelihood is None:
            return None
        return 2.0 * (len(self.errors) + len(self.coefficients) - self.log_likelihood)

    def of(self, covariates: Any) -> Any:
        """The parameters of a customer with these covariates, one number a name."""
        if self.params is None:
            raise InputError((Fault("covariates", f"have no parameters: the fit is {self.status}", NUM),))
        given = np.asarray(covariates, dtype=np.float64).ravel()
        if given.shape != (len(self.names),):
            rule = f"must be {len(self.names)} numbers, of {', '.join(self.names)}; {len(given)} are given"
            raise InputError((Fault("covariates", rule, NUM),))
        point = {name: getattr(self.params, name) for name in self.params.__slots__}
        for one in self.coefficients:
            name, sign = _moves(self.model, one.process)
            point[name] *= float(np.exp(sign * one.value * given[self.names.index(one.column)]))
        return type(self.params)(**point)


def fit(
    model: str,
    frequency: Any,
    recency: Any,
    T: Any,
    covariates: Any,
    names: Sequence[str],
    *,
    purchase: Sequence[str] | None = None,
    dropout_by: Sequence[str] | None = None,
    weights: Any = None,
    ridge: float = 0.0,
    tests: bool = True,
) -> CovariateFit:
    """Maximum likelihood with covariates, one row a customer (or as many as `weights` say) and one column a name.

    `purchase` and `dropout_by` name the columns of each process; both have all of them unless told otherwise. `ridge`
    draws coefficients to 0 where levels are thin: each as if ridge observations of variance 1 had found it 0.

    Raises InputError as the plain model's fit does, and for covariates that cannot be.

    >>> x, t_x, T = [0, 1, 2, 6, 0, 3] * 2, [0, 8, 20, 30, 0, 9] * 2, [30, 31, 28, 31, 20, 30] * 2
    >>> often = [20, 20, 10, 25, 10, 15, 40, 20, 10, 5, 30, 5]
    >>> found = fit("BG/NBD", x, t_x, T, [1] * 6 + [0] * 6, ["Shop"], dropout_by=[], weights=often)
    >>> [(one.process, one.column, round(one.value, 3)) for one in found.coefficients], found.tests[0].p < 0.001
    ([('purchase', 'Shop', 1.197)], True)
    """
    name = full_name(model)
    fitting_rows(frequency, recency, T, weights)  # its checks, with all customers at hand
    check = Check()
    columns = [check.take(at, value) for at, value in (("frequency", frequency), ("recency", recency), ("T", T))]
    columns.append(check.take("weights", 1.0 if weights is None else weights, blank=1.0))
    check.done()
    x, t_x, age, count = paired(check, **dict(zip(("frequency", "recency", "T", "weights"), columns, strict=True)))
    unit = float(count @ age / count.sum())
    found = patterns(covariates, names, len(x))
    mine = [found.which == i for i in range(len(found.values))]
    grouped = [collapse(x[own], t_x[own], age[own], count[own]) for own in mine]
    plain = by_name(name).fit(x, t_x, age, weights=count)
    parts = [_purchases(name, Rows(rows.x, rows.t_x / unit, rows.T / unit, rows.customers)) for rows in grouped]
    asked = ((PURCHASE, purchase), (DROPOUT, dropout_by))
    chosen = {process: tuple(names) if given is None else _known(given, names) for process, given in asked}
    problem = _Problem(name, tuple(names), found, parts, plain, unit, -float(count @ x) * float(np.log(unit)), ridge)
    return _fitted(problem, chosen, tests)


def fit_spend(
    frequency: Any, monetary_value: Any, covariates: Any, names: Sequence[str], *, weights: Any = None,
    ridge: float = 0.0, tests: bool = True,
) -> CovariateFit:  # fmt: skip
    """Gamma-Gamma with covariates in the scale of spend; rows and columns as `fit` has them.

    Raises InputError as gamma_gamma.fit does, and for covariates that cannot be.
    """
    check = Check()
    x, m = check.take("frequency", frequency), check.take("monetary_value", monetary_value)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    x, m, count = paired(check, frequency=x, monetary_value=m, weights=count)
    check.done()
    plain = gamma_gamma.fit(x, m, weights=count)
    used = (x > 0) & (m > 0) & (count > 0)
    unit = float(count[used] @ m[used] / count[used].sum())
    table = np.asarray(covariates, dtype=np.float64)
    found = patterns(table[used], names, int(used.sum()))
    x, m, count = x[used], m[used] / unit, count[used]
    parts = [spend.surface(x[own], m[own], count[own]) for own in (found.which == i for i in range(len(found.values)))]
    problem = _Problem(
        "Gamma-Gamma", tuple(names), found, parts, plain, unit, -float(count.sum()) * float(np.log(unit)), ridge
    )
    return _fitted(problem, {SPEND: tuple(names)}, tests)


class _Problem(NamedTuple):
    """All that a fit rests on, whichever columns it moves by."""

    model: str
    names: tuple[str, ...]
    found: Patterns
    parts: list[Surface]
    plain: Fit[Any]
    unit: float
    constant: float
    ridge: float


def _purchases(name: str, rows: Rows) -> Surface:
    if name == "Pareto/NBD":
        return pareto.surface(rows)
    return dropout.surface(rows, int(getattr(by_name(name), "FIRST_CHANCE", 0)))


def _moves(model: str, process: str) -> tuple[str, float]:
    """The parameter that a process' covariates move, and the sign on its logarithm."""
    if process == SPEND:
        return "gamma", 1.0
    if process == PURCHASE:
        return "alpha", -1.0
    return ("beta", -1.0) if model == "Pareto/NBD" else ("a", 1.0)


def _scales(params: Any) -> list[bool]:
    return [name in ("alpha", "beta", "gamma") for name in params.__slots__]


def _known(given: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    for name in given:
        if name not in names:
            rule = f"names {name}, which is none of the columns: {', '.join(names)}"
            raise InputError((Fault("covariates", rule, NUM),))
    return tuple(given)


def _fitted(problem: _Problem, chosen: dict[str, tuple[str, ...]], tests: bool) -> CovariateFit:
    """The fit, and each column's test against the fit without it."""
    plain, names = problem.plain, problem.names
    if plain.params is None:
        return _none(problem, chosen, plain.status)
    best = _climb(problem, chosen)
    slots = plain.params.__slots__
    labels = [*slots, *(f"{process}.{column}" for process, columns in chosen.items() for column in columns)]
    if not best.converged:
        raise InputError((Fault("covariates", "describe customers to whom the fit did not converge", NUM),))
    rests = best.side != 0
    size, axes = np.linalg.eigh(-best.hessian[np.ix_(~rests, ~rests)])
    if (size * _VAGUE**2 <= 1.0).any():
        weak = np.array(labels)[~rests][np.abs(axes[:, 0]) > 0.3]
        return _none(problem, chosen, f"not identified: the data leave {' and '.join(weak)} open")
    covariance = np.zeros_like(best.hessian)
    covariance[np.ix_(~rests, ~rests)] = (axes / size) @ axes.T
    error = [None if rest else float(np.sqrt(v)) for rest, v in zip(rests, np.diag(covariance), strict=True)]
    natural = np.exp(best.point[: len(slots)]) * np.where(_scales(plain.params), problem.unit, 1.0)
    places = [(process, column) for process, columns in chosen.items() for column in columns]
    coefficients = tuple(
        Coefficient(process, column, float(value), own)
        for (process, column), value, own in zip(places, best.point[len(slots) :], error[len(slots) :], strict=True)
    )
    ends = [f"{label} {_ends(side)}" for label, side in zip(labels, best.side.tolist(), strict=True) if side]
    value = best.value + 0.5 * problem.ridge * float(best.point[len(slots) :] @ best.point[len(slots) :])
    return CovariateFit(
        problem.model,
        names,
        type(plain.params)(*natural.tolist()),
        tuple(None if own is None else own * v for own, v in zip(error, natural.tolist(), strict=False)),
        coefficients,
        covariance,
        value + problem.constant,
        plain,
        plain.customers,
        "boundary: " + "; ".join(ends) if ends else "converged",
        tuple(_test(problem, chosen, column, best.value) for column in names) if tests else (),
    )


def _ends(side: int) -> str:
    return "grows without bound" if side > 0 else "falls without bound"


def _none(problem: _Problem, chosen: dict[str, tuple[str, ...]], status: str) -> CovariateFit:
    places = [(process, column) for process, columns in chosen.items() for column in columns]
    return CovariateFit(
        problem.model, problem.names, None, (None,) * len(problem.plain.standard_errors),
        tuple(Coefficient(process, column, 0.0, None) for process, column in places),
        None, None, problem.plain, problem.plain.customers, status,
    )  # fmt: skip


def _climb(problem: _Problem, chosen: dict[str, tuple[str, ...]]) -> Optimum:
    """From the plain fit with all coefficients at 0."""
    params: Any = problem.plain.params
    slots = list(params.__slots__)
    moved = []
    for process, columns in chosen.items():
        name, sign = _moves(problem.model, process)
        moved.append(Moved(slots.index(name), sign, tuple(problem.names.index(column) for column in columns)))
    both = list(zip(problem.found.values, problem.parts, strict=True))
    at = surface(both, len(slots), moved, problem.ridge)
    count = sum(len(each.columns) for each in moved)
    natural = np.array([getattr(params, name) for name in slots]) / np.where(_scales(params), problem.unit, 1.0)
    reach = np.where(_scales(params), 2.5, 1.0)
    low = np.append(np.log(SMALLEST) * reach, np.full(count, -_FARTHEST))
    high = np.append(np.log(LARGEST) * reach, np.full(count, _FARTHEST))
    start = np.clip(np.append(np.log(natural), np.zeros(count)), 0.7 * low, 0.7 * high)
    return maximise(at, start, low, high)


def _test(problem: _Problem, chosen: dict[str, tuple[str, ...]], column: str, whole: float) -> Test:
    from scipy.special import gammaincc

    without = {process: tuple(name for name in columns if name != column) for process, columns in chosen.items()}
    freedom = sum(map(len, chosen.values())) - sum(map(len, without.values()))
    if not freedom:
        return Test(column, 0.0, 0, 1.0)
    statistic = max(0.0, 2.0 * (whole - _climb(problem, without).value))
    return Test(column, statistic, freedom, float(gammaincc(0.5 * freedom, 0.5 * statistic)))
