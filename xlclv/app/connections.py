"""Connections to the page: a stranger who sends nothing, or half a request a hundred times, keeps no reader out.

Whoever connects needs no cookie; of what is asked the guard judges, which needs the whole head of a request.
"""

from __future__ import annotations

import asyncio
import errno
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 48  # at once; a browser opens six a host
PATIENCE = 10.0  # seconds that the head of a request may take
_FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Patient(H11Protocol):
    """uvicorn's, with a deadline for the head of a request; the oldest that asks nothing gives way to one too many."""

    _deadline: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch()
        waiting = [other for other in self.connections if isinstance(other, Patient) and other._waits]
        if len(self.connections) > MOST and waiting:
            min(waiting, key=lambda other: other._since)._close()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    @property
    def _waits(self) -> bool:
        """Whether nothing whole has been asked that is not answered."""
        return self.cycle is None or self.cycle.response_complete

    def _watch(self) -> None:
        if not self._waits:
            self._rest()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(PATIENCE, self._close)

    def _rest(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        if self._waits:
            self.transport.close()
            self.connections.discard(self)


def quietly(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """asyncio's own words for what goes wrong, but for connections that this machine has no room to take."""
    reason = context.get("exception")
    if not (isinstance(reason, OSError) and reason.errno in _FULL):
        loop.default_exception_handler(context)
