"""Formulas of a workbook from Excel, as Calc left them, put into words that Calc knows."""

from __future__ import annotations

import pytest

from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.calc.office.pythonpath.xlclv_reread import finder, fixed

PATTERN = finder(FUNCTIONS)


@pytest.mark.parametrize(
    ("left", "typed"),
    [
        ("=clv(A1;4;3)", "=CLV(A1;4;3)"),
        ("=[1]!CLV(A1;4;3)", "=CLV(A1;4;3)"),
        ("=[12]!clv_cc_cost_fte(A1)+1", "=CLV_CC_COST_FTE(A1)+1"),
        ("=_xll.clv(1;2;3)", "=CLV(1;2;3)"),
        ("=1+clv(clv_cac(1;2);2;3)", "=1+CLV(CLV_CAC(1;2);2;3)"),
        ('=IF(A1="clv(";clv(1;2;3);"say ""clv(1)""")', '=IF(A1="clv(";CLV(1;2;3);"say ""clv(1)""")'),
        ("{=clv_migration(0.1;E1:F2;G1:G2)}", "{=CLV_MIGRATION(0.1;E1:F2;G1:G2)}"),
    ],
)
def test_what_calc_did_not_know(left: str, typed: str) -> None:
    """Names in capitals, without the link or prefix that Excel put before them; texts stay as they are."""
    assert fixed(left, PATTERN) == typed


@pytest.mark.parametrize(
    "formula",
    ["=SUM(A1:A2)", '="clv(1;2;3)"', "=myclv(1)", "=clv_unknown(1)", "=ORG.XLCLV.FUNCTIONS.CLV(1;2;3)", "=CLV", "text",
     "='file:///a.xlsx'#$Sheet1.clv(1)", "=Other!clv(1)"],
)  # fmt: skip
def test_what_is_none_of_ours(formula: str) -> None:
    """Other formulas, a name of somebody else's, and what Calc knows already are not touched."""
    assert fixed(formula, PATTERN) is None
