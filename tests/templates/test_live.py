"""Consistency: typing other inputs moves the results to what the engine gives for them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workbook.recalculation import Calculation
from xlclv.errors import InputError
from xlclv.workbook.templates.service_roi import assumptions

from .customer import Customer
from .programme import Programme, Service, offered

INPUTS = {
    "PurchaseValue": "value",
    "PurchaseRate": "rate",
    "Lifetime": "years",
    "AcquisitionCost": "cost",
    "Margin": "share",
    "DiscountRate": "discount",
    "Timing": "timing",
    "Retention": "kept",
    "TargetRatio": "target",
    "Shock": "shock",
}
CUSTOMERS = [
    {"value": 80.0, "rate": 2.5, "years": 4.5, "cost": 60.0},
    {"discount": 0.0, "share": 1.0},
    {"timing": 0.5, "kept": 0.55},
    {"timing": 1.0, "discount": 0.25, "kept": 0.95, "target": 1.0},
    {"share": 0.95, "shock": 0.3},
    {"kept": 0.0, "cost": 60.0},
    {"cost": 500.0},
]


def of(made: Any, name: str, *arguments: Any) -> Any:
    """The engine's figure, or None where it says that there is none."""
    try:
        found = getattr(made, name)
        return found(*arguments) if callable(found) else found
    except InputError:
        return None


@pytest.mark.parametrize("change", CUSTOMERS, ids=str)
def test_the_calculator_follows_its_inputs(files: dict[str, Path], change: dict[str, float]) -> None:
    """Every result, convention and driver is the engine's at the new inputs; where it has none the page says so."""
    calculation, made = Calculation(files["calculator"]), dataclasses.replace(Customer(), **change)
    for name, slot in INPUTS.items():
        calculation.set(name, getattr(made, slot))
    expected = {
        "SimpleCLV": made.simple,
        "CustomerValue": made.net(),
        "GrossCLV": made.gross,
        "FairCost": made.fair,
        "ValueRatio": made.ratio,
        "RetentionCLV": of(made, "retained"),
        "Payback": of(made, "payback", 1),
        "PaybackWithChurn": of(made, "payback", made.kept),
        "BreakEvenRetention": of(made, "break_even_retention"),
    }
    for name, value in expected.items():
        shown = calculation.value(name)
        assert shown == pytest.approx(value, rel=1e-9) if value is not None else isinstance(shown, str), name
    assert calculation.value("AllChecksOK") is True
    table = [[calculation.at(("Calculator", row, column)) for column in (10, 11, 12)] for row in range(12, 19)]
    told = [
        [made.simple] * 3,
        [made.net(w, 0) for w in (0, 0.5, 1)],
        [made.net(w) for w in (0, 0.5, 1)],
        *[[made.retained(w, first, 0) for w in (0, 0.5, 1)] for first in (1, 0)],
        *[[made.retained(w, first) for w in (0, 0.5, 1)] for first in (1, 0)],
    ]
    assert table == [pytest.approx(row, rel=1e-9) for row in told]
    swings = sorted((abs(made.shocked(i, 1)[1] - made.shocked(i, -1)[1]) for i in range(6)), reverse=True)
    assert sorted_swings(calculation) == pytest.approx(swings, rel=1e-7, abs=1e-8)


def sorted_swings(calculation: Calculation) -> list[float]:
    """The swings as the picture takes them."""
    rows = [row for row in range(40, 70) if calculation.at(("Workings", row, 6)) == "Sorted"]
    return [calculation.at(("Workings", rows[0] + 1 + i, 7)) for i in range(6)]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (
            {"AcquisitionCost": 0},
            {"ValueRatio": "free", "Payback": 0, "PaybackWithChurn": 0, "BreakEvenRetention": "any"},
        ),
        ({"Margin": 0}, {"Payback": "never", "PaybackWithChurn": "never", "BreakEvenRetention": "none"}),
        ({"DiscountRate": 0, "Retention": 1}, {"RetentionCLV": "no end", "ImpliedLifetime": "no end"}),
        ({"DiscountRate": 0, "Retention": 1, "Margin": 0.5}, {"PaybackWithChurn": 1}),
        ({"Retention": 0, "AcquisitionCost": 50}, {"PaybackWithChurn": 1}),
        ({"Lifetime": 0}, {"CustomerValue": -100, "BreakEvenPurchases": "never"}),
    ],
    ids=str,
)
def test_the_calculator_has_words_where_there_is_no_number(
    files: dict[str, Path], change: dict[str, float], shown: dict[str, Any]
) -> None:
    """At the edges of the inputs nothing is an error, and the checks still hold."""
    calculation = Calculation(files["calculator"])
    for name, value in change.items():
        calculation.set(name, value)
    assert {name: calculation.value(name) for name in shown} == shown
    assert calculation.value("AllChecksOK") is True


