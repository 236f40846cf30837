"""The processes that Excel starts: quick words where they cannot begin, nothing loaded that no function needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xlclv import cli, reason, ribbon
from xlclv.workbook.addin.command import FLAGS

ROOT = Path(__file__).parents[2]
_HERE = {"SYSTEMROOT": "C:\\Windows", "PATH": "", "PYTHONPATH": "nowhere"}  # -E: what PYTHONPATH says is not heard


def started(folder: Path, *program: str) -> subprocess.CompletedProcess[bytes]:
    """The program as the bridge starts it, in a folder whose modules are traps."""
    (folder / "calendar.py").write_text("raise SystemExit('a stranger ran')", encoding="utf-8")
    words = [sys.executable, *FLAGS.split(), *program]
    return subprocess.run(words, cwd=folder, env={**_HERE, "TEMP": str(folder)}, capture_output=True, check=False)


@pytest.mark.parametrize("program", [str(ROOT / "xlclv" / "serve.py"), str(ROOT / "xlclv" / "ribbon.py")])
def test_what_cannot_begin_says_why_and_ends(tmp_path: Path, program: str) -> None:
    """One line in the user's temporary folder names this Python and what is wrong; the exit code says so too."""
    done = started(tmp_path, program, "no number", "1")
    assert done.returncode == 1
    said = (tmp_path / reason.FILE).read_text(encoding="mbcs" if sys.platform == "win32" else "utf-8")
    assert said.startswith(f"{sys.executable} cannot serve Excel (")
    assert len(said.splitlines()) == 1
    assert "stranger" not in said + done.stderr.decode()


def test_an_older_reason_is_not_taken_for_ours(tmp_path: Path) -> None:
    """Every start begins without one."""
    (tmp_path / reason.FILE).write_text("something older", encoding="utf-8")
    started(tmp_path, str(ROOT / "xlclv" / "serve.py"), "no number", "1")
    assert "older" not in (tmp_path / reason.FILE).read_text(encoding="utf-8", errors="replace")


_LATE = """
import sys, time
from xlclv import serve
serve._LATE = 0.1
serve._serve = lambda *_: time.sleep(600)
sys.argv = ["serve", "number"]
serve.main()
"""


def test_a_start_that_hangs_ends_itself(tmp_path: Path) -> None:
    """Excel stands still until the process serves or ends, so it ends, and says why."""
    done = subprocess.run(
        [sys.executable, "-c", _LATE], cwd=ROOT, env={**os.environ, "TEMP": str(tmp_path)}, check=False
    )
    assert done.returncode == 1
    assert "not ready after 0.1 s" in (tmp_path / reason.FILE).read_text(encoding="utf-8", errors="replace")


_LEAN = """
import sys
from tests.hosts.pywin32 import _put_stand_ins
_put_stand_ins()
from win32com.client import gencache
from xlclv import serve
before = gencache.EnsureModule
with serve._lean():
    assert gencache.EnsureModule is not before
    for name in serve._LEFT_OUT:
        try:
            __import__(name)
        except ImportError:
            continue
        raise SystemExit(name)
assert gencache.EnsureModule is before
assert not set(serve._LEFT_OUT) & set(sys.modules)
"""


def test_nothing_heavy_is_loaded_for_the_functions() -> None:
    """While xlwings loads, pandas and its like are not there; afterwards they are as they were."""
    done = subprocess.run([sys.executable, "-c", _LEAN], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("job", "code", "typed", "stays"),
    [
        ("check-file", 0, ["check", "ORDERS"], True),
        ("check-file", 3, ["check", "ORDERS"], True),
        ("summarize-file", 0, ["summarize", "ORDERS", "-o", "TARGET"], False),
        ("summarize-file", 3, ["summarize", "ORDERS", "-o", "TARGET"], True),
    ],
)
def test_a_file_of_any_name_reaches_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, job: str, code: int, typed: list[str], stays: bool
) -> None:
    """Names come as they are; the window stays when there is something to read, and Excel learns the exit code."""
    names = {"ORDERS": r"C:\100% & ^顧客 $(x)\%TEMP%.csv", "TARGET": r"C:\Müller's %PATH%.xlsx"}
    seen: list[list[str]] = []
    asked: list[str] = []

    def command() -> None:
        seen.append(sys.argv[1:])
        raise SystemExit(code)

    for name, value in names.items():
        monkeypatch.setenv(f"XLCLV_{name}", value)
    monkeypatch.setenv("TEMP", str(tmp_path))
    monkeypatch.setattr(cli, "main", command)
    monkeypatch.setattr("builtins.input", asked.append)
    monkeypatch.setattr(sys, "argv", ["ribbon", job, "7"])
    with pytest.raises(SystemExit) as ended:
        ribbon.main()
    assert ended.value.code == code
    assert seen == [[names.get(word, word) for word in typed]]
    assert bool(asked) is stays
    assert not reason.path().exists()
