"""Acquisition: costs, ceilings, payback and break-even, and that they agree with CLV_RETENTION."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xlclv.errors import InputError
from xlclv.formulas import acquisition, retention

TIMING = st.sampled_from([0.0, 0.5, 1.0])


@given(st.floats(1e-6, 1e4), st.floats(0.01, 1e4), st.floats(0, 1), st.floats(0, 1), TIMING)
def test_payback_is_where_clv_meets_the_cost(cost: float, m: float, r: float, d: float, timing: float) -> None:
    """CLV_RETENTION over the payback time is the acquisition cost; or it never pays back, and says so."""
    worth = float("inf") if r >= 1 + d else float(retention.clv(d, r, m, None, timing))
    assume(r > 0 and cost > 0 and abs(worth - cost) > 1e-9 * cost)
    if worth < cost:
        with pytest.raises(InputError) as caught:
            acquisition.payback(cost, m, r, d, timing)
        assert caught.value.code == "#N/A"
        return
    n = float(acquisition.payback(cost, m, r, d, timing))
    assert float(retention.clv(d, r, m, n, timing)) == pytest.approx(cost, rel=1e-6)


@given(st.floats(0.01, 0.99), st.floats(0, 0.5), st.floats(1, 1e4), TIMING)
def test_break_even_margin_makes_clv_the_cost(r: float, d: float, cost: float, timing: float) -> None:
    """Put the answer back in: CLV after acquisition cost is 0."""
    m = float(acquisition.breakeven("margin", d, r, None, cost, timing))
    assert float(retention.clv(d, r, m, None, timing, 1, 0, cost)) == pytest.approx(0, abs=1e-6 * cost)


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.5), st.floats(1, 1e4), TIMING)
def test_break_even_retention_and_rate_invert_each_other(r: float, d: float, m: float, timing: float) -> None:
    """The cost at which a customer breaks even gives back the retention and the rate it was made from."""
    cost = float(retention.clv(d, r, m, None, timing))
    assert float(acquisition.breakeven("Retention ", d, None, m, cost, timing)) == pytest.approx(r, rel=1e-6)
    assert float(acquisition.breakeven("rate", None, r, m, cost, timing)) == pytest.approx(d, rel=1e-6)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("retention", 0.1, None, 100, 0), "#DIV/0!"),
        (("retention", 0.1, None, 1, 10_000), "#N/A"),
        (("retention", 0.1, None, None, 250), "#N/A"),
        (("margin", 0.0, 1.0, None, 250), "#NUM!"),
        (("lifetime", 0.1, None, 0, 250), "#NUM!"),
        (("lifetime", 0.1, 0.5, 1, 250), "#N/A"),
        (("rate", None, 0.7, 100, 100, 1.0), "#N/A"),
        (("response", None, None, 0, 12), "#DIV/0!"),
        (("response", None, None, 10, 12), "#N/A"),
        (("churn", 0.1, 0.5, 1, 1), "#VALUE!"),
    ],
)
def test_break_even_errors(arguments: tuple[object, ...], code: str) -> None:
    """Each documented way to have no answer has its own code."""
    with pytest.raises(InputError) as caught:
        acquisition.breakeven(*arguments)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_cost_per_prospect_and_cost_per_list_agree() -> None:
    """50,000 for 20,000 prospects at 2% is 2.50 for one prospect at 2%."""
    whole = acquisition.cac(50_000, 20_000, 15, 0.02)
    assert float(whole) == float(acquisition.cac(2.5, None, 15, 0.02)) == 140


@pytest.mark.parametrize(("new", "response"), [(0, None), (1000, 0.0), (None, None)])
def test_nobody_won_is_a_division_by_zero(new: float | None, response: float | None) -> None:
    """No customers, no cost a customer."""
    with pytest.raises(InputError) as caught:
        acquisition.cac(100, new, 0, response)
    assert caught.value.code == "#DIV/0!"


def test_ceilings_and_ratios() -> None:
    """The stricter of ratio and profit binds; a ratio of nothing is an error."""
    assert acquisition.cac_max([600, -50], 3, [0, 0]).tolist() == [200, -50]
    with pytest.raises(InputError, match="cac is 0; must not be 0"):
        acquisition.to_cac(600, 0)
