"""The .xlam as a file: the same bytes each time, parts that hang together, every word in its place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from xlclv import __version__
from xlclv.errors import MissingError
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.addin import intellisense, package, sheets, template

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book(parts: dict[str, bytes], xlam: Path, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The add-in's sheets; openpyxl opens no .xlam, though its XML is that of an .xlsm."""
    import zipfile

    path = tmp_path_factory.mktemp("book") / "addin.xlsm"
    with zipfile.ZipFile(path, "w") as copy:
        for name, data in parts.items():
            copy.writestr(name, data.replace(b"ms-excel.addin.", b"ms-excel.sheet."))
    return openpyxl.load_workbook(path)


def test_two_builds_are_byte_identical() -> None:
    """Nothing of the hour or the machine is in the file."""
    assert package.build() == package.build()
    assert str(Path.home()).encode() not in package.build()


def test_the_pin_is_the_projects() -> None:
    """The VBA names one version's DLL, and that version alone may be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(line.startswith(f"xlwings=={template.PINNED};") for line in project["dependencies"])
    assert project["optional-dependencies"]["excel"] == [f"xlwings=={template.PINNED}"]
    assert template.installed() == template.PINNED


def test_another_xlwings_is_refused_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template of another version would name a DLL that is not there."""
    monkeypatch.setattr(template, "version", lambda _: "0.38.0")
    with pytest.raises(MissingError, match=rf"needs xlwings {template.PINNED} and 0\.38\.0 is installed; pip install"):
        package.build()


def test_every_part_has_a_type_and_every_relation_a_target(parts: dict[str, bytes]) -> None:
    """A missing part is what makes Excel offer a repair."""
    types = parts["[Content_Types].xml"].decode()
    for name in re.findall(r'PartName="/([^"]+)"', types):
        assert name in parts
    for relations, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl/")):
        for target in re.findall(r'Target="([^"]+)"', parts[relations].decode()):
            assert base + target in parts
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)


def test_the_ribbon_goes_with_its_relation(parts: dict[str, bytes]) -> None:
    """MS-CUSTOMUI: the years of the namespace and of the relation are a pair, or newer Excels may pass the tab over."""
    space = re.search(
        r'xmlns="http://schemas.microsoft.com/office/(\w+)/01/customui"', parts["customUI/customUI.xml"].decode()
    )
    relation = re.search(r"office/(\w+)/relationships/ui/extensibility", parts["_rels/.rels"].decode())
    assert space
    assert relation
    assert (space[1], relation[1]) == ("2006", "2006")


def test_settings_are_what_xlwings_reads(book: openpyxl.Workbook) -> None:
    """Names in column A without a gap, values beside them; truth as truth, or Excel's language would matter."""
    rows = [(row[0].value, row[1].value) for row in book[sheets.SETTINGS].iter_rows(max_col=2)]
    settings = dict(rows[: [name for name, _ in rows].index(None)])
    assert settings == {"Interpreter_Win": r"C:\a & b\python.exe", "PYTHONPATH": r"C:\src"}
    assert f"{package.NAME}.conf" == sheets.SETTINGS


def test_an_addin_for_nobody_names_no_python() -> None:
    """A blank Interpreter_Win would hide the user's own file from xlwings."""
    drawn = sheets.settings("", "")
    assert '<t xml:space="preserve">Interpreter_Win</t>' not in drawn
    assert '<t xml:space="preserve">PYTHONPATH</t>' not in drawn


def test_the_wizards_words_are_all_there(book: openpyxl.Workbook) -> None:
    """Every function with its description, every argument with its words, where the VBA looks for them."""
    sheet = book.worksheets[-1]  # Excel-DNA reads the last sheet alone
    assert (sheet.title, sheet["A1"].value, sheet["B1"].value) == ("_IntelliSense_", "FunctionInfo", 1)
    rows = {row[0]: [v for v in row[1:] if v is not None] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows == {
        f.name: [f.summary, *(v for a in f.arguments for v in (a.name, a.term.words))] for f in FUNCTIONS.values()
    }


def test_the_reference_sheet_tells_every_function(book: openpyxl.Workbook) -> None:
    """Names, words, units, defaults, bounds, formulas, errors, sources and examples, nothing cut."""
    sheet = book[sheets.REFERENCE]
    shown = {value for row in sheet.iter_rows(values_only=True) for value in row if value is not None}
    for function in FUNCTIONS.values():
        assert {function.name, function.summary, function.formula, function.errors, function.source} <= shown
        assert {a.name for a in function.arguments} | {a.term.words for a in function.arguments} <= shown


def test_intellisense_xml_says_the_same() -> None:
    """The XML for Excel-DNA holds every function and argument in the terms' words."""
    root = ElementTree.fromstring(intellisense.xml())
    space = "{http://schemas.excel-dna.net/intellisense/1.0}"
    found = {
        f.get("Name"): (f.get("Description"), [(a.get("Name"), a.get("Description")) for a in f])
        for f in root.iter(f"{space}Function")
    }
    assert found == {f.name: (f.summary, [(a.name, a.term.words) for a in f.arguments]) for f in FUNCTIONS.values()}


def test_the_file_says_that_excel_has_not_opened_it_for_us(parts: dict[str, bytes]) -> None:
    """Title, maker and the honest word stand where Excel's list of add-ins shows them."""
    properties = parts["docProps/core.xml"].decode()
    assert f"<dc:title>xlclv {__version__}</dc:title>" in properties
    assert "Not yet opened in Excel by us." in properties
