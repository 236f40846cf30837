"""On the Acquisition sheet: what a customer yet to be won is worth, live in margin, rate and horizon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbook.cells import Ref
from workbook.names import define
from workbook.sheet import Sheet
from workbook.styles import money
from workbook.summary.check import Check, close
from workbook.summary.flows import FlowCells
from workbook.writer import Book
from xlclv.report import Report

_TITLE = "Acquisition"
ROWS = 11  # the heading, its lines, and a row below


class NewcomerCells(NamedTuple):
    """The value and both ends of its interval at the inputs now, and what must agree at all inputs."""

    value: Ref
    low: Ref
    high: Ref
    checks: list[Check]


def build(book: Book, report: Report, flows: FlowCells, row: int) -> NewcomerCells | None:
    """Lay out the section from `row` on; None where orders have no money."""
    found, sheet = report.new_customer, book.sheets[_TITLE]
    if found is None:
        return None
    sheet.section(row, "A customer yet to be won: the first order, and what follows it", 7)
    refs = _lines(sheet, report, flows, row + 1)
    define(book, "NewCustomerValue", refs[2], "What a customer yet to be won is worth at the inputs now")
    return NewcomerCells(refs[2], refs[6], refs[7], list(_checks(report, flows, refs)))


def _checks(report: Report, flows: FlowCells, refs: list[Ref]) -> Iterator[Check]:
    found = report.new_customer
    assert found is not None, "a section is only laid out for what there is"
    near, first = close(10 * (found.first_order + found.following)), refs[0].full
    words = "Acquisition: what follows a new customer's first order, week by week = as the engine has it"
    yield Check(words, f"=SUMPRODUCT({flows.following},{flows.factors_exported})", found.following, near)
    now = flows.factors  # which hold what a scenario leaves
    if report.what_if is None:
        now = f"{flows.inside}*(1+DiscountRate)^-{flows.years}"
    words = "Acquisition: a new customer's value = first order and its weeks, discounted again, x margin"
    yield Check(words, f"={refs[2].full}", f"=({first}+SUMPRODUCT({flows.following}*{now}))*Margin", near)
    words = "Acquisition: both ends of a new customer's interval are as far from the value as exported"
    value, value_then, low_then, high_then, low, high = (ref.full for ref in refs[2:8])
    both, then = f"={low}*{high}*{value_then}*{value_then}", f"={value}*{value}*{low_then}*{high_then}"
    yield Check(words, both, then, close(100 * refs[3].number ** 4))


def _lines(sheet: Sheet, report: Report, flows: FlowCells, row: int) -> list[Ref]:
    found, margin = report.new_customer, report.assumptions.margin
    assert found is not None, "a section is only laid out for what there is"
    cash, b = money(report.assumptions.currency, cents=True), [f"B{row + i}" for i in range(9)]
    share = f"{found.total.confidence:.0%}"
    total, of = (found.total.times(margin), "") if margin else (found.total, ", sales")  # 0 has no ends to be moved
    now = "The end as exported, moved as the value"  # inputs change what is worth, not how sure that is
    return sheet.lines(row, [
        ("First order, sales", found.first_order, cash, "The mean first order of all customers so far"),
        ("What follows within the horizon, sales", f"=SUMPRODUCT({flows.following},{flows.factors})", cash,
         "Present value of the last column of Flows: what the model expects"),
        ("Value of a new customer", f"=({b[0]}+{b[1]})*Margin", cash, "Both x margin, before the cost of winning"),
        (f"Value as exported{of}", total.value, cash, "At the inputs of the export"),
        (f"{share} from, as exported{of}", total.low, cash, "Of the parameters and of the first orders' mean"),
        (f"{share} to, as exported{of}", total.high, cash, "One customer may bring nothing more, or far more"),
        (f"{share} from", f"=IF({b[3]}=0,{b[2]},{b[2]}*{b[4]}/{b[3]})", cash, now),
        (f"{share} to", f"=IF({b[3]}=0,{b[2]},{b[2]}*{b[5]}/{b[3]})", cash, now),
        ("Value less acquisition cost", f'=IF(ISNUMBER(AcquisitionCost),{b[2]}-AcquisitionCost,"not given")', cash,
         "Below 0 the next customer is expected to cost more than it brings"),
    ])  # fmt: skip
