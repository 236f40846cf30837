"""What keeps the functions from working in Calc on this machine, in words, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator

from xlclv import __version__
from xlclv.workbook.addin.finding import Finding
from xlclv.workbook.calc import package, place
from xlclv.workbook.calc.office.pythonpath.xlclv_bridge import Bridge

_AGAIN = "close LibreOffice and run 'xlclv addin install --for calc'"


def examine(office: place.Office | None) -> list[Finding]:
    """Everything that must be right, in the order in which it should be fixed."""
    if office is None:
        return [Finding("LibreOffice", False, "not found on this machine", place.NO_OFFICE)]
    findings = [Finding("LibreOffice", True, str(office.program))]
    if not office.runs_python:
        return [*findings, Finding("Its Python", False, "its Python bridge is not there", place.NO_PYTHON)]
    return [*findings, Finding("Its Python", True, "its Python bridge is there"), *_extension(office)]


def _extension(office: place.Office) -> Iterator[Finding]:
    found = place.installed(office)
    if found is None:
        yield Finding("Add-in", False, "not among this user's extensions", _AGAIN)
        return
    if not found.registered:
        yield Finding("Add-in", False, "LibreOffice has it but could not load all of it", _AGAIN)
    elif found.version != __version__:
        yield Finding("Add-in", False, f"of xlclv {found.version}, not {__version__}", _AGAIN)
    else:
        yield Finding("Add-in", True, f"xlclv {found.version}")
    bridge = Bridge(package.settings(found.interpreter, found.pythonpath))
    said = bridge.call("CLV_WHY", ("CLV", 50.0, 4.0, 3.0, 100.0))[0][0]
    bridge.close()
    well = said == "OK"
    yield Finding("Functions", well, f"{found.interpreter} answers" if well else said, "" if well else _AGAIN)
