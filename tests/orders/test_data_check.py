"""The data check is one report in three places: the terminal, JSON, the workbook's sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from tests.cli.running import run
from tests.orders.test_contract_models import written
from xlclv.orders.reading import Orders, read
from xlclv.orders.tables.reading import read_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with something of everything that the check reports, summarised and checked."""
    folder = tmp_path_factory.mktemp("check")
    one = written(folder / "one.csv", 300)
    lines = one.read_text(encoding="utf-8").splitlines()
    odd = [
        ",2024-02-01,12.34",
        lines[1],
        "c0001,2024-02-02,5",
        "R,2024-02-03,-7.5",
        "R,2024-02-04,2",
        "Q,2024-02-05,-3",
    ]
    one.write_text("\n".join([*lines, *odd]) + "\n", encoding="utf-8")
    (folder / "two.csv").write_text(
        "client;day;value\nC0002;05.02.2024;1.000,25\nC0003;25.02.2024;1\nTotal;;1.001,25\n", encoding="utf-8"
    )
    for command in (["check", "--json"], ["summarize", "-o", "out.xlsx", "--json"]):
        done = run(command[0], "one.csv", "two.csv", "--dedupe", *command[1:], folder=folder)
        assert done.returncode == 0, done.stderr
        (folder / f"{command[0]}.json").write_text(done.stdout, encoding="utf-8")
    return folder


def found(folder: Path, command: str) -> dict[str, Any]:
    """The data check as JSON."""
    keys = ("files", "rows_read", "amount_read", "rows_used", "amount_used", "excluded", "assumed", "warnings")
    told = json.loads((folder / f"{command}.json").read_text(encoding="utf-8"))
    return {key: told[key] for key in keys}


def test_everything_is_reported(folder: Path) -> None:
    """Per file bytes, fingerprint, rows and money; what was left out and where; what was assumed; what is odd."""
    told = found(folder, "check")
    assert [(f["name"], f["rows"]) for f in told["files"]] == [("one.csv", told["rows_read"] - 3), ("two.csv", 3)]
    assert all(len(f["sha256"]) == 64 and f["bytes"] for f in told["files"])
    last = told["files"][0]["rows"] + 1
    assert [(e["reason"], e["rows"], e["amount"], e["first_rows"]) for e in told["excluded"]] == [
        ("no customer", 1, 12.34, [f"one.csv:{last - 5}"]),
        ("exact duplicate row", 1, told["excluded"][1]["amount"], [f"one.csv:{last - 4}"]),
        ("totals row", 1, 1001.25, ["two.csv:4"]),
        ("customer without a purchase (refunds only)", 1, -3, ["customer Q"]),
    ]
    assert 'two.csv: customer is "client", date is "day", amount is "value"' in told["assumed"]
    words = ("repeats an earlier one", "upper and lower case", "is the total of", "refunds above sales: R (-5.50)")
    assert [w for w in words if not any(w in line for line in told["warnings"])] == []


def test_check_and_summary_agree(folder: Path) -> None:
    """`check` predicts what `summarize` does."""
    assert found(folder, "check") == found(folder, "summarize")


def test_the_terminal_says_it_all(folder: Path) -> None:
    """Each fact of the JSON stands in the terminal too."""
    done = run("check", "one.csv", "two.csv", "--dedupe", folder=folder)
    shown = "".join(done.stdout.split())
    told = found(folder, "check")
    lines = [*told["assumed"], *told["warnings"], *(f["sha256"] for f in told["files"])]
    lines += [f"{e['reason']}: first at {', '.join(e['first_rows'])}" for e in told["excluded"]]
    lines += [f"{f['rows']:,} rows, amount {f['amount']:,.2f}" for f in told["files"]]
    assert [line for line in lines if "".join(line.split()) not in shown] == []


def test_the_workbook_says_it_all(folder: Path) -> None:
    """Each fact of the JSON stands in the sheet Data check too."""
    sheet = openpyxl.load_workbook(folder / "out.xlsx", data_only=True)["Data check"]
    cells = {cell.value for line in sheet.iter_rows() for cell in line}
    told = found(folder, "summarize")
    facts = [*told["assumed"], *told["warnings"], told["rows_read"], told["rows_used"]]
    for file in told["files"]:
        facts += [file[key] for key in ("name", "sha256", "rows", "amount", "bytes")]
    for left_out in told["excluded"]:
        facts += [f"Left out: {left_out['reason']}", left_out["amount"], ", ".join(left_out["first_rows"])]
    assert [fact for fact in facts if fact not in cells] == []


@pytest.mark.parametrize(("kind", "label"), [("csv", "Everything (EUR)"), ("duckdb", "The whole book")])
def test_a_total_that_no_word_tells(kind: str, label: str, tmp_path: Path) -> None:
    """A row of just the money of all others is warned of, and the way out works; one of a cent more is a customer."""
    others = [(f"C{n}", "2024-01-05", f"{n}.25") for n in range(1, 10)]
    for money, warned in (("47.25", True), ("47.26", False)):
        rows = [*others, (label, "2024-12-31", money)]
        orders = _orders(tmp_path, kind, rows)
        said = [line for line in orders.ledger.warnings if "as much as all others together" in line]
        assert len(said) == warned
    assert said == []
    said = _orders(tmp_path, kind, [*others, (label, "2024-12-31", "47.25")]).ledger.warnings[0]
    assert said == (
        f'customer "{label}" has in one row as much as all others together (47.25); if it is no customer, '
        f'--exclude-customer "{label}" leaves it out'
    )


@pytest.mark.parametrize("kind", ["csv", "duckdb"])
def test_balances_among_customers(kind: str, tmp_path: Path) -> None:
    """What a book begins and ends with is no order, whoever wrote it as one."""
    sums = {"Ann": "10", "Opening balance": "500", "Saldovortrag 2023": "7", "Balance Shoes": "9"}
    rows = [(name, "2024-01-01", money) for name, money in sums.items()]
    said = [line for line in _orders(tmp_path, kind, rows).ledger.warnings if "reads like a balance" in line]
    assert [line.split('"')[1] for line in said] == ["Opening balance", "Saldovortrag 2023"]


def _orders(folder: Path, kind: str, rows: list[tuple[str, str, str]]) -> Orders:
    if kind == "csv":
        path = folder / "o.csv"
        path.write_text("\n".join(["customer,date,amount", *map(",".join, rows)]), encoding="utf-8")
        return read(path)
    path = folder / f"{len(list(folder.iterdir()))}.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE TABLE o (customer VARCHAR, date DATE, amount DECIMAL(9, 2))")
        base.executemany("INSERT INTO o VALUES (?, ?, ?)", rows)
    return read_table(f"duckdb://{path}", "o")
