"""What page 1 says of how sure it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.conftest import make_report
from tests.workbook.holdout import make_holdout
from tests.workbook.recalculation import Calculation
from xlclv import workbook
from xlclv.orders.ledger import EXCLUDED, Exclusion, Ledger, after, before
from xlclv.report import evidence as told
from xlclv.validation import headline


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
    good = told.evidence(held, ["converged"] * 2, 3.0, days, 900, ledger)
    assert told.how_sure(good) in (told.SOUND, told.FAIR)
    assert told.how_sure(told.evidence(held, ["converged"] * 2, 3.0, days, 12, ledger)) == told.UNPROVEN


def test_what_the_user_left_out_is_not_missing(tmp_path: Path) -> None:
    """Days beyond --from and --until and customers left out on purpose make nothing less sure, in the workbook too."""
    gone = (
        Exclusion(after("2026-03-31"), 1, Decimal(100)),
        Exclusion("no customer", 1, Decimal(20)),
        Exclusion(before("2025-01-01"), 1, Decimal(300)),
        Exclusion(EXCLUDED, 1, Decimal(-20)),
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
