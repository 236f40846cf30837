"""Work that no signal may interrupt half-way: those that ask a process to end wait until it is done."""

from __future__ import annotations

import contextlib
import signal
import threading
import weakref
from collections.abc import Iterator
from typing import Any

# Ctrl-C, a request to end, and a terminal that is gone, as when a line is cut; Windows knows no such.
ENDING = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))

asked = threading.Event()  # set by the command line as soon as it is asked to stop, for work in threads of its own

# Connections of databases that work in threads of their own: these go on to the end of a query that nobody waits for
# any more, and so does whoever closes them, unless they are interrupted.
at_work: weakref.WeakSet[Any] = weakref.WeakSet()


class Stopped(BaseException):
    """Someone asked us to stop; notes on it say which files stand there now."""


def interrupt() -> None:
    """End the queries at work, whose connections hear no signal themselves."""
    for connection in list(at_work):
        with contextlib.suppress(Exception):  # one that is closed
            connection.interrupt()


@contextlib.contextmanager
def held() -> Iterator[list[int]]:
    """Hold back the signals that end us while the body runs; gives those that came, the first of which is delivered.

    A body that fails takes the signal with it: one failure is enough to tell. An ignored signal stays ignored.
    """
    caught: list[int] = []
    old = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in ENDING:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    old[number] = signal.getsignal(number)
                    signal.signal(number, lambda received, _: caught.append(received))
        yield caught
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    if caught:
        signal.raise_signal(caught[0])
