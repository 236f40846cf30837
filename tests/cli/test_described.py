"""Orders that no model can be fitted to: a workbook of what happened, and nothing invented."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from ..workbook.recalculation import Calculation, cached, differing, formulas
from .running import run

PREDICTED = ("remaining", "clv", "equity", "p(alive)", "predicted")


@pytest.fixture(params=["few", "once"])
def orders(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Eight customers who come back, or three hundred who do not."""
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 11) for day in range(1, 29)]
    if request.param == "few":
        rows = [(f"C{i % 7}", days[i * 11], 40 + 7 * i) for i in range(24)]
    else:
        rows = [(f"C{i}", days[i % len(days)], 20 + i % 50) for i in range(300)]
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,amount\n" + "".join(f"{c},{d},{a}\n" for c, d, a in rows), encoding="utf-8")
    return path


def test_without_a_model_there_is_a_workbook_of_what_happened(orders: Path, tmp_path: Path) -> None:
    """Exit code 0 and a caution; no sheet or heading speaks of a value to come; every value holds in IronCalc."""
    done = run("summarize", orders, "--margin", "40%", "-o", "clv.xlsx", folder=tmp_path)
    assert done.returncode == 0
    assert "no model of repeat buying can be fitted" in done.stderr
    path = tmp_path / "clv.xlsx"
    book = openpyxl.load_workbook(path)
    assert not {"Segments", "Flows", "Sensitivity", "Acquisition", "Tracking"} & set(book.sheetnames)
    heads = [str(cell.value).lower() for cell in book["Customers"][4]]
    assert not [head for head in heads if any(word in head for word in PREDICTED)]
    calculation, found = Calculation(path), formulas(path)
    assert not differing(cached(path, found), {place: calculation.at(place) for place in found})
    assert calculation.value("AllChecksOK") is True
    total = sum(float(line.split(",")[2]) for line in orders.read_text(encoding="utf-8").split()[1:])
    assert calculation.value("SalesToDate") == pytest.approx(total)
    calculation.set(("Customers", 5, 6), 1.0)
    assert calculation.value("AllChecksOK") is False


def test_json_says_that_there_is_no_model(orders: Path, tmp_path: Path) -> None:
    """`model` and all that rests on one are null; sales so far are not."""
    told = json.loads(run("summarize", orders, "--json", folder=tmp_path).stdout)
    assert told["model"] is told["customer_equity"] is told["holdout"] is told["mean_clv"] is None
    assert told["cautions"][0].startswith("no model of repeat buying can be fitted")
    assert told["sales"] == told["realised"] > 0
    assert told["checks_ok"] is True


def test_a_model_can_be_required(orders: Path, tmp_path: Path) -> None:
    """With --require-model, and for scores, the same reason is a refusal with exit code 4; `check` predicts it."""
    reason = json.loads(run("summarize", orders, "--json", folder=tmp_path).stdout)["reason"]
    strict = run("summarize", orders, "--require-model", "-o", "clv.xlsx", folder=tmp_path)
    scored = run("score", orders, "--to", "scores.parquet", folder=tmp_path)
    for refused in (strict, scored):
        assert (refused.returncode, refused.stderr.strip()) == (4, f"xlclv: {reason}")
    assert {path.name for path in tmp_path.iterdir()} == {orders.name}
    note = f"Note: {reason}; the workbook tells what happened and values nobody"
    assert run("check", orders, folder=tmp_path).stderr.strip() == note
    assert run("summarize", orders, "--json", folder=tmp_path).stderr.strip().splitlines()[0] == note
