"""The file itself: text stays text, bytes repeat, names and links are in place, formulas keep the house rules."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import numpy as np
import openpyxl
import pytest

from xlclv import workbook
from xlclv.errors import OutputError
from xlclv.report import Report
from xlclv.workbook.strings import Strings
from xlclv.workbook.summary.triangle import MOST

from .conftest import HARD_IDS, listed, make_report
from .recalculation import Calculation

NAMES = {
    "AllChecksOK",
    "CustomerEquity",
    "CustomerCount",
    "MeanCLV",
    "DiscountRate",
    "Margin",
    "Horizon",
    "AcquisitionCost",
    "AsOf",
    "EquityLow",
    "EquityHigh",
    "Gini",
    "TrackingMAPE",
    "TargetRatio",
    "MinimumProfit",
    "MaximumCAC",
    "PaybackPeriod",
    "MarginRange",
    "RateRange",
}
CHARTS = {
    "Summary": 3, "Segments": 1, "Cohorts": 1, "Concentration": 1, "Tracking": 2, "Sensitivity": 1, "Acquisition": 1,
}  # fmt: skip


def test_ids_stay_text(written: Path) -> None:
    """Formulas, errors, numbers, escapes and blanks in ids arrive as the text they are."""
    sheet = fastexcel.read_excel(written).load_sheet("Customers", header_row=None, dtypes="string")
    assert sheet.to_arrow().column(0).to_pylist()[4 : 4 + len(HARD_IDS)] == HARD_IDS
    calculation = Calculation(written)
    # IronCalc, unlike Excel, LibreOffice and calamine, leaves the escape of "_x0041_" as it is stored.
    told = [calculation.at(("Customers", 5 + i, 1)).replace("_x005F_", "_") for i in range(len(HARD_IDS))]
    assert told == HARD_IDS
    cells = openpyxl.load_workbook(written)["Customers"]
    assert {cells.cell(5 + i, 1).data_type for i in range(len(HARD_IDS))} == {"s"}


def test_control_characters_and_long_texts(changed: Callable[..., Report], report: Report, tmp_path: Path) -> None:
    """What moves a cursor is a blank, an end of a line is kept; what no cell can hold is refused, none written."""
    odd = ["a\x07b", "line\rend", *report.customers.id[2:]]
    workbook.write(changed(id=odd), tmp_path / "odd.xlsx")
    sheet = fastexcel.read_excel(tmp_path / "odd.xlsx").load_sheet("Customers", header_row=None, dtypes="string")
    assert sheet.to_arrow().column(0).to_pylist()[4:7] == ["a b", *odd[1:3]]
    long = ["x" * 32_768, *report.customers.id[1:]]
    with pytest.raises(OutputError, match="32,768 characters"):
        workbook.write(changed(id=long), tmp_path / "long.xlsx")
    assert listed(tmp_path) == ["odd.xlsx"]


def test_two_writes_are_byte_identical(report: Report, written: Path, tmp_path: Path) -> None:
    """Another process with another hash seed and another day writes the same bytes."""
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from xlclv import workbook\n"
        "from tests.workbook.conftest import make_report; "
        "workbook.write(make_report(), sys.argv[1])"
    )
    again = tmp_path / "summary.xlsx"
    root = Path(workbook.__file__).parents[1]
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(again), str(root)], check=True, env=environment)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(written.read_bytes()).digest()
    with zipfile.ZipFile(written) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 6, 30, 0, 0, 0)}


def test_dates_come_from_the_as_of_date(report: Report, written: Path) -> None:
    """The document's properties carry the as-of date, not the day of writing."""
    about = openpyxl.load_workbook(written).properties
    assert about.created.date() == about.modified.date() == report.assumptions.as_of == dt.date(2026, 6, 30)


