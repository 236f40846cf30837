"""The Curve sheet: each curve by renewals, and the running sums from which every customer's value is looked up.

Renewal t adds S(t) u^t to the sum G, u = ((1 + growth) / (1 + rate)) ^ years of a period. A customer who has made k
renewals expects of the next n, a unit of fee each, (G(k+n) - G(k)) / (S(k) u^k), whatever k and n are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma
from typing import NamedTuple

import numpy as np

from xlclv.contracts.periods import Period
from xlclv.contracts.report import Report
from xlclv.contracts.retention import Fitted, alike
from xlclv.errors import OutputError
from xlclv.workbook.cells import exact
from xlclv.workbook.contracts.assumptions import UNCHANGED, Inputs, reach
from xlclv.workbook.contracts.checks import ROUNDING, Check, close
from xlclv.workbook.styles import FACTOR
from xlclv.workbook.writer import Book

TITLE = "Curve"
HEAD = 4
_HEADS = ("Curve", "Period", "Renewals", "Survival", "Discounted", "Sum, discounted", "Sum of survival", "Ln of beta")
_MOST = 200_000  # rows in all
# Programs' GAMMALN agree to some 20 units in the last place (IronCalc and LibreOffice, seen up to 1e6); a row takes
# four of them from one another, and what they differ by is a share of the survival.
_LOG_GAMMAS = 64 * 2.0**-52


class Block(NamedTuple):
    """Where one curve and period stand: the row of renewal 0, and how many rows there are."""

    first: int
    size: int


@dataclass(frozen=True, slots=True)
class Places:
    """The blocks by curve and period, and the columns as formulas name them."""

    blocks: dict[tuple[int, int], Block]
    last: int
    years: dict[Block, float]  # a period of each
    rounding: float  # the share by which programs may differ in what follows from the curves

    def column(self, letter: str) -> str:
        """A column over all blocks."""
        return f"{TITLE}!${letter}${HEAD + 1}:${letter}${self.last}"

    def place(self, curve: int, period: int) -> int:
        """The place of renewal 0 in those columns, from 1."""
        return self.blocks[curve, period].first - HEAD


def sizes(report: Report) -> dict[tuple[int, int], int]:
    """How many rows each curve and period that somebody follows takes: to the horizon's highest bound."""
    running, them = report.running, report.them
    assert running is not None
    found = {}
    for number in range(len(report.curves)):
        for place, length in enumerate(report.contracts.periods):
            mine = them.renewals[running.at[(running.curve == number) & (them.period[running.at] == place)]]
            if len(mine) or (number, place) == (0, 0):
                found[number, place] = int(mine.max(initial=0)) + round(np.ceil(reach(report) / length.years)) + 2
    return found


def build(book: Book, report: Report, inputs: Inputs, found: list[Check]) -> Places:
    """Lay out the sheet."""
    sheet = book.sheets[TITLE]
    sheet.title_block("Curve", "Survival by renewals, and the sums that customers look up; every cell is live.")
    sheet.widths((22, 14, 10, 14, 16, 16, 16, 16, *(14,) * bool(report.what_if)))
    heads = (*_HEADS, "As fitted") if report.what_if else _HEADS
    sheet.headings(HEAD, heads, range(3, len(heads) + 1))
    row, blocks = HEAD + 1, {}
    for (number, place), size in sizes(report).items():
        if row + size > _MOST:
            raise OutputError("the curve's table would pass 200,000 rows; give a shorter --horizon or --period month")
        length = report.contracts.periods[place]
        known = report.curve_names[number], report.curves[number], bool(report.what_if)
        _rows(book, row, size, *known, length, inputs.params[number])
        blocks[number, place] = Block(row, size)
        row += size
    sheet.ws.freeze_panes = f"A{HEAD + 1}"
    sheet.repeat_rows(HEAD, HEAD)
    rounding = max((_rounding(report.curves[number], block.size) for (number, _), block in blocks.items()))
    for (number, _), block in blocks.items():
        at = min(block.size - 1, 12)
        value = float(report.curves[number].survival(float(at)))
        words = f"Survival of {report.curve_names[number]} after {at} renewals = the engine's, while nothing is changed"
        found.append(
            Check(
                words,
                f"=IF({UNCHANGED},{TITLE}!D{block.first + at},{exact(value)})",
                value,
                max(close(value), rounding),
            )
        )
    years = {block: report.contracts.periods[place].years for (_, place), block in blocks.items()}
    return Places(blocks, row - 1, years, rounding)


def kept(row: int, losses: str, sheet: str = "") -> str:
    """Who stays at a row's renewal, where losses are so many times those of the curve as fitted."""
    before, here = f"{sheet}I{row - 1}", f"{sheet}I{row}"
    return f"(1-MIN(1-1E-12,{losses}*(1-IF({before}=0,0,{here}/{before}))))"


def _rows(
    book: Book, first: int, size: int, name: str, curve: Fitted, moved: bool, length: Period, params: list[str]
) -> None:
    """One block: renewal by renewal; where scenarios move whom it loses, what is fitted stands beside what is shown."""
    sheet, fitted = book.sheets[TITLE], 9 if moved else 4
    years = f"{exact(length.years)}"
    for t in range(size):
        row = first + t
        sheet.put(row, 1, name, "Line")
        sheet.put(row, 2, str(length), "Line")
        sheet.put(row, 3, t, fmt="0")
        if alike(curve.name, len(params)):
            power = f"(C{row}^{params[1]})" if len(params) > 1 else f"C{row}"
            text = f"=(1-{params[0]})^{power}" if t else "=1"  # 0 to the power of 0 is an error, at a churn of all
            sheet.live(row, fitted, text, fmt="0.000000")
        else:
            sheet.live(row, fitted, f"=EXP(H{row}-H${first})", fmt="0.000000")
            sheet.live(row, 8, _log_beta(params, f"C{row}"), fmt="0.000000")
        if moved:
            sheet.live(row, 4, f"=D{row - 1}*{kept(row, 'LossTimes')}" if t else "=1", fmt="0.000000")
        sheet.live(row, 5, f"=D{row}*((1+FeeGrowth)/(1+DiscountRate))^(C{row}*{years})", fmt="0.000000")
        sheet.live(row, 6, f"=F{row - 1}+E{row}" if t else "=0", fmt=FACTOR)
        sheet.live(row, 7, f"=G{row - 1}+D{row}" if t else "=0", fmt=FACTOR)


def _rounding(curve: Fitted, size: int) -> float:
    """What programs may differ by, as a share: the larger the log-gammas, the fewer digits their differences keep."""
    params = list(curve.params.values())
    if alike(curve.name, len(params)):
        return ROUNDING
    largest = params[0] + params[1] + (size - 1.0) ** (params[2] if len(params) > 2 else 1.0)
    return max(ROUNDING, _LOG_GAMMAS * abs(lgamma(largest)))


def _log_beta(params: list[str], t: str) -> str:
    """Ln B(a, b + t^c) but for ln Gamma(a), which cancels: S(t) is its ratio to that at 0."""
    a, b = params[0], params[1]
    moved = f"{t}^{params[2]}" if len(params) > 2 else t
    return f"=GAMMALN({b}+{moved})-GAMMALN({a}+{b}+{moved})"
