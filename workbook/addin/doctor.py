"""What keeps the add-in from working on this machine, in words, each with what to do; at last the call itself.

The add-in is examined as it lies there: the Python it names counts, which need not be the one that examines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath

from xlclv import __version__
from xlclv.workbook.addin import command, installed, place, policies, sheets, template
from xlclv.workbook.addin.finding import Finding
from xlclv.workbook.addin.machine import Machine
from xlclv.workbook.addin.trial import RIGHT

_AGAIN = "close Excel and run 'xlclv addin install'"
_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_SYNCED = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SHORT = "put the environment into a folder such as C:\\xlclv and run 'xlclv addin install' there"


def examine(machine: Machine, folder: Path | None = None) -> list[Finding]:
    """Everything that must be right, in the order in which it should be fixed."""
    if not machine.windows:
        return [_elsewhere(), *_xlwings()]
    found = _addin(machine, folder)
    interpreter = _named(machine, found) or machine.interpreter
    bits = machine.bits(place.excel(machine))
    path = str(found.path if found else (folder or place.startup_folder(machine.environment)) / place.FILE)
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _excel(machine, bits),
        _xlwings,
        lambda: _python(machine, interpreter),
        lambda: _functions(machine, interpreter),
        lambda: _dll(interpreter, bits),
        lambda: _installed(machine, found, folder),
        lambda: _copies(machine, found),
        lambda: iter(policies.examine(machine, path, str(interpreter), bool(found and found.signed))),
        lambda: _given_up(machine),
        lambda: _call(machine, found, interpreter),
    )
    return [finding for look in looks for finding in look()]


def _elsewhere() -> Finding:
    fix = (
        "on Windows run 'xlclv addin install'; for LibreOffice add --for calc; on a Mac and in the browser xlwings "
        "Lite is the way: 'xlclv docs lite'"
    )
    return Finding("System", False, "not Windows: Excel reaches Python through COM, which is there alone", fix)


def _folders(machine: Machine, folder: Path | None) -> list[Path]:
    """Where Excel may load the add-in from: the folder given, the user's, everyone's."""
    shared = place.shared_folder(machine)
    usual = [place.startup_folder(machine.environment), *([shared] if shared else [])]
    return [folder] if folder else usual


def _addin(machine: Machine, folder: Path | None) -> installed.Installed | None:
    read = (installed.read(f / place.FILE) for f in _folders(machine, folder))
    return next((found for found in read if found is not None), None)


def _named(machine: Machine, found: installed.Installed | None) -> Path | None:
    """The Python that the add-in names for this machine, if it is there."""
    named = found.interpreter(machine.name) if found else ""
    path = Path(machine.expanded(named or machine.users_own().get(sheets.INTERPRETER, "")))
    return path if found and path.is_file() else None


def _excel(machine: Machine, bits: int | None) -> Iterator[Finding]:
    program = place.excel(machine)
    if program is None:
        fix = "install the desktop version of Excel; Excel from the browser cannot load the add-in"
        yield Finding("Excel", False, "no Excel is registered on this machine", fix)
    else:
        yield Finding("Excel", True, f"{program}{f', {bits} bits' if bits else ''}")


def _xlwings() -> Iterator[Finding]:
    here = template.installed()
    well = here == template.PINNED
    fix = "" if well else f"pip install xlwings=={template.PINNED}: the add-in names the DLL of that version"
    yield Finding("xlwings", well, f"version {here}" if here else "not installed", fix)


def _python(machine: Machine, path: Path) -> Iterator[Finding]:
    synced = [machine.environment[name] for name in _SYNCED if machine.environment.get(name)]
    if "windowsapps" in str(path).lower():
        fix = "install Python from an installer or with uv, make a virtual environment and install xlclv there"
        yield Finding("Python", False, f"{path} is the Store's Python, which Excel cannot start", fix)
    elif command.TAKEN in str(path):
        yield Finding("Python", False, f"{path} has {command.TAKEN} in it, which the DLL takes for its own", _SHORT)
    elif not machine.speaks(machine.short(path)):
        yield Finding("Python", False, f"{path} has letters that Windows' language here cannot name to the DLL", _SHORT)
    elif any(PureWindowsPath(path).is_relative_to(PureWindowsPath(folder)) for folder in synced):
        told = f"{path} is in a OneDrive folder, which may take its files away until they are asked for"
        yield Finding("Python", False, told, _SHORT)
    elif str(path).startswith("\\\\"):
        yield Finding("Python", False, f"{path} lies on a server; each start waits for the network", _SHORT)
    else:
        yield Finding("Python", True, str(path))
    if machine.module("win32com") is None:
        yield Finding("pywin32", False, "not installed", "pip install pywin32")


def _dll(interpreter: Path, bits: int | None) -> Iterator[Finding]:
    """The bridge looks beside python.exe and one folder up, where an environment keeps it."""
    name = template.dll(bits or 64)
    found = dll_of(interpreter, bits)
    if found:
        yield Finding("xlwings DLL", True, str(found))
        return
    folders = (interpreter.parent, interpreter.parent.parent)
    fix = f"pip install --force-reinstall --no-deps xlwings=={template.PINNED} in a virtual environment, without --user"
    yield Finding("xlwings DLL", False, f"{name} is neither in {folders[0]} nor in {folders[1]}", fix)


def dll_of(interpreter: Path, bits: int | None) -> Path | None:
    """xlwings' DLL of that many bits for a Python."""
    paths = (folder / template.dll(bits or 64) for folder in (interpreter.parent, interpreter.parent.parent))
    return next((path for path in paths if path.exists()), None)


