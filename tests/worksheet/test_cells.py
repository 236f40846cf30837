"""The rules common to all functions: blanks, texts, errors, shapes, and where an error stands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.worksheet.examples import BG, SPEND, TX_AMOUNTS, TX_DATES, TX_IDS, column
from tests.worksheet.test_examples import assert_shows
from xlclv import udfs
from xlclv.cells.call import call
from xlclv.formulas import simple
from xlclv.terms.catalogue import FUNCTIONS

SPILL, CALC = -2146826243, -2146826238

# input of CLV's first argument -> what the cell shows with rate 4 and lifetime 3
ONE_CELL: list[tuple[str, Any, Any]] = [
    ("number", 50.0, 600.0),
    ("whole number", 50, 600.0),
    ("currency", Decimal("50.25"), 603.0),
    ("blank", None, 0.0),
    ("empty text", "", 0.0),
    ("text number", "50", "#VALUE!"),
    ("percent text", "85%", "#VALUE!"),
    ("bool", True, "#VALUE!"),
    ("date", dt.datetime(2026, 1, 1), "#VALUE!"),
    ("#N/A in", "#N/A", "#N/A"),
    ("#REF! in", "#REF!", "#REF!"),
    ("spill error", SPILL, "#SPILL!"),
    ("calc error", CALC, "#CALC!"),
    ("outside its domain", -1.0, "#NUM!"),
    ("overflow", 1e308, "#NUM!"),
]


@pytest.mark.parametrize(("label", "value", "shows"), ONE_CELL, ids=[case[0] for case in ONE_CELL])
def test_one_cell(label: str, value: Any, shows: Any) -> None:
    """What Excel can hand over as a number, plain, boxed and as a row of a range."""
    assert_shows(udfs.CLV(value, 4.0, 3.0), shows)
    assert_shows(udfs.CLV([[value]], [[4.0]], [[3.0]]), shows)
    assert_shows(udfs.CLV([[value], [1.0]], 4.0, 3.0), [[shows], [12.0]])


@pytest.mark.parametrize(
    ("first", "second", "shows"),
    [
        ([[1.0, 2.0]], column(1.0, 2.0, 3.0), [[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]),
        (column(1.0, 2.0), column(3.0, 4.0), [[3.0], [8.0]]),
        ([[1.0, 2.0], [3.0, 4.0]], [[10.0, 20.0]], [[10.0, 40.0], [30.0, 80.0]]),
        (column(1.0, 2.0), column(1.0, 2.0, 3.0), "#VALUE!"),
        ([[1.0, 2.0], [3.0, 4.0]], column(1.0, 2.0, 3.0), "#VALUE!"),
    ],
)
def test_shapes_broadcast_as_in_excel(first: Any, second: Any, shows: Any) -> None:
    """A column with a row spills a grid; shapes that cannot meet are one error."""
    assert_shows(udfs.CLV(first, second, 1.0), shows)


def test_a_bad_row_affects_only_itself() -> None:
    """Each row carries its own error; the others their value."""
    values = column(50.0, "x", "#REF!", -1.0, None)
    assert_shows(udfs.CLV(values, 4.0, 3.0), column(600.0, "#VALUE!", "#REF!", "#NUM!", 0.0))


def test_which_error_wins() -> None:
    """An error that came in first, leftmost; then #VALUE!, #NUM!, #DIV/0!, #N/A."""
    assert udfs.CLV("#N/A", "#REF!", "x") == "#N/A"
    assert udfs.CLV("x", "#REF!", -1.0) == "#REF!"
    assert udfs.CLV(-1.0, "x", 3.0) == "#VALUE!"
    assert udfs.CLV_TO_CAC(1.0, column(0.0, -1.0)) == [["#DIV/0!"], ["#NUM!"]]
    assert udfs.CLV_BREAKEVEN("retention", 2.0, None, None, 0.0) == "#NUM!"


def test_a_blank_optional_cell_means_its_default() -> None:
    """Blank, omitted and the default itself are one."""
    blank = udfs.CLV(50.0, 4.0, 3.0, None, None, "", None)
    assert blank == udfs.CLV(50.0, 4.0, 3.0) == udfs.CLV(50.0, 4.0, 3.0, 0.0, 1.0, 0.0, 0.0)
    assert_shows(udfs.CLV_LIFETIME(0.8, column(None, 5.0)), column(5.0, 3.3616))


def test_options_are_read_row_by_row() -> None:
    """One call may mix what is solved for; an unknown or blank option affects its row alone."""
    wanted = column("margin", " RETENTION ", "churn", None, 5.0)
    found = udfs.CLV_BREAKEVEN(wanted, 0.1, 0.7, 100.0, 250.0)
    assert_shows(found, column(100.0, 0.7, "#VALUE!", "#VALUE!", "#VALUE!"))


