"""The whole of CLV from its parts: every switch moves exactly its own part."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.valuation.whole import lifetime_clv

MONEY = st.floats(0, 1e6)
SWITCHES = ("historic", "remaining", "first_purchase", "net_of_cancellations", "net_of_acquisition")


@given(MONEY, MONEY, MONEY, MONEY, MONEY, st.floats(0.01, 1))
def test_every_switch_moves_its_own_part(
    first: float, repeat: float, cancelled: float, residual: float, cost: float, margin: float
) -> None:
    """With all parts the value is margin x net sales + residual - cost; each switch takes off its part alone."""
    parts = (first, repeat, cancelled, residual, cost)
    whole = margin * (first + repeat - cancelled) + residual - cost
    assert float(lifetime_clv(*parts, margin=margin)) == pytest.approx(whole, abs=1e-6)
    moved = {
        "historic": -margin * (first + repeat - cancelled), "remaining": -residual, "first_purchase": -margin * first,
        "net_of_cancellations": margin * cancelled, "net_of_acquisition": cost,
    }  # fmt: skip
    for name in SWITCHES:
        without = float(lifetime_clv(*parts, margin=margin, **{name: False}))
        assert without - whole == pytest.approx(moved[name], abs=1e-6)


def test_nothing_counted_is_nothing() -> None:
    """All parts off leaves 0; with some on, arrays broadcast."""
    assert np.all(lifetime_clv([1, 2], 3, 4, 5, 6, **dict.fromkeys(SWITCHES, False)) == 0)
    assert lifetime_clv([1, 2], 3, 0, 5).tolist() == [9.0, 10.0]


def test_cancellations_are_given_as_money_back() -> None:
    """A negative cancellation is a sign mistake, and is named."""
    with pytest.raises(InputError, match="cancelled is -5; must be at least 0"):
        lifetime_clv(50, 150, -5, 80)
