"""A check that fails in a workbook is told by the program that wrote it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlclv.cli import talk
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
