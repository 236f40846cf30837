"""The Card sheet, for the agent's desk: choose a customer, and see on a postcard who that is and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.datavalidation import DataValidation

from xlclv.report import SERVICES, Report
from xlclv.report.service import WIN_BACK
from xlclv.segments import attainment
from xlclv.workbook import lookups
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DAY, DECIMAL, PERCENT, WHOLE, money
from xlclv.workbook.summary.by_dimension import By
from xlclv.workbook.summary.check import Check
from xlclv.workbook.summary.control import counted
from xlclv.workbook.summary.customers import FIRST, HEAD, IDS, CustomerTable, column
from xlclv.workbook.summary.customers import TITLE as CUSTOMERS
from xlclv.workbook.summary.service import TITLE as SERVICE_SHEET
from xlclv.workbook.writer import Book

TITLE = "Card"
_CHOSEN, _PLACE, _FIRST = 4, 5, 7
_FACTS = 3
# What to do, by the service level that the customer has earned.
_DO = {
    attainment.CONCIERGE: "Has brought more than expected: take the time it needs, and thank.",
    attainment.PRIORITY: "On the way to a good customer: solve it at once, and offer the next step.",
    attainment.RETENTION_DESK: "Worth much and behind: find out what is missing, and win back.",
    attainment.STANDARD: "Solve it at once, in the usual time.",
    attainment.SELF_SERVICE: "Show the quick way that needs no call.",
    WIN_BACK: "Most likely gone: call back only with a reason to return.",
}


def wanted(report: Report) -> bool:
    """Whether there is a card: for whoever has a customers file or a log of contacts."""
    return report.beside is not None and bool(report.beside.customers_file or report.beside.contacts)


def build(
    book: Book, report: Report, table: CustomerTable, dimensions: Sequence[By]
) -> tuple[list[Check], set[tuple[int, int]]]:
    """Lay out the card; gives its check, and the cells that change with the customer chosen.

    Every line is looked up by the id chosen.
    """
    if not wanted(report):
        return [], set()
    sheet = book.sheets[TITLE]
    amounts = f" Amounts in {report.assumptions.currency}." if report.assumptions.currency else ""
    sheet.title_block(TITLE, f"Type or choose a customer in the yellow cell.{amounts}")
    sheet.widths((34, 30, 30))
    place = _choice(book, sheet, report, table)
    row = _FIRST
    for label, text, fmt in _lines(report, table, place):
        sheet.put(row, 1, label, "Line")
        sheet.live(row, 2, text, "Fixed", fmt)
        row += 1
    row = _facts(sheet, report, dimensions, place, row + 1)
    if report.customers.service is not None:
        first = row + 4
        names, words = f"$A${first}:$A${first + len(SERVICES) - 1}", f"B{first}:B{first + len(SERVICES) - 1}"
        level = _looked_up("Service level", place)
        sheet.put(row, 1, "What to do", "Total label")
        sheet.live(row, 2, f'=IFERROR(INDEX({words},MATCH({level},{names},0)),"")', "Total")
        sheet.put(row + 2, 1, "The rule: service level, and what to do", "Note")
        for at, name in enumerate(SERVICES, first):
            sheet.put(at, 1, name, "Text", "@")
            sheet.put(at, 2, _DO[name], "Line")
    sheet.ws.print_area = f"A1:C{row}"
    sheet.ws.page_setup.paperSize, sheet.ws.page_setup.fitToHeight = 70, 1  # A6, a postcard
    found = f"=IF(INDEX({IDS},{place.full})={TITLE}!$B${_CHOSEN},1,0)"
    check = Check("Card: the customer chosen is one of the table, and the one told of", found, 1)
    held = sum(isinstance(value, Formula) for at, _, _, value in sheet.cells() if _CHOSEN < at <= row)
    formulas = Check("Card, formulas", counted(f"{TITLE}!$A${_PLACE}:$B${row}"), held)
    return [check, formulas], {(at, 2) for at in range(_CHOSEN, row + 1)}


def _choice(book: Book, sheet: Sheet, report: Report, table: CustomerTable) -> Ref:
    """The cell to type in, and where in the table the customer stands."""
    sheet.put(_CHOSEN, 1, "Customer", "Total label")
    chosen = sheet.put(_CHOSEN, 2, report.customers.id[0], "Input", "@")
    define(book, "CardCustomer", chosen, "The customer on the card; input")
    rule = DataValidation(
        type="list",
        formula1=f"{CUSTOMERS}!$A${FIRST}:$A${HEAD + table.listed}",
        allow_blank=False,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle="Customer",
        error="No customer listed has this id. Type it as it stands on the sheet Customers.",
        promptTitle="Customer",
        prompt="Type an id, or choose one.",
    )
    rule.add(chosen.here)
    sheet.ws.add_data_validation(rule)
    sheet.put(_PLACE, 1, "Row of the customer table", "Line")
    found = lookups.place(chosen.fixed, IDS, all(lookups.alone(report.customers.id, report.customers.id)))
    return sheet.live(_PLACE, 2, f'=IFERROR({found},"not found")', "Fixed", WHOLE)


def _looked_up(header: str, place: Ref) -> str:
    return f"INDEX({column(header)},{place.fixed})"


def _lines(report: Report, table: CustomerTable, place: Ref) -> list[tuple[str, str, str]]:
    """What the card says, line by line, as far as the table has it."""
    cents, there = money(report.assumptions.currency, cents=True), set(table.letter)
    lifetime = f"{_looked_up(table.to_date, place)}*Margin+{_looked_up('Remaining CLV', place)}"
    wanted_lines = [
        ("Tier", "Segment", "@"),
        ("Lifetime value, so far and to come", "", cents),
        ("Remaining CLV", "Remaining CLV", cents),
        ("P(alive)", "P(alive)", PERCENT),
        ("Last order", "Last order", DAY),
        ("Orders", "Orders", WHOLE),
        ("Stage", "Stage", "@"),
        ("Contacts of 12 months", "Contacts, 12 months", WHOLE),
        ("Cost to serve, 12 months", "Cost to serve, 12 months", cents),
        ("Service level", "Service level", "@"),
        ("Likeness to the best, points", "Likeness", DECIMAL),
    ]
    lines = [
        (label, f'=IFERROR({lifetime if not header else _looked_up(header, place)},"")', fmt)
        for label, header, fmt in wanted_lines
        if not header or header in there
    ]
    if report.beside is not None and report.beside.contacts is not None and report.beside.contacts.cost is not None:
        tiers = len(report.segments)
        names, seconds = (f"{SERVICE_SHEET}!${x}$6:${x}${5 + tiers}" for x in "AP")
        tier = _looked_up("Segment", place)
        lines.append(("Handle seconds allowed", f'=IFERROR(INDEX({seconds},MATCH({tier},{names},0)),"")', WHOLE))
    return lines


def _facts(sheet: Sheet, report: Report, dimensions: Sequence[By], place: Ref, row: int) -> int:
    """The customer's levels in what tells most about the best, three of them."""
    told = report.beside.profiles if report.beside else ()
    order = list(dict.fromkeys(one.column for one in told))
    by = sorted(
        (one for one in dimensions if one.dimension.name in order or one.dimension.origin == "customers"),
        key=lambda one: order.index(one.dimension.name) if one.dimension.name in order else len(order),
    )
    for one in by[:_FACTS]:
        sheet.put(row, 1, one.dimension.name, "Line", "@")
        sheet.live(row, 2, f'=IFERROR({_looked_up(one.header, place)},"")', "Fixed", "@")
        row += 1
    return row + 1
