"""A bundle holds all that a Windows machine needs, whole or not at all; its scripts are PowerShell and quote safely."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.hostile import READ, addins
from xlclv import __version__, workbook
from xlclv.cli.addin import addin
from xlclv.errors import OutputError, UsageError
from xlclv.workbook.addin import flaw, installed, wheels
from xlclv.workbook.addin.bundle import _zip

DEPLOY = Path(workbook.addin.__file__).parent / "deploy"


def wheel(folder: Path, name: str, version: str, *needs: str, tag: str = "py3-none-any") -> Path:
    """A wheel with nothing in it but what it needs."""
    path = folder / f"{name}-{version}-{tag}.whl"
    info = f"{name}-{version}.dist-info"
    needed = "".join(f"Requires-Dist: {n}\n" for n in needs)
    texts = {
        "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: orders\n{needed}\n",
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    with zipfile.ZipFile(path, "w") as made:
        for file, text in texts.items():
            made.writestr(f"{info}/{file}", text)
        made.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """All wheels of a small world: one of them for Windows alone, one for orders."""
    folder = tmp_path / "my wheels & more"
    folder.mkdir()
    wheel(folder, "xlclv", __version__, "farlib>=1", 'duck; extra == "orders"')
    wheel(folder, "farlib", "1.2", "winonly>=3 ; sys_platform == 'win32'", tag="cp312-cp312-win_amd64")
    wheel(folder, "winonly", "3.1", 'deeper (>=1) ; platform_system == "Windows"')
    wheel(folder, "deeper", "1.0")
    wheel(folder, "duck", "1.0")
    wheel(folder, "unasked", "1.0")
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(addin, ["bundle", *map(str, words)])


needs_pip = pytest.mark.skipif(find_spec("pip") is None, reason="pip gathers the wheels; this environment has none")


@needs_pip
def test_what_windows_needs_is_gathered_and_nothing_else(source: Path, tmp_path: Path) -> None:
    """Gathered on Linux as Windows would: what only Windows needs and what that needs, the small set by default."""
    done = run("-o", tmp_path / "out", "--wheels", source)
    assert done.exit_code == 0, done.output + str(done.exception)
    names = sorted(p.name.split("-")[0] for p in (tmp_path / "out" / "wheels").iterdir())
    assert names == ["deeper", "farlib", "winonly", "xlclv"]
    done = run("-o", tmp_path / "more", "--wheels", source, "--with", "orders")
    assert done.exit_code == 0, done.output + str(done.exception)
    assert "duck" in [p.name.split("-")[0] for p in (tmp_path / "more" / "wheels").iterdir()]
    facts = json.loads((tmp_path / "more" / "bundle.json").read_text(encoding="utf-8"))
    assert facts["requirement"] == f"xlclv[orders]=={__version__}"


@needs_pip
def test_what_is_not_yours_to_sign_has_its_sum(source: Path, tmp_path: Path) -> None:
    """A changed wheel is found on the other side; the add-ins and scripts may be signed in between."""
    out = tmp_path / "out"
    installer = tmp_path / "python-3.12.9-amd64.exe"
    installer.write_bytes(b"MZ")
    assert run("-o", out, "--wheels", source, "--python-installer", installer).exit_code == 0
    facts = json.loads((out / "bundle.json").read_text(encoding="utf-8"))
    sums = {entry["name"]: entry["sha256"] for entry in facts["files"]}
    there = {str(p.relative_to(out)).replace("/", "\\"): p for p in out.rglob("*") if p.is_file()}
    rest = {name for name in set(there) - set(sums) if not name.endswith(".ps1")}
    assert rest == {"README.txt", "bundle.json", "xlclv.xlam", "user\\xlclv.xlam"}
    assert {n: hashlib.sha256(there[n].read_bytes()).hexdigest().upper() for n in sums} == sums
    assert facts["installer"] == installer.name


@needs_pip
def test_the_addins_name_the_python_that_the_script_makes(source: Path, tmp_path: Path) -> None:
    """By a variable, so that one signed file serves all machines, or all users."""
    assert run("-o", tmp_path / "out", "--wheels", source).exit_code == 0
    everyone, user = (installed.read(tmp_path / "out" / p / "xlclv.xlam") for p in (".", "user"))
    assert everyone is not None
    assert user is not None
    assert everyone.interpreter("ANY") == r"%ProgramW6432%\xlclv\Scripts\python.exe"
    assert user.interpreter("ANY") == r"%LOCALAPPDATA%\xlclv\Scripts\python.exe"
    common = (DEPLOY / "common.ps1").read_text(encoding="ascii")
    assert "{ $env:ProgramFiles } else { $env:LOCALAPPDATA }) 'xlclv'" in common
    assert r"Join-Path $Target 'Scripts\python.exe'" in common


@needs_pip
def test_a_zip_holds_the_same(source: Path, tmp_path: Path) -> None:
    """The same files by the same names, and an earlier zip is replaced in one step."""
    assert run("-o", tmp_path / "out", "--wheels", source).exit_code == 0
    for _ in range(2):
        assert run("-o", tmp_path / "out.zip", "--wheels", source).exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        assert sorted(made.namelist()) == sorted(
            p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()
        )


@needs_pip
def test_a_wheel_that_is_missing_is_named_and_nothing_is_left(source: Path, tmp_path: Path) -> None:
    """pip's own complaint in one line; no half of a bundle."""
    next(source.glob("deeper*")).unlink()
    before = sorted(tmp_path.iterdir())
    done = run("-o", tmp_path / "out", "--wheels", source)
    assert isinstance(done.exception, OutputError)
    assert "deeper" in str(done.exception)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("spoil", "words", "error"),
    [
        (lambda s: next(s.glob("xlclv*")).unlink(), (), "holds no xlclv-"),
        (lambda s: None, ("--python", "3.9"), "xlclv runs on 3.11"),
        (lambda s: None, ("--xlclv", "duck-1.0-py3-none-any.whl"), "is not a wheel of xlclv"),
    ],
)
@needs_pip
def test_what_cannot_be_is_refused(
    source: Path, tmp_path: Path, spoil: object, words: tuple[str, ...], error: str
) -> None:
    """Before anything is fetched, and with the way out."""
    assert callable(spoil)
    spoil(source)
    named = [str(source / w) if w.endswith(".whl") else w for w in words]
    done = run("-o", tmp_path / "out", "--wheels", source, *named)
    assert isinstance(done.exception, UsageError), done.output
    assert error in str(done.exception)


