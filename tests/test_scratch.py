"""Where a system has no locks, a folder whose process lives stays all the same, and one left behind goes."""

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
