"""A table of customers as text: ids stay as they are, and who would open it in a spreadsheet is told."""

from __future__ import annotations

import csv
from pathlib import Path

import ibis
import openpyxl
import pyarrow as pa
import pytest
from openpyxl.utils.escape import unescape

from xlclv.cli.table_out import write
from xlclv.errors import OutputError

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


def test_a_sheet_holds_every_text_and_no_number_that_is_none(tmp_path: Path) -> None:
    """Ids that look like codes of Excel, or hold what XML cannot, come back as they were; nan and inf are refused."""
    ids, path = ["_x0041_", "w\uffffq", "a\x01b", "<&>", " x "], tmp_path / "a.xlsx"
    write(ibis.memtable(pa.table({"customer": ids})), str(path), lambda done, whole: None)
    cells = [cell for (cell,) in openpyxl.load_workbook(path)["Customers"].iter_rows(min_row=2, values_only=True)]
    assert [unescape(str(cell)) for cell in cells] == ids
    assert cells[0] == "_x005F_x0041_"
    for number in (float("inf"), float("nan")):
        with pytest.raises(OutputError, match="which a worksheet cannot show as a number"):
            write(ibis.memtable(pa.table({"clv": [1.0, number]})), str(tmp_path / "b.xlsx"), lambda done, whole: None)
    assert not (tmp_path / "b.xlsx").exists()
