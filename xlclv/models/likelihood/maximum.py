"""Maximum likelihood, once for every model: starts, boundaries, standard errors, and an honest status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check, Floats
from xlclv.errors import NUM, Fault, InputError
from xlclv.models.likelihood.history import FARTHEST
from xlclv.models.likelihood.newton import Optimum, Surface, maximise
from xlclv.models.likelihood.prior import Prior

P = TypeVar("P")
SMALLEST, LARGEST = 1e-6, 1e6  # a shape beyond these no longer differs from the limit it runs to
_SAME = 1e-7  # log-likelihoods closer than this are one optimum
_AS_GOOD = 0.02  # a log-likelihood lower by no more than this is no worse an explanation
_NO_HIGHER = 1e-4  # a top so little above its limit is one with it: rounding would have to tell them apart
_VAGUE = 10.0  # a standard error of ln(parameter) above this leaves the parameter unknown


@dataclass(frozen=True, slots=True)
class Fit(Generic[P]):
    """Maximum likelihood estimates, and how far to trust them.

    standard_errors follow the order of the params' fields, None for a parameter on a boundary; covariance
    is theirs, squared, with zero rows for a parameter pinned to its limit. Where a pair grows without bound, the
    partner's row holds how well their ratio is known. `status` is "converged", "boundary: ..." (the
    parameter, and what the model collapses to) or "not identified: ..." (why); in the last case params,
    covariance and log_likelihood are None. `beside` parameters were estimated beside these, such as a season's.
    """

    params: P | None
    standard_errors: tuple[float | None, ...]
    covariance: Floats | None
    log_likelihood: float | None
    customers: float
    status: str
    beside: int = 0

    @property
    def estimated(self) -> int:
        """How many parameters were estimated in all, those on a boundary too."""
        return len(self.standard_errors) + self.beside

    @property
    def identified(self) -> bool:
        """Whether the data told the parameters apart."""
        return self.params is not None

    @property
    def aic(self) -> float | None:
        """Akaike's criterion, 2 k - 2 ln L; None when not identified. A parameter on a boundary counts in k."""
        return None if self.log_likelihood is None else 2.0 * (self.estimated - self.log_likelihood)

    @property
    def bic(self) -> float | None:
        """Schwarz's criterion, k ln(customers) - 2 ln L; None when not identified. k as in `aic`."""
        if self.log_likelihood is None:
            return None
        return float(self.estimated * np.log(self.customers) - 2.0 * self.log_likelihood)


class Limit(NamedTuple):
    """What it means that parameters run to zero (-1) or grow without bound (1)."""

    sides: Mapping[str, int]
    words: str
    unknown: Sequence[str]  # parameters without a standard error there
    neutral: Mapping[str, float] = {}  # parameters the likelihood no longer depends on, and what to report
    otherwise: str = ""  # the words when it does depend on them after all


Ends = Sequence[tuple[Limit, Floats]]  # limits, and the best point on each as ln(params)


class Problem(NamedTuple):
    """A model as the optimiser sees it: ln(params) in a box, in data whose unit of time or money is 1."""

    params: type
    scales: tuple[str, ...]  # the parameters measured in that unit
    starts: tuple[tuple[float, ...], ...]
    limits: tuple[Limit, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self.params))

    def box(self) -> tuple[Floats, Floats]:
        """Bounds of ln(params): wide for shapes, so wide for scales that a shape meets its own first."""
        reach = np.array([2.5 if name in self.scales else 1.0 for name in self.names])
        return np.log(SMALLEST) * reach, np.log(LARGEST) * reach


def validate(params: Any) -> None:
    """Make a params dataclass floats above 0, or raise one InputError that names each wrong parameter."""
    check = Check()
    for field in fields(params):
        value = check.take(field.name, getattr(params, field.name))
        check.rule(np.ndim(value) > 0, field.name, None, "must be one number, not a list")
        extreme = (value < 1 / FARTHEST) | (value > FARTHEST)
        check.rule(extreme, field.name, value, f"must lie between {1 / FARTHEST:g} and {FARTHEST:g}")
        object.__setattr__(params, field.name, float(value) if np.ndim(value) == 0 else value)
    check.done()


