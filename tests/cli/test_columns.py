"""`check --columns`: every column and its values, to say which is what, also where the orders are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from xlclv.cli.program import xlclv as program
from xlclv.errors import InputError, UsageError
from xlclv.orders.peek import seen


def test_columns_are_listed_of_orders_read_and_refused(tmp_path: Path) -> None:
    """Values that are few are all there with their rows, of many three; what a status would mean is said."""
    rows = (f"A{n % 20};0{n % 9 + 1}.01.2026;{n},5;{('foo', 'paid', '')[n % 3]};;" for n in range(30))
    lines = ["Wer;Wann;Was;Status;;", *rows]
    (tmp_path / "odd.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    refused = CliRunner().invoke(program, ["check", str(tmp_path / "odd.csv"), "--columns", "--json"])
    assert isinstance(refused.exception, InputError)
    (table,) = json.loads(refused.stdout)["columns"]
    assert (table["name"], table["rows"]) == ("odd.csv", 30)
    who, _, _, status = table["columns"]  # columns without a header are nobody's to choose
    assert (who["header"], who["filled"], who["different"], len(who["values"])) == ("Wer", 30, 20, 3)
    assert status["values"] == [{"value": "foo", "rows": 10, "sale": None}, {"value": "paid", "rows": 10, "sale": True}]
    assert (status["filled"], status["status"], who["status"]) == (20, True, False)
    said = ["--customer=Wer", "--date=Wann", "--amount=Was", "--only=Status=paid,blank", "--dayfirst"]
    read = CliRunner().invoke(program, ["check", str(tmp_path / "odd.csv"), "--columns", "--json", *said])
    told = json.loads(read.stdout)
    assert (told["rows_used"], told["columns"]) == (20, [table])


def test_the_sheets_read_are_those_shown(tmp_path: Path) -> None:
    """Of a workbook each sheet asked for; what has no header is refused, and what hides ids does not show them."""
    book = Workbook()
    for name in ("2024", "2025"):
        sheet = book.create_sheet(name)
        for row in (["Report"], ["Customer", "Day", "Value"], *(["C1", f"{name}-01-0{d}", d] for d in (1, 2))):
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    found = seen([tmp_path / "two.xlsx"], sheet="20*")
    assert [(one.sheet, one.rows, [c.header for c in one.columns]) for one in found] == [
        (name, 2, ["Customer", "Day", "Value"]) for name in ("2024", "2025")
    ]
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"Customer": ["a", "b"], "State": ["paid", "void"]}), tmp_path / "a.parquet")
    (one,) = seen([tmp_path / "a.parquet"])
    assert [(v.text, v.sale) for v in one.columns[1].values] == [("paid", True), ("void", False)]
    del book["2025"]
    book.save(tmp_path / "one.xlsx")  # beside an empty sheet, which is not asked for
    assert [(one.sheet, one.rows) for one in seen([tmp_path / "one.xlsx"])] == [("2024", 2)]
    (tmp_path / "bare.csv").write_text("1,2026-01-02,3\n3,2026-01-03,4\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bare\.csv"):
        seen([tmp_path / "bare.csv"])
    places = ["--customer=1", "--date=2", "--amount=3", "--columns"]
    read = CliRunner().invoke(program, ["check", str(tmp_path / "bare.csv"), *places])
    assert read.exit_code == 0
    assert "the columns cannot be listed: bare.csv" in read.stderr
    hidden = CliRunner().invoke(program, ["check", str(tmp_path / "bare.csv"), "--columns", "--pseudonymise"])
    assert isinstance(hidden.exception, UsageError)


def test_columns_that_are_not_used_are_named(tmp_path: Path) -> None:
    """Once for files with the same ones; those in use, and columns without a header, are not among them."""
    for name in "ab":
        text = f"Customer,Date,Amount,Booked by,\n{name},2025-01-05,3,Zoe,x\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "c.csv").write_text("Customer,Date,Amount\nB,2025-01-06,4\n", encoding="utf-8")
    said = CliRunner().invoke(program, ["check", *(str(tmp_path / f"{name}.csv") for name in "abc")]).output
    assert [line for line in said.splitlines() if line.startswith("Not used")] == [
        'Not used  a.csv, b.csv: "Booked by" (check --columns shows what columns hold)'
    ]
