"""The Scenarios sheet: drivers side by side, the ones in force by the selector, and customer equity under each.

Of orders and of contracts alike: each says which drivers there are and, as formulas, what its customers are worth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.planning.scenario import Told, times_of
from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.bars import value_columns
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, RATE, in_brief, money
from xlclv.workbook.summary.assumptions import TITLE as ASSUMPTIONS
from xlclv.workbook.summary.budget_months import Laid
from xlclv.workbook.summary.check import RIGHT, Check, close
from xlclv.workbook.writer import Book

TITLE = "Scenarios"
HEAD, FIRST = 6, 7
BASE = 3  # column C; column B is what is in force
_ASIDE = 6  # columns from a scenario's cell to what it was exported as
_PICTURE, _HEIGHT = 7, 17  # rows of the picture: how far below customer equity, and how many


class Line(NamedTuple):
    """A driver: its field of Drivers, how it is called, the name that means the one in force, its look and unit."""

    key: str
    label: str
    name: str
    fmt: str
    words: str


RATE_, HORIZON, COST, LOSSES, WON = (
    Line("rate", "Discount rate", "DiscountRate", RATE, "a year, effective"),
    Line("horizon", "Horizon", "Horizon", "0.00", "years; no longer than the base"),
    Line("cac", "Acquisition cost", "AcquisitionCost", DECIMAL, "a customer"),
    Line("losses", "Customers lost, times", "LossTimes", "0.000", "of those expected to leave"),
    Line("won", "New customers, times", "NewTimes", "0.000", "of the plan on Budget"),
)


def of_orders(report: Report) -> tuple[Line, ...]:
    """The drivers of a report of orders, from top to bottom."""
    return (
        RATE_,
        Line("margin", "Margin", "Margin", PERCENT, f"of {words_of(report).whole}"),
        HORIZON,
        COST,
        Line("orders", "Orders, times", "OrdersTimes", "0.000", "of those expected"),
        Line("spend", "Value of an order, times", "SpendTimes", "0.000", "of that expected"),
        LOSSES,
        WON,
    )


def in_force(lines: Sequence[Line]) -> dict[str, Ref]:
    """The cells that hold what the scenario shown makes of each driver, by its name."""
    return {line.name: Ref(TITLE, row, 2, None) for row, line in enumerate(lines, FIRST)}


class ScenarioCells(NamedTuple):
    """What the checks need: lines of their own, and the test that base is shown and nothing here was changed."""

    checks: list[Check]
    changed: str


class Begun(NamedTuple):
    """The drivers, laid out before what hangs on them: the scenarios, the place of the one shown, and the tests that
    no driver and no input was changed, and that the base is shown and no driver was changed."""

    told: Sequence[Told]
    lines: Sequence[Line]
    number: Ref
    unchanged: str
    as_exported: str

    def driver(self, scenario: int, key: str) -> str:
        """The cell of a scenario's driver, on this sheet, by its place from 0 for the base."""
        row = next(row for row, line in enumerate(self.lines, FIRST) if line.key == key)
        return f"{get_column_letter(BASE + scenario)}${row}"

    @property
    def equity(self) -> int:
        """The row of customer equity."""
        return FIRST + len(self.lines) + 2

    @property
    def below(self) -> int:
        """The first row below the picture."""
        return self.equity + _PICTURE + _HEIGHT + 2


def begin(book: Book, told: Sequence[Told], lines: Sequence[Line], live: Mapping[str, Ref], changed: str) -> Begun:
    """Lay out the drivers; `live` are the inputs on Assumptions by name, `changed` is where it says which of them
    were changed."""
    sheet = book.sheets[TITLE]
    last = BASE + len(told) - 1
    sheet.title_block("Scenarios", "Choose on Assumptions which one the whole workbook shows; yellow cells are yours.")
    sheet.widths([30, *[15] * (len(told) + 1), 30, *[12] * 20])
    number = _selector(book, sheet, last)
    sheet.headings(HEAD, ["Driver", "Shown now", *(each.name for each in told)], range(2, last + 1), 20)
    for row, line in enumerate(lines, FIRST):
        _driver(book, sheet, row, line, told, live.get(line.name), number)
    sheet.put(HEAD, BASE + 1 + _ASIDE, "As exported", "Head")
    sheet.put(HEAD, BASE + 1 + 2 * _ASIDE, "Changed", "Head")
    left, right = get_column_letter(BASE + 1 + 2 * _ASIDE), get_column_letter(last + 2 * _ASIDE)
    sheet.put(4, BASE, "Drivers changed here", "Line")
    count = sheet.live(4, BASE + 2, f"=SUM({left}{FIRST}:{right}{FIRST + len(lines) - 1})", "Fixed", "0")
    every = sheet.live(4, BASE + 3, f'={count.here}+COUNTIFS({changed},"changed")', "Fixed", "0")
    return Begun(told, lines, number, f"{every.full}=0", f"({count.full}+({number.full}<>1))=0")


