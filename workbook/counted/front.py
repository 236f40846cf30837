"""The Summary sheet without money: how many orders will come, from whom, and whether the sheets agree."""

from __future__ import annotations

from xlclv.report import Report
from xlclv.workbook.cells import exact
from xlclv.workbook.counted.customers import EXPECTED, IDS, ORDERS, P_ALIVE, SEGMENT
from xlclv.workbook.furnish import OKAY
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Line, Sheet
from xlclv.workbook.styles import DAY, DECIMAL, PERCENT, WHOLE, color_truth
from xlclv.workbook.summary.customers import TITLE as CUSTOMERS
from xlclv.workbook.writer import Book

TITLE = "Summary"
_WIDTHS = (34, 16, 60, 14, 14)
_FIRST = 5


def build(book: Book, report: Report) -> None:
    """Lay out the page; every figure is a formula over the Customers sheet and who is not listed there."""
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    years = f"{report.assumptions.horizon:g} year{'' if report.assumptions.horizon == 1 else 's'}"
    sheet.live(1, 1, f'="Customers will order "&FIXED(B{_FIRST},0)&" times over {years}"', "Title")
    sheet.height(1, 30)
    note = f"As of {report.assumptions.as_of:%Y-%m-%d}; orders are counted, without money. Model: {report.model_words}."
    sheet.put(2, 1, note, "Note")
    rest = report.unlisted.rest if report.unlisted else ()
    others = _others(report)
    sheet.section(4, "Key figures", 3)
    lines: list[Line] = [
        (
            "Expected orders",
            f"=SUM({EXPECTED})+{exact(others['expected'])}",
            DECIMAL,
            f"of all customers, over {years}",
        ),
        ("Customers", f"=ROWS({IDS})+{others['customers']}", WHOLE, "with an order"),
        ("Orders to date", f"=SUM({ORDERS})+{others['orders']}", WHOLE, "days with an order, of each customer"),
        ("Expected to be active", f"=SUM({P_ALIVE})+{exact(others['active'])}", DECIMAL, "the sum of P(alive)"),
        ("Orders a customer, expected", f"=B{_FIRST}/B{_FIRST + 1}", DECIMAL, f"over {years}"),
    ]
    sheet.lines(_FIRST, lines)
    for row, (label, day) in enumerate((("First order", report.first_order), ("Last order", report.last_order)), 10):
        sheet.put(row, 1, label, "Line")
        sheet.put(row, 2, day, "Fixed", DAY)
    row = _tiers(sheet, report, bool(rest), 13)
    _checks(book, sheet, report, row + 1)
    sheet.ws.page_setup.fitToHeight = 1


def _others(report: Report) -> dict[str, float | int]:
    """The customers who have no row of their own, added up."""
    rest = report.unlisted.rest if report.unlisted else ()
    return {
        "expected": sum(one.expected_orders for one in rest),
        "customers": sum(one.customers for one in rest),
        "orders": sum(one.orders for one in rest),
        "active": sum(one.p_alive * one.customers for one in rest),
    }


def _tiers(sheet: Sheet, report: Report, cut: bool, row: int) -> int:
    """The value tiers, here by orders to come; of all customers or, where not all are listed, of those."""
    whom = f"Segments, of the customers listed on {CUSTOMERS}" if cut else "Segments, by orders to come"
    sheet.section(row, whom, len(_WIDTHS))
    sheet.headings(row + 1, ["Segment", "Customers", "", "Expected orders", "P(alive)"], (2, 4, 5))
    first = row + 2
    for at, segment in enumerate(report.segments, first):
        sheet.put(at, 1, segment.name, "Line")
        sheet.live(at, 2, f"=COUNTIFS({SEGMENT},A{at})", fmt=WHOLE)
        sheet.live(at, 4, f"=SUMIFS({EXPECTED},{SEGMENT},A{at})", fmt=DECIMAL)
        sheet.live(at, 5, f'=IF(B{at}=0,"",SUMIFS({P_ALIVE},{SEGMENT},A{at})/B{at})', fmt=PERCENT)
    last = first + len(report.segments)
    sheet.put(last, 1, "All", "Total label")
    sheet.live(last, 2, f"=SUM(B{first}:B{last - 1})", "Total", WHOLE)
    sheet.put(last, 3, None, "Total")
    sheet.live(last, 4, f"=SUM(D{first}:D{last - 1})", "Total", DECIMAL)
    sheet.put(last, 5, None, "Total")
    return last + 1


def _checks(book: Book, sheet: Sheet, report: Report, row: int) -> None:
    """What must agree, each worked out in the workbook and compared with the engine's figure."""
    sheet.section(row, "Checks", 3)
    ledger = report.ledger
    found = (
        ("Customers are the engine's", f"=B{_FIRST + 1}={report.customer_count}"),
        ("Orders are the engine's", f"=B{_FIRST + 2}={report.orders}"),
        ("Expected orders are the engine's", f"=ABS(B{_FIRST}-{exact(report.expected_orders)})<=1E-6*(1+B{_FIRST})"),
        (
            "Active customers are the engine's",
            f"=ABS(B{_FIRST + 3}-{exact(report.expected_active)})<=1E-6*(1+B{_FIRST})",
        ),
        ("Rows read = used + left out", f"={ledger.rows_read}={ledger.rows_used}+{_left_out(report)}"),
    )
    for at, (label, text) in enumerate(found, row + 1):
        sheet.put(at, 1, label, "Line")
        sheet.live(at, 2, text, "Check")
    last = row + len(found)
    sheet.put(last + 1, 1, "All checks", "Total label")
    every = sheet.live(last + 1, 2, f"=AND(B{row + 1}:B{last})", "Check")
    define(book, OKAY, every, "TRUE when every check above holds")
    color_truth(sheet.ws, f"B{row + 1}:B{last + 1}")


def _left_out(report: Report) -> int:
    return sum(excluded.rows for excluded in report.ledger.excluded)