def test_switches_take_true_and_false() -> None:
    """TRUE is 1 where a switch belongs, and nowhere else."""
    assert udfs.CLV_RETENTION(0.1, 0.8, 100.0, None, 0.0, False) == udfs.CLV_RETENTION(0.1, 0.8, 100.0, None, 0.0, 0.0)
    assert udfs.CLV_RETENTION(0.1, 0.8, 100.0, None, 0.0, 2.0) == "#NUM!"
    assert udfs.CLV_RETENTION(0.1, 0.8, 100.0, None, True) == "#VALUE!"


def test_a_percent_typed_as_a_whole_number_is_refused() -> None:
    """85 for 85% is #NUM!, never 8500%."""
    assert udfs.CLV_RETENTION(0.1, 85.0, 100.0) == "#NUM!"
    assert udfs.CLV(50.0, 4.0, 3.0, 0.0, 1.0, 8.0) == "#NUM!"


def test_lists_drop_trailing_blanks_and_refuse_bad_cells() -> None:
    """A whole column may be passed; one bad cell is the whole answer, because no total omits a row."""
    assert_shows(udfs.CLV_CURVE(0.0, column(1.0, 0.5, None, None), column(100.0, 100.0, "", None)), 150.0)
    assert udfs.CLV_CURVE(0.0, column(1.0, "x"), 100.0) == "#VALUE!"
    assert udfs.CLV_CURVE(0.0, column(1.0, "#DIV/0!"), "x") == "#DIV/0!"
    assert udfs.CLV_CURVE(0.0, column(1.0, 0.5), column(1.0, 2.0, 3.0)) == "#N/A"
    assert udfs.CLV_CURVE(0.0, column(None, None), column(None, None)) == "#N/A"
    assert udfs.CLV_CURVE(column(0.0, 0.1), column(1.0, 0.5), 100.0) == "#VALUE!"


def test_ranks_leave_bad_rows_out() -> None:
    """A bad row gets its own error and is left out of the ranking and of n."""
    values = column(5.0, "x", 4.0, "#N/A", 3.0, 2.0, None)
    cuts = [[0.25]]
    assert_shows(
        udfs.CLV_TIER(values, cuts, [["best", "rest"]]), column("best", "#VALUE!", "rest", "#N/A", "rest", "rest")
    )
    assert udfs.CLV_TIER(values, [[0.5, 0.2]]) == "#NUM!"
    assert udfs.CLV_TIER([[5.0, 4.0]], cuts, [["best", "rest"]]) == [["rest"], ["rest"]]
    assert udfs.CLV_TIER(3.0) == "Bronze"


def test_ids_unite_numbers_and_their_digits() -> None:
    """17850, 17850.0 and "17850" are one id, shown as first met; "007" is another; outer spaces do not count."""
    ids = column(17850.0, "17850", 17850, "007", 7.0, " A ", "A")
    days = column(*[float(46000 + i) for i in range(7)])
    found = udfs.CLV_RFM_SUMMARY(ids, days, column(*[1.0] * 7))
    assert [[row[0], row[1]] for row in found] == [[7.0, 0], [17850.0, 2], ["007", 0], ["A", 1]]


@pytest.mark.parametrize(
    ("ids", "dates", "amounts", "shows"),
    [
        (column("A", None), column(46000.0, 46001.0), column(1.0, 1.0), "#VALUE!"),
        (column("A", "B"), column(46000.0, None), column(1.0, 1.0), "#VALUE!"),
        (column("A", "B"), column(46000.0, "2026-01-01"), column(1.0, 1.0), "#VALUE!"),
        (column("A", "B"), column(46000.0, 0.5), column(1.0, 1.0), "#NUM!"),
        (column("A", "B"), column(46000.0), column(1.0, 1.0), "#N/A"),
        (column("A", "#NAME?"), column(46000.0, 46001.0), column(1.0, 1.0), "#NAME?"),
        (column(None), column(None), column(None), "#N/A"),
    ],
)
def test_order_lists_are_checked(ids: Any, dates: Any, amounts: Any, shows: str) -> None:
    """A blank id or date, a text date, a date outside the calendar, lists that do not pair."""
    assert udfs.CLV_RFM_SUMMARY(ids, dates, amounts) == shows


def test_refunds_alone_keep_a_row() -> None:
    """A customer without a purchase day is shown, with #N/A beside the id; headers come on request."""
    found = udfs.CLV_RFM_SUMMARY(column("A", "B"), column(46000.0, 46007.0), column(-5.0, 5.0), None, None, True)
    assert found == [
        ["id", "frequency", "recency", "T", "monetary_value"],
        ["A", *["#N/A"] * 4],
        ["B", 0, 0.0, 0.0, 0.0],
    ]


