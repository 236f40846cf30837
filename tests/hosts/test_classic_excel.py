"""The functions through the real xlwings.udfs: the VBA module, the help texts, and values through COM."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from typing import Any

import pytest

from tests.hosts import conformance
from tests.hosts.conformance import CASES
from tests.hosts.pywin32 import COM_ERRORS, OMITTED
from tests.worksheet.examples import EXAMPLES
from tests.worksheet.test_examples import assert_shows
from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS


@pytest.fixture(scope="module")
def excel() -> dict[str, Any]:
    calls = [(name, (*map(com, arguments), *[OMITTED] * _missing(name, arguments))) for _, name, arguments, _ in CASES]
    calls += [(name, (*arguments, *[OMITTED] * _missing(name, arguments))) for _, name, arguments, _ in EXAMPLES]
    calls += [("export_summary", ())]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hosts.excel_process"], input=pickle.dumps(calls), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return pickle.loads(done.stdout)


def com(argument: Any) -> Any:
    """An argument as COM hands it over: error values are integers, what was left out is a code."""
    if isinstance(argument, list):
        return [[com(cell) for cell in row] for row in argument]
    if isinstance(argument, conformance.Err):
        return COM_ERRORS[argument.text]
    return OMITTED if argument is conformance.OMITTED else argument


def _missing(name: str, arguments: tuple[Any, ...]) -> int:
    return 0 if name == "CLV_WHY" else len(inspect.signature(getattr(udfs, name)).parameters) - len(arguments)


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


@pytest.mark.parametrize("row", range(len(CASES)), ids=[case[0] for case in CASES])
def test_conformance_through_com(excel: dict[str, Any], row: int) -> None:
    """Blanks, omitted arguments, currency, error values and ranges keep their meaning through COM."""
    assert_shows(shown(excel["answers"][row]), CASES[row][3])


@pytest.mark.parametrize("row", range(len(EXAMPLES)), ids=lambda i: f"{EXAMPLES[i][1]}-{i}")
def test_examples_come_through_com(excel: dict[str, Any], row: int) -> None:
    """The catalogue's numbers are what Excel would be handed."""
    assert_shows(shown(excel["answers"][len(CASES) + row]), EXAMPLES[row][3])


def test_nothing_but_worksheet_functions_is_answered(excel: dict[str, Any]) -> None:
    """Another name of the same module is refused in words, as a failed call of a server that lives."""
    assert excel["answers"][-1] == "-2147467259 LookupError: there is no function export_summary"


def shown(answer: Any) -> Any:
    """xlwings hands a single row over as a flat list, which Excel shows as that row."""
    return [answer] if isinstance(answer, list) and not isinstance(answer[0], list | tuple) else answer
