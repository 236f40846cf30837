"""`xlclv addin ... --for calc`: built anywhere, installed by LibreOffice's unopkg, examined, taken away."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from tests.calc.person import arrive, obstacle
from xlclv import __version__
from xlclv.cli.addin import addin
from xlclv.errors import OutputError, UsageError
from xlclv.workbook.calc import place


class Stub(NamedTuple):
    """A LibreOffice's folder in which unopkg writes down how it was called and says what a file holds."""

    folder: Path

    @property
    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()

    def says(self, words: str, code: int = 0) -> None:
        (self.folder / "said").write_text(words, encoding="utf-8")
        (self.folder / "code").write_text(str(code), encoding="utf-8")

    def run(self, command: str, *more: str) -> Result:
        return CliRunner().invoke(addin, [command, "--for", "calc", "--unopkg", str(self.folder / "unopkg"), *more])


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    made = Stub(tmp_path)
    (tmp_path / "pythonloader.py").touch()
    script = tmp_path / "unopkg"
    does = f'echo "$@" >> {tmp_path}/calls\ncat {tmp_path}/said\nexit $(cat {tmp_path}/code)\n'
    script.write_text("#!/bin/sh\n" + does, encoding="utf-8")
    script.chmod(0o755)
    made.says("")
    return made


def listed(version: str = __version__, registered: str = "yes", interpreter: str = sys.executable) -> str:
    """What unopkg lists, ours between two others."""
    own = (
        f"Identifier: org.xlclv.calc\n  Version: {version}\n  is registered: {registered}\n"
        f"  Description: Customer lifetime value: =CLV() and more.\nThey run in {interpreter}\n\n"
    )
    return f"Identifier: one\n  Version: 9\n  is registered: yes\n\n{own}Identifier: other\n  is registered: no\n"


def test_build_writes_an_extension(tmp_path: Path) -> None:
    """Without LibreOffice; this Python is named in it unless another is given."""
    made = CliRunner().invoke(addin, ["build", "--for", "calc", "-o", str(tmp_path / "x.oxt")])
    assert made.exit_code == 0, made.output
    assert sys.executable in made.output
    with zipfile.ZipFile(tmp_path / "x.oxt") as oxt:
        assert f'"interpreter": "{sys.executable}"' in oxt.read("settings.json").decode()


@pytest.mark.parametrize(("host", "name"), [("calc", "x.xlam"), ("excel", "x.oxt")])
def test_build_refuses_the_other_program_s_ending(tmp_path: Path, host: str, name: str) -> None:
    """One line that names the ending wanted."""
    refused = CliRunner().invoke(addin, ["build", "--for", host, "-o", str(tmp_path / name)])
    assert isinstance(refused.exception, UsageError)
    assert "must end in" in str(refused.exception)


def test_install_hands_the_extension_to_unopkg(stub: Stub) -> None:
    """For this user, in place of an older one; a profile is passed on."""
    done = stub.run("install", "--profile", str(stub.folder / "profile"))
    assert done.exit_code == 0, done.output
    words = stub.calls[0].split()
    assert words[:2] == ["add", "-f"]
    assert words[2].endswith("xlclv.oxt")
    assert words[3] == f"-env:UserInstallation={(stub.folder / 'profile').as_uri()}"


def test_uninstall_takes_away_what_is_there(stub: Stub) -> None:
    """And says so when nothing is."""
    assert "nothing was changed" in stub.run("uninstall").output
    stub.says(listed())
    assert "no longer" in stub.run("uninstall").output
    assert stub.calls[-1] == "remove org.xlclv.calc"


