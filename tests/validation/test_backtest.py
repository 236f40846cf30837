"""The rolling back-test: nothing after the cut-off is known before it, and what it says is what came."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.race.worlds import WORLDS, simulate
from tests.validation.cdnow_orders import CUTOFF, END, halves, lists, read_back
from xlclv import report
from xlclv.cli.program import xlclv
from xlclv.cli.show import as_json
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import InputError
from xlclv.models import by_name, gamma_gamma
from xlclv.orders import ranges
from xlclv.orders.aggregates import of_orders as of_aggregates
from xlclv.validation import oddities
from xlclv.validation.backtest.baselines import RULES
from xlclv.validation.backtest.cuts import Cut, cuts, few_cuts
from xlclv.validation.backtest.days import Days, day_table, of_orders, past, until
from xlclv.validation.backtest.judging import Nearness, Trial
from xlclv.validation.backtest.rolling import Backtest, backtest
from xlclv.validation.backtest.short import model_error, widened
from xlclv.validation.backtest.verdict import notes, rows, sentence
from xlclv.valuation.customers import fit_aggregates
from xlclv.valuation.intervals import Interval
from xlclv.valuation.residual import residual_clv

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(-500, 2000)), min_size=1, max_size=60)
HALF = 273


@cache
def cdnow_days() -> Days:
    merged = ranges.customer_days(*lists())
    return day_table(merged.customer, merged.day, np.rint(merged.amount * 100), merged.bought, 2, END)


@cache
def cdnow_half() -> Backtest:
    return backtest(cdnow_days(), ["BG/NBD"], [Cut(CUTOFF, (HALF,))])


def test_a_file_has_the_days_of_its_lists(tmp_path: Path) -> None:
    """Customer-days fetched from the engine are those of the plain arrays, whatever order the engine hands them in."""
    found, mine = of_orders(read_back(tmp_path)), cdnow_days()
    wanted = past(mine, CUTOFF)
    theirs = past(found, CUTOFF)
    assert (found.begin, found.end) == (mine.begin, mine.end)
    for name in ("frequency", "recency", "T", "monetary_value"):
        columns = (np.sort(getattr(known, name)) for known in (wanted, theirs))
        assert next(columns) == pytest.approx(next(columns), rel=1e-12), name


def test_a_past_day_is_known_as_the_holdout_knows_it() -> None:
    """Histories as of the cut-off, and orders and money after it, are those of the published split."""
    known, split = past(cdnow_days(), CUTOFF), halves()
    for name in ("frequency", "recency", "T", "monetary_value"):
        assert getattr(known, name) == pytest.approx(getattr(split, name), rel=1e-12), name
    orders, money = cdnow_days().between(CUTOFF, END)
    assert orders[known.who].tolist() == split.holdout_frequency.tolist()
    assert money[known.who] == pytest.approx(split.holdout_spend, rel=1e-12)


def test_the_published_holdout_in_orders_and_money() -> None:
    """BG/NBD on the CDNOW sample: the sums of expected orders, and of those times expected spend, are the trial's."""
    split, trial = halves(), cdnow_half().of("BG/NBD", HALF)[0]
    fit, spend = by_name("BG/NBD").fit(split.frequency, split.recency, split.T), gamma_gamma.fit(
        split.frequency, split.monetary_value
    )  # fmt: skip
    assert fit.params is not None
    assert spend.params is not None
    orders = by_name("BG/NBD").expected_purchases(fit.params, 39, split.frequency, split.recency, split.T)
    money = orders * gamma_gamma.expected_spend(spend.params, split.frequency, split.monetary_value)
    assert trial.orders is not None
    assert trial.money is not None
    assert trial.orders.predicted == pytest.approx(orders.sum(), rel=1e-9)
    assert trial.money.predicted == pytest.approx(money.sum(), rel=1e-6)  # spend is fitted from moments
    assert trial.orders.came == split.holdout_frequency.sum()
    assert trial.money.came == pytest.approx(split.holdout_spend.sum(), rel=1e-12)


@given(ROWS, st.integers(5, 35), st.integers(1, 15))
@settings(max_examples=60, deadline=None)
def test_no_rule_and_no_history_sees_the_future(orders: list[tuple[int, int, int]], cutoff: int, ahead: int) -> None:
    """Whatever comes after a cut-off, what was known and what every easy rule predicted stay the same."""
    orders = [*((who, who, 500) for who in range(3)), *orders]  # three known at every cut-off, as the rules need
    seen = [row for row in orders if row[1] <= cutoff]
    both = [_days(part, 60) for part in (seen, orders)]
    known = [past(days, cutoff) for days in both]
    assert known[0].frequency.tolist() == known[1].frequency.tolist()
    assert known[0].spent == pytest.approx(known[1].spent, abs=1e-9)
    for name, rule in RULES.items():
        told = [rule(days, own, ahead) for days, own in zip(both, known, strict=True)]
        assert (told[0] is None) == (told[1] is None), name
        if told[0] is not None and told[1] is not None:
            for a, b in zip(told[0], told[1], strict=True):
                assert a == pytest.approx(b, abs=1e-9), name


