"""Ctrl-C, a request to end or a terminal that is gone: the work stops where it is, tidies up, and says so in a line."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType

from xlclv.cli.unsaid import one_line
from xlclv.uninterrupted import ENDING, Stopped, asked, interrupt

_CODES = {number: 128 + number for number in ENDING}  # as shells count them: 130, 143, 129
_AGAIN = 1.0  # seconds after which asking once more counts: the first may have been lost in code that swallows errors


class Stop:
    """Whether someone has asked: the handler of these signals, and the exit code they lead to (0: nobody has)."""

    def __init__(self) -> None:
        self.code = 0
        self._last = 0.0
        self._over = False
        asked.clear()
        for number in _CODES:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and shells' background jobs want it
                signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        last, self._last = self._last, time.monotonic()
        if self._over or (self.code and self._last - last < _AGAIN):  # tidying up is not stopped in turn
            return
        self.code = self.code or _CODES[signal.Signals(number)]
        asked.set()
        interrupt()
        raise Stopped

    def over(self) -> None:
        """Nothing is left to stop: from here on the process ends by itself, and tidies up undisturbed."""
        self._over = True

    def words(self, error: BaseException) -> str:
        """What to tell the user. The error may be another than ours: native code turns it into one of its own."""
        return one_line(f"stopped; {'; '.join(getattr(error, '__notes__', [])) or 'nothing was written'}")


@contextlib.contextmanager
def noted(words: str) -> Iterator[None]:
    """While the body runs, being stopped is told with these words about the files."""
    try:
        yield
    except Stopped as stopped:
        stopped.add_note(words)
        raise


@contextlib.contextmanager
def standing() -> Iterator[list[object]]:
    """While the body writes one file after another, each into this list when it stands there: whatever ends the body,
    asked for or not, is told with their names.
    """
    written: list[object] = []
    try:
        yield written
    except BaseException as error:
        if written:
            error.add_note(f"{' and '.join(map(str, written))} {'is' if len(written) == 1 else 'are'} written")
        raise
