"""The working of the Sensitivity sheet: sales before margin at each case's own rate, up to its own horizon."""

from __future__ import annotations

from collections.abc import Sequence

from workbook.cells import Ref, Value
from workbook.sheet import Sheet, formula
from workbook.styles import DECIMAL, PERCENT, RATE, WHOLE, YEARS, money
from workbook.summary.assumptions import Inputs
from workbook.summary.figures import Figures
from workbook.summary.flows import FlowCells
from workbook.summary.inputs import SHOCK
from xlclv.report import Report

NEAR = 1e-9  # years: whether a horizon reaches a week's end must not hang on the last digit
DRIVERS = ("Margin", "Expected sales", "Horizon", "Discount rate")
_HEADS = (
    "Case", "Input moved", "By shocks", "Discount rate", "Margin", "Horizon, years", "Sales, times", "Full weeks",
    "Next week from", "Next week to", "Sales of full weeks", "Sales of the week cut", "Sales, present value",
    "Customer equity",
)  # fmt: skip


class Scenarios:
    """Writes rows of cases, and knows what their formulas give."""

    def __init__(self, sheet: Sheet, report: Report, figures: Figures, flows: FlowCells, inputs: Inputs) -> None:
        self._sheet, self._report, self._figures, self._flows = sheet, report, figures, flows
        self._longest, self._near = inputs.exported["Horizon"].full, ""
        self._sales = report.flows.sales.sum(axis=1)

    def head(self, row: int) -> None:
        """The header of all cases, below the tolerance that they share."""
        self._sheet.put(row, 1, "A week counts as whole if the horizon is this near to its end, in years", "Line")
        self._near = self._sheet.put(row, 6, NEAR, fmt="0.000000000").fixed
        self._sheet.headings(row + 1, _HEADS, range(3, len(_HEADS) + 1), 32)

    def horizon(self, row: int, words: str, source: str, years: float) -> Ref:
        """A case with a horizon of its own, in the cell `source`; gives its sales' present value."""
        rate = self._report.assumptions.rate
        self._sheet.put(row, 1, words, "Text")
        self._sheet.put(row, 4, formula("=DiscountRate", rate), fmt=RATE)
        self._sheet.put(row, 6, formula(f"={source}", years), fmt=YEARS)
        return self._present_value(row, rate, years)

    def shock(self, row: int, moved: str, way: int) -> Ref:
        """A case in which one input is a shock higher or lower; gives customer equity."""
        given, factor = self._report.assumptions, 1 + way * SHOCK
        rate = given.rate * (factor if moved == "Discount rate" else 1)
        margin = min(1.0, given.margin * (factor if moved == "Margin" else 1))
        years = min(given.horizon, given.horizon * (factor if moved == "Horizon" else 1))
        sold = factor if moved == "Expected sales" else 1.0

        def times(name: str) -> str:
            return f'(1+C{row}*Shock*(B{row}="{name}"))'

        cells: Sequence[tuple[Value, str]] = [
            (f"{moved}, {'higher' if way > 0 else 'lower'}", "@"),
            (moved, "@"),
            (way, "+0;-0;0"),
            (formula(f"=DiscountRate*{times('Discount rate')}", rate), RATE),
            (formula(f"=MIN(1,Margin*{times('Margin')})", margin), PERCENT),
            (formula(f"=MIN({self._longest},Horizon*{times('Horizon')})", years), YEARS),
            (formula(f"={times('Expected sales')}", sold), DECIMAL),
        ]
        for column, (value, fmt) in enumerate(cells, 1):
            self._sheet.put(row, column, value, "Text" if column < 3 else "Value", fmt)
        sales = self._present_value(row, rate, years)
        live = formula(f"=M{row}*E{row}*G{row}", sales.number * margin * sold)
        return self._sheet.put(row, 14, live, fmt=money(self._report.assumptions.currency))

    def _present_value(self, row: int, rate: float, years: float) -> Ref:
        """Whole weeks at their middle; of a week that the horizon cuts, its share at the middle of the part inside."""
        flows, start, end = self._flows, self._figures.start, self._figures.end
        whole = end <= years + NEAR
        weeks, last = int(whole.sum()), len(end) - 1
        middle = self._report.flows.midpoint[whole]
        full, cut = float(self._sales[whole] @ (1 + rate) ** -middle), 0.0
        k = min(last, weeks)
        if weeks <= last:
            inside = (years - start[k]) / (end[k] - start[k])
            cut = float(self._sales[k] * inside * (1 + rate) ** -((start[k] + years) / 2))
        rows, cash = f"ROWS({flows.ends})", money(self._report.assumptions.currency)
        within = f"({flows.ends}<=F{row}+{self._near})"
        part = f"INDEX({flows.total_sales},H{row}+1)*(F{row}-I{row})/(J{row}-I{row})"
        cells: Sequence[tuple[Value, str]] = [
            (formula(f"=SUMPRODUCT(1*{within})", weeks), WHOLE),
            (formula(f"=INDEX({flows.starts},MIN({rows},H{row}+1))", float(start[k])), YEARS),
            (formula(f"=INDEX({flows.ends},MIN({rows},H{row}+1))", float(end[k])), YEARS),
            (formula(f"=SUMPRODUCT({within}*{flows.total_sales},(1+D{row})^-{flows.midpoints})", full), cash),
            (formula(f"=IF(H{row}={rows},0,{part}*(1+D{row})^-AVERAGE(I{row},F{row}))", cut), cash),
            (formula(f"=K{row}+L{row}", full + cut), cash),
        ]
        return [self._sheet.put(row, column, value, fmt=fmt) for column, (value, fmt) in enumerate(cells, 8)][-1]
