"""The add-in installed, examined and removed by the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.windows.conftest import named_in, xlclv
from xlclv.workbook.addin import place


def test_installing_names_this_python(addin: Path) -> None:
    """One file in Excel's startup folder, which names the Python that wrote it."""
    assert [p.name for p in addin.parent.iterdir()] == [place.FILE]
    assert Path(named_in(addin)).samefile(sys.executable)


def test_the_doctor_finds_all_but_excel(addin: Path) -> None:
    """On a machine without Excel, Excel is what is missing, and all that is ours is well."""
    done = xlclv("addin", "doctor")
    wrong = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("WRONG")]
    assert wrong == ["Excel"], done.stdout + done.stderr
    assert f"{addin}, which starts" in done.stdout


def test_uninstalling_leaves_nothing(addin: Path) -> None:
    """The file goes, a second time nothing is done, and installing again works."""
    assert xlclv("addin", "uninstall").stdout == f"Removed {addin}\n"
    assert list(addin.parent.iterdir()) == []
    assert "not installed" in xlclv("addin", "uninstall").stdout
    assert xlclv("addin", "install").returncode == 0
    assert addin.exists()
