"""Saving: the old file or the new one, whole, and no litter, whatever happens in between."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.hyperlink import Hyperlink

from xlclv import workbook
from xlclv.atomic import Replacement, write_bytes
from xlclv.errors import OutputError
from xlclv.report import Report
from xlclv.workbook import table
from xlclv.workbook.writer import Book

from .conftest import listed

ROOT = Path(workbook.__file__).parents[1]
posix = pytest.mark.skipif(os.name != "posix", reason="signals and modes as POSIX knows them")

# Writes one byte at a time so that a signal arrives in the middle; says when it has begun.
SLOW = """
import signal, sys, time
sys.path.insert(0, sys.argv[2])
from xlclv.atomic import Replacement
def fill(file, poll):
    print("begun", flush=True)
    for _ in range(100_000):
        file.write(b"x"); file.flush(); time.sleep(0.005); poll()
Replacement(sys.argv[1]).commit(fill, lambda file, poll: None)
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_leave_the_old_file_and_no_temporary(tmp_path: Path, number: signal.Signals) -> None:
    """SIGTERM and Ctrl-C in the middle of a save end the process as that signal, with the target as it was."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(target), str(ROOT)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.1)
        assert len(listed(tmp_path)) == 2
        run.send_signal(number)
        assert run.wait(timeout=20) == -number
    assert listed(tmp_path) == ["old.xlsx"]
    assert target.read_bytes() == b"old"


@posix
def test_what_a_killed_run_left_is_cleared_by_the_next(report: Report, tmp_path: Path) -> None:
    """kill -9 leaves the old file and a temporary; the next save in that folder, of whatever name, removes it, but not
    that of a run still alive."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")
    commands = [[sys.executable, "-c", SLOW, str(tmp_path / name), str(ROOT)] for name in ("other.xlsx", "old.xlsx")]
    with (
        subprocess.Popen(commands[0], stdout=subprocess.PIPE) as dead,
        subprocess.Popen(commands[1], stdout=subprocess.PIPE) as alive,
    ):
        for run in (dead, alive):
            assert run.stdout is not None
            run.stdout.readline()
        time.sleep(0.1)
        dead.kill()
        dead.wait()
        assert target.read_bytes() == b"old"
        assert len(listed(tmp_path)) == 3
        workbook.write(report, target)
        assert len(listed(tmp_path)) == 2
        alive.kill()
    workbook.write(report, target)
    assert listed(tmp_path) == ["old.xlsx"]


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    """A disk that fills up gives one line that names the file."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")

    def full(file: object, poll: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"old\.xlsx could not be written: no space left on device"):
        Replacement(target).commit(full, lambda file, poll: None)
    assert target.read_bytes() == b"old"
    assert listed(tmp_path) == ["old.xlsx"]


def test_open_in_excel_is_refused(report: Report, tmp_path: Path) -> None:
    """Excel's lock file beside the target means that someone is looking at it."""
    (tmp_path / "~$sum.xlsx").write_bytes(b"")
    with pytest.raises(OutputError, match="is open in Excel"):
        workbook.write(report, tmp_path / "sum.xlsx")
    assert listed(tmp_path) == ["~$sum.xlsx"]


def test_a_target_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    """Someone else's newer file is never overwritten, nor one that has just appeared."""
    for before in (b"old", None):
        target = tmp_path / f"{before}.xlsx"
        if before:
            target.write_bytes(before)
        replacement = Replacement(target)
        target.write_bytes(b"someone else's")
        with pytest.raises(OutputError, match="changed by another program"):
            replacement.commit(lambda file, poll: None, lambda file, poll: None)
        assert target.read_bytes() == b"someone else's"


@posix
def test_symlink_and_mode_are_kept(report: Report, tmp_path: Path) -> None:
    """A link stays a link, the file behind it is replaced and keeps its mode; a new file is its
    user's alone, also while it is written; one that names no customers obeys the umask."""
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    workbook.write(report, link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_bytes()[:2] == b"PK"
    for mask in (0o022, 0o077, 0o002, 0):
        before = os.umask(mask)
        try:
            Replacement(tmp_path / "new").commit(lambda file, poll: file.write(b"x") and None, lambda file, poll: None)
            write_bytes(tmp_path / "shared", b"x", everyone=True)
        finally:
            os.umask(before)
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o666 & ~mask
        (tmp_path / "new").unlink()
        (tmp_path / "shared").unlink()


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing/x.xlsx", "no folder missing"), ("folder", "is a folder"), ("x" * 257 + ".xlsx", "name too long")],
)
def test_impossible_targets_give_one_line(report: Report, tmp_path: Path, name: str, words: str) -> None:
    """What cannot be written is refused in one line, and nothing is left behind."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=words) as caught:
        workbook.write(report, tmp_path / name)
    assert "\n" not in str(caught.value)
    assert listed(tmp_path) == ["folder"]


def test_a_part_that_is_not_xml_stops_the_save(tmp_path: Path) -> None:
    """Text that slipped past every guard breaks no file: the old one stands."""
    target = tmp_path / "old.xlsx"
    target.write_bytes(b"old")
    book = Book(dt.date(2026, 6, 30), title="x", creator="x")
    book.sheet("One").links.append(Hyperlink(ref="A1", location="One!A1", tooltip="a\x07b"))
    with pytest.raises(OutputError, match=r"xl/worksheets/sheet1\.xml is not XML, .*; nothing was changed"):
        book.save(target)
    assert target.read_bytes() == b"old"
    assert listed(tmp_path) == ["old.xlsx"]


def test_a_plain_sheet_has_as_many_columns_as_there_are_names(tmp_path: Path) -> None:
    """Columns beyond Z are columns too."""
    names = [f"c{i}" for i in range(30)]
    assert table.write(names, [[["=1+1"] * 30]], tmp_path / "wide.xlsx", lambda done, rows: None) == 1
    rows = openpyxl.load_workbook(tmp_path / "wide.xlsx", read_only=True)["Customers"].iter_rows(values_only=True)
    assert [list(row) for row in rows] == [names, ["=1+1"] * 30]


def test_the_longest_name_works(report: Report, tmp_path: Path) -> None:
    """A name of 255 characters leaves room for no suffix: the temporary has a name of its own."""
    target = tmp_path / ("x" * 250 + ".xlsx")
    workbook.write(report, target)
    assert target.stat().st_size > 10_000
