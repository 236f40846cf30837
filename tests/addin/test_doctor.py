"""The doctor names what is wrong, and how to fix it, one thing at a time; a set-up that works is called so."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.addin.windows import Windows
from xlclv import children, workbook
from xlclv.cli.addin import addin
from xlclv.errors import OutputError
from xlclv.workbook.addin import command, package, place, template
from xlclv.workbook.addin.doctor import examine
from xlclv.workbook.addin.policies import RULES
from xlclv.workbook.addin.trial import Trial

_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_BRANCH = r"Software\Policies\Microsoft\Office\16.0"
_CLOUD = r"Software\Policies\Microsoft\Cloud\Office\16.0"
_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    made = Windows(tmp_path)
    place.install(made.startup, str(made.python), "", made)
    return made


def sick(windows: Windows) -> list[tuple[str, str, str]]:
    return [(f.subject, f.found, f.fix) for f in examine(windows) if not f.well]


def test_a_machine_in_order_is_called_so(windows: Windows) -> None:
    """Nothing is invented, and everything looked at is named."""
    assert sick(windows) == []
    subjects = ["Excel", "xlwings", "Python", "Functions", "xlwings DLL", "Add-in", "Rules", "Call"]
    assert [f.subject for f in examine(windows)] == subjects


def _no_excel(windows: Windows) -> None:
    windows.keys.clear()


def _store_python(windows: Windows) -> None:
    windows.python = windows.root / "venv" / "WindowsApps" / "python.exe"
    windows.python.parent.mkdir()
    windows.python.touch()
    place.install(windows.startup, str(windows.python), "", windows)


def _no_pywin32(windows: Windows) -> None:
    del windows.modules["win32com"]


def _no_dll(windows: Windows) -> None:
    (windows.root / "venv" / windows.dlls[0]).unlink()


def _half_there(windows: Windows) -> None:
    del windows.modules["xlclv.udfs"]


def _not_installed(windows: Windows) -> None:
    place.uninstall(windows.startup)


def _python_gone(windows: Windows) -> None:
    place.install(windows.startup, str(windows.root / "gone" / "python.exe"), "", windows)


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


def _foreign_letters(windows: Windows) -> None:
    windows.foreign = True


def _in_onedrive(windows: Windows) -> None:
    windows.variables["OneDriveCommercial"] = str(windows.root)


def _no_answer(windows: Windows) -> None:
    windows.outcome = Trial(reason="ModuleNotFoundError: No module named 'numpy'")


def _wrong_answer(windows: Windows) -> None:
    windows.outcome = Trial(499.0)


def _rule(state: int, number: int = 0, place: str = "policy") -> Callable[[Windows], None]:
    def spoil(windows: Windows) -> None:
        rule = RULES[number].number
        defender = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
        if place == "policy":
            windows.keys["HKLM", rf"SOFTWARE\Policies\Microsoft\{defender}"] = {rule.upper(): str(state)}
        elif place == "intune":
            listed = f"56a863a9-875e-4185-98a7-b882c64b5ce5=1|{rule}={state}"
            windows.keys["HKLM", r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"] = {"ASRRules": listed}
        else:
            windows.keys["HKLM", rf"SOFTWARE\Microsoft\{defender}"] = {rule: state}

    return spoil


def _value(root: str, key: str, name: str, value: int) -> Callable[[Windows], None]:
    def spoil(windows: Windows) -> None:
        windows.keys[root, key] = {name: value}

    return spoil


def _moved_trust(windows: Windows) -> None:
    key = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations\Location1"
    windows.keys["HKCU", key] = {"Path": r"C:\Finance", "AllowSubfolders": 1}


@pytest.mark.parametrize(
    ("spoil", "subject", "found", "fix"),
    [
        (_no_excel, "Excel", "no Excel", "install the desktop version"),
        (_store_python, "Python", "Store's Python", "virtual environment"),
        (_no_pywin32, "pywin32", "not installed", "pip install pywin32"),
        (_no_dll, "xlwings DLL", f"xlwings64-{template.PINNED}.dll is neither in", "--force-reinstall"),
        (_half_there, "Functions", "no xlclv.udfs", "pip install"),
        (_not_installed, "Add-in", "not in", "xlclv addin install"),
        (_python_gone, "Add-in", "names no Python that is on this machine", "xlclv addin install"),
        (_from_internet, "Add-in", "downloaded", "Unblock"),
        (_twice, "Second copy", "AddIns", "remove it"),
        (_no_addins, "Macros", "disabled by Excel's Trust Center", "Trust Center Settings, Add-ins"),
        (_signed_only, "Macros", "only signed add-ins run by a policy for you", "ask your IT"),
        (_nothing_trusted, "Macros", "trusted locations", "ask your IT"),
        (_foreign_letters, "Python", "letters", "C:\\xlclv"),
        (_in_onedrive, "Python", "OneDrive", "C:\\xlclv"),
        (_no_answer, "Call", "No module named 'numpy'", "install xlclv again"),
        (_wrong_answer, "Call", "answered 499.0, not 500", "xlclv addin install"),
        (_rule(1), "Defender", 'child processes" blocks (group policy)', "IT can allow"),
        (_rule(6, 1, "intune"), "Defender", 'Win32 API calls from Office macros" warns', "IT can allow"),
        (_rule(1, 1, "local"), "Defender", "(this machine's Defender settings)", "IT can allow"),
        (_value("HKLM", rf"{_BRANCH}\Common", "VBAOff", 1), "Macros", "by a policy for this machine", "ask your IT"),
        (_value("HKCU", rf"{_CLOUD}\Excel\Security", "DisableAllAddins", 1), "Macros", "by a cloud policy", "ask your"),
        (
            _value("HKCU", rf"{_BRANCH}\Common\Security\Trusted Locations", "allow user locations", 0),
            "Macros",
            "only trusted locations named by a policy",
            "ask your IT",
        ),
        (_moved_trust, "Macros", "not in Excel's list of trusted locations", "Trusted Locations: add it"),
        (_given_up, "Macros", "after a crash", "Disabled Items"),
    ],
)
def test_each_ill_is_named_with_its_fix(
    windows: Windows, spoil: Callable[[Windows], None], subject: str, found: str, fix: str
) -> None:
    """One thing spoiled, that thing found; the words lead to the fix."""
    spoil(windows)
    named = [(s, f, m) for s, f, m in sick(windows) if s == subject]
    assert len(named) == 1
    assert found in named[0][1]
    assert fix in named[0][2]


@pytest.mark.parametrize("state", [0, 2, 5])
def test_a_rule_that_does_not_block_is_no_ill(windows: Windows, state: int) -> None:
    """Off, audit and not configured let the add-in work; audit is told, as it fills IT's records."""
    _rule(state)(windows)
    assert sick(windows) == []
    assert ("audit" in str(examine(windows))) == (state == 2)


