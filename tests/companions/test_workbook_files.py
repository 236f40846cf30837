"""Companion files that are workbooks, read by a process of their own: the same columns as their .csv."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xlclv.companions.columns import of_acquisition, of_contacts, of_customers
from xlclv.companions.file import open_beside
from xlclv.errors import InputError
from xlclv.orders.source import Options

FILES = {
    "customers": (of_customers("customer"), [("customer", "country"), ("A", "AT"), ("B", "CH")]),
    "contacts": (of_contacts(None), [("customer", "date", "resolved"), ("A", "2024-02-01", "yes")]),
    "acquisition": (of_acquisition, [("month", "spend"), ("2024-01", "500"), ("2024-02", "400")]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_companion_that_is_a_workbook(name: str, tmp_path: Path) -> None:
    """Its columns are told as those of the .csv, and its cells are there."""
    told, rows = FILES[name]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    found, plain = (open_beside(tmp_path / file, told, Options()) for file in ("a.xlsx", "a.csv"))
    assert found.columns == plain.columns
    assert found.source.scan(range(len(rows[0]))).num_rows == len(rows) - 1


def test_a_companion_that_is_no_workbook(tmp_path: Path) -> None:
    """It is refused in one line."""
    (tmp_path / "a.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(900))
    with pytest.raises(InputError, match=r"a\.xls: this is not a workbook that can be read"):
        open_beside(tmp_path / "a.xls", of_acquisition, Options())
