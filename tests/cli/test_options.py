"""What people type as options: accepted as meant, or refused with what to type."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.cli.running import run
from tests.cli.test_cli import start
from tests.orders.test_contract_models import written
from xlclv.cli.options import Currency


@pytest.mark.parametrize(
    ("typed", "meant"), [("eur", "EUR"), (" Usd ", "USD"), ("€", "€"), ("US$", "US$"), ("kr", "kr"), ("", "")]
)
def test_currencies(typed: str, meant: str) -> None:
    """Codes of ISO 4217 in any case, and signs."""
    assert Currency().convert(typed, None, None) == meant


@pytest.mark.parametrize("typed", ["euro", "EURO", "E", "XXQ", "12", "=1+1", "$$"])
def test_no_currencies(typed: str) -> None:
    """Anything else would stand beside every amount of the workbook."""
    with pytest.raises(click.BadParameter, match="is not a currency; give a code such as EUR, or a sign such as €"):
        Currency().convert(typed, None, None)


def test_a_share_of_40_is_told_to_be_40_percent(tmp_path: Path) -> None:
    """The fix names the number that was typed."""
    done = run("summarize", "a.csv", "--margin", "35", folder=tmp_path)
    assert done.returncode == 2
    assert "'35' must be at most 1; type 35% or 0.35" in done.stderr


def test_the_currency_of_the_orders(tmp_path: Path) -> None:
    """What the orders are in is what the report shows, and a label that contradicts them is refused."""
    written(tmp_path / "a.csv", 60)
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    named = [f"{lines[0]},currency", *(f"{line},eur" for line in lines[1:])]
    (tmp_path / "a.csv").write_text("\n".join(named) + "\n", encoding="utf-8")
    done = run("summarize", "a.csv", "--json", folder=tmp_path)
    told = json.loads(done.stdout)
    assert told["currency"] == "EUR"
    assert "a.csv: amounts are in EUR" in told["assumed"]
    done = run("summarize", "a.csv", "--currency", "USD", folder=tmp_path)
    words = "currency: the amounts are in EUR, not in USD; leave --currency out, or convert the amounts first"
    assert (done.returncode, done.stderr) == (3, f"xlclv: {words}\n")


def test_too_few_customers_in_words_of_orders(tmp_path: Path) -> None:
    """Whoever gave orders is told of customers, by summarize and score alike; frequency is no word of theirs."""
    (tmp_path / "a.csv").write_text("customer,date,amount\nA,2024-01-05,1\nA,2024-02-05,1\n", encoding="utf-8")
    for command in (["summarize", "a.csv", "--require-model"], ["score", "a.csv", "--to", "a.parquet"]):
        done = run(*command, folder=tmp_path)
        words = "only 1 customer bought before the last day; a fit needs at least 8: give more orders"
        assert (done.returncode, done.stderr) == (4, f"xlclv: no model of repeat buying can be fitted: {words}\n")


def test_the_new_ways_to_read(tmp_path: Path) -> None:
    """--fill-down, --dedupe, --normalise and --timezone reach the reader; --sheet is no word for a .csv."""
    lines = ["customer,date,amount", "Zoe,2024-01-05T23:30:00Z,1", ",2024-01-06T00:30:00+01:00,2", "zoe,2024-01-09,4"]
    (tmp_path / "a.csv").write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    words = ("--fill-down", "--dedupe", "--normalise", "--timezone", "Europe/Berlin")
    done = run("check", "a.csv", *words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    shown = " ".join(done.stdout.split())
    assert "1 blank cell in column" in shown
    assert "exact duplicate row" in shown
    assert "1 id became one with another" in shown
    assert "has the days of Europe/Berlin" in shown
    done = run("check", "a.csv", "--sheet", "Orders", folder=tmp_path)
    assert (done.returncode, done.stderr) == (
        3, 'xlclv: a.csv: it has no sheets, so there is no sheet "Orders"; leave out --sheet\n'
    )  # fmt: skip


def test_no_help_is_cut_off(tmp_path: Path) -> None:
    """The lists of commands are whole sentences, not cut where a terminal would have been."""
    for group in ([], ["template"], ["addin"]):
        done = start(*group, "--help", folder=tmp_path)
        assert done.returncode == 0
        assert "..." not in done.stdout.partition("Commands:")[2]
