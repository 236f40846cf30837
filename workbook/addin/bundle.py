"""One folder, or zip, that installs xlclv on Windows machines without internet: add-ins, wheels, scripts, sums."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO

from xlclv import __version__
from xlclv.atomic import Poll, Replacement
from xlclv.errors import OutputError, UsageError
from xlclv.scratch import Folder
from xlclv.workbook.addin import package, wheels

# Where install.ps1 puts the environment. ProgramW6432: in a 32-bit Excel %ProgramFiles% is another folder.
EVERYONES = r"%ProgramW6432%\xlclv\Scripts\python.exe"
USERS = r"%LOCALAPPDATA%\xlclv\Scripts\python.exe"
_INSTALLER = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]*\.exe", re.IGNORECASE
)  # stands in a script's call and in README.txt
_SCRIPTS = ("install.ps1", "uninstall.ps1", "common.ps1")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a bundle is to hold."""

    python: str = "3.12"
    extras: str = ""  # none: the worksheet functions; orders: files of orders, too
    xlclv: Path | None = None  # a wheel of xlclv
    source: Path | None = None  # a folder to take all wheels from
    installer: Path | None = None  # Python's own


def bundle(target: Path, wanted: Wanted, tell: wheels.Tell) -> Path:
    """Make the bundle at `target`, a folder that is not there yet or a .zip; whole or not at all."""
    if wanted.python not in wheels.VERSIONS:
        raise UsageError(f"--python {wanted.python}: xlclv runs on {', '.join(wheels.VERSIONS)}")
    if wanted.installer and not _INSTALLER.fullmatch(wanted.installer.name):
        like = f"python-{wanted.python}.0-amd64.exe"
        raise UsageError(f"--python-installer {wanted.installer.name}: must be called like Python's own, {like}")
    packed = target.suffix.lower() == ".zip"
    if target.exists() and not packed:
        raise OutputError(f"{target} is there already; remove it or choose another name")
    if not target.resolve().parent.is_dir():
        raise OutputError(f"{target} cannot be written: there is no folder {target.resolve().parent.name}")
    with Folder() as work:
        _fill(work, wanted, tell)
        tell("writing")
        _zip(work, target) if packed else _move(work, target)
    return target


def _fill(work: Path, wanted: Wanted, tell: wheels.Tell) -> None:
    (work / "wheels").mkdir()
    requirement = wheels.gather(work / "wheels", wanted.python, wanted.extras, wanted.xlclv, wanted.source, tell)
    if wanted.installer:
        shutil.copy(wanted.installer, work / wanted.installer.name)
    carried = [{"name": _named(work, p), "sha256": _sum(p)} for p in sorted(work.rglob("*")) if p.is_file()]
    for name in _SCRIPTS:
        _write(work / name, _deployed(name))
    for scope in ("Machine", "User"):
        _write(work / f"detect-{scope.lower()}.ps1", _deployed("detect.ps1").replace("@SCOPE@", scope))
    more = f",\nwhich {wanted.installer.name} installs if it is missing" if wanted.installer else ""
    _write(work / "README.txt", _deployed("README.txt").replace("@PYTHON@", wanted.python).replace("@INSTALLER@", more))
    facts = {
        "version": __version__,
        "python": wanted.python,
        "requirement": requirement,
        "installer": wanted.installer.name if wanted.installer else None,
        "files": carried,  # the add-ins and scripts are yours to sign
    }
    (work / "bundle.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    tell("making the add-ins")
    (work / "user").mkdir()
    (work / "xlclv.xlam").write_bytes(package.build(EVERYONES))
    (work / "user" / "xlclv.xlam").write_bytes(package.build(USERS))


def _deployed(name: str) -> str:
    text = (files("xlclv.workbook.addin") / "deploy" / name).read_text(encoding="ascii")
    return text.replace("@VERSION@", __version__)


def _write(path: Path, text: str) -> None:
    """Lines end as Windows' own do: notepad and signing tools expect it."""
    path.write_text(text, encoding="ascii", newline="\r\n")


def _named(work: Path, path: Path) -> str:
    return str(path.relative_to(work)).replace("/", "\\")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().upper()


def _move(work: Path, target: Path) -> None:
    """Beside the target first, which may be another disk, then in its place in one step."""
    try:
        beside = Path(tempfile.mkdtemp(prefix=".xlclv-", suffix=".tmp", dir=target.resolve().parent))
        try:
            shutil.copytree(work, beside, dirs_exist_ok=True)
            beside.chmod(0o755)
            beside.rename(target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(f"{target} could not be written: {(error.strerror or str(error)).lower()}") from error


def _zip(work: Path, target: Path) -> None:
    def fill(file: IO[bytes], poll: Poll) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=False) as made:  # wheels are packed
            for path in sorted(work.rglob("*")):
                poll()
                if path.is_file():
                    made.write(path, path.relative_to(work).as_posix())

    def verify(file: IO[bytes], _: Poll) -> None:
        with zipfile.ZipFile(file) as made:
            if made.testzip() is not None:
                raise OutputError(f"{os.fspath(target)} came back from the disk changed; nothing was replaced")

    Replacement(target, everyone=True).commit(fill, verify)
