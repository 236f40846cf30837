"""`--amount none`: orders without money are counted; nothing that is money is shown anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.orders.tables.cdnow_tables import duckdb_url
from tests.report.test_spend_of_all_kinds import orders_file
from xlclv import report, workbook
from xlclv.cli.program import xlclv
from xlclv.errors import InputError, UsageError
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table
from xlclv.workbook.lint import faults


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Visits of 60 customers, two of them twice on a day; the file has no column of money."""
    rows = orders_file(tmp_path, ["5.00", "9.00"]).read_text(encoding="utf-8").splitlines()
    lines = [line.rpartition(",")[0] for line in rows]
    path = tmp_path / "visits.csv"
    path.write_text("\n".join([*lines, lines[1], lines[-1]]) + "\n", encoding="utf-8")
    return path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(xlclv, [*map(str, arguments)])


def test_the_customers_are_those_of_orders_with_money(visits: Path, tmp_path: Path) -> None:
    """Frequency, recency, T, P(alive), expected orders and cohorts do not depend on there being money."""
    files = read(visits, amount="none"), read(tmp_path / "orders.csv")
    counted, paid = (report.build(each, model="BG/NBD") for each in files)  # auto chooses by money, where there is some
    a, b = ({name: at for at, name in enumerate(made.customers.id)} for made in (counted, paid))
    order = [b[name] for name in a]
    for column in ("orders", "frequency", "recency", "T", "p_alive", "expected_orders"):
        mine, other = getattr(counted.customers, column), getattr(paid.customers, column)
        assert mine == pytest.approx(other[order], rel=1e-12)
    assert (counted.cohorts.active == paid.cohorts.active).all()
    assert counted.expected_orders == pytest.approx(paid.expected_orders, rel=1e-12)
    assert counted.customers.remaining == pytest.approx(counted.customers.discounted_orders, rel=1e-12)
    assert counted.checks_ok
    assert not counted.money


def test_the_workbook_holds_no_money(visits: Path, tmp_path: Path) -> None:
    """Its sheets are those that need none, it passes the lint, and its own checks hold; all listed or not."""
    orders = read(visits, amount="none")
    for listed in (1000, 25):
        made = report.build(orders, listed=listed)
        workbook.write(made, tmp_path / "a.xlsx")
        assert not faults(tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
        assert book.sheetnames == ["Summary", "Cohorts", "Tracking", "Customers", "Data check", "Method", "Sentences"]
        shown = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        assert not [word for word in shown if isinstance(word, str) and ("CLV" in word or "Revenue" in word)]
        summary = book["Summary"]
        assert summary["B5"].value == pytest.approx(made.expected_orders, rel=1e-9)
        assert summary["B6"].value == 60
        checks = [row[1].value for row in summary.iter_rows(min_row=20) if isinstance(row[1].value, bool)]
        assert checks == [True] * 6  # five, and all of them


def test_json_has_null_where_money_would_be(visits: Path) -> None:
    """Values, spend, margin and amounts are null; counts are there."""
    done = _run("summarize", visits, "--amount", "none", "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.JSONDecoder().raw_decode(done.stdout)[0]
    for name in ("customer_equity", "mean_clv", "equity_interval", "spend_model", "margin", "amount_used"):
        assert found[name] is None, name
    assert {"p", "q", "gamma"}.isdisjoint(found["parameters"])
    assert found["customers"] == 60
    assert found["expected_orders"] > 0
    assert found["rows_used"] == found["rows_read"]


def test_terminal_and_scores_show_no_money(visits: Path, tmp_path: Path) -> None:
    """The terminal's table, and the columns of `score`."""
    done = _run("summarize", visits, "--amount", "None", "-o", tmp_path / "a.xlsx")
    assert done.exit_code == 0, done.output
    assert "Customer equity" not in done.output
    assert "Expected orders" in done.output
    done = _run("score", visits, "--amount", "none", "--to", tmp_path / "a.parquet")
    assert done.exit_code == 0, done.output
    names = pq.read_schema(tmp_path / "a.parquet").names
    assert {"p_alive", "expected_orders", "discounted_orders"} <= set(names)
    assert not {"monetary_value", "expected_spend", "residual_clv", "realised"} & set(names)


def test_a_table_counts_as_a_file_does(visits: Path, tmp_path: Path) -> None:
    """Parquet and DuckDB: the same customers and orders."""
    lines = [line.split(",") for line in visits.read_text(encoding="utf-8").splitlines()[1:]]
    days = np.array([day for _, day in lines], dtype="datetime64[D]")
    table = pa.table({"customer": [who for who, _ in lines], "date": pa.array(days)})
    pq.write_table(table, tmp_path / "a.parquet")
    made = [
        report.build(orders)
        for orders in (
            read(visits, amount="none"),
            read(tmp_path / "a.parquet", amount="none"),
            read_table(duckdb_url(tmp_path, table), "orders", amount="none"),
        )
    ]
    assert len({(m.orders, m.customer_count, round(m.expected_orders, 9)) for m in made}) == 1


def test_a_status_still_says_what_counts(tmp_path: Path) -> None:
    """Cancelled and refunded rows are no orders, though nothing was paid."""
    path = tmp_path / "a.csv"
    path.write_text("customer,date,status\nA,2024-01-05,done\nA,2024-01-06,cancelled\nB,2024-01-07,refunded\n", "utf-8")
    orders = read(path, amount="none")
    assert (orders.ledger.rows_read, orders.ledger.rows_used) == (3, 1)
    assert orders.ledger.reconciles


def test_the_way_out_is_named(visits: Path) -> None:
    """A file without money names the option; an option of money beside it is refused."""
    with pytest.raises(InputError, match=r"or count orders without money \(visits, logins\) with --amount none"):
        read(visits)
    asked = {
        "--cac": "5", "--opening": "2025-06-30", "--new-customers": "9", "--fixed-costs": "9",
        "--scenario": "A: rate=9%",
    }  # fmt: skip
    for option, value in asked.items():
        done = CliRunner().invoke(xlclv, ["summarize", str(visits), "--amount", "none", option, value])
        assert isinstance(done.exception, UsageError)
        assert f"{option} is about their money" in str(done.exception)
