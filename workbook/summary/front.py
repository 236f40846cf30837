"""The Summary sheet: the whole answer on one page, in sentences, twelve figures and three pictures."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import BAD, CONTRAST, GOOD, RATIO, WHOLE, cents_of, on_tile, sign_of
from xlclv.workbook.summary import answers, best, how_sure, pictures
from xlclv.workbook.summary.checks import COUNT, EVERY, FAILING, Parts
from xlclv.workbook.summary.data_check import TITLE as DATA_CHECK
from xlclv.workbook.summary.tile import Tile, put_tile
from xlclv.workbook.writer import Book

TITLE = "Summary"
_COLUMNS = (1, 3, 5, 7)  # four tiles a row, a narrow gutter between
_WIDTHS = (32, 2, 32, 2, 32, 2, 32)
_CAUTIONS, _TOP, _LOWER, _SURE = 4, 6, 10, 14
_GAPS = (_LOWER - 1, _SURE - 1, _SURE + 3)


def build(book: Book, report: Report, parts: Parts, told: Sequence[answers.Line]) -> set[tuple[int, int]]:
    """Lay out the page, with what files beside the orders answer.

    Gives the cells that show the checks' result, as row and column.
    """
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    _headline(sheet, report, parts)
    tiles = [*_value_tiles(report, parts), *_base_tiles(report, parts)]
    for i, tile in enumerate(tiles):
        put_tile(sheet, _TOP if i < len(_COLUMNS) else _LOWER, _COLUMNS[i % len(_COLUMNS)], tile)
    for column, tile in zip(_COLUMNS, how_sure.tiles(report, parts), strict=True):
        put_tile(sheet, _SURE, column, tile, 39)
    how_sure.cautions(sheet, report, parts, _CAUTIONS)
    for row in _GAPS:
        sheet.height(row, 9)
    pictures.build(sheet, report, parts)
    best.build(sheet, report, pictures.BEST, _COLUMNS)
    answers.build(sheet, pictures.FIRST_LINK, told, _COLUMNS)
    pictures.links(sheet, report, book, _COLUMNS, len(told))
    status_cell = f"G{_LOWER + 1}"
    for test, ink in (("AllChecksOK", GOOD), ("NOT(AllChecksOK)", BAD)):
        sheet.ws.conditional_formatting.add(status_cell, FormulaRule(formula=[test], font=Font(bold=True, color=ink)))
    sheet.ws.page_setup.fitToHeight = 1
    sheet.ws.print_area = f"A1:G{pictures.last(book, len(_COLUMNS), len(told))}"
    sheet.ws.print_options.horizontalCentered = True
    return {(_LOWER + 1, _COLUMNS[-1]), (_LOWER + 2, _COLUMNS[-1])}


def _headline(sheet: Sheet, report: Report, parts: Parts) -> None:
    given, sign = report.assumptions, sign_of(report.assumptions.currency)
    worth = '"are worth"' if given.by_line else 'IF(Margin=1,"will spend","are worth")'
    of_order = words_of(report).an_order
    text = f'="Customers "&{worth}&" {sign}"&FIXED(CustomerEquity,0)&" over "&HorizonInWords'
    sheet.live(1, 1, text, "Title")
    sheet.height(1, 30)
    sheet.put(
        2,
        1,
        f"As of {given.as_of:%Y-%m-%d}, from {report.orders:,} orders since "
        f"{report.first_order:%Y-%m-%d}. Models: {report.model_words}; {report.spend.name} for {of_order}.",
        "Note",
    )
    whole, of = "Revenue basis: values are sales", "sales"
    if report.assumptions.by_line:
        whole, of = "Margin by line", "margin"
    basis = f'=IF(Margin=1,"{whole}","Margin basis: values are "&ROUND(Margin*100,1)&"% of {of}")'
    sheet.live(3, 1, basis, "Note")
    same, differ = "Inputs as exported", "What-if: inputs differ from the export"
    changed = f'=IF(COUNTIFS({parts.inputs.changed},"changed")=0,"{same}","{differ}")'
    sheet.live(3, 5, changed, "Note")
    flag = FormulaRule(formula=['LEFT($E$3,1)="W"'], font=Font(bold=True, color=CONTRAST))
    sheet.ws.conditional_formatting.add("E3", flag)
    look = len(report.ledger.warnings) + len(report.cautions) + bool(parts.table.rest)
    if look:  # said where it cannot be missed, told in full on its own sheet
        things = "1 thing deserves" if look == 1 else f"{look} things deserve"
        sheet.link(3, 7, DATA_CHECK, f"{things} a look: see Data check")


def _value_tiles(report: Report, parts: Parts) -> list[Tile]:
    currency, cells = report.assumptions.currency, parts.segments
    sign, exact = on_tile(currency), on_tile(currency, cents=True)
    places, unit = cents_of(currency), sign_of(currency)
    top = (
        f'="Top "&ROUND(TopShare*100,1)&"%: "&FIXED({cells.top_count.full},0)&" customers'
        f' from {unit}"&FIXED({cells.top_floor.full},0)'
    )
    present = '="Present value at "&ROUND(DiscountRate*100,2)&"% a year, "&HorizonInWords'
    return [
        ("Customer equity", "=CustomerEquity", sign, present),
        ("Customers", "=CustomerCount", WHOLE,
         f'=FIXED({parts.table.active},0)&" expected active by {report.model.name}"'),
        ("Remaining CLV per customer", "=MeanCLV", exact,
         f'="The mean; the median is {unit}"&FIXED({cells.median.full},{places})'),
        ("Share of the top group", f"={cells.top_share.full}", "0%", top),
    ]  # fmt: skip


def _base_tiles(report: Report, parts: Parts) -> list[Tile]:
    currency = report.assumptions.currency
    sign, unit, places = on_tile(currency), sign_of(currency), cents_of(currency)
    realised = f"C{_LOWER + 1}"
    said = words_of(report)
    so_far = f"{said.sales.capitalize()} so far{said.times}"
    alone = '"Remaining CLV alone: "&ROUND(MeanCLV/AcquisitionCost,1)&"x"'
    return [
        _newcomer(report, parts),
        ("Realised to date", f"=SUM({parts.table.sales})*Margin", sign,
         f'="{so_far}: {unit}"&FIXED({realised}/CustomerCount,{places})&" a customer"'),
        ("CLV : CAC", f"={parts.ratio.full}", RATIO, f'=IF(ISNUMBER({parts.ratio.full}),{alone},"see Acquisition")'),
        ("Checks", f'=IF({EVERY.full},"All pass","Failed")', "@",
         f'={FAILING.full}&" of "&{COUNT.full}&" fail; details on the sheet Checks"'),
    ]  # fmt: skip


def _newcomer(report: Report, parts: Parts) -> Tile:
    """What a customer yet to be won is worth, with the interval of the parameters."""
    found, label = parts.newcomer, "A new customer is worth"
    if found is None or report.new_customer is None:
        return label, '="unknown"', "@", "Orders without money have no value"
    unit, places = sign_of(report.assumptions.currency), cents_of(report.assumptions.currency)
    ends = f'"{unit}"&FIXED({found.low.full},{places})&" to "&FIXED({found.high.full},{places})'
    words = f'="First order and what follows; {report.new_customer.total.confidence:.0%}: "&{ends}'
    return label, "=NewCustomerValue", on_tile(report.assumptions.currency, cents=True), words
