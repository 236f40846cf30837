"""The files dropped on the page, judged before they are taken; and what the server refuses, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from xlclv.app.guard import shown
from xlclv.app.session import BESIDE, ENDINGS, KINDS, Session

LARGEST = 2 << 30  # bytes of all files dropped at once
MOST_FILES = 200
_CHUNK = 1 << 20


def _unfit(path: Path, kind: str, kept: Sequence[Path]) -> str:
    """Why a file dropped cannot be taken beside those kept: none is left out or put in another's place unsaid."""
    if path.suffix.lower() not in ENDINGS:
        return f"{path.name}: no table by its name; it can be {', '.join(ENDINGS)}"
    if path in kept:
        return f"{path.name}: two files have this name; rename one, or drop them as a .zip"
    if kept and kind in BESIDE:
        return f"{KINDS[kind]}: drop one file; put {kept[0].name} and {path.name} together first"
    return ""


async def dropped(request: Request, session: Session, folder: Path) -> tuple[dict[str, list[Path]], str]:
    """The files of the form, written to the folder, and why they cannot be taken, all of them; else empty."""
    kept: dict[str, list[Path]] = {}
    async with request.form(max_files=MOST_FILES, max_fields=50) as form:
        for kind, upload in form.multi_items():
            if kind in KINDS and isinstance(upload, UploadFile) and upload.filename:
                path = session.place(kind, upload.filename, folder)
                if why := _unfit(path, kind, kept.get(kind, [])):
                    return {}, why
                with path.open("wb") as file:
                    while chunk := await upload.read(_CHUNK):
                        file.write(chunk)
                kept.setdefault(kind, []).append(path)
    if ("orders" in kept) == ("contracts" in kept):
        return {}, "Drop a file of orders, or one of contracts."
    return kept, ""


def told(error: HTTPException) -> str:
    """What the server library refuses, in the page's words where it is met by people who mean well."""
    if error.detail.startswith("Too many files"):
        return f"More than {MOST_FILES} files: drop fewer at once, or a .zip of them."
    return "There is no such page." if error.status_code == 404 else f"This could not be taken: {error.detail}"


async def refused(request: Request, error: Exception) -> Response:
    """Any other refusal of the server library, as a page of ours."""
    assert isinstance(error, HTTPException)
    return shown("refused.html", error.status_code, why=told(error))


async def gone(request: Request, error: Exception) -> Response:
    """Who sent files and went away half-way: nobody is left to be told, in the terminal neither."""
    return Response(status_code=400)


async def no_room(request: Request, error: Exception) -> Response:
    """What the system refuses while files are kept, such as a full disk: in words, and the page goes on."""
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return shown("refused.html", 507, why=f"The files could not be kept: {reason}. Fix that and drop them again.")
