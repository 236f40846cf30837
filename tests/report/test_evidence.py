"""What page 1 says of how sure it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.workbook.conftest import make_report
from tests.workbook.holdout import make_holdout
from tests.workbook.recalculation import Calculation
from xlclv import workbook
from xlclv.cli.show import as_table
from xlclv.orders.ledger import Exclusion, Ledger, after, before, excluded
from xlclv.report import evidence as told
from xlclv.validation import headline
from xlclv.validation.backtest import verdict
from xlclv.validation.backtest.judging import Nearness, Trial
from xlclv.validation.backtest.rolling import Backtest


@pytest.mark.parametrize("bought", [True, False])
def test_the_workbook_s_headline_is_the_terminal_s(bought: bool, tmp_path: Path) -> None:
    """Page 1, live, says the sentence of terminal and JSON word for word, also where none came."""
    held = make_holdout(dt.date(2026, 6, 30), bought=bought)
    path = tmp_path / "a.xlsx"
    workbook.write(make_report(60, holdout=held), path)
    calculation = Calculation(path)
    assert calculation.at(("Tracking", 3, 1)) == calculation.at(("Summary", 18, 5)) == headline.sentence(held)
    assert held.came == 0 or calculation.value("HoldoutBias") == pytest.approx(held.measures.bias)
    assert bought or calculation.value("HoldoutBias") == "none came"
    assert (calculation.at(("Summary", 4, 1)) != "") == headline.wide(held.came, held.predicted)


@pytest.mark.parametrize(
    ("came", "predicted", "words"),
    [
        (5413, 4408.1, "18.6% too low"),
        (50, 1884.3, "37.7 times too high"),
        (100, 130.0, "30.0% too high"),
        (0, 9.0, "wrong"),
    ],
)
def test_a_bias_beyond_a_tenth_is_a_caution(came: int, predicted: float, words: str) -> None:
    """In plain words which way and how far."""
    assert f"the model was {words}: " in headline.missed(dt.date(2026, 1, 1), came, predicted)
    assert headline.missed(dt.date(2026, 1, 1), 1000, 1090.0) == headline.missed(dt.date(2026, 1, 1), 0, 0.3) == ""


def test_one_failing_point_outweighs_all_others() -> None:
    """Few repeat buyers are no evidence, however well the rest looks."""
    ledger = Ledger((), 9, Decimal(100), 9, Decimal(100), (Exclusion("no customer", 1, Decimal(0)),))
    days = dt.date(2020, 1, 1), dt.date(2024, 1, 1)
    held = make_holdout(days[1])
    good = told.evidence((held, None), ["converged"] * 2, 3.0, days, 900, ledger)
    assert told.how_sure(good) in (told.SOUND, told.FAIR)
    assert told.how_sure(told.evidence((held, None), ["converged"] * 2, 3.0, days, 12, ledger)) == told.UNPROVEN


def test_money_missed_by_more_than_a_tenth_never_holds(tmp_path: Path) -> None:
    """However near the orders of the last months came: the grade, page 1 in red, the tile and the terminal say it."""
    held = make_holdout(dt.date(2024, 1, 1))
    ledger = Ledger((), 9, Decimal(100), 9, Decimal(100), ())
    days = dt.date(2020, 1, 1), dt.date(2024, 1, 1)

    def graded(bias: float, level: float = 1.0) -> told.Point:
        missed = verdict.missed(tried(bias), "MBG/NBD", 364, level)
        assert (missed is None) == (abs(bias) <= 0.1)
        return told.evidence((held, missed), ["converged"] * 2, 3.0, days, 900, ledger)[0]

    assert [graded(bias).grade for bias in (0.58, -0.3, 0.2, -0.11)] == [told.FAILS, told.FAILS, told.WEAK, told.WEAK]
    assert (graded(0.3, 0.8).grade, graded(0.58, 0.87).grade) == (told.WEAK, told.FAILS)  # 4% and 37% left
    assert graded(0.58).measure == pytest.approx(0.58)
    assert graded(0.05).words.startswith("orders predicted")
    missed = verdict.missed(tried(0.58), "MBG/NBD", 364)
    assert missed is not None
    report = replace(make_report(60, holdout=held), missed=missed, evidence=(graded(0.58),))
    workbook.write(report, tmp_path / "a.xlsx")
    book = Calculation(tmp_path / "a.xlsx")
    said = "MBG/NBD predicted 58% too much money (orders +58%) over a year"
    assert book.at(("Summary", 4, 1)) == f"The back-test was missed: {said}."
    assert book.at(("Summary", 15, 3)) == told.UNPROVEN
    assert book.at(("Summary", 16, 3)) == "Fails: back-test; see Data check"
    assert (book.at(("Summary", 15, 5)), book.at(("Summary", 16, 5))) == (pytest.approx(1.58), said)
    terminal = StringIO()
    Console(file=terminal, width=200).print(as_table(report))
    assert f"158% predicted  {said}" in terminal.getvalue()


def test_values_taken_times_what_past_days_ask_say_so_where_these_are_missed(tmp_path: Path) -> None:
    """Page 1, its tile and the terminal, in the sentence of what was missed; the note says it once."""
    missed = verdict.missed(tried(0.58), "MBG/NBD", 364, 0.87)
    assert missed is not None
    said = "MBG/NBD predicted 58% too much money (orders +58%) over a year; values are taken times 0.87 for it"
    assert missed.words == f"back-test: {said}; they may still be off: plan with the interval"
    report = replace(make_report(60, holdout=make_holdout(dt.date(2024, 1, 1))), missed=missed, level=0.87)
    workbook.write(report, tmp_path / "a.xlsx")
    assert Calculation(tmp_path / "a.xlsx").at(("Summary", 4, 1)) == f"The back-test was missed: {said}."
    terminal = StringIO()
    Console(file=terminal, width=200).print(as_table(report))
    assert f"158% predicted  {said}" in terminal.getvalue()


def tried(bias: float) -> Backtest:
    """A back-test of one cut-off a year ago, whose money and orders were off by so much."""
    near = Nearness(100.0 * (1 + bias), 100.0, bias, 1.0, 0.5, 0.2)
    return Backtest(0, 728, (), (Trial("MBG/NBD", True, 364, 364, 60, near, near),))


def test_what_the_user_left_out_is_not_missing(tmp_path: Path) -> None:
    """Days beyond --from and --until and customers left out on purpose make nothing less sure, in the workbook too."""
    gone = (
        Exclusion(after("2026-03-31"), 1, Decimal(100)),
        Exclusion("no customer", 1, Decimal(20)),
        Exclusion(before("2025-01-01"), 1, Decimal(300)),
        Exclusion(excluded(), 1, Decimal(-20)),
    )
    report = make_report(60)
    used = report.ledger.amount_used
    ledger = replace(report.ledger, rows_read=report.ledger.rows_used + 4, amount_read=used + 400, excluded=gone)
    share = 20.0 / float(used + 20)
    assert (ledger.reconciles, ledger.share_left_out) == (True, pytest.approx(share, rel=1e-12))
    assert all("2026-03-31" not in words and "exclude" not in words for words in told.left_out(ledger))
    workbook.write(replace(report, ledger=ledger), tmp_path / "a.xlsx")
    book = Calculation(tmp_path / "a.xlsx")
    lines = {book.at(("Data check", row, 1)): book.at(("Data check", row, 3)) for row in range(6, 22)}
    assert lines["Left out, each reason by its size"] == pytest.approx(20)
    named = "As a share of the money read in the days and of the customers asked for"
    assert lines[named] == pytest.approx(share, rel=1e-12)
    assert lines["Used and left out"] == pytest.approx(float(used + 400))
    assert book.value("AllChecksOK") is True