def test_names_point_at_cells(written: Path) -> None:
    """The names that other tools rely on exist, and each is one cell."""
    defined = openpyxl.load_workbook(written).defined_names
    assert set(defined) >= NAMES
    assert all(re.fullmatch(r"'?[\w ]+'?!\$[A-Z]+\$\d+", name.attr_text) for name in defined.values())


def test_charts_links_and_protection(written: Path) -> None:
    """Every chart has its alternative text, every link stays inside, only inputs are unlocked, nothing is merged."""
    book = openpyxl.load_workbook(written)
    assert {ws.title: len(ws._charts) for ws in book if ws._charts} == CHARTS
    with zipfile.ZipFile(written) as archive:
        drawings = [
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/drawing")
        ]
        rels = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert sum(len(re.findall(r'descr="[^"]{20,}"', text)) for text in drawings) == sum(CHARTS.values())
    assert not any("External" in text for text in rels)
    links = [cell.hyperlink for row in book["Summary"].iter_rows() for cell in row if cell.hyperlink]
    assert {link.location.strip("'").removesuffix("!A1").strip("'") for link in links} == set(book.sheetnames) - {
        "Summary"
    }
    unlocked = {
        (ws.title, cell.coordinate)
        for ws in book
        for row in ws.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert unlocked == {("Assumptions", f"B{row}") for row in range(5, 16)}
    assert not any(ws.protection.password or ws.merged_cells.ranges for ws in book)
    # The customers can be sorted and filtered, which a protected sheet forbids; a chart can be copied from any sheet.
    assert [ws.title for ws in book if not ws.protection.sheet] == ["Customers"]
    assert not any(ws.protection.objects for ws in book)
    # A sheet of one page is turned so that it prints larger; one of several across repeats whose rows they are.
    assert all(ws.page_setup.orientation == "landscape" or ws.page_setup.fitToHeight for ws in book)
    assert all(ws.page_setup.fitToWidth == 1 or ws.print_title_cols for ws in book)


def test_inputs_are_validated_with_a_prompt(written: Path) -> None:
    """Each input has a rule with a prompt and an error, and none is longer than Excel allows."""
    rules = openpyxl.load_workbook(written)["Assumptions"].data_validations.dataValidation
    assert {str(rule.sqref) for rule in rules} == {f"B{row}" for row in range(5, 16)}
    for rule in rules:
        assert (rule.showErrorMessage, rule.showInputMessage) == (True, True)
        assert max(len(rule.error) - 225, len(rule.prompt) - 255, len(rule.promptTitle) - 32) <= 0


def test_the_table_s_header_is_its_columns(written: Path) -> None:
    """Excel repairs a table whose column names are not the texts of its header cells."""
    sheet = openpyxl.load_workbook(written)["Customers"]
    table = sheet.tables["CustomerTable"]
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[table.ref][0]]
    assert table.autoFilter.ref == table.ref


def test_parts_are_well_formed(written: Path) -> None:
    """Every part parses, and font children stand in the order of the schema."""
    with zipfile.ZipFile(written) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        styles = archive.read("xl/styles.xml").decode()
    order = ["b", "i", "u", "sz", "color", "name", "family", "scheme"]
    for font in re.findall(r"<font>(.*?)</font>", styles):
        found = re.findall(r"<(\w+)", font)
        assert found == sorted(found, key=order.index)


