"""The .xlam itself: the parts of an Open XML workbook with a VBA project and a ribbon, as deterministic bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from xml.sax.saxutils import escape

from xlclv import __version__
from xlclv.errors import OutputError
from xlclv.workbook.addin import project, sheets, template, wrappers

NAME, CREATOR = "xlclv", "xlclv"  # of the VBA project, and the mark by which we know a file as ours
NOTICE = "Not yet opened in Excel by us."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_THEN = (1980, 1, 1, 0, 0, 0)  # every part's time: equal contents, equal bytes


def build(
    interpreter: str = "", pythonpath: str = "", machine: str = "", others: Mapping[str, str] | None = None
) -> bytes:
    """The add-in, its settings naming the Python to use, or none: everywhere, and on the machine of that name."""
    drawn = (sheets.settings(interpreter, pythonpath, machine, others), sheets.reference(), sheets.words())
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            # The year goes with that of the namespace in ribbon.xml (MS-CUSTOMUI 2.2); 2006 is read by every Excel.
            ("http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "customUI/customUI.xml"),
        ),
        "docProps/core.xml": _properties(),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(drawn) + 1)),
            (f"{_OFFICE}/styles", "styles.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _styles(),
        "customUI/customUI.xml": (files("xlclv.workbook.addin") / "ribbon.xml").read_text(encoding="ascii"),
    }
    parts |= {f"xl/worksheets/sheet{i}.xml": drawing for i, drawing in enumerate(drawn, 1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, _THEN), text.encode(), zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("xl/vbaProject.bin", _THEN), vba_project(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def vba_project() -> bytes:
    """Our modules in the frame of xlwings' project; of its own code none is taken."""
    try:
        found = project.read(template.vba_project())
        theirs = {m.name: m for m in found.modules}
        start, sheet = theirs["ThisWorkbook"], theirs["Sheet2"]
    except (KeyError, ValueError) as error:
        raise OutputError(f"the template of xlwings {template.PINNED} is not as we know it ({error})") from error
    modules = [
        replace(start, source=start.source + wrappers.static("workbook.bas")),
        *(project.Module(n, sheet.source.replace('"Sheet2"', f'"{n}"'), "Document") for n in sheets.CODE_NAMES),
        project.Module("xlclv_bridge", wrappers.bridge(), "Class"),
        project.Module(wrappers.MODULE, wrappers.functions()),
        project.Module("xlclv_ribbon", wrappers.ribbon()),
    ]
    return replace(found, modules=tuple(modules)).referring_to("Office").packed(NAME)


def _types() -> str:
    kinds = {
        "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/xl/styles.xml": f"{_TYPE}.styles+xml",
        "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    }
    kinds |= {f"/xl/worksheets/sheet{i}.xml": f"{_TYPE}.worksheet+xml" for i in range(1, len(sheets.CODE_NAMES) + 1)}
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(f'<Relationship Id="rId{i}" Type="{t}" Target="{to}"/>' for i, (t, to) in enumerate(targets, 1))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _properties() -> str:
    """Title and description are what Excel's list of add-ins shows."""
    words = escape(f"Customer lifetime value as worksheet functions. {NOTICE}")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>xlclv {__version__}</dc:title>'
        f"<dc:creator>{CREATOR}</dc:creator><dc:description>{words}</dc:description></cp:coreProperties>"
    )


def _workbook() -> str:
    names = (sheets.SETTINGS, sheets.REFERENCE, sheets.WORDS)
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    return (
        f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView visibility="hidden"/></bookViews><sheets>{listed}</sheets></workbook>'
    )


def _styles() -> str:
    """Plain, bold and wrapped, in the order of sheets.PLAIN, BOLD, WRAPPED."""
    font = '<sz val="11"/><name val="Calibri"/>'
    cell = '<xf numFmtId="0" fontId="{}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{}</xf>'
    top = '<alignment vertical="top"/>'
    cells = cell.format(0, top) + cell.format(1, top) + cell.format(0, '<alignment vertical="top" wrapText="1"/>')
    return (
        f'{_HEAD}<styleSheet xmlns="{_SHEETS}"><fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="3">{cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )
