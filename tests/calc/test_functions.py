"""The functions in Calc itself: the catalogue's numbers, the conformance table, words, recalculation, time."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.calc.cases import Layout
from tests.calc.differences import BOOLEANS, can_be_typed, shown_in_calc
from tests.calc.office import Book, Office
from tests.hosts.conformance import CASES
from tests.worksheet.examples import EXAMPLES, HIGH_END
from tests.worksheet.test_examples import assert_shows
from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS

pytestmark = pytest.mark.libreoffice

# label, function, arguments, what Calc shows
TYPED = [(label, name, given, shown_in_calc(label, given, shows)) for label, name, given, shows in CASES
         if can_be_typed(given)]  # fmt: skip


def laid_out(calc: Office, cases: list[tuple[str, tuple[Any, ...], Any]]) -> list[Any]:
    """What Calc shows for each case, all of them on one sheet."""
    layout, book = Layout(), calc.book()
    for case in cases:
        layout.add(*case)
    book.put(layout.cells)
    answers = book.read(*layout.answers)
    book.ask("close")
    return answers


@pytest.fixture(scope="module")
def examples(calc: Office) -> list[Any]:
    return laid_out(calc, [(name, arguments, wanted) for _, name, arguments, wanted in EXAMPLES])


@pytest.fixture(scope="module")
def conformance(calc: Office) -> list[Any]:
    return laid_out(calc, [case[1:] for case in TYPED])


@pytest.mark.parametrize("row", range(len(EXAMPLES)), ids=lambda i: f"{EXAMPLES[i][1]}-{i}")
def test_example(examples: list[Any], row: int) -> None:
    """Every worked example of the catalogue gives its number in Calc, to six decimals."""
    wanted = EXAMPLES[row][3]
    assert_shows(examples[row], wanted[0][0] if _is_single(wanted) else wanted)


@pytest.mark.parametrize("row", range(len(TYPED)), ids=[case[0] for case in TYPED])
def test_conformance(conformance: list[Any], row: int) -> None:
    """The table of inputs holds in Calc too, but for the differences that are listed and documented."""
    shows = TYPED[row][3]
    assert_shows(conformance[row], shows[0][0] if _is_single(shows) else shows)


def test_no_difference_is_listed_in_vain() -> None:
    """Each label is one of the table's, and Calc does show something else there."""
    table = {label: shows for label, _, _, shows in CASES}
    assert all(table[label] != shows for label, shows in BOOLEANS.items())


def _is_single(wanted: Any) -> bool:
    return isinstance(wanted, list) and len(wanted) == len(wanted[0]) == 1


def test_every_function_has_been_called(calc: Office) -> None:
    """Those without a worked example answer in Calc what they answer in Python."""
    seen = {name for _, name, _, _ in EXAMPLES}
    frequency, recency = [[float(i % 5)] for i in range(30)], [[float(i % 5) * (3 + i % 7)] for i in range(30)]
    ages, money = [[60.0 - i] for i in range(30)], [[10.0 + 7 * (i % 4) + i if i % 5 else 0.0] for i in range(30)]
    given: dict[str, tuple[Any, ...]] = {
        "CLV_CONTRACT_FIT": (HIGH_END,),
        "CLV_TENURE_FIT": ([[float(i % 6)] for i in range(30)], [[float(i % 3 > 0)] for i in range(30)]),
        "CLV_BTYD_FIT": (frequency, recency, ages),
        "CLV_SPEND_FIT": (frequency, money),
        "CLV_SELFTEST": (),
    }
    assert set(FUNCTIONS) == seen | set(given)
    wanted = {name: getattr(udfs, name)(*arguments) for name, arguments in given.items()}
    found = laid_out(calc, [(name, arguments, wanted[name]) for name, arguments in given.items()])
    assert all(isinstance(answer, list) for answer in wanted.values())
    for answer, name in zip(found, given, strict=True):
        plain = [[float(v) if isinstance(v, bool) else v for v in row] for row in wanted[name]]  # Calc's TRUE is 1
        assert_shows(answer, plain)


def test_the_wizard_shows_our_words(calc: Office) -> None:
    """Description and arguments of every function, in order; an optional one says what leaving it out means."""
    for name, function in FUNCTIONS.items():
        described = calc.ask("described", name)
        assert described["description"] == function.summary
        assert [a for a, _ in described["arguments"]] == [a.name for a in function.arguments]
        for (_, words), argument in zip(described["arguments"], function.arguments, strict=True):
            assert words.startswith(argument.term.words)
            assert ("left out" in words) == (not argument.required and argument.default is not None)


