"""The end of the Method sheet: what the figures cannot say, the glossary, and how to reproduce them."""

from __future__ import annotations

from openpyxl import __version__ as openpyxl_version

from xlclv.report import Report
from xlclv.report.described import Described
from xlclv.workbook.summary.recomputed import COMPARED

_CELL = 16_000  # letters in a cell; it holds 32,767, of which a letter may take two


def limits(report: Report) -> list[tuple[str, str]]:
    """What no figure of the workbook holds."""
    limits = [
        (
            "What the checks do not notice",
            "Checks holds every block of figures to its total as exported, counts the formulas of each sheet, and "
            "works many figures out twice. It cannot notice a change to the cells that show its own result, to words "
            "that no figure rests on, or to the yellow cells, which are yours. At other inputs than exported it sees "
            "that a formula was overwritten, in programs that can tell a formula (Excel 2013, LibreOffice 7). Ids are "
            f"held letter by letter up to {COMPARED:,} customers, by their last twelve letters, in Excel and "
            "LibreOffice; where a program cannot work a whole column of words at once, as IronCalc and formulon, those "
            "lines show what should be there.",
        ),
        (
            "The past goes on",
            "The models know nothing of campaigns, prices or competitors: they let customers go on as they did in the "
            f"data. {'The season by month is that of the data.' if report.months else 'They reckon with no season.'}",
        ),
        (
            "Single customers",
            "Every figure is an expectation. What one customer brings may be far from it; what many bring together "
            "is close.",
        ),
        (
            "Interval of the total",
            "The interval on the Summary is of what will really come: of chance, of parameters that the data pin down "
            "only so far, and of the model's error on past days. Segments shows beside it the narrower one of the "
            "parameters alone. Whether the model fits says Tracking.",
        ),
    ]
    if report.model.name == "BG/NBD":
        limits.insert(
            0,
            (
                "One-time buyers",
                "In BG/NBD a customer can only leave after a repeat purchase. P(alive) of somebody who bought once is "
                "therefore always 100%, however long ago that was; MBG/NBD and Pareto/NBD do without this.",
            ),
        )
    if report.assumptions.basis == "revenue":
        limits.append(
            (
                "Revenue basis",
                "No margin was given, so values are sales: not profit, and too high to set against a cost.",
            )
        )
    return limits


def glossary() -> list[tuple[str, str]]:
    """The field's words."""
    return [
        ("frequency", "Days with a purchase after the first one: repeat purchases."),
        ("recency", "Weeks from the first to the last purchase; not the time since the last one."),
        ("T", "Weeks from the first purchase to the as-of date: how long the customer has been known."),
        ("monetary value", "Mean money of a repeat purchase; 0 where there is none."),
        ("as-of date", "The day on which all figures stand."),
        ("cohort", "Customers whose first order fell in the same calendar period."),
        ("attainment", "Margin so far as a share of what the average customer brings in all, so far and to come."),
        (
            "service level",
            "Concierge from an attainment of 100%; else by remaining CLV: the lowest fifth Self-service first, the "
            "highest fifth Priority (attainment from 90%) or Retention desk (below); Standard for all others. Who has "
            "most likely left (P(alive) below 10%) gets Win back from an attainment of 100%, else Self-service first.",
        ),
        ("discounted orders", "Expected orders, each multiplied by its discount factor."),
        ("rate factor", "A segment's present value now, divided by its present value as exported."),
    ]


def _command(command: str) -> list[tuple[str, str]]:
    """The command in as many cells as it fills: a year of daily files has more letters than one can hold."""
    parts = [command[at : at + _CELL] for at in range(0, max(1, len(command)), _CELL)]
    return [("Command" if at == 0 else "Command, continued", part) for at, part in enumerate(parts)]


REPRODUCE = "How to reproduce it"  # its commands and versions are typed elsewhere, so they stay as they are


def versions(report: Report | Described) -> list[tuple[str, str]]:
    """The command, the versions, and where the file opens."""
    return [
        *_command(report.command),
        ("Versions", f"xlclv {report.version}; workbook written with openpyxl {openpyxl_version}."),
        (
            "Same bytes",
            "The same data, options and versions give the same file, byte for byte; its dates are the as-of date.",
        ),
        (
            "Opens in",
            "Excel 2016 and later, LibreOffice 7 and later. No macros, no external links. Sheets are protected "
            "without a password, but the sheet Customers, which can be sorted and filtered.",
        ),
    ]
