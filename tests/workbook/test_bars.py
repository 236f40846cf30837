"""Bars with their intervals, as Excel reads them."""

from __future__ import annotations

from openpyxl.xml.functions import tostring

from xlclv.workbook.bars import bar_chart
from xlclv.workbook.calculation import Calculation
from xlclv.workbook.cells import Ref


def test_the_parts_of_an_interval_stand_in_the_schemas_order() -> None:
    """Excel calls a file damaged in which what goes down stands before what goes up."""
    book = Calculation()

    def column(at: int) -> list[Ref]:
        return [Ref("A", row, at, float(row), book) for row in (2, 3)]

    chart = bar_chart(
        [Ref("A", row, 1, "x", book) for row in (2, 3)], column(2), Ref("A", 1, 2, "Value", book),
        fmt="0", alt="a", name="n", spread=(column(3), column(4)),
    )  # fmt: skip
    told = tostring(chart._write()).decode()
    assert -1 < told.index("<plus>") < told.index("<minus>")