def solve(
    problem: Problem, surface: Surface, rough: Surface | None, unit: float, constant: float, customers: float,
    prior: Prior | None = None, ends: Ends = (),
) -> Fit[Any]:  # fmt: skip
    """The fit of `problem` to data measured in `unit`; `constant` turns its log-likelihood into the data's own.

    `rough` is the surface of a sample, on which the starts are tried when the data are many. `ends` are limits whose
    best point is known without climbing: one is the fit where the top of the likelihood is hardly higher. With a
    `prior` few data lean on it; the log-likelihood that is told is the data's alone.
    """
    if prior is not None and prior.weight(customers) > 0:
        leaning = solve(problem, prior.beside(surface, customers), None, unit, constant, customers)
        if leaning.params is None:
            return leaning
        natural = np.array([getattr(leaning.params, name) for name in problem.names])
        point = np.log(natural / np.array([unit if name in problem.scales else 1.0 for name in problem.names]))
        return replace(leaning, log_likelihood=surface(point)[0] + constant)
    low, high = problem.box()
    best = _climb(surface, rough, problem, low, high)
    found, limits = _end(problem, surface, best, ends) or _settle(problem, surface, best)
    if not found.converged:
        raise InputError((Fault("frequency", "describes customers to whom the fit did not converge", NUM),))
    return _report(problem, found, limits, unit, constant, customers)


def not_identified(problem: Problem, why: str, customers: float) -> Fit[Any]:
    """The fit that has no answer, and why."""
    return Fit(None, (None,) * len(problem.names), None, None, customers, f"not identified: {why}")


def _climb(surface: Surface, rough: Surface | None, problem: Problem, low: Floats, high: Floats) -> Optimum:
    """The best optimum over the starts; two starts that agree are enough."""
    found: list[Optimum] = []
    for start in problem.starts:
        found.append(maximise(rough or surface, np.log(start), low, high))
        found.sort(key=lambda optimum: (optimum.converged, optimum.value), reverse=True)
        if len(found) > 1 and found[0].value - found[1].value < _SAME * max(1.0, abs(found[0].value)):
            break
    return maximise(surface, _inside(found[0].point, low, high), low, high) if rough else found[0]


def _inside(point: Floats, low: Floats, high: Floats) -> Floats:
    """A little off the bounds: a sample's boundary need not be the data's."""
    return np.clip(point, 0.7 * low, 0.7 * high)


def _settle(problem: Problem, surface: Surface, best: Optimum) -> tuple[Optimum, tuple[Limit, ...]]:
    """The optimum with the limits it lies on; a ridge too flat to climb may lead to a limit too."""
    limits = _limits(problem, best)
    if any(limit.neutral for limit in limits):
        trial = _pinned(problem, surface, best, limits)
        if trial.value > best.value - _AS_GOOD:
            best = trial
        else:
            limits = tuple(limit._replace(words=limit.otherwise or limit.words, neutral={}) for limit in limits)
    if _sound(problem, best, limits):
        return best, limits
    taken = {name for limit in limits for name in limit.unknown}
    for limit in problem.limits:
        if not taken.intersection(limit.unknown):
            more = (*limits, limit)
            trial = _pinned(problem, surface, best, more)
            if trial.value > best.value - _AS_GOOD and _sound(problem, trial, more):
                return trial, more
    return best, limits


def _end(problem: Problem, surface: Surface, best: Optimum, ends: Ends) -> tuple[Optimum, tuple[Limit, ...]] | None:
    """The best of the ends where the likelihood rises to it, or hardly above it; None where it has a top of its own."""
    found = []
    for limit, point in ends:
        value, _, hessian = surface(point)
        side = [limit.sides.get(name, 0) for name in problem.names]
        found.append((Optimum(point, value, hessian, np.array(side, dtype=np.int64), True), (limit,)))
    if not found:
        return None
    end, limits = max(found, key=lambda one: one[0].value)
    inside = best.converged and not best.side.any() and _sound(problem, best, ())
    return None if end.value < best.value - (_NO_HIGHER if inside else _AS_GOOD) else (end, limits)


