"""The Customers sheet of a description: what each customer has bought so far, the best first."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.report.described import Described
from xlclv.terms.money import words_of
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.styles import DAY, WHOLE, money
from xlclv.workbook.writer import Book

TITLE = "Customers"
_HEAD, _FIRST = 4, 5


@dataclass(frozen=True, slots=True)
class BuyerCells:
    """Where the columns stand, the row of all others included, and how many customers there are."""

    customers: str
    orders: str
    sales: str
    count: Ref


def build(book: Book, made: Described) -> BuyerCells:
    """Lay out the sheet; those without a row of their own are one row below."""
    sheet, held, cash = book.sheets[TITLE], made.buyers, money(made.assumptions.currency, cents=True)
    others, said = made.customer_count - len(held.id), words_of(made)
    cut = f"The {len(held.id):,} of highest {said.sales} are listed, all others are one row below. " if others else ""
    sheet.title_block(
        "Customers", f"{cut}Highest {said.sales} so far first. Margin so far = {said.whole} x {said.share}."
    )
    sheet.height(3, 6)
    heads = (
        "Customer",
        "Customers",
        "First order",
        "Last order",
        "Days with an order",
        said.to_date.capitalize(),
        "Margin to date",
    )
    sheet.headings(_HEAD, heads, range(2, 8), 32)
    sheet.widths((24, 11, 12, 12, 11, 16, 16))
    columns = zip(held.id, held.first_order, held.last_order, held.orders, held.sales, strict=True)
    for row, (name, first, last, orders, sales) in enumerate(columns, _FIRST):
        sheet.put(row, 1, name, "Line", "@")
        values = (1, WHOLE), (first.item(), DAY), (last.item(), DAY), (int(orders), WHOLE), (float(sales), cash)
        for column, (value, fmt) in enumerate(values, 2):
            sheet.put(row, column, value, fmt=fmt)
        sheet.live(row, 7, f"=F{row}*Margin", fmt=cash)
    last = _FIRST + len(held.id) - 1
    if others:
        last += 1
        sheet.put(last, 1, "All other customers", "Total label", "@")
        left = others, made.orders - int(held.orders.sum()), made.sales - float(held.sales.sum())
        for column, value, fmt in zip((2, 5, 6), left, (WHOLE, WHOLE, cash), strict=True):
            sheet.put(last, column, value, "Total", fmt)
        sheet.live(last, 7, f"=F{last}*Margin", "Total", cash)
    sheet.ws.auto_filter.ref = f"A{_HEAD}:G{_FIRST + len(held.id) - 1}"
    sheet.ws.protection.sheet = False  # to be sorted and filtered: no figure hangs on the order of its rows
    sheet.ws.freeze_panes = f"B{_FIRST}"
    sheet.repeat_rows(_HEAD, _HEAD)

    def column_of(letter: str) -> str:
        return f"{TITLE}!${letter}${_FIRST}:${letter}${last}"

    sheet.put(1, 6, "Customers", "Head number")
    count = sheet.live(1, 7, f"=SUM({column_of('B').partition('!')[2]})", fmt=WHOLE)
    total = sheet.live(2, 7, f"=SUM({column_of('F').partition('!')[2]})", fmt=cash)
    sheet.put(2, 6, said.sales.capitalize(), "Head number")
    define(book, "CustomerCount", count, "All customers, listed or not")
    define(book, "SalesToDate", total, f"{said.sales.capitalize()} of all customers so far")
    return BuyerCells(column_of("B"), column_of("E"), column_of("F"), count)
