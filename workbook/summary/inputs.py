"""The inputs: what a reader may change, within which bounds, and what is said about each."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.terms.options import option_name
from xlclv.workbook.styles import PERCENT, RATE, RATIO, money

# Conventions, all of them.
TOP_SHARE, RATE_STEP, MARGIN_STEP, TARGET, MIN_PROFIT = 0.1, 0.025, 0.05, 3.0, 0.0
MARGIN_RANGE, RATE_RANGE = 0.02, 0.02


@dataclass(frozen=True, slots=True)
class Input:
    """One line a reader may change."""

    label: str
    name: str
    value: float | None
    unit: str
    lowest: float
    highest: float
    fmt: str
    source: str
    note: str
    refusal: str


def all_inputs(report: Report) -> list[Input]:
    """From top to bottom: what values rest on, then what the sheets of decisions ask."""
    given = report.assumptions
    cost, each = money(given.currency, cents=True), f"{given.currency} a customer".strip()
    said = words_of(report)
    longest = (
        f"This file holds expected {said.sales} up to the horizon exported. For a longer horizon run the command on "
        f"the Method sheet again with another {option_name('horizon')}."
    )
    most = max(1e6, 100 * (given.cac or 0.0))
    of = said.whole
    rate, margin, horizon = (given.source(name) for name in ("rate", "margin", "horizon"))
    lines = (
        ("Discount rate", "DiscountRate", given.rate, "a year, effective", min(0.0, given.rate), 1.0, RATE, rate,
         "What a unit of money a year from now is worth less today",
         "Enter a yearly rate between 0% and 100%, such as 10%."),
        ("Margin", "Margin", given.margin, f"of {of}", min(0.0, given.margin), 1.0, PERCENT, margin,
         said.note,
         f"Enter a share of {of} between 0% and 100%, such as 40%."),
        ("Horizon", "Horizon", given.horizon, "years from the as-of date", 2 * float(report.flows.midpoint[0]),
         given.horizon, "0.00", horizon, "May be shortened here; a longer one has to be computed again", longest),
        ("Acquisition cost", "AcquisitionCost", given.cac, each, 0.0, most, cost,
         "given" if given.cac is not None else "not given", "What it costs to win one customer; blank if unknown",
         "Enter an amount of 0 or more, or leave it blank."),
        ("Top group", "TopShare", TOP_SHARE, "of customers", 0.001, 1.0, PERCENT, "convention",
         "How many customers count as the top in the concentration figure",
         "Enter a share of customers within the bounds beside it, such as 10%."),
        ("Target CLV : CAC", "TargetRatio", TARGET, "times", 0.1, 100.0, RATIO, "convention",
         "What a customer should bring for each unit of acquisition cost",
         "Enter a ratio within the bounds beside it, such as 3."),
        ("Minimum profit", "MinimumProfit", MIN_PROFIT, each, 0.0, 1e6, cost, "convention",
         "What must be left of a customer's value after the acquisition cost", "Enter an amount of 0 or more."),
        ("Range of the margin", "MarginRange", MARGIN_RANGE, f"of {of}, up and down", 0.0, 0.5, PERCENT, "convention",
         "How far the margin may plausibly be from the one above: the tornado on Sensitivity moves it so far",
         f"Enter a share of {of} within the bounds beside it, such as 2%."),
        ("Range of the rate", "RateRange", RATE_RANGE, "a year, up and down", 0.0, 0.5, RATE, "convention",
         "How far the discount rate may plausibly be from the one above, for the same",
         "Enter a rate within the bounds beside it, such as 2%."),
        ("Step of the rate", "RateStep", RATE_STEP, "a year", 0.001, 0.1, RATE, "convention",
         "How far apart the discount rates on Sensitivity stand",
         "Enter a rate within the bounds beside it, such as 2%."),
        ("Step of the margin", "MarginStep", MARGIN_STEP, f"of {of}", 0.001, 0.2, PERCENT, "convention",
         "How far apart the margins on Sensitivity stand", "Enter a share within the bounds beside it, such as 5%."),
    )  # fmt: skip
    return [Input(*line) for line in lines]
