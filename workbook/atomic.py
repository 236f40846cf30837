"""Replacing a file in one step: whatever happens, the reader finds the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from xlclv.errors import OutputError

try:
    import fcntl
except ImportError:  # Windows: an open file cannot be removed there, which protects temporaries as well
    fcntl = None  # type: ignore[assignment]

Poll = Callable[[], None]
_STAMP = tuple[int, int, int] | None


class Interrupted(BaseException):
    """A signal asked to stop; not an Exception, so that nothing on the way swallows it."""


class Replacement:
    """A target as it stood when the work began, and the way to replace it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.shown = os.fspath(path)
        self.target = Path(os.path.realpath(path))
        with self._told():
            self._refuse_unwritable()
            self._before = self._stamp()

    def commit(self, fill: Callable[[IO[bytes], Poll], None], verify: Callable[[IO[bytes], Poll], None]) -> None:
        """Let `fill` write a file beside the target, `verify` read it again, then put it in the target's place.

        Both call the poll they are given between steps: that is where a signal takes effect.
        """
        self._clear_stale()
        temporary = self.target.with_name(f"{self._prefix()}{os.getpid()}-{threading.get_ident()}.tmp")
        with self._told(), _signals() as poll:
            try:
                with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, 0o666), "w+b") as file:
                    _hold(file)
                    fill(file, poll)
                    file.flush()
                    os.fsync(file.fileno())
                    file.seek(0)
                    verify(file, poll)
                self._keep_mode(temporary)
                self._refuse_changed()
                poll()
                temporary.replace(self.target)
            except BaseException:
                with contextlib.suppress(OSError):
                    temporary.unlink()
                raise
        _sync_folder(self.target.parent)

    def _prefix(self) -> str:
        # The target's own name may already have the longest length a file system allows.
        return f".xlclv-{hashlib.sha256(self.target.name.encode(errors='surrogateescape')).hexdigest()[:12]}-"

    def _refuse_unwritable(self) -> None:
        lock = self.target.with_name("~$" + self.target.name)
        if self.target.is_dir():
            raise OutputError(f"{self.shown} is a folder; name a file in it")
        if not self.target.parent.is_dir():
            raise OutputError(f"{self.shown} cannot be written: there is no folder {self.target.parent.name}")
        if len(lock.name.encode(errors="surrogateescape")) <= 255 and lock.exists():
            raise OutputError(f"{self.shown} is open in Excel ({lock.name} is there); close it and try again")
        if self.target.exists() and not os.access(self.target, os.W_OK):
            raise OutputError(f"{self.shown} is read-only; choose another name or allow writing")

    def _refuse_changed(self) -> None:
        self._refuse_unwritable()
        if self._stamp() != self._before:
            raise OutputError(f"{self.shown} was changed by another program meanwhile; nothing was written")

    def _stamp(self) -> _STAMP:
        try:
            found = self.target.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _keep_mode(self, temporary: Path) -> None:
        if self._before is not None:
            temporary.chmod(self.target.stat().st_mode & 0o7777)

    def _clear_stale(self) -> None:
        """Remove what a killed run left for this target; a run still alive holds a lock on its own."""
        with contextlib.suppress(OSError):
            for left in self.target.parent.glob(f"{self._prefix()}*.tmp"):
                with contextlib.suppress(OSError):
                    with left.open("rb") as file:
                        _hold(file)
                        begun = os.fstat(file.fileno()).st_size > 0
                    if begun:  # one still empty may be another run's that has not locked it yet
                        left.unlink()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the system says, in one line that names the file."""
        try:
            yield
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"{self.shown} could not be written: {reason}; nothing was changed") from error
        except MemoryError as error:
            raise OutputError(f"{self.shown} could not be written: out of memory; nothing was changed") from error


_BINARY = getattr(os, "O_BINARY", 0)


def _hold(file: IO[bytes]) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can be asked to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _signals() -> Iterator[Poll]:
    """Hold Ctrl-C and SIGTERM back until a poll, so that clearing up is never itself interrupted."""
    caught: list[int] = []

    def poll() -> None:
        if caught:
            raise Interrupted(caught[0])

    old, stopped = {}, False
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):  # an ignored signal stays ignored
                old[number] = signal.signal(number, lambda received, _: caught.append(received))
    try:
        yield poll
    except Interrupted:
        stopped = True  # and raised again below, as the signal it was
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    if caught:
        signal.raise_signal(caught[0])
    if stopped:  # the program's own handler chose to go on
        raise OutputError("writing was stopped by a signal; nothing was changed")
