"""Columns that tell customers apart as covariates: each level's own numbers, and nothing that only later days tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from xlclv.cli.program import xlclv
from xlclv.errors import InputError
from xlclv.models import by_name, gamma_gamma
from xlclv.models.likelihood.collapse import Ints
from xlclv.simulation import World, orders
from xlclv.validation.backtest.cuts import Cut
from xlclv.validation.backtest.days import Days, day_table, past, until
from xlclv.validation.backtest.rolling import backtest
from xlclv.validation.backtest.told import Told
from xlclv.valuation.by_levels import FEW, ByLevels, Column, by_levels
from xlclv.valuation.customers import orders_seen
from xlclv.valuation.residual import discounted_orders

SIZE, AHEAD = 700, 250


@pytest.fixture(scope="module")
def shop() -> tuple[Days, Ints]:
    """Customers of the channels Web (two of three) and Shop, who buy a third as often; and their channels."""
    many, few = orders(SIZE, World(), seed=3), orders(SIZE // 2, World(alpha=3 * World().alpha), seed=4)
    who = np.concatenate([many.customer, few.customer + SIZE])
    day, cents = (np.concatenate([getattr(many, name), getattr(few, name)]) for name in ("day", "cents"))
    span = int(day.max()) + 1
    key, which = np.unique(who * span + day, return_inverse=True)
    bought = np.ones(len(key), dtype=bool)
    money = np.bincount(which, cents.astype(float)).astype(np.float64)
    return day_table(key // span, key % span, money, bought, 2, span - 1), (np.arange(SIZE + SIZE // 2) >= SIZE).astype(
        np.int64
    )


@pytest.fixture(scope="module")
def found(shop: tuple[Days, Ints]) -> tuple[ByLevels, tuple[np.ndarray, ...]]:
    known = past(shop[0], shop[0].end)
    history = known.frequency, known.recency, known.T
    column = Column("Channel", ("Web", "Shop"), shop[1][known.who])
    return by_levels("BG/NBD", *history, [column], (known.frequency, known.monetary_value)), history


def test_a_level_that_buys_less_is_told_and_valued_by_its_own(found: tuple[ByLevels, tuple[np.ndarray, ...]]) -> None:
    """The coefficient is ln(1/3) within its error, the test clear; each customer has the numbers of the own level."""
    told, (x, t_x, T) = found
    assert told.used
    assert told.commonest == (("Channel", "Web"),)
    (effect,), (test,) = told.effects, told.tests
    value, error = effect.purchase
    assert error is not None
    assert abs(value - np.log(1 / 3)) < 3 * error
    assert (test.column, test.freedom) == ("Channel", 2)
    assert test.p < 1e-6
    assert effect.spend is not None
    assert abs(effect.spend[0]) < 0.25
    kernel = by_name("BG/NBD")
    alive, ahead = told.p_alive(x, t_x, T), told.expected(26.0, x, t_x, T)
    discounted = told.discounted(0.1, 52.0, x, t_x, T)
    for i in (0, 5, len(x) - 1):
        own = told.params[told.which[i]]
        assert alive[i] == pytest.approx(kernel.p_alive(own, x[i], t_x[i], T[i]), rel=1e-12)
        assert ahead[i] == pytest.approx(kernel.expected_purchases(own, 26.0, x[i], t_x[i], T[i]), rel=1e-12)
        assert discounted[i] == pytest.approx(
            discounted_orders("BG/NBD", own, 0.1, 52.0, x[i], t_x[i], T[i]), rel=1e-12
        )
    plain = np.full(len(x), 7.0)
    worth = told.order_value(x, np.full(len(x), 30.0), plain)
    if told.spend is None:
        assert (worth == plain).all()
    else:
        assert worth[0] == pytest.approx(gamma_gamma.expected_spend(told.spend[told.which[0]], x[0], 30.0), rel=1e-12)


def test_levels_of_chance_move_nobody_and_thin_ones_go_together(shop: tuple[Days, Ints]) -> None:
    """A column dealt by lot is not used, as Akaike's criterion has it; levels of a few customers are one."""
    known = past(shop[0], shop[0].end)
    history = known.frequency, known.recency, known.T
    lot = np.random.default_rng(5).integers(0, 3, len(known.who))
    lot[:6] = [3, 3, 4, 4, 5, 5]
    told = by_levels("BG/NBD", *history, [Column("Lot", ("a", "b", "c", "d", "e", "f"), lot)])
    assert not told.used
    assert len(set(map(str, told.params))) == 1
    assert [one.level for one in told.effects][-1] == FEW
    assert told.effects[-1].customers == 6
    with pytest.raises(InputError, match="Lot: fewer than two levels, those of under 20"):
        by_levels("BG/NBD", *history, [Column("Lot", ("a",), np.zeros(len(known.who), dtype=np.int64))])


