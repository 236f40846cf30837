"""What one opening of the page holds: the private folder, the files dropped, the job, and when somebody last looked."""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from xlclv.app.fields import DAYS, ROLES, TERMS
from xlclv.app.jobs import Job
from xlclv.errors import printable
from xlclv.orders.source import FORMATS
from xlclv.scratch import Folder, fit
from xlclv.terms.options import PAGE, PAGE_OF_CONTRACTS

KINDS = {
    "orders": "Orders",
    "contracts": "Contracts, in place of orders",
    "customers": "Customers, one row each",
    "contacts": "Contacts with customers",
    "acquisition": "What was spent to win customers",
}
HOLDS = {
    "orders": "a row an order or a line of one: who bought, when, for how much",
    "contracts": "a row a contract: customer, start, end, fee",
    "customers": "who they are: channel, region, sector and the like",
    "contacts": "a log of calls, chats, e-mails: customer, day, whether it was resolved",
    "acquisition": "by month, or by month and channel",
}  # fmt: skip
BESIDE = ("customers", "contacts", "acquisition")  # one file of each
ENDINGS = (*FORMATS, ".zip")
RESULTS = {
    "clv-summary.xlsx": "Workbook for Excel and LibreOffice", "report.html": "Report as one page",
    "summary.json": "Numbers for a program (JSON)", "scores.csv": "Every customer (.csv)",
}  # fmt: skip
REPORT = "report.json"  # what the report's job prints
_MADE_BY = {"report": (*RESULTS, REPORT), "scores": ("scores.csv",)}
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # no files on Windows, whatever their ending
_LONGEST, _ENDING = 200, 20  # bytes of a name that any disk keeps; letters of its end, which say what it is
SAMPLE_FILE = "sample orders.csv"  # a name that nobody takes for a file of theirs
SAMPLE = {"margin": "40%", "currency": "EUR", "cac": "25"}  # what `xlclv demo` assumes of its orders
_DOOR = """<!doctype html><meta charset="utf-8"><title>xlclv</title>
<meta http-equiv="refresh" content="0;url={0}"><a href="{0}">xlclv</a>
"""


def same(said: str, kept: str) -> bool:
    """Whether a secret is the one kept, letters of any alphabet said, in a time that tells nothing about it."""
    return secrets.compare_digest(said.encode(errors="replace"), kept.encode())


