"""No command asks for the network, in Python or in a native library: the kernel of a network of its own counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xlclv.page.printing import browser

from .sample import ROOT

_ALONE = ("unshare", "--map-root-user", "--net")


@pytest.mark.slow
def test_nothing_phones_home(tmp_path: Path) -> None:
    """Each command and the page, where no way leads out: none was asked for; the control shows that one would count."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        pytest.skip("networks of one's own are Linux'")
    if subprocess.run([*_ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this container may make no network of its own")
    done = subprocess.run(
        [*_ALONE, sys.executable, "-m", "tests.faults.silent"], cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split()[-2:] == ["0", "1"]
    written = [path for path in tmp_path.iterdir() if path.suffix in (".html", ".parquet", ".xlsx")]
    written += tmp_path.glob("a.pdf")
    assert len(written) == 5 + bool(browser())
    assert not [path.name for path in written if path.stat().st_mode & 0o077]  # nor for others to read
