"""The workbook of contracts: the report laid out in sheets, live in rate, horizon, growth and fitted parameters."""

from __future__ import annotations

import datetime as dt
import os

from xlclv.contracts.report import Report
from xlclv.terms.titles import CONTRACTS
from xlclv.workbook import sentences
from xlclv.workbook.contracts import (
    acquisition,
    assumptions,
    beside,
    budget,
    cases,
    checks,
    cohorts,
    curve,
    customers,
    evidence,
    front,
    levels,
    movement,
    retention,
    sensitivity,
    statement,
    what_if,
)
from xlclv.workbook.contracts import tracking as tested
from xlclv.workbook.contracts.listing import listing
from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.progress import Progress
from xlclv.workbook.summary import what_if as summary
from xlclv.workbook.writer import Book

_NO_DATES = dt.date(1980, 1, 1)  # the stamp of a workbook whose contracts have no dates


def write(
    report: Report, path: str | os.PathLike[str], *, listed: int | None = None, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write the workbook of contracts, or raise OutputError and leave the target untouched; the checks that fail in it.

    `listed` customers have a row each, the best first; all that a sheet holds where it is None.
    """
    tell = progress or (lambda words, done, total: None)
    tell("Laying out the workbook", 0, 0)
    return lay_out(report, tell, listed).save(path)


def titles(report: Report) -> list[str]:
    """The sheets of this report, in order: the answer, its detail, what it rests on, the evidence."""
    found = [front.TITLE, assumptions.TITLE]
    found += [movement.TITLE] if report.movement else []
    found += [statement.TITLE] if report.statements else []
    found += [what_if.TITLE] if report.what_if else []
    found += [budget.TITLE] if report.budget is not None else []
    found += [retention.TITLE] if report.counts.losses else []
    found += [cohorts.TITLE] if report.movement else []
    found += levels.sheets(report).values()
    found += beside.titles(report)
    found += [customers.TITLE] if report.running is not None else []
    found += [tested.TITLE] if report.test is not None else []
    found += [acquisition.TITLE] if report.running is not None and report.movement else []
    if report.running is not None:
        found += [sensitivity.TITLE, curve.TITLE, cases.TITLE] if cases.fits(report) else [curve.TITLE]
    return [*found, evidence.DATA, evidence.METHOD, checks.TITLE]


def lay_out(report: Report, tell: Progress, listed: int | None = None) -> Book:
    """The workbook in memory; the customers' rows are only made when it is saved."""
    day = report.as_of or _NO_DATES
    footer = f"as of {day:%Y-%m-%d}" if report.as_of else ""
    book = Book(day, title=CONTRACTS, creator=f"xlclv {report.version}", subject="Customer lifetime value",
                footer=footer)  # fmt: skip
    for title in [*titles(report), sentences.TITLE]:
        book.sheet(title)
    inputs = assumptions.build(book, report, summary.in_force(what_if.DRIVERS) if report.what_if else {})
    begun = what_if.begin(book, report, inputs)
    found: list[checks.Check] = []
    bridge = movement.build(book, report, found) if report.movement else None
    statement.build(book, report, found)
    places = None
    if report.running is not None:
        places = curve.build(book, report, inputs, found)
        customers.build(book, report, places, listing(report, listed), found, tell)
    chart = retention.build(book, report, places, found) if report.counts.losses else None
    if report.movement:
        cohorts.build(book, report, found)
    levels.build(book, report, found)
    beside.build(book, report, found)
    if report.test is not None:
        tested.build(book, report, found)
    evidence.build(book, report, found)
    status = front.build(book, report, bridge, chart)
    budget.build(book, report, begun, found)
    if places is not None and report.movement:
        acquisition.build(book, report, places, found)
    cells = None
    if places is not None and cases.fits(report):
        cells = cases.build(book, report, places, begun)
        sensitivity.build(book, report, cells, found)
    if begun is not None:
        what_if.build(book, report, begun, cells, found)
    sentences.follow_locale(book)
    apart = furnish(book, front.TITLE, checks.EVERY.full)
    rounding = checks.ROUNDING if places is None else places.rounding
    checks.build(book, report, inputs, found, {front.TITLE: status, **apart}, rounding)
    return finish(book)
