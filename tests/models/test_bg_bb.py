"""BG/BB: the donations, and what must hold for any history of opportunities."""

from __future__ import annotations

import csv
import math
from dataclasses import astuple
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import published
from tests.models import cdnow
from xlclv.errors import NA, NUM, VALUE, InputError
from xlclv.models import bg_bb, sbg
from xlclv.models.opportunities import fit as bg_bb_fit
from xlclv.models.opportunities.paths import fitting_rows

ANY = settings(max_examples=40)
positive = st.floats(-2, 2).map(lambda e: 10**e)
four = st.tuples(positive, positive, positive, positive)
PAPER = bg_bb.Params(1.204, 0.750, 0.657, 2.783)


@cache
def donations():
    """frequency, recency, opportunities, donors: donations.csv of the lifetimes wheel (MIT), 22 rows, 11,104 donors."""
    with (cdnow.folder() / "donations.csv").open(encoding="utf-8") as file:
        rows = [
            [float(row[key]) for key in ("frequency", "recency", "periods", "weights")] for row in csv.DictReader(file)
        ]
    return tuple(np.array(rows).T)


@st.composite
def histories(draw):
    n = draw(st.integers(1, 30))
    x = draw(st.integers(0, n))
    return x, draw(st.integers(x, n)) if x else 0, n


def test_fit_of_the_donations():
    """Fader, Hardie & Shang 2010: 1.204, .750, .657, 2.783; log-likelihood -33225.6 (input: donations.csv)."""
    x, t_x, n, donors = donations()
    fit = bg_bb.fit(x, t_x, n, weights=donors)
    expected = published.BG_BB_DONATIONS
    assert fit.status == "converged"
    assert fit.customers == 11_104
    assert astuple(fit.params) == pytest.approx(expected.estimates, abs=6e-5)
    assert fit.log_likelihood == pytest.approx(expected.log_likelihood, abs=1e-4)
    assert all(error is not None and 0 < error < 1 for error in fit.standard_errors)


def test_forecasts_of_the_donations():
    """The published forecasts follow from the fit of donations.csv."""
    x, t_x, n, donors = donations()
    params = bg_bb.fit(x, t_x, n, weights=donors).params
    total = bg_bb.expected_purchases(params, 5, x, t_x, n) @ donors
    assert total == pytest.approx(published.DONATIONS_IN_5_YEARS, abs=0.05)
    for (x, t_x), expected in published.DONATIONS_IN_10_YEARS.items():
        assert float(bg_bb.expected_purchases(params, 10, x, t_x, 6)) == pytest.approx(expected, abs=2e-4)
    for (x, t_x), expected in published.DONORS_ALIVE.items():
        assert float(bg_bb.p_alive(params, x, t_x, 6, 1)) == pytest.approx(expected, abs=5e-3)


# (alpha, beta, gamma, delta), (x, t_x, n) -> ln L, P(alive), purchases in 10, DERT at 5%, P(X(n) = x), by 60-digit
# arithmetic; ours.
DIGITS = [
    (
        (1.204, 0.75, 0.657, 2.783),
        (2, 4, 6),
        (-5.195697601042647, 0.63361189333190345, 1.8895558933913142, 2.7663859660818244, 0.12148051376687113),
    ),
    (
        (0.001, 5000.0, 40.0, 0.01),
        (3, 20, 35),
        (
            -74.911832160082083,
            1.0122479600905451e-6,
            5.4097618217775948e-10,
            4.9359169287637783e-10,
            5.9277618698102496e-21,
        ),
    ),
    (
        (2000.0, 0.02, 0.3, 900.0),
        (30, 30, 40),
        (
            -8.0496086313538252,
            1.9530841281777969e-26,
            1.9400948349288534e-25,
            3.8616260012424297e-25,
            0.00031932184090103177,
        ),
    ),
    (
        (0.5, 0.5, 1.0, 1.0),
        (0, 0, 50),
        (
            -0.40468512573246887,
            0.0023390348055406004,
            0.00020753165150263726,
            0.00034496896528073659,
            0.66718685776070051,
        ),
    ),
    (
        (10000.0, 90000.0, 10000.0, 90000.0),
        (3, 10, 200),
        (
            -9.3407542197463236,
            8.0790424763484871e-18,
            4.7327540354562817e-18,
            4.8469498221377743e-18,
            0.05594002438092891,
        ),
    ),
]


