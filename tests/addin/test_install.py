"""Installing touches one file, uninstalling takes it away, and nothing that is not ours is ever changed."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.addin.windows import Windows
from xlclv import __version__, workbook
from xlclv.cli.addin import addin
from xlclv.errors import OutputError, UsageError
from xlclv.workbook.addin import installed, package


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows(tmp_path)
    monkeypatch.setattr(workbook.addin, "this_machine", lambda: made)
    return made


def named(path: Path, machine: str = "LAPTOP-A") -> str:
    found = installed.read(path)
    assert found is not None
    assert found.version == __version__
    return found.interpreter(machine)


def run(*words: str) -> Result:
    return CliRunner().invoke(addin, list(words), catch_exceptions=True)


def test_install_writes_one_file_and_uninstall_restores(windows: Windows) -> None:
    """The add-in in Excel's startup folder, naming this Python; afterwards all is as it was."""
    before = windows.files()
    done = run("install")
    assert done.exit_code == 0, done.output
    assert "Not yet opened in Excel by us" in done.output
    added = {name: data for name, data in windows.files().items() if name not in before}
    target = windows.startup / "xlclv.xlam"
    assert list(added) == [str(target.relative_to(windows.root))]
    assert target.read_bytes() == package.build(str(windows.python), machine="LAPTOP-A")
    assert named(target) == str(windows.python)
    assert {name: data for name, data in windows.files().items() if name in before} == before
    assert run("uninstall").output == f"Removed {target}\n"
    assert windows.files() == before


def test_installing_again_renews_it(windows: Windows) -> None:
    """A second install replaces ours; a second uninstall says that there is nothing to do."""
    before = windows.files()
    (windows.startup / "xlclv.xlam").write_bytes(package.build("C:\\old\\python.exe"))
    assert run("install").exit_code == 0
    assert named(windows.startup / "xlclv.xlam") == str(windows.python)
    assert run("uninstall").exit_code == 0
    assert windows.files() == before
    again = run("uninstall")
    assert (again.exit_code, again.output) == (0, "The add-in is not installed; nothing was changed.\n")


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_file_that_is_not_ours_is_left_alone(windows: Windows, command: str) -> None:
    """Whatever else is called xlclv.xlam stays."""
    (windows.startup / "xlclv.xlam").write_text("someone's own", encoding="utf-8")
    before = windows.files()
    done = run(command)
    assert isinstance(done.exception, OutputError)
    assert "made by xlclv" in str(done.exception)
    assert windows.files() == before


def test_before_excels_first_start_its_folder_is_made(windows: Windows) -> None:
    """Excel makes the folder at its first start; an add-in may be rolled out before."""
    shutil.rmtree(windows.startup.parent)
    assert run("install").exit_code == 0
    assert named(windows.startup / "xlclv.xlam") == str(windows.python)
    mistyped = run("install", "--folder", str(windows.root / "no" / "such"))
    assert isinstance(mistyped.exception, OutputError)
    assert "check --folder" in str(mistyped.exception)


def test_a_profile_that_roams_names_each_machines_own_python(windows: Windows) -> None:
    """Installing on the second machine leaves the first one its Python, and again the other way round."""
    assert run("install").exit_code == 0
    first, windows.called = windows.python, "desk-b"
    windows.python = windows.root / "other" / "Scripts" / "python.exe"
    assert run("install").exit_code == 0
    target = windows.startup / "xlclv.xlam"
    assert (named(target, "LAPTOP-A"), named(target, "DESK-B")) == (str(first), str(windows.python))
    windows.called, windows.python = "LAPTOP-A", first
    assert run("install").exit_code == 0
    assert named(target, "DESK-B").endswith("python.exe")
    assert named(target, "DESK-B") != named(target, "LAPTOP-A")


