"""The tornado of the Sensitivity sheet: each input a shock lower and higher, the widest swing first."""

from __future__ import annotations

from typing import NamedTuple

from workbook.bars import tornado_chart
from workbook.cells import Ref
from workbook.charts import place
from workbook.sheet import Sheet, formula
from workbook.spoken import rounded, shown
from workbook.styles import money
from workbook.summary.inputs import SHOCK
from workbook.summary.scenarios import DRIVERS, Scenarios
from xlclv.report import Report

_COUNT = len(DRIVERS)


class _Driver(NamedTuple):
    name: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        """Rounded, so that equal swings are equal in every program and keep the order of the list."""
        return float(rounded(abs(self.high - self.low), 4))


def build(sheet: Sheet, report: Report, equity: float, working: Scenarios, row: int, below: int) -> Ref:
    """The sorted table from `row`, its picture above on the right, the cases from `below`; gives the message."""
    drivers = _cases(working, below)
    unsorted = below + 2 * _COUNT + 1
    _ranks(sheet, report, drivers, below, unsorted)
    ranked = sorted(drivers, key=lambda driver: -driver.swing)
    sheet.section(row, "Tornado: customer equity when one input is a shock lower or higher", 7)
    words = ("Equity, input lower", "Equity, input higher", "Change, input lower", "Change, input higher", "Swing")
    heads = sheet.headings(row + 1, ("Place", "Input", *words), (1, 3, 4, 5, 6, 7), 32)
    rows = [_sorted(sheet, report, equity, ranked[i], row + 2 + i, i + 1, unsorted) for i in range(_COUNT)]
    labels, lower, higher = ([cells[i] for cells in rows] for i in (0, 1, 2))
    spoken = "; ".join(f"{d.name} {rounded(d.low):,f} to {rounded(d.high):,f}" for d in ranked)
    alt = f"Tornado: customer equity when one input is lower or higher by the shock, widest first. {spoken}"
    fmt = money(report.assumptions.currency)
    place(sheet, tornado_chart(labels, (heads[4], lower), (heads[5], higher), fmt=fmt, alt=alt), "J5", f"O{row + 6}")
    first = row + 2
    said = ("What matters most: ", "% less moves customer equity by ")
    live = f'="{said[0]}"&B{first}&". "&ROUND(Shock*100,1)&"{said[1]}"&FIXED(E{first},0)'
    text = f"{said[0]}{ranked[0].name}. {shown(SHOCK * 100, 1)}{said[1]}{rounded(lower[0].number):,f}"
    return sheet.put(3, 1, formula(live, text), "Message")


def _cases(working: Scenarios, row: int) -> list[_Driver]:
    found = []
    for i, name in enumerate(DRIVERS):
        low, high = (working.shock(row + 2 * i + at, name, way) for at, way in ((0, -1), (1, 1)))
        found.append(_Driver(name, low.number, high.number))
    return found


def _ranks(sheet: Sheet, report: Report, drivers: list[_Driver], cases: int, row: int) -> None:
    """Each input's two results side by side, and its place by swing; ties keep the order of the list."""
    sheet.headings(
        row, ("Input moved", "Equity, input lower", "Equity, input higher", "Swing", "Place"), (2, 3, 4, 5), 32
    )
    first, last, end = row + 1, row + _COUNT, cases + 2 * _COUNT - 1
    cash = money(report.assumptions.currency)
    ranked = sorted(drivers, key=lambda driver: -driver.swing)
    for at, driver in enumerate(drivers, first):
        sheet.put(at, 1, driver.name, "Text")
        for column, way, value in ((2, "-1", driver.low), (3, "1", driver.high)):
            live = f"=SUMIFS($N${cases}:$N${end},$B${cases}:$B${end},A{at},$C${cases}:$C${end},{way})"
            sheet.put(at, column, formula(live, value), fmt=cash)
        sheet.put(at, 4, formula(f"=ROUND(ABS(C{at}-B{at}),4)", driver.swing), fmt=cash)
        wider, equal = f"SUMPRODUCT(1*(D${first}:D${last}>D{at}))", f"SUMPRODUCT(1*(D${first}:D{at}=D{at}))"
        sheet.put(at, 5, formula(f"={wider}+{equal}", ranked.index(driver) + 1), fmt="0")


def _sorted(
    sheet: Sheet, report: Report, equity: float, driver: _Driver, row: int, at: int, unsorted: int
) -> tuple[Ref, Ref, Ref]:
    first, last, cash = unsorted + 1, unsorted + _COUNT, money(report.assumptions.currency)
    sheet.put(row, 1, at, fmt="0")

    def found(letter: str) -> str:
        return f"=INDEX(${letter}${first}:${letter}${last},MATCH($A{row},$E${first}:$E${last},0))"

    name = sheet.put(row, 2, formula(found("A"), driver.name), "Line")
    sheet.put(row, 3, formula(found("B"), driver.low), fmt=cash)
    sheet.put(row, 4, formula(found("C"), driver.high), fmt=cash)
    # Rounded: a shock that changes nothing changes nothing in every program, not one part in 10**16.
    low, high = (
        sheet.put(row, column, formula(f"=ROUND({letter}{row}-CustomerEquity,4)", float(rounded(value - equity, 4))),
                  fmt=cash)
        for column, letter, value in ((5, "C", driver.low), (6, "D", driver.high))
    )  # fmt: skip
    sheet.put(row, 7, formula(found("D"), driver.swing), fmt=cash)
    return name, low, high
