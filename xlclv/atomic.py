"""Replacing a file in one step: whatever happens, the reader finds the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import IO

from xlclv.errors import OutputError
from xlclv.home import Home
from xlclv.scratch import hold, still_there, sweep
from xlclv.uninterrupted import held

Poll = Callable[[], None]
_STAMP = tuple[int, int, int] | None
_POSIX = os.name == "posix"
_BESIDE = ".xlclv-out-"  # how names begin of what is written beside a target; no folder of ours is called so
_OURS = re.compile(rf"{re.escape(_BESIDE)}[0-9]+-[0-9]+-[0-9]+\.tmp")
# What to do about it, where the system's own words do not say.
_FIXES = {
    errno.ENOSPC: "free some space, or write to another disk",
    errno.EDQUOT: "free some space, or write to another disk",
    errno.EFBIG: "raise the limit on the size of files, or write to another disk",
    errno.EACCES: "write to a folder of your own",
    errno.EPERM: "write to a folder of your own",
    errno.EROFS: "write to a folder of your own",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EMFILE: "close other programs, or raise the limit on open files (ulimit -n)",
    errno.ENFILE: "close other programs, or raise the machine's limit on open files",
    errno.EIO: "the disk may be failing: write to another one",
}


class Interrupted(BaseException):
    """A signal asked to stop; not an Exception, so that nothing on the way swallows it."""


class Replacement:
    """A target as it stood when the work began, and the way to replace it."""

    def __init__(self, path: str | os.PathLike[str], everyone: bool = False) -> None:
        # What we write mostly names customers: only what holds nobody's data may be read by every user of the machine.
        self._mode = 0o666 if everyone else 0o600
        self.shown = os.fspath(path)
        self.target = Path(os.path.realpath(path))
        with self._told():
            self._refuse_unwritable()
            self._before = self._stamp()

    def commit(self, fill: Callable[[IO[bytes], Poll], None], verify: Callable[[IO[bytes], Poll], None]) -> None:
        """Let `fill` write a file beside the target, `verify` read it again, then put it in the target's place.

        Both call the poll they are given between steps: that is where a signal takes effect.
        """
        with self._told(), _signals(self.shown) as (poll, replaced):
            beside = self.target.parent.glob(f"{_BESIDE}*.tmp")  # of runs that were killed, whatever they wrote
            sweep(path for path in beside if _OURS.fullmatch(path.name) and not path.is_dir())
            temporary, file = self._temporary()
            try:
                with file:
                    fill(file, poll)
                    file.flush()
                    os.fsync(file.fileno())
                    with temporary.open("rb") as again:
                        verify(again, poll)
                    self._keep_mode(temporary)
                    poll()
                    if _POSIX:  # still locked: no other run takes it for one left behind
                        self._replace(temporary)
                if not _POSIX:  # where an open file cannot be moved
                    self._replace(temporary)
                replaced.append(True)
            except BaseException:
                with contextlib.suppress(OSError):
                    temporary.unlink()
                raise
            _sync_folder(self.target.parent)

    def _temporary(self) -> tuple[Path, IO[bytes]]:
        """A new file beside the target, locked as long as it is open."""
        for number in count():
            path = self.target.with_name(f"{_BESIDE}{os.getpid()}-{threading.get_ident()}-{number}.tmp")
            try:
                file = open(path, "x+b", opener=self._made)  # noqa: SIM115  # closed by who commits; a Path takes no opener
            except FileExistsError:
                continue
            with contextlib.suppress(BlockingIOError):  # another run swept it before it was locked
                hold(file.fileno())
                if still_there(path, file.fileno()):
                    return path, file
            file.close()
        raise AssertionError("names without end have ended")

    def _made(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)

    def _replace(self, temporary: Path) -> None:
        self._refuse_changed()
        try:
            temporary.replace(self.target)
        except PermissionError as error:
            if _POSIX:
                raise
            told = f"{self.shown} is open in another program or protected; close it there and try again"
            raise OutputError(told) from error

    def _refuse_unwritable(self) -> None:
        target, folder = self.target, self.target.parent
        if target.is_dir():
            raise OutputError(f"{self.shown} is a folder; name a file in it")
        if not folder.is_dir():
            named = folder if os.path.islink(self.shown) else folder.name  # noqa: PTH114  # a link names one nobody typed
            raise OutputError(f"{self.shown} cannot be written: there is no folder {named}; make it first")
        for lock, program in ((f"~${target.name}", "Excel"), (f".~lock.{target.name}#", "LibreOffice")):
            if len(lock.encode(errors="surrogateescape")) <= 255 and folder.joinpath(lock).exists():
                told = f"{self.shown} is open in {program}; close it and try again ({lock} says so"
                raise OutputError(f"{told}: delete that file if nobody has it open)")
        if target.exists() and not target.is_file():
            raise OutputError(f"{self.shown} is a device, not a file; choose another name")
        if target.exists() and not os.access(target, os.W_OK):
            raise OutputError(f"{self.shown} is read-only; choose another name or allow writing")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def _refuse_changed(self) -> None:
        self._refuse_unwritable()
        if self._stamp() != self._before:
            told = f"{self.shown} was changed by another program meanwhile; nothing was written"
            raise OutputError(f"{told}: look at it, then try again or choose another name")

    def _stamp(self) -> _STAMP:
        try:
            found = self.target.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _keep_mode(self, temporary: Path) -> None:
        if self._before is not None:
            with contextlib.suppress(FileNotFoundError):  # taken away meanwhile: refused in a moment
                temporary.chmod(self.target.stat().st_mode & 0o7777)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What the system says, in one line that names the file and what to do."""
        try:
            yield
        except OSError as error:
            reason, fix = (error.strerror or str(error)).lower(), _FIXES.get(error.errno or 0, "try another folder")
            raise OutputError(f"{self.shown} could not be written: {reason}; nothing was changed; {fix}") from error
        except MemoryError as error:
            told = f"{self.shown} could not be written: out of memory; nothing was changed"
            raise OutputError(f"{told}; close other programs and try again") from error


