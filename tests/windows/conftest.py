"""Windows alone; the add-in is installed once, by the command line, and taken away at the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xlclv.workbook.addin import installed, place, this_machine

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py", "excel.py"]
XLCLV = Path(sys.executable).with_name("xlclv.exe")


def xlclv(*words: str) -> subprocess.CompletedProcess[str]:
    """A command as a user gives it."""
    return subprocess.run([XLCLV, *words], capture_output=True, text=True, encoding="utf-8", timeout=1200)


def named_in(addin: Path) -> str:
    """The Python that an add-in file starts on this machine."""
    read, machine = installed.read(addin), this_machine()
    assert read
    return machine.expanded(read.interpreter(machine.name))


@pytest.fixture(scope="session")
def startup() -> Path:
    """Excel's startup folder, as Excel makes it at its first start."""
    folder = place.startup_folder(os.environ)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def addin(startup: Path) -> Iterator[Path]:
    """The installed add-in."""
    done = xlclv("addin", "install")
    assert done.returncode == 0, done.stdout + done.stderr
    yield startup / place.FILE
    xlclv("addin", "uninstall")


@pytest.fixture(scope="session")
def interpreter(addin: Path) -> str:
    """The Python that the installed add-in names."""
    named = named_in(addin)
    assert Path(named).exists()
    return named


@pytest.fixture(scope="session")
def excel_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """An Excel opened in a folder: it asks the functions and tells what came."""
    import tests

    kept = tmp_path_factory.mktemp("excel")
    project = str(Path(tests.__file__).parents[1])

    def opened(folder: Path, interpreter: str, *calls: tuple[str, list[Any]], **added: str) -> dict[str, Any]:
        asked = json.dumps({"interpreter": interpreter, "calls": calls})
        start = f"import sys; sys.path.insert(0, {project!r}); from tests.windows import excel; excel.main()"
        # -P: only Python may be led astray by what lies in the folder, not the player of Excel.
        line = [sys.executable, "-P", "-E", "-X", "utf8", "-c", start]
        # Files, no pipes: the Python that Excel started holds a pipe open for as long as it lives.
        question, answer = (kept / "question.json", kept / "answer.json")
        question.write_text(asked, encoding="utf-8")
        with question.open("rb") as given, answer.open("wb") as told:
            done = subprocess.run(
                line,
                stdin=given,
                stdout=told,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=120,
                env=os.environ | added,
            )
        assert done.returncode == 0
        return json.loads(answer.read_text("utf-8"))

    return opened
