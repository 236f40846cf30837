"""A margin of 0% on every route: money is 0, shares of it are blank, nothing is NaN, all checks hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.by_hand import HEADERS, simulated, written
from xlclv.simulation import orders

from .running import run

DOWNTURN = ("--scenario", "Nothing left: margin=0%", "--scenario", "Some: margin=10%")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 150 customers, and contracts of 60."""
    from datetime import date

    place = tmp_path_factory.mktemp("no-margin")
    made = orders(150, seed=3)
    each = zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
    lines = [f"C{who},{date.fromordinal(733_000 + day)},{cents / 100}" for who, day, cents in each]
    (place / "sales.csv").write_text("\n".join(["customer,date,amount", *lines, ""]), encoding="utf-8")
    written(place / "contracts.csv", simulated(60, 0.8, 3.0, 1.2, 2), HEADERS)
    return place


def _told(folder: Path, *words: str) -> dict[str, Any]:
    """What --json says at no margin, read as strictly as JSON is written."""
    done = run(
        *words, "--margin", "0%", "--cac", "25", *DOWNTURN, "--json", "--html", "o.html", "-o", "o.xlsx", folder=folder
    )
    assert done.returncode == 0, done.stderr
    assert "the margin given is 0%: every value is 0" in done.stderr
    page = (folder / "o.html").read_text(encoding="utf-8")
    assert not [word for word in (">nan", ">inf", "NaN", ">None<") if word in page]

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    found: dict[str, Any] = json.loads(done.stdout, parse_constant=refuse)
    return found


def test_orders(folder: Path) -> None:
    """Counts and chances are those of any margin; a scenario may have a margin, or none."""
    told = _told(folder, "summarize", "sales.csv")
    assert told["checks_ok"] is True
    assert (told["customer_equity"], told["mean_clv"], told["outcome_interval"]["high"]) == (0, 0, 0)
    assert {one["share"] for one in told["segments"]} | {told["top_decile_share"]} == {None}
    assert told["expected_orders"] > 1
    worth = {one["name"]: one["customer_equity"] for one in told["scenarios"]}
    assert worth["Base"] == worth["Nothing left"] == 0 < worth["Some"]


def test_contracts(folder: Path) -> None:
    """The same, of contracts."""
    told = _told(folder, "contracts", "contracts.csv")
    assert told["checks_ok"] is True
    assert (told["customer_equity"], told["mean_clv"]) == (0, 0)
    worth = {one["name"]: one["customer_equity"] for one in told["scenarios"]}
    assert worth["Base"] == worth["Nothing left"] == 0 < worth["Some"]


def test_scores(folder: Path) -> None:
    """Every customer is worth 0, with both ends of the range, and what is not money stands as at any margin."""
    tables = {}
    for margin in ("0%", "40%"):
        done = run("score", "sales.csv", "--ranges", "--margin", margin, "--to", "s.csv", folder=folder)
        assert done.returncode == 0, done.stderr
        assert ("the margin given is 0%: every value is 0" in done.stderr) == (margin == "0%")
        with (folder / "s.csv").open(encoding="utf-8", newline="") as file:
            tables[margin] = {row["customer"]: row for row in csv.DictReader(file)}
    money = {"realised", "residual_clv", "residual_clv_low", "residual_clv_high"}
    none, some = tables["0%"], tables["40%"]
    assert {float(row[name]) for row in none.values() for name in money} == {0.0}
    assert len(some) == len(none) == 150
    for who, row in none.items():
        for name in row.keys() - money:
            assert row[name] == some[who][name] or float(row[name]) == pytest.approx(float(some[who][name]), rel=1e-12)
