"""A sheet for each column of --by: its levels, what they pay, how they stay, what they are still worth."""

from __future__ import annotations

import numpy as np

from xlclv.contracts.build import MONTHS
from xlclv.contracts.report import Level, Report
from xlclv.workbook import lookups, titles
from xlclv.workbook.cells import exact, quoted
from xlclv.workbook.contracts import customers
from xlclv.workbook.contracts.checks import Check, close
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.summary.customers import column as column_of
from xlclv.workbook.writer import Book

_HEADS = (
    "Level",
    "Relationships",
    "Lost",
    "Running",
    "Share running",
    "MRR",
    "Share of MRR",
    "Value",
    "Mean value",
    "Curve",
)


def sheets(report: Report) -> dict[str, str]:
    """The sheet of each column, by the column's name."""
    names = report.contracts.by
    return dict(zip(names, titles.by(names), strict=True))


_MOVED = ("opening", "new", "reactivated", "expansion", "contraction", "churned")
_MOVED_HEADS = ("Level", "Opening", "New", "Reactivated", "Expansion", "Contraction", "Churned", "Closing",
                "Churned, of opening and gains")  # fmt: skip


def build(book: Book, report: Report, found: list[Check]) -> None:
    """Lay out the sheets; the value of a level is the live sum of its customers."""
    cash = money(report.currency, cents=True)
    headers = customers.headers_of(report.contracts.by)
    for by, title in sheets(report).items():
        sheet = book.sheets[title]
        sheet.title_block(title, "Curve says whether the level has one of its own or follows all.")
        sheet.widths((26, *(13,) * 9))
        sheet.headings(4, _HEADS, range(2, 10), 32)
        levels = [level for level in report.levels if level.by == by]
        last = 4 + len(levels)
        for row, level in enumerate(levels, 5):
            sheet.put(row, 1, level.name, "Line", "@")
            for column, number in ((2, level.relationships), (3, level.lost)):
                sheet.put(row, column, number, fmt=WHOLE)
            sheet.live(row, 4, f"=B{row}-C{row}", fmt=WHOLE)
            sheet.live(row, 5, f"=D{row}/B{row}", fmt=PERCENT)
            sheet.put(row, 6, level.mrr / 1e6, fmt=cash)
            sheet.live(row, 7, f'=IF(F${last + 1}=0,"",F{row}/F${last + 1})', fmt=PERCENT)
            if report.running is not None:
                worth = lookups.total(customers.VALUE, (column_of(headers[by]), f"A{row}"))
                sheet.live(row, 8, f"={worth}", fmt=cash)
                sheet.live(row, 9, f'=IF(D{row}=0,"",H{row}/D{row})', fmt=cash)
            sheet.put(row, 10, "none" if level.curve is None else "its own" if level.own else "of all", "Line")
        sheet.put(last + 1, 1, "All", "Total label")
        for letter, column, fmt in (("B", 2, WHOLE), ("C", 3, WHOLE), ("D", 4, WHOLE), ("F", 6, cash), ("H", 8, cash)):
            sheet.live(last + 1, column, f"=SUM({letter}5:{letter}{last})", "Total", fmt)
        name, mrr = quoted(title), report.mrr / 1e6
        found.append(Check(f"MRR of the levels of {by} = MRR", f"={name}!F{last + 1}", mrr, close(mrr)))
        if report.running is not None and report.equity is not None:
            words = f"Value of the levels of {by} = value of all"
            found.append(Check(words, f"={name}!H{last + 1}", f"=SUM({customers.VALUE})", close(report.scale)))
        if report.movement:
            found.append(_moved(sheet, report, by, levels, last + 4))


def _moved(sheet: Sheet, report: Report, by: str, levels: list[Level], row: int) -> Check:
    """How the MRR of each level moved over the last twelve months."""
    cash, months = money(report.currency, cents=True), report.movement[-MONTHS:]
    begun = np.datetime64(months[0].month, "M")
    sheet.section(row, f"How MRR moved from the start of {begun} to {report.as_of}", len(_MOVED_HEADS))
    words = "A contract counts under the level of its relationship's first; who comes back under another is new there."
    sheet.put(row + 1, 1, words, "Note")
    sheet.headings(row + 2, _MOVED_HEADS, range(2, 10), 45)
    first = at = row + 3
    for at, level in enumerate(levels, first):
        assert level.moved is not None
        sheet.put(at, 1, level.name, "Line", "@")
        for column, part in enumerate(_MOVED, 2):
            sheet.put(at, column, getattr(level.moved, part) / 1e6, fmt=cash)
        sheet.live(at, 8, f"=SUM(B{at}:G{at})", fmt=cash)
        sheet.live(at, 9, _churned(at), fmt=PERCENT)
    sheet.put(at + 1, 1, "All", "Total label")
    for column, letter in enumerate("BCDEFGH", 2):
        sheet.live(at + 1, column, f"=SUM({letter}{first}:{letter}{at})", "Total", cash)
    sheet.live(at + 1, 9, _churned(at + 1), "Total", PERCENT)
    text = f"=ABS(B{at + 1}-{exact(months[0].opening / 1e6)})+ABS(H{at + 1}-MRR)"
    both = sheet.live(at + 1, 10, text, fmt="0.000000").full
    sheet.put(row + 2, 10, "Opening and closing, off those of Movement", "Head number")
    scale = max(months[0].opening, report.mrr, 1_000_000) / 1e6
    return Check(f"Opening and closing of the levels of {by} = those of Movement", f"={both}", 0, close(scale))


def _churned(row: int) -> str:
    """What churned of all that was there or came."""
    return f'=IF(SUM(B{row}:E{row})=0,"",-G{row}/SUM(B{row}:E{row}))'
