"""The sample's files beside its orders: what was put there is found, and nothing else is."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.companions.shops import run
from xlclv.cli.demo import BESIDE, FILES
from xlclv.demo import make, make_beside


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    folder = resources.files("xlclv.demo")
    orders, customers, contacts, acquisition = (str(folder / name) for name in FILES)
    by = [word for column in BESIDE["by"] for word in ("--by", column)]
    done = run(
        "summarize", orders, "--customers", customers, "--contacts", contacts, "--acquisition", acquisition, *by,
        "--contact-cost", str(BESIDE["contact_cost"]), "--margin", "40%", "--as-of", "2026-06-30", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_effects_put_there_are_found_and_no_others_are(told: dict[str, Any]) -> None:
    """The worse channel, the better first category and the best's newsletter are named; regions and birth years not."""
    by = {one["name"]: {level["level"]: level for level in one["levels"]} for one in told["dimensions"]}
    worse, better = by["Channel"][make.WORSE], by["Category"][make.BETTER]
    assert (worse["differs"], better["differs"]) == (True, True)
    assert worse["index"] < 80 < 120 < better["index"]
    assert worse["bought_again"] < 0.8 * by["Channel"]["Web"]["bought_again"]
    for name, level in (("Channel", worse), ("Category", better)):  # beside them the levels are alike
        others = [one for one in by[name].values() if one is not level]
        assert max(one["low"] for one in others) < min(one["high"] for one in others)
    assert {name for name in by if any(one["differs"] for one in by[name].values())} == {*BESIDE["by"], "Newsletter"}


def test_the_best_have_the_newsletter_about_as_often_as_was_put_there(told: dict[str, Any]) -> None:
    """Profiles names the newsletter, the better category, and nothing of what says nothing."""
    news = next(one for one in told["profiles"] if (one["column"], one["level"]) == ("Newsletter", "yes"))
    assert news["differs"]
    assert 1.3 < news["share_best"] / news["share_all"] < 2
    named = {(one["column"], one["level"]): one["index"] for one in told["profiles"] if one["differs"]}
    assert {column for column, _ in named} == {"Newsletter", *BESIDE["by"]}
    assert named["Newsletter", "yes"] > 120
    assert named["Category", make.BETTER] > 120
    assert named["Channel", make.WORSE] < 80
    assert {one["column"] for one in told["resemblance"]["points"]} == {"Newsletter", "Region", "Birth Year"}
    assert told["resemblance"]["auc"] > 0.55


def test_resolution_is_followed_by_orders_as_often_as_was_put_there(told: dict[str, Any]) -> None:
    """By the chances of RESOLVED and the share who bought, the difference is known; the interval holds it."""
    after, (without, soon) = told["contacts"]["after"], make_beside.RESOLVED
    n1, n0 = after["resolved_contacts"], after["unresolved_contacts"]
    bought = (after["resolved"] * n1 + after["unresolved"] * n0) / (n1 + n0)
    yes = soon * bought / (soon * bought + without * (1 - bought))
    no = (1 - soon) * bought / ((1 - soon) * bought + (1 - without) * (1 - bought))
    assert after["low"] < yes - no < after["high"]
    assert after["held_equal"]["low"] > 0


def test_what_a_customer_cost_by_channel(told: dict[str, Any]) -> None:
    """Spend was made from the price of a new customer, so that is what a customer cost."""
    channels = next(one for one in told["dimensions"] if one["name"] == "Channel")["levels"]
    assert {one["level"]: pytest.approx(one["cac"]) for one in channels} == make_beside.SPEND
    assert all(one["payback_months"] for one in channels)


def test_the_files_are_the_ones_that_the_makers_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seeds give the same files, byte for byte."""
    folder = Path(str(resources.files("xlclv.demo")))
    monkeypatch.setattr(make, "FOLDER", tmp_path)
    monkeypatch.setattr(make_beside, "FOLDER", tmp_path)
    make.main()
    make_beside.main()
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
