"""The command line as a user meets it: the main job, JSON, exit codes, one-line errors, help."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest

from tests.cli.running import run
from xlclv import __version__
from xlclv.cli.program import xlclv as program
from xlclv.simulation import orders
from xlclv.terms.catalogue import FUNCTIONS

KEYS = {
    "version",
    "as_of",
    "currency",
    "basis",
    "customers",
    "orders",
    "model",
    "parameters",
    "log_likelihood",
    "customer_equity",
    "mean_clv",
    "median_clv",
    "segments",
    "rows_read",
    "amount_read",
    "rows_used",
    "amount_used",
    "excluded",
    "checks_ok",
}


def start(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program as its own process, as a shell would start it."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "120"}
    environment.pop("XLCLV_DEBUG", None)
    return subprocess.run(
        [sys.executable, "-m", "xlclv", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of 300 simulated customers, with one line nobody signed."""
    made = orders(300, seed=3)
    lines = ["Customer ID,Order Date,Amount"]
    start = 733_000
    from datetime import date

    for who, day, cents in zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True):
        lines.append(f"C{who:04d},{date.fromordinal(start + day)},{cents / 100:.2f}")
    lines.append(f",{date.fromordinal(start + 10)},12.34")
    path = tmp_path_factory.mktemp("sales") / "sales.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def summary(sales: Path) -> dict[str, Any]:
    done = run(
        "summarize",
        sales,
        "--json",
        "-o",
        "out.xlsx",
        "--rate",
        "10%",
        "--margin",
        "0.4",
        "--currency",
        "eur",
        folder=sales.parent,
    )
    assert done.returncode == 0, done.stderr
    assert "Wrote out.xlsx" in done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_workbook_says_which_options_were_typed(summary: dict[str, Any], sales: Path) -> None:
    """Rate and margin were, the horizon was left to the default, and no cost was given."""
    sheet = openpyxl.load_workbook(sales.parent / "out.xlsx")["Assumptions"]
    told = {sheet.cell(row, 1).value: sheet.cell(row, 8).value for row in range(5, 20)}
    assert (told["Discount rate"], told["Margin"], told["Horizon"]) == ("given", "given", "the default")
    assert (told["Acquisition cost"], told["As-of date"], told["Currency"]) == ("not given", "the last order", "given")


def test_json_holds_the_promised_keys_and_reconciles(summary: dict[str, Any], sales: Path) -> None:
    """Every key is there; what was read is what was used plus what was excluded, to the cent."""
    assert set(summary) >= KEYS
    rows = sales.read_text(encoding="utf-8").splitlines()[1:]
    cents = [round(float(row.split(",")[2]) * 100) for row in rows]
    assert summary["rows_read"] == len(rows)
    assert round(summary["amount_read"] * 100) == sum(cents)
    assert summary["excluded"] == [
        {"reason": "no customer", "rows": 1, "amount": 12.34, "first_rows": [f"sales.csv:{len(rows) + 1}"]}
    ]
    assert summary["rows_used"] == len(rows) - 1
    assert round(summary["amount_used"] * 100) == sum(cents) - 1234
    assert summary["checks_ok"] is True
    assert summary["version"] == __version__
    assert (summary["currency"], summary["basis"], summary["customers"]) == ("EUR", "margin", 300)


def test_equity_is_the_sum_of_the_segments_and_of_the_workbook(summary: dict[str, Any], sales: Path) -> None:
    """JSON, segments and workbook speak of one number."""
    equity = summary["customer_equity"]
    assert sum(s["total"] for s in summary["segments"]) == pytest.approx(equity, rel=1e-12)
    assert summary["mean_clv"] == pytest.approx(equity / 300, rel=1e-12)
    book = openpyxl.load_workbook(sales.parent / "out.xlsx", data_only=True)
    sheet, cell = next(iter(book.defined_names["CustomerEquity"].destinations))
    assert book[sheet][cell.replace("$", "")].value == pytest.approx(equity, rel=1e-12)


def test_ten_percent_is_a_tenth(summary: dict[str, Any], sales: Path) -> None:
    """10% and 0.1, 40% and 0.4 give the same numbers; 10 is refused with the fix."""
    same = run("summarize", sales, "--json", "--rate", "0.1", "--margin", "40%", folder=sales.parent)
    assert json.loads(same.stdout)["customer_equity"] == summary["customer_equity"]
    refused = run("summarize", sales, "--rate", "10", folder=sales.parent)
    assert refused.returncode == 2
    assert "type 10% or 0.1" in refused.stderr


