"""A table of customers as text: ids stay as they are, and who would open it in a spreadsheet is told."""

from __future__ import annotations

import csv
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from xlclv.cli.table_out import write

HARMLESS = ("C-1", "-5", "+49301234", "1,5", "", "a=b", "10%", "-1.5", "+12,50")
ALIVE = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", " =1+1", "-2*3", "+A1", "-x")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_formulas_in_ids_are_told_of_in_text_alone(ending: str, tmp_path: Path) -> None:
    """Each cell that a spreadsheet would calculate counts, no other; a workbook and Parquet hold text as text."""
    table = ibis.memtable(pa.table({"customer": [*HARMLESS, *ALIVE], "clv": [-1.5] * (len(HARMLESS) + len(ALIVE))}))
    path = tmp_path / f"a.{ending}"
    count, notes = write(table, str(path), lambda done, whole: None)
    assert count == len(HARMLESS) + len(ALIVE)
    if ending != "csv":
        assert notes == ()
        return
    assert notes[0].startswith(f"{path}: {len(ALIVE)} cells begin with =, +, - or @")
    with path.open(encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [*HARMLESS, *ALIVE]


def test_one_harmless_id_is_no_word(tmp_path: Path) -> None:
    """Nothing is said where nothing begins a formula."""
    table = ibis.memtable(pa.table({"customer": list(HARMLESS)}))
    assert write(table, str(tmp_path / "a.csv"), lambda done, whole: None).notes == ()
