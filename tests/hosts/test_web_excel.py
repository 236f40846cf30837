"""The conformance table through xlwings.server, as Excel on the web and xlwings Lite call the functions.

Optional: files under xlwings' pro folder have their own licence, so this runs only where the environment carries
XLWINGS_LICENSE_KEY (its documented value for evaluation is "noncommercial").
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.hosts.conformance import CASES, OMITTED, Err
from tests.worksheet.test_examples import assert_shows
from xlclv.serials import serial

pytestmark = pytest.mark.skipif(
    "XLWINGS_LICENSE_KEY" not in os.environ, reason="XLWINGS_LICENSE_KEY is not set: xlwings.server is licensed apart"
)
KINDS = {"#N/A": "NotAvailable", "#DIV/0!": "Div0", "#SPILL!": "Spill", "#CALC!": "Calc"}
TEXTS = {"NotAvailable": "#N/A", "Div0": "#DIV/0!", "Value": "#VALUE!", "Num": "#NUM!", "InvalidReference": "#REF!"}
SERVER = """
import asyncio, json, sys
import xlwings, xlwings.server
from xlclv import udfs
common = {"caller_address": "[B.xlsx]S!C3", "date_format": "m/d/yyyy", "culture_info_name": "en-US", "runtime": "1.4",
          "version": xlwings.__version__, "client": "Office.js", "content_language": "en-US"}
answers = []
for name, arguments in json.load(sys.stdin):
    call = {"func_name": name, "args": arguments, **common}
    answers.append(asyncio.run(xlwings.server.custom_functions_call(call, udfs)))
json.dump(answers, sys.stdout, allow_nan=False)
"""


def as_json(argument: Any) -> Any:
    """A cell as Office.js sends it."""
    if isinstance(argument, list):
        return [[as_json(cell) for cell in row] for row in argument]
    if isinstance(argument, Err):
        return {"type": "Error", "errorType": KINDS[argument.text], "basicType": "Error", "basicValue": argument.text}
    if hasattr(argument, "year"):
        return serial(argument)
    return float(argument) if type(argument).__name__ == "Decimal" else argument


def shown(answer: Any) -> Any:
    """What the sheet shows: a grid of one is a cell, an error object is its error."""
    if isinstance(answer, dict):
        return TEXTS[answer["errorType"]]
    if isinstance(answer, list):
        rows = [shown(part) for part in answer]
        return rows[0][0] if len(rows) == 1 and isinstance(rows[0], list) and len(rows[0]) == 1 else rows
    return answer


@pytest.fixture(scope="module")
def answers() -> list[Any]:
    calls = []
    for _, name, arguments, _ in CASES:
        given = [None if a is OMITTED else as_json(a if isinstance(a, list) else [[a]]) for a in arguments]
        calls.append((name, [given[0], given[1:]] if name == "CLV_WHY" else given + [None] * (11 - len(given))))
    import inspect

    from xlclv import udfs

    for i, (name, given) in enumerate(calls):
        if name != "CLV_WHY":
            calls[i] = (name, given[: len(inspect.signature(getattr(udfs, name)).parameters)])
    done = subprocess.run(
        [sys.executable, "-c", SERVER], input=json.dumps(calls), capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "XLWINGS_ON_SERVER": "true"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("row", range(len(CASES)), ids=[case[0] for case in CASES])
def test_conformance_on_the_web(answers: list[Any], row: int) -> None:
    """The reply is strict JSON, and error texts have become true errors."""
    assert_shows(shown(answers[row]), CASES[row][3])
