"""Wider models in scores: what they say is what their own formulas say, and the plain models' where data speak so."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.race.worlds import WORLDS, simulate
from tests.orders.tables.cdnow_tables import AS_OF, duckdb_url
from tests.validation.test_backtest import cdnow_days
from xlclv.cli.program import xlclv
from xlclv.cli.score import refuse_without_money
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import UsageError
from xlclv.models import bg_nbd, log_normal
from xlclv.models.covariates import fit as covariates
from xlclv.models.likelihood.collapse import Rows, collapse
from xlclv.models.regular import cnbd
from xlclv.models.regular.gaps import gaps
from xlclv.orders.aggregates import of_orders
from xlclv.orders.definition import by_id
from xlclv.orders.each_order import log_gaps, log_values
from xlclv.orders.reading import Orders
from xlclv.orders.summary import summarise
from xlclv.orders.tables.reading import read_table
from xlclv.validation.backtest.baselines import Predicted
from xlclv.validation.backtest.cuts import Cut
from xlclv.validation.backtest.days import past
from xlclv.validation.backtest.rolling import backtest
from xlclv.validation.backtest.variants import VARIANTS, _own, logs
from xlclv.valuation import customers, variants
from xlclv.valuation.residual import discounted_orders
from xlclv.valuation.scoring import by_own_rates, score
from xlclv.valuation.settings import DEFAULTS


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return read_table(duckdb_url(tmp_path_factory.mktemp("variants")), "orders", as_of=AS_OF)


def world(name: str) -> tuple[Rows, dt.date, float]:
    """A simulated base as of its cut-off: histories, the day, and SUM ln(weeks between purchases)."""
    made = simulate(next(each for each in WORLDS if each.name == name), 2)
    known = past(made.days, made.cutoff)
    seen = made.days.day <= made.cutoff
    rows = collapse(known.frequency, known.recency, known.T, np.ones(len(known.who)))
    return rows, dt.date(1970, 1, 1) + dt.timedelta(made.cutoff), gaps(made.days.customer[seen], made.days.day[seen])[0]


def test_the_engine_counts_gaps_and_logarithms_as_we_do(cdnow: Orders) -> None:
    """The sum of ln(gaps), and customers' numbers, means and scatters of ln(value), are those of customer-days."""
    same_counts(cdnow)


def same_counts(cdnow: Orders) -> None:
    """The same, of CDNOW's orders in any engine."""
    days = cdnow_days()
    assert log_gaps(cdnow) == pytest.approx(gaps(days.customer[days.bought], days.day[days.bought])[0], rel=1e-12)
    found = log_values(cdnow).to_pyarrow()
    n, mean, scatter = logs(days, days.end)
    paid = n > 0
    for name, mine in (("told", n), ("mean_log", mean), ("scatter", scatter)):
        assert np.sort(found[name].to_numpy()) == pytest.approx(np.sort(mine[paid]), rel=1e-9, abs=1e-12), name


def test_regular_buyers_are_scored_by_their_own_formulas() -> None:
    """k is found; P(alive) and orders are cnbd's; discounted ones are the weeks' differences to 1e-5 of themselves."""
    rows, _, total = world("regular buyers, k = 3")
    found = variants.regular("BG/NBD", rows, total)
    assert "k = 3 of 4 tried" in found.sentence
    few = tuple(column[::97] for column in rows[:3])
    fitted = cnbd.fit("BG/NBD", *(column[rows.T > 0] for column in rows[:3]), total, weights=rows.customers[rows.T > 0])
    params = fitted.fit.params
    assert found.expected(52.0, *few) == pytest.approx(cnbd.expected_purchases("BG/NBD", params, 52.0, *few), rel=1e-12)
    edges = np.arange(53.0)
    each = np.array([found.expected(edge, *few) for edge in edges[1:]])
    weekly = np.diff(each, axis=0, prepend=0.0) * 1.1 ** -((edges[1:] - 0.5) / WEEKS_PER_YEAR)[:, None]
    assert found.discounted(0.1, 52.0, *few) == pytest.approx(weekly.sum(axis=0), rel=1e-5)
    assert found.discounted(0.0, 52.0, *few) == pytest.approx(each[-1], rel=1e-12)


def test_cohorts_have_rates_of_their_own_where_orders_say_so() -> None:
    """Where later customers buy less, each quarter is scored by its own parameters; where all are alike, by one."""
    rows, day, _ = world("cohorts that get worse")
    found, older = variants.by_cohort("BG/NBD", rows, day), rows.T > 0
    assert "cohorts by quarter" in found.sentence
    told = variants.cohorts(rows.T[older], rows.customers[older], day)
    own = np.searchsorted(told.begins, variants._quarters(rows.T, day), side="right") - 1
    every = np.eye(len(told.names))
    fitted = covariates.fit(
        "BG/NBD", *(column[older] for column in rows[:3]), every[own[older]][:, 1:], told.names[1:],
        weights=rows.customers[older], ridge=variants.RIDGE, tests=False,
    )  # fmt: skip
    i = int(np.flatnonzero(own == len(told.names) - 1)[5])
    one = tuple(column[i : i + 1] for column in rows[:3])
    mine = bg_nbd.expected_purchases(fitted.of(every[-1][1:]), 52.0, *one)
    assert found.expected(52.0, *one) == pytest.approx(mine, rel=1e-12)
    alike, day, _ = world("as the model says")
    same, older = variants.by_cohort("BG/NBD", alike, day), alike.T > 0
    plain = bg_nbd.fit(*(column[older] for column in alike[:3]), weights=alike.customers[older]).params
    assert same.p_alive(*alike[:3]) == pytest.approx(bg_nbd.p_alive(plain, *alike[:3]), rel=1e-12)


