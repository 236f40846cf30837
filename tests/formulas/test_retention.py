"""Retention-based CLV: published numbers, hard cases, and what must hold for any input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.formulas import retention, simple

# Gupta & Lehmann 2003, table of margin multiples r/(1+i-r), printed to two decimals.
MULTIPLES = {
    0.10: (1.20, 1.75, 2.67, 4.50),
    0.12: (1.15, 1.67, 2.50, 4.09),
    0.14: (1.11, 1.59, 2.35, 3.75),
    0.16: (1.07, 1.52, 2.22, 3.46),
}

# margin, retention, rate, growth, periods, first certain, timing -> value by 60-digit arithmetic, and the trouble
HARD = [
    (100, 0.8, 0.1, 0, None, 0, 0, 266.66666666666671601, "textbook"),
    (100, 0.0, 0.1, 0, None, 0, 0, 0.0, "nobody stays"),
    (100, 0.8, 0.1, 0, 5, 1, 1, 292.06338364865789904, "textbook"),
    (100, 1.0, 0.0, 0, 12, 1, 1, 1200.0, "q = 1: margin x n"),
    (100, 0.999999, 1e-7, 0, 3650, 1, 1, 364268.44218227622597, "a long daily horizon"),
    (100, 0.8, 0.1, 0.05, None, 0, 0, 307.69230769230776063, "growth"),
    (100, 0.9, 0.1, 0.2222, None, 0, 0, 4500000.0000066018302, "r(1+g) close to 1+d"),
    (100, 0.0, 0.1, 0, None, 1, 1, 100.0, "only the first margin"),
    (100, 0.8, 0.1, 0, None, 1, 1, 366.66666666666671601, "textbook, first margin now"),
    (1e9, 0.999999, 1e-6, 0, None, 1, 1, 500000499992811.088, "1+d-r of 2e-6"),
]


@pytest.mark.parametrize("rate", MULTIPLES)
def test_gupta_lehmann_margin_multiples(rate: float) -> None:
    """The published table to its printed digits."""
    found = retention.clv(rate, [0.6, 0.7, 0.8, 0.9], 1, None, 0, 0)
    assert tuple(np.round(found + 1e-12, 2)) == MULTIPLES[rate]


@pytest.mark.parametrize(("m", "r", "d", "g", "n", "first", "timing", "value", "trouble"), HARD)
def test_hard_cases(
    m: float, r: float, d: float, g: float, n: float | None, first: int, timing: float, value: float, trouble: str
) -> None:
    """Nine digits where the textbook form loses them."""
    assert float(retention.clv(d, r, m, n, timing, first, g)) == pytest.approx(value, rel=1e-9, abs=1e-12), trouble


@given(st.floats(0, 1), st.floats(-0.5, 1), st.floats(-0.3, 0.5), st.integers(1, 60), st.sampled_from([0, 0.5, 1]))
def test_closed_form_is_the_plain_sum(r: float, d: float, g: float, n: int, timing: float) -> None:
    """SUM_j margin (1+g)^(j-1) r^(j-1)/(1+d)^(j-timing), pole included."""
    plain = sum((r * (1 + g)) ** (j - 1) / (1 + d) ** (j - timing) for j in range(1, n + 1))
    assert float(retention.clv(d, r, 1, n, timing, 1, g)) == pytest.approx(plain, rel=1e-9)


@given(st.floats(0, 0.99), st.floats(0.01, 1))
def test_an_endless_horizon_is_the_limit(r: float, d: float) -> None:
    """A long horizon tends to the infinite one."""
    assert float(retention.clv(d, r, 1, 10_000)) == pytest.approx(float(retention.clv(d, r, 1)), rel=1e-9)


@given(st.floats(0, 0.999))
def test_without_a_rate_it_is_margin_times_lifetime(r: float) -> None:
    """At rate 0 CLV_RETENTION is CLV over the expected lifetime."""
    lifetime = float(simple.lifetime(r))
    assert float(retention.clv(0, r, 100)) == pytest.approx(float(simple.clv(100, 1, lifetime)), rel=1e-12)


@given(st.floats(0, 0.99), st.floats(0.01, 0.5), st.integers(2, 30))
def test_a_constant_curve_is_constant_retention(r: float, d: float, n: int) -> None:
    """CLV_CURVE over r^(j-1) equals CLV_RETENTION over n periods."""
    curve = retention.curve(d, r ** np.arange(n), 100, 0.5, 7)
    assert float(curve) == pytest.approx(float(retention.clv(d, r, 100, n, 0.5, 1, 0, 7)), rel=1e-11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.1, 1.2, 100), "retention is 1.2; must be between 0 and 1; type 80% or 0.8"),
        ((0.1, 0.8, 100, -2), "nper is -2; must be above 0"),
        ((0.1, 0.95, 100, None, 0, 1, 0.2), "must stay below 1 \\+ rate when nper is blank; give nper"),
        ((0.0, 1.0, 100), "must stay below 1 \\+ rate"),
        ((0.1, 0.8, 100, 5, 0.3), "timing is 0.3; must be 0, 0.5 or 1"),
    ],
)
def test_a_sum_that_diverges_or_a_bad_argument_is_named(arguments: tuple[float, ...], message: str) -> None:
    """Never a negative CLV for a retention of 120%: the argument, the value, the rule and the fix."""
    with pytest.raises(InputError, match=message):
        retention.clv(*arguments)


def test_curve_refuses_a_rising_survival_and_unequal_lists() -> None:
    """Customers do not come back in a survival curve; margins must pair."""
    with pytest.raises(InputError, match=r"survival\[2\] is 0.6; must not rise"):
        retention.curve(0.1, [1, 0.5, 0.6], 100)
    with pytest.raises(InputError) as caught:
        retention.curve(0.1, [1, 0.5, 0.4], [1, 2])
    assert caught.value.code == "#N/A"


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.5), st.integers(1, 12), st.sampled_from([0.5, 1, 2, 4]))
def test_promotion_is_the_plain_double_sum(r: float, d: float, years: int, per_year: float) -> None:
    """Berger & Nasr 1998: purchases at cycle ends, promotions in mid-cycle."""
    nper, n = years / min(per_year, 1), round(years * max(per_year, 1))
    gains = sum(r**i / (1 + d) ** (i / per_year) for i in range(n + 1))
    costs = sum(r ** (i - 1) / (1 + d) ** ((i - 0.5) / per_year) for i in range(1, n + 1))
    found = float(retention.promotion(d, r, 260, 50, nper, per_year))
    assert found == pytest.approx(260 * gains - 50 * costs, rel=1e-9)


def test_promotion_wants_whole_cycles() -> None:
    """Two and a half cycles are no horizon."""
    with pytest.raises(InputError, match="must be a whole number of purchase cycles"):
        retention.promotion(0.2, 0.75, 260, 50, 2.5)


@given(st.integers(1, 40), st.floats(0.01, 0.5), st.integers(0, 2**32 - 1))
def test_migration_is_the_plain_sum_of_powers(n: int, d: float, seed: int) -> None:
    """V = SUM_{j<n} (P/(1+d))^j R, whatever the horizon; and 5,000 periods tend to the infinite form."""
    rng = np.random.default_rng(seed)
    moves = rng.dirichlet(np.ones(4), 4)
    reward = rng.normal(100, 50, 4)
    plain = sum(np.linalg.matrix_power(moves / (1 + d), j) @ reward for j in range(n))
    assert retention.migration(d, moves, reward, n) == pytest.approx(plain, rel=1e-9)
    endless = retention.migration(d, moves, reward)
    assert retention.migration(d, moves, reward, 5_000) == pytest.approx(endless, rel=1e-9)


@pytest.mark.parametrize(
    ("transition", "margins", "nper", "rate", "code"),
    [
        ([[0.5, 0.5]], [1], None, 0.1, "#VALUE!"),
        ([[0.5, 0.4], [0, 1]], [1, 2], None, 0.1, "#NUM!"),
        ([[0.5, 0.5], [0, 1]], [1], None, 0.1, "#N/A"),
        ([[0.5, 0.5], [0, 1]], [1, 2], None, 0, "#NUM!"),
        ([[0.5, 0.5], [0, 1]], [1, 2], 2.5, 0.1, "#NUM!"),
        ([[1.5, -0.5], [0, 1]], [1, 2], 2, 0.1, "#NUM!"),
    ],
)
def test_migration_errors(
    transition: list[list[float]], margins: list[float], nper: float | None, rate: float, code: str
) -> None:
    """Each documented error has its own code."""
    with pytest.raises(InputError) as caught:
        retention.migration(rate, transition, margins, nper)
    assert caught.value.code == code