def test_json_alone_writes_no_file(sales: Path, tmp_path: Path) -> None:
    """With --json and no -o the numbers are all there is."""
    done = run("summarize", sales, "--json", folder=tmp_path)
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_demo_makes_the_workbook(tmp_path: Path) -> None:
    """One command, a workbook and the headline numbers."""
    done = start("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "clv-summary.xlsx").stat().st_size > 10_000
    assert "Customer equity" in done.stdout
    assert "All checks hold." in done.stdout
    assert "simulated" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("summarize", "missing.csv"), 3, "missing.csv: no such file; check the name and the folder"),
        (("summarize",), 2, "no orders: name a file, or a database with --source URL --table NAME"),
        (("summarize", "--source", "duckdb://shop.duckdb"), 2, "--source needs --table too"),
        (("check", "sales.csv", "--source", "duckdb://a", "--table", "t"), 2, "sales.csv and --source are two sources"),
        (("check", "--source", "duckdb://a", "--table", "t", "--sheet", "a"), 2, "--sheet is for files"),
        (("check", "--source", "duckdb://nowhere", "--table", "t"), 3, "no such file: nowhere"),
        (("check", "sales.csv", "--memory-limit", "lots"), 2, "write it as 800MB or 1.5GB"),
        (("summarize", "sales.csv", "-o", "out.pdf"), 2, "-o out.pdf must end in .xlsx"),
        (("summarize", "sales.csv", "--as-of", "30.6.2026"), 2, "type it as 2026-11-21"),
        (("summarize", "sales.csv", "--customer", "Kunde"), 3, "Kunde"),
        (("summarize", "once.csv", "--require-model"), 4, "repeat"),
        (("summarize", "sales.csv", "-o", "nowhere/out.xlsx"), 5, "nowhere"),
        (("functions", "CLV_PAYBAK"), 2, "did you mean CLV_PAYBACK?"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_failures_are_one_line_with_an_exit_code(
    arguments: tuple[str, ...], code: int, says: str, sales: Path, tmp_path: Path
) -> None:
    """What, where and how to fix it; no traceback."""
    (tmp_path / "sales.csv").write_bytes(sales.read_bytes())
    once = "".join(f"c{i},2026-01-{i % 28 + 1:02d},10\n" for i in range(40))
    (tmp_path / "once.csv").write_text("customer,date,amount\n" + once, encoding="utf-8")
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if code > 2:
        assert len(done.stderr.strip().splitlines()) == 1


def test_the_orders_are_never_overwritten(sales: Path, tmp_path: Path) -> None:
    """-o that is the input, under another name too, is refused; another file is replaced and that is said."""
    source = tmp_path / "orders.xlsx"
    book = openpyxl.Workbook()
    for line in sales.read_text(encoding="utf-8").splitlines():
        book.active.append(line.split(","))
    book.save(source)
    (tmp_path / "link.xlsx").symlink_to(source)
    before = source.read_bytes()
    for name in ("orders.xlsx", "./orders.xlsx", "link.xlsx"):
        done = run("summarize", "orders.xlsx", "-o", name, folder=tmp_path)
        assert done.returncode == 2
        assert "is the file of orders itself" in done.stderr
    assert source.read_bytes() == before
    (tmp_path / "old.xlsx").write_bytes(b"old")
    assert "replaced the file of that name" in run("summarize", sales, "-o", "old.xlsx", folder=tmp_path).stdout


def test_check_prints_the_data_check_alone(sales: Path, tmp_path: Path) -> None:
    """Read, used, left out, assumed; nothing is written."""
    done = run("check", sales, folder=tmp_path)
    assert done.returncode == 0
    assert "no customer" in done.stdout
    assert "Read = used + excluded" in done.stdout
    assert json.loads(run("check", sales, "--json", folder=tmp_path).stdout)["reconciles"] is True
    assert list(tmp_path.iterdir()) == []


def test_check_predicts_what_summarize_refuses(sales: Path, tmp_path: Path) -> None:
    """Too few customers are told of by the check, in the words of the refusal; enough of them are not."""
    assert "no model" not in run("check", sales, folder=tmp_path).stderr
    few = tmp_path / "few.csv"
    few.write_text("customer,date,amount\nA,2024-01-05,1\nB,2024-01-06,2\n", encoding="utf-8")
    told, refused = (
        run(*command, folder=tmp_path) for command in (("check", few), ("summarize", few, "--require-model"))
    )
    assert (told.returncode, refused.returncode) == (0, 4)
    note = told.stderr.strip().removeprefix("Note: ")
    why = note.removesuffix("; the workbook tells what happened and values nobody")
    assert why.endswith("only 1 customer bought before the last day; a fit needs at least 8: give more orders")
    assert refused.stderr.strip() == f"xlclv: {why}"


def test_the_reference_shows_every_function(tmp_path: Path) -> None:
    """`functions` lists all; `functions NAME` prints arguments, formula, errors, source and an example."""
    listed = run("functions", folder=tmp_path).stdout
    assert all(f"={name}(" in listed for name in FUNCTIONS)
    one = run("functions", "clv_payback", folder=tmp_path).stdout
    function = FUNCTIONS["CLV_PAYBACK"]
    for words in (function.summary, function.formula, function.errors, function.source, *function.examples[0]):
        assert words in one
    assert all(a.name in one and a.term.words in one for a in function.arguments)


def test_version(tmp_path: Path) -> None:
    """--version names the program and its version."""
    assert start("--version", folder=tmp_path).stdout.strip() == f"xlclv, version {__version__}"


def test_every_option_has_help() -> None:
    """Every command and option says what it means."""
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
                shows_default = parameter.show_default or "Default" in parameter.help or parameter.is_flag
                assert shows_default, f"{name} --{parameter.name} does not show its default"
