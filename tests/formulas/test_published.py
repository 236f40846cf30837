"""The closed forms reproduce what is in print; each test names its input."""

from __future__ import annotations

import pytest

from tests import published
from xlclv.formulas import retention, service, simple


def test_promotion() -> None:
    """Berger & Nasr 1998, case 1: contribution 260, promotion 50, retention 75%, rate 20%, 10 years."""
    assert float(retention.promotion(0.2, 0.75, 260, 50, 10)) == pytest.approx(published.PROMOTION, abs=5e-3)


def test_internet_provider() -> None:
    """Farris et al.: 17.95 a month, the first one sure and paid at once, retention 99.5%, 1% a month."""
    found = retention.clv(0.01, 0.995, 17.95, None, 1, 1)
    assert float(found) == pytest.approx(published.INTERNET_PROVIDER, abs=0.5)


def test_coffee_customer() -> None:
    """24.30 a week, or 4.2 visits of 5.90 at 21.3%, for 20 years; 5,382.94 with retention 75% at 10%; their average."""
    simply = float(simple.clv(24.30, 52, 20))
    custom = float(simple.clv(5.90, 52 * 4.2, 20, margin=0.213))
    traditional = float(retention.clv(0.10, 0.75, 5382.94, None, 0, 0))
    average = (simply + custom + traditional) / 3
    assert (simply, custom, traditional) == pytest.approx(published.COFFEE[:3], abs=5e-3)
    assert average == pytest.approx(published.COFFEE[3], abs=0.02)


def test_extra_calls() -> None:
    """1,000,000 contacts at 8, 10% of them not resolved at once, 1.5 more calls each: what resolving all would save."""
    cost = service.cost_to_serve(1_000_000, 8, [0.9, 1.0], 1.5)
    assert cost[0] - cost[1] == pytest.approx(published.EXTRA_CALLS, rel=1e-12)


def test_cost_of_a_productive_hour() -> None:
    """233,864.81 for 150 agents of 176 hours, 10.3% shrinkage, 86% occupancy: a contact that takes an hour."""
    found = service.cost_fte(233_864.81 / 150, 3600, 1 - 0.14, 0.103, 176)
    assert float(found) == pytest.approx(published.PRODUCTIVE_HOUR, abs=5e-3)
