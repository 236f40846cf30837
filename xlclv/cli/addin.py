"""`xlclv addin`: the add-in for Excel or Calc made, put where it is loaded, taken away; its surroundings examined."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlclv.atomic import Replacement, unnamed
from xlclv.cli.command import Group
from xlclv.cli.options import PATH, unless_typed
from xlclv.cli.stopping import standing
from xlclv.cli.talk import say, talking, wrote
from xlclv.cli.unsaid import one_line
from xlclv.errors import OutputError, UsageError

if TYPE_CHECKING:
    from xlclv.workbook.addin import Machine
    from xlclv.workbook.calc import Office

_FOR = click.option(
    "--for",
    "host",
    type=click.Choice(["excel", "calc"]),
    default="excel",
    show_default=True,
    help="The spreadsheet program: Excel, or LibreOffice's Calc.",
)
_FOR_WHOM = click.option(
    "--for",
    "host",
    type=click.Choice(["excel", "everyone", "calc"]),
    default="excel",
    show_default=True,
    help="Excel for you, Excel for everyone on this machine (an administrator's rights), or LibreOffice's Calc.",
)
_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Excel's startup folder, if it is not the usual one: what Application.StartupPath says.",
)
_UNOPKG = click.option(
    "--unopkg",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Calc: LibreOffice's program unopkg, if it is not found by itself.",
)
_PROFILE = click.option(
    "--profile",
    type=click.Path(path_type=Path, file_okay=False),
    help="Calc: a user profile other than the usual one, as -env:UserInstallation names it.",
)
_ELSEWHERE = (
    "this needs Windows, where Excel reaches Python; for LibreOffice's Calc add '--for calc'; 'xlclv addin build' "
    "makes the file on any system, and 'xlclv docs lite' tells what works on a Mac and in the browser"
)
_NOT_THERE = "The add-in is not installed; nothing was changed."


@click.group(cls=Group)
@talking
def addin() -> None:
    """Make, install, remove or examine the add-in with the worksheet functions, for Excel or LibreOffice's Calc.

    \b
    xlclv addin install                   Windows: Excel shows the tab CLV and knows =CLV() from its next start
    xlclv addin install --for everyone    the same for all users of the machine, as administrator
    xlclv addin install --for calc        any system: the same functions in LibreOffice's Calc
    xlclv addin doctor                    what is wrong, and how to fix it
    """


@addin.command()
@_FOR
@click.option(
    "-o",
    "--output",
    type=PATH,
    help="Add-in to write: xlclv.xlam (its IntelliSense words go beside it), for Calc xlclv.oxt.",
)
@click.option(
    "--interpreter",
    default="",
    metavar="PATH",
    help="Full path of the Python to use. Default: none; for Calc this one.",
)
@click.option("--pythonpath", default="", metavar="PATH", help="Folder of xlclv, if it is not installed there.")
@talking
def build(host: str, output: Path | None, interpreter: str, pythonpath: str) -> None:
    """Make the add-in on any system, without Excel or LibreOffice."""
    ending = ".oxt" if host == "calc" else ".xlam"
    output = output or unnamed(Path(f"xlclv{ending}"))
    if output.suffix.lower() != ending:
        raise UsageError(f"-o {output} must end in {ending}")
    _refuse_paths(host == "calc", interpreter, pythonpath)
    if host == "calc":
        _build_for_calc(output, interpreter, pythonpath)
    else:
        _build_for_excel(output, interpreter, pythonpath)


def _refuse_paths(calc: bool, interpreter: str, pythonpath: str) -> None:
    """What would not start that Python, or start something else: the add-in runs at everyone's who gets it."""
    from xlclv.workbook import addin as excel

    for name, path in (("--interpreter", interpreter), ("--pythonpath", pythonpath)):
        if path and (why := excel.flaw(path, calc)):
            raise UsageError(f"{name} {path} {why}; give the full path, as on the machine that will use it")


def _build_for_excel(output: Path, interpreter: str, pythonpath: str) -> None:
    from xlclv.workbook import addin as excel

    words = unnamed(output.with_suffix(".intellisense.xml"))
    Replacement(words)
    with standing() as stand:
        excel.write_bytes(output, excel.build(interpreter, pythonpath), everyone=True)
        stand.append(output)
        excel.write_bytes(words, excel.intellisense_xml().encode(), everyone=True)
    wrote(f"{output} and {words}", f"Wrote {output} and {words}. {excel.NOTICE}")
    if not interpreter:
        say(
            "It names no Python: 'xlclv addin install' does, or fill in Interpreter_Win ('xlclv docs windows-offline')."
        )


def _build_for_calc(output: Path, interpreter: str, pythonpath: str) -> None:
    from xlclv.workbook import addin as excel
    from xlclv.workbook import calc

    machine = excel.this_machine()
    if not interpreter:
        interpreter, pythonpath = str(machine.interpreter), pythonpath or machine.own_folder()
    excel.write_bytes(output, calc.build(interpreter, pythonpath), everyone=True)
    wrote(output, f"Wrote {output}, whose functions run in {interpreter}.")
    say("Open it with LibreOffice to install it, or use 'xlclv addin install --for calc'.")