def _linux(folder: Path) -> None:
    next(folder.glob("farlib*")).rename(folder / "farlib-1.2-cp312-cp312-manylinux_2_17_x86_64.whl")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            lambda s: next(s.glob("farlib*")).write_bytes(b"no zip"),
            "farlib-1.2-cp312-cp312-win_amd64.whl is no whole wheel",
        ),
        (
            lambda s: next(s.glob("winonly*")).write_bytes(b""),
            "winonly-3.1-py3-none-any.whl is no whole wheel; get it again",
        ),
        (
            lambda s: next(s.glob("farlib*")).unlink(),
            "holds no wheel of farlib>=1 for Python 3.12 on 64-bit Windows; put it",
        ),
        (_linux, "what it has is farlib-1.2-cp312-cp312-manylinux_2_17_x86_64.whl; put it there, as 'pip download"),
    ],
)
@needs_pip
def test_a_folder_of_wheels_that_is_wrong_says_what_is(source: Path, tmp_path: Path, spoil: object, says: str) -> None:
    """In one line, with the file or the package and the way out, and not in pip's words."""
    assert callable(spoil)
    spoil(source)
    done = run("-o", tmp_path / "out", "--wheels", source)
    assert isinstance(done.exception, OutputError), done.output
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)


def test_what_pip_says_of_a_folder_is_said_plainly(tmp_path: Path) -> None:
    """Without pip here: its words as they come."""
    (tmp_path / "some.whl").mkdir()
    said = wheels._wrong("Could not find a version that satisfies the requirement deeper>=1 (from a)", tmp_path, "3.13")
    assert said.startswith(f"--wheels {tmp_path} holds no wheel of deeper>=1 for Python 3.13 on 64-bit Windows; put it")
    assert "some.whl is no whole wheel" in wheels._wrong("IsADirectoryError: [Errno 21]", tmp_path, "3.13")
    (tmp_path / "some.whl").rmdir()
    assert wheels._wrong("Connection refused", tmp_path, "3.13") == ""


