"""Putting the add-in where Excel loads it, and taking it away again.

XLSTART and not AddIns: what lies in the user's XLSTART folder Excel opens at every start, its macros trusted, without a
mark in the registry or a tick in a dialog, so that taking the file away takes everything away. The folder is one
Excel opens whole, and an .xml in it would be opened too: IntelliSense words travel inside the add-in instead.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from workbook.addin import package
from xlclv.atomic import write_bytes
from xlclv.errors import OutputError

FILE = "xlclv.xlam"


def startup_folder(environment: Mapping[str, str]) -> Path:
    """Excel's startup folder of this user (Application.StartupPath, unless someone has moved it)."""
    roaming = environment.get("APPDATA")
    if not roaming:
        raise OutputError("APPDATA is not set, so Excel's startup folder cannot be found; name it with --folder")
    return Path(roaming) / "Microsoft" / "Excel" / "XLSTART"


def install(folder: Path, interpreter: str, pythonpath: str) -> Path:
    """Write the add-in into `folder` with its settings; a file of that name that is not ours is left alone."""
    content = package.build(interpreter, pythonpath)
    target = folder / FILE
    if target.exists() and version_of(target) is None:
        raise OutputError(f"{target} is there and was not made by xlclv; move it away and try again")
    if not folder.is_dir():
        if not folder.parent.is_dir():
            raise OutputError(f"there is no {folder.parent}: start Excel once, close it and try again")
        folder.mkdir()
    write_bytes(target, content)
    return target


def uninstall(folder: Path) -> Path | None:
    """Take the add-in away; None when there is none. Nothing else was put anywhere."""
    target = folder / FILE
    if not target.exists():
        return None
    if version_of(target) is None:
        raise OutputError(f"{target} was not made by xlclv and is left alone")
    try:
        target.unlink()
    except OSError as error:
        raise OutputError(f"{target} cannot be removed: close Excel and try again") from error
    return target


def version_of(path: Path) -> str | None:
    """The version of xlclv that made the file; None when it was something else."""
    try:
        with zipfile.ZipFile(path) as file:
            properties = file.read("docProps/core.xml").decode()
    except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile):
        return None
    if f"<dc:creator>{package.CREATOR}</dc:creator>" not in properties:
        return None
    found = re.search(r"<dc:title>xlclv ([^<]+)</dc:title>", properties)
    return found[1] if found else None


def interpreter_of(path: Path) -> str:
    """The Python that an add-in of ours starts; empty when it names none."""
    from html import unescape

    with zipfile.ZipFile(path) as file:
        settings = file.read("xl/worksheets/sheet1.xml").decode()
    texts = [unescape(t) for t in re.findall(r"<t [^>]*>([^<]*)</t>", settings)]
    return texts[1] if texts[0] == "Interpreter_Win" else ""
