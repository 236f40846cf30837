"""Take pictures/calc.png: Calc's own window with =CLV(), a fit and a segment table, calculated by the add-in.

    PYTHONPATH=. python docs/make_pictures/calc.py

Needs LibreOffice with python3-uno, and of Debian's packages xvfb and imagemagick; no screen is needed.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

import openpyxl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from tests.calc.office import Office
from tests.calc.person import arrive, obstacle

TARGET = Path(__file__).parents[1] / "pictures" / "calc.png"
WIDTH, HEIGHT, DISPLAY = 1180, 640, ":97"
_HEAD, _BOLD = PatternFill("solid", fgColor="DDE6EE"), Font("Calibri", 11, bold=True)
_CUSTOMERS = [(1200, "Web"), (950, "Agent"), (700, "Web"), (420, "Agent"), (380, "Web"), (300, "Shop"),
              (210, "Shop"), (150, "Agent"), (90, "Shop"), (60, "Web")]  # fmt: skip
_LEFT = (1000, 869, 743, 653, 593, 551, 517, 491)  # Fader & Hardie 2007, High End
_INPUTS = [("Average purchase", 50, "0.00"), ("Purchases a year", 4, "0"), ("Years", 3, "0"),
           ("Acquisition cost", 100, "0.00"), ("Margin", 0.4, "0%"), ("Discount rate", 0.1, "0%")]  # fmt: skip


def main() -> None:
    reason = obstacle()
    if reason:
        raise SystemExit(reason)
    size = f"{WIDTH}x{HEIGHT}x24"
    # -ac: the user who runs Calc may be another than the one who runs this
    screen = subprocess.Popen(["Xvfb", DISPLAY, "-ac", "-screen", "0", size], stderr=subprocess.DEVNULL)
    os.environ["DISPLAY"] = DISPLAY
    person = arrive()
    try:
        time.sleep(1)
        office = Office(person, "--nologo")
        try:
            _take(office)
        finally:
            office.end()
    finally:
        screen.terminate()
        screen.wait()
        person.leave()


def _take(office: Office) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.xlsx"
        sheet_of(path)
        book = office.book(path, hidden=False)
        book.ask("window", WIDTH, HEIGHT, "B9")
        assert round(book.sees("B9"), 2) == 98.95
        time.sleep(3)  # until the window is drawn
        shot = Path(folder) / "shot.png"
        subprocess.run(["import", "-window", "root", str(shot)], check=True)
        small = ["-colors", "128", "-strip", f"PNG8:{TARGET}"]
        subprocess.run(["convert", str(shot), *small], check=True)


def sheet_of(path: Path) -> None:
    """The sheet as Excel would save it: the add-in makes Calc know its functions."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Customers"
    _headings(sheet, 1, 1, ["One customer", ""])
    for row, (name, value, form) in enumerate(_INPUTS, 2):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value).number_format = form
    sheet["A9"], sheet["B9"] = "CLV", "=CLV(B2,B3,B4,B5,B6,B7)"
    sheet["B9"].number_format = "0.00"
    sheet["A9"].font = sheet["B9"].font = _BOLD
    _headings(sheet, 1, 4, ["Year", "Customers left", "Fit of renewals", "estimate", "standard error"])
    for row, left in enumerate(_LEFT, 2):
        sheet.cell(row, 4, row - 2)
        sheet.cell(row, 5, left)
    _array(sheet, "F2:H7", "=CLV_CONTRACT_FIT(E2:E9)", ["General", "0.0000", "0.0000"])
    _headings(sheet, 12, 1, ["Customer's CLV", "Channel"])
    for row, (value, channel) in enumerate(_CUSTOMERS, 13):
        sheet.cell(row, 1, value)
        sheet.cell(row, 2, channel)
    _headings(sheet, 12, 4, ["Value by segment", *[""] * 6])
    _array(sheet, "D13:J16", "=CLV_SEGMENT_TABLE(A13:A22,B13:B22)", ["General"] * 2 + ["0.00"] * 3 + ["0.0%", "0"])
    for column, width in enumerate((18, 11, 3, 17, 16, 17, 12, 16, 9, 9), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    book.save(path)


def _headings(sheet: Worksheet, row: int, column: int, words: list[str]) -> None:
    for i, word in enumerate(words):
        cell = sheet.cell(row, column + i, word)
        cell.font, cell.fill = _BOLD, _HEAD


def _array(sheet: Worksheet, area: str, formula: str, formats: list[str]) -> None:
    rows = sheet[area]
    rows[0][0].value = ArrayFormula(area, formula)
    for row in rows:
        for cell, form in zip(row, formats, strict=True):
            cell.number_format = form


if __name__ == "__main__":
    main()