@pytest.mark.parametrize(
    ("arguments", "shows"),
    [
        ((None, None, None, "revenue"), "#N/A"),
        ((TX_AMOUNTS, "colour", "month"), "#VALUE!"),
        ((TX_AMOUNTS, "retention", "decade"), "#VALUE!"),
        ((column(*[-1.0] * 7), "retention", "month"), "#N/A"),
    ],
)
def test_cohort_table_errors(arguments: tuple[Any, ...], shows: str) -> None:
    """Revenue needs amounts, options must be known, refunds make no cohort."""
    amounts, *options = arguments if len(arguments) == 3 else (None, "revenue", "month")
    assert udfs.CLV_COHORT_TABLE(TX_IDS, TX_DATES, amounts, *options) == shows


def test_realised_as_a_table_answers_each_customer() -> None:
    """Two rows or more of values with one row of dates of the same width: one result a row, a blank value is 0."""
    values = [[1.0, 2.0], [3.0, None], ["#N/A", 1.0], ["x", 1.0]]
    assert_shows(udfs.CLV_REALISED(0.0, values, [[46000.0, 46001.0]], 46001.0), column(3.0, 3.0, "#N/A", "#VALUE!"))
    assert udfs.CLV_REALISED(0.0, values[:2], [[46000.0, "soon"]], 46001.0) == "#VALUE!"
    assert udfs.CLV_REALISED(0.0, values[:2], [[46000.0, 46002.0]], 46001.0) == "#NUM!"
    assert udfs.CLV_REALISED(0.0, [[1.0], [2.0]], [[46000.0], [None]], 46001.0) == "#VALUE!"
    per_row = udfs.CLV_REALISED(0.0, values[:2], [[46000.0, 46001.0]], 46001.0, 1.0, column(1.0, 2.0))
    assert_shows(per_row, column(2.0, 1.0))


def test_parameters_come_as_a_block_or_as_numbers() -> None:
    """The whole block of a fit names its model; bare numbers in a row or a column are taken in order."""
    block = [
        ["model", "MBG/NBD", ""],
        ["r", 0.243, "#N/A"],
        ["alpha", 4.414, 0.1],
        ["a", 0.793, 0.1],
        ["b", 2.426, 0.1],
        ["log_likelihood", -1.0, ""],
        ["customers", 10, ""],
        ["status", "converged", ""],
    ]
    from_block = udfs.CLV_P_ALIVE(block, 2.0, 30.43, 38.86, "BG/NBD")
    assert_shows(from_block, 0.774419)
    assert udfs.CLV_P_ALIVE(column(*BG[0]), 2.0, 30.43, 38.86) == udfs.CLV_P_ALIVE(BG, 2.0, 30.43, 38.86)
    assert udfs.CLV_P_ALIVE([[0.2, 4.0, 0.8]], 2.0, 30.43, 38.86) == "#VALUE!"
    assert udfs.CLV_P_ALIVE([[0.2, 4.0, 0.8, "b"]], 2.0, 30.43, 38.86) == "#VALUE!"
    assert udfs.CLV_P_ALIVE([[0.2, 4.0, 0.8, -1.0]], 2.0, 30.43, 38.86) == "#NUM!"
    assert udfs.CLV_P_ALIVE([[0.2, 4.0, 0.8, "#N/A"]], 2.0, 30.43, 38.86) == "#N/A"
    assert udfs.CLV_EXPECTED_SPEND(block, 2.0, 22.35) == "#VALUE!"
    models = udfs.CLV_P_ALIVE(BG, 2.0, 30.43, 38.86, column("BG/NBD", "mbgnbd", "NBD"))
    assert_shows(models, column(0.726579, 0.774419, "#VALUE!"))


def test_histories_that_cannot_be_are_refused_row_by_row() -> None:
    """Fractional orders, a last purchase after today, one-time buyers with a later purchase, and the reverse."""
    frequency, recency = column(2.0, 2.5, 2.0, 0.0, 2.0), column(30.43, 30.43, 40.0, 3.0, 0.0)
    bad = ["#NUM!"] * 4
    assert_shows(udfs.CLV_P_ALIVE(BG, frequency, recency, 38.86), column(0.726579, *bad))
    assert_shows(udfs.CLV_EXPECTED_ORDERS(BG, frequency, recency, 38.86, 39.0), column(1.226028, *bad))
    assert udfs.CLV_EXPECTED_ORDERS(BG, 2.0, 30.43, 38.86, -1.0) == "#NUM!"
    assert udfs.CLV_EXPECTED_ORDERS(BG, 2.0, 30.43, 38.86, 0.0) == 0.0
    assert udfs.CLV_EXPECTED_SPEND([[0.1, 0.5, 15.44]], 2.0, 40.0) == "#NUM!"
    assert udfs.CLV_EXPECTED_SPEND(SPEND, 2.0, 0.0) == "#NUM!"


