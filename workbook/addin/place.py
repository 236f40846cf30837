"""Putting the add-in where Excel loads it, and taking it away again.

XLSTART and not AddIns: what lies in a startup folder Excel opens at every start, its macros trusted, without a mark in
the registry or a tick in a dialog, so that taking the file away takes everything away. The folder is one Excel opens
whole, and an .xml in it would be opened too: IntelliSense words travel inside the add-in instead.

There are two such folders: the user's, in the profile, and one beside Excel itself, for everyone on the machine. A
formula remembers the path of the add-in it came from: the second is the same path on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

from xlclv import __version__
from xlclv.atomic import write_bytes
from xlclv.errors import OutputError
from xlclv.workbook.addin import command, installed, package
from xlclv.workbook.addin.machine import Machine

FILE = "xlclv.xlam"
APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
NO_EXCEL = "no desktop Excel is registered on this machine, so the folder beside it is not known; name it with --folder"


def startup_folder(environment: Mapping[str, str]) -> Path:
    """Excel's startup folder of this user (Application.StartupPath, unless someone has moved it)."""
    roaming = environment.get("APPDATA")
    if not roaming:
        raise OutputError("APPDATA is not set, so Excel's startup folder cannot be found; name it with --folder")
    return Path(roaming) / "Microsoft" / "Excel" / "XLSTART"


def excel(machine: Machine) -> Path | None:
    """Excel's program on this machine."""
    for root in ("HKLM", "HKCU"):
        named = str(machine.registry(root, APP_PATH).get("") or "").strip('"')
        if named and Path(named).exists():
            return Path(named)
    return None


def shared_folder(machine: Machine) -> Path | None:
    """The startup folder beside Excel, which it opens for every user of the machine."""
    program = excel(machine)
    return program.parent / "XLSTART" if program else None


def install(
    folder: Path, interpreter: str, pythonpath: str, machine: Machine | None = None, ready: Path | None = None
) -> Path:
    """Write the add-in into `folder`, naming this Python for the machine; the path of the file.

    What it named for other machines stays. `ready` is an add-in made and perhaps signed before, copied as it is. A
    file of that name that is not ours is left alone, and so is one that is signed: a new file would not be.
    """
    target, machine = folder / FILE, machine or Machine()
    there = installed.read(target)
    for path in filter(None, (interpreter, pythonpath)):
        if why := command.flaw(path):
            raise OutputError(f"{path} {why}; put the environment into another folder and install from there")
    if target.exists() and there is None:
        raise OutputError(f"{target} is there and was not made by xlclv; move it away and try again")
    if ready is None and there is not None and there.signed:
        return _kept(there, interpreter, machine)
    if ready is not None:
        content = _checked(ready, machine)
    else:
        others = there.others(machine.name) if there else {}
        content = package.build(interpreter, pythonpath, machine.name, others)
    _make(folder)
    write_bytes(target, content, everyone=True)
    return target


def _kept(there: installed.Installed, interpreter: str, machine: Machine) -> Path:
    """A signed file that does here what a new one would; else what to do about it."""
    named = machine.expanded(there.interpreter(machine.name))
    same = PureWindowsPath(named) == PureWindowsPath(interpreter)
    if there.version == __version__ and same:
        return there.path
    why = f"is of xlclv {there.version}" if there.version != __version__ else f"starts {named or 'no Python'}"
    raise OutputError(
        f"{there.path} is signed and {why}; a new file would not be signed: put a signed one there with --file, or "
        "'xlclv addin uninstall' first"
    )


def _checked(ready: Path, machine: Machine) -> bytes:
    """An add-in made before: of this version, naming no Python or one that is there."""
    found = installed.read(ready)
    if found is None:
        raise OutputError(f"--file {ready} is not an add-in of xlclv; 'xlclv addin build' makes one")
    if found.version != __version__:
        raise OutputError(f"--file {ready} is of xlclv {found.version}, this is {__version__}; build it again")
    named = machine.expanded(found.interpreter(machine.name))
    if named and not Path(named).is_file():
        raise OutputError(f"--file {ready} starts {named}, which is not on this machine; build it for a Python that is")
    return ready.read_bytes()


def _make(folder: Path) -> None:
    """The startup folder, which Excel makes at its first start; nothing outside of Microsoft's own folders."""
    try:
        if folder.parent.is_dir():
            folder.mkdir(exist_ok=True)
        elif folder.parent.name == "Excel" and folder.parents[2].is_dir():
            folder.mkdir(parents=True)
        else:
            raise OutputError(f"there is no {folder.parent}; check --folder, or start Excel once and try again")
    except PermissionError as error:
        raise OutputError(f"{folder} cannot be made: it needs an administrator's rights") from error


def uninstall(folder: Path) -> Path | None:
    """Take the add-in away; None when there is none. Nothing else was put anywhere."""
    target = folder / FILE
    if not target.exists():
        return None
    if installed.read(target) is None:
        raise OutputError(f"{target} was not made by xlclv and is left alone")
    try:
        target.unlink()
    except OSError as error:
        told = f"{target} cannot be removed: close Excel and try again"
        raise OutputError(f"{told}; a file for everyone needs an administrator's rights") from error
    return target


def refuse_private(interpreter: Path, environment: Mapping[str, str]) -> None:
    """A Python in someone's profile cannot be started by the others, or is theirs to exchange."""
    home = environment.get("USERPROFILE")
    if home and PureWindowsPath(interpreter).is_relative_to(PureWindowsPath(home)):
        raise OutputError(
            f"{interpreter} lies in a user's profile, where others cannot start it; put the environment where only "
            r"administrators may write, such as C:\Program Files\xlclv, and install from there"
        )