@needs_pip
def test_what_is_there_is_left_alone(source: Path, tmp_path: Path) -> None:
    """A folder is never merged into, and none is made on the way."""
    (tmp_path / "out").mkdir()
    assert "is there already" in str(run("-o", tmp_path / "out", "--wheels", source).exception)
    assert "no folder" in str(run("-o", tmp_path / "no" / "out", "--wheels", source).exception)


def test_without_pip_it_says_so(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments made by uv have none."""
    monkeypatch.setattr(wheels, "find_spec", lambda _: None)
    assert "ensurepip" in str(run("-o", tmp_path / "out", "--wheels", source).exception)


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.ps1")), ids=lambda p: p.name)
def test_scripts_are_powershell(script: Path) -> None:
    """Parsed by a grammar of the language, as no PowerShell is at hand here; in plain letters, as 5.1 expects."""
    import tree_sitter_powershell
    from tree_sitter import Language, Parser

    text = script.read_bytes()
    assert text.isascii()
    parser = Parser(Language(tree_sitter_powershell.language()))
    assert not parser.parse(text).root_node.has_error
    assert parser.parse(text.replace(b"try {", b"try (").replace(b"if (", b"if [", 1)).root_node.has_error


def test_scripts_build_no_command_from_text() -> None:
    """Every program gets its words as an array; nothing is put together as text and then run."""
    for script in DEPLOY.glob("*.ps1"):
        text = script.read_text(encoding="ascii")
        assert not [bad for bad in ("Invoke-Expression", "iex ", "cmd /c", "cmd.exe", "-Command", "DownloadFile",
                                    "Invoke-WebRequest") if bad.lower() in text.lower()], script.name  # fmt: skip
        assert "Test-Path $" not in text, "-LiteralPath: a bracket in a name is no pattern"


@pytest.mark.parametrize("name", addins.PATHS)
def test_a_path_starts_that_python_or_is_refused(name: str) -> None:
    """Nothing that ends a quoted path, adds a line, or would be looked for where the workbook lies."""
    path, excel, calc = addins.PATHS[name]
    assert (not flaw(path), not flaw(path, calc=True)) == (excel == READ, calc == READ)


def test_a_built_addin_refuses_such_paths(tmp_path: Path) -> None:
    """For both programs, by both options, before anything is written."""
    for host, ending in (("excel", "xlam"), ("calc", "oxt")):
        for option in ("--interpreter", "--pythonpath"):
            out = tmp_path / f"a.{ending}"
            done = CliRunner().invoke(addin, ["build", "--for", host, "-o", str(out), option, "python.exe"])
            assert isinstance(done.exception, UsageError)
            assert f"{option} python.exe is not a full path" in str(done.exception)
            assert not out.exists()


@pytest.mark.parametrize("name", addins.NAMES)
def test_an_installer_is_called_like_one(name: str, tmp_path: Path) -> None:
    """Its name stands in a script's call and in README.txt."""
    (tmp_path / name).write_bytes(b"MZ")
    done = run("-o", tmp_path / "out", "--python-installer", tmp_path / name)
    assert isinstance(done.exception, UsageError)
    assert "must be called like Python's own" in str(done.exception)


@pytest.mark.parametrize("needs", ["evil @ https://x.example/e.whl", "--index-url=https://x.example", "a b@c"])
def test_a_wheel_names_packages_and_no_address(needs: str, tmp_path: Path) -> None:
    """Of what a wheel needs on Windows, pip is asked by name; an address or an option would reach the network."""
    wheel(tmp_path, "odd", "1.0", f"{needs} ; sys_platform == 'win32'")
    with pytest.raises(OutputError, match="which is not a package and its versions"):
        list(wheels._windows_only(tmp_path))


def test_a_clock_before_1980_makes_the_zip_all_the_same(tmp_path: Path) -> None:
    """A zip holds the years 1980 to 2107: what was made outside of them, by a wrong clock, has the nearest."""
    (tmp_path / "in").mkdir()
    for year in (1971, 2150):
        (tmp_path / "in" / "a").write_text("x", encoding="utf-8")
        os.utime(tmp_path / "in" / "a", ((year - 1970) * 31_556_952,) * 2)
        _zip(tmp_path / "in", tmp_path / "out.zip")
        assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["a"]
