"""What it means that an engine gives the same: rows one by one, parameters and equity to 1e-12."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from tests.orders.tables.cdnow_tables import by_pandas
from xlclv.orders.reading import Orders
from xlclv.orders.summary import summarise
from xlclv.valuation import customers
from xlclv.valuation.settings import DEFAULTS


class Answer(NamedTuple):
    parameters: list[float]
    equity: float


def answer(orders: Orders) -> Answer:
    """Parameters of both models and customer equity of three years at 10%."""
    base = summarise(orders)
    fits = customers.fit(base, "BG/NBD")
    found = [fits.purchases.params, fits.spend.params]
    values = customers.score(base, fits, DEFAULTS).remaining
    return Answer([getattr(p, name) for p in found for name in p.__slots__], float(values.sum()))


@cache
def expected() -> dict[str, object]:
    return by_pandas()


def same_rows(orders: Orders) -> None:
    """Every customer, in the same order, to the last bit, as plain pandas has them."""
    found, wanted = summarise(orders), expected()
    assert found.id == wanted["id"]
    for name in ("frequency", "recency", "T", "monetary_value", "units"):
        np.testing.assert_array_equal(getattr(found, name), wanted[name], err_msg=name)
    assert found.ledger.reconciles


def same_answer(found: Answer, wanted: Answer) -> None:
    """Parameters and equity to 1e-12."""
    assert found.parameters == pytest.approx(wanted.parameters, rel=1e-12, abs=0)
    assert found.equity == pytest.approx(wanted.equity, rel=1e-12, abs=0)
