"""The Movement sheet: how customer equity came from the opening to the closing, line by line and tier by tier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlclv.formulas.equity_movement import CLOSING, OPENING
from xlclv.planning.movement import Movement
from xlclv.report import Report
from xlclv.terms.money import SALES, words_of
from xlclv.workbook.calculation import shown
from xlclv.workbook.cells import Ref
from xlclv.workbook.charts import place
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import in_brief, money
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.waterfall import HEADS, steps, waterfall_chart
from xlclv.workbook.writer import Book

TITLE = "Movement"
_HEAD, _FIRST = 4, 5
_CHART = 16  # rows of the waterfall
_PAGE = 40  # rows that a page holds
WORDS = {
    "opening": "What the customers of the opening day were worth on it",
    "data": "Orders dated up to the opening day that the earlier report did not have",
    "longer horizon": "The horizon now ends later by the length of the period",
    "interest": "The lines above, carried to the closing day at the discount rate",
    "margin expected in the period": "Falls due and leaves the value; what came of it stands below",
    "experience: behaviour": "They bought more or less, or fell silent more or less, than expected",
    "new customers": "Who first bought in the period, at the opening's parameters",
    "model": "The parameters fitted again to all orders",
    "assumptions: rate": "Another discount rate",
    "assumptions: margin": "Another margin",
    "assumptions: horizon": "Another horizon",
    "assumptions: growth of fees": "Another growth of fees",
    "assumptions: timing": "Payment at the start of a period in place of its end, or the other way",
    "closing": "What all customers are worth on the closing day: the sum of the lines",
}
_MARGINS = (
    ("Margin expected of old customers", "Undiscounted, by the opening's parameters"),
    ("Margin that came from them", "Their {came}"),
    ("Difference", "0 on average while the model is right"),
    ("Margin that came from new customers", "Beside the statement: nobody was expected to be won"),
)


def build(book: Book, report: Report) -> list[Check]:
    """Lay out the sheet of orders, if a movement was asked for."""
    if not report.movement:
        return []
    given, said = report.assumptions, words_of(report)
    return lay(book, book.sheets[TITLE], report.movement, given.currency, report.customer_equity, WORDS, said.came)


def lay(
    book: Book,
    sheet: Sheet,
    found: Sequence[Movement],
    currency: str,
    equity: float,
    words: Mapping[str, str],
    theirs: str = SALES.came,
) -> list[Check]:
    """The statement with a word on each line, its chart, then each period by tier."""
    cash = money(currency)
    sheet.title_block(
        "Movement of customer equity",
        f"In {currency or 'the data’s currency'}, at the margin. Fixed at export: a movement is history, which no "
        "input moves.",
    )
    sheet.widths([31, *[15] * max(8, len(found) + 6)])
    names = found[0].names
    chart = _FIRST + len(names) + len(_MARGINS) + 2
    if chart + _CHART > _PAGE:
        sheet.page_break(chart)
    blocks, row = [], chart + _CHART + len(names) + 2
    for each in found:
        sheet.page_break(row)
        blocks.append(_block(sheet, row, each, cash))
        row += len(names) + len(_MARGINS) + 3
    statement = _statement(sheet, found, blocks, cash, words, theirs)
    _waterfall(sheet, chart, statement[-1], found[-1], currency)
    define(book, "EquityAtOpening", statement[-1][0], "Customer equity at the opening of the last period; fixed")
    return [*_checks(found, equity, statement), *(block.check for block in blocks)]


class _Block(NamedTuple):
    """One period by tier: the sums of its lines, what old customers were to leave and left, and new ones left."""

    totals: list[Ref]
    expected: str
    came: str
    new: str
    check: Check


def _block(sheet: Sheet, row: int, each: Movement, cash: str) -> _Block:
    """Lines down, the opening's tiers and the new customers across, all customers on the right."""
    whence = f", opened by {each.source}" if each.source else ""
    sheet.section(row, f"{each.start} to {each.end}, by tier on the opening day{whence}", 7)
    heads = ["Line", *(group.name for group in each.groups), "All customers"]
    sheet.headings(row + 1, heads, range(2, len(heads) + 1), 32)
    totals, last = [], len(heads)
    for at, line in enumerate(each.names, row + 2):
        ends = line in (OPENING, CLOSING)
        label, style = ("Total label", "Total") if ends else ("Line", "Value")
        sheet.put(at, 1, line.capitalize(), label)
        cells = []
        for column, group in enumerate(each.groups, 2):
            amount = group.lines[at - row - 2]
            if line == CLOSING:
                letter = Ref("", 1, column, None).here[:-1]
                cells.append(sheet.live(at, column, f"=SUM({letter}{row + 2}:{letter}{at - 1})", style, cash))
            else:
                cells.append(sheet.put(at, column, amount, style, cash))
        totals.append(sheet.live(at, last, f"=SUM({cells[0].here}:{cells[-1].here})", style, cash))
    expected, came, new = _margins(sheet, row + 2 + len(each.names), each, cash)
    words = f"Movement {each.start} to {each.end}: lines add up to the engine's closing"
    check = Check(words, f"={totals[-1].full}", each.closing, close(each.closing))
    return _Block(totals, expected, came, new, check)


