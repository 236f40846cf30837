"""A short sample of `python -m benchmarks.contracts`, whose long run stands in benchmarks/RESULTS.md."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.contracts import TERMS, TRUTHS, judge, simulate, what_came
from xlclv.contracts.build import build
from xlclv.contracts.periods import anniversary


def test_intervals_hold_in_a_few_simulated_bases() -> None:
    """Of 10 bases from sBG and BdW an 80% interval fails in at most 5 (more: 6 in 1,000 by chance)."""
    held = [judge(truth, 300, seed) for truth in (TRUTHS[0], TRUTHS[2]) for seed in range(5)]
    assert all(one is not None for one in held)
    for what in ("equity", "outcome"):
        many = sum(getattr(one, what) for one in held)
        assert many >= 5, what


def test_what_came_is_counted_renewal_by_renewal() -> None:
    """The money a base brings within the horizon equals a plain loop over its customers."""
    base = simulate(TRUTHS[0], 60, 3)
    made = build(base.contracts, TERMS)
    assert made.running is not None
    total, them, horizon = 0.0, made.them, int(np.datetime64("2029-06-30").astype(np.int64))
    for at in made.running.at.tolist():
        wait = (int(them.next[at]) - base.contracts.day) / 365.25
        for j in range(int(base.life[them.customer[at]]) - 1 - int(them.renewals[at])):
            if int(anniversary(them.next[at], j)) <= horizon:
                total += 0.6 * float(them.mrr[at]) / 1e6 * 1.1 ** -(wait + j / 12)
    assert what_came(made, base.life) == pytest.approx(total, rel=1e-9)
