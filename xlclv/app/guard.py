"""Who is let in to the page, what a change must come from, and the headers of every answer."""

from __future__ import annotations

import time
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from xlclv.app.session import Session, same

COOKIE = "xlclv"
HOSTS = ("127.0.0.1", "localhost")
_PLAIN = 80  # the port that a browser leaves out of the address
_HEADERS = {
    "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN", "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'self'",
}  # fmt: skip
_PAGES = Environment(loader=PackageLoader("xlclv.app", "pages"), autoescape=select_autoescape(default=True))


def shown(page: str, status: int = 200, **told: Any) -> HTMLResponse:
    """A page of ours, with what it tells."""
    return HTMLResponse(_PAGES.get_template(page).render(**told), status)


class Guard:
    """Lets in who has the cookie, asks of every change that it comes from the page itself, and sets the headers."""

    def __init__(self, app: ASGIApp, session: Session) -> None:
        self.app, self.session = app, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal, status = self._refusal(scope)

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                more = [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items() if k.lower().encode() not in own]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        answer = self.app if refusal is None else shown("refused.html", status, why=refusal)
        if refusal is None:
            self.session.asked = time.monotonic()
        await answer(scope, receive, with_headers)
        if refusal is None:  # a large file took its time
            self.session.asked = time.monotonic()

    def _refusal(self, scope: Scope) -> tuple[str | None, int]:
        """Why this gets no answer, with its status. Only what the server itself saw counts: of an address put together
        from the header Host, as `request.url` is, a stranger chooses what stands in its path."""
        request = Request(scope)
        port = (scope.get("server") or ("", None))[1]
        names = {f"{name}:{port}" for name in HOSTS} | (set(HOSTS) if port == _PLAIN else set())
        said = request.headers.getlist("host")
        if len(said) != 1 or said[0] not in names:
            return "This page answers to its own address alone.", 400
        known = same(request.cookies.get(COOKIE, ""), self.session.cookie)
        if not known and scope["path"] != f"{self.session.home}open":
            told = "This page opens from the address that 'xlclv page' printed, once; start it again for a new one."
            return told, 403
        if request.method == "POST" and request.headers.getlist("origin") != [f"http://{said[0]}"]:
            return "This did not come from the page itself.", 403
        return None, 200
