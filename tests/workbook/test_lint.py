"""The package's own lint: finds each fault planted in a copy of our workbook, and nothing in ours."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from xlclv import workbook
from xlclv.workbook.lint import faults

from .conftest import make_report

TABLE, BOOK, SHEET = "xl/tables/table1.xml", "xl/workbook.xml", "xl/worksheets/sheet{}.xml"
SUMMARY, ASSUMPTIONS, CONCENTRATION, CUSTOMERS = (SHEET.format(i) for i in (1, 2, 5, 9))
CELL = r'<c r="B7" s="(\d+)"><f>[^<]*</f><v>[^<]*</v></c>'

# What is planted, in which part, by which replacement, and a word of what must be said about it.
FAULTS = [
    ("header unlike its column", TABLE, r'name="Orders"', 'name="Order"', "is headed 'Orders'"),
    ("two columns of one name", TABLE, r'name="Frequency"', 'name="orders"', "two columns are called orders"),
    ("two columns of one id", TABLE, r'id="3" name', 'id="2" name', "the id of a column stands twice"),
    ("a column too few", TABLE, r'<tableColumn id="20"[^>]*/>', "", "19 columns over"),
    ("illegal table name", TABLE, r'displayName="\w+"', 'displayName="T1"', "no legal name"),
    ("table name taken", TABLE, r'displayName="\w+"', 'displayName="Margin"', "its name is taken"),
    ("table without range", TABLE, r' ref="A4:T\d+" header', ' ref="T4:A9" header', "is not a range with a header"),
    ("filter over a table", CUSTOMERS, r"</sheetData>", '</sheetData><autoFilter ref="A4:C9"/>', "lies over table"),
    ("address out of bounds", CONCENTRATION, r'r="B7"', 'r="XFE7"', "is not an address for the next cell"),
    ("address of another row", CONCENTRATION, r'r="B7"', 'r="B8"', "is not an address for the next cell"),
    ("address twice", CONCENTRATION, r'r="C7"', 'r="B7"', "is not an address for the next cell"),
    ("rows out of order", CONCENTRATION, r'<row r="9"', '<row r="5"', "row 5 follows row 8"),
    ("shared string", CONCENTRATION, CELL, r'<c r="B7" t="s"><v>999999</v></c>', "shared string 999999 of"),
    ("text in its cell", CONCENTRATION, CELL, r'<c r="B7" t="inlineStr"><is><t>a</t></is></c>', "(inlineStr)"),
    ("NaN", CONCENTRATION, CELL, r'<c r="B7"><v>nan</v></c>', "'nan' is not a number"),
    ("infinity", CONCENTRATION, CELL, r'<c r="B7"><v>inf</v></c>', "'inf' is not a number"),
    ("truth", CONCENTRATION, CELL, r'<c r="B7" t="b"><v>TRUE</v></c>', "neither TRUE nor FALSE"),
    ("error value", CONCENTRATION, CELL, r'<c r="B7" t="e"><v>#WRONG!</v></c>', "is not an error value"),
    ("cell type", CONCENTRATION, CELL, r'<c r="B7" t="text"><v>1</v></c>', "type 'text'"),
    ("style", CONCENTRATION, CELL, r'<c r="B7" s="999"><v>1</v></c>', "style 999 of"),
    ("semicolons", CONCENTRATION, CELL, r'<c r="B7"><f>IF(A7&gt;0;1;0)</f><v>1</v></c>', '";" separates arguments'),
    ("no prefix", CONCENTRATION, CELL, r'<c r="B7"><f>RANK.AVG(A7,A7:A9)</f><v>1</v></c>', "RANK.AVG lacks its prefix"),
    ("equals sign", CONCENTRATION, CELL, r'<c r="B7"><f>=A7</f><v>1</v></c>', "begins with ="),
    ("parentheses", CONCENTRATION, CELL, r'<c r="B7"><f>SUM(A7</f><v>1</v></c>', "parentheses do not match"),
    ("open text", CONCENTRATION, CELL, r'<c r="B7"><f>A7&amp;"x</f><v>1</v></c>', "a text is not closed"),
    ("lost reference", CONCENTRATION, CELL, r'<c r="B7"><f>#REF!+1</f><v>1</v></c>', "#REF! in"),
    ("unknown sheet", CONCENTRATION, CELL, r'<c r="B7"><f>Nowhere!A1</f><v>1</v></c>', "there is no sheet Nowhere"),
    ("unknown quoted sheet", CONCENTRATION, CELL, r"<c r='B7'><f>'No way'!A1</f><v>1</v></c>", "no sheet No way"),
    ("unknown column", CONCENTRATION, CELL, r'<c r="B7"><f>SUM(CustomerTable[Id])</f><v>1</v></c>', "no column Id"),
    ("unknown table", CONCENTRATION, CELL, r'<c r="B7"><f>SUM(Clients[Id])</f><v>1</v></c>', "no table Clients"),
    (
        "overlapping merges",
        CONCENTRATION,
        r"</sheetData>",
        '</sheetData><mergeCells count="2"><mergeCell ref="A40:C41"/><mergeCell ref="C41:D42"/></mergeCells>',
        "merged C41:D42 overlaps A40:C41",
    ),
    (
        "merge in a table",
        CUSTOMERS,
        r"</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A6:B6"/></mergeCells>',
        "overlaps table CustomerTable",
    ),
    ("illegal name", BOOK, r'name="Gini"', 'name="CLV1"', "'CLV1': not legal"),
    ("illegal letter", BOOK, r'name="Gini"', 'name="r"', "'r': not legal"),
    ("name twice", BOOK, r'name="Gini"', 'name="margin"', "name margin: defined twice"),
    ("name of a lost sheet", BOOK, r">Concentration!\$D\$20<", ">Elsewhere!$D$20<", "there is no sheet Elsewhere"),
    ("sheet name too long", BOOK, r'sheet name="Flows"', f'sheet name="{"Flows" * 7}"', "is not a name for a sheet"),
    ("sheet name twice", BOOK, r'sheet name="Flows"', 'sheet name="method"', "two sheets are called method"),
    ("validation range", ASSUMPTIONS, r'(<dataValidation [^>]*)sqref="B5"', r'\1sqref="B0"', "'B0' is not a range"),
    ("prompt too long", ASSUMPTIONS, r'prompt="[^"]*"', f'prompt="{"x" * 256}"', "prompt is longer than 255"),
    ("format of a rule", ASSUMPTIONS, r'dxfId="0"', 'dxfId="77"', "format 77 of"),
    ("link to nowhere", SUMMARY, r'location="Segments!A1"', 'location="Segment!A1"', "there is no sheet Segment"),
    ("drawing without relationship", SUMMARY, r'(<drawing [^>]*)rId1"', r'\1rId9"', "rId9 has no relationship"),
    ("chart without sheet", "xl/charts/chart1.xml", r"Segments!", "Segment!", "there is no sheet Segment"),
    ("chart without series", "xl/charts/chart1.xml", r"(?s)<ser>.*</ser>", "", "the chart has no series"),
    (
        "relationship to a lost part",
        "xl/worksheets/_rels/sheet1.xml.rels",
        r"drawing1\.xml",
        "drawing99.xml",
        "drawing99.xml, which is not in the file",
    ),
    ("type of a lost part", "[Content_Types].xml", r"/xl/styles\.xml", "/xl/lost.xml", "lost.xml is not in the file"),
    ("not well-formed", "xl/styles.xml", r"</styleSheet>", "", "not well-formed"),
    ("sheet not well-formed", CONCENTRATION, r"</worksheet>", "", "not well-formed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "said"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_planted_faults_are_found(
    written: Path, tmp_path: Path, part: str, pattern: str, replacement: str, said: str
) -> None:
    """Each fault, alone in a copy, is named."""
    found = faults(spoiled(written, tmp_path / "broken.xlsx", part, pattern, replacement))
    assert any(said in fault for fault in found), found


def spoiled(path: Path, target: Path, part: str, pattern: str, replacement: str) -> Path:
    """A copy with one replacement in one part."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == part:
                data, times = re.subn(pattern, replacement, data, count=1)
                assert times == 1, "nothing was planted"
            copy.writestr(name, data)
    return target