def test_refunds_beyond_purchases_are_no_evidence_of_order_values(shop: tuple[Days, Ints]) -> None:
    """Customers who got more back than they bought are left out of that fit, as out of the plain one."""
    known = past(shop[0], shop[0].end)
    history, column = (known.frequency, known.recency, known.T), Column("Channel", ("Web", "Shop"), shop[1][known.who])
    mean = known.monetary_value.copy()
    mean[np.flatnonzero(known.frequency > 0)[:12]] = -5.0
    told = by_levels("BG/NBD", *history, [column], orders_seen(False, known.frequency, mean, mean))
    assert told.spend_aic is not None
    assert told.spend_aic[1] == pytest.approx(gamma_gamma.fit(known.frequency, mean.clip(0.0)).aic, rel=1e-9)


def test_a_level_called_as_we_call_the_few_stays_apart(shop: tuple[Days, Ints]) -> None:
    """Both are told, with coefficients of their own."""
    known = past(shop[0], shop[0].end)
    lot = np.random.default_rng(5).integers(0, 2, len(known.who))
    lot[:7] = 2
    told = by_levels("BG/NBD", known.frequency, known.recency, known.T, [Column("Lot", ("a", FEW, "c"), lot)])
    assert {one.level for one in told.effects} <= {"a", FEW, f"({FEW})"}
    assert len({one.purchase for one in told.effects}) == len(told.effects) == 2
    assert told.tests[0].freedom == 4


def test_the_back_test_knows_no_level_before_its_day(shop: tuple[Days, Ints]) -> None:
    """Customers who come later, and what their first orders say, change nothing that was forecast before they came."""
    days, channel = shop
    cut = Cut(days.end - AHEAD, (AHEAD,))
    later = days.first > cut.day
    assert later.any()
    age = np.where(later, 90, 20 + 10 * channel)  # numbers, whose classes later ones would move
    texts = tuple(str(number) for number in range(100))
    one, other = (Told("Age", texts, of.astype(np.int64)) for of in (age, np.where(later, 5, age)))
    first, second = (backtest(days, ["BG/NBD"], [cut], wider=True, told=[told]) for told in (one, other))
    mine = [t for t in first.trials if t.method == "BG/NBD, covariates of --by"]
    assert len(mine) == 1
    assert mine == [t for t in second.trials if t.method == mine[0].method]
    assert mine[0].money is not None
    known = past(until(days, cut.day), cut.day)
    assert mine[0].money.predicted > 0
    assert mine[0].customers == len(known.who)
    assert set(one.known(known.who).labels) == {"20", "30"}


def test_scores_by_the_levels_of_by(shop: tuple[Days, Ints], tmp_path: Path) -> None:
    """`xlclv score --covariates` writes the level's own numbers, and says what each column tells; what cannot go with
    it is refused by name."""
    days, channel = shop
    lines = [
        f"C{who:04},{np.datetime64('2024-01-01') + day},{amount / 100:.2f},{('Web', 'Shop')[channel[who]]}"
        for who, day, amount in zip(days.customer.tolist(), days.day.tolist(), days.amount.tolist(), strict=True)
    ]
    (tmp_path / "a.csv").write_text("\n".join(["customer,date,amount,Channel", *lines]) + "\n", encoding="utf-8")

    def run(*more: str) -> str:
        words = ["score", str(tmp_path / "a.csv"), "--to", str(tmp_path / "a.parquet"), *more]
        done = CliRunner().invoke(xlclv, words, standalone_mode=False)
        return str(done.exception) if done.exception else done.output

    said = run("--by", "Channel", "--covariates")
    assert "Channel: likelihood ratio " in said
    assert "beside Web: buys 0." in said
    rows = pq.read_table(tmp_path / "a.parquet").sort_by("customer").to_pydict()
    known = past(days, days.end)
    told = by_levels("BG/NBD", known.frequency, known.recency, known.T, [Column("Channel", ("Web", "Shop"), channel)])
    assert rows["p_alive"] == pytest.approx(told.p_alive(known.frequency, known.recency, known.T), rel=1e-6)
    assert rows["residual_clv"] == pytest.approx(
        np.array(rows["expected_spend"]) * np.array(rows["discounted_orders"]), rel=1e-9
    )
    assert "takes the columns of --by" in run("--covariates")
    assert "which only later orders tell" in run("--covariates", "--by", "last:Channel")
    assert "--covariates cannot go with --own-rates" in run("--covariates", "--by", "Channel", "--own-rates")
    assert "--covariates cannot go with --model auto" in run("--covariates", "--by", "Channel", "--model", "auto")
