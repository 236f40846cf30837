"""docs/calc.md is true: every formula in it is typed into Calc, and every difference is one that is tested."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.calc.differences import BROKEN_RANGE
from tests.calc.office import Book, Office
from tests.worksheet.examples import HIGH_END

pytestmark = pytest.mark.libreoffice

PAGE = (Path(__file__).parents[2] / "docs" / "calc.md").read_text(encoding="utf-8")
FIRST = re.findall(r"(?m)^\| `(=[^`]+)` \| ([^|]+) \|$", PAGE)
ARRAYS = re.findall(r"(?m)^\| (?:(\d) rows?, (\d) columns|[^|`]+) \| `(=[^`]+)` \| [^|]+ \|$", PAGE)


@pytest.fixture(scope="module")
def book(calc: Office) -> Iterator[Book]:
    """The columns that the page's formulas name."""
    made = calc.book()
    frequency = [float(i % 5) for i in range(60)]
    history = [[f, f * (3 + i % 7), 70.0 - i % 30] for i, f in enumerate(frequency)]
    made.put({"A2:A9": HIGH_END, "B2:D61": history, "E2:E61": [[10.0 + i] for i in range(60)],
              "F2:F61": [[f"Group {i % 3}"] for i in range(60)]})  # fmt: skip
    yield made
    made.ask("close")


@pytest.mark.parametrize(("formula", "shows"), FIRST)
def test_a_first_formula_shows_what_the_page_says(book: Book, formula: str, shows: str) -> None:
    """Numbers to the digits that are printed, errors and words to the letter."""
    assert len(FIRST) == 7
    book.put({"Z1": formula})
    seen = book.sees("Z1")
    if re.fullmatch(r"-?\d+(\.\d+)?", shows):
        assert round(seen, 6) == float(shows)
    else:
        assert seen == shows


@pytest.mark.parametrize(("rows", "columns", "formula"), ARRAYS)
def test_an_array_formula_fills_its_cells(book: Book, rows: str, columns: str, formula: str) -> None:
    """The cells that the page has selected are as many as the answer has: no row shows #N/A, one more would."""
    assert len(ARRAYS) == 4
    height, width = (int(rows), int(columns)) if rows else (4, 7) if "TABLE" in formula else (499, 1)
    area = f"K2:{chr(ord('K') + width - 1)}{1 + height + 1}"
    book.put({area: f"{{{formula}}}"})
    shown = book.sees(area)
    book.put({area: None})
    assert "#N/A" not in [row[0] for row in shown[:-1]]  # a standard error beside it may be one
    assert set(shown[-1]) == {"#N/A"}


def test_a_block_is_an_argument_as_it_stands(book: Book) -> None:
    """The fit in H2:J7, and the same fit inside the call."""
    book.put({"H2:J7": "{=CLV_CONTRACT_FIT(A2:A9)}"})
    calls = re.findall(r"`(=CLV_CONTRACT_SURVIVAL\([^`]+)`", PAGE)
    assert len(calls) == 2
    book.put({f"Z{i}": call for i, call in enumerate(calls, 2)})
    first, second = book.read("Z2", "Z3")
    assert first == second == pytest.approx(0.577, abs=0.02)


@pytest.mark.parametrize(
    ("formula", "shows"),
    [("=MIN(1;CLV(-50;4;3))", 1.0), ("=SUM(1;CLV(-50;4;3))", "#NUM!"), ("=CLV(50;4;3;100;X1)", -100.0),
     ("=CLV(50;4;3;100;X1:X1)", 500.0), ("=CLV(NA();4;3)", "#N/A")],
)  # fmt: skip
def test_what_is_different_is_so(book: Book, formula: str, shows: Any) -> None:
    """The table of differences, where the conformance table has no such case."""
    book.put({"Z5": formula})
    assert book.sees("Z5") == shows


def test_every_difference_is_on_the_page() -> None:
    """What the conformance test lets pass is said to the reader."""
    assert "TRUE or FALSE where a number is wanted" in PAGE
    assert f"the whole answer is {BROKEN_RANGE}" in PAGE