def sign(path: Path) -> bytes:
    """The file as Excel saves it with a signature: texts in a table of their own, the signature as a part."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    texts = re.findall(r"<t [^>]*>([^<]*)</t>", sheet)
    for i in range(len(texts)):
        sheet = re.sub(r' t="inlineStr"><is><t [^>]*>[^<]*</t></is>', f' t="s"><v>{i}</v>', sheet, count=1)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts |= {
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{space}">{items}</sst>'.encode(),
        "xl/vbaProjectSignatureV3.bin": b"signed",
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path.read_bytes()


def test_a_signed_file_is_not_replaced(windows: Windows) -> None:
    """It stays where it does what a new one would; else the way out is said, and nothing is written."""
    run("install")
    target = windows.startup / "xlclv.xlam"
    signed = sign(target)
    again = run("install")
    assert again.exit_code == 0
    assert "signed" in again.output
    windows.python = windows.root / "elsewhere" / "python.exe"
    refused = run("install")
    assert isinstance(refused.exception, OutputError)
    assert "--file" in str(refused.exception)
    assert target.read_bytes() == signed


def test_a_file_made_before_is_installed_as_it_is(windows: Windows) -> None:
    """What a firm has signed arrives byte by byte; another version and a stranger's file are refused."""
    ready = windows.root / "ready.xlam"
    ready.write_bytes(package.build(str(windows.python)))
    signed = sign(ready)
    assert run("install", "--file", str(ready)).exit_code == 0
    assert (windows.startup / "xlclv.xlam").read_bytes() == signed
    ready.write_bytes(signed.replace(b"x", b"y"))
    assert isinstance(run("install", "--file", str(ready)).exception, OutputError)


def test_for_everyone_is_beside_excel(windows: Windows) -> None:
    """One path on all machines with this Excel, so that formulas find their add-in; uninstall takes it away."""
    before = windows.files()
    assert run("install", "--for", "everyone").exit_code == 0
    target = windows.excel.parent / "XLSTART" / "xlclv.xlam"
    assert named(target) == str(windows.python)
    assert run("uninstall", "--for", "everyone").exit_code == 0
    assert not target.exists()
    assert {n: d for n, d in windows.files().items() if n in before} == before


def test_everyone_gets_no_python_out_of_a_profile(windows: Windows) -> None:
    """Others could not start it, and its owner could exchange it under them."""
    windows.variables["USERPROFILE"] = str(windows.root)
    done = run("install", "--for", "everyone")
    assert isinstance(done.exception, OutputError)
    assert "user's profile" in str(done.exception)
    windows.keys.clear()
    windows.variables.clear()
    assert "no desktop Excel" in str(run("install", "--for", "everyone").exception)


def test_another_startup_folder_can_be_named(windows: Windows) -> None:
    """For those whose Application.StartupPath is elsewhere."""
    other = windows.root / "elsewhere"
    other.mkdir()
    assert run("install", "--folder", str(other)).exit_code == 0
    assert [p.name for p in other.iterdir()] == ["xlclv.xlam"]
    assert run("uninstall", "--folder", str(other)).exit_code == 0
    assert list(other.iterdir()) == []


def test_a_file_held_by_excel_is_reported(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to remove an open file: close Excel."""
    run("install")

    def held(self: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "unlink", held)
    done = run("uninstall")
    assert isinstance(done.exception, OutputError)
    assert "close Excel and try again" in str(done.exception)


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_elsewhere_it_explains_what_to_do(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Without Windows nothing is tried: the message names what works there."""
    here = workbook.addin.Machine()
    here.windows = False
    monkeypatch.setattr(workbook.addin, "this_machine", lambda: here)
    done = run(command)
    assert isinstance(done.exception, UsageError)
    assert "xlclv addin build" in str(done.exception)


def test_build_writes_the_addin_and_its_words(tmp_path: Path) -> None:
    """Both files, the same bytes each time, and the honest word."""
    target = tmp_path / "xlclv.xlam"
    done = run("build", "-o", str(target))
    assert done.exit_code == 0, done.output
    assert "Not yet opened in Excel by us" in done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["xlclv.intellisense.xml", "xlclv.xlam"]
    assert target.read_bytes() == package.build()
    wrong = run("build", "-o", str(tmp_path / "addin.xlsx"))
    assert isinstance(wrong.exception, UsageError)
