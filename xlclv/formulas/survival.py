"""Survival from durations: Kaplan and Meier's estimate (1958), with customers who are still active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check, Floats
from xlclv.errors import NA, counted


@dataclass(frozen=True, slots=True)
class Curve:
    """One step a distinct duration with churn, rising; `longest` is the longest duration seen."""

    duration: Floats
    at_risk: NDArray[np.int64]
    churned: NDArray[np.int64]
    survival: Floats
    longest: float


def kaplan_meier(durations: Any, churned: Any) -> Curve:
    """Survival = product of (1 - churned_t/at_risk_t); at risk are those with durations >= t, censored ones included.

    durations in periods, churned 1 or 0 (0 = still active); lists of one length.

    Raises InputError: a negative duration, and (code #N/A) lists of unequal length or no churn at all.

    >>> kaplan_meier([3, 5, 5, 8], [1, 1, 0, 1]).survival.tolist()
    [0.75, 0.5, 0.0]
    """
    check = Check()
    t = np.atleast_1d(check.take("durations", durations))
    gone = np.atleast_1d(check.take("churned", churned))
    if t.size != gone.size:
        rule = f"has {counted(gone.size, 'value')}; must have {t.size}, as many as durations"
        check.rule(True, "churned", None, rule, code=NA)
        check.done()
    check.rule(not (gone == 1).any(), "churned", None, "has no 1: no churn was observed", code=NA)
    check.done()
    times, lost = np.unique(t[gone == 1], return_counts=True)
    at_risk = t.size - np.searchsorted(np.sort(t), times, side="left")
    return Curve(times, at_risk, lost, np.asarray(np.cumprod(1 - lost / at_risk), dtype=np.float64), float(t.max()))


def survival_at(curve: Curve, at: Any) -> Floats:
    """Survival at times: a step function that falls at t itself, 1 before the first churn.

    Raises InputError: a negative time, and (code #N/A) one beyond the longest duration unless survival is 0 by then.

    >>> survival_at(kaplan_meier([3, 5, 5, 8], [1, 1, 0, 1]), [2, 5, 20]).tolist()
    [1.0, 0.5, 0.0]
    """
    check = Check()
    when = check.take("at", at)
    unknown = (when > curve.longest) & (curve.survival[-1] > 0)
    check.rule(unknown, "at", when, f"lies beyond the longest duration ({curve.longest:g})", code=NA)
    check.done()
    steps = np.concatenate([[1.0], curve.survival])
    return np.asarray(steps[np.searchsorted(curve.duration, when, side="right")])
