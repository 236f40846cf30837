"""Bad days: no room for temporary files, no home, few files or processes, odd masks and signals, on every command."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import EITHER, READ, Case

OLD = b"old"
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "FOLDER/a.csv"),
    "summarize": ("summarize", "FOLDER/a.csv", "-o", "FOLDER/out.xlsx", "--html", "FOLDER/out.html"),
    "score": ("score", "FOLDER/a.csv", "--to", "FOLDER/out.csv"),
    "backtest": ("backtest", "FOLDER/a.csv"),
    "contracts": ("contracts", "FOLDER/c.csv", "-o", "FOLDER/out.xlsx"),
    "template": ("template", "calculator", "-o", "FOLDER/out.xlsx"),
}


def _gone(folder: Path) -> None:
    shutil.rmtree(folder / "tmp")


def _full(folder: Path) -> None:
    """A disk of 64 KB for temporary files, seen by this process alone."""
    assert not ctypes.CDLL(None).unshare(0x20000)  # CLONE_NEWNS
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder / "tmp"], check=True)


def _homeless(folder: Path) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "USER", "LOGNAME", "USERPROFILE"):
        os.environ.pop(name, None)


def _limited(kind: str, size: int) -> Callable[[Path], None]:
    return lambda folder: resource.setrlimit(getattr(resource, kind), (size, size))


def _ignored(folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _elsewhere(folder: Path) -> None:
    """The folder of the run is gone."""
    os.rmdir(folder / "home")  # noqa: PTH106


_WORLDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no folder for temporary files": (_gone, EITHER),
    "no room for temporary files": (_full, EITHER),
    "no home": (_homeless, READ),
    "16 files open": (_limited("RLIMIT_NOFILE", 16), EITHER),
    "files of 4 KB": (_limited("RLIMIT_FSIZE", 4096), EITHER),
    "a mask of 077": (lambda folder: os.umask(0o077) and None, READ),
    "Ctrl-C ignored": (_ignored, READ),
    "the folder of the run is gone": (_elsewhere, EITHER),
}


def made(words: tuple[str, ...]) -> Callable[[Path], list[str]]:
    """The command over orders or contracts of its own, an old file where it writes."""

    def make(folder: Path) -> list[str]:
        orders = [f"C{at * 7 % 60},2024-{at % 12 + 1:02}-{at * 5 % 28 + 1:02},{at % 9 + 5}" for at in range(400)]
        (folder / "a.csv").write_text("\n".join(["customer,date,amount", *orders]) + "\n", encoding="utf-8")
        ended = ("", "2025-03-01", "2025-04-01")
        contracts = [f"C{at},2024-{at % 12 + 1:02}-01,{ended[at % 3]},{at % 9 + 5}" for at in range(90)]
        (folder / "c.csv").write_text("\n".join(["customer,start,end,fee", *contracts]) + "\n", encoding="utf-8")
        for word in words:
            if "out." in word:
                Path(word.replace("FOLDER", str(folder))).write_bytes(OLD)
        return [word.replace("FOLDER", str(folder)) for word in words]

    return make


def kept(folder: Path, code: int) -> str:
    """What stood there before must stand there still where the command failed, and be new where it did not."""
    for path in (*folder.glob("out.*"), *folder.glob("elsewhere/*")):
        if not path.name.startswith("out."):
            return f"{path.name} is left behind"
        if (path.read_bytes() == OLD) != bool(code):
            return f"{path.name} is {'lost' if code else 'not written'}"
    return ""


CASES = [
    Case("bad days", f"{command}: {name}", made(words), may, before=before)
    for name, (before, may) in _WORLDS.items()
    for command, words in COMMANDS.items()
]