@addin.command(short_help="Make a folder that installs it on many Windows machines without internet.")
@click.option(
    "-o",
    "--output",
    type=PATH,
    default=Path("xlclv-bundle"),
    show_default=True,
    callback=unless_typed,
    help="Folder to make, or a .zip.",
)
@click.option("--python", default="3.12", show_default=True, metavar="X.Y", help="Python on those machines, 64 bits.")
@click.option(
    "--with", "extras", type=click.Choice(["orders"]), help="Files of orders, too: DuckDB and Arrow come along."
)
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder to take all wheels from, without internet here either.",
)
@click.option(
    "--xlclv",
    "own",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The wheel of xlclv, if this is not a checkout of it.",
)
@click.option(
    "--python-installer",
    "installer",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Python's installer for Windows, to go along for machines that have none.",
)
@talking
def bundle(
    output: Path, python: str, extras: str | None, wheels: Path | None, own: Path | None, installer: Path | None
) -> None:
    """Make one folder, or zip, with the add-in, all wheels and scripts for Intune or group policy, on any system.

    install.ps1 in it installs for everyone or, with -Scope User, for one user; 'xlclv docs deployment' tells all.
    """
    from xlclv.cli import talk
    from xlclv.cli.progress import bar
    from xlclv.workbook import addin as excel

    wanted = excel.Wanted(python, extras or "", own, wheels, installer)
    with bar(talk.aside()) as shown:
        made = excel.bundle(output, wanted, lambda words: shown(words, 0, 0))
    size = made.stat().st_size if made.is_file() else sum(p.stat().st_size for p in made.rglob("*") if p.is_file())
    wrote(made, f"Wrote {made}, {size / 1e6:.0f} MB, for Windows with Python {python}; README.txt in it says how.")


@addin.command(short_help="Put the add-in where Excel or Calc loads it.")
@_FOR_WHOM
@_FOLDER
@click.option(
    "--file",
    "ready",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="An add-in that 'xlclv addin build' made and perhaps you signed, put there as it is.",
)
@_UNOPKG
@_PROFILE
@talking
def install(host: str, folder: Path | None, ready: Path | None, unopkg: Path | None, profile: Path | None) -> None:
    """Put the add-in where Excel (on Windows) or Calc loads it, this Python named in it. Nothing else is changed.

    A file that is signed is never replaced by one that is not.
    """
    from xlclv.workbook import addin as excel
    from xlclv.workbook import calc

    machine = excel.this_machine()
    if host == "calc":
        calc.install(_office(unopkg, profile), str(machine.interpreter), machine.own_folder())
        say(f"LibreOffice has the extension xlclv, whose functions run in {machine.interpreter}.")
        say("Start Calc again and type =CLV(50;4;3;100). 'xlclv addin uninstall --for calc' undoes it.")
        return
    if not machine.windows:
        raise UsageError(_ELSEWHERE)
    if host == "everyone":
        excel.refuse_private(machine.interpreter, machine.environment)
    interpreter = str(machine.interpreter)
    place = _startup(machine, host, folder)
    made = excel.install(place, interpreter, machine.own_folder(), machine, ready)
    found = excel.read(made)
    named = machine.expanded(found.interpreter(machine.name)) if found else ""
    signed = ", signed" if found and found.signed else ""
    say(f"{made} is there{signed}, which starts {named or 'no Python'}. {excel.NOTICE}")
    undo = "xlclv addin uninstall" + (" --for everyone" if host == "everyone" else "")
    say(f"Start Excel again and type =CLV(50,4,3,100). 'xlclv addin doctor' helps, '{undo}' undoes.")


@addin.command(short_help="Take the add-in away again.")
@_FOR_WHOM
@_FOLDER
@_UNOPKG
@_PROFILE
@talking
def uninstall(host: str, folder: Path | None, unopkg: Path | None, profile: Path | None) -> None:
    """Take the add-in away again; that is all that install put anywhere."""
    from xlclv.workbook import addin as excel
    from xlclv.workbook import calc

    if host == "calc":
        gone = calc.uninstall(_office(unopkg, profile))
        say("LibreOffice has the extension no longer." if gone else _NOT_THERE)
        return
    machine = excel.this_machine()
    if not machine.windows:
        raise UsageError(_ELSEWHERE)
    removed = excel.uninstall(_startup(machine, host, folder))
    say(f"Removed {removed}" if removed else _NOT_THERE)


@addin.command()
@_FOR_WHOM
@_FOLDER
@_UNOPKG
@_PROFILE
@talking
def doctor(host: str, folder: Path | None, unopkg: Path | None, profile: Path | None) -> None:
    """Say what is wrong and how to fix it, and make the call that Excel makes; nothing is changed.

    The exit code is 1 if anything is wrong.
    """
    from xlclv.workbook import addin as excel
    from xlclv.workbook import calc

    if host == "calc":
        findings = calc.examine(calc.find_office(unopkg, profile))
    else:
        machine = excel.this_machine()
        place = _startup(machine, host, folder) if machine.windows and host == "everyone" else folder
        findings = excel.examine(machine, place)
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.subject:<{width}}  {one_line(finding.found)}")
        if finding.fix:
            click.echo(f"{'':<{width + 7}}  fix: {one_line(finding.fix)}")
        if finding.it:
            click.echo(f"{'':<{width + 7}}  for IT: {one_line(finding.it)}")
    wrong = sum(not finding.well for finding in findings)
    click.echo(f"{wrong} to fix." if wrong else "Nothing found that is wrong.")
    click.get_current_context().exit(1 if wrong else 0)


def _startup(machine: Machine, host: str, folder: Path | None) -> Path:
    """The folder from which Excel loads the add-in."""
    from xlclv.workbook import addin as excel

    if folder is not None:
        return folder
    if host != "everyone":
        own: Path = excel.startup_folder(machine.environment)
        return own
    shared: Path | None = excel.shared_folder(machine)
    if shared is None:
        raise OutputError(excel.NO_EXCEL)
    return shared


def _office(unopkg: Path | None, profile: Path | None) -> Office:
    """The LibreOffice to work on."""
    from xlclv.workbook import calc

    found = calc.find_office(unopkg, profile)
    if found is None:
        raise OutputError(calc.NO_OFFICE)
    return found
