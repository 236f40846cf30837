"""Few processes and files allowed, as another user; outputs on another file system, and on one that fills up."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.hostile.days import COMMANDS, made
from benchmarks.loads import OLD, Came, Ended, Load, Run, Told, beside, limited, summed, wrong

_SOMEONE = 61_184  # a user of no other processes, which would count as well
_READ = 2  # CAP_DAC_READ_SEARCH: to read a Python that lies where only root may look
_ALL = ("check", "summarize", "score", "backtest", "contracts")
_PROCESSES = (1, 4, 12, 40)  # threads count too
_FILES = (4, 5, 6, 16)
_ELSEWHERE = Path("/dev/shm")  # memory: another file system than that of temporary files
_DISKS = (8, 64, 20_000)  # KB


def _as_someone(processes: int) -> Callable[[], None]:
    """Root may start as many as it likes; another user may not."""

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
        system = ctypes.CDLL(None)
        assert not system.prctl(8, 1, 0, 0, 0)  # PR_SET_KEEPCAPS: what root may, until the next call
        os.setgroups([])
        os.setgid(_SOMEONE)
        os.setuid(_SOMEONE)
        head, kept = struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[1 << _READ] * 3, 0, 0, 0)
        assert not system.capset(head, kept)
        assert not system.prctl(47, 2, _READ, 0, 0)  # PR_CAP_AMBIENT_RAISE: Python keeps it when it begins

    return before


def few(folder: Path, told: Told, kind: str) -> Came:
    """Done as without the limit, or one line: never a wait without end, a half file, or anything left."""
    ends, found, enough = list[Ended](), list[str](), dict[str, int]()
    folder.chmod(0o755)
    for command in _ALL:
        home = folder / command
        home.mkdir()
        words = tuple(made(COMMANDS[command])(home))
        alone = Run(words, home, folder / "aside").ended()
        whole = {path.name: path.read_bytes() for path in home.glob("out.*")}
        found.append(wrong(alone, (0,)))
        _open_to_all(folder)
        for size in _PROCESSES if kind == "processes" else _FILES:
            for name in whole:
                (home / name).write_bytes(OLD)
            before = _as_someone(size) if kind == "processes" else limited(RLIMIT_NOFILE=size)
            end = Run(words, home, folder / "aside", before=before).ended(within=300)
            ends.append(end)
            found.append(_judged(end, f"{size} {kind}"))
            found += [f"{size} {kind}: {words}" for words in _outputs(home, whole, end)]
            found += beside(home, ("a.csv", "c.csv", *whole))
            if size > 4:  # with 4 not even a folder can be looked at: the next run tidies up
                found += beside(folder / "aside" / "tmp", ())
            if not end.code:
                enough.setdefault(command, size)
        told(f"{command}: enough is {enough.get(command, 'none tried')}")
    return summed(ends, found, "enough: " + ", ".join(f"{command} {size}" for command, size in enough.items()))


def _judged(end: Ended, when: str) -> str:
    """Before a line of ours runs, Python itself may fail for want of files, in words of its own."""
    if "Fatal Python error" in end.err or "could not find platform" in end.err.lower():
        return ""
    said = wrong(end, (0, 3, 5, 6))
    return f"{when}: {said}" if said else ""


def _outputs(home: Path, whole: dict[str, bytes], end: Ended) -> Iterator[str]:
    for name, new in whole.items():
        kept = (home / name).read_bytes()
        if kept != (OLD if end.code else new) and not (end.code and kept == new and len(whole) > 1):
            yield f"{end.words[0]}: {name} is {'lost' if end.code else 'not written'}"


def _open_to_all(folder: Path) -> None:
    """All of it belongs to the other user, who has to write there."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, _SOMEONE, _SOMEONE, follow_symlinks=False)


def elsewhere(folder: Path, told: Told) -> Came:
    """Outputs in memory while temporary files are on disk, and on small disks that are full before the end."""
    ends, found, too_small = list[Ended](), list[str](), 0
    for command in ("summarize", "score", "contracts"):
        home = folder / command
        home.mkdir()
        made(COMMANDS[command])(home)
        # A workbook says how it was made: the same words wherever it goes.
        words = tuple(word.replace("FOLDER/out.", "out.").replace("FOLDER", str(home)) for word in COMMANDS[command])
        ends.append(Run(words, home, folder / "aside").ended())
        found.append(wrong(ends[-1], (0,)))
        whole = {path.name: path.read_bytes() for path in home.glob("out.*")}
        for size in (None, *_DISKS):
            with _other(size) as there:
                for name in whole:
                    (there / name).write_bytes(OLD)
                end = Run(words, there, folder / "aside").ended()
                ends.append(end)
                too_small += bool(end.code)
                said = wrong(end, (0, 5) if size else (0,))
                found.append(f"a disk of {size} KB: {said}" if said else "")
                found += [f"a disk of {size} KB: {words}" for words in _outputs(there, whole, end)]
                found += beside(there, whole) + beside(folder / "aside" / "tmp", ())
        told(f"{command} done")
    return summed(ends, found, f"{too_small} of {3 * len(_DISKS)} small disks were too small")


@contextlib.contextmanager
def _other(kilobytes: int | None) -> Iterator[Path]:
    """A folder on another file system: that of memory, or a disk of this size."""
    with tempfile.TemporaryDirectory(prefix="xlclv-load-", dir=_ELSEWHERE) as name:
        if kilobytes is None:
            yield Path(name)
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


LOADS = [
    Load("few processes, as another user", lambda folder, told: few(folder, told, "processes")),
    Load("few files open", lambda folder, told: few(folder, told, "files")),
    Load("outputs on another file system", elsewhere),
]
