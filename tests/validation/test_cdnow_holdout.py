"""CDNOW in its holdout: what the papers show, week by week and by frequency."""

from __future__ import annotations

import numpy as np
import pytest

from tests.validation.cdnow_orders import CUTOFF, END, halves, lists
from xlclv.errors import InputError
from xlclv.models import bg_nbd, by_name, mbg_nbd, pareto_nbd
from xlclv.orders import ranges
from xlclv.validation.by_frequency import calibration_by_frequency, conditional_by_frequency
from xlclv.validation.tracking import Activity, activity, track

# BTYD vignette: Pareto/NBD by its own fit to CDNOW, and its tables (the customers' means through BTYD's demo, too).
VIGNETTE = pareto_nbd.Params(0.553, 10.580, 0.606, 11.656)
CUSTOMERS = [1411, 439, 214, 100, 62, 38, 29, 64]
HOLDOUT_ACTUAL = [0.2367116, 0.6970387, 1.392523, 1.560000, 2.532258, 2.947368, 3.862069, 6.359375]
HOLDOUT_EXPECTED = [0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]
WEEKS_20_TO_25 = [1359, 1414, 1484, 1517, 1573, 1672]
EXPECTED_20_TO_25 = [1309, 1385, 1460, 1533, 1604, 1674]
# lifetimes' tests: BG/NBD, 11 to 14 January 1997
JANUARY_ACTUAL, JANUARY_EXPECTED = [11, 12, 15, 19], [10.67, 12.67, 14.87, 17.24]
BG = bg_nbd.Params(0.2425945, 4.4136, 0.7929, 2.4259)


def base() -> Activity:
    return activity(ranges.customer_days(*lists()), CUTOFF, END)


def test_tracking_as_in_the_btyd_vignette() -> None:
    """Cumulative repeat purchases of weeks 20 to 25. BTYD lets its customers be a day older than T says they are, so
    its expectation is ours of a day later; the rest, 0.1%, is the vignette's rounding."""
    found = track("Pareto/NBD", VIGNETTE, base(), CUTOFF)
    assert found.actual[19:25].tolist() == WEEKS_20_TO_25
    a_day_later = found.expected[19:25] + found.weekly_expected[20:26] / 7
    assert a_day_later == pytest.approx(EXPECTED_20_TO_25, rel=1.2e-3)
    assert (len(found.week), found.calibration) == (78, 39)


def test_the_first_days_as_in_lifetimes() -> None:
    """By day: the purchases are theirs, and the expectation is theirs of the day before, for the same reason."""
    daily = base()
    assert np.cumsum(daily.repeat)[10:14].tolist() == JANUARY_ACTUAL
    older = Activity(daily.start, daily.first[:15], daily.repeat[:15])
    of_one = bg_nbd.expected_purchases_new(BG, np.arange(15) / 7)
    assert np.convolve(older.first, of_one)[11:15] == pytest.approx(JANUARY_EXPECTED, abs=0.01)


def test_holdout_by_frequency_as_in_the_btyd_vignette() -> None:
    """Mean purchases in weeks 40 to 78 by those in weeks 1 to 39: actual exactly, expected to .001."""
    s = halves()
    found = conditional_by_frequency("Pareto/NBD", VIGNETTE, 39, s.frequency, s.recency, s.T, s.holdout_frequency)
    assert found.customers.tolist() == CUSTOMERS
    assert found.actual == pytest.approx(HOLDOUT_ACTUAL, abs=1e-6)
    assert found.expected == pytest.approx(HOLDOUT_EXPECTED, abs=1.1e-3)
    assert found.labels[-1] == "7+"


def test_calibration_by_frequency_follows_the_data() -> None:
    """Our own numbers: every class within 12% (that of 7+, the farthest); both sides hold all customers."""
    s = halves()
    found = calibration_by_frequency("BG/NBD", BG, s.frequency, s.T)
    assert found.actual.tolist() == CUSTOMERS
    assert found.expected == pytest.approx(found.actual, rel=0.13)
    assert found.expected.sum() == pytest.approx(2357)


@pytest.mark.parametrize("kernel", [bg_nbd, mbg_nbd, pareto_nbd])
def test_a_fit_tracks_its_own_calibration(kernel: object) -> None:
    """At the end of the calibration a fitted model has expected the purchases there were, within 3%; later it may not.

    The sum over weeks is the sum over customers of E[X(T)]."""
    s = halves()
    model = {bg_nbd: "BG/NBD", mbg_nbd: "MBG/NBD", pareto_nbd: "Pareto/NBD"}[kernel]
    params = by_name(model).fit(s.frequency, s.recency, s.T).params
    found = track(model, params, base(), CUTOFF)
    at = found.calibration - 1
    assert found.expected[at] == pytest.approx(found.actual[at], rel=0.03)
    assert found.expected[at] == pytest.approx(by_name(model).expected_purchases_new(params, s.T).sum(), rel=1e-10)
    assert found.mape is not None
    assert found.mape < 0.06


def test_grouped_rows_are_customers() -> None:
    """Weights and repeated rows are the same histogram."""
    x, T = [0, 1, 4], [30.0, 20.0, 10.0]
    grouped = calibration_by_frequency("BG/NBD", BG, x, T, weights=[3, 2, 1], most=3)
    spread = calibration_by_frequency("BG/NBD", BG, np.repeat(x, [3, 2, 1]), np.repeat(T, [3, 2, 1]), most=3)
    assert grouped.actual.tolist() == spread.actual.tolist()
    assert grouped.expected == pytest.approx(spread.expected)


def test_without_a_holdout_all_weeks_are_judged() -> None:
    """A cut-off at the end judges the calibration; nothing bought leaves no percentage."""
    quiet = Activity(0, np.array([9] + [0] * 20), np.zeros(21, dtype=np.int64))
    found = track("BG/NBD", BG, quiet, 20)
    assert (found.calibration, found.mape, found.mape_weekly) == (3, None, None)
    assert (np.diff(found.expected) > 0).all()
    with pytest.raises(InputError, match="needs a week"):
        track("BG/NBD", BG, Activity(0, np.ones(6, dtype=np.int64), np.zeros(6, dtype=np.int64)), 3)
