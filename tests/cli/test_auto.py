"""--model auto, intervals and cautions, as the terminal and JSON show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.cli.test_cli import sales  # noqa: F401 - the fixture

MODELS = ("BG/NBD", "MBG/NBD", "Pareto/NBD")


@pytest.fixture(scope="module")
def found(sales: Path) -> dict[str, Any]:  # noqa: F811
    done = run("summarize", sales, "--json", folder=sales.parent)  # auto is what happens where nobody says otherwise
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_auto_compares_all_and_says_why(found: dict[str, Any]) -> None:
    """Three candidates; past days were asked, the sentence names the one chosen, the details how far off each was."""
    assert [c["model"] for c in found["candidates"]] == list(MODELS)
    assert " past day" in found["model_choice"]
    assert found["model_choice_details"].startswith("Customers' errors on ")
    assert found["order_values_of"] in ("repeat orders", "all orders")
    assert 0.5 <= found["level"] <= 2
    assert found["model_choice"].startswith(found["model"])
    assert all(c["aic"] == pytest.approx(8 - 2 * c["log_likelihood"]) for c in found["candidates"] if c["aic"])


def test_equity_lies_in_its_interval(found: dict[str, Any]) -> None:
    """The interval of the expectation lies inside that of the outcome, which adds chance to it."""
    inner, outer = found["equity_interval"], found["outcome_interval"]
    assert inner["low"] < found["customer_equity"] < inner["high"]
    assert inner["confidence"] == 0.8
    if outer is not None:
        assert outer["low"] < inner["low"]
        assert inner["high"] < outer["high"]


def test_the_holdout_is_reported(found: dict[str, Any]) -> None:
    """The last third of the history judges the model."""
    holdout = found["holdout"]
    assert holdout["cutoff"] < holdout["end"] == found["as_of"]
    assert holdout["mae"] > 0
    assert -1 <= holdout["spearman"] <= 1


def test_a_long_horizon_is_cautioned(sales: Path) -> None:  # noqa: F811
    """Looking three times as far ahead as was seen is said."""
    done = run("summarize", sales, "--json", "--horizon", "9", folder=sales.parent)
    assert any("horizon" in words for words in json.loads(done.stdout)["cautions"])
    assert "horizon" in done.stderr
