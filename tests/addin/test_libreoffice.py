"""The add-in's VBA as LibreOffice runs it, with Python stubbed: one value, one table, one failed call, true errors."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.addin.libreoffice import shown

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed; .ci/run installs it"),
]

# Calc shows an error value that VBA returns as the text "Error 2036", which is what VBA's CStr makes of CVErr(2036);
# whether it is one is asked inside VBA.
FORMULAS = {
    "A1": "CLV(50,4,3)",
    "A2": "CLV(50,4,3,100)",
    "A3": "CLV(-1,4,3)",
    "A4": "CLV(13,4,3)",
    "A5": "IS_TRUE_ERROR(-1)",
    "A6": "IS_TRUE_ERROR(13)",
    "A7": "IS_TRUE_ERROR(1)",
    "A9:C10": "CLV_DECILES({1,2})",
    "A12:D12": "CLV_ROI(1,2,3,4)",
    "A14": 'CLV_PERIOD_RATE("#SPILL!",2)',
    "A15": 'CLV_PERIOD_RATE("#N/A is text here",2)',
    "A16": 'CLV_WHY("CLV",1,,3)',
    "A17": 'CLV_WHY("CLV")',
    "A18": "CLV_SELFTEST()",
    "A19": "TYPED_CHECK()",
    "A20": "TYPED_SUMMARIZE()",
    "A21": "FAILURE()",
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return shown(FORMULAS, tmp_path_factory.mktemp("libreoffice"))


def test_values_come_through(cells: dict[str, Any]) -> None:
    """A number is a number; an argument left out stays out."""
    assert (cells["A1"], cells["A2"]) == (600, 500)


def test_an_error_text_becomes_a_true_error(cells: dict[str, Any]) -> None:
    """Not the text "#NUM!" but the error of that number; so with Excel's newer ones."""
    assert cells["A3"] == "Error 2036"
    assert cells["A14"] == "Error 2045"
    assert cells["A5"] == 1
    assert cells["A7"] == 0


def test_a_failed_call_is_a_value_error(cells: dict[str, Any]) -> None:
    """Whatever goes wrong on the way to Python, the cell shows #VALUE! and the reason is kept for About."""
    assert cells["A4"] == "Error 2015"
    assert cells["A6"] == 1
    assert cells["A21"] == "CLV: no Python"


def test_a_table_is_mended_element_by_element(cells: dict[str, Any]) -> None:
    """Numbers and texts stay, each error text becomes its error, what only looks like one stays text."""
    assert [cells[f"{c}9"] for c in "ABC"] == [1.5, "Error 2042", "text"]
    assert [cells[f"{c}10"] for c in "ABC"] == ["Error 2007", "#VALUE", 4]
    assert cells["A15"] == "#N/A is text here"


def test_a_single_row_is_mended_too(cells: dict[str, Any]) -> None:
    """xlwings hands one row over as a flat list."""
    assert [cells[f"{c}12"] for c in "ABC"] == ["Error 2036", 2, "x"]


def test_any_number_of_arguments_arrives(cells: dict[str, Any]) -> None:
    """CLV_WHY passes on all it was given, from none to many; a function without arguments passes on none."""
    assert cells["A16"] == "udfs CLV_WHY 3 CLV"
    assert cells["A17"] == "udfs CLV_WHY 0 CLV"
    assert cells["A18"] == "udfs CLV_SELFTEST -1"


def test_the_buttons_start_the_command_line(cells: dict[str, Any]) -> None:
    """Paths with blanks are quoted, and the window stays when there is something to read."""
    python, orders = r"C:\p y\python.exe", r"C:\a & b.csv"
    assert cells["A19"] == f'cmd.exe /S /C ""{python}" -P -m xlclv "check" "{orders}" & pause"'
    first = rf'set "PYTHONPATH=D:\src" && "{python}" -P -m xlclv "summarize" "{orders}"'
    assert cells["A20"] == f'cmd.exe /S /C "{first} || (pause & exit 1)"'
