"""Putting the extension into LibreOffice and taking it away, by LibreOffice's own program unopkg."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from xlclv import children
from xlclv.errors import OutputError
from xlclv.workbook.calc import package

_SECONDS = 60
_UTF8 = ("utf-8", "utf8")
# Where LibreOffice's installers put it on systems on which it is not on the PATH.
_USUAL = {
    "win32": [r"C:\Program Files\LibreOffice\program\unopkg.com"],
    "darwin": ["/Applications/LibreOffice.app/Contents/MacOS/unopkg"],
}
NO_OFFICE = "LibreOffice's program unopkg is not found; name it with --unopkg"
_NO_HOME = "set HOME to a folder of yours, or name one for the profile with --profile"
_CRASHES = (-signal.SIGSEGV, 128 + signal.SIGSEGV)  # the latter where unopkg is a script
NO_PYTHON = "LibreOffice cannot run Python: on Debian and Ubuntu install the package python3-uno"


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice by its unopkg, and a user profile of it other than the usual one, if any."""

    unopkg: Path
    profile: Path | None = None

    @property
    def program(self) -> Path:
        """LibreOffice's own folder; Debian's unopkg is a script elsewhere, but soffice beside it leads there."""
        return self.unopkg.with_name("soffice").resolve().parent

    @property
    def runs_python(self) -> bool:
        """Whether its Python bridge is there, which Debian packs apart; on a Mac it lies among the resources."""
        folders = (self.program, self.program.parent / "Resources")
        return any((folder / "pythonloader.py").exists() for folder in folders)


@dataclass(frozen=True, slots=True)
class Installed:
    """The extension as LibreOffice lists it."""

    version: str
    registered: bool
    interpreter: str
    pythonpath: str


def find_office(unopkg: Path | None = None, profile: Path | None = None) -> Office | None:
    """The LibreOffice on this machine."""
    if unopkg is not None:
        if not unopkg.exists():
            raise OutputError(f"--unopkg {unopkg} is not there")
        return Office(unopkg, profile)
    found = shutil.which("unopkg") or next((p for p in _USUAL.get(sys.platform, []) if Path(p).exists()), None)
    return Office(Path(found), profile) if found else None


def install(office: Office, interpreter: str, pythonpath: str) -> None:
    """Install the extension for this user, in place of one that is there."""
    if not office.runs_python:
        raise OutputError(NO_PYTHON)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xlclv.oxt"
        path.write_bytes(package.build(interpreter, pythonpath))
        _unopkg(office, "add", "-f", str(path))


def uninstall(office: Office) -> bool:
    """Take the extension away; False when there is none."""
    if installed(office) is None:
        return False
    _unopkg(office, "remove", package.IDENTIFIER)
    return True


def installed(office: Office) -> Installed | None:
    """The extension as it stands in this user's LibreOffice."""
    listed = _unopkg(office, "list")
    mine = re.search(rf"(?ms)^Identifier: {re.escape(package.IDENTIFIER)}$(.*?)(?=^Identifier: |\Z)", listed)
    if mine is None:
        return None

    def after(label: str) -> str:
        line = re.search(rf"(?m){label}(.+?)\s*$", mine[1])
        return line[1] if line else ""

    registered = "is registered: yes" in mine[1] and "is registered: no" not in mine[1]
    return Installed(after("Version: "), registered, after(package.RUN_IN), after(package.FOUND_IN))


def _unopkg(office: Office, *words: str) -> str:
    """What unopkg says; what it complains of in one line."""
    command = [str(office.unopkg), *words]
    if office.profile is not None:
        command.append(f"-env:UserInstallation={office.profile.resolve().as_uri()}")
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(), encoding=children.ENCODING,
            errors="replace", start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise OutputError(f"{office.unopkg} does not start: {error.strerror}") from error
    try:
        said, complained = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise OutputError("LibreOffice did not answer in a minute; close it and try again") from error
    if process.returncode == 0:
        return said
    raise OutputError(f"LibreOffice {_refusal(process.returncode, complained or said)}")


def _refusal(code: int, said: str) -> str:
    """Why unopkg did not do it, and the way out. Without a home that is there and its user's own, it crashes."""
    lines = [line.strip() for line in said.splitlines() if "ERROR" in line]
    why = lines[0].removeprefix("ERROR: ").rstrip(".") if lines else f"it ended with code {code}"
    if "folder could not be created" in why or "Cannot create folder" in why:
        return f"cannot write its user profile; {_NO_HOME}"
    if not lines and code in _CRASHES:
        return f"crashed, as it does where it cannot write its user profile; {_NO_HOME}"
    fix = "run this as the user who works with Calc" if "root" in why else "close LibreOffice and try again"
    return f"refuses: {why}; {fix}"


def _environment() -> dict[str, str]:
    """unopkg prints in the locale's encoding: one in UTF-8, unless the user's is, whose language it then keeps."""
    if any(os.environ.get("LC_ALL", os.environ.get(name, "")).lower().endswith(_UTF8) for name in ("LC_CTYPE", "LANG")):
        return dict(os.environ)
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def _end(process: subprocess.Popen[str]) -> None:
    """The process and what it started: unopkg starts an office of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()