def _functions(machine: Machine, interpreter: Path) -> Iterator[Finding]:
    if interpreter != machine.interpreter:  # another one: the call says whether it has them
        yield Finding("Functions", True, f"those of {interpreter}, not of {machine.interpreter}")
        return
    found = machine.module("xlclv.udfs")
    if found is None:
        yield Finding("Functions", False, "Python finds no xlclv.udfs", "pip install xlclv into this Python again")
    else:
        yield Finding("Functions", True, str(found))


def _installed(machine: Machine, found: installed.Installed | None, folder: Path | None) -> Iterator[Finding]:
    if found is None:
        yield _missing(machine, folder)
        return
    named = machine.expanded(found.interpreter(machine.name)) or _named(machine, found)
    again = f"put one that your firm has signed there with --file, or {_AGAIN}" if found.signed else _AGAIN
    if found.version != __version__ and _named(machine, found) in (None, machine.interpreter):
        yield Finding("Add-in", False, f"{found.path} is of xlclv {found.version}, not {__version__}", again)
    elif _named(machine, found) is None:
        told = f"{found.path} names no Python that is on this machine: {named or 'none'}"
        yield Finding("Add-in", False, told, again)
    else:
        signed = "signed, " if found.signed else ""
        yield Finding("Add-in", True, f"{found.path}, {signed}which starts {named}")
    if machine.marked_from_internet(found.path):
        fix = "in its Properties tick Unblock, or run 'xlclv addin install'"
        yield Finding("Add-in", False, "Windows marks it as downloaded and blocks its macros", fix,
                      f"Please distribute {found.path} without Windows' mark of the web (Unblock-File).")  # fmt: skip


def _missing(machine: Machine, folder: Path | None) -> Finding:
    folders = _folders(machine, folder)
    theirs = [f / "xlwings.xlam" for f in folders if (f / "xlwings.xlam").exists()]
    other = [f / place.FILE for f in folders if (f / place.FILE).exists()]
    if theirs and not other:
        return Finding("Add-in", True, f"not ours, but {theirs[0]}: with 'Import Functions' it does instead")
    if other:
        fix = "move it away and run 'xlclv addin install'"
        return Finding("Add-in", False, f"{other[0]} was not made by xlclv", fix)
    return Finding("Add-in", False, f"not in {' nor in '.join(map(str, folders))}", _AGAIN)


def _copies(machine: Machine, found: installed.Installed | None) -> Iterator[Finding]:
    others = [place.startup_folder(machine.environment).parents[1] / "AddIns" / place.FILE]
    others += [folder / place.FILE for folder in _folders(machine, None)]
    for other in others:
        if found is not None and other != found.path and other.exists():
            fix = "untick it in Excel's add-ins dialog and remove it, or which of the two answers is chance"
            yield Finding("Second copy", False, str(other), fix)


def _given_up(machine: Machine) -> Iterator[Finding]:
    disabled = machine.registry("HKCU", rf"{_EXCEL}\Resiliency\DisabledItems").values()
    if any(place.FILE.encode("utf-16-le") in bytes(item).lower() for item in disabled if isinstance(item, bytes)):
        fix = "File, Options, Add-ins, Manage: Disabled Items, Go: enable xlclv.xlam"
        yield Finding("Macros", False, "Excel has disabled the add-in after a crash", fix)


def _call(machine: Machine, found: installed.Installed | None, interpreter: Path) -> Iterator[Finding]:
    """What Excel would do, done: the DLL, the add-in's command line, COM, =CLV(50,4,3,100)."""
    last = machine.last_failure()
    if last:
        yield Finding("Last start", True, f"when Python could not be started last, it was because: {last}")
    dll = dll_of(interpreter, machine.python_bits)
    if dll is None:
        return
    path = found.pythonpath(machine.name) if found else machine.own_folder()
    trial = machine.trial(dll, command.command(machine.short(interpreter), path))
    if trial.reason:
        told = f"=CLV(50,4,3,100) got no answer from {interpreter}: {trial.reason}"
        fix = "install xlclv again into that environment; 'xlclv docs windows-offline' says how"
        yield Finding("Call", False, told, fix)
    elif trial.value != RIGHT:
        yield Finding("Call", False, f"=CLV(50,4,3,100) answered {trial.value!r}, not {RIGHT:g}", _AGAIN)
    else:
        times = f"started in {trial.start:.1f} s, first call {trial.first:.1f} s, the next {trial.again * 1000:.0f} ms"
        yield Finding("Call", True, f"=CLV(50,4,3,100) is {RIGHT:g} through DLL and COM: {times}; {trial.who}")
