"""`xlclv addin`: the Excel add-in made, put where Excel loads it, taken away, and its surroundings examined."""

from __future__ import annotations

from pathlib import Path

import click

from xlclv.errors import UsageError

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Excel's startup folder, if it is not the usual one: what Application.StartupPath says.",
)
_ELSEWHERE = (
    "this needs Windows, where Excel reaches Python; 'xlclv addin build' makes the file on any system, "
    "and 'xlclv docs lite' tells what works on a Mac and in the browser"
)


@click.group()
def addin() -> None:
    """Make, install, remove or examine the Excel add-in with the worksheet functions.

    \b
    xlclv addin install     Windows: Excel shows the tab CLV and knows =CLV() from its next start
    xlclv addin doctor      what is wrong, and how to mend it
    """


@addin.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="xlclv.xlam",
    show_default=True,
    help="Add-in to write (.xlam); its IntelliSense words go beside it.",
)
@click.option("--interpreter", default="", metavar="PATH", help="Full path of the python.exe to use. Default: none.")
@click.option("--pythonpath", default="", metavar="PATH", help="Folder of udfs.py, if xlclv is not installed there.")
def build(output: Path, interpreter: str, pythonpath: str) -> None:
    """Make the add-in on any system, without Excel."""
    import workbook.addin

    if output.suffix.lower() != ".xlam":
        raise UsageError(f"-o {output} must end in .xlam")
    words = output.with_suffix(".intellisense.xml")
    workbook.addin.write_bytes(output, workbook.addin.build(interpreter, pythonpath))
    workbook.addin.write_bytes(words, workbook.addin.intellisense_xml().encode())
    click.echo(f"Wrote {output} and {words}. {workbook.addin.NOTICE}")
    if not interpreter:
        click.echo(
            "It names no Python: 'xlclv addin install' does, or fill in Interpreter_Win ('xlclv docs windows-offline')."
        )


@addin.command()
@_FOLDER
def install(folder: Path | None) -> None:
    """Windows: put the add-in into Excel's startup folder, with this Python named in it. Nothing else is changed."""
    import workbook.addin

    machine = workbook.addin.this_machine()
    if not machine.windows:
        raise UsageError(_ELSEWHERE)
    place = folder or workbook.addin.startup_folder(machine.environment)
    made = workbook.addin.install(place, str(machine.interpreter), machine.own_folder())
    click.echo(f"Wrote {made}, which starts {machine.interpreter}. {workbook.addin.NOTICE}")
    click.echo(
        "Start Excel anew and type =CLV(50,4,3,100). 'xlclv addin doctor' helps, 'xlclv addin uninstall' undoes."
    )


@addin.command()
@_FOLDER
def uninstall(folder: Path | None) -> None:
    """Windows: take the add-in out of Excel's startup folder; that is all that install put anywhere."""
    import workbook.addin

    machine = workbook.addin.this_machine()
    if not machine.windows:
        raise UsageError(_ELSEWHERE)
    removed = workbook.addin.uninstall(folder or workbook.addin.startup_folder(machine.environment))
    click.echo(f"Removed {removed}" if removed else "The add-in is not installed; nothing was changed.")


@addin.command()
@_FOLDER
def doctor(folder: Path | None) -> None:
    """Say what keeps the add-in from working here, and how to mend it; nothing is changed."""
    import workbook.addin

    findings = workbook.addin.examine(workbook.addin.this_machine(), folder)
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        click.echo(f"{'ok   ' if finding.well else 'WRONG'}  {finding.subject:<{width}}  {finding.found}")
        if finding.mend:
            click.echo(f"{'':<{width + 7}}  mend: {finding.mend}")
    wrong = sum(not finding.well for finding in findings)
    click.echo(f"{wrong} to mend." if wrong else "Nothing found that is wrong.")
