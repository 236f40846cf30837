"""Pricing: what a provider bills before and after the programme, and what of it a client saves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.recalculation import Calculation
from xlclv.workbook.templates import service_roi
from xlclv.workbook.templates.service_roi import assumptions

from .programme import Programme, offered

LEFT = 1.375 / 1.495  # contacts of an issue at 75% and at 67% solved at once: what is left of the volume


@pytest.mark.parametrize("model", ["fte", "transaction", "outcome", "hybrid", "fixed"])
def test_a_provider_s_offer_may_set_the_cost_of_a_contact(files: dict[str, Path], model: str) -> None:
    """A pricing model takes its cost per contact at the contacts then, which is the engine's, into the chain."""
    calculation, made = Calculation(files["service-roi"]), Programme()
    offer = next(offer for offer in made.offers if offer.model == model)
    calculation.set((assumptions.TITLE, 5, 3), model)
    cost = offered(offer, made.contacts * LEFT, made.overhead)
    assert calculation.at(("Workings", 9, 3)) == pytest.approx(cost, rel=1e-12)
    assert calculation.value("Uplift") != pytest.approx(float(made.roi.uplift))
    assert calculation.value("AllChecksOK") is True


# What fewer contacts save a customer a year and what the programme returns, by hand: fees a month x 12 over customers.
@pytest.mark.parametrize(
    ("model", "saved", "returned"),
    [("fixed", 0, -0.01648), ("fte", 0, -0.01449), ("outcome", 0, -0.01896), ("hybrid", 0, -0.01813),
     ("transaction", 0.665280, 0.19100)],
)  # fmt: skip
def test_fewer_contacts_save_what_the_provider_no_longer_bills(
    files: dict[str, Path], model: str, saved: float, returned: float
) -> None:
    """A fee that stays is paid for fewer contacts: 8% fewer of them save by the transaction alone."""
    calculation = provided(files, model)
    assert calculation.at(SERVE_BEFORE) - calculation.at(SERVE_AFTER) == pytest.approx(saved, abs=1e-6)
    assert calculation.value("ReturnOnInvestment") == pytest.approx(returned, abs=5e-6)
    cheaper = calculation.at(("Client page", 10, 8))
    assert cheaper == pytest.approx(0, abs=1e-6) if not saved else cheaper == pytest.approx(51_234.5, abs=0.1)
    assert calculation.value("AllChecksOK") is True


SERVE_BEFORE, SERVE_AFTER = (("Workings", 11, column) for column in (2, 3))
_VARIABLE = 15_000 * 0.6 / (20 * 1700 + 15_000 * 0.6)  # of the hybrid offer's fees


@pytest.mark.parametrize(("model", "share"), [("fixed", 0), ("fte", 0), ("hybrid", _VARIABLE), ("outcome", 1)])
def test_fewer_issues_save_the_part_that_is_paid_by_outcome(files: dict[str, Path], model: str, share: float) -> None:
    """A quarter of the issues less is a quarter of the outcomes less: of a hybrid offer the variable part is saved."""
    calculation = provided(files, model)
    for row, value in ((13, 2.25), (14, 0.67), (16, 0)):  # issues, solved at once, self-service
        calculation.set((assumptions.TITLE, row, 3), value)
    calculation.set((assumptions.TITLE, 16, 2), 0)
    before, after = calculation.at(SERVE_BEFORE), calculation.at(SERVE_AFTER)
    assert (before - after) / before == pytest.approx(share / 4, abs=1e-9)
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize(
    ("model", "cell", "value", "fees"),
    [("fte", (10, 2), 22, 22 * 1700), ("hybrid", (10, 5), 18, 18 * 1700 + 15_000 * 0.6),
     ("outcome", (14, 4), 14_000, 14_000 * 2.9), ("fixed", (5, 2), 20_000, 42_000)],
)  # fmt: skip
def test_seats_outcomes_and_contacts_after_may_be_typed(
    files: dict[str, Path], model: str, cell: tuple[int, int], value: float, fees: float
) -> None:
    """What is typed for after stands in place of what follows from before."""
    calculation = provided(files, model)
    calculation.set(("Pricing", *cell), value)
    contacts = value if cell == (5, 2) else 20_000 * LEFT
    assert calculation.value("ContactsAfter") == pytest.approx(contacts)
    assert calculation.at(("Workings", 9, 3)) == pytest.approx(fees * 1.05 / contacts)
    assert calculation.at(("Workings", 9, 2)) == pytest.approx(
        offered(next(offer for offer in Programme().offers if offer.model == model), 20_000, 0.05)
    )
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize(("model", "sound"), [("agents", True), ("transaction", True), ("fixed", False)])
def test_without_contacts_a_fee_that_stays_is_no_saving(files: dict[str, Path], model: str, sound: bool) -> None:
    """All in self-service: what is still paid has no cost per contact, and the page does not count it as saved."""
    calculation = provided(files, model)
    calculation.set((assumptions.TITLE, 16, 3), 1)
    assert calculation.value("AllChecksOK") is sound
    assert isinstance(calculation.value("NetValue"), float) is sound


def provided(files: dict[str, Path], model: str) -> Calculation:
    """The template where this is how contacts are paid for, before and after."""
    calculation = Calculation(files["service-roi"])
    for column in (2, 3):
        calculation.set((assumptions.TITLE, 5, column), model)
    return calculation


def test_the_workbook_s_own_calculation_saves_nothing_under_a_fixed_fee() -> None:
    """The values that the file would show, by the house's own calculation: a loss of 1.6%."""
    book = service_roi.lay_out()
    for column in (2, 3):
        book.calculation.put((assumptions.TITLE, 5, column), "fixed")
    page = [book.calculation.value(("Client page", row, 8)) for row in (10, 11, 15, 16)]
    assert page == [pytest.approx(x, abs=0.5) for x in (0, 245_881, -4_119, -0.0165)]