def test_wider_scores_come_from_the_engine_customer_by_customer(cdnow: Orders) -> None:
    """CDNOW buys at random, so regular buyers' numbers are the plain ones; log-normal spend is its closed form."""
    same_wider_scores(cdnow)


def same_wider_scores(cdnow: Orders) -> None:
    """The same, of CDNOW's orders in any engine."""
    known = of_orders(cdnow)
    fits, base = customers.fit_aggregates(known, "MBG/NBD"), summarise(cdnow)
    buying = variants.regular("MBG/NBD", known.histories, log_gaps(cdnow))
    told = logs(cdnow_days(), cdnow_days().end)
    heavy = variants.heavy_spend(*(column[told[0] > 0] for column in told))
    wider = variants.Wider(buying, heavy)
    found = by_id(score(cdnow, known, fits, DEFAULTS, wider=wider)).to_pyarrow()
    plain = customers.score(base, fits, DEFAULTS)
    assert found["p_alive"].to_numpy() == pytest.approx(plain.p_alive, rel=1e-9)
    assert found["expected_orders"].to_numpy() == pytest.approx(plain.expected_orders, rel=1e-9)
    weeks = DEFAULTS.horizon * WEEKS_PER_YEAR
    exact = discounted_orders("MBG/NBD", fits.purchases.params, 0.1, weeks, base.frequency, base.recency, base.T)
    assert found["discounted_orders"].to_numpy() == pytest.approx(exact, rel=1e-5)
    spent = found["expected_spend"].to_numpy()
    payers = log_values(cdnow).to_pyarrow().to_pylist()
    by_customer = {
        str(row["customer"]): log_normal.expected_spend(heavy, row["told"], row["mean_log"]) for row in payers
    }
    mean = log_normal.population_mean(heavy)
    assert spent == pytest.approx([float(by_customer.get(c, mean)) for c in found["customer"].to_pylist()], rel=1e-9)


def test_half_by_own_rates_keeps_the_total(cdnow: Orders) -> None:
    """Half of a customer's remaining value is the model's, half a share of the total by repeat money a week of age."""
    known = of_orders(cdnow)
    fits = customers.fit_aggregates(known, "BG/NBD")
    scored = score(cdnow, known, fits, DEFAULTS)
    found, plain = (by_id(table).to_pyarrow() for table in (by_own_rates(scored), scored))
    mine, theirs = (table["remaining"].to_numpy() for table in (plain, found))
    own = (plain["monetary_value"].to_numpy() * plain["frequency"].to_numpy()) / plain["T"].to_numpy()
    assert theirs == pytest.approx(0.5 * mine + 0.5 * mine.sum() * own / own.sum(), rel=1e-9)
    assert theirs.sum() == pytest.approx(mine.sum(), rel=1e-12)
    assert found.column_names == plain.column_names


def test_a_back_test_tries_the_variants_beside_their_model() -> None:
    """A trial each, without an interval; the plain model's are as they are alone."""
    days = cdnow_days()
    where = [Cut(days.begin + 300, (91,))]
    both, alone = backtest(days, ["BG/NBD"], where, wider=True), backtest(days, ["BG/NBD"], where)
    assert both.models == ("BG/NBD", *(f"BG/NBD, {name}" for name in VARIANTS))
    assert both.of("BG/NBD", 91) == alone.of("BG/NBD", 91)
    (half,), (plain,) = both.of("BG/NBD, half own rate", 91), both.of("BG/NBD", 91)
    assert half.money is not None
    assert plain.money is not None
    assert half.money.predicted == pytest.approx(plain.money.predicted, rel=1e-12)
    assert half.orders == plain.orders
    assert half.interval is None


def test_a_back_test_hands_out_by_own_rates_as_scores_do() -> None:
    """Half of the money by own rates, of which one below 0 counts as none; orders stay the model's."""
    money, days = np.array([-30.0, 20.0, 60.0]), np.full(3, 70.0)
    known = SimpleNamespace(frequency=np.array([1.0, 2.0, 1.0]), age=days, monetary_value=money)
    told = Predicted(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0]))
    plain: Any = SimpleNamespace(known=known, predict=lambda ahead: told)
    found = _own(cdnow_days(), plain)(91)
    assert found.orders is told.orders
    assert found.money == pytest.approx([5.0, 10 + 0.5 * 60 * 0.4, 15 + 0.5 * 60 * 0.6])


def test_money_is_asked_for_before_anything_is_fitted() -> None:
    """Orders that were counted alone: --own-rates and log-normal spend are refused as soon as they are read."""
    counted: Any = SimpleNamespace(money=False)
    refuse_without_money(counted, {"spend": "gamma-gamma", "own_rates": False})
    for options in ({"spend": "log-normal", "own_rates": False}, {"spend": "gamma-gamma", "own_rates": True}):
        with pytest.raises(UsageError, match="needs money, which these orders do not have"):
            refuse_without_money(counted, options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--regularity --cohorts", "give one of them"),
        ("--cohorts --ranges", "cannot go with --ranges"),
        ("--own-rates --ranges", "--own-rates cannot go with --ranges"),
        ("--spend log-normal --model auto", "cannot go with --model auto"),
        ("--regularity --model Pareto/NBD", "--regularity is built for BG/NBD and MBG/NBD"),
    ],
)
def test_what_cannot_go_together_is_refused_before_anything_is_read(options: str, words: str) -> None:
    """A usage error that names both options; the file that is not there is never missed."""
    done = CliRunner().invoke(xlclv, ["score", "none.csv", "--to", "s.csv", *options.split()], standalone_mode=False)
    assert isinstance(done.exception, UsageError)
    assert words in str(done.exception)
