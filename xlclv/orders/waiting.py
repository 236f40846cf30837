"""Waiting for a database where signals are heard: not in the call in which it works, which may hear none for hours."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from xlclv.uninterrupted import Stopped, asked

_GLANCE = 0.1  # seconds between two looks at whether anyone waits still
_TRIES = 50  # to end what nobody waits for any more


def waited(call: Callable[[], Any], interrupt: Callable[[], None]) -> Any:
    """What a call gives that works in a thread of its own; signals come to the main thread alone."""
    if threading.current_thread() is not threading.main_thread() or sys.platform == "emscripten":
        return call()
    (found,) = heard((call() for _ in range(1)), interrupt)
    return found


def heard(pieces: Iterator[Any], interrupt: Callable[[], None]) -> Iterator[Any]:
    """What another thread takes from `pieces`: while a database works on one, in a call of its own, signals are heard.

    `interrupt` ends that call where nobody waits for it any more.
    """
    handed: queue.Queue[tuple[Any, BaseException | None]] = queue.Queue(1)
    left = threading.Event()

    def hand(piece: Any, error: BaseException | None = None) -> None:
        while not left.is_set():
            with suppress(queue.Full):
                handed.put((piece, error), timeout=_GLANCE)
                return

    def take() -> None:
        try:
            for piece in pieces:
                hand(piece)
                if left.is_set():
                    return
            hand(None)
        except BaseException as error:
            hand(None, error)

    reading, ended = threading.Thread(target=take, name="xlclv-reading", daemon=True), False
    reading.start()
    try:
        while not ended:
            with suppress(queue.Empty):
                piece, error = handed.get(timeout=_GLANCE)
                ended = piece is None
                if error is not None:
                    raise error
                if not ended:
                    yield piece
            if asked.is_set():  # the main thread was, while this is another
                raise Stopped
    finally:
        left.set()
        for _ in range(0 if ended else _TRIES):  # once is not enough: a query about to begin does not hear it
            interrupt()
            reading.join(_GLANCE)
            if not reading.is_alive():
                break
