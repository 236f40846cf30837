"""The tornado of the Sensitivity sheet: each input at both ends of its plausible range, the widest swing first."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.report import Report
from xlclv.terms.money import words_of
from xlclv.workbook.bars import tornado_chart
from xlclv.workbook.calculation import rounded
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import in_brief, money
from xlclv.workbook.summary import ranges
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.ranges import drivers
from xlclv.workbook.summary.scenarios import Scenarios

_COUNT = 4  # drivers


def build(sheet: Sheet, report: Report, working: Scenarios, inputs: Inputs, rows: tuple[int, int]) -> None:
    """The sorted table from the first of `rows` under its message, its picture above on the right; the working below.

    The working from the second of `rows`: the cases, the places, the ranges.
    """
    row, below = rows
    currency = report.assumptions.currency
    cash, unsorted = money(currency), below + 2 * _COUNT + 1
    first = ranges.build(sheet, report, inputs, unsorted + _COUNT + 2)
    names = drivers(words_of(report))
    for i, driver in enumerate(names):
        for at, way in enumerate((-1, 1)):
            working.moved(below + 2 * i + at, driver, way, first)
    _ranks(sheet, cash, names, below, unsorted, first)
    sheet.section(row, "Tornado: customer equity with one input at either end of its plausible range", 7)
    words = ("Equity, input lower", "Equity, input higher", "Change, input lower", "Change, input higher", "Swing")
    heads = sheet.headings(row + 1, ("Place", "Input and its range", *words), (1, 3, 4, 5, 6, 7), 32)
    lines = [_sorted(sheet, cash, row + 2 + i, i + 1, unsorted) for i in range(_COUNT)]
    name, low, high, lower, higher = ([cells[i] for cells in lines] for i in range(5))
    first = row + 2
    moved = f'FIXED(MIN(C{first}:D{first}),0)&" to "&FIXED(MAX(C{first}:D{first}),0)'
    sheet.live(3, 1, f'="What matters most: "&B{first}&": customer equity "&{moved}', "Message")
    told = zip(name, low, high, strict=True)
    spoken = "; ".join(f"{n.shown}: {rounded(a.number):,f} to {rounded(b.number):,f}" for n, a, b in told)
    alt = f"Tornado: customer equity with one input at either end of its plausible range, widest first. {spoken}"
    brief = in_brief(currency, max(abs(ref.number) for ref in (*lower, *higher)))
    axis = f"Change of customer equity{f', {currency}' if currency else ''}"
    chart = tornado_chart(name, (heads[4], lower), (heads[5], higher), fmt=brief, x=axis, alt=alt)
    place(sheet, chart, "J5", f"O{row + 6}")


def _ranks(sheet: Sheet, cash: str, names: Sequence[str], cases: int, row: int, ranges_at: int) -> None:
    """Each input's two results side by side, and its place by swing; ties keep the order of the list."""
    words = ("Input moved", "Equity, input lower", "Equity, input higher", "Swing", "Place", "In words")
    sheet.headings(row, words, (2, 3, 4, 5), 32)
    first, last, end = row + 1, row + _COUNT, cases + 2 * _COUNT - 1
    for at, name in enumerate(names, first):
        sheet.put(at, 1, name, "Text")
        for column, way in ((2, -1), (3, 1)):
            live = f"=SUMIFS($N${cases}:$N${end},$B${cases}:$B${end},A{at},$C${cases}:$C${end},{way})"
            sheet.live(at, column, live, fmt=cash)
        # Rounded, so that equal swings are equal in every program and keep the order of the list.
        sheet.live(at, 4, f"=ROUND(ABS(C{at}-B{at}),4)", fmt=cash)
        wider, equal = f"SUMPRODUCT(1*(D${first}:D${last}>D{at}))", f"SUMPRODUCT(1*(D${first}:D{at}=D{at}))"
        sheet.live(at, 5, f"={wider}+{equal}", fmt="0")
        sheet.live(at, 6, f"=D{at - row - 1 + ranges_at}", "Line")


def _sorted(sheet: Sheet, cash: str, row: int, at: int, unsorted: int) -> list[Ref]:
    first, last = unsorted + 1, unsorted + _COUNT

    def found(letter: str) -> str:
        return f"=INDEX(${letter}${first}:${letter}${last},MATCH($A{row},$E${first}:$E${last},0))"

    sheet.put(row, 1, at, fmt="0")
    name = sheet.live(row, 2, found("F"), "Line")
    # Rounded: a range that changes nothing changes nothing in every program, not one part in 10**16.
    changes = (f"=ROUND({letter}{row}-CustomerEquity,4)" for letter in "CD")
    texts = (found("B"), found("C"), *changes, found("D"))
    return [name, *(sheet.live(row, column, text, fmt=cash) for column, text in enumerate(texts, 3))]
