"""The season clock: its closed forms against calendar days added up one by one, and what its fit must do."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xlclv.errors import InputError
from xlclv.models import by_name
from xlclv.models.likelihood.collapse import Rows, collapse
from xlclv.models.season.choice import purchases
from xlclv.models.season.clock import STEADY, Seasonal, normalised
from xlclv.models.season.fit import Months, fit
from xlclv.models.season.surface import month_days, surface
from xlclv.validation.backtest.days import Past, day_table, past
from xlclv.validation.tracking import Activity, track

CASES = json.loads(Path(__file__).with_name("season_cases.json").read_text(encoding="utf-8"))
TRUTH = np.array([0.6, 0.6, 0.7, 0.8, 0.8, 0.7, 0.6, 0.6, 0.7, 0.9, 2.4, 2.6])


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['model']}-{c['now']}-{c['age']}-{c['frequency']}")
def test_closed_forms_on_the_clock(case: dict[str, Any]) -> None:
    """Log-likelihood, P(alive) and expected purchases to 1e-9 of 40 digits, 40 cases a model (exact/season.py)."""
    kernel, clock = by_name(case["model"]), Seasonal(tuple(case["weights"]), case["now"])
    params, x = kernel.Params(*case["params"]), case["frequency"]
    history = x, *clock.history(case["recency"] / 7, case["age"] / 7)
    assert kernel.log_likelihood(params, *history) == pytest.approx(float(case["log_likelihood"]), rel=1e-9)
    assert kernel.p_alive(params, *history) == pytest.approx(float(case["p_alive"]), rel=1e-9)
    found = kernel.expected_purchases(params, clock.ahead(case["horizon"]), *history)
    assert found == pytest.approx(float(case["expected"]), rel=1e-9)


@cache
def _base(weights: tuple[float, ...], customers: int = 1200, days: int = 1200) -> Past:
    """What is known of customers of a shop whose rates follow the months, simulated day by day."""
    rng = np.random.default_rng(5)
    start = 19_000
    month = np.arange(start, start + days).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    speed = np.array(weights)[month]
    first = rng.integers(0, days - 60, customers)
    rate, drop = rng.gamma(1.2, 1 / 50, customers), rng.beta(0.8, 4.0, customers)
    who, when, here = [np.arange(customers)], [first], np.ones(customers, dtype=bool)
    for day in range(days):
        buys = np.flatnonzero(here & (first < day) & (rng.random(customers) < -np.expm1(-rate * speed[day])))
        who.append(buys)
        when.append(np.full(len(buys), day))
        here[buys[rng.random(len(buys)) < drop[buys]]] = False
    customer, day = np.concatenate(who), np.concatenate(when) + start
    table = day_table(customer, day, np.ones(len(day)), np.ones(len(day), dtype=bool), 0, start + days - 1)
    return past(table, start + days - 1)


def _rows(known: Past) -> Rows:
    used = known.T > 0
    return collapse(known.frequency[used], known.recency[used], known.T[used], np.ones(int(used.sum())))


@pytest.mark.parametrize("model", ["BG/NBD", "MBG/NBD"])
def test_a_season_is_found_with_its_size(model: str) -> None:
    """The weights lie within three standard errors of the truth, and Akaike's criterion takes them."""
    known = _base(tuple(normalised(TRUTH)))
    found = purchases(model, _rows(known), known.months)
    assert isinstance(found.clock, Seasonal)
    assert found.sentence.startswith("purchases follow a season, most in December")
    off = np.log(np.array(found.clock.weights) / normalised(TRUTH)) / np.array(found.clock.errors)
    assert np.abs(off).max() < 3.2
    assert 0.3 < np.sqrt((off**2).mean()) < 1.7
    assert found.fit.beside == 11
    assert found.fit.aic == pytest.approx(2 * (15 - found.fit.log_likelihood))


@pytest.mark.parametrize("model", ["BG/NBD", "MBG/NBD"])
def test_no_season_is_seen_where_there_is_none(model: str) -> None:
    """Without a season the plain fit stays, to the last digit, and the sentence gives both criteria."""
    known = _base((1.0,) * 12)
    rows = _rows(known)
    found = purchases(model, rows, known.months)
    assert found.clock is STEADY
    assert found.sentence.startswith("no season: with one AIC is ")
    assert found.fit.params == by_name(model).fit(*rows[:3], weights=rows.customers).params


def test_a_season_needs_every_month_twice_and_a_model_that_can_hold_one() -> None:
    """Less than two years, or customers who leave in calendar time: no season, and the reason."""
    known = _base(tuple(normalised(TRUTH)))
    rows = _rows(known)
    begun = known.months._replace(again=known.months.first + 91)
    assert begun.enough
    late = begun._replace(again=known.months.now - 700)
    assert "nobody bought again before 2" in purchases("BG/NBD", rows, late).sentence
    assert purchases("BG/NBD", rows, late).clock == purchases("BG/NBD", rows, None).clock
    short = known.months._replace(first=known.months.now - 700)
    assert "1.9 years" in purchases("BG/NBD", rows, short).sentence
    assert "calendar time" in purchases("Pareto/NBD", rows, known.months).sentence
    assert purchases("BG/NBD", rows, None).sentence == ""


