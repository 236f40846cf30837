"""Lines that hold nothing, by the million: read, or refused before they take the memory and the minutes of a table."""

from __future__ import annotations

import bz2
import gzip
import lzma
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlclv.errors import InputError
from xlclv.orders import source
from xlclv.orders.files import textstream
from xlclv.orders.files.textstream import TextBytes
from xlclv.orders.reading import read
from xlclv.uninterrupted import Stopped, asked

HEAD, ROW = "customer,date,amount\n", "A,2024-01-05,5\n"
NO_ROW = r"a\.csv, row 2: the row has 1 cell where the header has 3 \(also rows 3, 4, 5, 6 and 96 more\), and it was"


def made(folder: Path, text: str) -> Path:
    """A file of this text."""
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("line", ["\n", "\r\n", "   \n", "x\n", " \t\n"])
def test_lines_of_nothing_beyond_measure_are_refused(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a reader makes rows of them; packed lines of the same too."""
    monkeypatch.setattr(textstream, "BLANK_LINES", 100_000)
    path = made(tmp_path, HEAD + line * 200_000 + ROW)
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    for file in (path, packed):
        rule = "more than 100,000 of its lines hold a single character at most; take them out"
        with pytest.raises(InputError, match=rule), TextBytes(file) as stream:
            stream.read()


def test_rows_of_commas_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Excel writes them below a table."""
    monkeypatch.setattr(textstream, "BLANK_LINES", 100_000)
    found = read(made(tmp_path, HEAD + ROW + ",,\n" * 200_000))
    assert any("200,000 blank rows were not read" in said for said in found.ledger.assumed)


@pytest.mark.parametrize(("line", "said"), [("xxxx\n", NO_ROW), ('""\n', NO_ROW), ("    \n", "more than 1,000 of its")])
@pytest.mark.parametrize("first", [False, True], ids=["late", "early"])
def test_lines_that_are_no_rows_end_the_reading(
    line: str, said: str, first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each costs more than a row; the first are named, as they are where they are few."""
    monkeypatch.setattr(source, "UNEVEN", 100)
    monkeypatch.setattr("xlclv.orders.files.footer.UNEVEN", 100)
    monkeypatch.setattr(source, "DROPPED", 1_000)
    monkeypatch.setattr("xlclv.orders.files.footer.DROPPED", 1_000)
    above = "" if first else ROW * 300_000  # more than the reader takes in at once
    with pytest.raises(InputError, match=said if first else said.split(r" \(")[0].replace("row 2", "row 300,002")):
        read(made(tmp_path, HEAD + above + line * 5_000 + ROW))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        (" \n" * 5_000, "the file is empty"),
        ("\x1f", "the file is empty"),  # blanks that Unicode knows and ASCII does not
        ("\N{NO-BREAK SPACE},\N{NO-BREAK SPACE}\n\N{IDEOGRAPHIC SPACE}", "no cell of its first rows is filled"),
        ("\n" * 5_000 + HEAD + ROW, "it begins with blank lines without end; take them out"),
        ("\n" * 500 + " " * (1 << 17) + HEAD + ROW, "it begins with blank lines without end"),
        ("x" * (1 << 18), "its first line has more than 65,536 characters, as no header does"),
        (
            HEAD.strip() + "," + "x" * (2 << 20) + "\n" + ROW * 40,
            "its first line has more than 65,536 characters, as no header",
        ),
        (
            HEAD.strip() + "," + "x" * (5 << 20) + "\n" + ROW * 40,
            "its first line has more than 65,536 characters, as no header",
        ),
        (HEAD.strip() + "," + "x" * 40_000 + "\n" + ROW * 40, "a cell of its header has more than 32,767 characters"),
        ("," * (1 << 18), "its first line has more than 65,536 characters, as no header does"),
        (",,\n" * 50, "no cell of its first rows is filled; take them out, and begin with the header"),
        ("\0" * 5_000, "it holds NUL characters, as no text does"),
        (HEAD + ROW + "x" * (9 << 20) + ",2024-01-05,5\n", "one of its rows takes more than 4 MB, as where a quote"),
    ],
)
def test_what_holds_no_table_is_told_for_what_it_is(text: str, said: str, tmp_path: Path) -> None:
    """Empty is said of nothing alone."""
    with pytest.raises(InputError, match=said):
        read(made(tmp_path, text))


def test_a_stream_ends_when_the_run_is_asked_to(tmp_path: Path) -> None:
    """Native code reads it in another thread, where no signal is heard."""
    heard: list[BaseException] = []

    def take() -> None:
        try:
            stream.read(5)
        except Stopped as stopped:
            heard.append(stopped)

    with TextBytes(made(tmp_path, HEAD + ROW)) as stream:
        asked.set()
        try:
            reader = threading.Thread(target=take)
            reader.start()
            reader.join()
        finally:
            asked.clear()
    assert len(heard) == 1


def test_a_sheet_of_no_break_spaces_is_empty(tmp_path: Path) -> None:
    """They are cells that hold something to the reader, and no header to us."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match='sheet "Sheet": the sheet is empty'):
        read(tmp_path / "a.xlsx")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("packer", [gzip, bz2, lzma])
def test_what_is_packed_twice_or_otherwise_is_told(packer: Any, packed: bool, tmp_path: Path) -> None:
    """What it is and what to do, which helps; a text that begins alike is read."""
    inner = packer.compress((HEAD + ROW * 9).encode())
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(inner) if packed else inner)
    if packer is gzip and not packed:
        assert read(path).ledger.rows_used == 9
        return
    name = {gzip: "gzip", bz2: "bzip2", lzma: "xz"}[packer]
    what = rf"it is a packed file inside a packed file \({name} within gzip\)" if packed else f"it is packed by {name}"
    with pytest.raises(InputError, match=rf"{what}, which is not read; unpack it once, and give what comes out"):
        read(path)
