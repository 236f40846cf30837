"""The Concentration sheet of a description: how much of the sales so far few customers hold."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.report import TENTHS
from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.curves import Curve
from xlclv.workbook.styles import GREY, PERCENT, WHOLE, money
from xlclv.workbook.summary.concentration import NO_VALUE, whale_curve
from xlclv.workbook.writer import Book

TITLE = "Concentration"
_HEAD, _ORIGIN = 5, 6
_LAST = _ORIGIN + TENTHS


@dataclass(frozen=True, slots=True)
class CurveCells:
    """What the Summary and the checks need."""

    message: Ref
    curves: list[Curve]
    last: Ref


def build(book: Book, made: Described) -> CurveCells:
    """Lay out the sheet: the tenths of all customers by sales so far, and the whale curve."""
    sheet, cash = book.sheets[TITLE], money(made.assumptions.currency)
    said = words_of(made).sales
    money_so_far = said.capitalize()
    sheet.title_block("Concentration", f"All customers by {said} so far, the highest first, in ten equal groups.")
    sheet.widths((12, 14, 16, 16, 13, 15, 15, 15))
    words = ("Tenth of customers", "Customers up to here", f"{money_so_far} up to here", f"{money_so_far} of the tenth",
             f"Share of {said}", "Customers, cumulative", f"{money_so_far}, cumulative", "Were all equal")  # fmt: skip
    heads = sheet.headings(_HEAD, words, range(1, 9), 32)
    counts = [i * made.customer_count // TENTHS for i in range(TENTHS + 1)]
    rows = []
    for i, (count, reached) in enumerate(zip(counts, (0.0, *made.reached.tolist()), strict=True)):
        row = _ORIGIN + i
        sheet.put(row, 1, i, fmt="0")
        sheet.put(row, 2, count, fmt=WHOLE)
        sheet.put(row, 3, reached, fmt=cash)
        if i:
            sheet.live(row, 4, f"=C{row}-C{row - 1}", fmt=cash)
            sheet.live(row, 5, f'=IF(C${_LAST}>0,D{row}/C${_LAST},"")', fmt=PERCENT)
        people = sheet.live(row, 6, f"=B{row}/B${_LAST}", fmt="0%")
        money_ = sheet.live(row, 7, f'=IF(C${_LAST}>0,C{row}/C${_LAST},"")', fmt=PERCENT)
        rows.append((people, money_, sheet.live(row, 8, f"=F{row}", fmt=PERCENT)))
    best = f'"The best tenth of the customers holds "&ROUND(G{_ORIGIN + 1}*100,0)&"% of {said}"'
    told = f'=IF(C{_LAST}>0,{best},"{NO_VALUE}")'
    message = sheet.put(3, 1, Formula(told) if counts[1] else "Customers are too few for tenths", "Message")
    curves = [
        Curve(heads[7], [row[0] for row in rows], [row[2] for row in rows], GREY, 1.5, "dash"),
        Curve(heads[6], [row[0] for row in rows], [row[1] for row in rows], width=2.75, marker="circle"),
    ]
    place(sheet, whale_curve(curves), f"A{_LAST + 2}", f"H{_LAST + 22}")
    sheet.ws.page_setup.fitToHeight = 1
    return CurveCells(message, curves, Ref(TITLE, _LAST, 3, None, book.calculation))
