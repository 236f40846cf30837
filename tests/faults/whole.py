"""Signals over the whole command, as a user would send them: while it starts, reads, fits, writes and prints."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.kills import OLD, SIGNALS, Tally
from tests.faults.sample import ROOT, write

_COMMAND = (sys.executable, "-m", "xlclv", "summarize", "orders.csv", "-o", "out/summary.xlsx")


def start(folder: Path) -> subprocess.Popen[str]:
    """The command, with a folder for temporary files of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
    return subprocess.Popen(
        _COMMAND, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )  # fmt: skip


def run(points: int, folder: Path, told: Callable[[str], None] = lambda words: None) -> list[Tally]:
    """Hit the command at `points` moments of its life with each signal; the folder is a fresh one."""
    write(folder / "orders.csv")
    for name in ("out", "tmp"):
        (folder / name).mkdir()
    target = folder / "out" / "summary.xlsx"
    begun = time.monotonic()
    assert not start(folder).wait(120)
    lasts, new = time.monotonic() - begun, target.read_bytes()
    found = []
    for number in SIGNALS:
        tally = Tally(number.name)
        for point in range(points):
            target.write_bytes(OLD)
            _hit(folder, lasts * point / points, number)
            tally.points += 1
            kept = target.read_bytes()
            tally.old, tally.new = tally.old + (kept == OLD), tally.new + (kept == new)
            tally.broken += kept not in (OLD, new)
            tally.litter += _litter(folder) if number is not signal.SIGKILL else 0
        assert not start(folder).wait(120)
        tally.left = _litter(folder)
        told(f"{number.name}: {tally.points} points done")
        found.append(tally)
    return found


def _hit(folder: Path, after: float, number: signal.Signals) -> None:
    child = start(folder)
    time.sleep(after)
    child.send_signal(number)
    _, said = child.communicate(timeout=120)
    assert child.returncode in (0, 130, 143, -number), said
    if child.returncode in (130, 143):
        assert said.strip().splitlines()[-1].startswith("xlclv: stopped; "), said
    assert "in main" not in said, said  # a traceback of ours; Python's own start may answer Ctrl-C with one


def _litter(folder: Path) -> int:
    return len(list((folder / "out").iterdir())) - 1 + len(list((folder / "tmp").iterdir()))


def cpu_seconds() -> float:
    """What this process and its children have used."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)
