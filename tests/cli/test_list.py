"""--list: the best customers one by one, all others in the totals, from files and from databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from tests.cli.running import run
from tests.cli.test_cli import sales  # noqa: F401 - the fixture
from tests.orders.tables.cdnow_tables import duckdb_url
from xlclv.cli import summarize
from xlclv.cli.program import xlclv

ROOT = Path(__file__).parents[2]
LISTED = "Listed are the {:,} of highest remaining CLV; every total is of all customers."


def told(*arguments: str | Path, folder: Path) -> dict[str, Any]:
    done = run("summarize", *arguments, "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_may_list_fewer(sales: Path, tmp_path: Path) -> None:  # noqa: F811
    """Of a file, too: the totals are those of all customers, the sheet has the best, and the terminal says so."""
    whole, part = (told(sales, *words, folder=tmp_path) for words in ((), ("--list", "25")))
    assert part.pop("customers_listed") == 25
    assert whole.pop("customers_listed") == whole["customers"] == part["customers"]
    for name in ("customer_equity", "median_clv", "expected_active", "top_decile_share"):
        assert part[name] == pytest.approx(whole[name], rel=1e-12)
    assert [s["customers"] for s in part["segments"]] == [s["customers"] for s in whole["segments"]]
    assert part["checks_ok"]
    done = run("summarize", sales, "--list", "25", folder=tmp_path)
    assert LISTED.format(25) in done.stdout
    table = openpyxl.load_workbook(tmp_path / "clv-summary.xlsx")["Customers"].tables["CustomerTable"]
    assert table.ref.endswith(str(4 + 25))
    assert "Listed are" not in run("summarize", sales, folder=tmp_path).stdout


def test_a_database_lists_the_best_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of --source, no more than a set number leave the database by default; --list asks for others."""
    monkeypatch.setattr(summarize, "OF_A_DATABASE", 300)
    asked = ["summarize", "--source", duckdb_url(tmp_path), "--table", "orders", "--as-of", "1998-06-30", "--json"]
    for words, listed in (((), 300), (("--list", "12"), 12), (("--list", "100,000"), 2357)):
        done = CliRunner().invoke(xlclv, [*asked, *words])
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        assert (found["customers_listed"], found["customers"]) == (listed, 2357)


@pytest.mark.parametrize("wrong", ["0", "-3", "many", "1048001", "2.5"])
def test_a_number_that_is_none_is_refused(wrong: str, sales: Path) -> None:  # noqa: F811
    """Exit code 2, and the bounds."""
    done = run("summarize", sales, "--list", wrong, folder=sales.parent)
    assert done.returncode == 2
    assert "give 1 to 1,048,000, which a sheet holds" in " ".join(done.stderr.split())


_STOPPED = """
import os, signal, sys
import ibis.expr.types as ir
import xlclv.cli
wanted, fetch = int(sys.argv.pop()), ir.Table.to_pyarrow
def stopped(*arguments, **options):
    global wanted
    wanted -= 1
    if not wanted:
        os.kill(os.getpid(), signal.SIGINT)
    return fetch(*arguments, **options)
ir.Table.to_pyarrow = stopped
xlclv.cli.main()
"""


@pytest.mark.parametrize("moment", [3, 8, 13, 16, 20])
def test_stopped_among_the_sums(moment: int, tmp_path: Path) -> None:
    """Ctrl-C between any two queries: one line, the workbook of before, and nothing left behind."""
    url = duckdb_url(tmp_path)
    place, target = tmp_path / "tmp", tmp_path / "kept.xlsx"
    place.mkdir()
    target.write_bytes(b"as it was")
    words = ["summarize", "--source", url, "--table", "orders", "--list", "100", "-o", str(target), str(moment)]
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place)},
        capture_output=True, encoding="utf-8", timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "xlclv: stopped; nothing was written\n")
    assert target.read_bytes() == b"as it was"
    assert not list(place.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.xlsx", "shop.duckdb", "tmp"]
