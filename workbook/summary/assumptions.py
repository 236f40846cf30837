"""The Assumptions sheet: what a reader may change, what was fixed at export, and what was fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.report import FittedModel, Report
from xlclv.terms.money import words_of
from xlclv.workbook.cells import Ref, Value
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import CONTRAST, FREE, PARAMETER
from xlclv.workbook.summary.inputs import Input, all_inputs
from xlclv.workbook.writer import Book

TITLE = "Assumptions"
_FIRST = 5
_WIDTHS = (24, 13, 25, 9, 13, 12, 12, 14, 66)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where the inputs stand, and as what they were exported."""

    live: dict[str, Ref]
    exported: dict[str, Ref]
    out_of_range: str
    blank: str
    changed: str
    as_of: Ref


def build(book: Book, report: Report, force: Mapping[str, Ref]) -> Inputs:
    """Lay out the sheet; the names of inputs in `force` mean those cells, which hold what a scenario makes of them."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Assumptions", "Yellow cells are yours to change: every figure in this workbook follows them.")
    sheet.widths(_WIDTHS)
    sheet.headings(
        4, ["Input", "Value", "Unit", "Lowest", "Highest", "As exported", "Changed?", "Source", "Note"], (2, 4, 5, 6)
    )
    live, exported = {}, {}
    inputs = all_inputs(report)
    for row, entry in enumerate(inputs, _FIRST):
        live[entry.name], exported[entry.name] = _input_row(book, sheet, row, entry, force)
    last = _FIRST + len(inputs) - 1
    changed = f"{TITLE}!$G${_FIRST}:$G${last}"
    sheet.ws.conditional_formatting.add(
        f"G{_FIRST}:G{last}", FormulaRule(formula=[f'G{_FIRST}="changed"'], font=Font(bold=True, color=CONTRAST))
    )
    as_of = _fixed_block(book, sheet, last + 2, report)
    _parameters(sheet, last + 11, report)
    sheet.repeat_rows(1, 2)
    block = f"{TITLE}!$B${_FIRST}:$B${last}"
    low, high = block.replace("B", "D"), block.replace("B", "E")
    # Only the acquisition cost may be unknown; any other input left blank would be taken for 0.
    blank = f"=COUNTBLANK({block})-COUNTBLANK({live['AcquisitionCost'].full})"
    return Inputs(live, exported, f"=SUMPRODUCT(({block}<{low})+({block}>{high}))", blank, changed, as_of)


def _input_row(book: Book, sheet: Sheet, row: int, entry: Input, force: Mapping[str, Ref]) -> tuple[Ref, Ref]:
    sheet.put(row, 1, entry.label, "Text")
    live = sheet.put(row, 2, entry.value, "Input", entry.fmt)
    sheet.put(row, 3, entry.unit, "Text")
    low = sheet.put(row, 4, entry.lowest, fmt=entry.fmt)
    high = sheet.put(row, 5, entry.highest, fmt=entry.fmt)
    exported = sheet.put(row, 6, entry.value, fmt=entry.fmt)
    sheet.live(row, 7, f'=IF(B{row}=F{row},"as exported","changed")', "Text")
    sheet.put(row, 8, entry.source, "Text")
    sheet.put(row, 9, entry.note, "Text")
    sheet.fit(row, [(entry.note, _WIDTHS[8]), (entry.unit, _WIDTHS[2])])
    define(book, entry.name, force.get(entry.name, live), f"{entry.label}, {entry.unit}; input")
    rule = DataValidation(
        type="decimal",
        operator="between",
        formula1=low.fixed,
        formula2=high.fixed,
        allow_blank=entry.name == "AcquisitionCost",
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=entry.label,
        error=entry.refusal,
        promptTitle=entry.label,
        prompt=f"{entry.note}."[:255],
    )
    rule.add(live.here)
    sheet.ws.add_data_validation(rule)
    return live, exported


def _fixed_block(book: Book, sheet: Sheet, row: int, report: Report) -> Ref:
    """What the figures rest on and no cell can change: it takes the engine to compute them again."""
    given, said = report.assumptions, words_of(report)
    correlated = f"{said.spend.capitalize()} and frequency"
    sheet.section(row, "Fixed at export", len(_WIDTHS))
    note = "Changing it takes a new computation: see the command on the Method sheet"
    as_of = sheet.put(row + 1, 2, given.as_of, "Fixed", "yyyy-mm-dd")
    currency = sheet.put(row + 2, 2, given.currency, "Fixed")
    define(book, "AsOf", as_of, "The day on which the figures stand; fixed at export")
    define(book, "Currency", currency, "The currency of all amounts; fixed at export")
    lines: list[tuple[str, Value, str, str, str]] = [
        ("As-of date", None, "all figures stand on this day", given.source("as_of", "the last order"), note),
        (
            "Currency",
            None,
            "of all amounts",
            given.source("currency", "data") if given.currency else "not given",
            "A label: amounts are shown as they were read",
        ),
        ("First order", report.first_order, "", "data", ""),
        ("Last order", report.last_order, "", "data", ""),
        ("Orders", report.orders, "", "data", "After exclusions; see Data check"),
        (
            "Timing",
            "mid-week",
            f"of expected {said.sales}",
            "convention",
            f"{said.of_week.capitalize()} discounted from its middle",
        ),
        (correlated, report.spend_correlation, "correlation", "data", f"The {said.spend_model} assumes it is near 0"),
    ]
    for at, (label, value, unit, source, words) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Text")
        if value is not None:
            fmt = {"Orders": "#,##0", correlated: "0.00"}.get(label, "yyyy-mm-dd")
            sheet.put(at, 2, value, "Fixed", FREE if isinstance(value, str) else fmt)
        sheet.put(at, 3, unit, "Text")
        sheet.put(at, 8, source, "Text")
        sheet.put(at, 9, words, "Text")
        sheet.fit(at, [(words, _WIDTHS[8]), (unit, _WIDTHS[2])])
    return as_of


def _parameters(sheet: Sheet, row: int, report: Report) -> None:
    sheet.section(row, "Fitted parameters", len(_WIDTHS))
    words = ["Parameter", "Estimate", "Standard error", "", "", "", "", "Model", "Note"]
    sheet.headings(row + 1, words, (2, 3))
    row += 2
    for model in (report.model, report.spend):
        for estimate in model.estimates:
            sheet.put(row, 1, estimate.name, "Text")
            sheet.put(row, 2, estimate.value, fmt=PARAMETER)
            known = estimate.standard_error is not None
            sheet.put(row, 3, estimate.standard_error, fmt=PARAMETER)
            sheet.put(row, 8, model.name, "Text")
            sheet.put(row, 9, "" if known else "On a boundary: no standard error", "Text")
            row += 1
        row = _fit_row(sheet, row, model)
    for month in report.months:
        sheet.put(row, 1, f"Season, {month.name}", "Text")
        sheet.put(row, 2, month.rate, fmt=PARAMETER)
        sheet.put(row, 3, month.rate * month.log_error, fmt=PARAMETER)
        sheet.put(row, 8, report.model.name, "Text")
        sheet.put(row, 9, "Purchases of the month, of the year's mean rate", "Text")
        row += 1


def _fit_row(sheet: Sheet, row: int, model: FittedModel) -> int:
    sheet.put(row, 1, "Log-likelihood", "Text")
    sheet.put(row, 2, model.log_likelihood, fmt="#,##0.00")
    sheet.put(row, 8, model.name, "Text")
    words = f"Fitted on {model.customers:,} customers: {model.status}"
    sheet.put(row, 9, words, "Text")
    sheet.fit(row, [(words, _WIDTHS[8])])
    return row + 1
