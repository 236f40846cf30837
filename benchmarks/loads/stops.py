"""Being stopped at random moments of the whole work, most of it reading and fitting; and where Ctrl-C is ignored."""

from __future__ import annotations

import os
import random
import signal
import time
from functools import partial
from pathlib import Path

from benchmarks.hostile.days import COMMANDS, made
from benchmarks.loads import OLD, Came, Ended, Load, Run, Told, beside, summed, wrong

MOMENTS = 8  # of each signal and command
_SENT = {signal.SIGTERM: 143, signal.SIGINT: 130}
_ALL = ("summarize", "score", "backtest", "contracts")


def stopped(folder: Path, told: Told, moments: int = MOMENTS) -> Came:
    """The old file or the new one, whole; one line; and no temporary file, whenever the signal comes."""
    chance, ends, found, began = random.Random(20), list[Ended](), list[str](), 0
    for command in _ALL:
        home = folder / command
        home.mkdir()
        words = tuple(made(COMMANDS[command])(home))
        alone = Run(words, home, folder / "aside").ended()
        ends.append(alone)
        found.append(wrong(alone, (0,)))
        whole = {path.name: path.read_bytes() for path in home.glob("out.*")}
        for number, code in _SENT.items():
            for _ in range(moments):
                for name in whole:
                    (home / name).write_bytes(OLD)
                end, ours = _struck(Run(words, home, folder / "aside"), number, alone.seconds * chance.random())
                ends.append(end)
                unheard, done = not ours and by_python(end, number), _written(home, whole)
                began += unheard and not end.out
                found.append("" if unheard and (done or not end.out) else wrong(end, (0, code)))
                found += _kept(home, whole, end) + beside(home, ("a.csv", "c.csv", *whole))
                found += beside(folder / "aside" / "tmp", ())
        told(f"{command}: {2 * moments} moments done")
    ended = sum(end.code == 0 for end in ends) - len(_ALL)
    figure = f"{len(ends) - len(_ALL)} moments, {ended} after the end of the work, {began} before its beginning"
    return summed(ends, found, figure)


def ignored(folder: Path, told: Told, moments: int = 3) -> Came:
    """Ctrl-C goes to all of a terminal's jobs; one started to ignore it (nohup, &) does its work to the end."""
    chance, ends, found = random.Random(21), list[Ended](), list[str]()
    for command in _ALL:
        home = folder / command
        home.mkdir()
        words = tuple(made(COMMANDS[command])(home))
        before = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
        for at in range(moments):
            seconds = ends[-at].seconds * chance.random() if at else 0.0
            run = Run(words, home, folder / "aside", before=before)
            end = _struck(run, signal.SIGINT, seconds)[0] if at else run.ended()
            ends.append(end)
            found.append(wrong(end, (0,)))
            found += beside(home, ("a.csv", "c.csv", *(path.name for path in home.glob("out.*"))))
        told(f"{command}: {moments} runs done")
    return summed(ends, found, "every run went on to its end")


def by_python(end: Ended, number: signal.Signals) -> bool:
    """Whether a run ended as Python's own start and end do: by the signal itself, or by Python's word for Ctrl-C."""
    return end.code == -number or (number is signal.SIGINT and end.code in (1, 130) and "KeyboardInterrupt" in end.err)


def _struck(run: Run, number: signal.Signals, after: float) -> tuple[Ended, bool]:
    """The signal when the run has used that much of the processor, whatever else the machine does; and whether our
    handler was there, or the run over: Python's own start and end, before and after a line of ours, hear no request.
    """
    while run.process.pid and _used(run.process.pid) < after:
        time.sleep(0.005)
    ours = heard(run.process.pid)
    os.kill(run.process.pid, number)  # it is ours until its end is asked for, even when it is over
    return run.ended(), ours


def heard(pid: int) -> bool:
    """Whether the process has a handler for SIGTERM, for which Python itself has none; so too where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    caught = next((line for line in lines if line.startswith("SigCgt:")), "SigCgt:\tffffffff")
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1) or any(
        line.startswith("State:\tZ") for line in lines
    )


def _used(pid: int) -> float:
    """CPU seconds of a process so far; without end where it has ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return float("inf")
    return float("inf") if words[0] == "Z" else (int(words[11]) + int(words[12])) / 100


def _written(home: Path, whole: dict[str, bytes]) -> bool:
    return all((home / name).read_bytes() == new for name, new in whole.items())


def _kept(home: Path, whole: dict[str, bytes], end: Ended) -> list[str]:
    found = []
    for name, new in whole.items():
        kept = (home / name).read_bytes()
        if kept not in (OLD, new):
            found.append(f"{end.words[0]}: {name} is broken")
        if end.code == 0 and kept != new:
            found.append(f"{end.words[0]}: {name} is not written")
    return found


LOADS = [Load("signals at random moments of the work", stopped), Load("Ctrl-C where it is ignored", ignored)]
