"""The add-in's own VBA run by LibreOffice, with Python stubbed in Basic: formulas in, what the cells show out."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from workbook.addin import package, project, sheets

# What stands for xlwings: XLPy gives an object whose CallUDF answers by the function's name, as Python would.
BRIDGE = """Attribute VB_Name = "xlwings"
Public Const XLWINGS_VERSION As String = "stub"
Public Function XLPy()
    Set XLPy = New Dictionary
End Function
Public Function GetConfig(configKey, Optional default = "")
    GetConfig = default
End Function
Public Function IS_TRUE_ERROR(price)
    IS_TRUE_ERROR = IIf(IsError(CLV(price, 4, 3)), 1, 0)
End Function
Public Function FAILURE()
    CLV 13, 4, 3
    FAILURE = LastFailure
End Function
Public Function TYPED_CHECK()
    TYPED_CHECK = CommandLine("C:\\p y\\python.exe", "", Array("check", "C:\\a & b.csv"), True)
End Function
Public Function TYPED_SUMMARIZE()
    TYPED_SUMMARIZE = CommandLine("C:\\p y\\python.exe", "D:\\src", Array("summarize", "C:\\a & b.csv"), False)
End Function
"""
ANSWERS = """
Public Function CallUDF(m, f, args, wb, caller)
    Dim grid(1, 2) As Variant, row(2) As Variant
    If f = "CLV" Then
        If args(0) < 0 Then
            CallUDF = "#NUM!"
        ElseIf args(0) = 13 Then
            Err.Raise 1000, , "no Python"
        Else
            CallUDF = args(0) * args(1) * args(2)
            If Not IsMissing(args(3)) Then CallUDF = CallUDF - args(3)
        End If
    ElseIf f = "CLV_DECILES" Then
        grid(0, 0) = 1.5: grid(0, 1) = "#N/A": grid(0, 2) = "text"
        grid(1, 0) = "#DIV/0!": grid(1, 1) = "#VALUE": grid(1, 2) = 4
        CallUDF = grid
    ElseIf f = "CLV_ROI" Then
        row(0) = "#NUM!": row(1) = 2: row(2) = "x"
        CallUDF = row
    ElseIf f = "CLV_PERIOD_RATE" Then
        CallUDF = args(0)
    ElseIf UBound(args) < 0 Then
        CallUDF = m & " " & f & " " & UBound(args)
    Else
        CallUDF = m & " " & f & " " & UBound(args) & " " & args(0)
    End If
End Function
"""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def workbook_with(formulas: dict[str, str]) -> bytes:
    """The add-in as an open workbook whose first sheet has the formulas, by cell or by range of an array."""
    cells = []
    for place, formula in formulas.items():
        array = f' t="array" ref="{place}"' if ":" in place else ""
        cells.append(f'<row r="{_row(place)}"><c r="{place.split(":")[0]}"><f{array}>{escape(formula)}</f></c></row>')
    source = zipfile.ZipFile(io.BytesIO(package.build()))
    parts = {name: source.read(name) for name in source.namelist()}
    drawn = sheets.sheet("Sheet2", []).replace("<sheetData>", f"<sheetData>{''.join(cells)}")
    parts["xl/worksheets/sheet1.xml"] = drawn.encode()
    parts["xl/vbaProject.bin"] = _stubbed(parts["xl/vbaProject.bin"])
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"excel.addin.", b"excel.sheet.")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' visibility="hidden"', b"")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def _row(place: str) -> str:
    found = re.search(r"\d+", place)
    assert found
    return found[0]


def _stubbed(binary: bytes) -> bytes:
    found = project.read(binary)
    modules = []
    for module in found.modules:
        if module.name == "xlwings":
            module = replace(module, source=BRIDGE)
        if module.name == "Dictionary":
            head = "\n".join(line for line in module.source.splitlines() if line.startswith("Attribute VB_"))
            module = replace(module, source=head + ANSWERS)
        modules.append(module)
    return replace(found, modules=tuple(modules)).packed(package.NAME)


# A conversion from the command line runs no macros of the document; a macro of our own that opens it may allow them.
_DRIVER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Driver" script:language="StarBasic">
Sub Main(source As String, target As String)
    Dim how(1) As New com.sun.star.beans.PropertyValue, kept(0) As New com.sun.star.beans.PropertyValue
    how(0).Name = "Hidden": how(0).Value = True
    how(1).Name = "MacroExecutionMode": how(1).Value = 4
    book = StarDesktop.loadComponentFromURL(source, "_blank", 0, how())
    book.calculateAll()
    kept(0).Name = "FilterName": kept(0).Value = "Calc MS Excel 2007 XML"
    book.storeToURL(target, kept())
    book.close(True)
    StarDesktop.terminate()
End Sub
</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Driver"/></library:library>"""


def shown(formulas: dict[str, str], folder: Path) -> dict[str, Any]:
    """What every cell of the first sheet shows after LibreOffice has calculated it."""
    profile, book, out = folder / "profile", folder / "stubbed.xlsm", folder / "shown.xlsx"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    _soffice(profile, "--terminate_after_init")  # a first start lays down a library of its own over any that is there
    basic = profile / "user" / "basic" / "Standard"
    (basic / "Driver.xba").write_text(_DRIVER, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    book.write_bytes(workbook_with(formulas))
    _soffice(profile, f'macro:///Standard.Driver.Main("{book.as_uri()}","{out.as_uri()}")')
    sheet = openpyxl.load_workbook(out, data_only=True).worksheets[0]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def _soffice(profile: Path, *words: str) -> None:
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *words]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
