"""Signals inside the save, at a few points of the many that `python -m tests.faults` tries."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from .sample import ROOT

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
    print(sum(tally.broken for tally in kills.run(sample.report(), 8, Path(folder), save=naive)))
"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=500, check=False
    )


def test_no_signal_breaks_the_target_or_leaves_anything() -> None:
    """kill -9, Ctrl-C and SIGTERM inside the save: the old file or the new one, and nothing else after the next run."""
    done = _run("-m", "tests.faults", "--points", "6", "--whole", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "24 points, 0 targets broken, 0 temporaries left" in done.stdout


def test_a_naive_save_is_found_out() -> None:
    """The same points break most saves that write straight into the target: the harness can tell."""
    done = _run("-c", _NAIVE)
    assert int(done.stdout) >= 12, done.stdout + done.stderr
