"""What page 1 says of how sure it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.conftest import make_report
from tests.workbook.holdout import make_holdout
from tests.workbook.recalculation import Calculation
from xlclv import workbook
from xlclv.orders.ledger import Exclusion, Ledger
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
