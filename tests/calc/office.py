"""One LibreOffice for all tests: the extension installed by the command line, then soffice driven through a pipe."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from tests.calc import driver
from tests.calc.person import SYSTEM, Person

ERRORS = {32767: "#N/A", 503: "#NUM!", 519: "#VALUE!", 532: "#DIV/0!", 524: "#REF!", 525: "#NAME?", 521: "#NULL!"}


class Office:
    """A running soffice with a profile of its own."""

    def __init__(self, person: Person, how: str = "--headless") -> None:
        self.person, self.profile = person, person.home / "profile"
        self.said = self.addin("install")
        pipe = f"xlclv{os.getpid()}"
        self._soffice = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={self.profile.as_uri()}", how, "--norestore",
             f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **person.how(),
        )  # fmt: skip
        script = shutil.copy(driver.__file__, person.home / "driver.py")
        self._driver = subprocess.Popen(
            [SYSTEM, str(script), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **person.how()
        )
        self._books = 0

    def addin(self, command: str) -> str:
        """What `xlclv addin ... --for calc` says to the person."""
        words = ["-m", "xlclv", "addin", command, "--for", "calc", "--profile", str(self.profile)]
        done = self.person.run(self.person.python, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, name: str, *given: Any) -> Any:
        """One command of the driver."""
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps([name, given]) + "\n")
        self._driver.stdin.flush()
        reply = json.loads(self._driver.stdout.readline())
        assert "failed" not in reply, reply
        return reply["done"]

    def book(self, path: Path | None = None, hidden: bool = True) -> Book:
        """A new book, or one opened from the person's copy of a file."""
        self._books += 1
        book = Book(self, f"book{self._books}")
        self.ask("load", book.name, self.person.give(path).as_uri() if path else "", hidden)
        return book

    def end(self) -> None:
        """Close soffice and leave nothing running."""
        try:
            self.ask("terminate")
            self._soffice.wait(60)
        finally:
            if self._soffice.poll() is None:
                os.killpg(self._soffice.pid, signal.SIGKILL)
                self._soffice.wait()
            self._driver.communicate()


class Book:
    """A document in Calc; the first sheet when none is named."""

    def __init__(self, office: Office, name: str) -> None:
        self.office, self.name = office, name

    def put(self, cells: dict[str, Any], sheet: str = "") -> None:
        self.office.ask("put", self.name, sheet, cells)

    def read(self, *addresses: str, sheet: str = "") -> list[Any]:
        """What the cells show, errors as Excel writes them (Err:504 where Excel has no such error)."""
        return [shown(value) for value in self.office.ask("read", self.name, sheet, addresses)]

    def sees(self, address: str, sheet: str = "") -> Any:
        return self.read(address, sheet=sheet)[0]

    def ask(self, name: str, *given: Any) -> Any:
        return self.office.ask(name, self.name, *given)


def shown(value: Any) -> Any:
    if isinstance(value, list):
        return [shown(part) for part in value]
    return ERRORS.get(value["error"], f"Err:{value['error']}") if isinstance(value, dict) else value
