"""The house rules: formulas, names, inputs, charts, protection, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.workbook.recalculation import formulas
from xlclv import workbook
from xlclv.terms import TERMS
from xlclv.workbook.templates.empty import STAMP

from .conftest import WRITERS

# All of them were there in Excel 2007.
FUNCTIONS = {
    "ABS", "AND", "AVERAGE", "AVERAGEIFS", "BETAINV", "CHOOSE", "COLUMNS", "CORREL", "COUNT", "COUNTBLANK", "COUNTIF",
    "COUNTIFS",
    "EXACT", "EXP", "FIXED", "GAMMALN",
    "IF", "IFERROR", "INDEX", "INT", "ISTEXT", "LARGE", "LN", "MATCH", "MAX", "MIN", "N",
    "NPER", "NPV", "OR", "POISSON", "PV", "ROUND", "ROUNDUP", "ROWS", "SQRT", "STDEV", "SUM", "SUMIFS", "SUMPRODUCT",
    "SUMSQ", "SUMXMY2",
}  # fmt: skip
CHARTS = {"calculator": {"Calculator": 2}, "service-roi": {"Client page": 2}, "functions": {}}
INPUTS = {"calculator": 10, "service-roi": 2 * 18 + 4 + 2 + 11, "functions": 220}  # at least


@pytest.mark.parametrize("name", WRITERS)
def test_formulas_keep_the_house_rules(files: dict[str, Path], name: str) -> None:
    """Short, of Excel 2016, not volatile, and no number but 0, 1, 100 and digits of ROUND and FIXED."""
    for place, text in formulas(files[name]).items():
        assert len(text) <= 120, place
        bare = re.sub(r"'[^']*'!", "", re.sub(r'"[^"]*"', '""', text))
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= FUNCTIONS, (place, text)
        bare = re.sub(r"\$?\b[A-Z]{1,3}\$?\d+", "", bare.replace("SUMXMY2", ""))
        bare = re.sub(r",\d\)", ")", bare) if re.search(r"ROUND(UP)?\(|FIXED\(", bare) else bare
        assert set(re.findall(r"\d+(?:\.\d+)?", bare)) <= {"0", "1", "100"}, (place, text)


@pytest.mark.parametrize("name", WRITERS)
def test_names_are_legal_and_point_at_cells(files: dict[str, Path], name: str) -> None:
    """Each name is one cell, reads as no address, and the checks have theirs."""
    defined = openpyxl.load_workbook(files[name]).defined_names
    assert "AllChecksOK" in defined
    for key, told in defined.items():
        assert re.fullmatch(r"'?[\w ]+'?!\$[A-Z]+\$\d+", told.attr_text), key
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{1,254}", key)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*([RrCc]\d*)?", key), key


@pytest.mark.parametrize("name", WRITERS)
def test_inputs_alone_are_unlocked_and_each_has_a_rule_with_a_prompt(files: dict[str, Path], name: str) -> None:
    """Yellow, unlocked, validated and explained are the same cells; prompts fit what Excel shows."""
    book = openpyxl.load_workbook(files[name])
    count = 0
    for ws in book:
        cells = [cell for row in ws.iter_rows() for cell in row]
        unlocked = {cell.coordinate for cell in cells if not cell.protection.locked}
        yellow = {cell.coordinate for cell in cells if cell.style == "CLV Input"}
        rules = ws.data_validations.dataValidation
        assert unlocked == yellow == {str(rule.sqref) for rule in rules}
        for rule in rules:
            assert rule.showErrorMessage
            assert rule.showInputMessage
            assert not rule.allow_blank
            assert rule.prompt
            assert max(len(rule.error) - 225, len(rule.prompt) - 255, len(rule.promptTitle) - 32) <= 0
            assert rule.type != "list" or len(rule.formula1) <= 255
        count += len(unlocked)
    assert count >= INPUTS[name]


@pytest.mark.parametrize("name", WRITERS)
def test_sheets_are_protected_and_fit_their_pages(files: dict[str, Path], name: str) -> None:
    """No merges, no password, A4 landscape, wide tables with their words on each page, charts with texts."""
    book = openpyxl.load_workbook(files[name])
    assert all(ws.protection.sheet and not ws.protection.password and not ws.merged_cells.ranges for ws in book)
    assert all(ws.page_setup.orientation == "landscape" for ws in book)
    assert all(ws.page_setup.fitToWidth == 1 or ws.print_title_cols == "$A:$B" for ws in book)
    assert {ws.title: len(ws._charts) for ws in book if ws._charts} == CHARTS[name]
    with zipfile.ZipFile(files[name]) as archive:
        assert archive.testzip() is None
        parts = {part: archive.read(part) for part in archive.namelist()}
    for data in parts.values():
        ElementTree.fromstring(data)
    drawings = b"".join(data for part, data in parts.items() if part.startswith("xl/drawings/drawing")).decode()
    assert len(re.findall(r'descr="[^"]{20,}"', drawings)) == sum(CHARTS[name].values())
    assert not any(b"External" in data for part, data in parts.items() if part.endswith(".rels"))


@pytest.mark.parametrize("name", WRITERS)
def test_two_writes_are_byte_identical(files: dict[str, Path], name: str, tmp_path: Path) -> None:
    """Another process with another hash seed and another day writes the same bytes."""
    code = "import sys; sys.path[:0] = sys.argv[3:]; from tests.templates.conftest import WRITERS; "
    again, root = tmp_path / "again.xlsx", Path(workbook.__file__).parents[1]
    subprocess.run(
        [sys.executable, "-c", f"{code}WRITERS[sys.argv[1]](sys.argv[2])", name, str(again), str(root)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"},
    )
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(files[name].read_bytes()).digest()
    with zipfile.ZipFile(again) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(2026, 1, 1)}
    assert STAMP.year == 2026


@pytest.mark.parametrize("name", ["calculator", "service-roi"])
def test_what_a_cell_accepts_the_engine_accepts(files: dict[str, Path], name: str) -> None:
    """A rule's bounds lie within those of the term whose words its prompt begins with."""
    by_words = {term.words: term for term in TERMS.values()}
    seen = 0
    for ws in openpyxl.load_workbook(files[name]):
        for rule in ws.data_validations.dataValidation:
            term = by_words.get(rule.prompt.partition(". Enter")[0])
            if rule.type == "decimal" and term is not None:
                seen += 1
                assert float(rule.formula1) >= term.lower, rule.promptTitle
                assert float(rule.formula2) <= term.upper, rule.promptTitle
    assert seen >= 8


def test_the_cheapest_offer_is_named_as_in_a_sentence(files: dict[str, Path]) -> None:
    """fte is an option's name; in the sentence over the chart it is an abbreviation, and stays one recalculated."""
    page = openpyxl.load_workbook(files["service-roi"], data_only=True)["Client page"]
    assert page["F19"].value.endswith("the cheapest offer is FTE")
