"""Many files and many columns: what cannot be orders is refused before it is read."""

from __future__ import annotations

import zipfile
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from rich.console import Console

from tests.orders.conftest import Write
from xlclv.cli import inputs
from xlclv.cli.show import ledger_as_table
from xlclv.contracts import reading as contracts
from xlclv.errors import InputError
from xlclv.orders import reading as orders
from xlclv.orders.files import opening
from xlclv.orders.source import Source

LINES = ("customer,date,amount", "A,2024-01-05,1.50", "B,2024-02-06,2.25")
TERMS = ("customer,start,end,fee", "A,2024-01-05,2024-03-05,1.50", "B,2024-02-06,,2.25")
MOST = 16_384


def _contracts(paths: list[Path]) -> object:
    return contracts.read(paths, contracts.options(), contracts.Asked())


@pytest.mark.parametrize(("read", "lines"), [(orders.read, LINES), (_contracts, TERMS)])
def test_copies_are_refused_before_any_file_is_read(
    read: object, lines: tuple[str, ...], write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thousands of files, to read all before two are compared takes minutes; the first pair is named."""

    def opened(*_: object) -> None:
        pytest.fail("a file was opened as a table")

    monkeypatch.setattr(opening, "open_source", opened)
    others = [write(f"{n}.csv", *lines, lines[-1].replace("B", f"B{n}")) for n in range(8)]
    paths = [*others, write("a.csv", *lines), write("b.csv", *lines), write("c.csv", *lines)]
    with pytest.raises(InputError, match=r"^a\.csv and b\.csv: the same file, byte for byte: every order would"):
        read(paths)  # type: ignore[operator]


def test_files_of_one_size_are_no_copies(write: Write) -> None:
    """Only bytes tell: files of as many bytes are read, and an empty one is told as empty."""
    paths = [write(f"{name}.csv", *LINES[:2], LINES[2].replace("B", name)) for name in "CDE"]
    assert orders.read(paths).ledger.rows_used == 6
    for name in "xy":
        (paths[0].parent / f"{name}.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"x\.csv: the file is empty"):
        orders.read([paths[0].parent / "x.csv", paths[0].parent / "y.csv"])


def test_days_without_orders_are_no_copies(write: Write) -> None:
    """Exports of days without orders are their header alone, all alike: that they have no rows is what is told."""
    paths = [write(f"{name}.csv", LINES[0]) for name in "xy"]
    with pytest.raises(InputError, match=r"^x\.csv: there is a header but no rows below it"):
        orders.read(paths)


def test_a_packed_file_is_not_small_by_its_bytes(tmp_path: Path) -> None:
    """A few kilobytes may hold many thousand rows, which are worth a plan."""
    for name, content, small in (("a.csv", b"x", True), ("a.csv.gz", b"x", False)):
        (tmp_path / name).write_bytes(content)
        assert Source(tmp_path / name, (), 0, lambda _: None).small is small


def test_the_files_of_an_archive_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder held open for each would end at the system's limit of open files, and each looked at all before it."""
    made = []
    real = inputs.Folder
    monkeypatch.setattr(inputs, "Folder", lambda: made.append(1) or real())
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for at in range(30):
            archive.writestr(f"{'long' * 30} {at}.csv", "\n".join((*LINES, f"C{at},2024-03-01,1")))
    paths = inputs.files([tmp_path / "all.zip"]).paths
    assert (len(made), len(set(paths))) == (1, 30)
    assert [path.read_text(encoding="utf-8").splitlines()[-1] for path in paths] == [
        f"C{at},2024-03-01,1" for at in range(30)
    ]


def _text(path: Path, width: int) -> None:
    rows = [[*line.split(","), *map(str, range(width - 3))] for line in LINES]
    path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")


def _parquet(path: Path, width: int) -> None:
    cells = {"customer": ["A", "B"], "date": ["2024-01-05", "2024-02-06"], "amount": [1.5, 2.25]}
    pq.write_table(pa.table({**cells, **{f"x{at}": [at, at] for at in range(width - 3)}}), path)


def _workbook(path: Path, width: int) -> None:
    book = Workbook()
    for line in LINES:
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.active.cell(1, width, "last")  # type: ignore[union-attr]
    book.save(path)


@pytest.mark.parametrize(("name", "make"), [("a.csv", _text), ("a.parquet", _parquet), ("a.xlsx", _workbook)])
def test_a_table_wider_than_a_spreadsheet_is_refused(name: str, make: object, tmp_path: Path) -> None:
    """The widest sheet is read; one more column is refused by rule, of text, Parquet and workbooks alike."""
    make(tmp_path / name, MOST + 1)  # type: ignore[operator]
    with pytest.raises(
        InputError, match=rf"^{name}.*: it has 16,385 columns and a spreadsheet has 16,384 at most; give"
    ):
        orders.read(tmp_path / name)


@pytest.mark.parametrize(("name", "make"), [("a.csv", _text), ("a.xlsx", _workbook)])
def test_a_table_as_wide_as_a_spreadsheet_is_read(name: str, make: object, tmp_path: Path) -> None:
    """With its money to the cent."""
    make(tmp_path / name, MOST)  # type: ignore[operator]
    ledger = orders.read(tmp_path / name).ledger
    assert (ledger.rows_used, str(ledger.amount_used)) == (2, "3.75")


@pytest.mark.parametrize(("read", "lines"), [(orders.read, LINES), (_contracts, TERMS)])
def test_what_is_assumed_of_many_files_is_one_line(read: object, lines: tuple[str, ...], write: Write) -> None:
    """A file a day would say a thousand times the same; what differs is said of its file."""
    paths = [write(f"{n}.csv", *lines, lines[-1].replace("B", f"B{n}")) for n in range(8)]
    paths.append(write("8.csv", lines[0].replace("customer", "client"), *lines[1:]))
    ledger = read(paths).ledger  # type: ignore[operator]
    said = [line for line in ledger.assumed if ": customer is " in line]
    assert [line.partition(": ")[0] for line in said] == ["0.csv, 1.csv, 2.csv, 3.csv, 4.csv and 3 more", "8.csv"]
    assert 'customer is "client"' in said[1]
    assert len(ledger.files) == 9


def test_check_shows_some_of_many_files(write: Write) -> None:
    """The others are counted, with their money: nothing scrolls the numbers away."""
    paths = [write(f"{n:02}.csv", *LINES[:2], f"B{n},2024-02-06,{n}.25") for n in range(23)]
    console = Console(width=200, file=StringIO())
    console.print(ledger_as_table(orders.read(paths).ledger))
    told = console.file.getvalue()  # type: ignore[attr-defined]
    assert told.count("sha256") == 20
    assert "Files     3 more: 6 rows, amount 68.25; --json has each" in told
