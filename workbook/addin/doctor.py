"""What keeps the add-in from working on this machine, in words, each with its mend."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbook.addin import place, template
from workbook.addin.machine import Machine
from xlclv import __version__

_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"
_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_DLLS = tuple(f"xlwings{bits}-{template.PINNED}.dll" for bits in (64, 32))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was found, and how to mend it."""

    subject: str
    well: bool
    found: str
    mend: str = ""


def examine(machine: Machine, folder: Path | None = None) -> list[Finding]:
    """Everything that must be right, in the order in which it should be mended."""
    if not machine.windows:
        return [_elsewhere(), *_xlwings()]
    folder = folder or place.startup_folder(machine.environment)
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _excel(machine),
        _xlwings,
        lambda: _python(machine),
        lambda: _dll(machine),
        lambda: _functions(machine),
        lambda: _installed(machine, folder),
        lambda: _copies(machine),
        lambda: _macros(machine),
    )
    return [finding for look in looks for finding in look()]


def _elsewhere() -> Finding:
    mend = (
        "on Windows run 'xlclv addin install'; for LibreOffice add --for calc; on a Mac and in the browser xlwings "
        "Lite is the way: 'xlclv docs lite'"
    )
    return Finding("System", False, "not Windows: Excel reaches Python through COM, which is there alone", mend)


def _excel(machine: Machine) -> Iterator[Finding]:
    path = machine.registry("HKLM", _APP_PATH).get("") or machine.registry("HKCU", _APP_PATH).get("")
    if path and Path(str(path).strip('"')).exists():
        yield Finding("Excel", True, str(path))
    else:
        mend = "install the desktop version of Excel; Excel from the browser cannot load the add-in"
        yield Finding("Excel", False, "no Excel is registered on this machine", mend)


def _xlwings() -> Iterator[Finding]:
    here = template.installed()
    well = here == template.PINNED
    mend = "" if well else f"pip install xlwings=={template.PINNED}: the add-in names the DLL of that version"
    yield Finding("xlwings", well, f"version {here}" if here else "not installed", mend)


def _python(machine: Machine) -> Iterator[Finding]:
    path = machine.interpreter
    if "windowsapps" in str(path).lower():
        mend = "install Python from an installer or with uv, make a virtual environment and install xlclv there"
        yield Finding("Python", False, f"{path} is the Store's Python, which Excel cannot start", mend)
    elif not str(path).isascii():
        mend = "should the functions show #VALUE!, put the environment into a folder such as C:\\xlclv"
        yield Finding("Python", True, f"{path} has letters the DLL may not find, by the language of Windows; {mend}")
    else:
        yield Finding("Python", True, str(path))
    if machine.module("win32com") is None:
        yield Finding("pywin32", False, "not installed", "pip install pywin32")


def _dll(machine: Machine) -> Iterator[Finding]:
    """xlwings' VBA looks beside python.exe and one folder up, where an environment keeps it."""
    folders = (machine.interpreter.parent, machine.interpreter.parent.parent)
    found = next((f for f in folders if all((f / dll).exists() for dll in _DLLS)), None)
    if found:
        yield Finding("xlwings DLL", True, f"{_DLLS[0]} in {found}")
        return
    mend = (
        f"pip install --force-reinstall --no-deps xlwings=={template.PINNED} in a virtual environment, without --user"
    )
    yield Finding("xlwings DLL", False, f"{_DLLS[0]} is neither in {folders[0]} nor in {folders[1]}", mend)


def _functions(machine: Machine) -> Iterator[Finding]:
    found = machine.module("udfs")
    if found is None:
        yield Finding("Functions", False, "Python finds no module udfs", "pip install xlclv into this Python")
        return
    package = machine.module("xlclv")
    own = package is not None and found.parent == package.parent.parent
    mend = "" if own else "another udfs.py comes first on Python's path; rename it or leave its folder"
    yield Finding("Functions", own, str(found), mend)


def _installed(machine: Machine, folder: Path) -> Iterator[Finding]:
    path = folder / place.FILE
    made = place.version_of(path)
    again = "close Excel and run 'xlclv addin install'"
    if made is None:
        found = f"{path} was not made by xlclv" if path.exists() else f"not in {folder}"
        yield Finding("Add-in", False, found, again)
        return
    named = place.interpreter_of(path)
    if made != __version__:
        yield Finding("Add-in", False, f"{path} is of xlclv {made}, not {__version__}", again)
    elif not named or not Path(named).exists():
        yield Finding("Add-in", False, f"{path} names no Python that is there: {named or 'none'}", again)
    else:
        yield Finding("Add-in", True, f"{path}, which starts {named}")
    if machine.marked_from_internet(path):
        mend = "in its Properties tick Unblock, or run 'xlclv addin install'"
        yield Finding("Add-in", False, "Windows marks it as downloaded and blocks its macros", mend)


def _copies(machine: Machine) -> Iterator[Finding]:
    other = place.startup_folder(machine.environment).parents[1] / "AddIns" / place.FILE
    if other.exists():
        mend = "untick it in Excel's add-ins dialog and remove it, or which of the two answers is chance"
        yield Finding("Second copy", False, str(other), mend)


def _macros(machine: Machine) -> Iterator[Finding]:
    """What overrides that XLSTART is trusted, and whether Excel itself has given the add-in up."""
    blocks: list[Finding] = []
    for key, owner in ((_POLICY, "your administrator's policy"), (_EXCEL, "Excel's Trust Center")):
        blocks += _blocked(machine, key, owner)
    disabled = machine.registry("HKCU", rf"{_EXCEL}\Resiliency\DisabledItems").values()
    if any(place.FILE.encode("utf-16-le") in bytes(item).lower() for item in disabled if isinstance(item, bytes)):
        mend = "File, Options, Add-ins, Manage: Disabled Items, Go: enable xlclv.xlam"
        blocks.append(Finding("Macros", False, "Excel has disabled the add-in after a crash", mend))
    yield from blocks or [Finding("Macros", True, "nothing found that blocks them in Excel's startup folder")]


def _blocked(machine: Machine, key: str, owner: str) -> Iterator[Finding]:
    security = machine.registry("HKCU", rf"{key}\Security")
    mend = "ask your administrator" if key == _POLICY else "File, Options, Trust Center, Trust Center Settings"
    if security.get("DisableAllAddins") == 1:
        yield Finding("Macros", False, f"all add-ins are disabled by {owner}", f"{mend}: Add-ins")
    if security.get("RequireAddinSig") == 1:
        yield Finding("Macros", False, f"only signed add-ins run by {owner}; ours is not signed", f"{mend}: Add-ins")
    if machine.registry("HKCU", rf"{key}\Security\Trusted Locations").get("AllLocationsDisabled") == 1:
        found = f"trusted locations, Excel's startup folder among them, are disabled by {owner}"
        yield Finding("Macros", False, found, f"{mend}: Trusted Locations")
