"""Work that no signal may interrupt half-way: Ctrl-C and SIGTERM wait until it is done."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def held() -> Iterator[list[int]]:
    """Hold both signals back while the body runs; gives those that came, the first of which is then delivered.

    A body that fails takes the signal with it: one failure is enough to tell. An ignored signal stays ignored.
    """
    caught: list[int] = []
    old = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    old[number] = signal.getsignal(number)
                    signal.signal(number, lambda received, _: caught.append(received))
        yield caught
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
    if caught:
        signal.raise_signal(caught[0])
