"""xlwings' own add-in template, found beside its code without running that code, and only of the pinned version."""

from __future__ import annotations

import zipfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from xlclv.errors import MissingError, OutputError, pip_extra

PINNED = "0.37.8"  # the VBA names the DLL of its version: pyproject.toml pins the same (a test holds that)
_FILE = "quickstart_addin_ribbon.xlam"


def installed() -> str | None:
    """The version of xlwings that is installed here, if any."""
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return None


def dll(bits: int) -> str:
    """The DLL that the VBA names, for an Excel of that many bits."""
    return f"xlwings{bits}-{PINNED}.dll"


def folder() -> Path:
    """Where xlwings keeps its files; a version that does not go with our VBA is refused."""
    here = installed()
    found = find_spec("xlwings")
    if here is None or found is None or found.origin is None:
        raise MissingError(text=f"the add-in needs xlwings {PINNED}, which is not installed; {pip_extra('excel')}")
    if here != PINNED:
        told = f"the add-in needs xlwings {PINNED} and {here} is installed; pip install xlwings=={PINNED}"
        raise MissingError(text=told)
    return Path(found.origin).parent


def vba_project() -> bytes:
    """The VBA project of the template, in binary."""
    path = folder() / _FILE
    try:
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise OutputError(f"{_FILE} of xlwings cannot be read ({error}); reinstall xlwings=={PINNED}") from error
