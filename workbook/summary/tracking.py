"""The Tracking sheet: what a model fitted to the first part of the history predicted of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xlclv.report import Report
from xlclv.validation import headline
from xlclv.validation.holdout import Assessment
from xlclv.workbook.calculation import Formula, shown
from xlclv.workbook.cells import Ref, Value
from xlclv.workbook.charts import place
from xlclv.workbook.curves import Axis, Curve, curve_chart
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT, CONTRAST, DAY, DECIMAL, FACTOR, GREY, PERCENT, WHOLE
from xlclv.workbook.summary import by_frequency
from xlclv.workbook.summary.by_frequency import NONE_CAME
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.writer import Book

TITLE = "Tracking"
_WIDTHS = (30, 11, 12, 12, 12, 13, 13, 13, 13, 12, 15, 12)
_MEASURES, _CHART_END = 5, 18
_FREQUENCY = 20
_WEEKS = by_frequency.rows(_FREQUENCY) + 1
TENTHS = "#,##0.0"


@dataclass(frozen=True, slots=True)
class TrackingCells:
    """What the Summary and the checks need."""

    message: Ref
    curves: list[Curve]
    checks: list[Check]
    foreseen: Ref
    missed: Ref


def build(book: Book, report: Report) -> TrackingCells | None:
    """Lay out the sheet: measures, the chart, calibration by frequency, the weeks. None without a holdout."""
    told = report.holdout
    if told is None:
        return None
    sheet = book.sheets[TITLE]
    sheet.title_block(
        "Tracking",
        f"{report.model.name} fitted again to the orders up to {told.cutoff:%Y-%m-%d}, and what came after. Repeat "
        "purchases of the customers of that time; money is not judged.",
    )
    sheet.widths(_WIDTHS)
    weeks = _Weeks(told, _WEEKS)
    curves = weeks.build(sheet)
    groups = by_frequency.build(sheet, told, _FREQUENCY)
    measured = _measures(book, told, weeks, groups)
    message, foreseen, missed = _message(sheet, told, measured, weeks.last + 2)
    place(sheet, tracking_chart(curves), f"F{_MEASURES}", f"L{_CHART_END}")
    sheet.page_break(by_frequency.second_page(_FREQUENCY))
    sheet.repeat_rows(_WEEKS + 1, _WEEKS + 1)
    return TrackingCells(message, curves, [*_checks(told, weeks, measured), *groups.checks], foreseen, missed)


def tracking_chart(curves: list[Curve]):  # type: ignore[no-untyped-def]
    """Cumulative repeat purchases by week: actual solid, the model dashed, the cut-off upright."""
    last = [(curve.name.value, curve.up[-1].number) for curve in curves[1:]]
    spoken = "; ".join(f"{name} {shown(number)}" for name, number in last)
    alt = (
        f"Lines: repeat purchases, cumulative by week; an upright line after week {shown(curves[0].across[0].number)} "
        f"is the cut-off. At the end: {spoken}"
    )
    return curve_chart(curves, Axis("Week", "0"), Axis("Repeat purchases, in all", WHOLE), alt=alt, name="Tracking")


class _Weeks:
    """The table of the weeks: values on its left, differences and errors live beside them."""

    def __init__(self, told: Assessment, row: int) -> None:
        self.told, self.row = told, row
        self.first = row + 3  # below the section, the header and week 0
        self.last = self.first + len(told.tracking.week) - 1
        past = told.tracking.calibration < len(told.tracking.week)
        self.judged = "holdout" if past else "fit"

    def column(self, letter: str) -> str:
        """The weeks' cells in a column, within the sheet."""
        return f"{letter}{self.first}:{letter}{self.last}"

    def build(self, sheet: Sheet) -> list[Curve]:
        """Lay out the table; gives the chart's curves."""
        words = ("Week", "Part", "Actual", "Model", "Model less actual", "Error, cumulative", "Actual of the week")
        more = ("Model of the week", "Error of the week")
        sheet.section(self.row, "Repeat purchases week by week, cumulative on the left", 9)
        heads = sheet.headings(self.row + 1, (*words, *more), range(3, 10), 32)
        tracking = self.told.tracking
        actual, model = [0.0, *tracking.actual.tolist()], [0.0, *tracking.expected.tolist()]
        rows = [self._week(sheet, i, actual, model) for i in range(len(actual))]
        x, ends = self._cutoff(sheet)
        weeks = [row[0] for row in rows]
        cutoff = sheet.put(self.row + 1, 11, f"Cut-off {self.told.cutoff:%Y-%m-%d}", "Head number")
        # The names of both stand at their ends, the higher one's above it; the cut-off's where they are low.
        end, sides = len(rows) - 1, ("t", "r") if actual[-1] >= model[-1] else ("r", "t")
        return [
            Curve(cutoff, x, ends, GREY, 1.25, label=(0, "l")),
            Curve(heads[2], weeks, [row[2] for row in rows], ACCENT, 2.25, label=(end, sides[0])),
            Curve(heads[3], weeks, [row[3] for row in rows], CONTRAST, 2.25, "dash", label=(end, sides[1])),
        ]

    def _week(self, sheet: Sheet, i: int, actual: list[float], model: list[float]) -> list[Ref]:
        row = self.first - 1 + i
        part = "fit" if i <= self.told.tracking.calibration else "holdout"
        given = ((i, "Line", WHOLE), (part if i else None, "Line", "@"), (actual[i], "Value", WHOLE))
        refs = [sheet.put(row, column, *cell) for column, cell in enumerate((*given, (model[i], "Value", TENTHS)), 1)]
        live = (
            (f"=D{row}-C{row}", TENTHS),
            (f'=IF(C{row}=0,"{NONE_CAME}",ABS(D{row}/C{row}-1))', PERCENT),
            (f"=C{row}-C{row - 1}", WHOLE),
            (f"=D{row}-D{row - 1}", TENTHS),
            (f'=IF(G{row}=0,"{NONE_CAME}",ABS(H{row}/G{row}-1))', PERCENT),
        )
        for column, (text, fmt) in enumerate(live if i else (), 5):
            sheet.live(row, column, text, fmt=fmt)
        return refs

    def _cutoff(self, sheet: Sheet) -> tuple[list[Ref], list[Ref]]:
        """Both ends of an upright line in the chart."""
        at = self.told.tracking.calibration
        sheet.put(self.row + 1, 12, "Height", "Head number")
        x = [sheet.put(self.first - 1 + i, 11, at, fmt=WHOLE) for i in range(2)]
        high = f"=MAX({self.column('C')},{self.column('D')})"
        return x, [sheet.live(self.first - 1, 12, high, fmt=WHOLE), sheet.put(self.first, 12, 0, fmt=WHOLE)]