@pytest.mark.parametrize(("name", "value"), [("Margin", 85), ("Retention", -0.1), ("DiscountRate", 8)])
def test_inputs_without_meaning_fail_the_checks(files: dict[str, Path], name: str, value: float) -> None:
    """What slips past a cell's rule, by pasting, turns AllChecksOK to FALSE."""
    calculation = Calculation(files["calculator"])
    calculation.set(name, value)
    assert calculation.value("AllChecksOK") is False


def test_the_contact_centre_s_chain_is_the_catalogue_s() -> None:
    """The worked chain to its last printed digit: cost per contact, cost to serve, retention, CLV, ROI, value split."""
    made = Programme()
    shown = [[round(x, 6) for x in (s.cost, s.to_serve, s.kept, made.clv(s, s))] for s in (made.before, made.after)]
    assert shown == [[2.110694, 7.693171, 0.8403, 432.448322], [2.010185, 6.75361, 0.8475, 448.500553]]
    roi = [round(float(x), 6) for x in made.roi[:4]]
    assert roi == [16.052231, 321044.622511, 71044.622511, 0.284178]
    assert [round(x, 6) for x in made.effects] == [3.617868, 12.3312, 0.103163]
    offers = [round(offered(offer, made.contacts, made.overhead), 5) for offer in made.offers]
    assert offers == [2.142, 2.31, 2.28375, 2.2575, 2.205]


SERVICES = [
    ({"aht_seconds": 380.0}, {"fcr": 0.8}),
    ({}, {"attrition": 0.35, "replacement_cost": 2000.0, "occupancy": 0.85, "shrinkage": 0.25}),
    ({"contact_share": 0.3, "retention_no_contact": 0.9}, {"contact_share": 0.3, "self_service": 0.35}),
    ({"margin": 90.0, "issues": 5.0, "repeat_contacts": 1.2}, {"paid_hours": 1900.0, "self_service_cost": 0.5}),
]


@pytest.mark.parametrize(("before", "after"), SERVICES, ids=str)
def test_the_contact_centre_follows_its_inputs(
    files: dict[str, Path], before: dict[str, float], after: dict[str, float]
) -> None:
    """Value, split and return are the engine's at other assumptions, before and after."""
    calculation = Calculation(files["service-roi"])
    made = Programme(
        before=dataclasses.replace(Service(), **before),
        after=dataclasses.replace(Programme().after, **after),
        customers=5000.0,
        cost=90_000.0,
        rate=0.07,
        timing=0.5,
    )
    for column, service in ((2, made.before), (3, made.after)):
        for row in range(6, 23):
            calculation.set((assumptions.TITLE, row, column), getattr(service, KEYS[row - 6]))
    for name, value in {"Customers": 5000, "ProgrammeCost": 90_000, "DiscountRate": 0.07, "Timing": 0.5}.items():
        calculation.set(name, value)
    told = {"Uplift": 0, "TotalValue": 1, "NetValue": 2, "ReturnOnInvestment": 3}
    assert {name: calculation.value(name) for name in told} == {
        name: pytest.approx(float(made.roi[place]), rel=1e-9) for name, place in told.items()
    }
    split = [calculation.at(("Client page", row, 7)) for row in (10, 11, 12)]
    assert split == pytest.approx(made.effects, rel=1e-9)
    assert calculation.value("AllChecksOK") is True


KEYS = [field.name for field in dataclasses.fields(Service) if field.name != "basis"]


def test_assumptions_out_of_bounds_fail_the_checks(files: dict[str, Path]) -> None:
    """A share typed as a whole number is seen."""
    calculation = Calculation(files["service-roi"])
    calculation.set((assumptions.TITLE, 14, 3), 75)
    assert calculation.value("AllChecksOK") is False


# What a blank input stands for: the words beside it, and where the same value is found.
BLANK = {"blank = as if resolved": "Retention if solved"}


@pytest.mark.parametrize("template", ["calculator", "service-roi"])
def test_a_blank_input_is_what_its_words_say(files: dict[str, Path], template: str) -> None:
    """Words of a function's argument stand beside a yellow cell only where the formulas keep their rule."""
    path = files[template]
    sheets = openpyxl.load_workbook(path)
    said = [
        (sheet, cell)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "blank =" in cell.value
    ]
    assert template == "calculator" or said
    for sheet, cell in said:
        label = BLANK[next(words for words in BLANK if words in cell.value)]
        source = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == label)
        results = []
        for filled in (False, True):
            calculation = Calculation(path)
            for column in (2, 3):
                value = calculation.at((sheet.title, source, column)) if filled else ""
                calculation.set((sheet.title, cell.row, column), value)
            results.append([calculation.value(name) for name in ("TotalValue", "ReturnOnInvestment", "AllChecksOK")])
        assert results[0] == pytest.approx(results[1])
        assert results[0][-1] is True