def test_fits_say_why_they_cannot() -> None:
    """Too few customers, no repeat purchase, lists that do not pair: #N/A; impossible histories: #NUM!."""
    few = column(0.0, 1.0), column(0.0, 5.0), column(10.0, 10.0)
    assert udfs.CLV_BTYD_FIT(*few) == "#N/A"
    assert udfs.CLV_BTYD_FIT(column(*[0.0] * 30), column(*[0.0] * 30), column(*[9.0] * 30)) == "#N/A"
    assert udfs.CLV_BTYD_FIT(column(*[1.0] * 30), column(*[5.0] * 29), column(*[9.0] * 30)) == "#N/A"
    assert udfs.CLV_BTYD_FIT(column(*[1.5] * 30), column(*[5.0] * 30), column(*[9.0] * 30)) == "#NUM!"
    assert udfs.CLV_BTYD_FIT(column(*[1.0] * 30), column(*[5.0] * 30), column(*[9.0] * 30), "magic") == "#VALUE!"
    same = udfs.CLV_BTYD_FIT(column(*[1.0] * 30), column(*[9.0] * 30), column(*[9.0] * 30))
    assert same[0] == ["model", "BG/NBD", ""]
    assert [row[1:] for row in same[1:6]] == [["#N/A", "#N/A"]] * 4 + [["#N/A", ""]]
    assert same[-1][1].startswith("not identified: ")
    assert udfs.CLV_SPEND_FIT(column(*[1.0] * 30), column(*[-5.0] * 30)) == "#NUM!"
    assert udfs.CLV_SPEND_FIT(column(*[0.0] * 30), column(*[0.0] * 30)) == "#N/A"


def test_keywords_work_from_python() -> None:
    """Engineers may name arguments; too many are Python's own error."""
    assert udfs.CLV(50, 4, 3, acquisition_cost=100) == 500.0
    with pytest.raises(TypeError):
        udfs.CLV(1, 2, 3, 4, 5, 6, 7, 8)


def test_what_an_option_does_not_use_is_ignored() -> None:
    """A comparison table of providers may hold "n/a" where a way of paying has no such fee."""
    fees = ["n/a", "-", 2.2, "n/a", "n/a", "n/a"]
    assert_shows(udfs.CLV_CC_COST_BPO("transaction", 20000.0, *fees, 0.05), 2.31)
    assert udfs.CLV_CC_COST_BPO("fte", 20000.0, *fees, 0.05) == "#VALUE!"
    assert_shows(udfs.CLV_BREAKEVEN("retention", 0.1, "x", 100.0, 250.0), 0.7)
    both = udfs.CLV_CC_COST_BPO(column("fixed", "transaction"), 100.0, column("n/a", "-"), None, column("-", 2.0), None,
                                None, column(50.0, "none"))  # fmt: skip
    assert_shows(both, column(0.5, 2.0))
    assert udfs.CLV_BREAKEVEN("retention", 0.1, "#REF!", 100.0, 250.0) == "#REF!"


def test_an_unknown_option_outranks_a_date_beyond_bounds() -> None:
    """#VALUE! wins over #NUM!, although no engine runs on such a date; an error that came in wins over both."""
    assert udfs.CLV_COHORT_TABLE(["A", "B"], [-5, 2], None, "nonsense", "month") == "#VALUE!"
    assert udfs.CLV_COHORT_TABLE(["A", "B"], [-5, 2], None, "RETENTION", "month") == "#NUM!"
    assert udfs.CLV_COHORT_TABLE(["A", "B"], ["#N/A", 2], None, "nonsense", "month") == "#N/A"
    why = udfs.CLV_WHY("CLV_COHORT_TABLE", ["A", "B"], [-5, 2], None, "nonsense", "month")
    assert "dates in row 1 is -5; must be a day" in why
    assert "metric is 'nonsense'; must be one of retention" in why


def test_the_engine_is_asked_for_all_rows_once() -> None:
    """What it refuses of a range is used as it came: a second call is for the good rows alone."""
    asked: list[int] = []

    def body(*given: Any) -> Any:
        asked.append(np.size(given[0]))
        return simple.clv(*given)

    given = [column(1.0, -1.0, 3.0), 4.0, 3.0, 0.0, 1.0, 0.0, 0.0]
    shown = call(FUNCTIONS["CLV"], body, given)
    assert_shows(shown, [[12.0], ["#NUM!"], [36.0]])
    assert asked == [3, 2]
