"""What a process keeps on disk while it works: locked, so that the next one can tell what a killed one has left."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing that is open can be removed
    fcntl = None  # type: ignore[assignment]

_UNTOUCHED = 3600.0  # seconds after which what nobody can lock counts as left behind
_PREFIX, _SUFFIX = ".xlclv-", ".tmp"
_MADE = re.compile(r"\.xlclv-[0-9a-f]{12}-[a-z0-9_]{8}\.tmp")  # a name as this module makes them
_MARK = ".xlclv-scratch"  # an empty file in each folder made: no name alone says whose a folder is
_UNFIT = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_MINE = f"{_PREFIX}{secrets.token_hex(6)}-"  # this process's folders, known by name from before they are made


def fit(name: str) -> str:
    """A name that others gave, as every system takes one: Windows knows no file with such signs in its name.

    >>> fit('Q1: "final" <2>?.csv'), fit("a\\\\b|*.csv"), fit("übersicht 2026.csv")
    ('Q1_ _final_ _2__.csv', 'a_b__.csv', 'übersicht 2026.csv')
    """
    return _UNFIT.sub("_", name)


def hold(handle: int) -> bool:
    """Lock a file or folder for as long as its handle is open; False where the system has no such locks.

    Raises BlockingIOError when another process holds it.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # some network folders
        return False
    return True


def still_there(path: Path, handle: int) -> bool:
    """Whether the name still leads to what was opened: between making a thing and locking it, it may be swept away."""
    try:
        return os.path.samestat(path.stat(follow_symlinks=False), os.fstat(handle))
    except FileNotFoundError:
        return False


def sweep(left: Iterable[Path]) -> None:
    """Remove those files and folders whose process has died; those of a living one stay."""
    for path in left:
        with contextlib.suppress(OSError):
            _sweep_one(path)


def _ours(folder: Path) -> bool:
    """Whether a folder was made here: by its name, and its mark, but for one whose process died before the mark."""
    if not _MADE.fullmatch(folder.name):
        return False
    with contextlib.suppress(OSError):
        return (folder / _MARK).is_file() or not any(folder.iterdir())
    return False


def _sweep_one(path: Path) -> None:
    found = path.stat(follow_symlinks=False)
    folder = stat.S_ISDIR(found.st_mode)
    if not (folder or stat.S_ISREG(found.st_mode)):
        return
    if fcntl is None:
        if time.time() - found.st_mtime > _UNTOUCHED:
            _held(path).unlink(missing_ok=True)  # PermissionError while its process lives
            _remove(path, folder)
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if hold(handle) or time.time() - found.st_mtime > _UNTOUCHED:
            _remove(path, folder)
    finally:
        os.close(handle)


def _remove(path: Path, folder: bool) -> None:
    if folder:
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()


def _held(folder: Path) -> Path:
    """Beside a folder on Windows: a file that its process keeps open, and so nobody can remove."""
    return folder.with_name(f"{folder.name}.held")


def tidy() -> None:
    """Remove what this process still has: for its end, when it was stopped between making a folder and keeping it."""
    with contextlib.suppress(OSError):  # not even a folder can be opened: the next run finds what is left
        for path in Path(tempfile.gettempdir()).glob(f"{_MINE}*{_SUFFIX}"):
            shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                _held(path).unlink(missing_ok=True)


class Folder:
    """A private folder among the system's temporary ones; it goes with `close`, or with the next run after a kill."""

    def __init__(self) -> None:
        around = Path(tempfile.gettempdir())
        sweep(filter(_ours, around.glob(f"{_PREFIX}*{_SUFFIX}")))
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_MINE, suffix=_SUFFIX))
            with contextlib.suppress(FileNotFoundError):  # swept away by another process before it could be locked
                self._handle: int | None = self._opened()
                if fcntl is None or self._kept(self._handle):
                    with contextlib.suppress(OSError):  # a full disk: what is put here next says so
                        (self.path / _MARK).touch()
                    return

    def _opened(self) -> int:
        if fcntl is None:
            return os.open(_held(self.path), os.O_WRONLY | os.O_CREAT, 0o600)
        return os.open(self.path, os.O_RDONLY)

    def _kept(self, handle: int) -> bool:
        with contextlib.suppress(BlockingIOError):
            hold(handle)
            if still_there(self.path, handle):
                return True
        os.close(handle)
        return False

    def close(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
            if fcntl is None:
                _held(self.path).unlink(missing_ok=True)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()
