"""Workbooks are parsed by a process of their own: whatever it comes to, the caller lives and hears one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.orders.test_workbooks import HEADER, MARCH, workbook
from xlclv.errors import InputError
from xlclv.orders.files import child
from xlclv.orders.reading import read


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A workbook that reads well."""
    return workbook(tmp_path / "a.xlsx", HEADER, ("A", MARCH, 1))


@pytest.fixture
def vast(tmp_path: Path) -> Path:
    """A workbook of a few cells whose table would fill 500 GB: the parser aborts."""
    path = workbook(tmp_path / "vast.xlsx", HEADER, ("A", MARCH, 1))
    book = openpyxl.load_workbook(path)
    sheet = book["Sheet"]
    for column in range(1, 30):
        sheet.cell(1_048_576, column, "x")
    sheet["XFD1048576"] = "x"
    book.save(path)
    return path


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_native_abort_is_one_line(vast: Path, orders: Path) -> None:
    """The parser that runs out of memory takes only its own process with it, and the next file reads well."""
    assert refused(vast) == (
        "vast.xlsx: reading it takes more memory than a table of its size needs; delete cells that stand far from the "
        "table, or save the sheet with the orders as .csv"
    )
    assert read(orders).ledger.rows_used == 1


def test_the_command_line_says_it_with_code_3(vast: Path) -> None:
    """No traceback, no words of the parser: the exit code of a refused input."""
    done = subprocess.run(
        [sys.executable, "-m", "xlclv", "check", vast], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "takes more memory than a table of its size needs" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux holds a process to a limit of memory")
def test_memory_has_a_limit(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that needs more than its allowance ends, and the message says what to do."""
    book = openpyxl.load_workbook(orders)
    book["Sheet"]["XFD1"] = "far to the right: 16,384 columns by 200 rows are a hundred megabytes"
    for row in range(3, 200):
        for column, cell in enumerate(("A", MARCH, 1), start=1):
            book["Sheet"].cell(row, column, cell)
    book.save(orders)
    assert read(orders).ledger.rows_used == 198
    monkeypatch.setattr(child, "MEMORY", 16 << 20)
    assert "delete cells that stand far from the table" in refused(orders)


def test_time_has_a_limit(orders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that hangs is stopped."""
    monkeypatch.setattr(child, "SECONDS", 0.01)
    assert refused(orders) == (
        "a.xlsx: reading it took more than 0 seconds and was stopped; save the sheet with the orders as .csv"
    )


@pytest.mark.skipif(os.name != "posix", reason="signals end processes on POSIX alone")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS"])
def test_a_crash_is_one_line(orders: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A crash is named by its signal."""
    started = subprocess.run
    crash = f"import os, signal; os.kill(os.getpid(), signal.{name})"
    monkeypatch.setattr(subprocess, "run", lambda command, **given: started([sys.executable, "-c", crash], **given))
    assert refused(orders) == (
        f"a.xlsx: the reader of workbooks broke down on it ({name}); open the file in Excel and save it again, or save "
        "the sheet as .csv"
    )


def test_nothing_is_imported_from_the_folder_at_hand(
    orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file called like a library, beside the orders, is not run."""
    for name in ("fastexcel", "pyarrow", "json", "numpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read(orders).ledger.rows_used == 1


def test_the_parser_talks_to_nobody(tmp_path: Path) -> None:
    """What the parser grumbles about columns of blanks does not reach the terminal."""
    path = workbook(tmp_path / "a.xlsx", (*HEADER, "Note"), ("A", MARCH, 1, None), ("B", MARCH, 2, None))
    done = subprocess.run(
        [sys.executable, "-m", "xlclv", "check", path], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert done.stderr == (  # our own words, of so few customers
        "Note: no model of repeat buying can be fitted: no customer bought before the last day; a fit needs at least "
        "8: give more orders; the workbook tells what happened and values nobody\n"
    )
