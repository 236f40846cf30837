"""A workbook's cells, worked out: a formula is said once, as its text, and its value follows from the cells it names.

Excel's meaning of values, for the functions that our sheets use. IronCalc and LibreOffice judge every value in tests.
"""

from __future__ import annotations

from xlclv.workbook.calculation.book import Calculation
from xlclv.workbook.calculation.grid import Grid, Place, Table
from xlclv.workbook.calculation.reading import Formula
from xlclv.workbook.calculation.values import Error, Scalar, Words, fixed, rounded, shown

__all__ = ["Calculation", "Error", "Formula", "Grid", "Place", "Scalar", "Table", "Words", "fixed", "rounded", "shown"]
