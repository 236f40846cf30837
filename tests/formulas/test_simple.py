"""Simple CLV and discounting: the formula that defines CLV, its limits and its errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlclv.discounting import annuity, period_rate
from xlclv.errors import InputError
from xlclv.formulas import simple

MONEY, RATE = st.floats(0, 1e6), st.floats(-0.5, 1)


@given(MONEY, st.floats(0, 100), st.floats(0, 60), MONEY)
def test_clv_is_the_brief_to_the_letter(value: float, rate: float, lifetime: float, cac: float) -> None:
    """(average purchase value x re-sale rate) x lifetime - acquisition cost, to the last digit."""
    assert float(simple.clv(value, rate, lifetime, cac)) == value * rate * lifetime - cac


@given(RATE, st.integers(1, 80))
def test_annuity_is_the_plain_sum(rate: float, nper: int) -> None:
    """The closed form equals the sum of discounted ones."""
    plain = sum((1 + rate) ** -j for j in range(1, nper + 1))
    assert float(annuity(np.float64(rate), np.float64(nper))) == pytest.approx(plain, rel=1e-11)


@given(st.floats(1e-15, 1e-6))
def test_a_tiny_rate_tends_to_no_rate(rate: float) -> None:
    """No digit is lost as the rate goes to 0: the annuity is its own series in d."""
    series = 12 - 78 * rate + 364 * rate**2
    assert float(annuity(np.float64(rate), np.float64(12))) == pytest.approx(series, rel=1e-14)


@given(MONEY, st.floats(0.1, 10), st.floats(0.1, 40), st.floats(0, 0.9))
def test_clv_falls_as_the_rate_rises(value: float, rate: float, lifetime: float, discount: float) -> None:
    """Money later is worth less."""
    low, high = simple.clv(value, rate, lifetime, 0, 1, [discount, discount + 0.1])
    assert high <= low


def test_timing_has_no_effect_without_a_rate() -> None:
    """At a rate of 0 the convention does not matter."""
    assert len(set(simple.clv(50, 4, 3, 100, 0.4, 0, [0, 0.5, 1]).tolist())) == 1


def test_a_loss_making_customer_is_allowed() -> None:
    """A negative margin is an answer, not an error."""
    assert float(simple.clv(50, 4, 3, 100, -0.1)) == pytest.approx(-160)


def test_every_fault_is_listed_with_its_row() -> None:
    """One InputError names each argument, row, value, rule and fix."""
    with pytest.raises(InputError) as caught:
        simple.clv([50, -1, 50], 4, 3, 0, 40, [0.1, 0.1, 8])
    assert str(caught.value) == (
        "avg_purchase_value[1] is -1; must be at least 0. margin is 40; must be at most 1; type 40% or 0.4. "
        "discount_rate[2] is 8; must be above -1 and at most 1; type 8% or 0.08"
    )
    assert caught.value.code == "#NUM!"


def test_overflow_is_an_error_not_infinity() -> None:
    """A result too large for a number says so."""
    with pytest.raises(InputError, match="too large"):
        simple.clv(1e308, 1e308, 1)


def test_inputs_are_not_mutated() -> None:
    """What the caller passed is as it was."""
    values = np.array([1.0, -2.0])
    with pytest.raises(InputError):
        simple.clv(values, 1, 1)
    assert values.tolist() == [1.0, -2.0]


@given(st.floats(0.01, 0.99), st.floats(1, 365))
def test_period_rates_compound_back(rate: float, periods: float) -> None:
    """The rate for a period, compounded over the year, is the yearly rate; retention likewise."""
    assert (1 + float(period_rate(rate, periods))) ** periods - 1 == pytest.approx(rate, rel=1e-9)
    assert float(period_rate(rate, periods, 2)) ** periods == pytest.approx(rate, rel=1e-9)


def test_a_negative_yearly_retention_is_refused() -> None:
    """Method 2 takes a share; the message says what to type."""
    with pytest.raises(InputError, match=r"annual_rate is -0\.1; must be between 0 and 1 for method 2"):
        period_rate(-0.1, 12, 2)


@pytest.mark.parametrize(("retention", "nper", "periods"), [(0.8, None, 5), (0, 7, 1), (1, 7, 7), (0, None, 1)])
def test_lifetime_limits(retention: float, nper: float | None, periods: float) -> None:
    """The first period counts as 1; full retention lasts the whole horizon."""
    assert float(simple.lifetime(retention, nper)) == pytest.approx(periods, rel=1e-14)


def test_an_endless_lifetime_is_a_division_by_zero() -> None:
    """Retention 100% without a horizon never ends."""
    with pytest.raises(InputError) as caught:
        simple.lifetime([0.5, 1.0])
    assert caught.value.code == "#DIV/0!"
    assert "retention[1] is 1" in str(caught.value)


def test_realised_names_the_date_after_as_of() -> None:
    """A transaction in the future is not to date."""
    with pytest.raises(InputError, match=r"dates\[1\] is 2026-11-22; must not lie after as_of \(2026-11-21\)"):
        simple.realised(0.1, [1, 2], [46000, 46348], 46347)


def test_a_late_date_is_shown_as_a_date_up_to_the_last_day_of_a_cell() -> None:
    """9999-12-31 is a date like any other; what lies beyond it can be shown as a number only."""
    with pytest.raises(InputError, match=r"dates\[0\] is 9999-12-31; must not lie after as_of"):
        simple.realised(0.1, [1.0], [2958465], 46347)


def test_what_is_not_given_changes_nothing() -> None:
    """Without a cost, margin, rate or timing a value is the plain product, and payments to date their plain sum."""
    assert float(simple.clv(50, 4, 3)) == 600
    assert float(simple.realised(0.0, [120, -80], [45306, 46347], 46347)) == 40


def test_timing_moves_money_by_that_part_of_a_period() -> None:
    """At the beginning of a period (timing 1) money is worth 1 + d times as much as at its end."""
    late, early = simple.clv(50, 4, 3, 0, 0.4, 0.1, [0, 1])
    assert late == pytest.approx(80 / 1.1 + 80 / 1.1**2 + 80 / 1.1**3, rel=1e-14)
    assert early == pytest.approx(1.1 * late, rel=1e-14)


def test_realised_is_the_sum_written_out() -> None:
    """Each payment times margin, grown from its day to as_of, its own day included, less costs; a customer a row."""
    paid, days = [[120.0, -80.0, 150.0], [10.0, 20.0, 30.0]], [45306.0, 45717.0, 46347.0]
    found = simple.realised([0.1, 0.2], paid, days, [46347, 46400], [0.4, 0.5], [30, 1])
    for got, money, rate, day, margin, cost in zip(
        found, paid, (0.1, 0.2), (46347, 46400), (0.4, 0.5), (30, 1), strict=True
    ):
        wanted = sum(v * margin * (1 + rate) ** ((day - d) / 365) for v, d in zip(money, days, strict=True)) - cost
        assert got == pytest.approx(wanted, rel=1e-13)


@pytest.mark.parametrize(
    ("values", "dates", "as_of", "code", "said"),
    [
        ([1, 2], [46000], 46347, "#N/A", "dates has 1 date; must have 2, as many as values"),
        ([[1, 2, 3], [4, 5, 6]], [46000, 46001], 46347, "#N/A", "dates has 2 dates; must have 3, as many as values"),
        ([[1, 2, 3], [4, 5, 6]], [46000, 46001, 46002], [46347, 46001], "#NUM!",
         "as_of[1] is 2025-12-10; lies before one of the dates; give a later as_of"),
        ([1.0], [1], 0.5, "#NUM!", "dates[0] is 1899-12-31; must not lie after as_of (0.5); give a later as_of"),
        ([1.0], [2958466], 46347, "#NUM!",
         "dates[0] is 2958466; must not lie after as_of (2026-11-21); give a later as_of"),
    ],
)  # fmt: skip
def test_realised_says_which_dates_are_wrong(values: list, dates: list, as_of: object, code: str, said: str) -> None:
    """A date a value, none after its customer's as_of; what is no day of the calendar is shown as the number it is."""
    with pytest.raises(InputError) as caught:
        simple.realised(0.0, values, dates, as_of)
    assert (caught.value.code, str(caught.value)) == (code, said)
