"""sBG and BdW from customers lost and running by renewals made, all cohorts together (Fader & Hardie, note 017)."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.maximum import Fit


def fit(kernel: Any, lost: Any, running: Any) -> Fit[Any]:
    """Maximum likelihood estimates of `kernel`, a model's module, from counts by renewals made, 0, 1, 2, ...

    Who was lost after k renewals made k and not the next one; who runs with k has made k and tells no more.

    Raises InputError for no loss, or renewals too few for the model.

    >>> from xlclv.models import sbg
    >>> found = fit(sbg, [131, 126, 90, 60, 42, 34, 26, 0], [0, 0, 0, 0, 0, 0, 0, 491])
    >>> print(f"{found.params.alpha:.4f} {found.params.beta:.4f} {found.log_likelihood:.4f}")
    0.6681 3.8061 -1611.1581
    """
    from xlclv.models.contracts import fit as contract_fit

    gone, stays = np.asarray(lost, dtype=np.float64), np.asarray(running, dtype=np.float64)
    return contract_fit.fit_outcomes(kernel.PROBLEM, *by_renewal(gone, stays), float((gone + stays).sum()))


def by_renewal(lost: Floats, running: Floats) -> tuple[Floats, Floats]:
    """Customers lost at, and kept through, each renewal 1, 2, ...

    >>> [part.tolist() for part in by_renewal(np.array([3.0, 1.0, 0.0]), np.array([2.0, 0.0, 5.0]))]
    [[3.0, 1.0], [6.0, 5.0]]
    """
    everyone = lost + running
    beyond = everyone[::-1].cumsum()[::-1] - everyone
    seen = lost + beyond > 0
    size = int(np.flatnonzero(seen).max(initial=-1)) + 1
    return lost[:size], beyond[:size]
