"""Which model of repeat buying: all of them fitted to one base, compared by likelihood and by what came after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NA, InputError, NotIdentifiedError
from xlclv.models import MODULES, by_name, full_name
from xlclv.models.likelihood.maximum import Fit
from xlclv.validation.counted import CountedSplit
from xlclv.validation.metrics import Measures, measures
from xlclv.validation.split import Split

ALIKE = 2.0  # AICs closer than this leave both models as plausible (Burnham & Anderson 2002, section 2.6)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model: its fit to all the history, and `holdout`, how well its fit to the calibration predicted each
    customer's holdout purchases (None without a holdout or where that fit failed). aic and bic are None, and
    `status` says why, where the fit failed. A parameter on a boundary counts as a parameter."""

    name: str
    fit: Fit[Any] | None
    status: str
    aic: float | None
    bic: float | None
    holdout: Measures | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The model chosen, why in one sentence, and the table it was chosen from."""

    best: Candidate
    sentence: str
    candidates: tuple[Candidate, ...]


def compare(
    frequency: Any,
    recency: Any,
    T: Any,
    *,
    weights: Any = None,
    holdout: Split | CountedSplit | None = None,
    models: Sequence[str] = tuple(MODULES),
    prior: bool = False,
) -> tuple[Candidate, ...]:
    """Every model fitted to the same customers, in the order given; one entry a customer, or as many as `weights` say.

    log-likelihoods, AIC = 2 k - 2 LL and BIC = k ln(customers) - 2 LL are of the whole history; `holdout` adds the
    errors of the fits to its calibration period. Customers of age 0 are left out: they say nothing. `prior` as the
    models' fits have it.

    Raises InputError for histories that cannot be, or too few customers.

    >>> customers = [40, 20, 10, 5, 30, 5]
    >>> x, t_x = np.repeat([0, 1, 2, 9, 0, 3], customers), np.repeat([0, 8, 20, 30, 0, 9], customers)
    >>> T = np.repeat([30, 31, 28, 31, 20, 30], customers)
    >>> [(c.name, c.status) for c in compare(x, t_x, T, models=["BG/NBD", "MBG/NBD"])]
    [('BG/NBD', 'converged'), ('MBG/NBD', 'converged')]
    """
    return tuple(_candidate(full_name(name), _known(frequency, recency, T, weights), holdout, prior) for name in models)


def choose(candidates: Sequence[Candidate]) -> Choice:
    """The candidate with the lowest AIC; among those within 2 of it the one whose holdout errors are the smallest.

    All three models have four parameters, so AIC, BIC and likelihood agree on their order.

    Raises NotIdentifiedError, with each model's reason, when none could be fitted.

    >>> customers = [40, 20, 10, 5, 30, 5]
    >>> x, t_x = np.repeat([0, 1, 2, 9, 0, 3], customers), np.repeat([0, 8, 20, 30, 0, 9], customers)
    >>> T = np.repeat([30, 31, 28, 31, 20, 30], customers)
    >>> choose(compare(x, t_x, T, models=["BG/NBD", "MBG/NBD"])).sentence
    'BG/NBD: its AIC of 790.6 is the lowest (MBG/NBD 790.8), too near to tell them apart'
    """
    fitted = sorted((c for c in candidates if c.aic is not None), key=lambda c: c.aic or 0.0)
    if not fitted:
        reasons = "; ".join(f"{c.name} is {c.status}" for c in candidates)
        raise NotIdentifiedError(f"{reasons}; more customers or a longer history are needed")
    lowest = fitted[0].aic or 0.0
    near = [c for c in fitted if (c.aic or 0.0) - lowest <= ALIKE]
    tried = [(c.holdout.rmse, c) for c in near if c.holdout is not None]
    if len(near) == 1 or len(tried) < len(near):
        return Choice(fitted[0], _by_likelihood(fitted), tuple(candidates))
    best = min(tried, key=lambda pair: pair[0])[1]
    return Choice(best, _by_holdout(best, near), tuple(candidates))


def _candidate(name: str, history: tuple[Floats, ...], holdout: Split | CountedSplit | None, prior: bool) -> Candidate:
    found, status = _fit(name, history, prior)
    if found is None or found.log_likelihood is None:
        return Candidate(name, found, status, None, None, None)
    return Candidate(name, found, status, found.aic, found.bic, _holdout_error(name, holdout, prior))


def _fit(name: str, history: tuple[Floats, ...], prior: bool) -> tuple[Fit[Any] | None, str]:
    """The fit and its status; no fit where the optimiser did not converge, which another model's may."""
    try:
        found: Fit[Any] = by_name(name).fit(*history[:3], weights=history[3], prior=prior)
    except InputError as error:
        if error.code == NA or "converge" not in str(error):
            raise
        return None, "not converged"
    return found, found.status


def _holdout_error(name: str, holdout: Split | CountedSplit | None, prior: bool) -> Measures | None:
    if holdout is None:
        return None
    history = holdout.frequency, holdout.recency, holdout.T
    try:
        found, _ = _fit(name, _known(*history, holdout.customers), prior)
    except InputError:  # too little in the calibration period alone
        return None
    if found is None or found.params is None:
        return None
    expected = by_name(name).expected_purchases(found.params, holdout.horizon, *history)
    return measures(holdout.holdout_frequency, expected, weights=holdout.customers)


def _known(frequency: Any, recency: Any, T: Any, weights: Any) -> tuple[Floats, ...]:
    """Customers of more than age 0, and how many an entry stands for."""
    count = 1.0 if weights is None else weights
    columns = np.broadcast_arrays(*(np.asarray(c, dtype=np.float64) for c in (frequency, recency, T, count)))
    used = columns[2] > 0
    return tuple(column[used] for column in columns)


def _by_likelihood(fitted: Sequence[Candidate]) -> str:
    best, rest = fitted[0], fitted[1:]
    if not rest:
        return f"{best.name}: the only model that could be fitted"
    others = ", ".join(f"{c.name} {c.aic:,.1f}" for c in rest)
    near = ", too near to tell them apart" if (rest[0].aic or 0.0) - (best.aic or 0.0) <= ALIKE else ""
    said = f"{best.name}: its AIC of {best.aic:,.1f} is the lowest ({others}){near}"
    tried = [(c.holdout.rmse, c.name) for c in fitted if c.holdout is not None]
    if best.holdout is None or not tried or min(tried)[0] >= best.holdout.rmse:
        return said
    error, name = min(tried)
    return f"{said}, although {name} erred less in the holdout (RMSE {error:.4g} against {best.holdout.rmse:.4g})"


def _by_holdout(best: Candidate, near: Sequence[Candidate]) -> str:
    errors = ", ".join(f"{c.name} {c.holdout.rmse:.4g}" for c in near if c is not best and c.holdout)
    own = best.holdout.rmse if best.holdout else 0.0
    return (
        f"{best.name}: its holdout error of {own:.4g} orders a customer (RMSE) is the smallest of the models whose AIC "
        f"tells no difference ({errors})"
    )
