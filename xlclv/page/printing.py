"""The page printed to PDF by the Chromium, Chrome or Edge that is at hand: the same page, A4."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from xlclv import __version__
from xlclv.atomic import write_bytes
from xlclv.errors import OutputError
from xlclv.scratch import Folder
from xlclv.terms.titles import MAKER

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_PLACES = (
    r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)  # fmt: skip
_SECONDS = 180.0
# A browser asks its maker for news of itself on every start: no name leads anywhere, and nothing goes out unnamed.
_ALONE = (
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip


def browser() -> str | None:
    """The program that can print, if there is one; XLCLV_BROWSER names another."""
    named = os.environ.get("XLCLV_BROWSER")
    if named:
        return named
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    places = [Path(root) / place for place in _PLACES for root in roots if root or place.startswith("/")]
    return next((str(place) for place in places if place.is_file()), None)


def required() -> str:
    """The same; OutputError where there is none, before any work is done."""
    found = browser()
    if found is None:
        raise OutputError(
            "--pdf needs Chromium, Chrome or Edge to print with, and none was found; name one in XLCLV_BROWSER, or "
            "write --html and print it from your browser"
        )
    return found


def pdf(page: str, path: str | os.PathLike[str], program: str) -> None:
    """Print a page to a file, whole or not at all. The browser has a profile of its own and no network to load from.

    What it keeps lies in one folder of ours, that the next run removes where this one is killed.
    """
    with Folder() as folder:
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8", errors="xmlcharrefreplace")
        words = [
            program, "--headless", "--disable-gpu", "--no-first-run", *_ALONE, f"--user-data-dir={folder / 'profile'}",
            "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # its sandbox refuses to run for root
            words.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(
                words, capture_output=True, timeout=_SECONDS, check=False, cwd=folder, env=_within(folder)
            )
        except (OSError, subprocess.TimeoutExpired) as reason:
            raise OutputError(f"{program} did not print the page ({type(reason).__name__}); try --html") from None
        if not target.is_file() or not target.stat().st_size:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
            raise OutputError(f"{program} did not print the page: {said[0][:200]}; try --html and print it yourself")
        mark = f"\n%{MAKER} {__version__}\n"  # a comment to PDF; to a later run, that the file is ours
        write_bytes(path, target.read_bytes() + mark.encode())


def _within(folder: Path) -> dict[str, str]:
    """The environment of a browser that leaves no crash reports, caches or sockets elsewhere."""
    posix = os.name == "posix"  # where its socket's whole name may have a hundred letters: a short one, from its folder
    ours = {"TMPDIR": "."} if posix else dict.fromkeys(("TEMP", "TMP"), str(folder))
    return os.environ | ours | {"XDG_CONFIG_HOME": str(folder / "settings"), "XDG_CACHE_HOME": str(folder / "cache")}
