"""Customers ranked by an engine stand where a sort here would put them."""

from __future__ import annotations

import ibis
import numpy as np
import pyarrow as pa
import pytest

from xlclv.orders.engine import connect
from xlclv.segments import tiers
from xlclv.valuation.ranking import Ranking

RNG = np.random.default_rng(8)
COLUMNS = {
    "skewed": np.exp(RNG.normal(3, 2, 4000)),
    "many alike": RNG.integers(0, 12, 3000).astype(float),
    "almost alike": 7.0 + RNG.integers(0, 5, 500) * 1e-15,
    "far apart": np.array([0.0, 1e-300, 1e-200, 1e-44, 1.0, 1e12, 1e300]),
    "one": np.array([5.0]),
    "nothing": np.zeros(40),
}


def ranked(values: np.ndarray, *, rising: bool = False) -> Ranking:
    table = connect().create_table("given", ibis.memtable(pa.table({"value": values})))
    return Ranking(table, "value", rising=rising)


@pytest.mark.parametrize("rising", [False, True])
@pytest.mark.parametrize("name", COLUMNS)
def test_every_place_is_that_of_a_sort(name: str, rising: bool) -> None:
    """Values exactly; sums up to a place and the mean place to 1e-12; equals share the best of their places."""
    values = RNG.permutation(COLUMNS[name])
    best_first, found = np.sort(values)[:: 1 if rising else -1], ranked(values, rising=rising)
    assert found.count == len(values)
    places = sorted({1, len(values), *RNG.integers(1, len(values) + 1, 12).tolist()})
    for place, standing in found.at(places).items():
        value = best_first[place - 1]
        assert standing.value == value
        assert standing.reached == pytest.approx(best_first[:place].sum(), rel=1e-12)
        assert standing.above == (values < value if rising else values > value).sum()
        assert (
            found.table.filter(found.within(place)).count().to_pyarrow().as_py()
            == (values <= value if rising else values >= value).sum()
        )
    total = best_first.sum()
    assert found.total == pytest.approx(total, rel=1e-12)
    mean = best_first @ np.arange(1, len(values) + 1) / total if total else 0.0
    assert found.mean_place == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("count", [1, 2, 3, 19, 20, 21, 30, 100, 12_345])
def test_the_last_rank_of_a_tier_is_the_rule_of_places(count: int) -> None:
    """`reach` says where `places` ends each tier, 3 of 30 customers being 10% whatever the last digit."""
    place = tiers.places(np.arange(count, 0, -1.0))
    assert tiers.reach(count) == [int((place <= tier).sum()) for tier in range(3)]
    place = tiers.places(np.arange(count, 0, -1.0), (0.1, 0.3, 0.7))
    assert tiers.reach(count, (0.1, 0.3, 0.7)) == [int((place <= tier).sum()) for tier in range(3)]
