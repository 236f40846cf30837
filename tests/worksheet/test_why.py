"""CLV_WHY's fix: the number that was typed, every argument at fault, headers, Yes and No, dates that are text."""

from __future__ import annotations

from typing import Any

import pytest

from xlclv import udfs

P = [[0.243, 4.414, 0.793, 2.426]]


def col(*cells: Any) -> list[list[Any]]:
    return [[cell] for cell in cells]


X, TX, T = col(2, 0), col(30.0, 0), col(38.0, 38.0)
HEADER = "row 1 looks like a header: select the rows below it"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("CLV_RETENTION", 0.1, 65, 100), ["retention is 65", "type 65% or 0.65"]),
        (("CLV_RETENTION", 0.1, 12.5, 100), ["type 12.5% or 0.125"]),
        (("CLV_RETENTION", 8, 80, 100), ["rate is 8", "type 8% or 0.08", "retention is 80", "type 80% or 0.8"]),
        (("CLV_RETENTION", 0.1, 1.2, 100), ["retention is 1.2", "type 80% or 0.8"]),
        (("CLV_RETENTION", 0.1, col(0.5, 65, 70), 100), ["row 2 is 65", "type 65% or 0.65", "type 70% or 0.7"]),
        (("CLV_RETENTION", "x", 65, 100, None, 3), ["rate is 'x'", "type 65% or 0.65", "timing is 3; must be 0, 0.5"]),
        (("CLV_RETENTION", 0.1, 0.8, 100, None, None, "Yes"), ["first_certain is 'Yes'", "type 1 or TRUE"]),
        (("CLV_SURVIVAL", col(1, 2), col("Yes", "nein"), 1), ["row 1 is 'Yes'", "1 or TRUE", "row 2", "0 or FALSE"]),
        (("CLV_REALISED", 0.1, col("Amount", 5), col("Date", 45000), 45500), ["'Amount'", f"{HEADER}. dates", "Date"]),
        (("CLV_REALISED", 0.1, col(4, 5), col("2024-01-05", 45001), 45500), ["dates in row 1", "=DATE(2024,1,5)"]),
        (("CLV_REALISED", 0.1, col(4, 5), col("Date", "5/6/2024"), 45500), [HEADER, "Data, Text to Columns"]),
        (("CLV_P_ALIVE", [[0.243, 4.414, 0.793, "x"]], 2, 30, 38), ["params holds 'x'", "its numbers alone"]),
        (("CLV_HOLDOUT", col(1, 2, 3), col(1, 2), 1), ["as long as the other lists", "bins is 1"]),
    ],
)
def test_the_fix_speaks_of_what_was_typed(call: tuple[Any, ...], words: list[str]) -> None:
    """Every faulty argument is named, with its value and what to do about it."""
    said = udfs.CLV_WHY(*call)
    assert [word for word in words if word not in said] == []


def test_a_text_in_a_column_of_numbers_is_no_header() -> None:
    """Only the first row is one, and only above cells that hold what they should."""
    assert "header" not in udfs.CLV_WHY("CLV_REALISED", 0.1, col(5, "Amount"), col(45000, 45001), 45500)
    assert "header" not in udfs.CLV_WHY("CLV_REALISED", 0.1, col("n/k", "n/k"), col(45000, 45001), 45500)


@pytest.mark.parametrize(
    "call",
    [
        ("CLV_P_ALIVE", [P[0][:3]], X, TX, T),
        ("CLV_P_ALIVE", P, X, TX, T, "foo"),
        ("CLV_EXPECTED_ORDERS", [P[0][:3]], X, TX, T, 39),
        ("CLV_EXPECTED_SPEND", [[6.25, 3.74]], X, col(22, 0)),
        ("CLV_BTYD", 0.1, P, [[6.25, 3.74]], X, TX, T, col(22, 0), 52),
        ("CLV_CONTRACT_SURVIVAL", [[0.7]], col(1, 2)),
        ("CLV_CONTRACT", 0.1, [[0.7]], col(100, 200)),
        ("CLV_BREAKEVEN", "foo", col(0.1, 0.2), 0.8, 100, 10),
        ("CLV_CC_COST_BPO", "foo", col(100, 200)),
        ("CLV_CONCENTRATION", col(1, 2, 3), "foo"),
    ],
)
def test_a_wrong_option_or_number_of_parameters_is_one_cell(call: tuple[Any, ...]) -> None:
    """What all rows share and is of the wrong kind is one #VALUE!, not one a row."""
    name, *cells = call
    assert getattr(udfs, name)(*cells) == "#VALUE!"


def test_an_option_of_each_row_is_a_fault_of_its_row() -> None:
    """A column of options: the good rows are answered."""
    answer = udfs.CLV_P_ALIVE(P, X, TX, T, col("bg/nbd", "foo"))
    assert answer[1] == ["#VALUE!"]
    assert 0 < answer[0][0] < 1


@pytest.mark.parametrize(
    "call",
    [
        ("CLV_SPEND_FIT", col(1, 2), col(10, -20, 30)),
        ("CLV_SPEND_FIT", 1.5, col(10, 20, 30)),
        ("CLV_BTYD_FIT", col(1, 2), col(50, 20, 30), col(40, 40)),
        ("CLV_HOLDOUT", col(1, 2, 3), col(1, 2), 1),
        ("CLV_HOLDOUT", col(1, 2), col(1, 2), 1),
        ("CLV_RFM_SUMMARY", col("a", "b"), col(45000, 45100, 45001), col(1, 2), 45500, 0),
        ("CLV_RFM_SCORE", col(1, 2), col(1, 0, 1), col(1, 2, 3), 1),
        ("CLV_SERVICE_LEVEL", col(1, 2, 3), col(1, 2), 1, 2),
        ("CLV_LOOKALIKE", [[1, 2], [3, 4]], col(1, 0, 1), col(-1, 1)),
    ],
)
def test_beyond_its_bounds_outranks_lists_of_unequal_length(call: tuple[Any, ...]) -> None:
    """#NUM! comes before #N/A."""
    name, *cells = call
    assert getattr(udfs, name)(*cells) == "#NUM!"


@pytest.mark.parametrize(
    "call",
    [
        ("CLV_SPEND_FIT", col(1, 2), col(10, 20, 30)),
        ("CLV_RFM_SCORE", col(1, 2), col(1, 0, 1), col(1, 2, 3)),
        ("CLV_HOLDOUT", [[i] for i in range(12)], [[i] for i in range(5)], 10),
    ],
)
def test_unequal_lengths_alone_are_na(call: tuple[Any, ...]) -> None:
    """That the shortest list is short is no second fault."""
    name, *cells = call
    assert getattr(udfs, name)(*cells) == "#N/A"
