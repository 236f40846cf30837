"""Workbooks from Excel with our functions in them: opened in Calc they are recognised, and calculate."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from openpyxl.worksheet.formula import ArrayFormula

from tests.calc.office import Office

pytestmark = pytest.mark.libreoffice


def from_excel(path: Path) -> Path:
    """What Excel saves: an add-in's function by its name alone, or behind a link to the .xlam that has it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in {"A1": 50, "A2": 80, "B1": 3}.items():
        sheet[cell] = value
    sheet["D1"] = "=CLV(A1,4,B1,100)"
    sheet["D2"] = "=[1]!CLV(A2,4,B1,100)"
    sheet["D3"] = '=IFERROR(CLV_RETENTION(0.1,0.8,100,,0.5),"hidden")&" for clv(1)"'
    sheet["D4"] = "=SUM(D1,CLV_CAC_MAX([1]!CLV(A1,4,B1,100),5))"
    sheet["D5"] = "=SUM(A1:A2)"
    sheet["F1"] = ArrayFormula("F1:F2", "=CLV(A1:A2,4,B1,100)")
    sheet["G1"] = ArrayFormula("G1:G2", "=[1]!CLV(A1:A2,4,B1,100)")
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    where = "file:///C:/Users/x/AppData/Roaming/Microsoft/Excel/XLSTART/xlclv.xlam"
    link.file_link = Relationship(type="externalLinkPath", Target=where, TargetMode="External")
    book._external_links.append(link)
    book.save(path)
    return path


def test_a_workbook_from_excel_calculates(calc: Office, tmp_path: Path) -> None:
    """Single and array formulas, with and without the add-in's file before them; other formulas are left alone."""
    book = calc.book(from_excel(tmp_path / "from-excel.xlsx"))
    assert book.read("D1", "D2", "D4", "D5") == [500.0, 860.0, 600.0, 130.0]
    assert str(book.sees("D3")).startswith("349.60294")
    assert str(book.sees("D3")).endswith(" for clv(1)")
    assert book.read("F1:F2", "G1:G2") == [[[500.0], [860.0]]] * 2
    assert book.ask("modified") is False
    book.put({"B1": 5})
    assert book.read("D1", "F1:F2", "G1:G2") == [900.0, [[900.0], [1500.0]], [[900.0], [1500.0]]]
    book.ask("close")
