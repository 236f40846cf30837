"""A short run of the fuzzer of the intake; `python -m tests.fuzz --minutes 30` is the long one."""

from __future__ import annotations

import re
import subprocess
import sys

from ..faults.sample import ROOT


def test_broken_files_read_or_are_refused() -> None:
    """Each of 150 files that chance has broken reconciles or is refused in one line; some of both come up."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--cases", "150", "--seed", "7"],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    counted = re.search(r"150 files: \{'read': (\d+), 'refused': (\d+)\}; 0 found", done.stdout)
    assert counted, done.stdout
    assert min(map(int, counted.groups())) > 10
