"""The By sheets, one a dimension: what customers of each level are worth, and whether the difference is luck."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from xlclv.companions.data import CONFIDENCE, DISCOVERIES, Dimension, Level
from xlclv.places import places
from xlclv.report import Report
from xlclv.terms.money import SALES
from xlclv.workbook import lookups, titles
from xlclv.workbook.bars import bar_chart
from xlclv.workbook.calculation import Formula, rounded
from xlclv.workbook.cells import Ref, exact
from xlclv.workbook.charts import place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, RATIO, WHOLE, in_brief, money
from xlclv.workbook.summary import growth
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.concentration import NO_VALUE
from xlclv.workbook.summary.customers import CLV, CustomerTable, column
from xlclv.workbook.summary.segments import SegmentCells
from xlclv.workbook.writer import Book

_FACTORS, _HEAD, _FIRST = 4, 5, 6
_WORDS = (
    "Level", "Customers", "Share of customers", "Share of value", "{0} a customer", "{1}", "Realised",
    "Remaining CLV", "Mean lifetime value", "Low, as exported", "High, as exported", "Median, as exported",
    "{2}", "Index, average = 100", "Against all others", "CAC", "CLV : CAC", "Payback month, as exported", "{3} so far",
)  # fmt: skip
_WIDTHS = (22, 10, 10, 10, 9, 9, 11, 11, 10.5, 9.5, 9.5, 10, 9, 9, 13, 9, 9, 12.5, 14)
_PREDICTED = f'{WHOLE}" predicted"'
_LISTED = 19  # the column right of what is printed


@dataclass(frozen=True, slots=True)
class By:
    """One dimension: its sheet's title, and the header of its column on the Customers sheet."""

    title: str
    header: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sheets must know of the report, be it of orders or of contracts.

    `factors` are formulas, one a tier, by which its money to come at the exported inputs ({0} stands for its cell) has
    moved; `shares` gives that money by level and tier, before margin. `customers`, `equity` and `money` are formulas
    for what all have.
    """

    currency: str
    margin: float
    tiers: tuple[str, ...]
    factors: tuple[str, ...]
    shares: Callable[[Dimension], list[list[float]]]
    customers: str
    equity: str
    worth: float
    money: str | float
    paid: float
    words: tuple[str, str, str, str]  # purchases, bought again, alive, money
    before: str = SALES.before  # what money is that is not yet multiplied by the margin


def frame(report: Report, segments: SegmentCells, table: CustomerTable) -> Frame:
    """That of a report of orders."""
    tiers = tuple(segment.name for segment in report.segments)
    return Frame(
        report.assumptions.currency,
        report.assumptions.margin,
        tiers,
        tuple(f"=INDEX({segments.rate_factors},{at + 1})" for at in range(len(tiers))),
        lambda found: _by_tier(report, found, len(tiers)),
        "=CustomerCount",
        "=CustomerEquity",
        report.scale,
        f"=SUM({table.sales})",
        report.sales,
        ("Orders", "Bought again", "Mean P(alive)", table.words.sales.capitalize()),
        table.words.before,
    )


def plan(dimensions: Sequence[Dimension], taken: Collection[str] = ()) -> tuple[By, ...]:
    """The dimensions with names that neither each other nor the customer table's columns have, nor those `taken`."""
    names = titles.by((one.name for one in dimensions), taken)
    return tuple(By(name, name, one) for name, one in zip(names, dimensions, strict=True))


def build(
    book: Book, report: Report, dimensions: Sequence[By], segments: SegmentCells, table: CustomerTable
) -> list[Check]:
    """Every dimension's sheet; gives what holds for them."""
    if not dimensions:
        return []
    told, found = frame(report, segments, table), []
    for one in dimensions:
        rows, checks = sheet_of(book, told, one)
        found += checks
        if not table.rest:
            found += _listed(book.sheets[one.title], one, rows, told)
    return found


def sheet_of(book: Book, told: Frame, by: By) -> tuple[list[list[Ref]], list[Check]]:
    """One dimension's sheet; gives its lines, and what holds for all of them."""
    sheet, levels = book.sheets[by.title], by.dimension.levels
    sheet.title_block(by.title, _note(told, by.dimension))
    sheet.widths([*_WIDTHS, *[13] * (len(told.tiers) + 2)])
    words = [word.format(*told.words) for word in _WORDS]
    words += [f"{told.words[3]} to come, {name}" for name in told.tiers]
    heads = sheet.headings(_HEAD, words, range(2, 99), 45)
    sheet.put(_FACTORS, 19, "Rate factor", "Fixed")
    total, shares = _FIRST + len(levels), told.shares(by.dimension)
    for at, factor in enumerate(told.factors):
        sheet.live(_FACTORS, 20 + at, factor.format(f"{'TUVWXYZ'[at]}{total}"), fmt="0.000000")
    rows = [_row(sheet, told, row, level, shares[row - _FIRST], total) for row, level in enumerate(levels, _FIRST)]
    last = _total(sheet, told, total)
    labels, means = [row[0] for row in rows], [row[8] for row in rows]
    _messages(sheet, total, all(level.differs is not None for level in levels))
    best = max(rows, key=lambda row: row[8].number)
    alt = (
        f"Bars: mean lifetime value by {by.dimension.name}, with its interval as exported; the most, {best[0].value}, "
        f"{rounded(best[8].number):,f}"
    )
    fmt = in_brief(told.currency, max(abs(ref.number) for ref in means))
    end = total + 4 + max(10, 2 * len(levels))
    chart = bar_chart(labels, means, heads[8], fmt=fmt, alt=alt, name=f"Lifetime value, {by.title}",
                      spread=_spread(sheet, told, levels))  # fmt: skip
    place(sheet, chart, f"A{total + 3}", f"H{end}")
    growth.build(sheet, told.currency, by.dimension, (total + 3, end), told.before)
    sheet.ws.freeze_panes = f"B{_FIRST}"
    # What the formulas need stands at the right and at the end, and is not printed.
    sheet.ws.print_area = f"A1:R{end + 3 + by.dimension.growth.shape[1]}"
    return rows, _checks(by, told, last)


