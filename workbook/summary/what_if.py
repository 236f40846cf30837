"""The Scenarios sheet: drivers side by side, the ones in force by the selector, and customer equity under each."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from workbook.bars import value_columns
from workbook.cells import Ref
from workbook.charts import place
from workbook.names import define
from workbook.sheet import Sheet
from workbook.styles import DECIMAL, PERCENT, RATE, in_brief, money
from workbook.summary.assumptions import TITLE as ASSUMPTIONS
from workbook.summary.assumptions import Inputs
from workbook.summary.check import RIGHT, Check, close
from workbook.writer import Book
from xlclv.planning.scenario import GIVEN, Drivers, WhatIf
from xlclv.report import Report

TITLE = "Scenarios"
_HEAD, _FIRST = 6, 7
_BASE = 3  # column C; column B is what is in force
_ASIDE = 6  # columns from a scenario's cell to what it was exported as
_LINES = (
    ("rate", "Discount rate", "DiscountRate", RATE, "a year, effective"),
    ("margin", "Margin", "Margin", PERCENT, "of sales"),
    ("horizon", "Horizon", "Horizon", "0.00", "years; no longer than the base"),
    ("cac", "Acquisition cost", "AcquisitionCost", DECIMAL, "a customer"),
    ("orders", "Orders, times", "OrdersTimes", "0.000", "of those expected"),
    ("spend", "Value of an order, times", "SpendTimes", "0.000", "of that expected"),
    ("losses", "Customers lost, times", "LossTimes", "0.000", "of those expected to leave"),
    ("won", "New customers, times", "NewTimes", "0.000", "of the plan on Budget"),
)
IN_FORCE = {name: Ref(TITLE, row, 2, None) for row, (_, _, name, _, _) in enumerate(_LINES, _FIRST)}
_EQUITY = _FIRST + len(_LINES) + 2
_PICTURE = _EQUITY + 6
_WEEKS = _PICTURE + 19


class ScenarioCells(NamedTuple):
    """What the checks need: lines of their own, and the test that base is shown and nothing here was changed."""

    checks: list[Check]
    changed: str


class Begun(NamedTuple):
    """The drivers, laid out before what hangs on them: the columns, the place of the one shown, and the tests that no
    driver was changed, and that besides the base is shown."""

    columns: list[tuple[str, Drivers]]
    number: Ref
    unchanged: str
    as_exported: str


def begin(book: Book, report: Report, inputs: Inputs) -> Begun | None:
    """Lay out the drivers, if scenarios were asked for."""
    found = report.what_if
    if found is None:
        return None
    sheet = book.sheets[TITLE]
    columns = [("Base", found.base), *((each.name, each.drivers) for each in found.scenarios)]
    last = _BASE + len(columns) - 1
    sheet.title_block("Scenarios", "Choose on Assumptions which one the whole workbook shows; yellow cells are yours.")
    sheet.widths([30, *[15] * (len(columns) + 1), 30, *[12] * 20])
    number = _selector(book, sheet, columns, last)
    sheet.headings(_HEAD, ["Driver", "Shown now", *(name for name, _ in columns)], range(2, last + 1), 20)
    return Begun(columns, number, *_drivers(book, sheet, found, inputs, last, number))


def build(book: Book, report: Report, begun: Begun | None) -> ScenarioCells | None:
    """Lay out what the scenarios come to."""
    found = report.what_if
    if found is None or begun is None:
        return None
    sheet, columns, number = book.sheets[TITLE], begun.columns, begun.number
    names = [Ref(TITLE, _HEAD, column, name) for column, (name, _) in enumerate(columns, _BASE)]
    equities = _results(sheet, report, found, len(columns))
    fmt = in_brief(report.assumptions.currency, max(abs(ref.number) for ref in equities))
    told = "; ".join(f"{name.value} {ref.number:,.0f}" for name, ref in zip(names, equities, strict=True))
    head = Ref(TITLE, _EQUITY, 1, "Customer equity")
    chart = value_columns(names, equities, head, fmt=fmt, alt=f"Columns: customer equity by scenario: {told}",
                          name="Scenarios")  # fmt: skip
    place(sheet, chart, f"A{_PICTURE}", f"G{_PICTURE + 17}")
    near = close(report.customer_equity)
    shown = f"=INDEX({equities[0].full}:{equities[-1].fixed},1,{number.full})"
    checks = [
        Check("The scenario shown has the customer equity of the workbook", "=CustomerEquity", shown, near * 10),
        *(
            Check(f"Scenario {name}: the engine's customer equity, at the exported drivers",
                  f"=IF({begun.unchanged},{ref.full},{RIGHT})",
                  float(found.equity(drivers).sum()), near)
            for (name, drivers), ref in zip(columns, equities, strict=True)
        ),
    ]  # fmt: skip
    return ScenarioCells(checks, begun.as_exported)


def _selector(book: Book, sheet: Sheet, columns: list[tuple[str, Drivers]], last: int) -> Ref:
    """The cell on Assumptions, and here its place among the scenarios."""
    there = book.sheets[ASSUMPTIONS]
    there.put(3, 1, "Scenario shown", "Text")
    chosen = there.put(3, 2, "Base", "Input", "@")
    define(book, "ScenarioShown", chosen, "The scenario that the whole workbook shows; input")
    there.put(3, 3, "of the sheet Scenarios", "Text")
    heads = f"{TITLE}!${get_column_letter(_BASE)}${_HEAD}:${get_column_letter(last)}${_HEAD}"
    rule = DataValidation(type="list", formula1=heads, allow_blank=False, showErrorMessage=True,
                          errorTitle="Scenario", error="Choose one of the names on the sheet Scenarios.")  # fmt: skip
    rule.add(chosen.here)
    there.ws.add_data_validation(rule)
    sheet.put(4, 1, "Place of the scenario shown", "Line")
    number = sheet.live(4, 2, f"=IFERROR(MATCH(ScenarioShown,{heads.split('!')[1]},0),1)", "Fixed", "0")
    define(book, "ScenarioNumber", number, "1 for the base, 2 for the first scenario, and so on")
    return number


def _drivers(book: Book, sheet: Sheet, found: WhatIf, inputs: Inputs, last: int, number: Ref) -> tuple[str, str]:
    """A line a driver: what is in force, the base from Assumptions, each scenario's own cell, and as exported."""
    first, end = get_column_letter(_BASE), get_column_letter(last)
    for row, (key, label, name, fmt, words) in enumerate(_LINES, _FIRST):
        sheet.put(row, 1, label, "Line")
        force = sheet.live(row, 2, f"=INDEX({first}{row}:{end}{row},1,{number.fixed})", "Fixed", fmt)
        if key in GIVEN:
            base = inputs.live[name]
            text = f'=IF({base.full}="","",{base.full})' if key == "cac" else f"={base.full}"
            sheet.live(row, _BASE, text, "Fixed", fmt)
        else:
            sheet.put(row, _BASE, 1.0, "Fixed", fmt)
            define(book, name, force, f"{label}, of the scenario shown")
        for column, scenario in enumerate(found.scenarios, _BASE + 1):
            held = getattr(scenario.drivers, key)
            typed = dict(scenario.changes).get(key)
            if key in GIVEN and typed is None:
                sheet.live(row, column, f"=${first}{row}", "Fixed", fmt)
            elif key in GIVEN and typed is not None and typed[0] in "+-":
                times = 1.0 + float(typed[:-1]) / 100.0
                sheet.live(row, column, f"=${first}{row}*{times:.12g}", "Fixed", fmt)
            else:
                sheet.put(row, column, held, "Input", fmt)
            was = sheet.put(row, column + _ASIDE, held if held is not None else 0.0, fmt=fmt)
            here, there = f"{get_column_letter(column)}{row}", was.here
            text = f"=IF(ISNUMBER({here}),1*(ABS({here}-{there})>1E-9),0)"
            sheet.live(row, column + 2 * _ASIDE, text, fmt="0")
        sheet.put(row, last + 1, words, "Line")
    sheet.put(_HEAD, _BASE + 1 + _ASIDE, "As exported", "Head")
    sheet.put(_HEAD, _BASE + 1 + 2 * _ASIDE, "Changed", "Head")
    left, right = get_column_letter(_BASE + 1 + 2 * _ASIDE), get_column_letter(last + 2 * _ASIDE)
    sheet.put(4, _BASE, "Drivers changed here", "Line")
    count = sheet.live(4, _BASE + 2, f"=SUM({left}{_FIRST}:{right}{_FIRST + len(_LINES) - 1})", "Fixed", "0")
    text = f'={count.here}+COUNTIFS({inputs.changed},"changed")'
    every = sheet.live(4, _BASE + 3, text, "Fixed", "0")
    return f"{every.full}=0", f"({count.full}+({number.full}<>1))=0"


def _results(sheet: Sheet, report: Report, found: WhatIf, count: int) -> list[Ref]:
    """Customer equity under each, its difference from the base, and the average customer's."""
    cash = money(report.assumptions.currency)
    sheet.section(_EQUITY - 1, "What they come to", 7)
    weeks = len(found.steady)
    top, bottom = _WEEKS + 2, _WEEKS + 1 + weeks
    sheet.page_break(_WEEKS)
    sheet.ws.print_area = f"A1:I{_WEEKS - 1}"
    sheet.section(_WEEKS, "Week by week: the share of it inside the horizon, and its sales at their present value", 7)
    heads = ["From, years", "To, years", "Sales", "Without season, a day", "Slope"]
    sheet.headings(_WEEKS + 1, heads, range(1, 6), 32)
    start = found.weekly.years - 0.5 * found.widths
    for i, row in enumerate(range(top, bottom + 1)):
        given = (float(start[i]), float(start[i] + found.widths[i]), float(found.weekly.amounts[i].sum()),
                 float(found.steady[i]), float(found.slopes[i]))  # fmt: skip
        for column, (number, fmt) in enumerate(
            zip(given, ("0.0000", "0.0000", cash, DECIMAL, "0.000000"), strict=True), 1
        ):
            sheet.put(row, column, number, fmt=fmt)
    equities = []
    for at in range(count):
        driver, column = get_column_letter(_BASE + at), 7 + 2 * at
        inside, worth = get_column_letter(column), get_column_letter(column + 1)
        sheet.put(_WEEKS + 1, column, "Inside", "Head number")
        sheet.put(_WEEKS + 1, column + 1, "Present value", "Head number")
        rate, horizon, lost = (f"{driver}${_FIRST + line}" for line in (0, 2, 6))
        for row in range(top, bottom + 1):
            sheet.live(row, column, f"=MAX(0,MIN(1,({horizon}-$A{row})/($B{row}-$A{row})))", fmt="0%")
            share = f"({inside}{row}+$E{row}*({inside}{row}^2-{inside}{row})/2)"
            left = f"MAX(0,$D${top}-{lost}*($D${top}-$D{row}))/$D{row}"
            later = f"($A{row}+{inside}{row}*($B{row}-$A{row})/2)"
            sheet.live(row, column + 1, f"=$C{row}*{share}*{left}*(1+{rate})^-{later}", fmt=cash)
        here, times = _BASE + at, f"{driver}{_FIRST + 1}*{driver}{_FIRST + 4}*{driver}{_FIRST + 5}"
        equities.append(sheet.live(_EQUITY, here, f"={times}*SUM({worth}{top}:{worth}{bottom})", "Total", cash))
        sheet.live(_EQUITY + 1, here, f"={driver}{_EQUITY}-${get_column_letter(_BASE)}{_EQUITY}", fmt=cash)
        base = f"${get_column_letter(_BASE)}{_EQUITY}"
        sheet.live(_EQUITY + 2, here, f'=IF({base}=0,"",{driver}{_EQUITY}/{base}-1)', fmt=PERCENT)
        sheet.live(
            _EQUITY + 3, here, f"={driver}{_EQUITY}/CustomerCount", fmt=money(report.assumptions.currency, cents=True)
        )
    lines = ("Customer equity", "Difference to the base", "Of the base", "Mean remaining CLV")
    for row, words in enumerate(lines, _EQUITY):
        sheet.put(row, 1, words, "Total label" if row == _EQUITY else "Line")
    return equities