def test_errors_are_calc_s_own(calc: Office) -> None:
    """IFERROR, ISNA and ERROR.TYPE see them; a compulsory argument left out is Calc's own Err:511; words say why."""
    book = calc.book()
    book.put(
        {
            "A1": "=CLV_PAYBACK(500;20;0.95;0.008)",
            "A2": "=ISNA(A1)",
            "A3": "=IFERROR(CLV_RETENTION(0.1;80;100);-1)",
            "A4": "=ERROR.TYPE(A8)",
            "A5": "=CLV(50;4)",
            "A6": '=CLV_WHY("CLV_RETENTION";0.1;80;100)',
            "A7": "=SUM(CLV(50;4;3);CLV(-50;4;3))",
            "A8": "=CLV_RETENTION(0.1;80;100)",
        }
    )
    assert book.read("A1", "A2", "A3", "A4", "A5", "A7") == ["#N/A", 1.0, -1.0, 6.0, "Err:511", "#NUM!"]
    assert "between 0 and 1" in book.sees("A6")
    book.ask("close")


@pytest.mark.parametrize("typed", ["=CLV(50,4,3,100)", "=CLV(50;4;3;100)", "=clv(50;4;3;100)"])
def test_a_formula_typed_by_hand(calc: Office, typed: str) -> None:
    """With the comma of English offices or the semicolon that all take, in capitals or not."""
    book = calc.book()
    book.ask("enter", "B2", typed)
    assert book.sees("B2") == 500.0
    book.ask("close")


def test_an_empty_cell_alone_counts_as_0(calc: Office) -> None:
    """Calc hands one empty cell over as 0; left out, or as the range A1:A1, it keeps the default. Documented."""
    book = calc.book()
    book.put({"C1": "=CLV(50;4;3;100;A1)", "C2": "=CLV(50;4;3;100)", "C3": "=CLV(50;4;3;100;A1:A1)"})
    assert book.read("C1", "C2", "C3") == [-100.0, 500.0, 500.0]
    book.ask("close")


def test_a_changed_input_changes_the_answer(calc: Office) -> None:
    """Single formulas and array formulas follow their cells, at once."""
    book = calc.book()
    book.put({"A1": 50, "A2": 80, "B1": 3, "C1": "=CLV(A1;4;B1;100)", "D1:D2": "{=CLV(A1:A2;4;B1;100)}"})
    assert book.read("C1", "D1:D2") == [500.0, [[500.0], [860.0]]]
    book.put({"B1": 5, "A2": 10})
    assert book.read("C1", "D1:D2") == [900.0, [[900.0], [100.0]]]
    book.ask("close")


def test_two_thousand_formulas(calc: Office, record_property: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """They are all right; how long Calc took to type and to recalculate them is printed, not judged."""
    book = calc.book()
    book.put({"A1:A2000": [[float(i)] for i in range(1, 2001)]})
    began = time.perf_counter()
    book.put({"B1:B2000": [[f"=CLV(A{i};4;3;100)"] for i in range(1, 2001)]})
    first, again = time.perf_counter() - began, book.ask("calculate")
    record_property("seconds", again)
    with capsys.disabled():
        print(f"\n2,000 formulas in Calc: entered in {first:.1f} s, recalculated in {again:.2f} s")
    assert book.sees("B1:B2000") == [[12.0 * i - 100] for i in range(1, 2001)]
    book.ask("close")


def test_a_saved_sheet_opens_again(calc: Office) -> None:
    """As .ods and as .xlsx from Calc, and it still calculates."""
    book = calc.book()
    book.put({"A1": 50, "B1": "=CLV(A1;4;3)", "C1:C2": "{=CLV_MIGRATION(0.1;E1:F2;G1:G2)}", "E1": 0.5, "F1": 0.5,
              "E2": 0, "F2": 1, "G1": 10, "G2": 0})  # fmt: skip
    for ending in ("ods", "xlsx"):
        path = calc.person.home / f"kept.{ending}"
        book.ask("store", path.as_uri())
        again = Book(calc, f"kept {ending}")
        calc.ask("load", again.name, path.as_uri())
        again.put({"A1": 60})
        again.ask("calculate")
        assert again.sees("B1") == 720.0
        assert again.sees("C1:C2") == [[pytest.approx(18.333333)], [0.0]]
        again.ask("close")
    book.ask("close")
