"""The working of the Sensitivity sheet: sales before margin at each case's own rate, up to its own horizon."""

from __future__ import annotations

from xlclv.terms.money import Words
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import FACTOR, PERCENT, RATE, WHOLE, YEARS, money
from xlclv.workbook.summary.assumptions import Inputs
from xlclv.workbook.summary.flows import FlowCells
from xlclv.workbook.summary.ranges import HORIZON, MARGIN, RATE_, drivers, expected

NEAR = 1e-9  # years: whether a horizon reaches a week's end must not hang on the last digit
_HEADS = (  # {0} is the money
    "Case", "Input moved", "Lower, higher", "Discount rate", "Margin", "Horizon, years", "{0}, times", "Full weeks",
    "Next week from", "Next week to", "{0} of full weeks", "{0} of the week cut", "{0}, present value",
    "Customer equity", "Moved to",
)  # fmt: skip


class Scenarios:
    """Writes rows of cases; each one's formulas find what they need on its own row."""

    def __init__(self, sheet: Sheet, currency: str, flows: FlowCells, inputs: Inputs, said: Words) -> None:
        self._sheet, self._cash, self._flows, self._said = sheet, money(currency), flows, said
        self._longest, self._near = inputs.exported["Horizon"].full, ""

    def head(self, row: int) -> None:
        """The header of all cases, below the tolerance that they share."""
        self._sheet.put(row, 1, "A week counts as whole if the horizon is this near to its end, in years", "Line")
        self._near = self._sheet.put(row, 6, NEAR, fmt="0.000000000").fixed
        heads = [head.format(self._said.sales.capitalize()) for head in _HEADS]
        self._sheet.headings(row + 1, heads, range(3, len(heads) + 1), 32)

    def horizon(self, row: int, words: str, source: str) -> Ref:
        """A case with a horizon of its own, in the cell `source`; gives its sales' present value."""
        self._sheet.put(row, 1, words, "Text")
        self._sheet.live(row, 4, "=DiscountRate", fmt=RATE)
        self._sheet.live(row, 6, f"={source}", fmt=YEARS)
        return self._present_value(row)

    def moved(self, row: int, moved: str, way: int, first: int) -> Ref:
        """A case in which one input is at the lower or the higher end of its range; gives customer equity.

        From the row `first` on stand the inputs' names, with both ends beside them.
        """

        def value(name: str, now: str) -> str:
            return f'=IF(B{row}="{name}",O{row},{now})'

        last = first + len(drivers(self._said)) - 1
        end = f"=INDEX(B${first}:C${last},MATCH(B{row},A${first}:A${last},0),IF(C{row}>0,1+1,1))"
        self._sheet.live(row, 15, end, fmt=FACTOR)
        self._sheet.put(row, 1, f"{moved}, {'higher' if way > 0 else 'lower'}", "Text", "@")
        self._sheet.put(row, 2, moved, "Text", "@")
        self._sheet.put(row, 3, way, fmt="+0;-0;0")
        cells = (
            (value(RATE_, "DiscountRate"), RATE),
            (value(MARGIN, "Margin"), PERCENT),
            (value(HORIZON, f"MIN({self._longest},Horizon)"), YEARS),
            (value(expected(self._said), "1"), FACTOR),
        )
        for column, (text, fmt) in enumerate(cells, 4):
            self._sheet.live(row, column, text, fmt=fmt)
        self._present_value(row)
        return self._sheet.live(row, 14, f"=M{row}*E{row}*G{row}", fmt=self._cash)

    def _present_value(self, row: int) -> Ref:
        """Whole weeks at their middle; of a week that the horizon cuts, its share at the middle of the part inside."""
        flows, rows = self._flows, f"ROWS({self._flows.ends})"
        within = f"({flows.ends}<=F{row}+{self._near})"
        part = f"INDEX({flows.total_sales},H{row}+1)*(F{row}-I{row})/(J{row}-I{row})"
        cells = (
            (f"=SUMPRODUCT(1*{within})", WHOLE),
            (f"=INDEX({flows.starts},MIN({rows},H{row}+1))", YEARS),
            (f"=INDEX({flows.ends},MIN({rows},H{row}+1))", YEARS),
            (f"=SUMPRODUCT({within}*{flows.total_sales},(1+D{row})^-{flows.midpoints})", self._cash),
            (f"=IF(H{row}={rows},0,{part}*(1+D{row})^-AVERAGE(I{row},F{row}))", self._cash),
            (f"=K{row}+L{row}", self._cash),
        )
        return [self._sheet.live(row, column, text, fmt=fmt) for column, (text, fmt) in enumerate(cells, 8)][-1]
