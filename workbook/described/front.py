"""The Summary sheet of a description: that nothing is predicted and why, eight figures of the past, two pictures."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.charts import place
from xlclv.workbook.described.buyers import BuyerCells
from xlclv.workbook.described.concentration import CurveCells
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import BAD, GOOD, PERCENT, WHOLE, cents_of, money, sign_of
from xlclv.workbook.summary import pictures
from xlclv.workbook.summary.checks import COUNT, EVERY, FAILING
from xlclv.workbook.summary.cohorts import CohortCells, retention_chart
from xlclv.workbook.summary.concentration import whale_curve
from xlclv.workbook.summary.data_check import LedgerCells
from xlclv.workbook.summary.tile import Tile, put_tile
from xlclv.workbook.writer import Book

TITLE = "Summary"
_COLUMNS, _WIDTHS = (1, 3, 5, 7), (32, 2, 32, 2, 32, 2, 32)
_TOP, _LOWER = 6, 10


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets that the page points at."""

    table: BuyerCells
    curve: CurveCells
    cohorts: CohortCells
    ledger: LedgerCells


def build(book: Book, made: Described, parts: Parts) -> set[tuple[int, int]]:
    """Lay out the page; gives the cells that show the checks' result, as row and column."""
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    _headline(sheet, made)
    for i, tile in enumerate([*_sales(made, parts), *_people(made, parts)]):
        put_tile(sheet, _TOP if i < len(_COLUMNS) else _LOWER, _COLUMNS[i % len(_COLUMNS)], tile)
    for row in (_LOWER - 1, _LOWER + 3):
        sheet.height(row, 9)
    _pictures(sheet, parts)
    pictures.links(sheet, made, book, _COLUMNS, 0)
    for test, ink in (("AllChecksOK", GOOD), ("NOT(AllChecksOK)", BAD)):
        rule = FormulaRule(formula=[test], font=Font(bold=True, color=ink))
        sheet.ws.conditional_formatting.add(f"G{_LOWER + 1}", rule)
    rule = FormulaRule(formula=['LEFT($A$4,1)<>""'], font=Font(bold=True, color=BAD))
    sheet.ws.conditional_formatting.add("A4", rule)
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:G{pictures.FIRST_LINK + 2}"
    return {(_LOWER + 1, _COLUMNS[-1]), (_LOWER + 2, _COLUMNS[-1])}


def _headline(sheet: Sheet, made: Described) -> None:
    sign = sign_of(made.assumptions.currency)
    spent, so_far = ("have left ", "margin so far") if made.assumptions.by_line else ("have spent ", "so far")
    verb = f'"Customers "&IF(SalesToDate<0,"got back on balance ","{spent}")'
    sheet.live(1, 1, f'={verb}&"{sign}"&FIXED(ABS(SalesToDate),0)&" {so_far}"', "Title")
    sheet.height(1, 30)
    what = f"What happened as of {made.assumptions.as_of:%Y-%m-%d}, from {made.orders:,} orders since"
    sheet.put(2, 1, f"{what} {made.first_order:%Y-%m-%d}. No value to come is given.", "Note")
    whole, of = "Revenue basis: no margin was given", "sales"
    if made.assumptions.by_line:
        whole, of = "Margin by line", "the lines' margin"
    basis = f'=IF(Margin=1,"{whole}","Margin basis: margin is "&ROUND(Margin*100,1)&"% of {of}")'
    sheet.live(3, 1, basis, "Note")
    sheet.put(4, 1, f"{made.reason[:1].upper()}{made.reason[1:]}.", "Note")
    sheet.height(4, 19)
    sheet.height(5, 6)


def _sales(made: Described, parts: Parts) -> list[Tile]:
    currency = made.assumptions.currency
    cash, cents, unit, places = (
        money(currency, sign=True), money(currency, cents=True, sign=True), sign_of(currency), cents_of(currency),
    )  # fmt: skip
    said = words_of(made)
    top = f'="By {said.sales} so far; best tenth of "&FIXED(CustomerCount,0)&" customers"'
    taken = "Of the above" if made.assumptions.by_line else "Sales x margin of"
    share: float | str = "" if made.top_share is None else made.top_share
    return [
        (said.to_date.capitalize(), "=SalesToDate", cash,
         f'="{unit}"&FIXED(SalesToDate/CustomerCount,{places})&" a customer"'),
        ("Margin to date", "=SalesToDate*Margin", cash, f'="{taken} "&ROUND(Margin*100,1)&"%"'),
        (f"{said.sales.capitalize()} of an order", f"=SalesToDate/SUM({parts.table.orders})", cents,
         f"{said.sales.capitalize()} over all days with an order"),
        ("Share of the best tenth", f"={share}" if share != "" else '=""', PERCENT, top),
    ]  # fmt: skip


def _people(made: Described, parts: Parts) -> list[Tile]:
    again = f'COUNTIFS({parts.table.orders},">1")' if len(made.buyers.id) == made.customer_count else f"{made.repeat}"
    left = parts.ledger
    return [
        ("Customers", "=CustomerCount", WHOLE,
         f"with an order from {made.first_order:%Y-%m-%d} to {made.last_order:%Y-%m-%d}"),
        ("Bought again", f"={again}", WHOLE, "customers with an order on more than one day"),
        ("Money left out", f"={left.share_left_out.full}", PERCENT, f'={left.in_brief.full}&" read; see Data check"'),
        ("Checks", f'=IF({EVERY.full},"All pass","Failed")', "@",
         f'={FAILING.full}&" of "&{COUNT.full}&" fail; details on the sheet Checks"'),
    ]  # fmt: skip


def _pictures(sheet: Sheet, parts: Parts) -> None:
    row = _LOWER + 4
    sheet.height(row, 34)
    sheet.live(row, 1, f"={parts.curve.message.full}", "Message lines")
    place(sheet, whale_curve(parts.curve.curves), f"A{row + 1}", f"D{pictures.FIRST_LINK - 1}")
    sheet.live(row, 5, f"={parts.cohorts.message.full}", "Message lines")
    if len(parts.cohorts.labels) > 1:
        chart = retention_chart(parts.cohorts.labels, parts.cohorts.lines, parts.cohorts.period)
        place(sheet, chart, f"E{row + 1}", f"H{pictures.FIRST_LINK - 1}")