def build(
    book: Book, begun: Begun, worth: Sequence[str], currency: str, customers: str, near: float, live: bool = True
) -> ScenarioCells:
    """Lay out what the scenarios come to: `worth` are the formulas of customer equity, `customers` is how many share
    it, `near` how close, of it, these come to the engine's. Unless all are `live`, differences are told only while
    nothing is changed: one that follows is not set against others that stand as exported."""
    sheet, told = book.sheets[TITLE], begun.told
    names = [Ref(TITLE, HEAD, column, each.name) for column, each in enumerate(told, BASE)]
    equities = _results(sheet, begun, worth, currency, customers, live)
    fmt = in_brief(currency, max(abs(ref.number) for ref in equities))
    spoken = "; ".join(f"{name.value} {ref.number:,.0f}" for name, ref in zip(names, equities, strict=True))
    head = Ref(TITLE, begun.equity, 1, "Customer equity")
    chart = value_columns(names, equities, head, fmt=fmt, alt=f"Columns: customer equity by scenario: {spoken}",
                          name="Scenarios")  # fmt: skip
    place(sheet, chart, f"A{begun.equity + _PICTURE}", f"G{begun.equity + _PICTURE + _HEIGHT}")
    sheet.ws.print_area = f"A1:I{begun.below - 1}"
    tolerance = close(told[0].equity or max(abs(each.equity) for each in told))
    shown = f"=INDEX({equities[0].full}:{equities[-1].fixed},1,{begun.number.full})"
    checks = [
        Check("The scenario shown has the customer equity of the workbook", "=CustomerEquity", shown, tolerance * 10),
        *(
            Check(f"Scenario {each.name}: the engine's customer equity, at the exported drivers",
                  f"=IF({begun.unchanged},{ref.full},{RIGHT})", each.equity, tolerance * near)
            for each, ref in zip(told, equities, strict=True)
        ),
    ]  # fmt: skip
    return ScenarioCells(checks, begun.as_exported)


def cash_flow(begun: Begun, laid: Laid, near: float = 1) -> Check:
    """The budget's cash flow, of the scenario shown, against the engine's."""
    first, row = get_column_letter(BASE), begun.equity + 4
    last = get_column_letter(BASE + len(begun.told) - 1)
    size = max(abs(told.budget.margin) + abs(told.budget.new_margin) for told in begun.told if told.budget)
    words = "Budget: cash flow of the scenario shown = the engine's, at the exported drivers"
    text = f"=IF(AND({begun.unchanged},{laid.changed}),{laid.totals['R'].full},{RIGHT})"
    engine = f"=INDEX({TITLE}!{first}{row}:{last}{row},1,{begun.number.full})"
    return Check(words, text, engine, close(size) * near)


def value_as_exported(book: Book, begun: Begun, values: Sequence[float], currency: str) -> str:
    """A line of what a customer yet to be won is worth under each; gives the formula of the one shown."""
    sheet, row = book.sheets[TITLE], begun.equity + 5
    sheet.put(row, 1, "A new customer’s value, as exported", "Line")
    cells = [sheet.put(row, at, value, "Fixed", money(currency, cents=True)) for at, value in enumerate(values, BASE)]
    return f"=INDEX({cells[0].full}:{cells[-1].fixed},1,{begun.number.full})"


