"""The Journey sheet: the first steps of customers and what follows, and how long the second order takes."""

from __future__ import annotations

from xlclv.companions.data import Acquisition, Stages, Steps
from xlclv.companions.journeys import MOST, SILENCE, STEPS
from xlclv.report import Report
from xlclv.segments.stages import NAMES
from xlclv.workbook.calculation import fixed
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import PERCENT, WHOLE, money
from xlclv.workbook.summary.block import WORDS, Cell, lay
from xlclv.workbook.summary.check import Check
from xlclv.workbook.writer import Book

TITLE = "Journey"
_FIRST = 6
_SAID = 2  # steps that a sentence on top names
_ROOM = 92  # letters of what is said of a group, on one line
_BESIDE = len(NAMES) + 4  # the column of its parts, right of all tables and of what is printed
_LETTERS = "ABCDEFGHIJKL"


def build(book: Book, report: Report) -> list[Check]:
    """Lay out the sheet, where something stands beside the orders."""
    beside = report.beside
    if beside is None or beside.second_orders is None:
        return []
    sheet, cents = book.sheets[TITLE], money(report.assumptions.currency, cents=True)
    amounts = (
        f"Amounts in {report.assumptions.currency}, at the exported inputs. " if report.assumptions.currency else ""
    )
    sheet.title_block(TITLE, f"{amounts}A silence is {SILENCE} days without an order, a refund or a contact.")
    sheet.widths((60, *[13] * 10))
    median = beside.second_orders.median
    if median is not None:
        when = f"Half of those who came back had come by day {fixed(median, 0)} after the first order: act before"
        sheet.put(3, 1, when, "Message")
    margin = report.assumptions.margin
    start = _FIRST
    if beside.steps is not None and beside.steps.steps:
        start = _steps(sheet, beside.steps, start + 3)
    sheet.section(start - 2, f"The first {STEPS} events of a customer, the {MOST} most frequent paths", 6)
    everyone = report.sales + report.remaining
    mean = everyone * margin / report.customer_count
    heads = ("Path", "Customers", "Mean lifetime value", "Share who exceed", "Share who miss", "Index, average = 100")
    paths: list[list[Cell]] = [
        [(j.path, WORDS), (j.customers, WHOLE), (j.mean_lifetime * margin, cents), (j.exceed, PERCENT),
         (j.miss, PERCENT), (100 * j.mean_lifetime * margin / mean if mean > 0 else 0.0, WHOLE)]
        for j in beside.journeys
    ]  # fmt: skip
    lay(sheet, start - 1, heads, paths)
    row = start + len(paths) + 3
    sheet.section(row - 2, "Days from the first order to the second", 6)
    classes: list[list[Cell]] = [
        [(name, WORDS), (count, WHOLE), (money_ * margin / count if count else None, cents)]
        for name, count, money_ in beside.second_orders.classes
    ]
    refs = lay(sheet, row - 1, ("Days", "Customers", "Mean lifetime value"), classes)
    row += len(classes) + 3
    if beside.acquisition is not None:
        sheet.section(row - 2, f"What a customer cost, by the period of the first order ({beside.acquisition.name})", 6)
        heads = ("Cohort", "New customers", "Spend", "CAC", "Months to payback", "Seen or predicted")
        lay(sheet, row - 1, heads, _cohorts(report, beside.acquisition, row))
        row += len(beside.acquisition.by_cohort) + 3
    checks = _stages(sheet, beside.stages, row) if beside.stages is not None else []
    sheet.ws.freeze_panes = "B4"
    sheet.ws.print_area = f"A1:{_LETTERS[len(NAMES) + 1]}{max(at for at, *_ in sheet.cells())}"
    every = f"=SUM({refs[0][1].full}:{refs[-1][1].fixed})"
    return [*checks, Check("Journey: customers by days to the second order = all customers", every, "=CustomerCount")]


def _steps(sheet: Sheet, found: Steps, row: int) -> int:
    """What those who exceed do early and those who miss do not; gives where the next table begins.

    Shares and their difference are formulas of the counts, and so is the sentence on top.
    """
    sheet.section(row - 2, f"What differs in the first {found.days} days: those who exceed against those who miss", 7)
    heads = ("Step", "Of those who exceed", "Of those who miss", "Share of those who exceed",
             "Share of those who miss", "Difference", "Is it luck?")  # fmt: skip
    words = {True: "more than luck", False: "may be luck"}
    everyone = (f"All of them who have been customers for {found.days} days", found.exceed, found.miss, "")
    each = [(one.name, one.exceed, one.miss, words[one.differs]) for one in found.steps]
    lines: list[list[Cell]] = [
        [(name, WORDS), (exceed, WHOLE), (miss, WHOLE), (f"=B{at}/B${row}", PERCENT), (f"=C{at}/C${row}", PERCENT),
         (f"=D{at}-E{at}", PERCENT), (luck, WORDS)]
        for at, (name, exceed, miss, luck) in enumerate([everyone, *each], row)
    ]  # fmt: skip
    lay(sheet, row - 1, heads, lines, height=45)
    sheet.put(row - 2, _BESIDE, "What the sentences on top say", "Line")
    for at, (own, other) in enumerate((("exceed", "miss"), ("miss", "exceed")), 4):
        sheet.live(at, 1, _sentence(sheet, found, row + 1, own, other), "Message")
    row += len(lines)
    note = (
        "Exceed: has brought what the average customer brings in all. Miss: less than nine tenths of it. What goes "
        "together is no proof of a cause, and a second order is itself part of what was brought."
    )
    sheet.put(row, 1, note, "Note")
    return row + 4


