"""What is not known is blank, never 0: a share of no value, a mean of nobody; the same in JSON."""

from __future__ import annotations

import dataclasses
import re

import pytest

from xlclv.cli.show import as_json
from xlclv.report import Report, Tier
from xlclv.workbook.calculation import Error
from xlclv.workbook.cells import Formula
from xlclv.workbook.summary import lay_out
from xlclv.workbook.writer import Book

from .conftest import make_report

_ZERO_FOR_NOTHING = re.compile(r"=0,0,[^()]*/|>0,[^,]*/[^,]*,0\)|IFERROR\(AVERAGE.*,0\)")


@pytest.fixture(scope="module")
def lossy() -> Report:
    """Sales at a loss, and a tier of nobody."""
    made = make_report(60, margin=-0.05, holdout=None)
    (best, good, third, last), people = made.tiers, made.customers
    tiers = best, good, Tier(0, 0.0, 0.0, 0.0), third._replace(
        customers=third.customers + last.customers, remaining=third.remaining + last.remaining
    )  # fmt: skip
    segment = people.segment.copy()
    segment[segment == 2] = 3
    flows = made.flows.sales.copy()
    flows[:, 3] += flows[:, 2]
    flows[:, 2] = 0
    return dataclasses.replace(
        made,
        tiers=tiers,
        top_decile_share=None,
        customers=dataclasses.replace(people, segment=segment),
        flows=dataclasses.replace(made.flows, sales=flows),
    )


@pytest.fixture(scope="module")
def book(lossy: Report) -> Book:
    """Its workbook, in memory."""
    return lay_out(lossy, lambda words, done, total: None)


def test_shares_of_no_value_and_means_of_nobody_are_blank(book: Book) -> None:
    """Segments, Concentration and the top group: blank, their sentences say why, and every check still holds."""
    worked = book.calculation.worked
    assert {worked(f"=Segments!{cell}") for cell in ("E6", "F6", "I6", "E10", "I10", "G8", "H8", "J8")} == {""}
    assert {worked(f"=Concentration!{cell}") for cell in ("G7", "I16", "J16")} - {1.0} == {""}
    for sheet in ("Segments", "Concentration"):
        assert worked(f"={sheet}!A3") == "No value in total"
    assert worked("=AllChecksOK") is True


def test_json_says_null_where_the_workbook_is_blank(lossy: Report) -> None:
    """A tier of nobody has no mean, median or P(alive); no tier has a share of nothing."""
    told = as_json(lossy)
    assert told["top_decile_share"] is None
    assert [tier["share"] for tier in told["segments"]] == [None] * 4
    nobody = told["segments"][2]
    assert (nobody["customers"], nobody["mean"], nobody["median"], nobody["p_alive"]) == (0, None, None, None)
    assert told["segments"][3]["mean"] < 0


def test_no_formula_says_nothing_as_zero(book: Book) -> None:
    """No ratio of any sheet falls back on 0 where its denominator is."""
    cells = [value for sheet in book.sheets.values() for _, _, _, value in sheet.cells()]
    texts = {value.text for value in cells if isinstance(value, Formula)}
    assert [text for text in texts if _ZERO_FOR_NOTHING.search(text)] == []
    assert all(map(_ZERO_FOR_NOTHING.search, ("=IF(B7=0,0,C7/B7*Margin)", "=IF(D9>0,D7/D9,0)")))


def test_a_margin_of_nothing_leaves_no_error(report: Report) -> None:
    """What if the margin were 0: no cell of Summary, Segments, Concentration, Cohorts or Acquisition is an error."""
    book = lay_out(report, lambda words, done, total: None)
    row = next(r for r, _, _, v in book.sheets["Assumptions"].cells() if v == "Margin")
    book.calculation.put(("Assumptions", row, 2), 0.0)
    for title in ("Summary", "Segments", "Concentration", "Cohorts", "Acquisition", "Sensitivity"):
        for at, column, _, value in book.sheets[title].cells():
            if isinstance(value, Formula):
                assert not isinstance(book.calculation.value((title, at, column)), Error), (title, at, column)
    assert book.calculation.worked("=AllChecksOK") is True
