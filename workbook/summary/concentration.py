"""The Concentration sheet: how much of the value few customers hold, counted on the customer table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.cells import Ref, Value
from workbook.charts import place
from workbook.curves import Axis, Curve, curve_chart
from workbook.names import define
from workbook.sheet import Sheet, formula
from workbook.spoken import shown
from workbook.styles import FACTOR, GREY, PERCENT, WHOLE, money
from workbook.summary.check import Check, close
from workbook.summary.customers import CLV, HEAD, CustomerTable
from workbook.summary.customers import TITLE as CUSTOMERS
from workbook.summary.figures import Figures
from workbook.writer import Book
from xlclv.report import TENTHS, Report

TITLE = "Concentration"
_BINS = TENTHS
_HEAD, _ORIGIN = 5, 6  # the curve starts at no customers and no value: a row of its own
_FIRST, _LAST = _ORIGIN + 1, _ORIGIN + _BINS
_SUMS = _LAST + 2
_CHART, _CHART_END = _SUMS + 7, _SUMS + 28
_WIDTHS = (12, 14, 14, 15, 16, 16, 13, 15, 15, 15, 15)
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


def build(book: Book, report: Report, figures: Figures, customers: CustomerTable) -> ConcentrationCells:
    """Lay out the sheet: a sentence, the tenths, the Gini coefficient, the whale curve."""
    sheet, currency = book.sheets[TITLE], report.assumptions.currency
    amounts = f"Amounts in {currency}. " if currency else ""
    sheet.title_block("Concentration", f"{amounts}Customers by remaining CLV, the highest first, in ten equal groups.")
    sheet.widths(_WIDTHS)
    heads = sheet.headings(_HEAD, _WORDS, range(1, len(_WORDS) + 1), 32)
    if customers.rest:
        _beyond_rows(sheet, figures)
    rows = [_origin(sheet), *(_tenth(sheet, report, figures, customers, i) for i in range(1, _BINS + 1))]
    gini = _gini(book, figures, customers)
    message = _message(sheet, rows[1][8], gini)
    curves = [
        Curve(heads[9], [row[7] for row in rows], [row[9] for row in rows], GREY, 1.5, "dash"),
        Curve(heads[8], [row[7] for row in rows], [row[8] for row in rows], width=2.75, marker="circle"),
    ]
    place(sheet, whale_curve(curves), f"A{_CHART}", f"H{_CHART_END}")
    sheet.ws.page_setup.fitToHeight = 1
    return ConcentrationCells(message, curves, _checks(rows[-1][8], figures))


def _checks(last: Ref, figures: Figures) -> list[Check]:
    total, count = figures.whole.clv, figures.whole.customers
    counts, values = (f"{TITLE}!${letter}${_FIRST}:${letter}${_LAST}" for letter in "CF")
    return [
        Check(
            "The whale curve ends at 100%",
            formula(f"={last.full}", last.number),
            formula("=IF(CustomerEquity>0,1,0)", 1 if total > 0 else 0),
            1e-9,
        ),
        Check(
            "Customers of all tenths = customers", formula(f"=SUM({counts})", count), formula("=CustomerCount", count)
        ),
        Check(
            "Value of all tenths = customer equity",
            formula(f"=SUM({values})", total),
            formula("=CustomerEquity", total),
            close(total) * 10,
        ),
    ]


def whale_curve(curves: list[Curve]):  # type: ignore[no-untyped-def]
    """Cumulative value over cumulative customers, with the line of equality."""
    points = "; ".join(
        f"{shown(x.number * 100)}% hold {shown(y.number * 100)}%"
        for x, y in zip(curves[1].across[1:], curves[1].up[1:], strict=True)
    )
    alt = f"Whale curve: share of value over share of customers, the best first. {points}"
    top = max(ref.number for ref in curves[1].up)
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


def _tenth(sheet: Sheet, report: Report, figures: Figures, customers: CustomerTable, i: int) -> list[Ref]:
    row, tenths, count = _ORIGIN + i, figures.tenths, figures.whole.customers
    total, upto, before = tenths.running[-1], tenths.upto[i - 1], tenths.upto[i - 2] if i > 1 else 0
    floor, running, mine = tenths.floor[i - 1], tenths.running[i - 1], tenths.own[i - 1]
    cash, cents = money(report.assumptions.currency), money(report.assumptions.currency, cents=True)
    worth, held = f"=LARGE({CLV},MAX(1,B{row}))", f"=SUMPRODUCT(({CLV}>D{row})*({CLV}-D{row}))+B{row}*D{row}"
    if customers.rest:
        worth = f"=IF(B{row}>ROWS({CLV}),L{row}*CustomerEquity,LARGE({CLV},MAX(1,B{row})))"
        above = float(np.maximum(figures.clv - floor, 0).sum()) + upto * floor
        sheet.put(row, 14, formula(held, above), fmt=cash)
        held = f"=IF(B{row}>ROWS({CLV}),M{row}*CustomerEquity,N{row})"
    cells: list[tuple[Value, str]] = [
        (i, "0"),
        (formula(f"=INT(A{row}*CustomerCount/ROWS($A${_FIRST}:$A${_LAST}))", upto), WHOLE),
        (formula(f"=B{row}-B{row - 1}", upto - before), WHOLE),
        (formula(worth, floor), cents),
        (formula(held, running), cash),
        (formula(f"=E{row}-E{row - 1}", mine), cash),
        (formula(f"=IF(CustomerEquity>0,F{row}/CustomerEquity,0)", mine / total if total > 0 else 0.0), PERCENT),
        (formula(f"=B{row}/CustomerCount", upto / count), "0%"),
        (formula(f"=IF(CustomerEquity>0,E{row}/CustomerEquity,0)", running / total if total > 0 else 0.0), PERCENT),
        (formula(f"=H{row}", upto / count), PERCENT),
        (formula(f"=IF(C{row}=0,0,F{row}/C{row})", mine / (upto - before) if upto > before else 0.0), cents),
    ]
    return [sheet.put(row, column, value, fmt=fmt) for column, (value, fmt) in enumerate(cells, 1)]


def _beyond_rows(sheet: Sheet, figures: Figures) -> None:
    """What the customers listed cannot tell: floor and cumulative share at every tenth, as exported."""
    tenths = figures.tenths
    total = tenths.running[-1]
    sheet.put(_HEAD, 12, "Floor, share of value, as exported", "Head number")
    sheet.put(_HEAD, 13, "Value, cumulative, as exported", "Head number")
    sheet.put(_HEAD, 14, "Value if all are listed", "Head number")
    for row, (floor, running) in enumerate(zip(tenths.floor, tenths.running, strict=True), _FIRST):
        sheet.put(row, 12, floor / total if total else 0.0, fmt="0.0000%")
        sheet.put(row, 13, running / total if total else 0.0, fmt=PERCENT)
    sheet.widths([*_WIDTHS, 15, 15, 15])


def _gini(book: Book, figures: Figures, customers: CustomerTable) -> Ref:
    """Gini = (n + 1 - 2 x mean place of the value) / n, with customers in the order in which the table lists them."""
    sheet, count, total = book.sheets[TITLE], figures.whole.customers, figures.whole.clv
    sheet.section(_SUMS, "Gini coefficient: 0 if all customers were worth the same, near 1 if one held everything", 11)
    mean = figures.tenths.mean_place
    gini = (count + 1 - 2 * mean) / count if total > 0 else "no positive total"
    places = f"ROW({CLV})-ROW({CUSTOMERS}!$A${HEAD})"
    live: Value = formula(f"=IF(E{_LAST}=0,0,SUMPRODUCT({CLV},{places})/E{_LAST})", mean)
    order = "The average unit of value lies with the customer at this place of the table, whose order is as exported"
    if customers.rest:
        live, order = mean, "The average unit of value lies with the customer at this place; as exported"
    letter, last = customers.letter["Remaining CLV"], HEAD + customers.listed
    here, next_ = (f"{CUSTOMERS}!${letter}${HEAD + i}:${letter}${last - 2 + i}" for i in (1, 2))
    # By more than a millionth of the mean: rounding alone puts no one out of order.
    live_apart = f"=SUMPRODUCT(1*({next_}>{here}+ABS(MeanCLV)/100/100/100))"
    apart: Value = formula(live_apart, 0) if customers.listed > 1 else 0
    lines: list[tuple[str, Value, str, str]] = [
        ("Mean place of the value", live, "#,##0.0", order),
        (
            "Gini coefficient",
            formula(
                f'=IF(CustomerEquity>0,(CustomerCount+1-D{_SUMS + 1}-D{_SUMS + 1})/CustomerCount,"no positive total")',
                gini,
            ),
            FACTOR,
            "(customers + 1 - 2 x mean place) / customers, without small-sample correction",
        ),
        (
            "Customers out of order",
            apart,
            WHOLE,
            "0: the coefficient is exact. Changed inputs may let neighbours of two segments change places",
        ),
    ]
    refs = []
    for at, (label, value, fmt, words) in enumerate(lines, _SUMS + 1):
        sheet.put(at, 1, label, "Line")
        refs.append(sheet.put(at, 4, value, fmt=fmt))
        sheet.put(at, 5, words, "Line")
    define(book, "Gini", refs[1], "Gini coefficient of remaining CLV")
    return refs[1]


def _message(sheet: Sheet, first: Ref, gini: Ref) -> Ref:
    text = f"The best tenth of the customers holds {shown(first.number * 100)}% of the value"
    live = f'="The best tenth of the customers holds "&ROUND({first.here}*100,0)&"% of the value"'
    return sheet.put(3, 1, formula(live, text), "Message")
