"""The Concentration sheet: how much of the value few customers hold, counted on the customer table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlclv.report import TENTHS, Report, Unlisted
from xlclv.workbook.calculation import shown
from xlclv.workbook.cells import Ref, Value
from xlclv.workbook.charts import place
from xlclv.workbook.curves import Axis, Curve, curve_chart
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, FACTOR, GREY, PERCENT, WHOLE, money
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.summary.customers import CLV, RANK, SEGMENT, CustomerTable
from xlclv.workbook.writer import Book

TITLE = "Concentration"
NO_VALUE = "No value in total"
_BINS = TENTHS
_HEAD, _ORIGIN = 5, 6  # the curve starts at no customers and no value: a row of its own
_FIRST, _LAST = _ORIGIN + 1, _ORIGIN + _BINS
_SUMS = _LAST + 2
_CHART, _CHART_END = _SUMS + 8, _SUMS + 29
# Where the top group stands among the hundredths of all customers, if not all are listed: its value, and its floor.
TOP_VALUE, TOP_FLOOR = f"{TITLE}!$U${_FIRST + 7}", f"{TITLE}!$U${_FIRST + 8}"
_WIDTHS = (11, 13, 13, 14, 14, 14, 12, 14, 14, 14, 14)
_WORDS = (
    "Tenth of customers",
    "Customers up to here",
    "Customers in it",
    "Worth at least",
    "Value up to here",
    "Value of the tenth",
    "Share of value",
    "Customers, cumulative",
    "Value, cumulative",
    "Were all equal",
    "Mean CLV",
)


@dataclass(frozen=True, slots=True)
class ConcentrationCells:
    """What the Summary and the checks need."""

    message: Ref
    curves: list[Curve]
    checks: list[Check]


def build(book: Book, report: Report, customers: CustomerTable, equity: float) -> ConcentrationCells:
    """Lay out the sheet: a sentence, the tenths, the Gini coefficient, the whale curve."""
    sheet, currency = book.sheets[TITLE], report.assumptions.currency
    amounts = f"Amounts in {currency}. " if currency else ""
    sheet.title_block("Concentration", f"{amounts}Customers by remaining CLV, the highest first, in ten equal groups.")
    sheet.widths(_WIDTHS)
    heads = sheet.headings(_HEAD, _WORDS, range(1, len(_WORDS) + 1), 32)
    if report.unlisted is not None:
        _beyond_rows(sheet, report.unlisted)
    rows = [_origin(sheet), *(_tenth(sheet, currency, customers, i) for i in range(1, _BINS + 1))]
    _gini(book, [segment.name for segment in report.segments], report.unlisted)
    said = f'"The best tenth of the customers holds "&ROUND({rows[1][8].here}*100,0)&"% of the value"'
    message = sheet.live(3, 1, f'=IF(CustomerEquity>0,{said},"{NO_VALUE}")', "Message")
    across = [row[7] for row in rows]
    curves = [
        Curve(heads[9], across, [row[9] for row in rows], GREY, 1.5, "dash", label=(5, "r")),
        Curve(heads[8], across, [row[8] for row in rows], width=2.75, marker="circle", label=(2, "r")),
    ]
    place(sheet, whale_curve(curves), f"A{_CHART}", f"H{_CHART_END}")
    sheet.ws.page_setup.fitToHeight = 1
    return ConcentrationCells(message, curves, _checks(rows[-1][8], equity))


def _checks(last: Ref, total: float) -> list[Check]:
    counts, values = (f"=SUM({TITLE}!${letter}${_FIRST}:${letter}${_LAST})" for letter in "CF")
    return [
        Check("The whale curve ends at 100%", f"=N({last.full})", "=IF(CustomerEquity>0,1,0)", 1e-9),
        Check("Customers of all tenths = customers", counts, "=CustomerCount"),
        Check("Value of all tenths = customer equity", values, "=CustomerEquity", close(total) * 10),
    ]


def whale_curve(curves: list[Curve]):  # type: ignore[no-untyped-def]
    """Cumulative value over cumulative customers, with the line of equality."""
    known = [(x.number, y.number) for x, y in zip(curves[1].across, curves[1].up, strict=True) if y.shown != ""]
    points = "; ".join(f"{shown(x * 100)}% hold {shown(y * 100)}%" for x, y in known[1:]) or NO_VALUE
    alt = f"Whale curve: share of value over share of customers, the best first. {points}"
    top = max((y for _, y in known), default=0.0)  # of no value there are no shares
    # A curve within 100% ends its axis there; one that peaks above, as losses follow, is left to Excel.
    most = 1.0 if top <= 1.0 + 1e-9 else None
    x, y = Axis("Share of customers", "0%", 1.0, 0.2), Axis("Share of value", "0%", most, 0.2 if most else None)
    return curve_chart(curves, x, y, alt=alt, name="Whale curve")


def _origin(sheet: Sheet) -> list[Ref]:
    row = _ORIGIN
    shown_: list[tuple[Value, str]] = [
        (0, "0"), (0, WHOLE), (None, "@"), (None, "@"), (0, WHOLE), (None, "@"), (None, "@"),
        (0, "0%"), (0, PERCENT), (0, PERCENT), (None, "@"),
    ]  # fmt: skip
    return [sheet.put(row, column, value, fmt=fmt) for column, (value, fmt) in enumerate(shown_, 1)]


def _tenth(sheet: Sheet, currency: str, customers: CustomerTable, i: int) -> list[Ref]:
    row, cash, cents = _ORIGIN + i, money(currency), money(currency, cents=True)
    worth, held = f"LARGE({CLV},MAX(1,B{row}))", f"SUMPRODUCT(({CLV}>D{row})*({CLV}-D{row}))+B{row}*D{row}"
    if customers.rest:
        worth = f"IF(B{row}>ROWS({CLV}),L{row}*CustomerEquity,{worth})"
        sheet.live(row, 14, f"={held}", fmt=cash)
        held = f"IF(B{row}>ROWS({CLV}),M{row}*CustomerEquity,N{row})"
    cells = (
        (f"=INT(A{row}*CustomerCount/ROWS($A${_FIRST}:$A${_LAST}))", WHOLE),
        (f"=B{row}-B{row - 1}", WHOLE),
        (f"={worth}", cents),
        (f"={held}", cash),
        (f"=E{row}-E{row - 1}", cash),
        (f'=IF(CustomerEquity>0,F{row}/CustomerEquity,"")', PERCENT),
        (f"=B{row}/CustomerCount", "0%"),
        (f'=IF(CustomerEquity>0,E{row}/CustomerEquity,"")', PERCENT),
        (f"=H{row}", PERCENT),
        (f'=IF(C{row}=0,"",F{row}/C{row})', cents),
    )
    place_ = sheet.put(row, 1, i, fmt="0")
    return [place_, *(sheet.live(row, column, text, fmt=fmt) for column, (text, fmt) in enumerate(cells, 2))]


def _beyond_rows(sheet: Sheet, told: Unlisted) -> None:
    """What the customers listed cannot tell: floor and cumulative share at every tenth, as exported."""
    total = float(told.reached[-1])
    words = "Floor, share of value, as exported", "Value, cumulative, as exported", "Value if all are listed"
    for column, word in enumerate(words, 12):
        sheet.put(_HEAD, column, word, "Head number")
    for row, (floor, running) in enumerate(zip(told.floors.tolist(), told.reached.tolist(), strict=True), _FIRST):
        sheet.put(row, 12, floor / total if total else 0.0, fmt="0.0000%")
        sheet.put(row, 13, running / total if total else 0.0, fmt=PERCENT)
    sheet.widths([*_WIDTHS, 14, 14, 14, 2, 14, 14, 14, 2, 34, 14])
    _hundredths(sheet, told.steps, total)
    sheet.ws.print_area = f"A1:N{_CHART_END}"


def _hundredths(sheet: Sheet, steps: Sequence[tuple[int, float, float]], total: float) -> None:
    """At each hundredth of the customers its floor and the value up to it, as exported; the top group among them."""
    words = "Customers, by hundredths", "Floor, share of value", "Value, cumulative"
    for column, word in enumerate(words, 16):
        sheet.put(_HEAD, column, word, "Head number")
    for row, (count, floor, reached) in enumerate([(0, 0.0, 0.0), *steps], _ORIGIN):
        sheet.put(row, 16, count, fmt=WHOLE)
        sheet.put(row, 17, floor / total if total else 0.0, fmt="0.0000%")
        sheet.put(row, 18, reached / total if total else 0.0, fmt="0.0000%")
    end = _ORIGIN + len(steps)
    counts, floors, values = (f"${letter}${_ORIGIN}:${letter}${end}" for letter in "PQR")
    lines = (
        ("Customers in the top group", "=MAX(1,ROUND(TopShare*CustomerCount,0))", WHOLE),
        ("Place of the hundredth up to there", f"=MATCH(U{_FIRST},{counts},1)", "0"),
        ("Customers up to it", f"=INDEX({counts},U{_FIRST + 1})", WHOLE),
        ("Customers up to the next", f"=INDEX({counts},MIN(ROWS({counts}),U{_FIRST + 1}+1))", WHOLE),
        ("Value up to it", f"=INDEX({values},U{_FIRST + 1})", "0.0000%"),
        ("Value up to the next", f"=INDEX({values},MIN(ROWS({counts}),U{_FIRST + 1}+1))", "0.0000%"),
        ("Share of the way to the next", f"=IF(U{_FIRST + 3}>U{_FIRST + 2},(U{_FIRST}-U{_FIRST + 2})/"
         f"(U{_FIRST + 3}-U{_FIRST + 2}),0)", PERCENT),
        ("Value of the top group", f"=U{_FIRST + 4}+U{_FIRST + 6}*(U{_FIRST + 5}-U{_FIRST + 4})", "0.0000%"),
        ("Floor of the top group", f"=INDEX({floors},U{_FIRST + 1})", "0.0000%"),
    )  # fmt: skip
    for row, (label, text, fmt) in enumerate(lines, _FIRST):
        sheet.put(row, 20, label, "Line")
        sheet.live(row, 21, text, fmt=fmt)


def _out_of_order(sheet: Sheet, segments: Sequence[str]) -> str:
    """How many customers are worth more than the last of the segment above theirs, as a formula.

    Within a segment all values move by one factor, so that only customers of two segments can change places.
    """
    first = _SUMS + 4
    for row, (above, below) in enumerate(pairwise(segments), first):
        sheet.put(row, 1, above, "Line", "@")
        sheet.live(row, 2, f"=N(B{row - 1})+COUNTIFS({SEGMENT},A{row})", fmt=WHOLE)
        sheet.put(row, 3, "its last", "Fixed")
        sheet.live(row, 4, f'=IFERROR(INDEX({CLV},MATCH(B{row},{RANK},0)),"")', fmt=DECIMAL)
        sheet.put(row, 5, below, "Fixed", "@")
        # By more than a millionth of the mean: rounding alone puts no one out of order.
        more = f"({SEGMENT}=E{row})*({CLV}>N(D{row})+ABS(MeanCLV)/100/100/100)"
        sheet.live(row, 6, f'=IF(D{row}="",0,SUMPRODUCT({more}))', fmt='0" above it"')
    last = first + len(segments) - 2
    return f"=SUM(F{first}:F{last})" if last >= first else "=0"


def _gini(book: Book, segments: Sequence[str], told: Unlisted | None) -> None:
    """Gini = (n + 1 - 2 x mean place of the value) / n, with customers by their rank, however the table is sorted."""
    sheet, mean = book.sheets[TITLE], f"D{_SUMS + 1}"
    sheet.section(_SUMS, "Gini coefficient: 0 if all customers were worth the same, near 1 if one held everything", 11)
    place_: str | float = f'=IF(E{_LAST}=0,"",SUMPRODUCT({CLV},{RANK})/E{_LAST})'
    order = "The average unit of value lies with the customer of this rank; ranks are as exported"
    if told is not None:
        place_, order = told.mean_place, "The average unit of value lies with the customer at this place; as exported"
    apart = _out_of_order(sheet, segments)
    gini = f'=IF(CustomerEquity>0,(CustomerCount+1-{mean}-{mean})/CustomerCount,"no positive total")'
    lines = [
        ("Mean place of the value", place_, "#,##0.0", order),
        ("Gini coefficient", gini, FACTOR,
         "(customers + 1 - 2 x mean place) / customers, without small-sample correction"),
        ("Customers out of order", apart, WHOLE,
         "0: the coefficient is exact. Changed inputs may let neighbours of two segments change places"),
    ]  # fmt: skip
    refs = sheet.lines(_SUMS + 1, lines, 4, "Value")
    define(book, "Gini", refs[1], "Gini coefficient of remaining CLV")
