"""The Sensitivity sheet: customer equity at other rates, margins and horizons, in closed form from the Flows sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass

from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter

from workbook.cells import Ref
from workbook.sheet import Sheet, formula
from workbook.styles import RATE, YEARS, money
from workbook.summary import tornado
from workbook.summary.assumptions import Inputs
from workbook.summary.check import Check, close
from workbook.summary.figures import Figures
from workbook.summary.flows import FlowCells
from workbook.summary.inputs import MARGIN_STEP, RATE_STEP
from workbook.summary.scenarios import Scenarios
from workbook.writer import Book
from xlclv.report import Report

TITLE = "Sensitivity"
_COUNT = 5  # rates, margins, horizons
_RATES, _HORIZONS, _TORNADO, _WORKING = 5, 14, 22, 30
_WIDTHS = (21, 17, 17, *[14] * 11)
_FIRST_MARGIN = 4  # column D


@dataclass(frozen=True, slots=True)
class SensitivityCells:
    """What the checks need."""

    checks: list[Check]


@dataclass(frozen=True, slots=True)
class _Axes:
    """What stands along the grids at export: steps from the base, and what they come to."""

    rate_steps: list[int]
    rates: list[float]
    margin_steps: list[int]
    margins: list[float]
    shares: list[float]
    horizons: list[float]


def build(book: Book, report: Report, figures: Figures, flows: FlowCells, inputs: Inputs) -> SensitivityCells:
    """Lay out the sheet: two grids, the tornado, and below them the working."""
    sheet, axes = book.sheets[TITLE], _axes(report)
    amounts = f" in {report.assumptions.currency}" if report.assumptions.currency else ""
    sheet.title_block(
        "Sensitivity",
        f"Customer equity{amounts} if an input were another. The base case, the inputs now, is boxed; steps and shock "
        "are on Assumptions.",
    )
    sheet.widths(_WIDTHS)
    working = Scenarios(sheet, report, figures, flows, inputs)
    sheet.section(
        _WORKING, "Working: sales before margin, discounted at each case's own rate up to its own horizon", 14
    )
    working.head(_WORKING + 1)
    by_horizon = [
        working.horizon(_WORKING + 3 + i, f"Horizon x {share:.0%}", f"B{_HORIZONS + 2 + i}", years)
        for i, (share, years) in enumerate(zip(axes.shares, axes.horizons, strict=True))
    ]
    bases = _rate_grid(sheet, report, figures, flows, axes), _horizon_grid(sheet, report, axes, by_horizon)
    equity = float(figures.present_value.sum()) * report.assumptions.margin
    tornado.build(sheet, report, equity, working, _TORNADO, _WORKING + 3 + _COUNT)
    sheet.page_break(_WORKING)
    sheet.repeat_rows(1, 3)
    names = (
        "Sensitivity: base case of rates = customer equity",
        "Sensitivity: base case of horizons = customer equity",
    )
    return SensitivityCells(
        [
            Check(name, formula(f"={base.full}", base.number), formula("=CustomerEquity", equity), close(equity) * 10)
            for name, base in zip(names, bases, strict=True)
        ]
    )


def _axes(report: Report) -> _Axes:
    given = report.assumptions
    rates, margins = steps(given.rate, RATE_STEP), steps(given.margin, MARGIN_STEP, 1.0)
    shares = [(i + 1) / _COUNT for i in range(_COUNT)]
    return _Axes(
        rates,
        [given.rate + i * RATE_STEP for i in rates],
        margins,
        [min(1.0, given.margin + i * MARGIN_STEP) for i in margins],
        shares,
        [given.horizon * share for share in shares],
    )


def steps(base: float, step: float, top: float = math.inf) -> list[int]:
    """Two steps to either side, moved up or down where they would leave 0 to `top`.

    >>> steps(0.1, 0.025), steps(0.0, 0.025), steps(1.0, 0.05, 1.0)
    ([-2, -1, 0, 1, 2], [0, 1, 2, 3, 4], [-4, -3, -2, -1, 0])
    """
    first = -(_COUNT // 2)
    if base >= 0:
        first = max(first, -math.floor(base / step + 1e-9))
    if base <= top < math.inf:
        first = min(first, math.floor((top - base) / step + 1e-9) - _COUNT + 1)
    return list(range(first, first + _COUNT))


def _margin_heads(sheet: Sheet, row: int, axes: _Axes, words: tuple[str, str, str], source: int | None) -> None:
    """The margins across; the second grid points at those of the first."""
    sheet.height(row, 32)
    for column, word in enumerate(words, 1):
        sheet.put(row, column, word, "Head number")
    for i, margin in enumerate(axes.margins):
        letter = get_column_letter(_FIRST_MARGIN + i)
        live = f"=MIN(1,Margin+{letter}{row - 1}*MarginStep)" if source is None else f"={letter}{source}"
        sheet.put(row, _FIRST_MARGIN + i, formula(live, margin), "Head number", '0.0%" margin"')


def _rate_grid(sheet: Sheet, report: Report, figures: Figures, flows: FlowCells, axes: _Axes) -> Ref:
    sheet.section(_RATES, "Customer equity by discount rate, down, and margin, across", 8)
    sheet.put(_RATES + 1, 1, "Steps from the base, across and down", "Note")
    for i, step in enumerate(axes.margin_steps):
        sheet.put(_RATES + 1, _FIRST_MARGIN + i, step, "Fixed", "+0;-0;0")
    _margin_heads(sheet, _RATES + 2, axes, ("Steps", "Discount rate", "Sales, present value"), None)
    sales = report.flows.sales.sum(axis=1)
    base = None
    for i, (step, rate) in enumerate(zip(axes.rate_steps, axes.rates, strict=True)):
        row = _RATES + 3 + i
        sheet.put(row, 1, step, fmt="+0;-0;0")
        sheet.put(row, 2, formula(f"=DiscountRate+A{row}*RateStep", rate), fmt=RATE)
        value = float((sales * figures.inside) @ (1 + rate) ** -figures.years)
        live = f"=SUMPRODUCT({flows.total_sales}*{flows.inside},(1+B{row})^-{flows.years})"
        sheet.put(row, 3, formula(live, value), fmt=money(report.assumptions.currency))
        base = _grid_row(sheet, report, axes, row, _RATES + 2, value, step == 0) or base
    _color(sheet, _RATES + 3)
    assert base is not None
    return base


def _horizon_grid(sheet: Sheet, report: Report, axes: _Axes, working: list[Ref]) -> Ref:
    sheet.section(_HORIZONS, "Customer equity by horizon, down, and margin, across", 8)
    _margin_heads(
        sheet, _HORIZONS + 1, axes, ("Share of the horizon", "Horizon, years", "Sales, present value"), _RATES + 2
    )
    base = None
    for i, (share, horizon) in enumerate(zip(axes.shares, axes.horizons, strict=True)):
        row, cell = _HORIZONS + 2 + i, working[i]
        sheet.put(row, 1, share, fmt="0%")
        sheet.put(row, 2, formula(f"=Horizon*A{row}", horizon), fmt=YEARS)
        sheet.put(row, 3, formula(f"={cell.here}", cell.number), fmt=money(report.assumptions.currency))
        base = _grid_row(sheet, report, axes, row, _HORIZONS + 1, cell.number, share == 1) or base
    _color(sheet, _HORIZONS + 2)
    assert base is not None
    return base


def _grid_row(sheet: Sheet, report: Report, axes: _Axes, row: int, head: int, value: float, here: bool) -> Ref | None:
    """One row of equity; gives the base case when it stands in this row."""
    base = None
    for j, (step, margin) in enumerate(zip(axes.margin_steps, axes.margins, strict=True)):
        letter, boxed = get_column_letter(_FIRST_MARGIN + j), here and step == 0
        cell = formula(f"=$C{row}*{letter}${head}", value * margin)
        style, fmt = "Base case" if boxed else "Value", money(report.assumptions.currency)
        ref = sheet.put(row, _FIRST_MARGIN + j, cell, style, fmt)
        base = ref if boxed else base
    return base


def _color(sheet: Sheet, first: int) -> None:
    letters = get_column_letter(_FIRST_MARGIN), get_column_letter(_FIRST_MARGIN + _COUNT - 1)
    block = f"{letters[0]}{first}:{letters[1]}{first + _COUNT - 1}"
    sheet.ws.conditional_formatting.add(block, ColorScaleRule("min", None, "FFFFFF", "max", None, "9DB4DD"))
