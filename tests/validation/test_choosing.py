"""The choice by past days: shapes are judged at the total that came, levels move by what is no chance."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.race.worlds import WORLDS, Base, simulate
from xlclv.models.season.clock import STEADY
from xlclv.orders.aggregates import of_histories
from xlclv.validation.automatic import chosen
from xlclv.validation.backtest.choosing import METHODS, OWN_RATE, Level, Method, Shape, decide, level, shapes
from xlclv.validation.backtest.cuts import Cut, few_cuts
from xlclv.validation.backtest.days import Days, past, until
from xlclv.validation.backtest.judging import Nearness, Trial
from xlclv.validation.backtest.modelled import Fitted, fitted
from xlclv.validation.backtest.short import Looked
from xlclv.validation.backtest.why import UNASKED, Why, by_past_days
from xlclv.valuation.intervals import Interval


@cache
def plain() -> Base:
    return simulate(WORLDS[0], 1)


@cache
def days() -> Days:
    return until(plain().days, plain().cutoff)


@cache
def today() -> Fitted:
    return fitted("BG/NBD", past(days(), days().end))


def _trial(predicted: float, came: float, error: float) -> Trial:
    near = Nearness(predicted, came, predicted / came - 1, 1.0, 0.5, 0.5)
    return Trial("BG/NBD", True, days().end - 364, 364, 9, near, near, Interval(1, predicted, 9, error, 0.8))


def test_a_shape_is_what_is_left_at_the_total_that_came() -> None:
    """Mean size of customers' errors as a share of all money, the forecast scaled to what came: worked out here."""
    cut = few_cuts(days().begin, days().end, 364)[-1]
    known = past(days(), cut.day)
    told = fitted("BG/NBD", known).predict(364).money
    came = days().between(cut.day, cut.day + 364)[1][known.who]
    wanted = np.abs(told * came.sum() / told.sum() - came).mean() / came.mean()
    found = shapes(days(), [cut], [Method("BG/NBD")])[0]
    assert found.off == pytest.approx((wanted,), rel=1e-12)


def test_a_miss_within_chance_moves_nothing_and_one_beyond_it_moves_values() -> None:
    """An error no larger than its own chance leaves 1; one far beyond it: 3/4 of it and 1/4 of the way to own rates."""
    assert level(days(), today(), [_trial(90.0, 100.0, 0.2), _trial(108.0, 100.0, 0.2)]).factor == 1.0
    found = level(days(), today(), [_trial(80.0, 100.0, 1e-6)])
    wanted = math.exp((1 - OWN_RATE) * math.log(100 / 80) + OWN_RATE * found.rate)
    assert found.factor == pytest.approx(wanted, rel=1e-9)
    assert level(days(), today(), []).factor == 1.0
    fits = today().fits
    assert fits is not None
    seasonal = replace(today(), fits=replace(fits, clock=replace(STEADY)))
    assert level(days(), seasonal, [_trial(80.0, 100.0, 1e-6)]).factor == 1.0  # a season is no level
    assert level(days(), today(), [_trial(1.0, 900.0, 1e-6)]).factor == 2.0


def test_the_decision_is_made_from_the_past_alone_and_says_what_it_took() -> None:
    """What comes after the last day known changes nothing; the sentence begins with the method; AIC breaks ties."""
    few = few_cuts(days().begin, days().end, 182, 1)
    aic = {"BG/NBD": 100.0, "MBG/NBD": 90.0}
    found = decide(days(), few, aic)
    assert found is not None
    assert found.method.model == "MBG/NBD"
    assert found.why.sentence.startswith(f"{found.method.words} is used")
    assert {shape.method.model for shape in found.shapes} == set(aic)
    assert 0.5 < found.level.factor < 2.0
    again = decide(until(plain().days, days().end), few, aic)
    assert again is not None
    assert again.level == found.level


def test_without_past_days_the_likeliest_model_is_taken() -> None:
    """No room for a back-test: the lowest AIC decides, at level 1, as the sentence says; a model asked for is taken."""
    known = today().known
    rows = of_histories(known.frequency, known.recency, known.T, known.monetary_value, 7.0).known
    found = chosen("auto", rows, None, Looked())
    assert found.level == 1.0
    assert "AIC" in found.why.details
    why = "of 3 models it makes these orders likeliest (too little was known on past days to try them)"
    assert found.why.sentence == f"{found.model} is used: {why}."
    best = min((c for c in found.candidates if c.aic is not None), key=lambda c: c.aic or 0.0)
    assert found.model == best.name
    assert chosen("MBG/NBD", rows, None, Looked()) == ("MBG/NBD", False, 1.0, UNASKED, (), None)
    assert decide(days(), (), {"BG/NBD": 1.0}) is None
    assert decide(days(), [Cut(days().begin, (30,))], {"BG/NBD": 1.0}) is None
    assert METHODS[0] == Method("BG/NBD", False)


def test_why_is_told_in_plain_words() -> None:
    """Page 1 has a few words, the terminal two sentences, the sheet Method the figures; a level within 0.5% is none."""
    chosen, other = Shape(Method("BG/NBD"), (1.02,)), Shape(Method("MBG/NBD"), (1.03, 1.05))
    near = by_past_days(chosen, [chosen, other], Level(1.08, -0.1, 0.9, 0.0), 2, OWN_RATE)
    assert near.brief == "the nearest on past days, values times 1.08"
    assert near.sentence == (
        "BG/NBD is used: on 2 past days it came nearest of 2 methods to what each customer then brought. Values are "
        "raised by 8%, as its misses then and customers' recent orders suggest."
    )
    assert "BG/NBD 102.0%; MBG/NBD 104.0%" in near.details
    assert "it predicted 10% too little" in near.details
    still = by_past_days(other, [other, chosen], Level(1.0, 0.0, 0.0, 0.0), 1, OWN_RATE)
    assert still.brief == "none clearly nearer on past days"
    assert still.sentence == (
        "MBG/NBD is used: on 1 past day BG/NBD did not come clearly nearer to what each customer then brought."
    )
    alone = by_past_days(chosen, [chosen], Level(0.7, 0.4, 1.0, 0.0), 1, OWN_RATE)
    assert alone == Why(
        "as past days had it, values times 0.70",
        "BG/NBD is used, the only method that could be tried on 1 past day. Values are lowered by 30%, as its misses "
        "then and customers' recent orders suggest.",
        alone.details,
    )
