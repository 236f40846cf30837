"""The calculator's two pictures, each under a sentence that says what it shows."""

from __future__ import annotations

from xlclv.workbook.bars import tornado_chart
from xlclv.workbook.charts import Line, line_chart, place
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import ACCENT
from xlclv.workbook.templates.calculator.workings import Parts

_MESSAGE, _CHART = 28, 29
END = 45


def draw(sheet: Sheet, parts: Parts, fmt: str, period: str) -> None:
    """Both pictures at the foot of the page."""
    text = f'=IF(ISTEXT(Payback),"The cost never comes back","The cost is back after "&ROUND(Payback,1)&" {period}s")'
    sheet.live(_MESSAGE, 1, text, "Message")
    moved = '" moves the value most: CLV with each driver "&ROUND(Shock*100,0)&"% down and up"'
    sheet.live(_MESSAGE, 7, f'=""&{parts.drivers[0].full}&{moved}', "Message")
    sheet.height(_MESSAGE, 20)
    curve = line_chart(
        parts.times,
        [Line(parts.worth_head, parts.worth, ACCENT, marker="circle")],
        fmt=fmt,
        x=f"{period}s since the first purchase",
        y="CLV so far",
        alt="Line: CLV so far, from minus the acquisition cost up over the lifetime; figures on the sheet Workings.",
        name="CLV over the lifetime",
    )
    curve.y_axis.scaling.min = None
    curve.x_axis.tickLblPos = "low"
    place(sheet, curve, f"A{_CHART}", f"F{END}")
    low, high = zip(parts.side_heads, parts.sides, strict=True)
    alt = "Bars: how far CLV moves with each driver lower and higher; figures on the sheet Workings."
    place(sheet, tornado_chart(parts.drivers, low, high, fmt=fmt, x="Change of CLV", alt=alt), f"G{_CHART}", f"M{END}")
