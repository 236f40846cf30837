"""Ctrl-C and a request to end (SIGTERM): the work stops where it is, tidies up, and says so in one line."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

_CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}  # as shells count them


class Stopped(BaseException):
    """Someone asked us to stop; notes on it say which files stand there now."""


class Stop:
    """Whether someone has asked: the handler of both signals, and the exit code they lead to (0: nobody has)."""

    def __init__(self) -> None:
        self.code = 0
        for number in _CODES:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and shells' background jobs want it
                signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        if not self.code:  # once only, so that tidying up is not stopped in turn
            self.code = _CODES[signal.Signals(number)]
            raise Stopped

    def words(self, error: BaseException) -> str:
        """What to tell the user. The error may be another than ours: native code turns it into one of its own."""
        notes: list[str] = getattr(error, "__notes__", [])
        return f"stopped; {notes[0] if notes else 'nothing was written'}"


@contextlib.contextmanager
def noted(words: str) -> Iterator[None]:
    """While the body runs, being stopped is told with these words about the files."""
    try:
        yield
    except Stopped as stopped:
        stopped.add_note(words)
        raise
