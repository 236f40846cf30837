"""What each address of the page answers: files dropped, the data check, work going on, and what came of it."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from xlclv.app import fields, turns
from xlclv.app.dropped import LARGEST, dropped, told
from xlclv.app.guard import COOKIE, shown
from xlclv.app.session import ENDINGS, HOLDS, KINDS, REPORT, SAMPLE, Session

_ASSETS = {"app.css": "text/css", "app.js": "text/javascript"}
Handler = Callable[[Request], Awaitable[Response]]


def _to(path: str) -> RedirectResponse:
    """To another of our addresses, as seen from this one: all lie side by side behind the session's own name."""
    return RedirectResponse(path, 303)


class Pages:
    """What each address answers."""

    def __init__(self, session: Session, done: Callable[[], None]) -> None:
        self.session, self.done = session, done

    def routes(self) -> list[Route]:
        """The addresses."""
        gets: dict[str, Handler] = {
            "/open": self.open, "/": self.start, "/checked": self.checked, "/job": self.job, "/state": self.state,
            "/result": self.result, "/file/{name}": self.file, "/asset/{name}": self.asset,
        }  # fmt: skip
        posts: dict[str, Handler] = {
            "/files": self.files, "/sample": self.sample, "/look": self.look, "/run": self.run, "/scores": self.scores,
            "/cancel": self.cancel, "/close": self.close,
        }  # fmt: skip
        return [
            *(Route(path, handler, methods=["GET"]) for path, handler in gets.items()),
            *(Route(path, handler, methods=["POST"]) for path, handler in posts.items()),
        ]

    async def open(self, request: Request) -> Response:
        """The address with the token: good once, and a cookie from then on."""
        if request.method == "HEAD":  # whoever only looks whether the address leads somewhere does not use it up
            return Response(status_code=405)
        if not self.session.admit(request.query_params.get("token", "")):
            return shown("refused.html", 403, why="This address has been used already; start 'xlclv page' again.")
        # A page that leads on, no redirect: the browser comes from the file that `door` made, and a redirect would
        # still count as coming from there, without this cookie.
        answer = shown("opened.html")
        # Under a path of its own: a browser hands it to no other program of this machine, whatever port that has.
        answer.set_cookie(COOKIE, self.session.cookie, path=self.session.home, httponly=True, samesite="strict")
        return answer

    async def start(self, request: Request, why: str = "", status: int = 200, named: str = "") -> Response:
        """The files to drop; `named` are those that the message is of."""
        working = self._named if self._busy() else ""
        return shown("start.html", status, kinds=KINDS, holds=HOLDS, endings=",".join(ENDINGS), why=why,
                     working=working, named=named)  # fmt: skip

    async def files(self, request: Request) -> Response:
        """The files dropped: kept in the private folder; orders are looked at first."""
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return await self.start(request, f"These files are larger than {LARGEST >> 30} GB together.", 413)
        try:
            with self.session.coming() as folder:
                kept, why = await dropped(request, self.session, folder)
                if why:
                    return await self.start(request, why, 422)
                if self._busy():
                    if self._asked("check", {}) and self.session.holds(kept):  # the button, pressed twice
                        return self._to_job()
                    return await self.start(request, turns.busy(self._named, turns.FILES), 409)
                self.session.take(folder, kept)
        except HTTPException as error:  # a form that is none, or too much in it
            return await self.start(request, told(error), error.status_code)
        if "contracts" in kept:
            return _to("checked")
        self.session.start("check", self.session.check_words({}))
        return self._to_job()

    async def sample(self, request: Request) -> Response:
        """The bundled sample, for who has no file at hand."""
        if not self._busy():
            self.session.sample()
        elif not self._asked("check", SAMPLE):
            return await self.start(request, turns.busy(self._named, turns.SAMPLE), 409)
        return self._to_job()

    async def look(self, request: Request) -> Response:
        """Look at the orders again, with what was chosen."""
        return await self._begun(request, "check", self.session.check_words)

    async def _begun(self, request: Request, name: str, words: Callable[[dict[str, str]], list[str]]) -> Response:
        """Start what the form of the data check asks for, if it is a form of the files that stand here."""
        form = await request.form()  # all that follows is at one moment: no other tab comes between
        said = fields.choices(form)
        if not self.session.files:
            return _to("./")
        if form.get("of") != str(self.session.number):
            return await self._other(request, turns.replaced(self._named))
        if self._busy():
            return self._to_job() if self._asked(name, said) else self._waiting(turns.CHOICES)
        if name == "report" or "orders" in self.session.files:
            self.session.start(name, words(said))
        return self._to_job()

    async def checked(self, request: Request, why: str = "", status: int = 200) -> Response:
        """The data check, the columns assumed, and the assumptions."""
        told: dict[str, Any] = {}
        orders, said = "orders" in self.session.files, self.session.said
        if orders:
            told = self._read("check.json")
            if not told and not fields.helps(why):
                return await self.start(request, why, status, self._named)
        elif not self.session.files:
            return _to("./")
        found = fields.facts(told, said.get("only", ""))
        return shown("checked.html", status, told=told, known="rows_read" in told, orders=orders, said=said, why=why,
                     fields=fields, named=self._named, number=self.session.number, **found)  # fmt: skip

    async def run(self, request: Request) -> Response:
        """Make the report."""
        return await self._begun(request, "report", self.session.report_words)

    async def job(self, request: Request) -> Response:
        """The work going on, or where it has led."""
        job = self.session.job
        if request.query_params.get("of", str(self.session.number)) != str(self.session.number):
            return await self._other(request, turns.replaced(self._named))
        if job is None:
            return _to("./")
        if job.running:
            return shown("job.html", job=job, named=self._named, number=self.session.number)
        if job.failure and job.name == "report":
            return await self.checked(request, job.failure, 422)
        if job.failure and job.name == "scores":
            return await self.result(request, job.failure, 422)
        if job.failure and (self._read("check.json").get("columns") or fields.helps(job.failure)):
            return await self.checked(request, job.failure, 422)
        if job.failure:
            return await self.start(request, job.failure, 422, self._named)
        return _to("checked" if job.name == "check" else "result")

    async def state(self, request: Request) -> Response:
        """Whether the work goes on: asked by the page's script, which shows that somebody looks."""
        self.session.looked()
        job = self.session.job
        if job is None or not job.running:
            return JSONResponse({"running": False})
        return JSONResponse({"running": True, "seconds": job.seconds, "steps": job.steps, "number": job.number})

    async def result(self, request: Request, why: str = "", status: int = 200) -> Response:
        """The report, and what can be taken home."""
        told = self._read(REPORT)
        if not told:
            return _to("./")
        summary = self.session.folder / "summary.json"
        if not summary.is_file():
            shutil.copyfile(self.session.folder / REPORT, summary)
        results = self.session.results()
        return shown("result.html", status, results=results, scores="scores.csv" in results, why=why,
                     named=self._named, report=self.session.report)  # fmt: skip

    async def file(self, request: Request) -> Response:
        """A result to take home, or the report to look at."""
        name = request.path_params["name"]
        if request.query_params.get("of", str(self.session.report)) != str(self.session.report):
            return shown("refused.html", 409, why=turns.gone(self._named))
        if name not in self.session.results():
            return shown("refused.html", 404, why="There is no such file.")
        path = self.session.folder / name
        if "look" in request.query_params:  # the report has a policy of its own, stricter than this page's
            return FileResponse(
                path, media_type="text/html", headers={"Content-Security-Policy": "sandbox allow-scripts"}
            )
        return FileResponse(path, filename=name)

    async def asset(self, request: Request) -> Response:
        """The page's own style and script."""
        name = request.path_params["name"]
        if name not in _ASSETS:
            return shown("refused.html", 404, why="There is no such file.")
        text = resources.files("xlclv.app").joinpath("pages", name).read_text(encoding="utf-8")
        return Response(text, media_type=_ASSETS[name])

    async def scores(self, request: Request) -> Response:
        """Every customer's numbers, when they are asked for: the orders are read once more."""
        if (await request.form()).get("of") != str(self.session.report):
            return await self._other(request, turns.gone(self._named))
        if self._busy():
            return self._to_job() if self._asked("scores", self.session.said) else self._waiting(turns.LIST)
        if words := self.session.score_words():
            self.session.start("scores", words)
        return self._to_job()

    async def cancel(self, request: Request) -> Response:
        """Stop the work that the tab shows, and no other."""
        job, of = self.session.job, (await request.form()).get("of")
        if job is not None and job.running and of != str(job.number):
            return await self._other(request, turns.another(self._named))
        await asyncio.to_thread(self.session.cancel)
        return self._to_job()

    async def close(self, request: Request) -> Response:
        """Stop it all; every file goes."""
        self.done()
        return shown("closed.html")

    def _busy(self) -> bool:
        return self.session.job is not None and self.session.job.running

    def _asked(self, name: str, said: dict[str, str]) -> bool:
        """Whether the work going on is what is asked for: a button pressed twice is answered as once."""
        return self.session.job is not None and self.session.job.name == name and self.session.said == said

    @property
    def _named(self) -> str:
        return turns.named(self.session.files)

    def _to_job(self) -> Response:
        """To the work on these files: where others have replaced them by the time it is shown, it says so."""
        return _to(f"job?of={self.session.number}")

    def _waiting(self, left: str) -> Response:
        return shown("waiting.html", 409, why=turns.busy(self._named, left))

    async def _other(self, request: Request, why: str) -> Response:
        """What is asked of files, work or a report that have gone: why not, and what stands here now."""
        if self._busy():
            return shown("waiting.html", 409, why=why)
        return await self.checked(request, why, 409)

    def _read(self, name: str) -> dict[str, Any]:
        path = self.session.folder / name
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found