class Session:
    """All that is kept while the page is open; `close` removes every file."""

    def __init__(self) -> None:
        self._folder = Folder()
        self.home = f"/{secrets.token_urlsafe(12)}/"  # before every address
        self.token: str | None = secrets.token_urlsafe(24)  # good once
        self.cookie = secrets.token_urlsafe(24)
        self.files: dict[str, list[Path]] = {}
        self.job: Job | None = None
        self._before: set[str] = set()  # what stood there when it began
        self.said: dict[str, str] = {}
        self.seen: float | None = None  # when a tab's script last asked
        self.asked = time.monotonic()  # when anything last was, or the page began
        self._door: Path | None = None
        self._reported: dict[str, str] | None = None  # what was said for the report that stands there
        self.number = 0  # of the files here: a form of others, shown in another tab, is told by it
        self.report = 0  # of the job whose report stands here, or is being made
        self._last = 0  # number given, to files or a job

    @property
    def folder(self) -> Path:
        """The private folder."""
        return self._folder.path

    def admit(self, token: str) -> bool:
        """Whether this is the one-time token; from now on it is good for nothing."""
        if self.token is None or not same(token, self.token):
            return False
        self.token = None
        self._shut()
        return True

    def door(self, address: str) -> Path:
        """A file of the user's own that leads a browser to the address, which on its command line any user could read.

        It stands in the home, where a browser that is locked up (snap, flatpak) can read too, until the token is used.
        """
        self._shut()
        try:
            handle, name = tempfile.mkstemp(".html", "xlclv-page-", Path.home())  # 0600
        except (OSError, RuntimeError):  # a home that is none, or not to be written
            handle, name = tempfile.mkstemp(".html", "xlclv-page-", self.folder)
        self._door = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_DOOR.format(address))
        return self._door

    def _shut(self) -> None:
        if self._door is not None:
            self._door.unlink(missing_ok=True)
            self._door = None

    @property
    def _files(self) -> Path:
        return self.folder / "files"

    def place(self, kind: str, name: str, within: Path | None = None) -> Path:
        """Where a file dropped is kept: under its own last name, in a folder of its kind."""
        safe = fit(printable(Path(name.replace("\\", "/")).name, sign=""))
        safe = safe.lstrip(".-") or "file"
        if _DEVICE.match(safe):
            safe = f"_{safe}"
        folder = (within or self._files) / kind
        folder.mkdir(parents=True, exist_ok=True)
        kept, ending = safe[:-_ENDING], safe[-_ENDING:]
        room = _LONGEST - len(ending.encode())
        return folder / (kept.encode()[:room].decode(errors="ignore") + ending)

    def start(self, name: str, words: list[str]) -> bool:
        """Start a job, unless one is running."""
        if self.job is not None and self.job.running:
            return False
        self._before = set(self.results())
        asked_by = PAGE_OF_CONTRACTS if "contracts" in self.files else PAGE
        self.job = Job(name, tuple(words), self.folder, asked_by, self._next())
        if name == "report":
            self.report = self.job.number
        self.job.start()
        return True

    def _next(self) -> int:
        self._last += 1
        return self._last

    def cancel(self) -> None:
        """Stop the job, and remove what it had finished of its files by then; what was finished before it stands."""
        if self.job is not None:
            self.job.cancel()
            if self.job.cancelled:
                self._drop(set(_MADE_BY.get(self.job.name, ())) - self._before)

    @contextlib.contextmanager
    def coming(self) -> Iterator[Path]:
        """A folder for files still to be judged; those it holds at the end go, and those kept before stand."""
        folder = Path(tempfile.mkdtemp(prefix="coming-", dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def take(self, folder: Path, files: dict[str, list[Path]]) -> None:
        """The files of this folder in place of those kept before, and of all that was said and made of them."""
        self.forget()
        shutil.rmtree(self._files, ignore_errors=True)
        folder.rename(self._files)
        self.files = {kind: [self._files / each.relative_to(folder) for each in of] for kind, of in files.items()}
        self.said, self.job, self.number = {}, None, self._next()

    def holds(self, files: dict[str, list[Path]]) -> bool:
        """Whether these are the files kept, of the same kinds, names and bytes."""
        old, new = ([(kind, path.name) for kind in KINDS for path in of.get(kind, [])] for of in (self.files, files))
        both = [pair for kind in files for pair in zip(self.files.get(kind, []), files[kind], strict=False)]
        return old == new and all(filecmp.cmp(*pair, shallow=False) for pair in both)

    def forget(self) -> None:
        """Remove what was made: it tells of other orders, or of others' reading, than what comes now."""
        self._reported, self.report = None, 0
        self._drop((*RESULTS, REPORT))

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def sample(self) -> None:
        """The sample of `xlclv demo` in place of a file dropped, to try the page on."""
        with self.coming() as folder:
            path = self.place("orders", SAMPLE_FILE, folder)
            path.write_bytes((resources.files("xlclv.demo") / "sample_orders.csv").read_bytes())
            self.take(folder, {"orders": [path]})
        self.start("check", self.check_words(dict(SAMPLE)))

    def check_words(self, said: dict[str, str]) -> list[str]:
        """The command that looks at the orders, with the columns and statuses chosen on the page."""
        self.forget()
        self.said = said
        return ["check", *self._read(), *self._typed("until"),
                "--columns", "--json", "-v"]  # fmt: skip

    def report_words(self, said: dict[str, str]) -> list[str]:
        """The command that makes the report, from what was typed on the page."""
        self.forget()
        self.said = self._reported = said
        pages = ["--html", "report.html", "-o", "clv-summary.xlsx", "--json", "-v"]
        beside = [f"--{kind}={self.files[kind][0]}" for kind in BESIDE if kind in self.files]
        if "contracts" in self.files:
            files = map(str, self.files["contracts"])
            terms = self._typed("margin", "currency", "cac", "horizon", "rate")
            return ["contracts", *files, *self._how(), *beside, *terms, "--to", "scores.csv", *pages]
        return ["summarize", *self._read(), *beside, *self._typed(), *pages]

    def score_words(self) -> list[str]:
        """The command that writes every customer's numbers, as the report was made; none where there is no report."""
        if self._reported is None or "orders" not in self.files:
            return []
        self.said = self._reported  # what was typed since then is for the next report
        terms = self._typed("margin", "horizon", "rate", "until", "model")
        return ["score", *self._read(), *terms, "--to", "scores.csv", "-v"]

    def _typed(self, *names: str) -> list[str]:
        """The terms of these names that were typed; of all, where none is named."""
        asked = names or [name for name, *_ in TERMS]
        return [f"--{name}={self.said[name]}" for name in asked if self.said.get(name)]

    def _read(self) -> list[str]:
        names = [name for name in (*ROLES, "only") if self.said.get(name)]
        chosen = [*(f"--{name}={self.said[name]}" for name in names), *self._how()]
        return [*map(str, self.files["orders"]), *chosen, *(["--dedupe"] if self.said.get("dedupe") else [])]

    def _how(self) -> list[str]:
        """How cells are read, of orders and contracts alike."""
        order = self.said.get("days", "")
        return [*([f"--{order}"] if order in DAYS else []), *self._typed("sheet", "decimal")]

    def results(self) -> dict[str, str]:
        """The files that can be taken home, with their words."""
        return {name: words for name, words in RESULTS.items() if (self.folder / name).is_file()}

    def looked(self) -> None:
        """Somebody has the page open."""
        self.seen = time.monotonic()

    def abandoned(self, left: float, silent: float) -> bool:
        """Whether nobody has looked for so long, after a tab's script did; or nothing was asked, where none runs.

        Without scripts nothing tells a tab that is read for minutes from one that is closed.
        """
        now = time.monotonic()
        if self.seen is None:
            return now - self.asked > silent
        return now - max(self.seen, self.asked) > left

    def close(self) -> None:
        """Stop the work and remove every file."""
        if self.job is not None:
            self.job.cancel()
        self._shut()
        self._folder.close()