class Measured(NamedTuple):
    """The cells of the measures that are worked out on the sheet."""

    came: Ref
    predicted: Ref
    bias: Ref
    mape: Ref
    mape_weekly: Ref


def _measures(book: Book, told: Assessment, weeks: _Weeks, groups: by_frequency.Groups) -> Measured:
    """The holdout in figures: those that the sheet itself can work out are live."""
    sheet, found = book.sheets[TITLE], told.measures
    sheet.section(_MEASURES, "The holdout", 4)

    def mean(errors: str, counted: str) -> str:
        judged = f'{weeks.column("B")},"{weeks.judged}"'
        number = f'COUNTIFS({judged},{weeks.column(counted)},">0")'
        return f'=IFERROR(SUMIFS({weeks.column(errors)},{judged})/{number},"{NONE_CAME}")'

    none = "none"
    came, predicted = (f"D{_MEASURES + i}" for i in (5, 6))
    lines: list[tuple[str, Value, str]] = [
        ("Cut-off, last day of the fit", told.cutoff, DAY),
        ("Last day", told.end, DAY),
        ("Customers judged", told.customers, WHOLE),
        ("Customers who came later", told.later, WHOLE),
        ("Orders that came after it", Formula(groups.came), WHOLE),
        ("Orders predicted for it", Formula(groups.predicted), TENTHS),
        ("Bias: predicted / came - 1", Formula(f'=IF({came}=0,"{NONE_CAME}",{predicted}/{came}-1)'), PERCENT),
        ("MAPE, all since first order", Formula(mean("F", "C")), PERCENT),
        ("MAPE of single weeks", Formula(mean("I", "G")), PERCENT),
        ("MAE, purchases a customer", found.mae, FACTOR),
        ("RMSE, purchases a customer", found.rmse, FACTOR),
        ("Spearman correlation", _or(found.spearman, none), DECIMAL),
        ("Normalised Gini", _or(found.gini, none), DECIMAL),
    ]
    refs = []
    for at, (label, value, fmt) in enumerate(lines, _MEASURES + 1):
        sheet.put(at, 1, label, "Line")
        refs.append(sheet.put(at, 4, value, "Fixed", fmt))
    define(book, "HoldoutBias", refs[6], "Repeat orders predicted after the cut-off over those that came, less 1")
    define(book, "TrackingMAPE", refs[7], "Mean error of cumulative repeat purchases in the weeks after the cut-off")
    return Measured(*refs[4:9])