@pytest.mark.parametrize(("numbers", "history", "expected"), DIGITS)
def test_digits(numbers, history, expected):
    """Relative error at most 1e-9, also where a customer is all but certainly gone."""
    params, (x, t_x, n) = bg_bb.Params(*numbers), history
    found = (
        bg_bb.log_likelihood(params, x, t_x, n),
        bg_bb.p_alive(params, x, t_x, n),
        bg_bb.expected_purchases(params, 10, x, t_x, n),
        bg_bb.dert(params, 0.05, x, t_x, n),
        bg_bb.purchase_probability(params, x, n),
    )
    assert [float(v) for v in found] == pytest.approx(list(expected), rel=1e-9, abs=0)


@ANY
@given(four, histories(), st.integers(0, 20))
def test_p_alive_falls_with_time(numbers, history, ahead):
    """1 >= P(alive at n + h) >= P(alive at n + h + 1) >= 0, and it is 1 for who has just bought."""
    params = bg_bb.Params(*numbers)
    now, later = (float(bg_bb.p_alive(params, *history, h)) for h in (ahead, ahead + 1))
    assert 0 <= later <= now <= 1
    x, _, n = history
    if x:
        assert float(bg_bb.p_alive(params, x, n, n)) == pytest.approx(1, rel=1e-12)


@ANY
@given(four, st.integers(1, 30))
def test_all_outcomes_together_are_certain(numbers, n):
    """P(X(n) = 0..n) sums to 1, its mean is E[X(n)], and beyond n there is nothing."""
    params, x = bg_bb.Params(*numbers), np.arange(n + 1)
    chances = bg_bb.purchase_probability(params, x, n)
    assert chances.sum() == pytest.approx(1, rel=1e-10)
    assert chances @ x == pytest.approx(float(bg_bb.expected_purchases_new(params, n)), rel=1e-9)
    assert float(bg_bb.purchase_probability(params, n + 1, n)) == 0


@ANY
@given(four, st.integers(1, 9))
def test_all_histories_together_are_certain(numbers, n):
    """The likelihoods of all histories, each as often as it can happen, sum to 1."""
    params = bg_bb.Params(*numbers)
    total = math.exp(float(bg_bb.log_likelihood(params, 0, 0, n)))
    for t_x in range(1, n + 1):
        x = np.arange(1, t_x + 1)
        ways = np.array([math.comb(t_x - 1, k - 1) for k in x])
        total += ways @ np.exp(bg_bb.log_likelihood(params, x, t_x, n))
    assert total == pytest.approx(1, rel=1e-10)


@ANY
@given(four, histories(), st.floats(0.01, 0.5))
def test_dert_is_the_discounted_sum_of_purchases(numbers, history, rate):
    """DERT = SUM (E in h opportunities - E in h - 1) / (1 + rate)^h, and it falls as the rate rises."""
    params, h = bg_bb.Params(*numbers), np.arange(0, 4001)
    gains = np.diff(bg_bb.expected_purchases(params, h[:400], *history))
    plain = gains @ (1 + rate) ** -h[1:400].astype(float)
    value = float(bg_bb.dert(params, rate, *history))
    rest = gains[-1] / rate * (1 + rate) ** -399.0  # gains only fall
    assert plain * (1 - 1e-9) <= value <= (plain + rest) * (1 + 1e-9)
    assert float(bg_bb.dert(params, rate * 1.5, *history)) < value


@ANY
@given(four, histories(), st.integers(1, 30))
def test_purchases_rise_with_the_horizon(numbers, history, horizon):
    """0 = E in 0 <= E in h <= E in 2h <= 2 E in h: customers only ever leave."""
    params = bg_bb.Params(*numbers)
    none, once, twice = (float(bg_bb.expected_purchases(params, h, *history)) for h in (0, horizon, 2 * horizon))
    assert none == 0
    assert once <= twice * (1 + 1e-12)
    assert twice <= 2 * once * (1 + 1e-12)


def test_a_new_customer_is_one_without_opportunities():
    """n = 0: alive for certain, and the forecast is that of a new customer."""
    assert float(bg_bb.p_alive(PAPER, 0, 0, 0)) == 1
    assert float(bg_bb.log_likelihood(PAPER, 0, 0, 0)) == 0
    assert float(bg_bb.expected_purchases(PAPER, 6, 0, 0, 0)) == pytest.approx(
        float(bg_bb.expected_purchases_new(PAPER, 6))
    )