def _margins(sheet: Sheet, row: int, each: Movement, cash: str) -> tuple[str, str, str]:
    """What was expected and came in the period, tier by tier; of new customers nothing was expected."""
    for at, words in enumerate(("Margin expected", "Margin that came", "Difference"), row):
        sheet.put(at, 1, words, "Line")
    old, new = [], ""
    for column, group in enumerate(each.groups, 2):
        came = sheet.put(row + 1, column, group.margin_came, fmt=cash)
        if column == len(each.groups) + 1:
            new = f"={came.here}"
            break
        expected = sheet.put(row, column, group.margin_expected, fmt=cash)
        sheet.live(row + 2, column, f"={came.here}-{expected.here}", fmt=cash)
        old.append((expected, came))
    first, last = old[0], old[-1]
    return f"=SUM({first[0].here}:{last[0].here})", f"=SUM({first[1].here}:{last[1].here})", new


def _statement(
    sheet: Sheet, found: Sequence[Movement], blocks: Sequence[_Block], cash: str, told: Mapping[str, str], theirs: str
) -> list[list[Ref]]:
    """A column a period, every figure from the period's own block."""
    names = found[0].names
    heads = ["Line", *(f"{each.start} to {each.end}" for each in found)]
    words = len(heads) + 1
    sheet.headings(_HEAD, heads, range(2, words), 32)
    for at, line in enumerate(names, _FIRST):
        sheet.put(at, 1, line.capitalize(), "Total label" if line in (OPENING, CLOSING) else "Line")
        sheet.put(at, words, told[line], "Line")
    row = _FIRST + len(names) + 1
    for at, (label, note) in enumerate(_MARGINS, row):
        sheet.put(at, 1, label, "Line")
        sheet.put(at, words, note.format(came=theirs), "Line")
    out = []
    for column, block in enumerate(blocks, 2):
        refs: list[Ref] = []
        for at, (line, total) in enumerate(zip(names, block.totals, strict=True), _FIRST):
            style = "Total" if line in (OPENING, CLOSING) else "Value"
            text = f"=SUM({refs[0].here}:{refs[-1].here})" if line == CLOSING else f"={total.here}"
            refs.append(sheet.live(at, column, text, style, cash))
        expected = sheet.live(row, column, block.expected, fmt=cash)
        came = sheet.live(row + 1, column, block.came, fmt=cash)
        sheet.live(row + 2, column, f"={came.here}-{expected.here}", fmt=cash)
        sheet.live(row + 3, column, block.new, fmt=cash)
        out.append(refs)
    return out


def _waterfall(sheet: Sheet, row: int, statement: Sequence[Ref], each: Movement, currency: str) -> None:
    """The last period as a chart, over its own columns: the lines of assumptions are one step."""
    cash = money(currency)
    sheet.section(row, f"How it moved, {each.start} to {each.end}", 8)
    first = row
    row += _CHART
    heads = sheet.headings(row + 1, ["Step", "Amount", *HEADS], range(2, 8), 18)
    names, amounts = [], []
    shown_lines = [line for line in each.names if not line.startswith("assumptions")]
    shown_lines.insert(-1, "assumptions")
    by_line = dict(zip(each.names, statement, strict=True))
    for at, line in enumerate(shown_lines, row + 2):
        names.append(sheet.put(at, 1, line.capitalize(), "Line"))
        parts = [ref.here for name, ref in by_line.items() if name.startswith(line)]
        text = f"=SUM({parts[0]}:{parts[-1]})" if len(parts) > 1 else f"={parts[0]}"
        amounts.append(sheet.live(at, 2, text, fmt=cash))
    columns = steps(sheet, row + 2, 3, amounts, cash)
    largest = max(abs(ref.number) for ref in columns[0])
    told = "; ".join(f"{name.value} {shown(round(ref.number))}" for name, ref in zip(names, amounts, strict=True))
    alt = f"Waterfall of customer equity from {each.start} to {each.end}: {told}"
    chart = waterfall_chart(names, heads[2:], columns, fmt=in_brief(currency, largest), y="Customer equity", alt=alt)
    place(sheet, chart, f"A{first + 1}", f"I{row}")


def _checks(found: Sequence[Movement], equity: float, statement: Sequence[Sequence[Ref]]) -> list[Check]:
    near = close(equity)
    last = Check("The movement's last closing = the engine's total", f"={statement[-1][-1].full}", equity, near)
    joined = [
        Check(f"Closing of {one.end} = opening of the next period", f"={before[-1].full}", f"={after[0].full}", near)
        for one, two, before, after in zip(found, found[1:], statement, statement[1:], strict=False)
        if not two.source
    ]
    return [last, *joined]