def test_the_strongest_place_decides(windows: Windows) -> None:
    """Group policy outranks what stands in this machine's own settings."""
    _rule(0)(windows)
    _rule(1, 0, "local")(windows)
    assert sick(windows) == []


def test_what_to_write_to_it_names_rule_and_path(windows: Windows) -> None:
    """The sentence can be sent as it stands."""
    _rule(1)(windows)
    words = next(f.it for f in examine(windows) if f.subject == "Defender")
    assert RULES[0].number in words
    assert str(windows.python) in words


def test_what_a_policy_trusts_is_trusted(windows: Windows) -> None:
    """Where only the firm's list counts and our folder stands in it, with a variable in its path, all is well."""
    windows.keys["HKCU", rf"{_BRANCH}\Common\Security\Trusted Locations"] = {"AllowUserLocations": 0}
    location = {"Path": "%AppData%/Microsoft", "AllowSubfolders": 1}
    windows.keys["HKCU", rf"{_BRANCH}\Excel\Security\Trusted Locations\Location3"] = location
    assert sick(windows) == []


def test_the_python_of_the_addin_is_examined_not_the_doctors(windows: Windows) -> None:
    """A firm's environment works whatever environment the doctor runs in, and the call goes through it."""
    firm = windows.python
    windows.python = windows.root / "mine" / "Scripts" / "python.exe"
    windows.modules.clear()
    windows.modules["win32com"] = windows.root
    assert sick(windows) == []
    dll, made = windows.commands[-1]
    assert dll == windows.root / "venv" / windows.dlls[0]
    assert made == command.command(str(firm))


def test_one_for_everyone_is_found(windows: Windows) -> None:
    """The add-in beside Excel needs none in the profile; two of them are one too many."""
    shared = place.shared_folder(windows)
    assert shared is not None
    place.install(shared, str(windows.python), "", windows)
    assert [s for s, *_ in sick(windows)] == ["Second copy"]
    place.uninstall(windows.startup)
    assert sick(windows) == []


def test_the_users_own_file_names_the_python_of_an_addin_that_names_none(windows: Windows) -> None:
    """As the handbook has it for one add-in on many machines; nobody is told to install over it."""
    (windows.startup / place.FILE).write_bytes(package.build())
    assert [s for s, *_ in sick(windows)] == ["Add-in"]
    windows.variables["USERPROFILE"] = str(windows.root)
    (windows.root / ".xlclv").mkdir()
    (windows.root / ".xlclv" / "xlclv.conf").write_text(f'"Interpreter_Win","{windows.python}"\n', encoding="utf-8")
    assert sick(windows) == []


