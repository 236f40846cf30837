"""Every error that the catalogue documents, one call each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.worksheet.examples import (
    BG,
    CHANNEL10,
    CHURNED,
    DURATIONS,
    FEATURES,
    P3,
    POS10,
    SPEND,
    VALUES10,
    WON,
    column,
)
from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS

V, N, D, A = "#VALUE!", "#NUM!", "#DIV/0!", "#N/A"
SBG = [[0.668, 3.806]]

CALLS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("CLV", ("a", 4.0, 3.0), V),
    ("CLV", (50.0, -4.0, 3.0), N),
    ("CLV", (50.0, 4.0, -3.0), N),
    ("CLV", (50.0, 4.0, 3.0, 0.0, 1.1), N),
    ("CLV", (50.0, 4.0, 3.0, 0.0, 1.0, -1.0), N),
    ("CLV", (50.0, 4.0, 3.0, 0.0, 1.0, 0.1, 0.7), N),
    ("CLV_LIFETIME", (1.0,), D),
    ("CLV_LIFETIME", (1.1,), N),
    ("CLV_LIFETIME", (0.5, 0.0), N),
    ("CLV_REALISED", (0.1, column(1.0, 2.0), column(46000.0), 46347.0), A),
    ("CLV_REALISED", (0.1, column(1.0), column(46348.0), 46347.0), N),
    ("CLV_REALISED", (0.1, column(1.0), column(46000.0), 46347.0, 1.5), N),
    ("CLV_REALISED", (0.1, column(1.0, 2.0), column(46000.0, "soon"), 46347.0), V),
    ("CLV_REALISED", (0.1, column(1.0, 2.0), column(46000.0, None), 46347.0), V),
    ("CLV_PERIOD_RATE", (0.1, 0.0), N),
    ("CLV_PERIOD_RATE", (0.1, 12.0, 3.0), N),
    ("CLV_PERIOD_RATE", (-0.1, 12.0, 2.0), N),
    ("CLV_PERIOD_RATE", (1.5, 12.0), N),
    ("CLV_RETENTION", (0.1, 1.01, 100.0), N),
    ("CLV_RETENTION", (0.0, 1.0, 100.0), N),
    ("CLV_RETENTION", (0.1, 0.95, 100.0, None, 0.0, 1.0, 0.2), N),
    ("CLV_CURVE", (0.1, column(1.0, 0.5), column(1.0, 2.0, 3.0)), A),
    ("CLV_CURVE", (0.1, column(1.0, 0.5, 0.6), 100.0), N),
    ("CLV_PROMOTION", (0.2, 1.2, 260.0, 50.0, 10.0), N),
    ("CLV_PROMOTION", (0.2, 0.7, 260.0, 50.0, 10.0, 0.0), N),
    ("CLV_PROMOTION", (0.2, 0.7, 260.0, 50.0, 2.5), N),
    ("CLV_MIGRATION", (0.1, P3[:2], column(1.0, 2.0, 3.0)), V),
    ("CLV_MIGRATION", (0.1, P3, column(1.0, 2.0)), A),
    ("CLV_MIGRATION", (0.1, [[0.5, 0.4], [0.0, 1.0]], column(1.0, 2.0)), N),
    ("CLV_MIGRATION", (0.0, P3, column(1.0, 2.0, 3.0)), N),
    ("CLV_MIGRATION", (0.1, P3, column(1.0, 2.0, 3.0), 1.5), N),
    ("CLV_SURVIVAL", (DURATIONS, column(*[0.0] * 7)), A),
    ("CLV_SURVIVAL", (DURATIONS, column(1.0, 0.0)), A),
    ("CLV_SURVIVAL", (column(-1.0, 2.0), column(1.0, 1.0)), N),
    ("CLV_SURVIVAL", (column(1.0, 2.0), column(1.0, 2.0)), N),
    ("CLV_SURVIVAL", (column(1.0, 2.0), column(1.0, 0.0), column(-1.0, 3.0, "x", 1.0)), column(N, A, V, 0.5)),
    ("CLV_SURVIVAL", (column(1.0, 2.0), column(1.0, 1.0), 9.0), 0.0),
    ("CLV_CONTRACT_SURVIVAL", ([[0.0, 3.8]], 1.0), N),
    ("CLV_CONTRACT_SURVIVAL", (SBG, -1.0), N),
    ("CLV_CONTRACT_SURVIVAL", ([[0.6]], 1.0), V),
    ("CLV_CONTRACT_SURVIVAL", (SBG, column(0.0, "x", -1.0)), column(1.0, V, N)),
    ("CLV_CONTRACT", (0.1, SBG, 100.0, 1.5), N),
    ("CLV_CONTRACT", (0.1, SBG, 100.0, 0.0, 2.5), N),
    ("CLV_CONTRACT", (-0.1, SBG, 100.0), N),
    ("CLV_CONTRACT", (0.0, SBG, 100.0), N),
    ("CLV_CONTRACT", (0.1, [[1.0, 2.0, 3.0, 4.0]], 100.0), V),
    ("CLV_BTYD", (0.1, BG, SPEND, 2.0, 30.0, 38.0, 20.0, 52.0, 1.5), N),
    ("CLV_BTYD", (0.1, BG, SPEND, 2.0, 30.0, 38.0, 20.0, 52.0, 1.0, 0.0), N),
    ("CLV_RFM_SCORE", (column(1.0, 2.0), column(1.0, 2.0), column(1.0, 2.0), 5.0), N),
    ("CLV_RFM_SCORE", (column(1.0, 2.0), column(1.0, 2.0), column(1.0, 2.0), 1.0), N),
    ("CLV_RFM_SCORE", (column(1.0, 2.0), column(1.0, 2.0), column(1.0, 2.0), 2.5), N),
    ("CLV_RFM_SCORE", (column(1.0, 2.0), column(1.0), column(1.0, 2.0), 2.0), A),
    ("CLV_RFM_SCORE", (column(1.0, "x", 3.0), column(3.0, 2.0, 1.0), column(3.0, 2.0, 1.0), 2.0),
     [[2, 2, 2], [V, V, V], [1, 1, 1]]),
    ("CLV_RFM_SEGMENT", (6.0, 1.0), A),
    ("CLV_RFM_SEGMENT", (4.5, 1.0), A),
    ("CLV_RFM_SEGMENT", (0.0, 1.0), A),
    ("CLV_RFM_SEGMENT", (5.0, 5.0, [[1.0, 1.0]]), V),
    ("CLV_RFM_SEGMENT", (5.0, 5.0, [["a", 1.0, "All"]]), V),
    ("CLV_RFM_SEGMENT", (1.0, column(1.0, 9.0), [[1.0, 5.0, "Often"]]), column(A, "Often")),
    ("CLV_ATTAINMENT", (1.0, 0.0), D),
    ("CLV_ATTAINMENT", (1.0, 2.0, 0.0, 4.0), D),
    ("CLV_ATTAINMENT", (1.0, 2.0, 1.0, 0.0), D),
    ("CLV_ATTAINMENT", (1.0, -2.0), N),
    ("CLV_ATTAINMENT", (1.0, 2.0, 1.0), A),
    ("CLV_ATTAINMENT", (1.0, 2.0, None, 4.0), A),
    ("CLV_ATTAINMENT", (1.0, 2.0, None, None, 2.0), N),
    ("CLV_SERVICE_LEVEL", ("Superb", 500.0, 400.0, 60.0), A),
    ("CLV_SERVICE_LEVEL", ("Exceeds", 500.0, 40.0, 60.0), N),
    ("CLV_SERVICE_LEVEL", ("Exceeds", 500.0), A),
    ("CLV_SERVICE_LEVEL", (column("Exceeds", None, True), column(1.0, 2.0, 3.0), 2.0, 1.0), column("Concierge", V, V)),
    ("CLV_SERVICE_LEVEL", (column("A", "B"), column(1.0, 2.0), None, None, [["a", 0.0, "Gold"]]), column("Gold", A)),
    ("CLV_SERVICE_LEVEL", ("A", 1.0, None, None, [["a", 0.0]]), V),
    ("CLV_STAGE", (1.0, 5.0, 0.0), N),
    ("CLV_STAGE", (1.5, 5.0, 30.0), N),
    ("CLV_STAGE", (1.0, 5.0, 30.0, 0.0, 6.0), N),
    ("CLV_STAGE", (1.0, -5.0, 30.0), N),
    ("CLV_PROFILE", (CHANNEL10, column(1.0)), A),
    ("CLV_PROFILE", (CHANNEL10, VALUES10, 0.0), N),
    ("CLV_PROFILE", (column(None), column(None)), A),
    ("CLV_LOOKALIKE", ([[1.0, 2.0], [1.0, 2.0]], column(1.0, 0.0)), D),
    ("CLV_LOOKALIKE", (FEATURES, [[35.0, 11.0]], [[0.0, 0.0]]), D),
    ("CLV_LOOKALIKE", ([[1.0, 2.0]], [[1.0, 2.0]]), A),
    ("CLV_LOOKALIKE", (FEATURES, column(0.0, 0.0, 0.0, 0.0)), A),
    ("CLV_LOOKALIKE", (FEATURES, [[1.0, 2.0, 3.0]]), V),
    ("CLV_LOOKALIKE", (FEATURES, [[35.0, 11.0]], [[1.0, 2.0, 3.0]]), V),
    ("CLV_LOOKALIKE", ([[1.0], ["x"], [2.0], [3.0]], column(1.0, 0.0, 0.0, 0.0)),
     column(1.0, V, 0.606531, 0.135335)),
    ("CLV_CAC", (100.0, 0.0), D),
    ("CLV_CAC", (100.0, 10.0, 0.0, 0.0), D),
    ("CLV_CAC", (-100.0, 10.0), N),
    ("CLV_CAC", (100.0, 10.0, 0.0, 2.0), N),
    ("CLV_CAC_MAX", (600.0, 0.0), N),
    ("CLV_TO_CAC", (600.0, 0.0), D),
    ("CLV_TO_CAC", (600.0, -1.0), N),
    ("CLV_PAYBACK", (100.0, 0.0), N),
    ("CLV_PAYBACK", (-100.0, 10.0), N),
    ("CLV_PAYBACK", (100.0, 10.0, 0.5), A),
    ("CLV_BREAKEVEN", ("churn", 0.1), V),
    ("CLV_BREAKEVEN", ("margin", 0.1, None, None, 250.0), A),
    ("CLV_BREAKEVEN", ("retention", 0.1, None, 100.0, 0.0), D),
    ("CLV_BREAKEVEN", ("margin", 0.1, 0.5, None, -1.0), N),
    ("CLV_ROI", (1.0, 2.0, 3.0, 0.0), [[1.0, 3.0, 3.0, D, 1.0]]),
    ("CLV_ROI", (1.0, 2.0, -3.0, 5.0), [[N] * 5]),
    ("CLV_ROI", (column(1.0, "x"), 2.0, 3.0, 5.0), [[1.0, 3.0, -2.0, -0.4, 1.0], [V] * 5]),
    ("CLV_ROI", ([[1.0, 2.0]], 2.0, 3.0, 5.0), V),
    ("CLV_RETENTION_OPTIMUM", (0.15, 100.0, 0.7, 0.7, 10.0), [[N] * 4]),
    ("CLV_RETENTION_OPTIMUM", (0.15, 100.0, 1.1, 0.4, 10.0), [[N] * 4]),
    ("CLV_RETENTION_OPTIMUM", (-0.5, 100.0, 0.7, 0.4, 10.0), [[N] * 4]),
    ("CLV_RETENTION_OPTIMUM", (0.15, 100.0, 0.7, 0.4, 0.0), [[N] * 4]),
    ("CLV_RETENTION_OPTIMUM", (0.15, 0.0, 0.7, 0.4, 10.0), [[N] * 4]),
    ("CLV_RETENTION_OPTIMUM", (0.15, 1.0, 0.7, 0.4, 10.0), [[0.0, 0.0, 0.0, -12.8]]),
    ("CLV_WINBACK", (300.0, 1.2, 6.0), N),
    ("CLV_WINBACK", (300.0, 0.1, -6.0), N),
    ("CLV_CC_COST_FTE", (1800.0, 420.0, 0.0, 0.3), D),
    ("CLV_CC_COST_FTE", (1800.0, 420.0, 0.8, 1.0), D),
    ("CLV_CC_COST_FTE", (1800.0, 420.0, 0.8, 0.3, 0.0), D),
    ("CLV_CC_COST_FTE", (1800.0, 0.0, 0.8, 0.3), N),
    ("CLV_CC_COST_FTE", (1800.0, 420.0, 1.8, 0.3), N),
    ("CLV_CC_COST_FTE", (1800.0, 420.0, 0.8, 0.3, 160.0, 3.5), N),
    ("CLV_CC_COST_BPO", ("barter", 100.0), V),
    ("CLV_CC_COST_BPO", ("fixed", 0.0, None, None, None, None, None, 5.0), D),
    ("CLV_CC_COST_BPO", ("fixed", 100.0), A),
    ("CLV_CC_COST_BPO", ("fixed", 100.0, None, None, None, None, None, -5.0), N),
    ("CLV_CC_COST_BPO", ("fixed", 100.0, -1.0, None, None, None, None, 5.0), 0.05),
    ("CLV_COST_TO_SERVE", (3.0, 2.5, 1.5), N),
    ("CLV_COST_TO_SERVE", (-3.0, 2.5), N),
    ("CLV_CC_RETENTION", (1.2, 0.5, 0.8, 0.7), N),
    ("CLV_CC_ALLOWANCE", (600.0, 0.05, 0.0, 0.006), D),
    ("CLV_CC_ALLOWANCE", (600.0, 0.05, 8.0, 0.0), D),
    ("CLV_CC_ALLOWANCE", (600.0, 1.5, 8.0, 0.006), N),
    ("CLV_CC_ALLOWANCE", (-600.0, 0.05, 8.0, 0.006), 0.0),
    ("CLV_CC_AGENTS", (200.0, 240.0, 1.0, 20.0), [[N] * 4]),
    ("CLV_CC_AGENTS", (200.0, 0.0, 0.8, 20.0), [[N] * 4]),
    ("CLV_CC_AGENTS", (200.0, 240.0, 0.8, 20.0, 0.0), [[N] * 4]),
    ("CLV_CC_AGENTS", (200.0, 240.0, 0.8, 20.0, 1800.0, 1.0), [[D] * 4]),
    ("CLV_CC_AGENTS", (200.0, 240.0, 0.8, 20.0, 1800.0, 0.0, 0.0), [[N] * 4]),
    ("CLV_CC_AGENTS", (0.0, 240.0, 0.8, 20.0), [[0, 1.0, 0.0, 0]]),
    ("CLV_CONCENTRATION", (column(1.0, -1.0),), D),
    ("CLV_CONCENTRATION", (column(1.0, -2.0),), N),
    ("CLV_CONCENTRATION", (POS10, "top", 0.0), N),
    ("CLV_CONCENTRATION", (POS10, "theil"), V),
    ("CLV_DECILES", (column(1.0, 2.0), 3.0), N),
    ("CLV_DECILES", (column(1.0, 2.0), 1.0), N),
    ("CLV_DECILES", (column(1.0, -1.0), 2.0), [[1, 1, 1.0, D, D], [2, 1, -1.0, D, D]]),
    ("CLV_DECILES", (column(1.0, -2.0), 2.0), [[1, 1, 1.0, N, N], [2, 1, -2.0, N, N]]),
    ("CLV_EQUITY", (column(1.0, 2.0), column(1.0)), A),
    ("CLV_EQUITY", (1.0, 2.0, 0.1, WON), A),
    ("CLV_EQUITY", (1.0, 2.0, 0.1, None, 95.0), A),
    ("CLV_EQUITY", (-1.0, 2.0), N),
    ("CLV_CBCV", (0.1, 1.0, WON, 95.0, 5.0, 0.25, 0.1, 0.0), N),
    ("CLV_CBCV", (0.1, 1.0, WON, 95.0, 5.0, 1.25, 0.02, 0.0), N),
    ("CLV_CBCV", (0.1, 1.0, WON, column(1.0, 2.0), 5.0, 0.25, 0.02, 0.0), A),
    ("CLV_CBCV", (0.1, 1.0, WON, 95.0, 5.0, 0.25, 0.02, 0.0, 0.0, -1.0), N),
    ("CLV_TORNADO", (50.0, 4.0, 3.0, 100.0, 0.4, 0.1, 1.0), N),
    ("CLV_TORNADO", (-50.0, 4.0, 3.0, 100.0, 0.4, 0.1), N),
    ("CLV_TORNADO", (column(50.0, 60.0), 4.0, 3.0, 100.0, 0.4, 0.1), V),
    ("CLV_INTERVAL", (0.1, 400.0, 500.0, 100.0), [[N] * 5]),
    ("CLV_INTERVAL", (0.1, 500.0, 400.0, -1.0), [[N] * 5]),
    ("CLV_INTERVAL", (0.1, 500.0, 400.0, 100.0, 1.0), [[N] * 5]),
    ("CLV_INTERVAL", (0.1, 0.0, 0.0, 100.0), [[A] * 5]),
    ("CLV_INTERVAL", (-0.1, 500.0, 400.0, 100.0), [[N] * 5]),
    ("CLV_HOLDOUT", (column(1.0, 2.0), column(1.0, 2.0)), A),
    ("CLV_HOLDOUT", (column(1.0, 2.0, 3.0), column(1.0, 2.0)), A),
    ("CLV_HOLDOUT", (column(1.0, 2.0, 3.0), column(1.0, 2.0, 3.0), 4.0), N),
    ("CLV_HOLDOUT", (column(0.0, 0.0, 0.0), column(1.0, 1.0, 1.0)),
     [["n", 3], ["bias", D], ["MAE", 1.0], ["RMSE", 1.0], ["Spearman", D], ["normalised Gini", D]]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "shows"), CALLS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(CALLS)])
def test_documented_error(name: str, arguments: tuple[Any, ...], shows: Any) -> None:
    """The documented error stands where the catalogue says it does."""
    from tests.worksheet.test_examples import assert_shows

    assert_shows(getattr(udfs, name)(*arguments), shows)


def test_value_per_share_of_no_shares_is_its_own_error() -> None:
    """The rest of the valuation stands."""
    found = udfs.CLV_CBCV(0.1, 1.0, WON, 95.0, 5.0, 0.25, 0.02, 0.0, 0.0, 0.0)
    assert found[-1] == ["value per share", "#DIV/0!"]
    assert all(isinstance(value, float) for _, value in found[:-1])


WHY: list[tuple[tuple[Any, ...], tuple[str, ...]]] = [
    (("CLV", 50.0, 4.0, 3.0, 100.0), ("OK",)),
    (("clv ", [[50.0]], [[4.0]], [[3.0]]), ("OK",)),
    (("CLV_RETENTION", 0.1, 80.0, 100.0), ("retention is 80", "between 0 and 1", "type 80% or 0.8")),
    (("CLV", column(50.0, -1.0), 4.0, 3.0), ("avg_purchase_value in row 2 is -1", "at least 0")),
    (("CLV", column("85", 1.0), 4.0, 3.0),
     ("avg_purchase_value in row 1 is '85'", "must be a number", "without quotes")),
    (("CLV", "#REF!", 4.0, 3.0), ("avg_purchase_value holds #REF!", "fix that cell first")),
    (("CLV", column(1.0, 2.0), column(1.0, 2.0, 3.0), 1.0), ("avg_purchase_value 2 x 1, purchase_rate 3 x 1",)),
    (("CLV", 1.0, 2.0), ("CLV also needs lifetime", "it was given 2 arguments")),
    (("CLV", *[1.0] * 9), ("CLV takes 7 arguments", "it was given 9")),
    (("CLV_SELFTEST", 1.0), ("CLV_SELFTEST takes no arguments", "it was given 1")),
    (("CLV_RETENTON",), ("#N/A", "CLV_RETENTION")),
    (("CLV_PAYBACK", 500.0, 20.0, 0.95, 0.008), ("cac is 500", "never recovered")),
    (("CLV_BREAKEVEN", "churn", 0.1), ("solve_for is 'churn'", "must be one of retention, margin")),
    (("CLV_TIER", column(1.0, 2.0), [[0.5, 0.2]]), ("cuts", "rise, best first")),
    (("CLV_RFM_SUMMARY", column("A", None), column(46000.0, 46001.0), column(1.0, 1.0)),
     ("ids in row 2 is blank", "not blank")),
    (("CLV_RFM_SUMMARY", column("A"), column(0.0), column(1.0)), ("dates is 0", "as Excel counts them")),
    (("CLV_CURVE", 0.1, column(None), column(None)), ("survival, margins hold nothing but blanks",)),
    (("CLV_P_ALIVE", BG, column(2.0, 2.5), 30.43, 38.86), ("frequency in row 2 is 2.5", "whole number")),
    (("CLV_PROFILE", CHANNEL10, VALUES10, 0.3), ("OK, but", "3 customers")),
    (("CLV_DECILES", column(1.0, -1.0), 2.0), ("OK, but", "#DIV/0!")),
    (("CLV_PAYBACK", -100.0, 10.0), ("cac is -100; must be at least 0",)),
    (("CLV_CAC", 100.0, 10.0, 0.0, 0.0), ("response is 0; must be above 0",)),
    (("CLV_BREAKEVEN", "lifetime", 0.1, None, 10.0, 250.0), ("acquisition_cost is 250", "never recovered")),
    (("CLV_CC_COST_BPO", "barter", 100.0), ("model is 'barter'; must be one of fte",)),
    (("CLV_CURVE", 0.1, column(1.0, 0.5), column(1.0, 2.0, 3.0)), ("margins has 3 values; must have 2",)),
    (("CLV_CURVE", 0.1, column(1.0, 0.5), column(None, None)), ("margins holds nothing but blanks",)),
    (("CLV_RFM_SEGMENT", 5.0, 5.0, [["a", 1.0, "All"]]), ("map in row 1 is 'a'; must be a number",)),
    (("CLV_SERVICE_LEVEL", "Superb", 500.0, 400.0, 60.0), ("status_or_attainment is 'Superb'",)),
    (("CLV_RFM_SUMMARY", column("A", "B"), column(46000.0, 46348.0), column(1.0, 1.0), 46347.0),
     ("dates in row 2 is 2026-11-22; lies after as_of (2026-11-21)",)),
    (("CLV_SURVIVAL", DURATIONS, CHURNED, column(2.0, 20.0, None)), ("at in row 2 is 20", "at in row 3 is blank")),
    (("CLV_TIER", VALUES10, column(0.1, None, 0.3)), ("cuts in row 2 is blank",)),
    (("CLV_ROI", 1.0, 2.0, 3.0, 0.0), ("OK, but", "programme_cost is 0")),
    (("CLV_WHY", "CLV"), ("OK",)),
    (("CLV_SELFTEST",), ("OK",)),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), WHY, ids=[str(i) for i in range(len(WHY))])
def test_why(arguments: tuple[Any, ...], says: tuple[str, ...]) -> None:
    """One sentence names the argument, the row, the value, the rule and the fix; a good call is OK."""
    found = udfs.CLV_WHY(*arguments)
    assert isinstance(found, str)
    assert all(words in found for words in says), found
    assert (found == "OK") == (says == ("OK",))


@pytest.mark.parametrize(("name", "arguments", "shows"), CALLS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(CALLS)])
def test_why_knows_every_documented_error(name: str, arguments: tuple[Any, ...], shows: Any) -> None:
    """Where a cell shows an error, CLV_WHY has more to say than OK."""
    if "#" in str(shows):
        assert udfs.CLV_WHY(name, *arguments) != "OK"
    else:
        assert udfs.CLV_WHY(name, *arguments) == "OK"


def test_selftest_passes_here() -> None:
    """Every published number is recomputed and met; the row below the header is the version's."""
    header, version, *rows = udfs.CLV_SELFTEST()
    assert header == ["check", "source", "expected", "actual", "pass"]
    assert version[0] == "version"
    assert version[1:3] == ["", ""]
    assert len(rows) >= 10
    assert all(row[4] is True and type(row[3]) is float for row in [*rows])


def test_selftest_has_a_row_of_every_family() -> None:
    """A family that is dead is seen: each has a row of its own; Trust's is the table itself."""
    families = {row[0].partition(":")[0] for row in udfs.CLV_SELFTEST()[2:]}
    assert families == {function.family for function in FUNCTIONS.values()} - {"Trust"}


def test_selftest_tells_a_dead_family_from_the_living(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in one family stands in that family's rows, as words and FALSE; the others answer as ever."""

    def dead(*_: Any, **__: Any) -> Any:
        raise TypeError("Cannot cast array data")

    monkeypatch.setattr(np, "bincount", dead)
    table = udfs.CLV_SELFTEST()
    failed = [row for row in table[1:] if not row[4]]
    assert failed
    assert all(row[3] == "TypeError: Cannot cast array data" and row[4] is False for row in failed)
    assert len({row[0].partition(":")[0] for row in table[1:] if row[4]}) >= 8
