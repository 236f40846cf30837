"""Files of one name in two folders: every message says which of them it speaks of."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.errors import InputError
from xlclv.orders.files.told import told_apart
from xlclv.orders.reading import read

HEADER = ["customer", "date", "amount"]
Rows = list[list[Any]]


def text(path: Path, rows: Rows) -> None:
    path.write_text("\n".join(",".join(map(str, row)) for row in [HEADER, *rows]), encoding="utf-8")


def workbook(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    book.save(path)


def parquet(path: Path, rows: Rows) -> None:
    columns = zip(HEADER, map(list, zip(*rows, strict=True)), strict=True)
    pq.write_table(pa.table({name: list(map(str, cells)) for name, cells in columns}), path)


@pytest.mark.parametrize(
    ("name", "make"), [("orders.csv", text), ("orders.xlsx", workbook), ("orders.parquet", parquet)]
)
def test_the_folder_is_said(name: str, make: Callable[[Path, Rows], None], tmp_path: Path) -> None:
    """In the ledger, and where a cell of one of them is wrong, as in a workbook, read in another process."""
    paths = [tmp_path / year / name for year in ("2023", "2024")]
    for year, path in zip((2023, 2024), paths, strict=True):
        path.parent.mkdir()
        make(path, [["A", dt.date(year, 1, 5), 5], ["B", dt.date(year, 2, 5), 7]])
    ledger = read(paths).ledger
    assert [file.name for file in ledger.files] == [f"2023/{name}", f"2024/{name}"]
    assert ledger.amount_used == 24
    make(paths[1], [["A", dt.date(2024, 1, 5), "five"], ["B", dt.date(2024, 2, 5), 7]])
    with pytest.raises(InputError, match=rf"^2024/{name}.*, row [12], "):
        read(paths)
    make(paths[1], [["A", "whenever", 5]])
    with pytest.raises(InputError, match=rf"^2024/{name}"):
        read(paths)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """Also before anything is known of it; a file of another name keeps its own."""
    for folder in "ab":
        (tmp_path / folder / "in").mkdir(parents=True)
        text(tmp_path / folder / "in" / "x.csv", [["A", "2024-01-05", 5]])
    text(tmp_path / "y.csv", [["C", "2024-01-05", "no"]])
    (tmp_path / "b" / "in" / "x.csv").write_bytes(b"")
    paths = [tmp_path / "a" / "in" / "x.csv", tmp_path / "b" / "in" / "x.csv"]
    with pytest.raises(InputError, match=r"^b/in/x\.csv: the file is empty"):
        read(paths)
    with pytest.raises(InputError, match=r"^y\.csv, row 2"):
        read([paths[0], tmp_path / "y.csv"])


def test_the_same_file_twice(tmp_path: Path) -> None:
    """Under one name in two folders, the refusal names both."""
    for folder in "ab":
        (tmp_path / folder).mkdir()
        text(tmp_path / folder / "x.csv", [["A", "2024-01-05", 5]])
    with pytest.raises(InputError, match=r"^a/x\.csv and b/x\.csv: the same file"):
        read([tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv"])


def test_contracts_too(tmp_path: Path) -> None:
    """Files of contracts are told apart alike."""
    paths = [tmp_path / folder / "c.csv" for folder in ("north", "south")]
    for path, fee in zip(paths, ("30", "dear"), strict=True):
        path.parent.mkdir()
        path.write_text(f"customer,start,end,fee\n{path.parent.name},2026-01-31,,{fee}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^south/c\.csv, row 2"):
        read_contracts(paths, options(), Asked(as_of=dt.date(2026, 6, 30)))


def test_folders_of_several_depths() -> None:
    """As many folders as it takes, of each file; the same file twice is called alike."""
    paths = ["/a/x/o.csv", "/b/x/o.csv", "/b/y/o.csv", "/b/y/o.csv", "/a/p.csv"]
    names = [path.name for path in told_apart([Path(path) for path in paths])]
    assert names == ["a/x/o.csv", "b/x/o.csv", "y/o.csv", "y/o.csv", "p.csv"]


def test_thousands_of_one_name_take_no_time() -> None:
    """Each is looked at once a folder, not beside every other."""
    began = time.process_time()
    names = {path.name for path in told_apart([Path(f"/a/{at}/in/o.csv") for at in range(5000)])}
    assert len(names) == 5000
    assert time.process_time() - began < 3  # it took 20 s