def _limits(problem: Problem, best: Optimum) -> tuple[Limit, ...]:
    """What the coordinates that rest on a bound mean, each coordinate taken once."""
    sides = {name: side for name, side in zip(problem.names, best.side.tolist(), strict=True) if side}
    found: list[Limit] = []
    for limit in problem.limits:
        if all(sides.get(name) == side for name, side in limit.sides.items()):
            found.append(limit)
            sides = {name: side for name, side in sides.items() if name not in limit.unknown}
    for name, side in sides.items():
        found.append(Limit({name: side}, f"{name} {'tends to 0' if side < 0 else 'grows without bound'}", (name,)))
    return tuple(found)


def _pinned(problem: Problem, surface: Surface, best: Optimum, limits: tuple[Limit, ...]) -> Optimum:
    """The best point on the limits: their coordinates rest on the bound, or where the likelihood no longer cares."""
    low, high = problem.box()
    point = best.point.copy()
    ends = {-1: low.copy(), 1: high.copy()}
    for limit in limits:
        for name, side in limit.sides.items():
            i = problem.names.index(name)
            for partner in limit.unknown:  # the ratio of the two is what stays
                point[problem.names.index(partner)] += ends[side][i] - best.point[i]
            low[i] = high[i] = point[i] = ends[side][i]
        for name, neutral in limit.neutral.items():
            i = problem.names.index(name)
            low[i] = high[i] = point[i] = np.log(neutral)
    return maximise(surface, point, low, high)


def _curvature(problem: Problem, best: Optimum, limits: tuple[Limit, ...]) -> tuple[NDArray[np.bool_], Floats, Floats]:
    """Which parameters are known, and the principal curvatures and axes of the log-likelihood in them."""
    unknown = {name for limit in limits for name in limit.unknown}
    known = np.array([name not in unknown for name in problem.names])
    size, axes = np.linalg.eigh(-best.hessian[np.ix_(known, known)])
    return known, size, axes


def _sound(problem: Problem, best: Optimum, limits: tuple[Limit, ...]) -> bool:
    """Whether the optimum was reached and no parameter is left open by it."""
    _, size, _ = _curvature(problem, best, limits)
    return best.converged and bool((size * _VAGUE**2 > 1.0).all())


def _covariance(problem: Problem, best: Optimum, limits: tuple[Limit, ...], estimates: Floats) -> Floats:
    """The parameters' covariance by the delta method, zero where a parameter is pinned to a limit.

    Where a pair grows without bound the shape is pinned and its partner moves: the ratio of the two is estimated,
    and values computed from the fit must feel how well.
    """
    known, size, axes = _curvature(problem, best, limits)
    pinned = {name for limit in limits for name in (*limit.sides, *limit.neutral)}
    free = np.array([name not in pinned for name in problem.names])
    wide, across = np.linalg.eigh(-best.hessian[np.ix_(free, free)])
    if free.sum() > known.sum() and (wide * _VAGUE**2 > 1.0).all():
        known, size, axes = free, wide, across
    covariance = np.zeros((len(estimates), len(estimates)))
    root = axes / np.sqrt(size) * estimates[known, None]
    covariance[np.ix_(known, known)] = root @ root.T
    return covariance


def _report(
    problem: Problem, best: Optimum, limits: tuple[Limit, ...], unit: float, constant: float, customers: float
) -> Fit[Any]:
    """Natural parameters, their covariance by the delta method, and the status."""
    names = problem.names
    known, _, axes = _curvature(problem, best, limits)
    if not _sound(problem, best, limits):
        weak = np.array(names)[known][np.abs(axes[:, 0]) > 0.3]
        return not_identified(problem, f"the data leave {' and '.join(weak)} open", customers)
    low, high = problem.box()
    shapes = np.array([name not in problem.scales for name in names])
    estimates = np.exp(best.point) * np.where(shapes, 1.0, unit)
    estimates[shapes & (best.point <= low)] = SMALLEST
    estimates[shapes & (best.point >= high)] = LARGEST
    covariance = _covariance(problem, best, limits, estimates)
    errors = tuple(float(np.sqrt(v)) if k else None for v, k in zip(np.diag(covariance), known, strict=True))
    params = problem.params(*estimates.tolist())
    status = "boundary: " + "; ".join(limit.words for limit in limits) if limits else "converged"
    return Fit(params, errors, covariance, best.value + constant, customers, status)
