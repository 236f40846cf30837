"""The end of the Method sheet: what the figures cannot say, the glossary, and how to reproduce them."""

from __future__ import annotations

from openpyxl import __version__ as openpyxl_version

from xlclv.report import Report
from xlclv.terms import TERMS


def limits(report: Report) -> list[tuple[str, str]]:
    """What no figure of the workbook holds."""
    limits = [
        (
            "The past goes on",
            "The models know no campaigns, seasons, prices or competitors: they continue the behaviour of the data "
            "window.",
        ),
        (
            "Single customers",
            "Figures are expectations. For one customer the spread around them is wide; sums over many are far "
            "steadier.",
        ),
        (
            "Interval of the total",
            "The interval of customer equity on the Summary holds the parameters' uncertainty: what the true ones "
            "would expect of these customers. What they will really bring spreads further, and whether the model fits "
            "is another question.",
        ),
    ]
    if report.model.name == "BG/NBD":
        limits.insert(
            0,
            (
                "One-time buyers",
                "Under BG/NBD a customer leaves only after a repeat purchase, so P(alive) of a one-time buyer is 1 by "
                "construction, however long ago the order was.",
            ),
        )
    if report.assumptions.basis == "revenue":
        limits.append(
            (
                "Revenue basis",
                "No margin was given: values are sales. They are no profit, and too high to compare with a cost.",
            )
        )
    return limits


def glossary() -> list[tuple[str, str]]:
    """The field's words."""
    own = {
        "frequency": "Purchases after the first, counted in days with a purchase",
        "recency": "Age of the customer at the last purchase, in weeks: weeks from the first to the last purchase",
        "T": "Age of the customer: weeks from the first purchase to the as-of date",
        "monetary_value": "Mean money of a purchase after the first",
    }
    told = [(word, _sentence(TERMS[word].words if word in TERMS else text)) for word, text in own.items()]
    return [
        *told,
        ("as-of date", "The day on which all figures stand."),
        ("cohort", "Customers whose first order fell in the same calendar period."),
        ("discounted orders", "Expected orders, each multiplied by its discount factor."),
        ("rate factor", "A segment's present value now, divided by its present value as exported."),
    ]


def _sentence(words: str) -> str:
    return words if words.endswith(".") else words + "."


def versions(report: Report) -> list[tuple[str, str]]:
    """The command, the versions, and where the file opens."""
    return [
        ("Command", report.command),
        ("Versions", f"xlclv {report.version}; workbook written with openpyxl {openpyxl_version}."),
        (
            "Same bytes",
            "The same data, options and versions give the same file, byte for byte; its dates are the as-of date.",
        ),
        (
            "Opens in",
            "Excel 2016 and later, LibreOffice 7 and later. No macros, no external links. Sheets are protected "
            "without a password.",
        ),
    ]
