"""Scores computed by the engine that holds the orders are those computed here, customer by customer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.orders.tables.cdnow_tables import AS_OF, duckdb_url
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import MODULES, gamma_gamma
from xlclv.orders.aggregates import Aggregates, of_orders, of_summary
from xlclv.orders.definition import by_id
from xlclv.orders.reading import Orders
from xlclv.orders.summary import summarise
from xlclv.orders.tables.reading import read_table
from xlclv.valuation import customers
from xlclv.valuation.histories import worth
from xlclv.valuation.predictive import money_shares, order_interval
from xlclv.valuation.scoring import at_margin, score, without_money
from xlclv.valuation.settings import DEFAULTS

COLUMNS = ("p_alive", "expected_orders", "expected_spend", "discounted_orders")


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return read_table(duckdb_url(tmp_path_factory.mktemp("scores")), "orders", as_of=AS_OF)


def same_scores(orders: Orders, model: str, first: bool = False, level: float = 1.0) -> None:
    """Fits from the engine's sums are those from customers; scores agree to 1e-12, customer by customer."""
    base, known = summarise(orders), of_orders(orders, first=first)
    fits = replace(customers.fit_aggregates(known, model), level=level)
    mine = customers.fit_aggregates(of_summary(base, first), model)
    for ours, theirs in ((fits.purchases, mine.purchases), (fits.spend, mine.spend)):
        for name in ours.params.__slots__:
            assert getattr(ours.params, name) == pytest.approx(getattr(theirs.params, name), rel=1e-12)
    wanted = customers.score(base, fits, DEFAULTS)
    found = by_id(score(orders, known, fits, DEFAULTS)).to_pyarrow()
    assert found["customer"].to_pylist() == base.id
    for name in COLUMNS:
        np.testing.assert_allclose(found[name].to_numpy(), getattr(wanted, name), rtol=1e-12, atol=0, err_msg=name)
    for name in ("recency", "T", "monetary_value"):
        np.testing.assert_allclose(found[name].to_numpy(), getattr(base, name), rtol=1e-15, atol=0, err_msg=name)
    np.testing.assert_allclose(found["remaining"].to_numpy(), wanted.remaining, rtol=1e-12)
    shown = by_id(at_margin(score(orders, known, fits, DEFAULTS), 0.4)).to_pyarrow()
    np.testing.assert_allclose(shown["residual_clv"].to_numpy(), 0.4 * wanted.remaining, rtol=1e-12)
    np.testing.assert_allclose(shown["realised"].to_numpy(), 0.4 * base.realised, rtol=1e-15)


@pytest.mark.parametrize("model", MODULES)
def test_the_engines_scores_are_ours(model: str, cdnow: Orders) -> None:
    """BG/NBD and MBG/NBD through a small table and closed forms, Pareto/NBD through distinct histories."""
    same_scores(cdnow, model)


def test_first_orders_and_a_level_count_alike_on_every_route(cdnow: Orders) -> None:
    """Order values of all orders, and a level: the engine's scores are ours, and the total is that of the histories."""
    same_scores(cdnow, "BG/NBD", first=True, level=1.3)
    base, known = summarise(cdnow), of_orders(cdnow, first=True)
    fits = replace(customers.fit_aggregates(known, "BG/NBD"), level=1.3)
    plain = gamma_gamma.fit(base.orders, base.realised / base.orders).params
    assert fits.spend.params.p == pytest.approx(plain.p, rel=1e-6)
    each = customers.score(base, fits, DEFAULTS)
    paid = base.realised > 0
    mean = base.realised[paid] / base.orders[paid]
    wanted = 1.3 * gamma_gamma.expected_spend(fits.spend.params, base.orders[paid], mean)
    np.testing.assert_allclose(each.expected_spend[paid], wanted, rtol=1e-12)
    whole = worth(known, fits, DEFAULTS)
    assert whole.expected.value == pytest.approx(each.remaining.sum(), rel=1e-9)
    history = base.frequency.astype(float), base.recency, base.T, base.monetary_value
    spread = customers.clv_intervals(fits, DEFAULTS, *history, base.realised)
    np.testing.assert_allclose(spread.value, each.remaining, rtol=1e-12)


def test_ranges_of_customers_are_those_of_the_models(cdnow: Orders) -> None:
    """Orders and money, customer by customer, on the route that never fetches them."""
    same_ranges(cdnow)


def same_ranges(cdnow: Orders) -> None:
    """Orders and money between which 80 of 100 such customers come to lie, customer by customer, by the closed forms; a
    negative margin turns the ends round, and orders without money keep those of orders."""
    base, known = summarise(cdnow), of_orders(cdnow, first=True)
    fits = replace(customers.fit_aggregates(known, "BG/NBD"), level=1.3)
    scored = score(cdnow, known, fits, DEFAULTS, ranges=True)
    found = by_id(at_margin(scored, 0.4)).to_pyarrow()
    weeks, one = DEFAULTS.horizon * WEEKS_PER_YEAR, slice(None, None, 40)
    history = base.frequency[one].astype(float), base.recency[one], base.T[one]
    ordered = order_interval("BG/NBD", fits.purchases.params, weeks, *history)
    for name, wanted in (("orders_low", ordered.low), ("orders_high", ordered.high)):
        np.testing.assert_array_equal(found[name].to_numpy()[one], wanted)
    bought, mean = fits.seen(history[0], base.monetary_value[one], base.realised[one])
    shares = money_shares("BG/NBD", fits.purchases.params, fits.spend.params, 0.1, weeks, *history, bought=bought)
    for name, share in zip(("residual_clv_low", "residual_clv_high"), shares, strict=True):
        wanted = 0.4 * 1.3 * share * (fits.spend.params.gamma + bought * mean)
        np.testing.assert_allclose(found[name].to_numpy()[one], wanted, rtol=1e-9)
    loss = by_id(at_margin(scored, -0.4)).to_pyarrow()
    np.testing.assert_allclose(loss["residual_clv_low"].to_numpy(), -found["residual_clv_high"].to_numpy(), rtol=1e-12)
    assert {"orders_low", "orders_high"} < set(without_money(scored).columns)
    assert not {"remaining_low", "residual_clv_low"} & set(without_money(scored).columns)


def test_aggregates_are_the_same_wherever_they_are_counted(cdnow: Orders) -> None:
    """The engine's histories and moments are those of the customers' columns."""
    there, here = of_orders(cdnow), of_summary(summarise(cdnow))
    for ours, theirs in zip(_sorted(there), _sorted(here), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert there.spend is not None
    assert here.spend is not None
    np.testing.assert_array_equal(there.spend.bin, here.spend.bin)
    np.testing.assert_allclose(there.spend.power, here.spend.power, rtol=1e-12, atol=1e-9)
    np.testing.assert_array_equal(there.spend.customers, here.spend.customers)


def _sorted(known: Aggregates) -> list[np.ndarray]:
    rows = known.histories
    order = np.lexsort((rows.T, rows.t_x, rows.x))
    return [column[order] for column in rows]
