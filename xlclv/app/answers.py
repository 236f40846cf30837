"""What each address of the page answers: files dropped, the data check, work going on, and what came of it."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from xlclv.app import fields
from xlclv.app.guard import COOKIE, shown
from xlclv.app.session import BESIDE, ENDINGS, HOLDS, KINDS, REPORT, Session

LARGEST = 2 << 30  # bytes of all files dropped at once
MOST_FILES = 200
_CHUNK = 1 << 20
_ASSETS = {"app.css": "text/css", "app.js": "text/javascript"}
Handler = Callable[[Request], Awaitable[Response]]


def _unfit(path: Path, kind: str, kept: Sequence[Path]) -> str:
    """Why a file dropped cannot be taken beside those kept: none is left out or put in another's place unsaid."""
    if path.suffix.lower() not in ENDINGS:
        return f"{path.name}: no table by its name; it can be {', '.join(ENDINGS)}"
    if path in kept:
        return f"{path.name}: two files have this name; rename one, or drop them as a .zip"
    if kept and kind in BESIDE:
        return f"{KINDS[kind]}: drop one file; put {kept[0].name} and {path.name} together first"
    return ""


def _to(path: str) -> RedirectResponse:
    """To another of our addresses, as seen from this one: all lie side by side behind the session's own name."""
    return RedirectResponse(path, 303)


def _told(error: HTTPException) -> str:
    """What the server library refuses, in the page's words where it is met by people who mean well."""
    if error.detail.startswith("Too many files"):
        return f"More than {MOST_FILES} files: drop fewer at once, or a .zip of them."
    return "There is no such page." if error.status_code == 404 else f"This could not be taken: {error.detail}"


async def refused(request: Request, error: Exception) -> Response:
    """Any other refusal of the server library, as a page of ours."""
    assert isinstance(error, HTTPException)
    return shown("refused.html", error.status_code, why=_told(error))


async def gone(request: Request, error: Exception) -> Response:
    """Who sent files and went away half-way: nobody is left to be told, in the terminal neither."""
    return Response(status_code=400)


async def no_room(request: Request, error: Exception) -> Response:
    """What the system refuses while files are kept, such as a full disk: in words, and the page goes on."""
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return shown("refused.html", 507, why=f"The files could not be kept: {reason}. Fix that and drop them again.")


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
            "/files": self.files,
            "/sample": self.sample,
            "/look": self.look,
            "/run": self.run,
            "/scores": self.scores,
            "/cancel": self.cancel,
            "/close": self.close,
        }
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

    async def start(self, request: Request, why: str = "", status: int = 200) -> Response:
        """The files to drop."""
        return shown("start.html", status, kinds=KINDS, holds=HOLDS, endings=",".join(ENDINGS), why=why)

    async def files(self, request: Request) -> Response:
        """The files dropped: kept in the private folder; orders are looked at first."""
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return await self.start(request, f"These files are larger than {LARGEST >> 30} GB together.", 413)
        try:
            with self.session.coming() as folder:
                kept, why = await self._dropped(request, folder)
                if why:
                    return await self.start(request, why, 422)
                if self._busy():
                    return _to("job")
                self.session.take(folder, kept)
        except HTTPException as error:  # a form that is none, or too much in it
            return await self.start(request, _told(error), error.status_code)
        if "contracts" in kept:
            return _to("checked")
        self.session.start("check", self.session.check_words({}))
        return _to("job")

    async def _dropped(self, request: Request, folder: Path) -> tuple[dict[str, list[Path]], str]:
        """The files of the form, written to the folder, and why they cannot be taken, all of them; else empty."""
        kept: dict[str, list[Path]] = {}
        async with request.form(max_files=MOST_FILES, max_fields=50) as form:
            for kind, upload in form.multi_items():
                if kind in KINDS and isinstance(upload, UploadFile) and upload.filename:
                    path = self.session.place(kind, upload.filename, folder)
                    if why := _unfit(path, kind, kept.get(kind, [])):
                        return {}, why
                    with path.open("wb") as file:
                        while chunk := await upload.read(_CHUNK):
                            file.write(chunk)
                    kept.setdefault(kind, []).append(path)
        if ("orders" in kept) == ("contracts" in kept):
            return {}, "Drop a file of orders, or one of contracts."
        return kept, ""

    async def sample(self, request: Request) -> Response:
        """The bundled sample, for who has no file at hand."""
        if not self._busy():
            self.session.sample()
        return _to("job")

    async def look(self, request: Request) -> Response:
        """Look at the orders again, with what was chosen."""
        if "orders" in self.session.files and not self._busy():
            self.session.start("check", self.session.check_words(fields.choices(await request.form())))
        return _to("job")

    async def checked(self, request: Request, why: str = "", status: int = 200) -> Response:
        """The data check, the columns assumed, and the assumptions."""
        told: dict[str, Any] = {}
        orders, said = "orders" in self.session.files, self.session.said
        if orders:
            told = self._read("check.json")
            if not told and not fields.helps(why):
                return await self.start(request, why, status)
        elif not self.session.files:
            return _to("./")
        found = fields.facts(told, said.get("only", ""))
        return shown("checked.html", status, told=told, known="rows_read" in told, orders=orders, said=said, why=why,
                     fields=fields, **found)  # fmt: skip

    async def run(self, request: Request) -> Response:
        """Make the report."""
        said = fields.choices(await request.form())
        if not self.session.files:
            return _to("./")
        if not self._busy():
            self.session.start("report", self.session.report_words(said))
        return _to("job")

    async def job(self, request: Request) -> Response:
        """The work going on, or where it has led."""
        job = self.session.job
        if job is None:
            return _to("./")
        if job.running:
            return shown("job.html", job=job)
        if job.failure and job.name == "report":
            return await self.checked(request, job.failure, 422)
        if job.failure and job.name == "scores":
            return await self.result(request, job.failure, 422)
        if job.failure and (self._read("check.json").get("columns") or fields.helps(job.failure)):
            return await self.checked(request, job.failure, 422)
        if job.failure:
            return await self.start(request, job.failure, 422)
        return _to("checked" if job.name == "check" else "result")

    async def state(self, request: Request) -> Response:
        """Whether the work goes on: asked by the page's script, which shows that somebody looks."""
        self.session.looked()
        job = self.session.job
        if job is None or not job.running:
            return JSONResponse({"running": False})
        return JSONResponse({"running": True, "seconds": job.seconds, "steps": job.steps})

    async def result(self, request: Request, why: str = "", status: int = 200) -> Response:
        """The report, and what can be taken home."""
        told = self._read(REPORT)
        if not told:
            return _to("./")
        summary = self.session.folder / "summary.json"
        if not summary.is_file():
            shutil.copyfile(self.session.folder / REPORT, summary)
        results = self.session.results()
        return shown("result.html", status, results=results, scores="scores.csv" in results, why=why)

    async def file(self, request: Request) -> Response:
        """A result to take home, or the report to look at."""
        name = request.path_params["name"]
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
        if not self._busy() and (words := self.session.score_words()):
            self.session.start("scores", words)
        return _to("job")

    async def cancel(self, request: Request) -> Response:
        """Stop the work."""
        await asyncio.to_thread(self.session.cancel)
        return _to("job")

    async def close(self, request: Request) -> Response:
        """Stop it all; every file goes."""
        self.done()
        return shown("closed.html")

    def _busy(self) -> bool:
        return self.session.job is not None and self.session.job.running

    def _read(self, name: str) -> dict[str, Any]:
        path = self.session.folder / name
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found