def test_refusals_are_one_line_with_the_fix(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root, no Python bridge, no LibreOffice: each says what to do."""
    stub.says("ERROR: Cannot run unopkg as root without --shared or --bundled option.\n\n", 1)
    assert str(stub.run("install").exception).endswith("run this as the user who works with Calc")
    stub.says("unopkg is busy\nERROR: something.\n", 1)
    assert str(stub.run("install").exception) == "LibreOffice refuses: something; close LibreOffice and try again"
    stub.says("unopkg is busy\n", 7)
    assert str(stub.run("install").exception).endswith("it ended with code 7; close LibreOffice and try again")
    (stub.folder / "pythonloader.py").unlink()
    assert str(stub.run("install").exception) == place.NO_PYTHON
    monkeypatch.setattr(place, "find_office", lambda *_: None)
    monkeypatch.setattr("xlclv.workbook.calc.find_office", lambda *_: None)
    refused = CliRunner().invoke(addin, ["install", "--for", "calc"]).exception
    assert isinstance(refused, OutputError)
    assert str(refused) == place.NO_OFFICE


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ("Segmentation fault\n", 139, "crashed, as it does where it cannot write its user profile"),
        ("", -11, "crashed, as it does where it cannot write its user profile"),
        ("ERROR: Exception occurred: a folder could not be created at ./dp.cxx:448\n\nERROR: unopkg failed.\n", 1, ""),
        ("ERROR: Exception occurred: Cannot create folder (invalid path): '' at ./dp.cxx:108\n", 1, ""),
    ],
)
def test_no_home_to_write_to(stub: Stub, said: str, code: int, why: str) -> None:
    """A crash of LibreOffice's and its words of a folder without a name say what keeps it: no home of the user's."""
    stub.says(said, code)
    if code < 0:  # as where unopkg is no script
        (stub.folder / "unopkg").write_text("#!/bin/sh\nkill -SEGV $$\n", encoding="utf-8")
    fix = "set HOME to a folder of yours, or name one for the profile with --profile"
    for command in ("install", "uninstall", "doctor"):
        said = str(stub.run(command).exception)
        assert said == f"LibreOffice {why or 'cannot write its user profile'}; {fix}"


def test_an_office_that_does_not_answer_is_given_up(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one line, and nothing that it started is left running."""
    hangs = f"#!/bin/sh\nsleep 60 &\necho $! > {stub.folder}/started\nwait\n"
    (stub.folder / "unopkg").write_text(hangs, encoding="utf-8")
    monkeypatch.setattr(place, "_SECONDS", 1)
    assert "close it and try again" in str(stub.run("install").exception)
    started = (stub.folder / "started").read_text(encoding="utf-8").strip()
    state = Path(f"/proc/{started}/stat")
    assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"


@pytest.mark.parametrize(
    ("said", "subject", "found"),
    [
        ("", "Add-in", "not among this user's extensions"),
        (listed(registered="no"), "Add-in", "could not load"),
        (listed(version="0.0.1"), "Add-in", "of xlclv 0.0.1"),
        (listed(interpreter="/gone/python"), "Functions", "/gone/python does not start"),
    ],
)
def test_the_doctor_names_what_is_wrong(stub: Stub, said: str, subject: str, found: str) -> None:
    """One thing spoiled, that thing found, with its fix."""
    stub.says(said)
    lines = stub.run("doctor").output.splitlines()
    wrong = [i for i, line in enumerate(lines) if line.startswith("WRONG")]
    assert len(wrong) == 1
    assert subject in lines[wrong[0]]
    assert found in lines[wrong[0]]
    assert "xlclv addin install --for calc" in lines[wrong[0] + 1]


def test_the_doctor_finds_a_machine_in_order(stub: Stub) -> None:
    """The Python that the extension names is asked, and answers."""
    stub.says(listed())
    assert stub.run("doctor").output.endswith("Nothing found that is wrong.\n")


def test_the_doctor_misses_libreoffice_and_its_python(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is looked for before what needs it."""
    (stub.folder / "pythonloader.py").unlink()
    assert "python3-uno" in stub.run("doctor").output
    monkeypatch.setattr("xlclv.workbook.calc.find_office", lambda *_: None)
    assert "--unopkg" in stub.run("doctor").output


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "none")
def test_a_user_installs_examines_and_removes_it() -> None:
    """With the real LibreOffice, by the command alone; what install put there is gone afterwards."""
    person = arrive()

    def say(command: str, code: int = 0) -> str:
        words = ["-m", "xlclv", "addin", command, "--for", "calc", "--profile", str(person.home / "profile")]
        done = person.run(person.python, *words)
        assert done.returncode == code, done.stderr
        return done.stdout

    assert "not among this user's extensions" in say("doctor", code=1)
    assert "LibreOffice has the extension xlclv" in say("install")
    assert say("doctor").endswith("Nothing found that is wrong.\n")
    assert "no longer" in say("uninstall")
    assert "nothing was changed" in say("uninstall")
    person.leave()