def _note(told: Frame, found: Dimension) -> str:
    amounts = f"Amounts in {told.currency}. " if told.currency else ""
    whose = {
        "customers": "Levels are the customers file's",
        "orders, first": "A customer's level is that of the largest line of the first purchase day",
        "orders, last": "A customer's level is that of the largest line of the last purchase day",
        "orders, most": "A customer's level is the one with the most money",
        "contracts, first": "A customer's level is that of the first contract",
    }[found.origin]
    seen = " Payback is seen where half of a level or more have been customers for so long, else predicted."
    seen = seen if any(level.cac is not None for level in found.levels) else ""
    return (
        f"{amounts}{whose}. Lifetime value = realised + remaining. Low and high: {CONFIDENCE:.0%} interval of the "
        f"mean, by "
        f"drawing customers again and again. Of the differences named, {DISCOVERIES:.0%} are luck on average.{seen}"
    )


def _by_tier(report: Report, found: Dimension, tiers: int) -> list[list[float]]:
    """Sales to come by level and value tier: each tier has its own rate factor."""
    people = report.beside.everyone if report.beside else None
    assert people is not None, "a dimension comes with its customers"
    at = found.of * tiers + people.tier
    sums = np.bincount(places(at), weights=people.remaining, minlength=len(found.levels) * tiers)
    return [[float(held) for held in line] for line in sums.reshape(len(found.levels), tiers)]


def _row(sheet: Sheet, told: Frame, row: int, level: Level, shares: list[float], total: int) -> list[Ref]:
    cash, cents, margin = money(told.currency), money(told.currency, cents=True), told.margin
    low, high = sorted((level.low * margin, level.high * margin))
    last = "TUVWXYZ"[max(0, len(shares) - 1)]
    ahead = f"SUMPRODUCT(T{row}:{last}{row},T${_FACTORS}:{last}${_FACTORS})" if shares else "0"
    luck = {None: "", True: "more than luck", False: "may be luck"}[level.differs]
    month = level.payback_months
    seen = "" if level.cac is None else "beyond the horizon" if month is None else month
    cells: list[tuple[str | float | None, str]] = [
        (level.customers, WHOLE),
        (f"=B{row}/B${total}", PERCENT),
        (f'=IF(G${total}+H${total}>0,(G{row}+H{row})/(G${total}+H${total}),"")', PERCENT),
        (level.purchase_days, DECIMAL),
        (level.bought_again, PERCENT),
        (f"=S{row}*Margin", cash),
        (f"={ahead}*Margin", cash),
        (f"=(G{row}+H{row})/B{row}", cents),
        (low, cents),
        (high, cents),
        (level.median * margin, cents),
        (level.p_alive, PERCENT),
        (f'=IF(I${total}>0,I{row}/I${total}*100,"")', WHOLE),
    ]
    refs = [sheet.put(row, 1, level.level, "Text", "@")]
    refs += [_put(sheet, row, at, held, fmt) for at, (held, fmt) in enumerate(cells, 2)]
    refs.append(sheet.put(row, 15, luck, "Line"))
    refs.append(_put(sheet, row, 16, level.cac, cents))
    refs.append(sheet.live(row, 17, f'=IF(ISNUMBER(P{row}),I{row}/P{row},"")', fmt=RATIO))
    number = WHOLE if level.observed else _PREDICTED
    refs.append(sheet.put(row, 18, seen, "Fixed", number if isinstance(seen, float) else "@"))
    refs.append(sheet.put(row, 19, level.realised, fmt=cash))
    refs += [sheet.put(row, 20 + i, share, fmt=cash) for i, share in enumerate(shares)]
    return refs


