"""Scores computed by the engine that holds the orders are those computed here, customer by customer."""

from __future__ import annotations

import numpy as np
import pytest

from tests.orders.tables.cdnow_tables import AS_OF, duckdb_url
from xlclv.models import MODULES
from xlclv.orders.aggregates import Aggregates, of_orders, of_summary
from xlclv.orders.definition import by_id
from xlclv.orders.reading import Orders
from xlclv.orders.summary import summarise
from xlclv.orders.tables.reading import read_table
from xlclv.valuation import customers
from xlclv.valuation.scoring import at_margin, score
from xlclv.valuation.settings import DEFAULTS

COLUMNS = ("p_alive", "expected_orders", "expected_spend", "discounted_orders")


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return read_table(duckdb_url(tmp_path_factory.mktemp("scores")), "orders", as_of=AS_OF)


def same_scores(orders: Orders, model: str) -> None:
    """Fits from the engine's sums are those from customers; scores agree to 1e-12, customer by customer."""
    base, known = summarise(orders), of_orders(orders)
    fits = customers.fit_aggregates(known, model)
    mine = customers.fit(base, model)
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
