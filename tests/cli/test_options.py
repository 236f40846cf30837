"""What people type as options: accepted as meant, or refused with what to type."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.cli.test_cli import run
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
    with pytest.raises(click.BadParameter, match="is no currency; give a code such as EUR, or a sign such as €"):
        Currency().convert(typed, None, None)


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
