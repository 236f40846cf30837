"""One job at a time: the command line in a process of its own, which can be watched, and stopped as Ctrl-C stops it."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from xlclv import children
from xlclv.terms.options import PAGE, VARIABLE, asked_by, option_name

_ODD = re.compile("[\0\ud800-\udfff]")
_PATIENCE = 10.0  # seconds that a job asked to stop has for tidying up


@dataclass
class Job:
    """One run of the command line in the private folder; what it prints goes to files beside the uploads."""

    name: str
    words: tuple[str, ...]
    folder: Path
    asked_by: str = PAGE  # whose names messages are to have
    number: int = 0  # by which a tab tells it from the jobs of others
    begun: float = field(default_factory=time.monotonic)
    cancelled: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _refused: str = ""

    def start(self) -> None:
        """Start it. Its own children, those that parse workbooks, belong to it."""
        command = children.python("-m", "xlclv", *self.words)
        environment = children.environment() | {VARIABLE: self.asked_by}
        with self.printed.open("wb") as out, self._told.open("wb") as err:
            try:
                self._process = subprocess.Popen(
                    command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                    stderr=err, creationflags=children.NO_WINDOW,
                )  # fmt: skip
            except ValueError:  # a NUL, or half a letter that takes two
                self._refused = f"{self._odd()} holds a sign that is no letter, such as NUL; type it again without it."
            except OSError as error:  # too long for the system; no memory
                self._refused = (
                    f"The work could not be started: {error.args[-1]}; shorten what was typed and try again."
                )

    def _odd(self) -> str:
        """What was typed that no program can be given, by its field."""
        odd = next(filter(_ODD.search, self.words), "")
        with asked_by(self.asked_by):
            name = option_name(odd.partition("=")[0].removeprefix("--")) if odd.startswith("--") else "what was typed"
        return name[:1].upper() + name[1:]

    @property
    def printed(self) -> Path:
        """What it printed."""
        return self.folder / f"{self.name}.json"

    @property
    def _told(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self._process is not None and self._process.poll() is None

    @property
    def seconds(self) -> int:
        """Since it began."""
        return int(time.monotonic() - self.begun)

    @property
    def steps(self) -> list[str]:
        """The steps done, as -v tells them."""
        lines = self._told.read_text(encoding=children.ENCODING, errors="replace").splitlines()
        return [line.strip() for line in lines if " s  " in line]

    @property
    def failure(self) -> str:
        """Why it ended without a result; empty where it did not."""
        if self.cancelled:
            return "Cancelled; nothing was kept of it."
        if self._process is None or self._process.poll() in (None, 0):
            return self._refused
        lines = self._told.read_text(encoding=children.ENCODING, errors="replace").strip().splitlines()
        said = [line for line in lines if line.startswith(("xlclv: ", "Error: "))] or lines[-1:]
        return said[-1].partition(": ")[2] if said else "The work ended without a word; try again."

    def cancel(self) -> None:
        """Stop it, first as Ctrl-C does, then for good."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        self.cancelled = True
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
