"""The functions through the real xlwings.udfs: the VBA module, the help texts, and values through COM."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

import udfs
from tests.hosts.pywin32 import COM_ERRORS, OMITTED
from tests.worksheet.examples import EXAMPLES
from tests.worksheet.test_examples import assert_shows
from xlclv.terms.catalogue import FUNCTIONS

ODD_CELLS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("CLV", (50.0, 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), 600.0),
    ("CLV", ([[50.0]], [[4.0]], [[3.0]], [[None]], OMITTED, OMITTED, OMITTED), 600.0),
    ("CLV", ([[Decimal("50.0000")]], 4.0, 3.0, 100.0, OMITTED, OMITTED, OMITTED), 500.0),
    ("CLV", ([[COM_ERRORS["#N/A"]]], 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), "#N/A"),
    ("CLV", ([[COM_ERRORS["#SPILL!"]]], 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), "#SPILL!"),
    ("CLV", ([["50"]], 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), "#VALUE!"),
    ("CLV", ([[True]], 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), "#VALUE!"),
    ("CLV", ([[50.0], [None], ["x"]], 4.0, 3.0, OMITTED, OMITTED, OMITTED, OMITTED), [[600.0], [0.0], ["#VALUE!"]]),
    ("CLV_RETENTION", (0.1, [[85.0]], 100.0, *[OMITTED] * 5), "#NUM!"),
]


@pytest.fixture(scope="module")
def excel() -> dict[str, Any]:
    calls = [(name, arguments) for name, arguments, _ in ODD_CELLS]
    calls += [(name, (*arguments, *[OMITTED] * _missing(name, arguments))) for _, name, arguments, _ in EXAMPLES]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hosts.excel_process"], input=pickle.dumps(calls), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return pickle.loads(done.stdout)


def _missing(name: str, arguments: tuple[Any, ...]) -> int:
    return len(inspect.signature(getattr(udfs, name)).parameters) - len(arguments)


def test_every_function_is_in_the_vba_module(excel: dict[str, Any]) -> None:
    """Import Functions finds each function with its arguments in order, optional ones marked."""
    for name, function in FUNCTIONS.items():
        marked = ", ".join(
            f"ParamArray {a.name}()" if a.take == "rest" else a.name if a.required else f"Optional {a.name}"
            for a in function.arguments
        )
        assert f"Function {name}({marked})" in excel["vba"]


def test_the_function_wizard_shows_our_words(excel: dict[str, Any]) -> None:
    """MacroOptions gets the description and every argument's words, none longer than Excel keeps."""
    options = dict(excel["options"])
    for name, function in FUNCTIONS.items():
        given = next(v for k, v in options.items() if k.endswith(f"!{name}") or k == name)
        assert given["Description"].strip('"') == function.summary
        shown = [words.strip('"') for words in given["ArgumentDescriptions"] or []]
        assert shown == [a.term.words for a in function.arguments]
        assert all(len(words) <= 255 for words in (function.summary, *shown))


@pytest.mark.parametrize("row", range(len(ODD_CELLS)), ids=lambda i: f"{ODD_CELLS[i][0]}-{i}")
def test_odd_cells_come_through_com(excel: dict[str, Any], row: int) -> None:
    """Blanks, omitted arguments, currency, error values and ranges keep their meaning through COM."""
    assert_shows(shown(excel["answers"][row]), ODD_CELLS[row][2])


@pytest.mark.parametrize("row", range(len(EXAMPLES)), ids=lambda i: f"{EXAMPLES[i][1]}-{i}")
def test_examples_come_through_com(excel: dict[str, Any], row: int) -> None:
    """The catalogue's numbers are what Excel would be handed."""
    assert_shows(shown(excel["answers"][len(ODD_CELLS) + row]), EXAMPLES[row][3])


def shown(answer: Any) -> Any:
    """xlwings hands a single row over as a flat list, which Excel shows as that row."""
    return [answer] if isinstance(answer, list) and not isinstance(answer[0], list | tuple) else answer
