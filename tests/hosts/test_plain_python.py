"""The conformance table called from plain Python, with what xlwings hands to a function."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.conformance import CASES, OMITTED, Err
from tests.hosts.pywin32 import COM_ERRORS
from tests.worksheet.test_examples import assert_shows
from xlclv import udfs

NAMED = {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"}  # those xlwings turns into text


def plain(argument: Any) -> Any:
    if isinstance(argument, list):
        return [[plain(cell) for cell in row] for row in argument]
    if isinstance(argument, Err):
        return argument.text if argument.text in NAMED else COM_ERRORS[argument.text]
    return argument


@pytest.mark.parametrize(("label", "name", "arguments", "shows"), CASES, ids=[case[0] for case in CASES])
def test_conformance(label: str, name: str, arguments: tuple[Any, ...], shows: Any) -> None:
    """No cell ever shows a blank, a 0 or a Python message for a failure."""
    given = [plain(argument) for argument in arguments]
    while given and given[-1] is OMITTED:
        given.pop()
    defaults = {"timing": 0.0, "nper": None}
    given = [defaults["nper"] if argument is OMITTED else argument for argument in given]
    assert_shows(getattr(udfs, name)(*given), shows)


@pytest.mark.parametrize(
    ("name", "arguments", "shows"),
    [
        ("CLV", ([], 4.0, 3.0), "#VALUE!"),
        ("CLV_ROI", ([], 1.0, 2.0, 3.0), "#VALUE!"),
        ("CLV_CURVE", (0.1, [], []), "#N/A"),
        ("CLV_TIER", ([],), "#N/A"),
        ("CLV_RFM_SUMMARY", ([[]], [[]], [[]]), "#N/A"),
        ("CLV_MIGRATION", (0.1, [], []), "#N/A"),
        ("CLV_TORNADO", ([], 1.0, 1.0, 1.0, 1.0, 0.1), "#VALUE!"),
    ],
)
def test_no_rows_at_all(name: str, arguments: tuple[Any, ...], shows: str) -> None:
    """No sheet has a range without rows, a caller from Python may: an error, and words for it."""
    assert getattr(udfs, name)(*arguments) == shows
    assert not udfs.CLV_WHY(name, *arguments).startswith("OK")