def _spread(sheet: Sheet, told: Frame, levels: Sequence[Level]) -> tuple[list[Ref], list[Ref]]:
    """How far each interval goes down and up from its mean, at the right of the sheet, for the chart."""
    first, cents = 20 + len(told.tiers), money(told.currency, cents=True)
    for side, words in enumerate(("Interval, down", "Interval, up")):
        sheet.put(_HEAD, first + side, words, "Head number")
    found: tuple[list[Ref], list[Ref]] = ([], [])
    for row, level in enumerate(levels, _FIRST):
        for side, away in enumerate((level.mean_lifetime - level.low, level.high - level.mean_lifetime)):
            found[side].append(sheet.live(row, first + side, f"={exact(abs(away))}*ABS(Margin)", fmt=cents))
    return found


def _put(sheet: Sheet, row: int, at: int, held: str | float | None, fmt: str, style: str = "Value") -> Ref:
    return sheet.put(row, at, Formula(held) if isinstance(held, str) else held, style, fmt)


def _total(sheet: Sheet, told: Frame, row: int) -> dict[str, Ref]:
    cash, cents = money(told.currency), money(told.currency, cents=True)
    sheet.put(row, 1, "All customers", "Total label", "@")
    sums = {letter: f"=SUM({letter}{_FIRST}:{letter}{row - 1})" for letter in "BCDGHSTUVWXYZ"}
    weighed = {x: f"=SUMPRODUCT({x}{_FIRST}:{x}{row - 1},$B{_FIRST}:$B{row - 1})/$B{row}" for x in "EFM"}
    worth = {"I": f"=(G{row}+H{row})/B{row}", "N": f'=IF(I{row}>0,100,"")'}
    formats = dict(
        zip(
            "BCDEFGHIMNS",
            (WHOLE, PERCENT, PERCENT, DECIMAL, PERCENT, cash, cash, cents, PERCENT, WHOLE, cash),
            strict=True,
        )
    )
    refs = {}
    for at in range(2, 20 + len(told.tiers)):
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at - 1]
        text = {**sums, **weighed, **worth}.get(letter)
        refs[letter] = _put(sheet, row, at, text, formats.get(letter, cash if text else "@"), "Total")
    return refs


def _messages(sheet: Sheet, total: int, judged: bool) -> None:
    """The best level by the mean, and the one that pays best for its cost, live; their rows stand at the right.

    `judged`: of every level it is known whether its difference is luck.
    """
    names, means, index, luck, ratio = (f"{x}{_FIRST}:{x}{total - 1}" for x in "AINOQ")
    sheet.put(2, 19, "Row of the highest mean", "Line")
    best = sheet.live(2, 20, f"=IF(COUNT({index})>0,MATCH(MAX({means}),{means},0),0)", fmt="0").here
    words = f'INDEX({names},{best})&", "&ROUND(INDEX({index},{best}),0)&"% of the average customer"'
    words += f'&", "&INDEX({luck},{best})' if judged else ""
    named = sheet.live(2, 21, f'=IF({best}>0,{words},"")', "Line").here
    sheet.live(3, 1, f'=IF({best}>0,"Worth most a customer: "&{named},"{NO_VALUE}")', "Message")
    sheet.put(3, 19, "Row of the highest CLV : CAC", "Line")
    pays = sheet.live(3, 20, f"=IF(COUNT({ratio})>0,MATCH(MAX({ratio}),{ratio},0),1)", fmt="0").here
    words = f'INDEX({names},{pays})&", "&ROUND(INDEX({ratio},{pays}),1)&" times its cost"'
    if judged:
        chance = f'=IF(INDEX({luck},{pays})="more than luck","","; its difference from others may be luck")'
        words += f"&{sheet.live(3, 21, chance, 'Line').here}"
    sheet.live(4, 1, f'=IF(COUNT({ratio})>0,"Pays best for its cost: "&{words},"")', "Note")


def _checks(by: By, told: Frame, total: dict[str, Ref]) -> list[Check]:
    equity, near = f"{by.title}: remaining CLV of all levels = customer equity", close(told.worth) * 10
    return [
        Check(f"{by.title}: customers of all levels = all customers", f"={total['B'].full}", told.customers),
        Check(equity, f"={total['H'].full}", told.equity, near),
        Check(f"{by.title}: money of all levels = money of all customers", f"={total['S'].full}", told.money,
              close(told.paid)),
    ]  # fmt: skip


def _listed(sheet: Sheet, by: By, rows: list[list[Ref]], told: Frame) -> list[Check]:
    """The first level against the customers listed, who are counted here: from the sheet Checks the formula would name
    the dimension twice, and pass what a formula may be long."""
    level, count, worth = rows[0][0], rows[0][1], rows[0][7]
    mine, near, row = (column(by.header), level.here), close(told.worth) * 10, _FIRST + len(rows) + 1
    counted = sheet.live(row, _LISTED + 1, f"={lookups.count(mine)}", fmt=WHOLE)
    summed = sheet.live(row + 1, _LISTED + 1, f"={lookups.total(CLV, mine)}", fmt=money(told.currency))
    sheet.put(row, _LISTED, "Of the first level, listed", "Line")
    sheet.put(row + 1, _LISTED, "Their value", "Line")
    return [
        Check(f"{by.title}: customers of the first level", f"={count.full}", f"={counted.full}"),
        Check(f"{by.title}: value of the first level", f"={worth.full}", f"={summed.full}", near),
    ]
