"""Installing touches one file, uninstalling takes it away, and nothing that is not ours is ever changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import workbook.addin
from tests.addin.windows import Windows
from workbook.addin import package, place
from xlclv.cli.addin import addin
from xlclv.errors import OutputError, UsageError


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows(tmp_path)
    monkeypatch.setattr(workbook.addin, "this_machine", lambda: made)
    return made


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
    assert target.read_bytes() == package.build(str(windows.python))
    assert place.interpreter_of(target) == str(windows.python)
    assert {name: data for name, data in windows.files().items() if name in before} == before
    assert run("uninstall").output == f"Removed {target}\n"
    assert windows.files() == before


def test_installing_again_renews_it(windows: Windows) -> None:
    """A second install replaces ours; a second uninstall says that there is nothing to do."""
    before = windows.files()
    (windows.startup / "xlclv.xlam").write_bytes(package.build("C:\\old\\python.exe"))
    assert run("install").exit_code == 0
    assert place.interpreter_of(windows.startup / "xlclv.xlam") == str(windows.python)
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


def test_where_excel_never_ran_it_says_so(windows: Windows) -> None:
    """Excel makes its folder at its first start; making it for a program that is not there helps nobody."""
    shutil.rmtree(windows.startup.parent)
    done = run("install")
    assert isinstance(done.exception, OutputError)
    assert "start Excel once" in str(done.exception)


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
