"""Lost and running by renewals made: the Kaplan-Meier estimate, and the curves that can be fitted to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.contracts.data import Ints
from xlclv.errors import InputError, NotIdentifiedError
from xlclv.models.contracts.curve import Curve, log_loss
from xlclv.models.likelihood.maximum import LARGEST
from xlclv.places import places
from xlclv.valuation.intervals import normal_quantile

CONSTANT, SBG, BDW = "constant churn", "sBG", "BdW"
_MODULES = {SBG: "sbg", BDW: "bdw"}
FEW_LOSSES = 30  # fewer leave a curve of two or three parameters to chance
_BAND = 0.95  # of the Kaplan-Meier interval
_DRAWN = 60  # renewals of a curve beyond what was seen, at most


@dataclass(frozen=True, slots=True)
class Counts:
    """How many left after, and how many run with, 0, 1, 2, ... renewals made."""

    lost: Ints
    running: Ints

    @property
    def at_risk(self) -> Ints:
        """Who came to renewal 1, 2, ...: those lost there, and all who made it."""
        made = self.lost + self.running
        later = made[::-1].cumsum()[::-1] - made
        return np.asarray(self.lost + later, dtype=np.int64)

    @property
    def losses(self) -> int:
        return int(self.lost.sum())

    @property
    def exposed(self) -> int:
        """All renewals that fell due."""
        return int(self.at_risk.sum())

    @property
    def everyone(self) -> int:
        return int((self.lost + self.running).sum())


def count(renewals: Ints, lost: NDArray[np.bool_], weights: Floats | None = None) -> Counts:
    """The counts of relationships, one entry each."""
    size = int(renewals.max(initial=0)) + 1
    each = [
        np.bincount(places(renewals[mine]), weights=None if weights is None else weights[mine], minlength=size)
        for mine in (lost, ~lost)
    ]
    return Counts(each[0].astype(np.int64), each[1].astype(np.int64))


class Step(NamedTuple):
    """One renewal: who came to it, who was lost, the share still there after it with its interval."""

    renewal: int
    at_risk: int
    lost: int
    survival: float
    low: float
    high: float


def kaplan_meier(counts: Counts) -> list[Step]:
    """The product of 1 - lost / at risk, with intervals on the scale of ln(-ln S) (Kalbfleisch & Prentice 1980)."""
    z = normal_quantile(_BAND)
    risk, share, wide = counts.at_risk, 1.0, 0.0
    steps = []
    for i, (exposed, gone) in enumerate(zip(risk.tolist(), counts.lost.tolist(), strict=True)):
        if not exposed:
            break
        share *= 1.0 - gone / exposed
        if 0 < gone < exposed:
            wide += gone / (exposed * (exposed - gone))
        low = high = share
        if 0.0 < share < 1.0:
            reach = z * np.sqrt(wide) / np.log(share)
            low, high = sorted((share ** np.exp(reach), share ** np.exp(-reach)))
        steps.append(Step(i + 1, exposed, gone, share, float(low), float(high)))
    return steps


def ahead_of_seen(horizon: float, years: float) -> int:
    """How many renewals beyond those seen a curve is drawn: as far as values rest on it, five years of months at most.

    >>> ahead_of_seen(3.0, 1 / 12), ahead_of_seen(float("inf"), 1.0)
    (36, 60)
    """
    return int(min(np.ceil(horizon / years - 1e-9), _DRAWN))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A curve of renewals: its parameters by name, their covariance, and how the fit ended."""

    name: str
    params: dict[str, float]
    errors: tuple[float | None, ...]
    covariance: Floats
    log_likelihood: float
    status: str

    @property
    def free(self) -> int:
        return len(self.params)

    def log_survival(self, periods: Any) -> Floats:
        """ln S after so many renewals."""
        return log_survival(self.name, list(self.params.values()), periods)

    def survival(self, periods: Any) -> Floats:
        """The share that makes so many renewals."""
        return np.asarray(np.exp(self.log_survival(periods)))

    @property
    def aic(self) -> float:
        return 2.0 * (self.free - self.log_likelihood)