def test_ours_are_clean(written: Path, tmp_path: Path) -> None:
    """Nothing is found in what we write, whatever the report."""
    assert faults(written) == []
    for i, case in enumerate(({"customers": 1}, {"holdout": None}, {"periods": 40, "cac": None}, {"currency": 'a"b'})):
        path = tmp_path / f"{i}.xlsx"
        workbook.write(make_report(**case), path)  # type: ignore[arg-type]
        assert faults(path) == []


def test_workbooks_of_others(tmp_path: Path) -> None:
    """A plain openpyxl workbook is clean but for its texts; a validation list above 255 characters in it is found."""
    book = openpyxl.Workbook()
    book.active.append([2, 1.5, True, "=SUM(B1:B1)"])
    book.save(tmp_path / "plain.xlsx")
    assert faults(tmp_path / "plain.xlsx") == []
    rule = DataValidation(type="list", formula1='"' + ",".join(f"choice {i}" for i in range(40)) + '"')
    rule.add("A2")
    book.active.add_data_validation(rule)
    book.save(tmp_path / "long.xlsx")
    assert any("255 at most" in fault for fault in faults(tmp_path / "long.xlsx"))


@pytest.mark.parametrize(
    ("planted", "said"),
    [({"force_zip64": True}, "a ZIP64 head for a part of"), ({"following": True}, "its sizes stand behind it")],
    ids=["ZIP64", "sizes behind"],
)
def test_heads_that_readers_refuse(written: Path, tmp_path: Path, planted: dict[str, bool], said: str) -> None:
    """The form for parts above 2 GiB at a part of a few kB, and sizes known only behind a part, are found."""
    target = tmp_path / "heads.xlsx"
    stream = NoWayBack() if planted.pop("following", False) else target.open("wb")
    with zipfile.ZipFile(written) as source, stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            with copy.open(name, "w", **planted if name == SUMMARY else {}) as part:
                part.write(source.read(name))
        if isinstance(stream, NoWayBack):
            copy.close()
            target.write_bytes(stream.getvalue())
    assert any(said in fault for fault in faults(target))