def test_a_variable_in_the_path_is_expanded(windows: Windows) -> None:
    """The add-ins of a bundle name their Python so."""
    windows.variables["ProgramW6432"] = str(windows.root)
    (windows.startup / place.FILE).write_bytes(package.build("%programw6432%/venv/Scripts/python.exe"))
    assert sick(windows) == []


def test_xlwings_own_way_is_a_way(windows: Windows) -> None:
    """Who was not allowed ready-made add-ins is not told to install one."""
    _not_installed(windows)
    (windows.startup / "xlwings.xlam").touch()
    assert sick(windows) == []


def test_the_last_failure_is_shown(windows: Windows) -> None:
    """What the bridge could not do is said by the doctor, even if it works by now."""
    windows.failure = "python.exe cannot serve Excel (ImportError: no numpy)"
    assert [f.found for f in examine(windows) if "no numpy" in f.found]
    assert sick(windows) == []


def test_the_bits_of_excel_choose_the_dll(windows: Windows) -> None:
    """A 32-bit Excel loads the 32-bit DLL: that one has to be there."""
    header = bytearray(4096)
    header[:2], header[0x3C:0x40], header[0x80:0x86] = b"MZ", (0x80).to_bytes(4, "little"), b"PE\0\0\x4c\x01"
    windows.excel.write_bytes(header)
    assert sick(windows) == []
    assert "32 bits" in examine(windows)[0].found
    (windows.root / "venv" / windows.dlls[1]).unlink()
    assert [(s, "xlwings32" in f) for s, f, _ in sick(windows)] == [("xlwings DLL", True)]


def test_another_version_of_xlwings_is_named(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """The add-in names the DLL of one version."""
    monkeypatch.setattr(template, "version", lambda _: "0.38.0")
    assert ("xlwings", "version 0.38.0") in [(s, f) for s, f, _ in sick(windows)]


def test_an_addin_of_another_version_is_named(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade the add-in is made again."""
    monkeypatch.setattr("xlclv.workbook.addin.doctor.__version__", "99.0")
    assert [(s, m) for s, f, m in sick(windows) if "not 99.0" in f] == [
        ("Add-in", "close Excel and run 'xlclv addin install'")
    ]


def test_the_report_is_printed_and_ends_well(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 0 when all is well, 1 when something is wrong."""
    monkeypatch.setattr(workbook.addin, "this_machine", lambda: windows)
    good = CliRunner().invoke(addin, ["doctor"])
    assert good.exit_code == 0
    assert good.output.endswith("Nothing found that is wrong.\n")
    _no_dll(windows)
    bad = CliRunner().invoke(addin, ["doctor"])
    assert bad.exit_code == 1
    assert "WRONG  xlwings DLL" in bad.output
    assert bad.output.endswith("1 to fix.\n")


def test_elsewhere_the_doctor_explains() -> None:
    """On this very machine the report says what can be done."""
    here = workbook.addin.Machine()
    here.windows = False
    findings = examine(here)
    assert findings[0].subject == "System"
    assert "xlclv docs lite" in findings[0].fix


def test_a_python_without_numpy_is_examined_too() -> None:
    """What the doctor may be about to find missing must not keep it from looking."""
    code = (
        "import sys; sys.modules['numpy'] = sys.modules['pandas'] = None\n"
        "from xlclv.workbook.addin import Machine, examine\nfrom xlclv.workbook import calc\n"
        "class Here(Machine): windows = False\n"
        "print(examine(Here())[0].subject)"
    )
    done = subprocess.run(children.python("-c", code), env=children.environment(), capture_output=True,
                          encoding=children.ENCODING, check=False)  # fmt: skip
    assert (done.stdout, done.stderr) == ("System\n", "")


def test_a_path_that_the_dll_reads_its_own_way_is_refused_and_found(windows: Windows) -> None:
    """$( in Python's path starts nothing: install refuses it, doctor finds it."""
    odd = windows.root / "$(x)" / "python.exe"
    with pytest.raises(OutputError, match=r"has \$\( in its path"):
        place.install(windows.startup, str(odd), "", windows)
    odd.parent.mkdir()
    odd.touch()
    (windows.startup / place.FILE).write_bytes(package.build(str(odd), "", windows.name, {}))
    assert [found for subject, found, _ in sick(windows) if subject == "Python" and "$(" in found]
