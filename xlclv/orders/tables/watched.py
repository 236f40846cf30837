"""A SQLite file while it is read: it ends when it is asked to, and what gives no end is refused.

SQLite works in calls of its own, in which no signal of ours is heard, and a view may have no end, or none before long.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.rules.lengths import CELL
from xlclv.orders.source import refusal, too_long
from xlclv.orders.tables import base_files
from xlclv.uninterrupted import Stopped, asked

SECONDS = 60.0  # of work on a file of no size; 10,000,000 rows in 340 MB take some 15
SECONDS_A_MB = 0.5
GIVEN = 1 << 29  # bytes that a file of no size may give: 3,500,000 rows of a table of orders
GIVEN_A_BYTE = 20  # a row of three short cells is stored in ten bytes
_A_ROW = 100  # bytes, beside its cells
_CELL = 1 << 20  # bytes that a cell may have in any file; a longer one must have come from a file of its size
_WIDE = 3 * _CELL  # of all cells of a row of many columns
_AT_ONCE = 128  # rows: of long cells fewer
_PIECE = 16 << 20  # bytes of cells, beyond which fewer rows are taken at once
_GLANCE = 0.002  # seconds of a call, after which it is asked how much work it was
_STEPS = 2000  # of SQLite's machine, between two looks; some 20 microseconds
_LOCKED = 5.0  # seconds that another program may write
_PICTURE = 64 << 20  # bytes that a cell may have in a column that is not used
_SHORT = 1 << 10  # bytes of a cell there that is handed over as it is
_APART = "xlclv_told_apart"
_WAY = "shorten it, or make a view without its column"
_SPARE = 256 << 20  # bytes of the disk, on which SQLite sorts, that stay free


class TooLongError(InputError):
    """A cell longer than one in use may be, in no one knows which column."""


class Watched:
    """A connection for reading. DuckDB reads from it in threads of its own, one at a time."""

    def __init__(self, path: Path, where: str) -> None:
        # SQLite looks for no writer then, nor has it to note beside the file that there is a reader.
        self._alone = base_files.stamp(path)[:1] if base_files.settled(path) else ()
        uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if self._alone else ''}"
        self._base = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=0)
        self._path = path
        self._size, self._where, self._why = path.stat().st_size, where, ""
        self._seconds = SECONDS + SECONDS_A_MB * self._size / 2**20
        self._given = GIVEN + GIVEN_A_BYTE * self._size
        self._spent = self._looked = 0.0
        self._since: float | None = None  # what the thread had worked as the call at hand grew long
        self._spill = _sorts_in()
        self._spare = min(_SPARE, shutil.disk_usage(self._spill).free // 2)
        self._at_once = _AT_ONCE // 16  # until it is known how long their cells are
        self._longest = min(CELL, max(_CELL, self._size))
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self._longest)
        self._base.set_progress_handler(self._look, _STEPS)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def headers(self, sql: str) -> tuple[str, ...]:
        """The names of what a query gives."""
        with self._asking():
            found = tuple(column[0] for column in self._execute(sql).description)
        self._longest = min(CELL, max(min(_CELL, _WIDE // max(len(found), 1)), self._size))
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, self._longest)
        return found

    def widen(self) -> None:
        """Let through cells that are files of their own, for `told_apart` to make a sum of one at a time."""
        self._base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(_PICTURE, max(_CELL, self._size)))
        self._base.create_function(_APART, 1, _apart, deterministic=True)

    @staticmethod
    def told_apart(column: str) -> str:
        """SQL: a cell of a column that nobody uses as it is, and one that is a file of its own by its sum."""
        return f"{_APART}({column})"

    @property
    def may_be_long(self) -> bool:
        """Whether the file is so large that a cell may be a file of its own."""
        return self._size > self._longest

    def longer(self, size: int | None) -> bool:
        """Whether a cell of this size is longer than one in use may be."""
        return (size or 0) > self._longest

    def is_long(self, column: str, table: str) -> bool:
        """Whether a cell of the column is."""
        try:
            return self.longer(self.rows(f"SELECT max(length({column})) FROM {table}")[0][0])
        except TooLongError:
            return True

    def refuse_long(self, used: Iterable[str]) -> None:
        """InputError where one of these columns, which are in use, has such a cell."""
        for name in used:
            raise too_long(f'{self._where}, column "{name}"', _WAY)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The whole result of a query that gives a few rows."""
        with self._asking():
            found = self._execute(sql).fetchall()
        self._refuse_written()
        return found

    def pieces(self, sql: str) -> Iterator[Sequence[tuple[Any, ...]]]:
        """The rows of a query, some at a time."""
        with self._asking():
            cursor = self._execute(sql)
        while True:
            with self._asking():
                rows = cursor.fetchmany(self._at_once)
            if not rows:
                self._refuse_written()
                return
            yield rows

    def _refuse_written(self) -> None:
        """Refuse what SQLite took for a file that nobody writes, and somebody wrote."""
        if self._alone and base_files.stamp(self._path)[:1] != self._alone:
            raise refusal(self._where, "it changed while it was read", "wait until it is written, and try again")

    def given(self, rows: int, size: int) -> None:
        """Rows and bytes that went on; refused where they are far more than the file can hold."""
        self._at_once = max(1, self._at_once // 16) if size > _PIECE else min(_AT_ONCE, self._at_once * 2)
        self._given -= rows * _A_ROW + size
        if self._given < 0:
            self._why = "it gives far more rows than a file of this size holds, perhaps without end"
            raise self._refusal()

    def _execute(self, sql: str) -> sqlite3.Cursor:
        """A query begun. While another program writes, SQLite would wait in a call of its own: it is asked again."""
        patience = time.monotonic() + _LOCKED
        while True:
            try:
                return self._base.execute(sql)
            except sqlite3.OperationalError as error:
                if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                    raise
            time.sleep(0.05)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One call of SQLite's, whose work counts; why it was interrupted, where it was."""
        self._since, self._looked = None, (begun := time.monotonic())
        try:
            yield
        except sqlite3.OperationalError as error:
            if self._why:
                raise self._refusal() from None
            if _code(error) == sqlite3.SQLITE_INTERRUPT:  # what a signal raised in `_look` is not handed on
                raise (Stopped if asked.is_set() else KeyboardInterrupt) from None
            raise
        except sqlite3.DataError as error:
            if _code(error) == sqlite3.SQLITE_TOOBIG:
                raise TooLongError(text=str(too_long(self._where, _WAY))) from None
            raise
        finally:
            self._spent += min(time.monotonic() - begun, _GLANCE) + self._worked()
            self._since = None

    def _worked(self) -> float:
        """Seconds of work in a call that is long; to ask for them takes as long as a short call, of which are many."""
        return 0.0 if self._since is None else time.thread_time() - self._since

    def _look(self) -> int:
        """Called from within SQLite: here Python hears signals. Other than 0 interrupts SQLite."""
        if asked.is_set():  # in the main thread, while this is another
            return 1
        if (now := time.monotonic()) - self._looked < _GLANCE:
            return 0
        self._looked, self._since = now, time.thread_time() if self._since is None else self._since
        if self._spent + self._worked() > self._seconds:
            self._why = f"SQLite worked {self._seconds:,.0f} seconds on it, and is not at its end"
        elif shutil.disk_usage(self._spill).free < self._spare:
            self._why = f"SQLite filled the disk of {self._spill} with it, and is not at its end"
        return 1 if self._why else 0

    def _refusal(self) -> Exception:
        fix = "if it is a view, mend its query, or store what it gives as a table"
        return refusal(self._where, self._why, fix)


def _apart(cell: Any) -> Any:
    """A cell, or its sum."""
    if not isinstance(cell, str | bytes) or len(cell) <= _SHORT:
        return cell
    return hashlib.sha256(cell if isinstance(cell, bytes) else cell.encode()).hexdigest()


def _code(error: sqlite3.Error) -> int:
    """SQLite's number for it; 0 for what Python itself says, as of a text that is no UTF-8."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _sorts_in() -> str:
    """The folder in which SQLite sorts what is large, as SQLite looks for it."""
    if os.name != "posix":
        return tempfile.gettempdir()
    named = (os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp")
    return next((at for at in named if at and os.path.isdir(at) and os.access(at, os.W_OK | os.X_OK)), ".")  # noqa: PTH112