@given(st.integers(0, 2000), st.integers(1, 12))
def test_every_cut_leaves_what_it_needs(length: int, most: int) -> None:
    """Cut-offs rise, are as many as asked at most, and every stretch judged ends within what is known.

    Half of the history or a year lies before each.
    """
    for found in (cuts(0, length, most), few_cuts(0, length, 1000.0)):
        days = [cut.day for cut in found]
        assert days == sorted(set(days))
        assert len(days) <= max(most, 2)
        assert all(cut.horizons and cut.day + cut.horizons[-1] <= length for cut in found)
        assert all(cut.day + 1 >= min((length + 1) // 2, 364) for cut in found)


def test_repeating_the_last_period_is_what_it_says() -> None:
    """Of a shop that sells the same each month to the same people, repeating predicts every cent, and wins."""
    customers, months = 40, 30
    rows_ = [(who, 28 * month + who % 7, 1000 + 100 * who) for who in range(customers) for month in range(months)]
    found = backtest(_days(rows_, 28 * months), ["BG/NBD"], [Cut(28 * 20, (182,))])
    trial = found.of("last year again", 182)[0]
    assert trial.money is not None
    assert trial.money.spearman is not None
    assert trial.money.spearman > 0.9
    period = {row.method: row for row in rows(found, 182)}
    assert period["last period again"].miss is not None
    assert period["last period again"].miss < 0.12


def test_bad_forecasts_are_said() -> None:
    """A shop that stops selling on the cut-off: the notes name the bias and the failed interval."""
    split = cdnow_days()
    stopped = Days(
        split.customer[split.day <= CUTOFF],
        split.day[split.day <= CUTOFF],
        split.amount[split.day <= CUTOFF],
        split.bought[split.day <= CUTOFF],
        split.first,
        2,
        END,
    )
    some = np.append(stopped.day, CUTOFF + 30), np.append(stopped.customer, stopped.customer[0])
    days = day_table(some[1], some[0], np.append(stopped.amount, 5000.0), np.append(stopped.bought, True), 2, END)
    found = backtest(days, ["BG/NBD"], [Cut(CUTOFF, (HALF,))])
    said = " ".join(notes(found, "BG/NBD", HALF))
    assert "times the money that came over 273 days" in said
    assert "at 0 of 1 cut-offs" in said
    assert "missed the money of known customers" in sentence(found, "BG/NBD", HALF)


def test_a_rule_that_is_nearer_is_named() -> None:
    """Of the rules that came nearer in total or ranked better, the one that did most so is named, with both figures."""

    def trial(method: str, predicted: float, ranked: float) -> Trial:
        near = Nearness(predicted, 100.0, predicted / 100 - 1, 1.0, ranked, 0.5)
        return Trial(method, method == "BG/NBD", 500, 91, 50, near, near)

    trials = (trial("BG/NBD", 75, 0.4), trial("own repeat rate", 85, 0.45), trial("last period again", 105, 0.41))
    found = Backtest(0, 600, (Cut(500, (91,)),), trials)
    assert notes(found, "BG/NBD", 91) == (
        "back-test: BG/NBD predicted 25% too little money (orders -25%) over a quarter; expect more than the report "
        "says, or shorten --horizon",
        "back-test: last period again was closer in total over a quarter: off by 5% where BG/NBD was by 25%; compare "
        "it with the report before a budget rests on either",
        "back-test: own repeat rate ranked customers better over a quarter: Spearman 0.45 where BG/NBD has 0.40; a "
        "list of whom to call may rather follow it",
    )
    assert sentence(found, "BG/NBD", 91) == (
        "Over a quarter, at 1 cut-off, BG/NBD missed the money of known customers by 25% on average; "
        "last period again: 5% (last period again was closer)"
    )


def test_a_model_that_cannot_be_fitted_has_its_reason() -> None:
    """A cut-off before which nobody bought twice keeps its rules, and says why there is no model."""
    found = backtest(_days([(who, who % 30, 500) for who in range(60)] + [(1, 70, 500)], 90), ["BG/NBD"])
    refused = [trial for trial in found.trials if trial.is_model]
    assert refused
    assert all(trial.money is None and trial.refusal for trial in refused)
    assert "could not be fitted as of any past day" in notes(found, "BG/NBD", found.horizons[-1])[0]


def test_too_short_a_history_is_refused() -> None:
    """One line says how long the orders are and how long they have to be."""
    with pytest.raises(InputError, match="span 31 days; a back-test needs at least 56"):
        backtest(_days([(1, 0, 5), (2, 30, 5)], 30))


def test_the_command_prints_tables_and_json(tmp_path: Path) -> None:
    """The table and the JSON are of the same trials; the JSON has every one of them."""
    read_back(tmp_path)
    orders = str(tmp_path / "cdnow.csv")
    shown = CliRunner().invoke(xlclv, ["backtest", orders, "--model", "bg/nbd", "--cuts", "2"])
    assert shown.exit_code == 0, shown.output
    assert "A quarter ahead (91 days)" in shown.output
    plain = CliRunner().invoke(xlclv, ["backtest", orders, "--model", "BG/NBD", "--cuts", "2", "--json"])
    found = json.loads(plain.stdout)
    assert len(found["cutoffs"]) == 2
    tried = [trial for trial in found["trials"] if trial["method"] == "BG/NBD" and trial["days_ahead"] == 91]
    row = next(row for row in found["summary"] if row["method"] == "BG/NBD" and row["days_ahead"] == 91)
    sums = [sum(trial["money"][name] for trial in tried) for name in ("predicted", "came")]
    assert row["bias_money"] == pytest.approx(sums[0] / sums[1] - 1)
    assert row["interval_held"] == sum(trial["interval"]["held"] for trial in tried)


def _days(rows_: list[tuple[int, int, int]], end: int) -> Days:
    """Days of customer, day, cents, merged."""
    merged = ranges.customer_days(
        [row[0] for row in rows_], np.array([row[1] for row in rows_]), np.array([row[2] / 100 for row in rows_])
    )
    return day_table(merged.customer, merged.day, np.rint(merged.amount * 100), merged.bought, 2, end)


def test_the_models_error_is_what_parameters_and_chance_leave() -> None:
    """Errors no larger than the interval allows for leave nothing; larger ones their excess, whatever their sign."""

    def trial(cutoff: int, error: float) -> Trial:
        near = Nearness(100.0, 100.0 * np.exp(error), 0.0, 1.0, 0.5, 0.5)
        return Trial("BG/NBD", True, cutoff, 91, 50, near, near, Interval(70.0, 100.0, 140.0, 0.3, 0.8))

    def found(*errors: float) -> Backtest:
        where = tuple(Cut(300 + 50 * i, (91,)) for i in range(len(errors)))
        return Backtest(0, 482, where, tuple(trial(cut.day, e) for cut, e in zip(where, errors, strict=True)))

    assert model_error(None, "BG/NBD") is None
    assert model_error(found(0.2, -0.3), "BG/NBD") == (0.0, 91, 2, 2, 0.0)
    leaning = model_error(found(-0.5, -0.5), "BG/NBD")  # too much both times, all but what chance explains
    assert leaning is not None
    assert leaning.lean == pytest.approx(-0.5 * 0.16 / 0.25)
    moved = model_error(found(-0.5, -0.5), "BG/NBD", level=0.7)  # values have been moved by it
    assert moved == leaning._replace(lean=0.0)
    lost = [model_error(found(0.1, error), "BG/NBD") for error in (np.log(10.0), 17.0, 600.0)]
    assert lost[1] == lost[2]  # a forecast of next to nothing was no guide: it counts as ten times too little
    assert lost[0] == pytest.approx(lost[1], rel=1e-12)
    wide = model_error(found(0.5, -0.5), "BG/NBD")
    assert wide is not None
    assert wide.size == pytest.approx(0.4)
    plain = Interval(70.0, 100.0, 140.0, 0.3, 0.8)
    usual = widened(plain, wide._replace(size=0.0), wide.ahead)  # what shops in general show is known of every shop
    assert plain.high < usual.high < plain.high * 1.05
    sure = widened(plain, wide._replace(size=0.0, separate=1000), wide.ahead)
    assert sure.high == pytest.approx(plain.high, rel=1e-4)
    more = widened(plain, wide, wide.ahead)
    assert widened(plain, wide, wide.ahead / 3).high == more.high  # no surer over less than was tried
    one_sided = widened(plain, wide._replace(lean=0.2), wide.ahead)
    assert (one_sided.low, one_sided.high) == pytest.approx((more.low, more.high * np.exp(0.1)), rel=1e-12)
    later = widened(plain, wide, 4 * wide.ahead)  # twice the error over four times the days
    assert later.high == pytest.approx(widened(plain, wide._replace(size=2 * wide.size), wide.ahead).high, rel=1e-12)
    assert more.low < plain.low < plain.high < more.high
    assert more.low * more.high == pytest.approx(plain.low * plain.high)  # the middle stays


def test_a_report_says_what_its_back_test_found(tmp_path: Path) -> None:
    """The CDNOW sample: interval of what will come holds the model's error; JSON has the trials."""
    orders = read_back(tmp_path)
    made = report.build(orders, horizon=1)
    assert made.backtest is not None
    assert made.model_error is not None
    assert made.outcome is not None
    assert made.equity is not None
    assert {trial.method for trial in made.backtest.trials if trial.is_model} == {made.model.name}
    assert made.model_error.size > 0
    assert made.outcome.low < made.equity.low < made.equity.high < made.outcome.high
    assert set(notes(made.backtest, made.model.name, made.backtest.horizons[-1])) <= set(made.cautions)
    plain = as_json(made)
    assert plain["model_error"]["cuts"] == len(plain["backtest"]["cutoffs"])


def test_a_contract_business_is_known_by_its_orders() -> None:
    """The same price every 30 days is said to be contracts; prices or days that vary are not."""
    rng = np.random.default_rng(5)
    fixed = [(who, 30 * month + who % 5, 999) for who in range(30) for month in range(3 + who % 20)]
    assert "as contracts do" in " ".join(oddities.notes(_days(fixed, 700)))
    varied = [(who, day, int(rng.integers(500, 5000))) for who, day, _ in fixed]
    assert oddities.notes(_days(varied, 700)) == ()


def test_a_trend_in_order_values_is_told_by_its_size() -> None:
    """Order values that rise 25% a year are said to; values that do not move are left in peace."""
    rng = np.random.default_rng(6)
    days = [(who, int(day)) for who in range(80) for day in np.unique(rng.integers(0, 1096, 12))]
    rising = [(who, day, round(5000 * 1.25 ** (day / 365.25) * rng.lognormal(0, 0.2))) for who, day in days]
    still = [(who, day, round(5000 * rng.lognormal(0, 0.2))) for who, day in days]
    said = oddities.notes(_days(rising, 1096))
    assert len(said) == 1
    assert "have risen by 2" in said[0]
    assert oddities.notes(_days(still, 1096)) == ()


def test_a_file_cut_off_cohorts_that_change_and_a_giant_are_told() -> None:
    """Each world gets its note and no other; the true one gets none."""
    found = {world.name: [oddities.notes(until(*simulate(world, seed))) for seed in (1, 2)] for world in WORLDS}
    assert found["as the model says"] == [(), ()]
    for name, words in (("file begins in mid-business", "are new in the first 30 days"),
                        ("cohorts that get worse", "came later buy less"),
                        ("monthly payments of fixed price", "xlclv contracts FILES --payments"),
                        ("regular buyers, k = 3", "more regular intervals than at random"),
                        ("prices +10% a year", "order values of the same customers have risen")):  # fmt: skip
        assert all(sum(words in note for note in said) == 1 for said in found[name]), name
    one = [(0, 30 * i, 90_000) for i in range(9)] + [(who, 5 * who % 240, 1000) for who in range(1, 400)]
    assert any("one customer has 67% of all sales" in note for note in oddities.notes(_days(one, 300)))


def test_a_customer_yet_to_be_won_is_the_mean_first_order_and_the_model(tmp_path: Path) -> None:
    """First order: the mean of all first purchase days; what follows: the value of a history of nothing at age 0."""
    orders = read_back(tmp_path)
    found = report.build(orders, horizon=1, model="BG/NBD").new_customer
    days = of_orders(orders)
    opening = np.bincount(days.customer, days.amount * (days.day == days.first[days.customer])) / 100
    assert found is not None
    assert found.first_order == pytest.approx(opening.mean(), rel=1e-9)
    fits = fit_aggregates(of_aggregates(orders), "BG/NBD")
    following = residual_clv("BG/NBD", fits.purchases.params, fits.spend.params, 0.1, WEEKS_PER_YEAR, 0, 0, 0, 0)
    assert found.following == pytest.approx(float(following), rel=1e-6)
    assert found.total.value == pytest.approx(found.first_order + found.following, rel=1e-12)
    assert found.total.low < found.total.value < found.total.high