def _or(number: float | None, word: str) -> float | str:
    return word if number is None else number


def _message(sheet: Sheet, told: Assessment, cells: Measured, row: int) -> tuple[Ref, Ref, Ref]:
    """What came against what was predicted for it; the sentences are those of the terminal, filled with formulas.

    Gives the sentence, the ratio as it is shown, and the cell that is 1 where the two are far apart.
    """
    came, predicted = cells.came.here, cells.predicted.here
    ratio, more, less, none, foresaw, over = (f"B{row + i}" for i in range(1, 7))
    share = f"ROUND(N({ratio})*100,0)"
    numbers = {"came": f"FIXED({came},0)", "predicted": f"FIXED({predicted},0)"}

    def said(template: str, **formulas: str) -> str:
        return spliced(template.replace("{day}", f"{told.cutoff:%Y-%m-%d}"), **numbers, **formulas)

    times, apart = spliced(headline.TIMES, times=f"ROUND({ratio},1)"), f"ROUND(ABS({ratio}-1)*100,1)"
    many, few = spliced(headline.MANY, more=apart), spliced(headline.FEW, less=apart)
    far = f"ABS({predicted}-{came})"
    sheet.section(row, "How the sentence on top is put together", 9)
    lines = (
        ("Predicted / came", f'=IF({came}=0,"{NONE_CAME}",{predicted}/{came})', DECIMAL),
        ("Too many, in words", f'=IF(N({ratio})>=1+1,{times},IF({came}=0,"",{many}))', "@"),
        ("Too few, in words", f'=IF({came}=0,"",{few})', "@"),
        ("If none came", f"={said(headline.NONE)}", "@"),
        ("If the model foresaw too few", f"={said(headline.FORESAW, share=share, off=less)}", "@"),
        ("If it predicted too many", f"={said(headline.OVER, off=more)}", "@"),
        ("Predicted / came, as shown", f'=IF(N({ratio})>=1+1,ROUND({ratio},1)&" times",{ratio})', "0%"),
        ("Far apart: 1", f"=IF(AND({far}>{headline.WIDE:g}*{came},{far}>=1),1,0)", "0"),
    )
    cells_ = []
    for at, (label, text, fmt) in enumerate(lines, row + 1):
        sheet.put(at, 1, label, "Line")
        cells_.append(sheet.live(at, 2, text, "Line", fmt))
    live = f"=IF({came}=0,{none},IF({predicted}<={came},{foresaw},{over}))"
    return sheet.live(3, 1, live, "Message"), cells_[-2], cells_[-1]


def spliced(template: str, **formulas: str) -> str:
    """A text with {names} as an expression that puts formulas in their places.

    >>> spliced("Of {came} orders {share}%", came="FIXED(A1,0)", share="B1")
    '"Of "&FIXED(A1,0)&" orders "&B1&"%"'
    """
    filled = template.format(**{name: f'"&{text}&"' for name, text in formulas.items()})
    return f'"{filled}"'.removeprefix('""&').removesuffix('&""')


def _checks(told: Assessment, weeks: _Weeks, cells: Measured) -> list[Check]:
    tracking = told.tracking
    engine = (
        ("MAPE", tracking.mape, cells.mape),
        ("MAPE of single weeks", tracking.mape_weekly, cells.mape_weekly),
        ("bias", told.measures.bias, cells.bias),
        ("orders that came", float(told.came), cells.came),
        ("orders predicted", told.predicted, cells.predicted),
    )
    found = [
        Check(f"Tracking: {name} = the engine's", f"={cell.full}", value, 1e-9 * max(1.0, abs(value)))
        for name, value, cell in engine
        if value is not None
    ]
    for letter, name, column in (("C", "actual", tracking.actual), ("D", "model", tracking.expected)):
        total = float(column.sum())
        live = f"=SUM({TITLE}!{weeks.column(letter)})"
        found.append(Check(f"Control total of the weeks, {name}", live, total, close(total)))
    return found
