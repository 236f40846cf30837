"""The page's server: on this machine alone, behind a token that is good once, for one reader and one job at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.routing import Mount

from xlclv.app.answers import Pages
from xlclv.app.dropped import gone, no_room, refused
from xlclv.app.guard import HOSTS, Guard
from xlclv.app.session import Session

_GOODBYE = 5  # seconds that a file still being dropped has when the page is closed
_LEFT = 90.0  # seconds without a look after which the page counts as closed
_SILENT = 900.0  # seconds without a request after which it does where no tab's script ever looked
Opened = Callable[[str, Callable[[], Path]], None]  # what is done with the address, and with a file that leads to it


def application(session: Session, done: Callable[[], None]) -> Starlette:
    """The pages behind their guard. No other host's name and no other origin gets an answer."""
    pages = Mount(session.home.rstrip("/"), routes=Pages(session, done).routes())
    handlers: dict[Any, Any] = {OSError: no_room, HTTPException: refused, ClientDisconnect: gone}
    guard = [Middleware(Guard, session=session)]
    return Starlette(routes=[pages], middleware=guard, exception_handlers=handlers)


def serve(opened: Opened, port: int = 0) -> None:
    """Serve until the page is closed, nobody looks any more, or Ctrl-C; then every file is gone."""
    import uvicorn

    from xlclv.app.connections import Patient

    session = Session()
    try:
        config = uvicorn.Config("", host=HOSTS[0], port=port, lifespan="off", log_level="error",
                                log_config=None, access_log=False,
                                http=Patient, server_header=False, timeout_graceful_shutdown=_GOODBYE)  # fmt: skip
        server = uvicorn.Server(config)

        def done() -> None:
            server.should_exit = True

        config.app = application(session, done)
        asyncio.run(_serving(server, session, opened))
    finally:
        session.close()


async def _serving(server: Any, session: Session, opened: Opened) -> None:
    from xlclv.app.connections import quietly

    asyncio.get_running_loop().set_exception_handler(quietly)
    task = asyncio.create_task(server.serve())
    while not server.started and not task.done():
        await asyncio.sleep(0.05)
    if server.started:
        at = server.servers[0].sockets[0].getsockname()[1]
        address = f"http://{HOSTS[0]}:{at}{session.home}open?token={session.token}"
        opened(address, lambda: session.door(address))
    while not task.done():
        await asyncio.sleep(0.2)
        if session.abandoned(_LEFT, _SILENT) and not (session.job is not None and session.job.running):
            server.should_exit = True
    await task
