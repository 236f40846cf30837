"""What stands beside contracts, on the sheets that orders have for it: By ..., Profiles and Service."""

from __future__ import annotations

import numpy as np

from xlclv.companions.data import Dimension
from xlclv.contracts.report import Report
from xlclv.places import places
from xlclv.segments.tiers import DEFAULT_LABELS
from xlclv.workbook.cells import exact
from xlclv.workbook.contracts import customers, levels
from xlclv.workbook.contracts.checks import Check
from xlclv.workbook.summary import by_dimension, profiles, service
from xlclv.workbook.summary.customers import column
from xlclv.workbook.writer import Book

_TIER = column("Tier, as exported")
_WHO_LEFT = "No longer running"


def plan(report: Report) -> tuple[by_dimension.By, ...]:
    """The dimensions with a sheet: those of the customers file; columns of the contracts have theirs."""
    beside = report.beside
    found = () if beside is None else beside.dimensions
    own = set(report.contracts.by)
    mine = [one for one in found if one.origin == "customers" and one.name not in own]
    return by_dimension.plan(mine, levels.sheets(report).values())


def titles(report: Report) -> list[str]:
    """The sheets, where something stands beside the contracts."""
    beside = report.beside
    if beside is None:
        return []
    found = [one.title for one in plan(report)]
    found += [profiles.TITLE] if beside.resemblance is not None else []
    return [*found, *([service.TITLE] if beside.contacts is not None else [])]


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheets, after the customers."""
    beside = report.beside
    if beside is None or beside.everyone is None:
        return
    told = _frame(report)
    for one in plan(report):
        found += by_dimension.sheet_of(book, told, one)[1]
    found += profiles.build(book, beside)
    if beside.contacts is not None:
        found += service.lay_out(book, _served(report, told), beside.contacts, beside.everyone)


def _frame(report: Report) -> by_dimension.Frame:
    beside, running = report.beside, report.running
    assert beside is not None
    assert beside.everyone is not None
    tiers = () if running is None else tuple(DEFAULT_LABELS)
    factors = tuple(map(_factor, tiers))
    value = report.scale
    paid = float(beside.everyone.sales.sum())
    return by_dimension.Frame(
        report.currency, report.terms.margin, tiers, factors, lambda one: _shares(report, one),
        f"={len(report.contracts.ids)}", "=0" if running is None else f"=SUM({customers.VALUE})", value,
        f"={exact(paid)}", paid, ("Payments", "Paid again", "Share who run", "Paid"),
    )  # fmt: skip


def _factor(tier: str) -> str:
    """By how much the value of a tier has moved, before margin."""
    return f'=IF(Margin*{{0}}=0,1,SUMIFS({customers.VALUE},{_TIER},"{tier}")/Margin/{{0}})'


def _shares(report: Report, found: Dimension) -> list[list[float]]:
    """Value to come by level and tier, before margin."""
    running, levels, tiers = report.running, len(found.levels), len(DEFAULT_LABELS)
    if running is None:
        return [[] for _ in range(levels)]
    at = found.of[places(report.them.customer[running.at])] * tiers + running.tier
    sums = np.bincount(places(at), weights=running.sales, minlength=levels * tiers)
    by_level: list[list[float]] = np.asarray(sums, dtype=np.float64).reshape(levels, tiers).tolist()
    return by_level


def _served(report: Report, told: by_dimension.Frame) -> service.Frame:
    """The tiers, and whoever has left."""
    worth = "=0" if report.running is None else f"=SUMIFS({customers.VALUE},{_TIER},A{{0}})"
    return service.Frame(
        told.currency, told.margin, (*DEFAULT_LABELS, _WHO_LEFT), lambda row: worth.format(row), lambda row: [],
        told.equity, told.worth, ("paid", "payment"),
    )  # fmt: skip