def test_many_cohorts_lose_no_customer(tmp_path: Path) -> None:
    """More cohorts than fit are folded into one row, and the sheet says what is not shown."""
    report = make_report(periods=52)
    workbook.write(report, tmp_path / "many.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "many.xlsx", data_only=True)["Cohorts"]
    assert sheet["A6"].value == f"earlier, from {report.cohorts.labels[0]}"
    assert sum(sheet.cell(6 + i, 2).value for i in range(MOST + 1)) == len(report.customers.id)
    hidden = report.cohorts.revenue[:, MOST + 1 :][report.cohorts.active[:, MOST + 1 :] >= 0].sum()
    assert f"Cohorts before {report.cohorts.labels[16]}" in sheet["A2"].value
    (row,) = [cells for cells in sheet.iter_rows() if cells[0].value == "Later periods, not shown"]
    assert row[2].value == pytest.approx(hidden, abs=1e-9)


def test_a_part_passes_what_a_plain_head_can_tell(
    report: Report, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the parts that are too large for a plain head get the other form; the contents are the same."""
    monkeypatch.setattr("xlclv.workbook.writer._PLAIN", 60_000)
    workbook.write(report, tmp_path / "large.xlsx")
    with zipfile.ZipFile(written) as plain, zipfile.ZipFile(tmp_path / "large.xlsx") as large:
        again = b' outlineLevelCol="0"'  # openpyxl says so of a sheet that it writes a second time
        assert large.namelist() == plain.namelist()
        assert all(large.read(name).replace(again, b"") == plain.read(name) for name in plain.namelist())
        forms = {info.filename: (info.file_size > 60_000, info.extract_version) for info in large.infolist()}
        assert {info.extract_version for info in plain.infolist()} == {20}
    streamed = {
        n: form for n, form in forms.items() if n.startswith("xl/worksheets/sheet") or n.endswith("Strings.xml")
    }
    assert set(streamed.values()) == {(False, 20), (True, 45)}


def test_strings_go_to_disk_and_few_are_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text met before has its place again as long as it is remembered; others are told again, none is lost."""
    monkeypatch.setattr("xlclv.workbook.strings._IN_MEMORY", 64)
    monkeypatch.setattr("xlclv.workbook.strings._REMEMBERED", 2)
    with Strings() as strings:
        assert strings.places(["a", "b", "a", "c", "c<"]) == [0, 1, 0, 2, 3]
        assert (strings.place("b"), strings.place("c")) == (1, 4)
        root = ElementTree.fromstring(b"".join(strings.data()))
    assert (root.get("count"), root.get("uniqueCount")) == ("7", "5")
    assert ["".join(item.itertext()) for item in root] == ["a", "b", "c", "c<", "c"]


def test_nan_is_refused(changed: Callable[..., Report], report: Report, tmp_path: Path) -> None:
    """A value that is no number names its column and row, and no file appears."""
    spoiled = report.customers.expected_spend.copy()
    spoiled[3] = np.nan
    with pytest.raises(OutputError, match="expected_spend, row 4"):
        workbook.write(changed(expected_spend=spoiled), tmp_path / "nan.xlsx")
    assert not listed(tmp_path)


def test_unfit_reports_are_refused(changed: Callable[..., Report], report: Report, tmp_path: Path) -> None:
    """Ids twice give one clear line."""
    twice = [report.customers.id[1], *report.customers.id[1:]]
    with pytest.raises(OutputError, match="stands twice"):
        workbook.write(changed(id=twice), tmp_path / "x.xlsx")


def test_a_report_that_does_not_add_up_says_so(report: Report, tmp_path: Path) -> None:
    """A total that is not its parts' is shown as a failed check, not hidden."""
    path = tmp_path / "wrong.xlsx"
    workbook.write(dataclasses.replace(report, remaining=report.remaining * 1.001), path)
    assert Calculation(path).value("AllChecksOK") is False
    assert openpyxl.load_workbook(path, data_only=True)["Summary"]["G11"].value == "Failed"


def test_nothing_is_mutated_and_progress_is_told(report: Report, tmp_path: Path) -> None:
    """The report is read only; the caller hears what is being done."""
    before = [column.copy() for column in (report.customers.remaining, report.flows.sales, report.cohorts.active)]
    heard: list[tuple[str, int, int]] = []
    workbook.write(report, tmp_path / "again.xlsx", progress=lambda *told: heard.append(told))
    after = (report.customers.remaining, report.flows.sales, report.cohorts.active)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert heard == [("Laying out the workbook", 0, 0), ("Writing customers", 0, len(report.customers.id))]
