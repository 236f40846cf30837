"""The wheels that a Windows machine needs, gathered on any system by pip: from its index, or from a folder alone."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import xlclv
from xlclv import __version__, children
from xlclv.errors import OutputError, UsageError

Tell = Callable[[str], None]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_ON_WINDOWS = re.compile(r"""(sys_platform|platform_system|os_name)\s*==\s*['"](win32|Windows|nt)['"]""")
# A package and its versions; an address would be fetched though no index may be asked, an option would be pip's.
_NEEDED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[A-Za-z0-9._,\s-]*\])?\s*\(?[<>=!~A-Za-z0-9.,*+\s-]*\)?")
_MISSING = re.compile(
    r"(?:Could not find a version that satisfies the requirement|No matching distribution found for) (\S+)"
)
_NO_PIP = "this Python has no pip, which gathers the wheels; 'python -m ensurepip' adds it"


def gather(into: Path, python: str, extras: str, own: Path | None, source: Path | None, tell: Tell) -> str:
    """Fill `into` with xlclv's wheel and all it needs; the requirement that installs them.

    `own` is a wheel of xlclv, else it is looked for in `source` or built from the checkout that runs. `source` is a
    folder of wheels to take everything from, without any network.
    """
    if find_spec("pip") is None:
        raise OutputError(_NO_PIP)
    offline = ["--no-index", "--find-links", str(source)] if source else []
    wheel = own or _found(source) or _built(into, tell)
    _refuse(wheel)
    requirement = f"xlclv{f'[{extras}]' if extras else ''}"
    target = f"{requirement} @ {wheel.resolve().as_uri()}"
    fetch = ["download", "--dest", str(into), "--platform", "win_amd64", "--python-version", python,
             "--implementation", "cp", "--only-binary=:all:", "--find-links", str(into), *offline]  # fmt: skip
    _pip([*fetch, target], tell, source, python)
    asked: set[str] = set()
    # pip reads "only on Windows" for the machine it runs on: what it left out is asked for by name.
    while missing := sorted(set(_windows_only(into)) - asked):
        asked |= set(missing)
        _pip([*fetch, *missing], tell, source, python)
    return f"{requirement}=={__version__}"


def _found(source: Path | None) -> Path | None:
    found = sorted(source.glob(f"xlclv-{__version__}-*.whl")) if source else []
    if source and not found:
        raise UsageError(f"--wheels {source} holds no xlclv-{__version__}-*.whl; put it there, or name it with --xlclv")
    return found[0] if found else None


def _built(into: Path, tell: Tell) -> Path:
    """A wheel of the checkout that runs."""
    checkout = Path(xlclv.__file__).parents[1]
    if not (checkout / "pyproject.toml").exists():
        raise UsageError("name the wheel from which xlclv was installed with --xlclv; it cannot be made again here")
    _pip(["wheel", "--no-deps", "--wheel-dir", str(into), str(checkout)], tell)
    return next(iter(into.glob("xlclv-*.whl")))


def _refuse(wheel: Path) -> None:
    if wheel.name.split("-")[:2] != ["xlclv", __version__] or not wheel.is_file():
        raise UsageError(f"{wheel} is not a wheel of xlclv {__version__}, which makes the add-in; name that one")


def _pip(words: list[str], tell: Tell, source: Path | None = None, python: str = "") -> None:
    """Run pip, telling what it is at; its own complaint when it fails, or what is wrong with the folder `source`."""
    command = children.python("-m", "pip", "--disable-pip-version-check", words[0], "--progress-bar", "off", *words[1:])
    said: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding=children.ENCODING, errors="replace",
        env=children.environment(), creationflags=children.NO_WINDOW,
    ) as process:  # fmt: skip
        assert process.stdout
        for line in process.stdout:
            said.append(line.strip())
            if line.lstrip().startswith(("Collecting", "Processing", "Building", "Downloading")):
                tell(" ".join(line.split()[:2]))
    if process.returncode:
        complaints = [line for line in said if line.startswith("ERROR") and line != "ERROR: Exception:"]
        complaints = complaints or [line for line in said[-1:] if line]
        why = complaints[0].removeprefix("ERROR: ") if complaints else f"exit code {process.returncode}"
        wrong = _wrong(why, source, python) if source else ""
        raise OutputError(wrong or f"pip could not gather the wheels: {why}")


def _wrong(why: str, source: Path, python: str) -> str:
    """What is wrong with a folder of wheels, in place of pip's words; "" where these are about something else."""
    if missing := _MISSING.match(why):
        needed, name = missing[1], _plain(re.split(r"[^A-Za-z0-9._-]", missing[1])[0])
        alike = sorted(p.name for p in source.iterdir() if _plain(p.name).startswith(name))
        beside = f"; what it has is {', '.join(alike[:3])}" if alike else ""
        get = f'pip download --only-binary=:all: --platform win_amd64 --python-version {python} "{needed}"'
        return (
            f"--wheels {source} holds no wheel of {needed} for Python {python} on 64-bit Windows{beside}; put it "
            f"there, as '{get}' gets it, or leave --wheels out"
        )
    bad = [path for path in sorted(source.glob("*.whl")) if not _whole(path)]
    if not bad or "Could not" in why:
        return ""
    rest = f" and {len(bad) - 1:,} more" if len(bad) > 1 else ""
    return f"{bad[0]}{rest} is no whole wheel; get it again, or take it out of the folder"


def _whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as wheel:
            return any(name.endswith(".dist-info/METADATA") for name in wheel.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _windows_only(wheels: Path) -> Iterator[str]:
    """Requirements of the wheels at hand that hold on Windows alone, and are not among them."""
    there = {_plain(path.name.split("-")[0]) for path in wheels.glob("*.whl")}
    for path in wheels.glob("*.whl"):
        for needed, marker in _requirements(path):
            name = _NEEDED.fullmatch(needed)
            if name is None and _ON_WINDOWS.search(marker):
                raise OutputError(f"{path.name} needs {needed}, which is not a package and its versions; leave it out")
            if name and _ON_WINDOWS.search(marker) and "extra" not in marker and _plain(name[1]) not in there:
                yield needed.replace("(", "").replace(")", "").replace(" ", "")


def _requirements(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as wheel:
        name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
        for line in wheel.read(name).decode().split("\n\n")[0].splitlines():
            if line.startswith("Requires-Dist:"):
                needed, _, marker = line.removeprefix("Requires-Dist:").partition(";")
                yield needed.strip(), marker


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
