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

from xlclv.workbook.addin import package, project, sheets, template, wrappers

# What stands for the DLL: the bridge's Started gives an object whose Ask answers by the function's name, as Python
# would, and fails as it would: 13 is a fault of a call, 14 the loss of the server, 15 its loss at every try.
STUB = """Attribute VB_Name = "stub"
Public Served As Long
Public Broken As Boolean
Public Configs As String
Public Function IS_TRUE_ERROR(price)
    IS_TRUE_ERROR = IIf(IsError(CLV(price, 4, 3)), 1, 0)
End Function
Public Function FAILURE(price)
    CLV price, 4, 3
    FAILURE = LastFailure
End Function
Public Function RECOVERED()
    CLV 13, 4, 3
    CLV 50, 4, 3
    RECOVERED = "<" & LastFailure & ">"
End Function
Public Function LOST()
    Dim before As Long
    Set Bridge = New xlclv_bridge
    before = Served
    Configs = ""
    LOST = CLV(14, 4, 3) & " from start " & Served - before & Configs
End Function
Public Function DYING()
    Dim before As Long
    Set Bridge = New xlclv_bridge
    before = Served
    CLV 15, 4, 3
    CLV 15, 4, 3
    DYING = Served - before & " " & LastFailure
    Set Bridge = New xlclv_bridge
End Function
Public Function PYTHONLESS()
    Dim before As Long, i As Long
    Set Bridge = New xlclv_bridge
    before = Served
    Broken = True
    For i = 1 To 50
        CLV 50, 4, 3
    Next i
    PYTHONLESS = Served - before & " " & LastFailure & " | " & CLV_WHY("CLV", 50, 4, 3) & " | " & Bridge.About()
    Broken = False
    Set Bridge = New xlclv_bridge
End Function
Public Function TWO_AREAS()
    Dim both As Object
    On Error GoTo failed
    Set both = Application.Union(Worksheets("Cells").Range("Z1:Z2"), Worksheets("Cells").Range("X5:X6"))
    TWO_AREAS = IsError(CLV(both, 4, 3)) & " " & LastFailure & " | " & CLV_WHY("CLV", both, 4, 3)
    Exit Function
failed:
    TWO_AREAS = Err.Description
End Function
Public Function GIVEN(first, second)
    ' LibreOffice takes minutes to hand a formula's whole column over; from VBA it does not.
    On Error GoTo failed
    With Worksheets("Cells")
        GIVEN = Bridge.Ask("CLV_REALISED", Array(0.1, .Range(first), .Range(second)))
    End With
    Exit Function
failed:
    GIVEN = Err.Description
End Function
Public Function TYPED(module, words)
    TYPED = Bridge.CommandLine(module, words)
End Function
"""
STARTED = """Private Function Started(ByVal config As String) As Object
    Served = Served + 1
    Configs = Configs & "|" & config
    If Broken Then Err.Raise 1000, "xlclv", "python.exe is not there"
    Set Started = New stub_server
End Function
"""
SERVER = """Private Lost As Boolean
Public Function About()
    About = "stub"
End Function
Public Function Ask(f, args)
    Dim grid(1, 2) As Variant, row(2) As Variant
    If f = "CLV" Then
        If args(0) < 0 Then
            Ask = "#NUM!"
        ElseIf args(0) = 13 Then
            Err.Raise 1001, , "KeyError: 'x'"
        ElseIf args(0) = 15 Or (args(0) = 14 And Right(Configs, 1) = "1") Then
            Err.Raise 462, , "The remote server machine does not exist"
        Else
            Ask = args(0) * args(1) * args(2)
            If Not IsMissing(args(3)) Then Ask = Ask - args(3)
        End If
    ElseIf f = "CLV_DECILES" Then
        grid(0, 0) = 1.5: grid(0, 1) = "#N/A": grid(0, 2) = "text"
        grid(1, 0) = "#DIV/0!": grid(1, 1) = "#VALUE": grid(1, 2) = 4
        Ask = grid
    ElseIf f = "CLV_ROI" Then
        row(0) = "#NUM!": row(1) = 2: row(2) = "x"
        Ask = row
    ElseIf f = "CLV_PERIOD_RATE" Then
        Ask = args(0)
    ElseIf f = "CLV_REALISED" Then
        Ask = Told(args(0)) & " " & Told(args(1)) & " " & Told(args(2))
    ElseIf UBound(args) < 0 Then
        Ask = f & " " & UBound(args)
    Else
        Ask = f & " " & UBound(args) & " " & args(0)
    End If
End Function
Private Function Told(v)
    If IsObject(v) Then
        Told = "object"
    ElseIf IsArray(v) Then
        Told = UBound(v, 1) & "x" & UBound(v, 2)
    Else
        Told = v
    End If
End Function
"""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def workbook_with(cells: dict[str, str | float]) -> bytes:
    """The add-in as an open workbook whose first sheet has formulas and numbers, by cell or by range of an array."""
    drawn = []
    for place, content in cells.items():
        if isinstance(content, str):
            array = f' t="array" ref="{place}"' if ":" in place else ""
            inner = f"<f{array}>{escape(content)}</f>"
        else:
            inner = f"<v>{content}</v>"
        drawn.append(f'<row r="{_row(place)}"><c r="{place.split(":")[0]}">{inner}</c></row>')
    source = zipfile.ZipFile(io.BytesIO(package.build(r"C:\p y\python.exe")))
    parts = {name: source.read(name) for name in source.namelist()}
    # the cells of a test stand on a sheet before the add-in's own
    sheet = sheets.sheet("Sheet9", []).replace("<sheetData>", f"<sheetData>{''.join(drawn)}")
    parts["xl/worksheets/sheet9.xml"] = sheet.encode()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        b'Target="worksheets/sheet9.xml"/></Relationships>',
    )
    parts["xl/vbaProject.bin"] = _stubbed(parts["xl/vbaProject.bin"])
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(b"excel.addin.", b"excel.sheet.")
        .replace(
            b"</Types>",
            b'<Override PartName="/xl/worksheets/sheet9.xml" '
            b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        )
    )
    parts["xl/workbook.xml"] = (
        parts["xl/workbook.xml"]
        .replace(b' visibility="hidden"', b"")
        .replace(b"<sheets>", b'<sheets><sheet name="Cells" sheetId="9" r:id="rId9"/>')
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def _row(place: str) -> str:
    found = re.search(r"\d+", place)
    assert found
    return found[0]


def _opened(source: str, *names: str) -> str:
    """Private functions of a module once more, as public ones whose names begin with MY_."""
    known = re.compile(rf"\b({'|'.join(names)})\b")
    bodies = [re.search(rf"(?ms)^Private (Function {name}\(.*?^End Function)$", source) for name in names]
    return "".join("Public " + known.sub(r"MY_\1", body[1]) + "\n" for body in bodies if body)


def _stubbed(binary: bytes) -> bytes:
    """The project with the DLL's part of the bridge replaced: LibreOffice has neither the DLL nor Python behind it."""
    found = project.read(binary)
    modules = [project.Module("stub", STUB + _opened(wrappers.ribbon(), "IsElsewhere", "LastPart"))]
    for module in found.modules:
        source = module.source.replace("\r\n", "\n")
        if module.name == "xlclv_bridge":
            head = "\n".join(line for line in source.splitlines() if line.startswith("Attribute VB_"))
            for filling, stand_in in (("declares.bas", ""), ("started.bas", STARTED)):
                own = wrappers.static(filling).replace("@XLWINGS@", template.PINNED)
                assert own in source
                source = source.replace(own, stand_in)
            source = source.replace(".Value2", ".Value")  # LibreOffice 7.4 knows the older property alone
            modules.append(
                project.Module("stub_server", f"{head.replace(module.name, 'stub_server')}\n{SERVER}", "Class")
            )
        modules.append(replace(module, source=source))
    sheet = next(m for m in modules if m.name == "Sheet2")
    modules.append(project.Module("Sheet9", sheet.source.replace("Sheet2", "Sheet9"), "Document"))
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


def shown(formulas: dict[str, str | float], folder: Path) -> dict[str, Any]:
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