def test_being_alive_is_sbg_survival():
    """Who buys whenever alive shows the dropout alone: P(alive for n + h) / P(alive for n) is sBG's survival."""
    staying = sbg.Params(PAPER.gamma, PAPER.delta)
    share = bg_bb.p_alive(PAPER, 3, 6, 6, np.arange(10))
    assert share == pytest.approx(sbg.survival(staying, 6 + np.arange(10)) / sbg.survival(staying, 6), rel=1e-12)


def test_shapes_and_order():
    """A grid, a column backwards, cell by cell: the same numbers; inputs stay as they are."""
    x, t_x, n, _ = donations()
    kept = x.copy(), t_x.copy(), n.copy()
    grid = bg_bb.expected_purchases(PAPER, [[1], [5]], x, t_x, n)
    assert grid.shape == (2, 22)
    assert bg_bb.expected_purchases(PAPER, 5, x[::-1], t_x[::-1], n[::-1])[::-1] == pytest.approx(grid[1], rel=1e-13)
    single = [float(bg_bb.expected_purchases(PAPER, 1, *row)) for row in zip(x, t_x, n, strict=True)]
    assert single == pytest.approx(grid[0], rel=1e-13)
    bg_bb.fit(x, t_x, n, weights=np.ones(22))
    assert all((a == b).all() for a, b in zip(kept, (x, t_x, n), strict=True))


def test_silence_keeps_its_digits():
    """Where buying nothing is all but certain, ln L is minus the chance of a purchase."""
    params = bg_bb.Params(1e-14, 1.0, 1.0, 1e9)
    exact = -1e-14 * sum(1 / (1 + j) for j in range(6))  # SUM B(alpha + 1, beta + j) / B(alpha, beta), nobody leaving
    assert float(bg_bb.log_likelihood(params, 0, 0, 6)) == pytest.approx(exact, rel=1e-7)


@pytest.mark.parametrize("point", [(1.2, 0.75, 0.66, 2.8), (0.1, 8.0, 3.0, 0.5), (400.0, 90.0, 0.01, 0.02)])
def test_derivatives_are_exact(point):
    """Gradient and Hessian agree with differences of the value and of the gradient."""
    x, t_x, n, donors = donations()
    at, point, step = bg_bb_fit.surface(fitting_rows(x, t_x, n, donors)), np.log(point), 1e-5
    _, gradient, hessian = at(point)
    for i, e in enumerate(np.eye(4)):
        ahead, behind = at(point + step * e), at(point - step * e)
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / (2 * step), abs=1e-7 * np.abs(hessian).max())
        assert hessian[i] == pytest.approx((ahead[1] - behind[1]) / (2 * step), abs=1e-7 * np.abs(hessian).max())


def test_log_likelihood_is_what_the_fit_maximises():
    """The fit's log-likelihood is the sum over donors, and no neighbour is higher."""
    x, t_x, n, donors = donations()
    fit = bg_bb.fit(x, t_x, n, weights=donors)
    assert bg_bb.log_likelihood(fit.params, x, t_x, n) @ donors == pytest.approx(fit.log_likelihood, abs=1e-8)
    for i in range(4):
        for factor in (0.99, 1.01):
            near = list(astuple(fit.params))
            near[i] *= factor
            assert bg_bb.log_likelihood(bg_bb.Params(*near), x, t_x, n) @ donors < fit.log_likelihood


def simulate(buys, leaves, customers, n, seed):
    """Histories of customers with probabilities buys(rng) and leaves(rng) at each of n opportunities."""
    rng = np.random.default_rng(seed)
    p, theta = buys(rng, customers), leaves(rng, customers)
    alive, x, t_x = np.ones(customers, dtype=bool), np.zeros(customers), np.zeros(customers)
    for j in range(1, n + 1):
        alive &= rng.random(customers) >= theta
        bought = alive & (rng.random(customers) < p)
        x, t_x = x + bought, np.where(bought, j, t_x)
    return x, t_x, n


def beta(a, b):
    return lambda rng, size: rng.beta(a, b, size)


def constant(value):
    return lambda rng, size: np.full(size, float(value))