def unnamed(path: Path, option: str = "-o") -> Path:
    """A name that no user typed: what lies there may have come with others' files; a link leads nowhere else.

    `option` is the one that would name another file.
    """
    if path.is_symlink() and not Home.of(path).holds(path.name):
        told = f"{path} is a link to a file in another folder, which would be written over; nothing was changed"
        raise OutputError(f"{told}: name the file with {option}, or remove the link")
    return path


def write_bytes(path: str | os.PathLike[str], content: bytes, everyone: bool = False) -> None:
    """Write a file whose content is at hand, in one step; what stood there stays when that fails.

    `everyone` on this machine may read it: it names no customers.
    """

    def fill(file: IO[bytes], _: Poll) -> None:
        file.write(content)

    def verify(file: IO[bytes], _: Poll) -> None:
        if file.read() != content:
            raise OutputError(f"{os.fspath(path)} came back from the disk changed; nothing was replaced")

    Replacement(path, everyone).commit(fill, verify)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can be asked to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _signals(shown: str) -> Iterator[tuple[Poll, list[bool]]]:
    """Hold signals that end us back until a poll, so that clearing up is never itself interrupted.

    They are delivered at the end, with a note on the exception they become: which file stands there now.
    """
    caught: list[int] = []
    replaced: list[bool] = []
    stopped = False

    def poll() -> None:
        if caught:
            raise Interrupted(caught[0])

    try:
        with held() as caught:
            try:
                yield poll, replaced
            except Interrupted:
                stopped = True  # delivered in a moment, as the signal it was
    except BaseException as delivered:
        if caught:
            delivered.add_note(f"{shown} is {'written' if replaced else 'as it was'}")
        raise
    if stopped:  # the program's own handler chose to go on
        raise OutputError(f"writing {shown} was stopped by a signal; nothing was changed")