class NoWayBack(io.BytesIO):
    """A stream as a pipe is one: what was written stays."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def test_two_tables_of_one_name(tmp_path: Path) -> None:
    """Names and ids of tables are one list for the whole workbook; tables may not overlap."""
    book = openpyxl.Workbook()
    for column in ("a", "b"):
        book.active[f"{'AB'['ab'.index(column)]}1"] = column
    for name, ref in (("One", "A1:B3"), ("Two", "B1:B4")):
        book.active.add_table(openpyxl.worksheet.table.Table(displayName=name, ref=ref))
    book.save(tmp_path / "two.xlsx")
    assert faults(tmp_path / "two.xlsx")[-1:] == ["Sheet: table One: overlaps table Two"]
    twice = spoiled(
        tmp_path / "two.xlsx", tmp_path / "twice.xlsx", "xl/tables/table2.xml", 'displayName="Two"', 'displayName="ONE"'
    )
    assert any("its name is taken" in fault for fault in faults(twice))


def test_no_workbook_at_all(tmp_path: Path, written: Path) -> None:
    """A file that is no zip, or a part missing, is a fault and no exception; the command says so."""
    (tmp_path / "text.xlsx").write_text("hello", encoding="utf-8")
    assert faults(tmp_path / "text.xlsx")
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(tmp_path / "part.xlsx", "w") as copy:
        for name in source.namelist():
            if name != "xl/workbook.xml":
                copy.writestr(name, source.read(name))
    assert any("xl/workbook.xml: missing" in fault for fault in faults(tmp_path / "part.xlsx"))
    for path, code in ((written, 0), (tmp_path / "part.xlsx", 1)):
        run = subprocess.run([sys.executable, "-m", "xlclv.workbook.lint", str(path)], capture_output=True, check=False)
        assert run.returncode == code