def _selector(book: Book, sheet: Sheet, last: int) -> Ref:
    """The cell on Assumptions, and here its place among the scenarios."""
    there = book.sheets[ASSUMPTIONS]
    there.put(3, 1, "Scenario shown", "Text")
    chosen = there.put(3, 2, "Base", "Input", "@")
    define(book, "ScenarioShown", chosen, "The scenario that the whole workbook shows; input")
    there.put(3, 3, "of the sheet Scenarios", "Text")
    heads = f"{TITLE}!${get_column_letter(BASE)}${HEAD}:${get_column_letter(last)}${HEAD}"
    rule = DataValidation(type="list", formula1=heads, allow_blank=False, showErrorMessage=True,
                          errorTitle="Scenario", error="Choose one of the names on the sheet Scenarios.")  # fmt: skip
    rule.add(chosen.here)
    there.ws.add_data_validation(rule)
    sheet.put(4, 1, "Place of the scenario shown", "Line")
    here = heads.partition("!")[2]  # not MATCH: to it * and ? in a name stand for other names, and ~ for nothing
    place_of = f"=MAX(1,SUMPRODUCT(({here}=ScenarioShown)*(COLUMN({here})-{BASE - 1})))"
    number = sheet.live(4, 2, place_of, "Fixed", "0")
    define(book, "ScenarioNumber", number, "1 for the base, 2 for the first scenario, and so on")
    return number


def _driver(
    book: Book, sheet: Sheet, row: int, line: Line, told: Sequence[Told], base: Ref | None, number: Ref
) -> None:
    """What is in force, the base (from Assumptions, if it stands there), each scenario's own cell, and as exported."""
    first, end = get_column_letter(BASE), get_column_letter(BASE + len(told) - 1)
    sheet.put(row, 1, line.label, "Line")
    force = sheet.live(row, 2, f"=INDEX({first}{row}:{end}{row},1,{number.fixed})", "Fixed", line.fmt)
    if base is not None:
        text = f'=IF({base.full}="","",{base.full})' if line.key == "cac" else f"={base.full}"
        given = sheet.live(row, BASE, text, "Fixed", line.fmt)
    else:
        given = sheet.put(row, BASE, 1.0, "Fixed", line.fmt)
        define(book, line.name, force, f"{line.label}, of the scenario shown")
    for column, scenario in enumerate(told[1:], BASE + 1):
        held = getattr(scenario.drivers, line.key)
        if held is not None and not math.isfinite(held):
            held = given.number  # for ever, which Assumptions holds as years
        typed = dict(scenario.changes).get(line.key)
        if base is not None and typed is None:
            sheet.live(row, column, f"=${first}{row}", "Fixed", line.fmt)
        elif base is not None and typed is not None and (times := times_of(line.key, typed)) is not None:
            sheet.live(row, column, f"=${first}{row}*{times:.12G}", "Fixed", line.fmt)
        else:
            sheet.put(row, column, held, "Input", line.fmt)
        was = sheet.put(row, column + _ASIDE, held if held is not None else 0.0, fmt=line.fmt)
        here, there = f"{get_column_letter(column)}{row}", was.here
        text = f"=IF(ISNUMBER({here}),1*(ABS({here}-{there})>1E-9),0)"
        sheet.live(row, column + 2 * _ASIDE, text, fmt="0")
    sheet.put(row, BASE + len(told), line.words, "Line")


def _results(sheet: Sheet, begun: Begun, worth: Sequence[str], currency: str, customers: str, live: bool) -> list[Ref]:
    """Customer equity under each, its difference from the base, and the average customer's."""
    top, first = begun.equity, get_column_letter(BASE)
    sheet.section(top - 1, "What they come to", 7)
    equities = []
    for here, text in enumerate(worth, BASE):
        letter = get_column_letter(here)
        equities.append(sheet.live(top, here, text, "Total", money(currency)))
        less, share = f"{letter}{top}-${first}{top}", f'IF(${first}{top}=0,"",{letter}{top}/${first}{top}-1)'
        for below, (text, fmt) in enumerate(((less, money(currency)), (share, PERCENT)), top + 1):
            sheet.live(below, here, f"={text}" if live else f'=IF({begun.unchanged},{text},"")', fmt=fmt)
        sheet.live(top + 3, here, f"={letter}{top}/{customers}", fmt=money(currency, cents=True))
        budget = begun.told[here - BASE].budget
        if budget is not None:
            sheet.put(top + 4, here, budget.cash_flow, "Fixed", money(currency))
    lines = ["Customer equity", "Difference to the base", "Of the base", "Mean remaining CLV"]
    if begun.told[0].budget is not None:
        lines.append("Cash flow of all months of Budget, as exported")
    for row, words in enumerate(lines, top):
        sheet.put(row, 1, words, "Total label" if row == top else "Line")
    return equities