def test_the_fit_is_the_highest_point_of_both_together() -> None:
    """No step of any of the 16 coordinates goes higher, and the plain model's own likelihood stands on the clock."""
    known = _base(tuple(normalised(TRUTH)))
    rows = _rows(known)
    found = fit("BG/NBD", rows, known.months)
    assert found is not None
    params, weights = found.fit.params, np.array(found.clock.weights)
    t_x, T = found.clock.history(rows.t_x, rows.T)
    kernel = by_name("BG/NBD")
    plain = float(kernel.log_likelihood(params, rows.x, t_x, T) @ rows.customers)
    assert plain + known.months.counts @ np.log(weights) == pytest.approx(found.fit.log_likelihood, rel=1e-12)
    whole = surface(rows.x, rows.customers, *(np.rint(c * 7).astype(np.int64) for c in (rows.t_x, rows.T)),
                    month_days(known.months.now, 1300) / 7, known.months.counts, 0)  # fmt: skip
    point = np.log([params.r, params.alpha, params.a, params.b, *weights])
    _, gradient, hessian = whole(point)
    assert np.abs(gradient).max() < 1e-5 * rows.customers.sum()
    step = 1e-5 * np.eye(16)
    slopes = [(whole(point + d + 0.2)[0] - whole(point - d + 0.2)[0]) / 2e-5 for d in step]
    np.testing.assert_allclose(slopes, whole(point + 0.2)[1], rtol=1e-6, atol=1e-4)
    bends = [(whole(point + d)[1] - whole(point - d)[1]) / 2e-5 for d in step]
    np.testing.assert_allclose(bends, hessian, rtol=1e-6, atol=1e-3)
    assert np.linalg.eigvalsh(hessian).max() < 0


def test_a_steady_year_is_calendar_time() -> None:
    """With equal weights the clock is the calendar; whole years ahead are whole years whatever the season."""
    clock = Seasonal((1.0,) * 12, 19_876)
    age = np.arange(0, 2000, 13) / 7
    np.testing.assert_allclose(clock.passed(age), age, atol=1e-12)
    np.testing.assert_allclose(clock.ahead(age), age, atol=1e-12)
    season = Seasonal(tuple(normalised(TRUTH)), 19_876)
    assert season.ahead(4 * 365.25 / 7) == pytest.approx(4 * 365.25 / 7, rel=1e-3)
    assert season.ahead(1e6) == pytest.approx(1e6, rel=1e-4)
    t_x, T = season.history(age[3:], age[3:] + 10.0)
    assert ((t_x > 0) & (t_x <= T)).all()
    assert season.history([0.0], [5.0])[0].tolist() == [0.0]


def test_days_of_months_add_up() -> None:
    """month_days counts each of the last k days once, in its own month."""
    found = month_days(19_876, 900)
    month = np.arange(19_876, 18_976, -1).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    np.testing.assert_array_equal(found[1:], np.cumsum(np.eye(12)[month], axis=0))


def test_tracking_follows_the_season() -> None:
    """On a clock of equal weights tracking is what it was; on a season's its weeks rise and fall with the months."""
    rng = np.random.default_rng(1)
    base = Activity(19_000, rng.poisson(0.7, 500), rng.poisson(0.4, 500))
    params = by_name("BG/NBD").Params(0.5, 6.0, 0.8, 3.0)
    plain = track("BG/NBD", params, base, 19_300)
    same = track("BG/NBD", params, base, 19_300, clock=Seasonal((1.0,) * 12, 19_300))
    np.testing.assert_allclose(same.expected, plain.expected, rtol=1e-10)
    seasonal = track("BG/NBD", params, base, 19_300, clock=Seasonal(tuple(normalised(TRUTH)), 19_300))
    ends = 19_000 + 7 * seasonal.week - 1
    month = ends.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    rate = seasonal.weekly_expected / plain.weekly_expected
    assert rate[month == 11].min() > 1.5 > 0.9 > rate[month == 7].max()


@pytest.mark.parametrize("weights", [(1.0,) * 11, (1.0,) * 11 + (-1.0,), (2.0,) * 12])
def test_weights_that_are_no_season_are_refused(weights: tuple[float, ...]) -> None:
    """Twelve weights above 0, 1 on average; anything else is named."""
    with pytest.raises(InputError, match="season"):
        Seasonal(weights, 19_000)


def test_a_month_without_orders_does_not_stop_the_clock() -> None:
    """A shop that closes in summer has small weights there, none 0, and a fit all the same."""
    closed = TRUTH.copy()
    closed[6] = 1e-9
    known = _base(tuple(normalised(closed)))
    assert known.months.counts[6] == 0
    found = fit("MBG/NBD", _rows(known), known.months)
    assert found is not None
    assert 0 < found.clock.weights[6] < 0.01


def test_counts_of_other_orders_are_refused() -> None:
    """The months must be those of the histories: else the likelihood has no highest point."""
    known = _base(tuple(normalised(TRUTH)))
    with pytest.raises(InputError, match="repeat orders where the histories have"):
        fit("BG/NBD", _rows(known), Months(known.months.counts * 2, known.months.first, known.months.now))