@pytest.mark.parametrize(
    ("numbers", "n", "seed"),
    [((1.2, 0.75, 0.66, 2.8), 8, 1), ((0.5, 3.0, 0.5, 6.0), 20, 2), ((3.0, 2.0, 1.0, 4.0), 10, 3)],
)
def test_simulated_customers_are_recovered(numbers, n, seed):
    """20,000 simulated customers: within three standard errors."""
    fit = bg_bb.fit(*simulate(beta(*numbers[:2]), beta(*numbers[2:]), 20_000, n, seed))
    assert fit.status == "converged"
    for found, error, true in zip(astuple(fit.params), fit.standard_errors, numbers, strict=True):
        assert abs(found - true) < 3 * error


@pytest.mark.parametrize(
    ("buys", "leaves", "n", "status"),
    [
        (constant(0.4), beta(1, 5), 8, "boundary: alpha and beta grow without bound, all customers buy with the same"),
        (
            beta(1, 2),
            constant(0.1),
            8,
            "boundary: gamma and delta grow without bound, all customers drop out with the same",
        ),
        (constant(1), beta(1, 4), 8, "boundary: beta tends to 0, customers buy at every opportunity while they stay"),
        (beta(1, 1), beta(1, 4), 2, "not identified: nobody had more than two opportunities"),
    ],
)
def test_limits_are_named(buys, leaves, n, status):
    """Customers alike, or too few opportunities: a boundary or no answer, never a start value."""
    fit = bg_bb.fit(*simulate(buys, leaves, 3000, n, 4))
    assert fit.status.startswith(status)


@pytest.mark.parametrize(
    ("call", "message", "code"),
    [
        (lambda: bg_bb.Params(1, 1, 1, -1), "delta is -1; must be above 0", NUM),
        (lambda: bg_bb.p_alive(PAPER, 2, 1, 6), "recency is 1; must be at least frequency", NUM),
        (lambda: bg_bb.p_alive(PAPER, 2, 7, 6), "recency is 7; must not exceed n", NUM),
        (lambda: bg_bb.p_alive(PAPER, 0, 3, 6), "recency is 3; must be 0 where frequency is 0", NUM),
        (lambda: bg_bb.p_alive(PAPER, 1.5, 3, 6), "frequency is 1.5; must be a whole number", NUM),
        (lambda: bg_bb.p_alive(PAPER, 1, 2.5, 6), "recency is 2.5; must be a whole number", NUM),
        (lambda: bg_bb.p_alive(PAPER, 1, 2, 6.5), "n is 6.5; must be a whole number between 0 and 100,000", NUM),
        (lambda: bg_bb.p_alive(PAPER, 1, 2, 6, -1), "ahead is -1; must be a whole number at least 0", NUM),
        (lambda: bg_bb.expected_purchases(PAPER, 1.5, 1, 2, 6), "horizon is 1.5; must be a whole number", NUM),
        (lambda: bg_bb.expected_purchases(PAPER, [1, 2], [1, 1, 1], 2, 6), "does not fit the others' shape", VALUE),
        (lambda: bg_bb.dert(PAPER, -0.1, 1, 2, 6), "rate is -0.1; must be at least 0", NUM),
        (lambda: bg_bb.dert(PAPER, 0, 1, 2, 6), "rate is 0; gives a sum without limit when gamma is at most 1", NUM),
        (lambda: bg_bb.fit([1, 2], [1, 2], 6), "describes 2 customers; a fit needs at least 20", NA),
        (lambda: bg_bb.fit([0], [0], 6, weights=100), "frequency is 0 for every customer", NA),
        (lambda: bg_bb.fit([0, 1, 1], [0, 1], 6), "must be as long as the other lists", NA),
        (lambda: bg_bb.fit([0] * 30, [0] * 30, 0), "must be above 0; a customer without opportunities", NUM),
    ],
)
def test_domain_errors_name_their_argument(call, message, code):
    """No silent number outside the domain."""
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert caught.value.code == code


def test_without_discounting_all_purchases_may_still_be_finite():
    """At rate 0 and gamma above 1, DERT is the limit of the expected purchases."""
    params = bg_bb.Params(1.2, 0.75, 2.5, 4.0)
    forever, long = bg_bb.dert(params, 0, 2, 4, 6), bg_bb.expected_purchases(params, 10_000_000_000, 2, 4, 6)
    assert float(long) == pytest.approx(float(forever), rel=1e-9)
