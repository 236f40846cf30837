"""Loads: bad days that take many processes, much memory or another world (`python -m benchmarks.robustness --loads`).

Each is a scenario of whole runs of `xlclv`, each run a process of its own that is held to what the scenario says. A run
is right when it does what it was asked, or refuses in one line with the exit code for it; the file that stood there
before is then as it was, and nothing lies beside it or among the temporary files.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
OLD = b"old"
REFUSALS = (2, 3, 4, 5, 6)
Told = Callable[[str], None]


class Came(NamedTuple):
    """What came of a load: of `runs` so many did their work and so many refused; `found` is what is wrong, in words."""

    runs: int
    done: int
    refused: int
    found: list[str]
    seconds: float  # of the processor, all runs together
    peak: int  # MB of the largest run
    figure: str


class Load(NamedTuple):
    """A scenario, in a fresh folder; `run` tells how far it is."""

    name: str
    run: Callable[[Path, Told], Came]


class Ended(NamedTuple):
    """What a run came to."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float
    peak: int


class Run:
    """A run of `xlclv` in a folder, which began when this was made; its output lies in files of `aside`."""

    _begun = 0

    def __init__(
        self,
        words: Iterable[str],
        folder: Path,
        aside: Path,
        *,
        before: Callable[[], object] | None = None,
        environment: Mapping[str, str] | None = None,
        program: Iterable[str] = ("-m", "xlclv"),
    ) -> None:
        Run._begun += 1
        self.words, self._said = tuple(words), aside / f"said-{Run._begun}"
        home, temporary = aside / "home", aside / "tmp"
        for path in (home, temporary):
            path.mkdir(exist_ok=True, parents=True)
        given = {
            **os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "HOME": str(home), "COLUMNS": "200",
            "LC_ALL": "C.UTF-8", **(environment or {}),
        }  # fmt: skip
        given.pop("XLCLV_DEBUG", None)

        def first() -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
            if before is not None:
                before()

        with self._said.open("wb") as out, self._said.with_suffix(".err").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, *program, *self.words], cwd=folder, env=given, stdout=out, stderr=err, preexec_fn=first
            )

    @property
    def alive(self) -> bool:
        """Whether it runs; its account is left for `ended`."""
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def ended(self, within: float = 900.0) -> Ended:
        """Wait for its end; one that does not come is killed and told by the code -9."""
        until = time.monotonic() + within
        while True:
            pid, status, used = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > until:
                self.process.kill()
            time.sleep(0.02)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        out, err = (path.read_text("utf-8", "replace") for path in (self._said, self._said.with_suffix(".err")))
        seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss >> 10
        return Ended(self.words, self.process.returncode, out, err, seconds, peak)


def wrong(ended: Ended, allowed: Iterable[int]) -> str:
    """What is wrong with how a run ended, "" where nothing is: one of these codes, and in one line if it is not 0."""
    last = (ended.err.strip().splitlines() or [""])[-1][:300]
    if "Traceback" in ended.err or "internal error" in ended.err:
        return f"{ended.words[0]}: {last}"
    if ended.code not in allowed:
        return f"{ended.words[0]}: exit code {ended.code}: {last}"
    lines = [line for line in ended.err.splitlines() if line.startswith(("xlclv: ", "Error: "))]
    if ended.code and len(lines) != 1:
        return f"{ended.words[0]}: {len(lines)} lines of refusal: {ended.err[:300]!r}"
    return ""


def beside(folder: Path, known: Iterable[str]) -> list[str]:
    """What lies in a folder that should not."""
    return [f"{name} is left behind" for name in sorted({path.name for path in folder.iterdir()} - set(known))]


def summed(ends: Iterable[Ended], found: Iterable[str], figure: str) -> Came:
    """A load's account of its runs."""
    all_ = list(ends)
    done = sum(end.code == 0 for end in all_)
    return Came(
        len(all_), done, len(all_) - done, [words for words in found if words],
        sum(end.seconds for end in all_), max((end.peak for end in all_), default=0), figure,
    )  # fmt: skip


def limited(**sizes: int) -> Callable[[], None]:
    """Before a run: limits such as RLIMIT_AS=1 << 30."""

    def before() -> None:
        for name, size in sizes.items():
            resource.setrlimit(getattr(resource, name), (size, size))

    return before


def every() -> list[Load]:
    """All loads."""
    from benchmarks.loads import clusters, crowds, languages, large, limits, stops

    return [load for room in (crowds, large, clusters, languages, limits, stops) for load in room.LOADS]
