"""A fit gives back the parameters that a base was simulated from, within 3 standard errors."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from tests.models import simulated
from xlclv.models import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd

CUSTOMERS = 4000
CASES = [
    (bg_nbd, (0.25, 4.5, 0.8, 2.5)),
    (bg_nbd, (1.5, 10.0, 1.0, 6.0)),
    (bg_nbd, (0.6, 2.0, 3.0, 9.0)),
    (mbg_nbd, (0.5, 6.0, 0.9, 1.6)),
    (mbg_nbd, (1.5, 10.0, 1.0, 6.0)),
    (mbg_nbd, (0.8, 2.0, 3.0, 9.0)),
    (pareto_nbd, (0.55, 10.0, 0.6, 12.0)),
    (pareto_nbd, (1.5, 8.0, 1.2, 30.0)),
    (pareto_nbd, (0.8, 2.0, 0.4, 5.0)),
]
SPEND = [(6.25, 3.74, 15.44), (2.0, 5.0, 100.0), (15.0, 2.5, 4.0)]


def check(fit, truth):
    """Converged, with every parameter known, and near the truth by its own standard error."""
    assert fit.status == "converged"
    for estimate, error, true in zip(astuple(fit.params), fit.standard_errors, truth, strict=True):
        assert abs(estimate - true) < 3 * error
        assert error < true  # or nearness would say little


@pytest.mark.parametrize(("model", "truth"), CASES, ids=lambda v: getattr(v, "__name__", str(v)).rpartition(".")[-1])
def test_repeat_buying(model, truth):
    """BG/NBD, MBG/NBD, Pareto/NBD: 4,000 customers of ages 20 to 60."""
    base = simulated.base(model, model.Params(*truth), CUSTOMERS, np.random.default_rng(17))
    check(model.fit(base.x, base.t_x, base.T), truth)


@pytest.mark.parametrize("truth", SPEND)
def test_spend(truth):
    """Gamma-Gamma: 4,000 repeat buyers with 1 to 12 orders."""
    p, q, gamma = truth
    rng = np.random.default_rng(23)
    x = rng.integers(1, 13, CUSTOMERS).astype(float)
    nu = rng.gamma(q, 1 / gamma, CUSTOMERS)
    check(gamma_gamma.fit(x, rng.gamma(p * x) / (nu * x)), truth)