def _sentence(sheet: Sheet, found: Steps, row: int, own: str, other: str) -> str:
    """The steps that tell most of a group and are no luck, one of a kind, each with both shares from a cell beside."""
    column = {"exceed": "D", "miss": "E"}
    kinds: dict[str, int] = {}
    for at, one in enumerate(found.steps, row):
        more = getattr(one, own) * getattr(found, other) > getattr(one, other) * getattr(found, own)
        if one.differs and more:
            kinds.setdefault(" ".join(one.name.split()[:2]), at)
    parts = [
        sheet.live(at, _BESIDE, f'=A{at}&" ("&FIXED(100*{column[own]}{at},0)&"% against "&'
                   f'FIXED(100*{column[other]}{at},0)&"%)"', "Line")
        for at in list(kinds.values())[:_SAID]
    ]  # fmt: skip
    while len(parts) > 1 and sum(len(str(part.shown)) for part in parts) > _ROOM:  # the Summary's line ends there
        parts.pop()
    told = '&", "&'.join(part.here for part in parts) or '"nothing that could not be luck"'
    return f'="Those who {own} more often have: "&{told}'


def _stages(sheet: Sheet, found: Stages, row: int) -> list[Check]:
    """Who stood where at the month ends, and who moved in the last month, as shares that CLV_MIGRATION takes."""
    many = len(NAMES)
    sheet.section(row - 2, f"Stages of the life cycle, a typical gap being {fixed(found.gap, 0)} days", many + 2)
    lines: list[list[Cell]] = [
        [(f"{day:%Y-%m-%d}", WORDS), *((count, WHOLE) for count in counts), (_sum(at), WHOLE)]
        for at, (day, counts) in enumerate(zip(found.days, found.counts.tolist(), strict=True), row)
    ]
    refs = lay(sheet, row - 1, ("At the end of", *NAMES, "All"), lines)
    row += len(lines) + 3
    if found.moved is not None:
        row = _moved(sheet, found.moved.tolist(), row, f"{found.days[-2]:%Y-%m-%d} to {found.days[-1]:%Y-%m-%d}")
    sheet.put(row - 1, 1, "A stage is CLV_STAGE's, by what was known on the day, with one typical gap for all.", "Note")
    bought = "=" + "+".join(ref.full for ref in refs[-1][3 : many + 1])
    return [Check("Journey: customers of the last day's stages = all customers", bought, "=CustomerCount")]


def _sum(row: int) -> str:
    return f"=SUM(B{row}:{_LETTERS[len(NAMES)]}{row})"


def _moved(sheet: Sheet, moved: list[list[int]], row: int, when: str) -> int:
    """The table of moves, then each row's shares; a stage that nobody was in stays as it is."""
    many = len(NAMES)
    sheet.section(row - 2, f"Who moved from where (down) to where (across), {when}", many + 2)
    names = (*NAMES, "Not known before")
    lines: list[list[Cell]] = [
        [(name, WORDS), *((count, WHOLE) for count in counts), (_sum(at), WHOLE)]
        for at, (name, counts) in enumerate(zip(names, moved, strict=True), row)
    ]
    lay(sheet, row - 1, ("From", *NAMES, "All"), lines)
    start = row + len(lines) + 3
    sheet.section(start - 2, "The same as shares: the table of moves for CLV_MIGRATION", many + 2)
    shares: list[list[Cell]] = [
        [(name, WORDS), *((f"=IF(${_LETTERS[many + 1]}{row + i}=0,{int(i == j)},{_LETTERS[j + 1]}{row + i}/"
                           f"${_LETTERS[many + 1]}{row + i})", PERCENT) for j in range(many))]
        for i, name in enumerate(NAMES)
    ]  # fmt: skip
    lay(sheet, start - 1, ("From", *NAMES), shares)
    return start + many + 2


def _cohorts(report: Report, found: Acquisition, row: int) -> list[list[Cell]]:
    """One line a cohort; a cost that is not known is blank, never 0."""
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    words = {True: "seen", False: "predicted", None: ""}
    return [
        [
            (one.cohort, WORDS),
            (one.customers, WHOLE),
            (one.spend, cash),
            (f'=IF(AND(ISNUMBER(C{at}),B{at}>0),C{at}/B{at},"")', cents),
            (one.payback_months, WHOLE),
            (
                "not within the horizon" if one.cac is not None and one.payback_months is None else words[one.observed],
                WORDS,
            ),
        ]
        for at, one in enumerate(found.by_cohort, row)
    ]
