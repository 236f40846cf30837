"""Signals inside the save: a child saves the workbook and is hit at one chosen moment of it, counted in calls.

The sheets are laid out once; a child is forked for every point, so that all of its time is the save. Half of the points
are spread over the whole save, half over the moments that matter most: those of the atomic writer itself.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import xlclv.atomic
import xlclv.scratch
from xlclv.atomic import write_bytes
from xlclv.report import Report
from xlclv.workbook.summary import lay_out
from xlclv.workbook.writer import Book

SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
OLD = b"what stood there before"
_ATOMIC = {xlclv.atomic.__file__, xlclv.scratch.__file__}


@dataclass(slots=True)
class Tally:
    """What became of the points of one signal."""

    signal: str
    points: int = 0
    old: int = 0
    new: int = 0
    broken: int = 0
    litter: int = 0  # temporaries left by a run that could still tidy up
    left: int = 0  # temporaries left after the next run


@dataclass(frozen=True, slots=True)
class Moment:
    """A call of the save by its number among all, or among those of the atomic writer (0: by the other)."""

    call: int
    own: int


def run(
    report: Report,
    points: int,
    folder: Path,
    told: Callable[[str], None] = lambda words: None,
    save: Callable[[Book, Path], None] = Book.save,
) -> list[Tally]:
    """Hit the save at `points` (four or more) moments with each signal; the folder is a fresh one."""
    book = lay_out(report, lambda words, done, total: None)
    target = folder / "summary.xlsx"
    target.write_bytes(OLD)
    moments = _moments(lambda: save(book, target), points)
    new = target.read_bytes()
    found = []
    for number in SIGNALS:
        tally = Tally(number.name)
        for moment in moments:
            target.write_bytes(OLD)
            _hit(lambda: save(book, target), moment, number)
            _count(tally, target, new, quiet=number is not signal.SIGKILL)
        told(f"{number.name}: {tally.points} points done")
        found.append(tally)
    return found


def _moments(save: Callable[[], None], points: int) -> list[Moment]:
    """The calls at which to hit, from a save that is only counted."""
    with tempfile.TemporaryFile() as said:
        counted = (0, 0)

        def count(all_: int, own: int) -> None:
            nonlocal counted
            counted = all_, own

        child = os.fork()
        if not child:
            _watched(save, count)
            os.write(said.fileno(), " ".join(map(str, counted)).encode())
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert status == 0
        said.seek(0)
        calls, own = map(int, said.read().split())
    half = points // 2 if own else points  # a save that does without the atomic writer has no calls of its own
    # All calls differ by a few from run to run (progress is told by the clock), so the very end is left to the others.
    spread = [Moment(1 + i * calls * 99 // 100 // half, 0) for i in range(half)]
    return spread + [Moment(0, 1 + i * (own - 1) // (points - half - 1)) for i in range(points - half)]


def _hit(save: Callable[[], None], moment: Moment, number: signal.Signals) -> None:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        hit = False

        def strike(calls: int, own: int) -> None:
            nonlocal hit
            if not hit and (calls == moment.call or own == moment.own > 0):
                hit = True
                os.kill(os.getpid(), number)

        try:
            _watched(save, strike)
        except KeyboardInterrupt:
            os._exit(130)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (-number, 130), f"{number.name} at {moment} ended the child with {ended}"


def _watched(save: Callable[[], None], each: Callable[[int, int], Any]) -> None:
    """Save, with `each` told at every call how many there were, and how many of them in the atomic writer."""
    calls = own = 0

    def seen(frame: FrameType, event: str, _: Any) -> None:
        nonlocal calls, own
        if event in ("call", "c_call"):
            calls += 1
            code = frame.f_code
            own += code.co_filename in _ATOMIC and code.co_name != "poll"  # thousands, all alike
            each(calls, own)

    gc.disable()
    sys.setprofile(seen)
    try:
        save()
    finally:
        sys.setprofile(None)


def _count(tally: Tally, target: Path, new: bytes, *, quiet: bool) -> None:
    """Look at what stands there, then let the next run come."""
    tally.points += 1
    found = target.read_bytes() if target.exists() else None
    tally.old, tally.new = tally.old + (found == OLD), tally.new + (found == new)
    tally.broken += found not in (OLD, new)
    tally.litter += len(list(target.parent.iterdir())) - 1 if quiet else 0
    write_bytes(target, OLD)
    tally.left += len(list(target.parent.iterdir())) - 1
