"""The doctor names what is wrong, and how to mend it, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import workbook.addin
from tests.addin.windows import Windows
from workbook.addin import place, template
from workbook.addin.doctor import examine
from xlclv.cli.addin import addin

_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    made = Windows(tmp_path)
    place.install(made.startup, str(made.python), "")
    return made


def sick(windows: Windows) -> list[tuple[str, str, str]]:
    return [(f.subject, f.found, f.mend) for f in examine(windows) if not f.well]


def test_a_machine_in_order_is_called_so(windows: Windows) -> None:
    """Nothing is invented, and everything looked at is named."""
    assert sick(windows) == []
    subjects = ["Excel", "xlwings", "Python", "xlwings DLL", "Functions", "Add-in", "Macros"]
    assert [f.subject for f in examine(windows)] == subjects


def _no_excel(windows: Windows) -> None:
    windows.keys.clear()


def _store_python(windows: Windows) -> None:
    windows.python = windows.root / "venv" / "WindowsApps" / "python.exe"


def _no_pywin32(windows: Windows) -> None:
    del windows.modules["win32com"]


def _no_dll(windows: Windows) -> None:
    (windows.root / "venv" / windows.dlls[0]).unlink()


def _shadowed(windows: Windows) -> None:
    windows.modules["udfs"] = windows.root / "udfs.py"


def _not_installed(windows: Windows) -> None:
    place.uninstall(windows.startup)


def _python_gone(windows: Windows) -> None:
    place.install(windows.startup, str(windows.root / "gone" / "python.exe"), "")


def _from_internet(windows: Windows) -> None:
    windows.marked = True


def _twice(windows: Windows) -> None:
    (windows.roaming / "Microsoft" / "AddIns" / "xlclv.xlam").touch()


def _no_addins(windows: Windows) -> None:
    windows.keys["HKCU", rf"{_EXCEL}\Security"] = {"DisableAllAddins": 1}


def _signed_only(windows: Windows) -> None:
    windows.keys["HKCU", rf"{_POLICY}\Security"] = {"RequireAddinSig": 1}


def _nothing_trusted(windows: Windows) -> None:
    windows.keys["HKCU", rf"{_POLICY}\Security\Trusted Locations"] = {"AllLocationsDisabled": 1}


def _given_up(windows: Windows) -> None:
    item = b"\x01\0" + str(windows.startup / "XLCLV.xlam").lower().encode("utf-16-le")
    windows.keys["HKCU", rf"{_EXCEL}\Resiliency\DisabledItems"] = {"A1B2": item}


@pytest.mark.parametrize(
    ("spoil", "subject", "found", "mend"),
    [
        (_no_excel, "Excel", "no Excel", "install the desktop version"),
        (_store_python, "Python", "Store's Python", "virtual environment"),
        (_no_pywin32, "pywin32", "not installed", "pip install pywin32"),
        (_no_dll, "xlwings DLL", f"xlwings64-{template.PINNED}.dll is neither in", "--force-reinstall"),
        (_shadowed, "Functions", "udfs.py", "rename it"),
        (_not_installed, "Add-in", "not in", "xlclv addin install"),
        (_python_gone, "Add-in", "names no Python that is there", "xlclv addin install"),
        (_from_internet, "Add-in", "downloaded", "Unblock"),
        (_twice, "Second copy", "AddIns", "remove it"),
        (_no_addins, "Macros", "disabled by Excel's Trust Center", "Trust Center Settings: Add-ins"),
        (_signed_only, "Macros", "only signed add-ins run by your administrator's policy", "ask your administrator"),
        (_nothing_trusted, "Macros", "trusted locations", "ask your administrator"),
        (_given_up, "Macros", "after a crash", "Disabled Items"),
    ],
)
def test_each_ill_is_named_with_its_mend(
    windows: Windows, spoil: Callable[[Windows], None], subject: str, found: str, mend: str
) -> None:
    """One thing spoiled, that thing found; the words lead to the mend."""
    spoil(windows)
    named = [(s, f, m) for s, f, m in sick(windows) if s == subject]
    assert len(named) == 1
    assert found in named[0][1]
    assert mend in named[0][2]


def test_another_version_of_xlwings_is_named(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """The add-in names the DLL of one version."""
    monkeypatch.setattr(template, "version", lambda _: "0.38.0")
    assert ("xlwings", "version 0.38.0") in [(s, f) for s, f, _ in sick(windows)]


def test_an_addin_of_another_version_is_named(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade the add-in is made anew."""
    monkeypatch.setattr("workbook.addin.doctor.__version__", "99.0")
    assert [(s, m) for s, f, m in sick(windows) if "not 99.0" in f] == [
        ("Add-in", "close Excel and run 'xlclv addin install'")
    ]


def test_the_report_is_printed_and_ends_well(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings are an answer, not a failure: exit code 0 either way."""
    monkeypatch.setattr(workbook.addin, "this_machine", lambda: windows)
    good = CliRunner().invoke(addin, ["doctor"])
    assert good.exit_code == 0
    assert good.output.endswith("Nothing found that is wrong.\n")
    _no_dll(windows)
    bad = CliRunner().invoke(addin, ["doctor"])
    assert bad.exit_code == 1
    assert "WRONG  xlwings DLL" in bad.output
    assert bad.output.endswith("1 to mend.\n")


def test_elsewhere_the_doctor_explains() -> None:
    """On this very machine the report says what can be done."""
    here = workbook.addin.Machine()
    here.windows = False
    findings = examine(here)
    assert findings[0].subject == "System"
    assert "xlclv docs lite" in findings[0].mend
