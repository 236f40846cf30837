"""The summary workbook: the report laid out in sheets, with live formulas beside the values it was given."""

from __future__ import annotations

import os
from functools import partial

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.terms.titles import SUMMARY
from xlclv.workbook import sentences
from xlclv.workbook.finish import finish
from xlclv.workbook.furnish import furnish
from xlclv.workbook.lambdas import add_lambdas
from xlclv.workbook.progress import Progress
from xlclv.workbook.summary import (
    acquisition,
    answers,
    assumptions,
    budget,
    budget_months,
    by_dimension,
    card,
    checks,
    cohorts,
    concentration,
    customers,
    data_check,
    flows,
    front,
    journey,
    method,
    more_columns,
    movement,
    profiles,
    segments,
    sensitivity,
    service,
    services,
    tracking,
    what_if,
    what_if_weeks,
)
from xlclv.workbook.summary.refusals import refuse_unfit
from xlclv.workbook.writer import Book

# The order of the tabs: the answer, what it rests on, its detail, then the evidence.
SHEETS = (
    front.TITLE,
    assumptions.TITLE,
    segments.TITLE,
    cohorts.TITLE,
    concentration.TITLE,
    tracking.TITLE,
    sensitivity.TITLE,
    what_if.TITLE,
    budget_months.TITLE,
    movement.TITLE,
    acquisition.TITLE,
    customers.TITLE,
    flows.TITLE,
    data_check.TITLE,
    method.TITLE,
    checks.TITLE,
)


def write(
    report: Report, path: str | os.PathLike[str], *, lambdas: bool = False, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write the summary workbook, or raise OutputError and leave the target untouched; the checks that fail in it."""
    tell = progress or (lambda words, done, total: None)
    tell("Laying out the workbook", 0, 0)
    if not report.money:
        from xlclv.workbook.counted import lay_out as without_money  # it takes some of these sheets

        return without_money(report, tell).save(path)
    book = lay_out(report, tell)
    if lambdas:
        add_lambdas(book)
    return book.save(path)


def _titles(report: Report, by: list[str]) -> list[str]:
    """The sheets of this report, in order: what stands beside the orders follows the sheet that it adds to."""
    beside = report.beside
    more: dict[str, list[str]] = {segments.TITLE: by}
    if beside is not None:
        there = (
            (beside.resemblance, profiles.TITLE),
            (beside.contacts, service.TITLE),
            (beside.second_orders, journey.TITLE),
        )
        more[acquisition.TITLE] = [title for found, title in there if found is not None]
        more[customers.TITLE] = [card.TITLE] if card.wanted(report) else []
    wanted = {tracking.TITLE: report.holdout is not None, movement.TITLE: bool(report.movement)}
    wanted |= {budget_months.TITLE: report.budget is not None, what_if.TITLE: report.what_if is not None}
    titles = [title for title in SHEETS if wanted.get(title, True)]
    return [one for title in titles for one in (title, *more.get(title, ()))]


def _asked_if(book: Book, report: Report, begun: what_if.Begun) -> what_if.ScenarioCells:
    """What the scenarios come to."""
    assert report.what_if is not None
    currency = report.assumptions.currency
    worth = what_if_weeks.lay(book.sheets[what_if.TITLE], report.what_if, begun, currency, words_of(report))
    return what_if.build(book, begun, worth, currency, "CustomerCount", 1)


def lay_out(report: Report, tell: Progress) -> Book:
    """The workbook in memory; the customers' rows are only made when it is saved."""
    refuse_unfit(report)
    book = Book(
        report.assumptions.as_of,
        title=SUMMARY,
        creator=f"xlclv {report.version}",
        subject="Customer lifetime value",
        footer=f"as of {report.assumptions.as_of:%Y-%m-%d}",
    )
    dimensions = by_dimension.plan(report.beside.dimensions if report.beside else ())
    for title in _titles(report, [one.title for one in dimensions]):
        book.sheet(title)
    book.sheet(sentences.TITLE)
    inputs = assumptions.build(book, report, what_if.in_force(what_if.of_orders(report)) if report.what_if else {})
    begun = None
    if report.what_if is not None:
        begun = what_if.begin(book, report.what_if.told, what_if.of_orders(report), inputs.live, inputs.changed)
    flow_cells = flows.build(book, report, inputs)
    table = customers.plan(report, more_columns.plan(report, dimensions))
    segment_cells = segments.build(book, report, flow_cells, table)
    customers.build(book, report, table, segment_cells.rate_factors, segment_cells.names, tell)
    equity = segment_cells.equity.number or report.scale
    concentration_cells = concentration.build(book, report, table, equity)
    cohort_cells = cohorts.build(book, report)
    bought = acquisition.build(book, report, acquisition.Sources(inputs, flow_cells, cohort_cells, table, begun))
    ledger_cells = data_check.build(book, report, customers.cut(table) if table.rest else "")
    method.build(book, report)
    on_card, chosen = card.build(book, report, table, dimensions)
    budgeted = budget.build(book, report, flow_cells, None if begun is None else partial(what_if.cash_flow, begun))
    asked_if = None if begun is None else _asked_if(book, report, begun)
    planned = [cells for cells in (budgeted, asked_if) if cells]
    parts = checks.Parts(
        inputs,
        flow_cells,
        segment_cells,
        cohort_cells,
        ledger_cells,
        table,
        concentration_cells,
        tracking.build(book, report),
        sensitivity.build(book, report, flow_cells, inputs, equity),
        bought.ratio,
        bought.newcomer,
        [
            *bought.checks,
            *services.build(book, report, table, segment_cells.below),
            *by_dimension.build(book, report, dimensions, segment_cells, table),
            *profiles.build(book, report.beside),
            *service.build(book, report, table),
            *journey.build(book, report),
            *on_card,
            *movement.build(book, report),
            *(check for cells in planned for check in cells.checks),
        ],
        ",".join(cells.changed for cells in planned),
    )
    status = front.build(book, report, parts, answers.lines(report.beside, dimensions))
    sentences.follow_locale(book)
    apart = furnish(book, front.TITLE, checks.EVERY.full)
    apart[card.TITLE] = apart.get(card.TITLE, set()) | set(chosen)
    checks.build(book, report, parts, {front.TITLE: status, **apart})
    return finish(book)
