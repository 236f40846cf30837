"""A folder whose process lives stays, one left behind goes, and one that another program made is never touched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from xlclv import scratch


def test_without_locks_a_living_process_keeps_its_folder_for_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where what is open cannot be removed: a page left open over night keeps its files."""
    monkeypatch.setattr(scratch, "fcntl", None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    remove, open_now = Path.unlink, set[Path]()

    def as_windows_does(path: Path, missing_ok: bool = False) -> None:
        if path in open_now:
            raise PermissionError(path)
        remove(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", as_windows_does)
    mine = scratch.Folder()
    (held,) = (path for path in tmp_path.iterdir() if path != mine.path)
    open_now.add(held)
    (mine.path / "orders.csv").write_text("a", encoding="utf-8")
    os.utime(mine.path, (0, 0))
    with scratch.Folder():
        assert (mine.path / "orders.csv").exists()
    open_now.clear()  # its process was killed
    with scratch.Folder() as another:
        assert [path for path in tmp_path.iterdir() if another.name not in path.name] == []
    mine.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_others_stays_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those that a killed process left, only what has the whole name and the mark of ours goes, or nothing in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names = (".xlclv-mywork.tmp", ".xlclv-0123456789ab-abcd_efg.tmp", ".xlclv-0123456789AB-abcd_efg.tmp")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "orders.csv").write_text("a", encoding="utf-8")
        os.utime(tmp_path / name, (0, 0))
    (left := scratch.Folder()).path.joinpath("orders.csv").write_text("a", encoding="utf-8")
    empty = tmp_path / ".xlclv-0123456789ab-abcd_xyz.tmp"
    empty.mkdir()
    if left._handle is not None:  # killed
        os.close(left._handle)
    os.utime(left.path, (0, 0))
    with scratch.Folder() as mine:
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*names, mine.name))
