"""Signals inside the save, at a few points of the many that `python -m tests.faults` tries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .sample import ROOT, write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks and has kill -9")

# Children are forked, so not from pytest's own process, whose threads a fork would lose.
_NAIVE = """
import sys, tempfile
from pathlib import Path
from tests.faults import kills, sample
def naive(book, target):
    with target.open("wb") as file:
        book._fill(file, lambda: None)
with tempfile.TemporaryDirectory() as folder:
    print(sum(tally.broken for tally in kills.run(sample.report(), 4, Path(folder), save=naive)))
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=500, check=False
    )


def test_no_signal_breaks_the_target_or_leaves_anything() -> None:
    """kill -9, Ctrl-C and SIGTERM inside the save: the old file or the new one, and nothing else after the next run."""
    done = _run("-m", "tests.faults", "--points", "4", "--whole", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "15 points, 0 targets broken, 0 temporaries left" in done.stdout


def test_a_naive_save_is_found_out() -> None:
    """The same points break most saves that write straight into the target: the harness can tell."""
    done = _run("-c", _NAIVE)
    assert int(done.stdout) >= 6, done.stdout + done.stderr


_ENDING = """
import contextlib, os, signal, sys
import xlclv.cli, xlclv.orders.engine, xlclv.scratch
from xlclv.cli import program
made, held, number = xlclv.scratch.Folder.__init__, sys.argv.pop() == "held", getattr(signal, sys.argv.pop())
def folder(self):
    made(self)
    os.kill(os.getpid(), number)
    assert held, "the signal comes first"
def tidy():
    os.kill(os.getpid(), number)
    assert held or os.listdir(os.environ["TMPDIR"]), "the folder is what is tidied up"
    xlclv.scratch.tidy()
xlclv.scratch.Folder.__init__, xlclv.cli.tidy = folder, tidy
if not held:
    xlclv.orders.engine.held = contextlib.nullcontext
xlclv.cli.main()
"""


@pytest.mark.parametrize("held", ["held", "not held"])
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_stopped_between_making_a_folder_and_keeping_it(tmp_path: Path, number: str, code: int, held: str) -> None:
    """The worst moment for a signal, and a second one while tidying up: one line, and the folder is gone."""
    write(tmp_path / "orders.csv")
    place = tmp_path / "tmp"
    place.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", _ENDING, "check", "orders.csv", number, held],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place)},
        capture_output=True, encoding="utf-8", timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stderr == "xlclv: stopped; nothing was written\n"
    assert not list(place.iterdir())
