"""`python -m tests.windows`: xlclv installed in a Windows of Wine as the handbook says; then what must hold there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.windows import answers
from tests.windows.machine import FOR_TESTS, PROJECT, Wine, cached, pip, with_extras

PYTHON = r"C:\xlclv\Scripts\python.exe"
# What these rooms hold does not hang on a platform, or must hold on Windows above all.
ROOMS = ("worksheet", "addin", "formulas", "models", "segments")
# The bundle gathers wheels through pip, and that Windows reaches no index; what a bundle installs is proven above.
_LEFT_OUT = ("--ignore=tests/addin/test_bundle.py",)
_START = time.monotonic()


def main() -> None:
    kept = cached()
    with tempfile.TemporaryDirectory(prefix="xlclv-windows-") as folder:
        place = Path(folder)
        _say("a copy of that Windows")
        subprocess.run(["cp", "-a", "--reflink=auto", kept / "prefix", place / "prefix"], check=True)
        wine = Wine(place / "prefix")
        try:
            _install(wine, kept)
            _run_tests(wine)
        finally:
            wine.stop()
    _say("Windows' Python: done")


def _say(what: str) -> None:
    print(f"-- {what} ({time.monotonic() - _START:.0f}s)", flush=True)


def _install(wine: Wine, kept: Path) -> None:
    """The steps of docs/windows-offline.md; the wheels of the tests come after, apart."""
    carried = wine.drive / "wheelhouse"
    shutil.copytree(kept / "wheels", carried)
    pip("wheel", "--no-deps", "--wheel-dir", str(carried), str(PROJECT))
    _say("an environment, and xlclv in it without internet")
    wine.run(r"C:\Python311\python.exe", "-m", "venv", r"C:\xlclv")
    install = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index")
    lazily = {"PIP_NO_COMPILE": "1"}  # Python compiles what it imports; compiling all of it takes Wine minutes
    wine.run(*install, "--find-links", r"C:\wheelhouse", with_extras("xlclv"), **lazily)
    wine.run(*install, "--find-links", f"Z:{kept / 'wheels-tests'}".replace("/", "\\"), *FOR_TESTS, **lazily)


def _run_tests(wine: Wine) -> None:
    """From a copy without the package: what is imported is what was installed."""
    project = wine.drive / "project"
    for part in ("tests", "docs", "benchmarks"):
        shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(PROJECT / file, project / file)
    answers.write(project / "answers.pickle")
    pytest = (PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-m", "not libreoffice")
    _say("install, doctor, the functions through DLL and COM, the probes, uninstall")
    wine.run(*pytest, "-rA", "tests/windows", cwd=project, XLCLV_LINUX_ANSWERS=r"C:\project\answers.pickle")
    _say("the tests of " + ", ".join(ROOMS))
    wine.run(*pytest, *_LEFT_OUT, *(f"tests/{room}" for room in ROOMS), cwd=project)


if __name__ == "__main__":
    main()
