"""On the Acquisition sheet: what a customer yet to be won is worth, live in margin, rate, horizon and scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.cells import Ref, exact
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import money
from xlclv.workbook.summary import what_if
from xlclv.workbook.summary.check import RIGHT, Check, close
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.what_if import Begun
from xlclv.workbook.writer import Book

_TITLE = "Acquisition"
_TIMES, _ORDERS = "*SpendTimes", "*OrdersTimes"  # what a scenario makes of a new customer
_VALUE = "Acquisition: a new customer's value = first order"
ROWS = 11  # the heading, its lines, and a row below


class NewcomerCells(NamedTuple):
    """The value and both ends of its interval at the inputs now, and what must agree at all inputs."""

    value: Ref
    low: Ref
    high: Ref
    checks: list[Check]


def build(book: Book, report: Report, flows: FlowCells, begun: Begun | None, row: int) -> NewcomerCells | None:
    """Lay out the section from `row` on; None where orders have no money. `begun` are the scenarios, if there are."""
    found, sheet = report.new_customer, book.sheets[_TITLE]
    if found is None:
        return None
    sheet.section(row, "A customer yet to be won: the first order, and what follows it", 7)
    refs = _lines(sheet, report, flows, row + 1)
    define(book, "NewCustomerValue", refs[2], "What a customer yet to be won is worth at the inputs now")
    return NewcomerCells(refs[2], refs[6], refs[7], list(_checks(book, report, flows, begun, refs)))


def _in_scenario(book: Book, report: Report, flows: FlowCells, begun: Begun, refs: list[Ref]) -> Iterator[Check]:
    """Beside the sheet's own arithmetic the engine's value in each scenario, which Scenarios shows."""
    found, told = report.new_customer, report.what_if
    assert found is not None, "a section is only laid out for what there is"
    assert told is not None, "there are scenarios"
    near, first = close(10 * (found.first_order + found.following)), f"{exact(found.first_order)}{_TIMES}"
    words = "Acquisition: what follows a new customer's first order in the scenario shown, discounted again"
    yield Check(words, f"={refs[1].full}", f"={_weeks(flows)}{_ORDERS}{_TIMES}", near)
    words = f"{_VALUE} in the scenario shown and what follows it{_times(report)}"
    yield Check(words, f"={refs[2].full}", f"=({first}+{refs[1].full})*Margin", near)
    values = [told.newcomer(each.drivers, found) for each in begun.told]
    shown = what_if.value_as_exported(book, begun, values, report.assumptions.currency)
    words = "Acquisition: a new customer's value in the scenario shown = the engine's, at the exported drivers"
    yield Check(words, f"=IF({begun.unchanged},{refs[2].full},{RIGHT})", shown, near)


def _times(report: Report) -> str:
    said = words_of(report).times
    return f",{said}" if said else ""


def _weeks(flows: FlowCells) -> str:
    """What follows the first order, without what a scenario leaves: whom it lets leave are today's customers, as on
    Budget, so that the factors of Flows, which hold these losses, are not a new one's."""
    return f"SUMPRODUCT({flows.following}*{flows.inside}*(1+DiscountRate)^-{flows.years})"


def _checks(book: Book, report: Report, flows: FlowCells, begun: Begun | None, refs: list[Ref]) -> Iterator[Check]:
    found = report.new_customer
    assert found is not None, "a section is only laid out for what there is"
    near = close(10 * (found.first_order + found.following))
    words = "Acquisition: what follows a new customer's first order, week by week = as the engine has it"
    yield Check(words, f"=SUMPRODUCT({flows.following},{flows.factors_exported})", found.following, near)
    if begun is None:
        words = f"{_VALUE} and its weeks, discounted again{_times(report)}"
        yield Check(words, f"={refs[2].full}", f"=({refs[0].full}+{_weeks(flows)})*Margin", near)
    else:
        yield from _in_scenario(book, report, flows, begun, refs)
    words = "Acquisition: both ends of a new customer's interval are as far from the value as exported"
    value, value_then, low_then, high_then, low, high = (ref.full for ref in refs[2:8])
    both, then = f"={low}*{high}*{value_then}*{value_then}", f"={value}*{value}*{low_then}*{high_then}"
    yield Check(words, both, then, close(100 * refs[3].number ** 4))


def _lines(sheet: Sheet, report: Report, flows: FlowCells, row: int) -> list[Ref]:
    found, margin, said = report.new_customer, report.assumptions.margin, words_of(report)
    assert found is not None, "a section is only laid out for what there is"
    cash, b = money(report.assumptions.currency, cents=True), [f"B{row + i}" for i in range(9)]
    share = f"{found.total.confidence:.0%}"
    total, of = (found.total.times(margin), "") if margin else (found.total, f", {said.sales}")  # 0 moves no ends
    now = "The end as exported, moved as the value"  # inputs change what is worth, not how sure that is
    first: float | str = found.first_order
    following, of_first = f"=SUMPRODUCT({flows.following},{flows.factors})", "The mean first order of all so far"
    of_rest = "Present value of the last column of Flows: what the model expects"
    if report.what_if is not None:
        first, following = f"={exact(found.first_order)}{_TIMES}", f"={_weeks(flows)}{_ORDERS}{_TIMES}"
        of_first = f"{of_first}, x value of an order"
        of_rest = "Last column of Flows; losses of a scenario are today's customers'"
    return sheet.lines(row, [
        (f"First order, {said.sales}", first, cash, of_first),
        (f"What follows within the horizon, {said.sales}", following, cash, of_rest),
        ("Value of a new customer", f"=({b[0]}+{b[1]})*Margin", cash, f"Both{said.times}, before the cost of winning"),
        (f"Value as exported{of}", total.value, cash, "At the inputs of the export"),
        (f"{share} from, as exported{of}", total.low, cash, "Of the parameters and of the first orders' mean"),
        (f"{share} to, as exported{of}", total.high, cash, "One customer may bring nothing more, or far more"),
        (f"{share} from", f"=IF({b[3]}=0,{b[2]},{b[2]}*{b[4]}/{b[3]})", cash, now),
        (f"{share} to", f"=IF({b[3]}=0,{b[2]},{b[2]}*{b[5]}/{b[3]})", cash, now),
        ("Value less acquisition cost", f'=IF(ISNUMBER(AcquisitionCost),{b[2]}-AcquisitionCost,"not given")', cash,
         "Below 0 the next customer is expected to cost more than it brings"),
    ])  # fmt: skip
