"""The pipe between LibreOffice and the Python that has xlclv: answers, errors, and what happens when one is missing."""

from __future__ import annotations

import math
import os
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from xlclv.cells.read import ERRORS
from xlclv.workbook.calc import package
from xlclv.workbook.calc.office.pythonpath import xlclv_bridge
from xlclv.workbook.calc.office.pythonpath.xlclv_bridge import CODES, NAMELESS, Bridge, cell, error_value


@pytest.fixture
def made() -> Iterator[Callable[[str], Bridge]]:
    bridges = []

    def make(interpreter: str) -> Bridge:
        bridges.append(Bridge(package.settings(interpreter, "")))
        return bridges[-1]

    yield make
    for bridge in bridges:
        bridge.close()


@pytest.fixture
def bridge(made: Callable[[str], Bridge]) -> Bridge:
    return made(sys.executable)


def code(value: Any) -> int:
    """The error in a cell's number."""
    assert math.isnan(value)
    return int(struct.unpack("<Q", struct.pack("<d", value))[0] & 0xFFFF)


def test_answers_are_rows_of_cells(bridge: Bridge) -> None:
    """One cell, a column, a table with text; arguments left out at the end keep their defaults."""
    assert bridge.call("CLV", (50.0, 4.0, 3.0, 100.0, None, None, None)) == ((500.0,),)
    assert bridge.call("CLV", (((50.0,), (60.0,)), 4.0, 3.0)) == ((600.0,), (720.0,))
    assert bridge.call("CLV_TIER", (((900.0,), (20.0,)), ((500.0,),), (("A", "B"),))) == (("A",), ("B",))
    assert bridge.call("CLV_WHY", ("CLV", 50.0, 4.0, 3.0)) == (("OK",),)
    assert bridge.call("CLV_CAC", (2.5, None, 15.0, 0.02)) == ((pytest.approx(140),),)


def test_errors_are_numbers_with_calc_s_code(bridge: Bridge) -> None:
    """Each error text of ours has its code in Calc; a compulsory argument left out has Calc's own."""
    assert code(bridge.call("CLV_RETENTION", (0.1, 80.0, 100.0))[0][0]) == CODES["#NUM!"]
    assert code(bridge.call("CLV_PAYBACK", (500.0, 20.0, 0.95, 0.008))[0][0]) == CODES["#N/A"]
    assert code(bridge.call("CLV", (50.0, 4.0, None))[0][0]) == xlclv_bridge.MISSING
    assert set(CODES) | set(NAMELESS) == ERRORS
    assert [code(cell(text)) for text in CODES] == list(CODES.values())
    assert all(code(cell(text)) == CODES["#VALUE!"] for text in NAMELESS)
    assert cell("#N/A: words") == "#N/A: words"
    assert cell(True) is True
    assert math.isnan(error_value(503))


def test_a_python_that_is_not_there_is_said_in_one_line(made: Callable[[str], Bridge]) -> None:
    """Numbers show #NAME?, so that no total is short of them; the functions of words say what to do."""
    bridge = made("/nowhere/python")
    assert code(bridge.call("CLV", (50.0, 4.0, 3.0))[0][0]) == CODES["#NAME?"]
    said = bridge.call("CLV_WHY", ("CLV", 50.0))[0][0]
    assert "/nowhere/python does not start" in said
    assert "xlclv addin install --for calc" in said
    assert "\n" not in said


def test_a_python_without_xlclv_is_said_in_one_line(
    made: Callable[[str], Bridge], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is Python's own last line."""
    monkeypatch.setattr(xlclv_bridge, "PROGRAM", "xlclv.is_not_here")
    said = made(sys.executable).call("CLV_SELFTEST", ())[0][0]
    assert "cannot run the functions" in said
    assert "is_not_here" in said


def test_a_python_that_died_is_started_again(bridge: Bridge) -> None:
    """The next call is answered; no cell is left with an old value."""
    assert bridge.call("CLV", (50.0, 4.0, 3.0)) == ((600.0,),)
    process = bridge._process
    assert process is not None
    os.kill(process.pid, signal.SIGTERM)
    process.wait()
    assert bridge.call("CLV", (60.0, 4.0, 3.0)) == ((720.0,),)


def test_the_process_ends_with_the_office(bridge: Bridge) -> None:
    """When the pipe is closed, as it is when LibreOffice ends or falls, the functions' Python goes too, in peace."""
    bridge.call("CLV", (50.0, 4.0, 3.0))
    process = bridge._process
    assert process is not None
    process.stdin.close()
    assert process.wait(30) == 0


def test_a_fault_of_ours_is_one_cell(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python error is #VALUE! there, and the process goes on."""
    assert code(bridge.call("CLV", (object, 4.0, 3.0))[0][0]) == CODES["#VALUE!"]
    assert bridge.call("CLV", (60.0, 4.0, 3.0)) == ((720.0,),)
