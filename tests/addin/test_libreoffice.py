"""The add-in's VBA as LibreOffice runs it, with Python stubbed: one value, one table, one failed call, true errors."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.addin.libreoffice import shown
from xlclv.workbook.addin import command

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed; .ci/run installs it"),
]

# Calc shows an error value that VBA returns as the text "Error 2036", which is what VBA's CStr makes of CVErr(2036);
# whether it is one is asked inside VBA.
FORMULAS: dict[str, str | float] = {
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
    "A19": 'TYPED("xlclv.serve","$(CLSID) 1")',
    "A20": 'TYPED("xlclv.ribbon","check 7")',
    "A21": "FAILURE(13)",
    "A22": "RECOVERED()",
    "A23": "LOST()",
    "A24": "DYING()",
    "A25": "PYTHONLESS()",
    "A26": 'GIVEN("Z:Z","Y2:Y1048576")',
    "A27": 'GIVEN("Z1:Z2","Y:Z")',
    "A28": 'GIVEN("X:X","60:60")',
    "A29": "TWO_AREAS()",
    "A30": 'CLV_WHY("CLV",Z1:Z3)',
    "A31": r'MY_IsElsewhere("C:\Users\anna\XLSTART\XLCLV.xlam","C:\Office\XLSTART\xlclv.xlam")',
    "A32": r'MY_IsElsewhere("c:\office\xlstart\xlclv.xlam","C:\Office\XLSTART\xlclv.xlam")',
    "A33": r'MY_IsElsewhere("https://firm.example/shared/xlclv.xlam","C:\Office\XLSTART\xlclv.xlam")',
    "A34": r'MY_IsElsewhere("C:\my xlclv.xlam","C:\Office\XLSTART\xlclv.xlam")',
    "Z40": 7.0,
    "Y41": 8.0,
    "AB60": 9.0,
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
    """The cell shows #VALUE!, the reason is kept for About until the function answers again; Python lives on."""
    assert cells["A4"] == "Error 2015"
    assert cells["A6"] == 1
    assert cells["A21"] == "CLV: KeyError: 'x'"
    assert cells["A22"] == "<>"


def test_a_lost_server_is_started_again(cells: dict[str, Any]) -> None:
    """The call that found it dead is answered by a new one, which has a new number in its command line."""
    python = r'"C:\p y\python.exe" -E -P -X utf8 -m xlclv.serve $(CLSID)'
    assert cells["A23"] == f"168 from start 2|{python} 1|{python} 2"


def test_a_call_that_kills_python_is_given_up(cells: dict[str, Any]) -> None:
    """Twice is enough: the next cell is told at once, and why."""
    assert cells["A24"].startswith("2 CLV: the Python of the functions stopped while it was asked; try a smaller range")


def test_without_python_fifty_cells_wait_once(cells: dict[str, Any]) -> None:
    """One start for all within ten seconds; the reason is what CLV_WHY shows, and About."""
    why = "python.exe is not there; 'xlclv addin doctor' says more"
    assert cells["A25"] == f"1 CLV: {why} | {why} | {why}"


def test_values_cross_the_border_and_whole_columns_end_with_the_data(cells: dict[str, Any]) -> None:
    """No range is handed on; columns open below stay in step with one another, to the last cell filled in any."""
    assert cells["A26"] == "0.1 41x1 40x1"
    assert cells["A27"] == "0.1 2x1 41x2"
    assert cells["A28"] == "0.1 60x1 1x28"
    assert cells["A30"] == "CLV_WHY 1 CLV"


def test_several_areas_are_refused_in_words(cells: dict[str, Any]) -> None:
    """Never the first area alone: #VALUE!, and CLV_WHY names the reference."""
    why = "Z1:Z2,X5:X6 are several areas; give one block of cells"
    assert cells["A29"] == f"True CLV: {why} | {why}"


def test_a_table_is_fixed_element_by_element(cells: dict[str, Any]) -> None:
    """Numbers and texts stay, each error text becomes its error, what only looks like one stays text."""
    assert [cells[f"{c}9"] for c in "ABC"] == [1.5, "Error 2042", "text"]
    assert [cells[f"{c}10"] for c in "ABC"] == ["Error 2007", "#VALUE", 4]
    assert cells["A15"] == "#N/A is text here"


def test_a_single_row_is_fixed_too(cells: dict[str, Any]) -> None:
    """xlwings hands one row over as a flat list."""
    assert [cells[f"{c}12"] for c in "ABC"] == ["Error 2036", 2, "x"]


def test_any_number_of_arguments_arrives(cells: dict[str, Any]) -> None:
    """CLV_WHY passes on all it was given, from none to many; a function without arguments passes on none."""
    assert cells["A16"] == "CLV_WHY 3 CLV"
    assert cells["A17"] == "CLV_WHY 0 CLV"
    assert cells["A18"] == "CLV_SELFTEST -1"


def test_relink_takes_other_copies_of_the_addin_alone(cells: dict[str, Any]) -> None:
    """The same file name in another folder or on the web; not this very file, and no other workbook."""
    assert [bool(cells[f"A{row}"]) for row in range(31, 35)] == [True, False, True, False]


def test_the_command_lines_are_those_that_python_says(cells: dict[str, Any]) -> None:
    """What the bridge types is what workbook/addin/command.py says, for those who play Excel."""
    python = r"C:\p y\python.exe"
    assert cells["A19"] == command.command(python)
    assert cells["A20"] == command.line(python, "", command.BUTTONS, "check 7")
    assert command.command(python, "D:\\src\\").startswith(rf'"{python}" -E -P -X utf8 "D:\src\xlclv\serve.py" ')
