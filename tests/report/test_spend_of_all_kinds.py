"""Spend that hardly differs, and spend of which a few customers bring nearly all: valued, never refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from xlclv import report, workbook
from xlclv.cli.program import xlclv
from xlclv.orders.reading import Orders, read

PRICES = ("49.00", "29.90", "9.99", "1234567.89")


def orders_file(folder: Path, worth: list[str], *, monthly: bool = False, refunds: int = 0) -> Path:
    """60 customers, by chance or by the month, each paying one of `worth`, in turn; some get an order's money back."""
    rng = np.random.default_rng(15)
    rows = ["customer,date,amount"]
    for i in range(60):
        paid, first = worth[i % len(worth)], int(rng.integers(0, 200))
        gaps = np.full(rng.integers(0, 14), 30) if monthly else rng.integers(5, 90, rng.geometric(0.3) - 1)
        days = [dt.date(2023, 1, 1) + dt.timedelta(int(day)) for day in first + np.cumsum([0, *gaps])]
        rows += [f"c{i},{day},{paid}" for day in days]
        if i < refunds and len(days) > 1:
            rows.append(f"c{i},{days[-1] + dt.timedelta(2)},-{paid}")
    path = folder / "orders.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _both(orders: Orders) -> report.Report:
    """The report of customers fetched, which is the same where they stay in their engine; order values at no level."""
    here, there = (report.build(orders, listed=listed, model="BG/NBD") for listed in (report.MOST_LISTED, 50))
    assert there.customers.expected_spend == pytest.approx(here.customers.expected_spend[:50], rel=1e-7)
    assert there.customer_equity == pytest.approx(here.customer_equity, rel=1e-7)
    assert (there.spend.status, there.cautions) == (here.spend.status, here.cautions)
    return here


@pytest.mark.parametrize("monthly", [False, True])
@pytest.mark.parametrize("price", PRICES)
def test_the_expected_spend_of_a_fixed_price_is_the_price(price: str, monthly: bool, tmp_path: Path) -> None:
    """Of every customer, seen once or often, in memory and in the engine; no correlation is read out of its rounding,
    and neither workbook nor JSON holds what is no number. A warning would fail the test."""
    made = _both(read(orders_file(tmp_path, [price], monthly=monthly)))
    assert made.customers.expected_spend == pytest.approx(np.full(60, float(price)), rel=1e-12)
    assert made.spend_correlation is None
    assert not any("correlate" in words or "not identified" in words for words in made.cautions)
    assert made.checks_ok
    workbook.write(made, tmp_path / "clv.xlsx")


def test_money_back_moves_no_fixed_price(tmp_path: Path) -> None:
    """A customer who got all the repeat money back is still expected to pay the price."""
    path = orders_file(tmp_path, ["49.00"])
    path.write_text(path.read_text(encoding="utf-8") + "z,2023-01-01,49\nz,2023-03-01,49\nz,2023-03-09,-49\n", "utf-8")
    made = _both(read(path))
    spend = dict(zip(made.customers.id, made.customers.expected_spend.tolist(), strict=True))
    assert spend["z"] == pytest.approx(49, rel=1e-5)


def test_a_price_that_a_few_do_not_pay_stays_near(tmp_path: Path) -> None:
    """With a few refunds or another price the report comes, and the others' expected spend is the price within 5%."""
    for worth, refunds in ((["49.00"] * 20 + ["39.00"], 0), (["49.00"], 4), (["49.00"] * 30 + ["49.01"], 0)):
        made = _both(read(orders_file(tmp_path, worth, refunds=refunds)))
        assert np.median(made.customers.expected_spend) == pytest.approx(49, rel=0.05)


def test_a_few_extreme_customers_do_not_stop_a_report(tmp_path: Path) -> None:
    """Where the spend model has no mean the customers' own stand for it: every value is above 0 and none above the
    highest mean seen, with a caution that says so; `score` writes the same."""
    worth = ["10.00", "20.00", "80.00", "50000.00"]
    path = orders_file(tmp_path, worth)
    made = _both(read(path))
    assert (made.customers.expected_spend > 0).all()
    assert made.customers.expected_spend.max() <= 50000
    assert any("order values differ so much" in words for words in made.cautions)
    scores = tmp_path / "scores.parquet"
    done = CliRunner().invoke(xlclv, ["score", str(path), "--model", "BG/NBD", "--to", str(scores)])
    assert done.exit_code == 0, done.output
    written = pq.read_table(scores)
    assert sum(written["residual_clv"].to_pylist()) == pytest.approx(made.customer_equity, rel=1e-7)


def test_json_holds_no_nan(tmp_path: Path) -> None:
    """The JSON of a fixed price is read by a parser that takes no NaN; what has no value is null."""
    done = CliRunner().invoke(xlclv, ["summarize", str(orders_file(tmp_path, ["29.90"], monthly=True)), "--json"])
    assert done.exit_code == 0, done.output

    def refuse(name: str) -> None:
        raise AssertionError(name)

    found = json.JSONDecoder(parse_constant=refuse).raw_decode(done.stdout)[0]
    assert found["spend_correlation"] is None
    assert found["parameters"]["gamma"] > 0
