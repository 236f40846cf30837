"""A check that fails in a workbook is told by the program that wrote it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlclv.cli import talk
from xlclv.cli.program import xlclv as program
from xlclv.workbook.summary.checks import TITLE, Check, lay
from xlclv.workbook.writer import Book


def test_a_check_that_fails_is_told_by_name(tmp_path: Path) -> None:
    """One that holds is not told, one that does not is, and the sentence leads to a report."""
    book = Book(dt.date(2026, 1, 1), title="t", creator="c")
    book.sheet(TITLE)
    lay(book, [Check("All is well", "=1+1", 2.0, 0.0), Check("All is not well", "=1+1", 3.0, 0.5)], [])
    failing = book.save(tmp_path / "book.xlsx")
    assert failing == ("All is not well",)
    said = talk.failing("book.xlsx", failing)
    assert said == ["A CHECK FAILS in book.xlsx: All is not well; do not rely on it, and please report this"]


def test_every_way_out_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON and page of a run whose workbook has a check that fails do not say that all hold, of orders or contracts."""
    monkeypatch.chdir(tmp_path)
    for name in ("workbook", "workbook.contracts"):
        monkeypatch.setattr(f"xlclv.{name}.write", lambda *_, **__: ("All is not well",))
    rows = [f"c{i % 30},2025-{1 + i % 12:02}-{1 + i % 27:02},{9 + i % 5}" for i in range(60)]
    Path("o.csv").write_text("customer,date,amount\n" + "\n".join(rows), "utf-8")
    Path("k.csv").write_text("customer,start,end,fee\nA,2025-01-01,,5\nB,2025-01-01,2025-05-01,5\n", "utf-8")
    for words in (["summarize", "o.csv"], ["contracts", "k.csv", "--as-of", "2026-01-01", "--period", "month"]):
        done = CliRunner().invoke(program, [*words, "-o", "b.xlsx", "--html", "b.html", "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["checks_ok"] is False
        assert "A CHECK FAILS in b.xlsx: All is not well" in done.stderr
        assert "A CHECK FAILS." in Path("b.html").read_text("utf-8")