def alike(name: str, params: int) -> bool:
    """Whether a curve of so many parameters has one churn for all customers, (1 - churn)^t or ^(t^c)."""
    return params < {CONSTANT: 2, SBG: 2, BDW: 3}[name]


def log_survival(name: str, params: Any, periods: Any) -> Floats:
    """ln S of a curve by its name and bare parameters."""
    t = np.asarray(periods, dtype=np.float64)
    if alike(name, len(params)):
        moved = t ** params[1] if len(params) > 1 else t
        with np.errstate(divide="ignore"):
            return np.asarray(moved * np.log1p(-params[0])) if params[0] < 1 else np.where(t > 0, -np.inf, 0.0)
    a, b, *c = params
    return -log_loss(Curve(a, b, c[0] if c else 1.0), np.zeros_like(t), t)


def constant(counts: Counts) -> Fitted:
    """Everyone's chance to leave at every renewal is the same."""
    gone, exposed = counts.losses, counts.exposed
    share = gone / exposed
    stay = exposed - gone
    likelihood = (gone * np.log(share) if gone else 0.0) + (stay * np.log1p(-share) if stay else 0.0)
    variance = share * (1.0 - share) / exposed
    return Fitted(
        CONSTANT, {"churn": share}, (float(np.sqrt(variance)),), np.array([[variance]]), float(likelihood), "converged"
    )


def fitted(name: str, counts: Counts) -> Fitted | str:
    """The maximum likelihood estimates, or why there are none."""
    from xlclv.models import named
    from xlclv.models.contracts.tenures import fit

    try:
        found = fit(named(_MODULES[name]), counts.lost, counts.running)
    except InputError as reason:
        return f"not identified: {reason}"
    if found.params is None or found.covariance is None or found.log_likelihood is None:
        return found.status
    values = {field: float(getattr(found.params, field)) for field in found.params.__slots__}
    if found.status.startswith("boundary") and values["alpha"] + values["beta"] >= LARGEST:
        return _all_alike(name, values, found.covariance, float(found.log_likelihood))
    return Fitted(name, values, found.standard_errors, found.covariance, float(found.log_likelihood), found.status)


def _all_alike(name: str, values: dict[str, float], covariance: Floats, likelihood: float) -> Fitted:
    """The limit of alpha and beta without bound: alpha / (alpha + beta) is everyone's churn, and c stays."""
    a, b = values["alpha"], values["beta"]
    churn = a / (a + b)
    turn = np.zeros((len(values) - 1, len(values)))
    turn[0, :2] = b / (a + b) ** 2, -a / (a + b) ** 2
    words = "boundary: all customers have the same churn, as under constant churn"
    params = {"churn": churn}
    if "c" in values:
        turn[1, 2] = 1.0
        params["c"] = values["c"]
        words = (
            "boundary: all customers have the same churn, which moves with time "
            f"({'falls' if values['c'] < 1 else 'rises'} with the renewals made: a discrete Weibull curve)"
        )
    spread = turn @ covariance @ turn.T
    errors = tuple(float(error) for error in np.sqrt(np.diag(spread)))
    return Fitted(name, params, errors, spread, likelihood, words)


def in_words(losses: int) -> str:
    """Losses, one or more of them.

    >>> in_words(1), in_words(3)
    ('1 loss', '3 losses')
    """
    return f"{losses} {'loss' if losses == 1 else 'losses'}"


def candidates(counts: Counts) -> dict[str, Fitted | str]:
    """Every curve that can be fitted, the one of fewest parameters first; in place of others, why there is none."""
    if not counts.losses:
        raise NotIdentifiedError("nobody has left, so no curve of renewals follows from these contracts")
    found: dict[str, Fitted | str] = {CONSTANT: constant(counts)}
    if counts.losses < FEW_LOSSES:
        few = f"not identified: {in_words(counts.losses)}; a curve needs {FEW_LOSSES}"
        return found | {SBG: few, BDW: few}
    return found | {name: fitted(name, counts) for name in (SBG, BDW)}
