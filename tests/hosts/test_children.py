"""Every process we start reads and writes UTF-8, in a world that speaks another encoding, and imports nothing near."""

from __future__ import annotations

import ast
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xlclv import children
from xlclv.cells import selection
from xlclv.errors import InputError
from xlclv.workbook.calc.office.pythonpath import xlclv_bridge

ROOT = Path(__file__).parents[2]
NAMES = ("Müller & Söhne", "顧客", "Łukasz", "Ελένη")  # no single code page of Windows holds them all
ROWS: list[list[Any]] = [["Kunde", "Datum", "Betrag"]] + [
    [f"{NAMES[i % 4]} {i % 60}", dt.datetime(2024, 1, 1) + dt.timedelta(days=i), 10.0 + i] for i in range(240)
]


@pytest.fixture
def western(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes as German Windows has them, and as an administrator may have set them."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONLEGACYWINDOWSSTDIO", "1")


@pytest.mark.usefixtures("western")
def test_a_check_says_names_of_any_alphabet(tmp_path: Path) -> None:
    """The ribbon's check returns the very letters of the sheet's name and of a bad cell."""
    said = selection.check(ROWS, "Bücher 顧客", lambda _: None)
    assert "Bücher 顧客" in said
    with pytest.raises(InputError, match="Özil – früh 顧客"):
        selection.check([*ROWS, ["Özil", "Özil – früh 顧客", 5]], "Bücher", lambda _: None)


@pytest.mark.usefixtures("western")
def test_an_export_of_such_names_is_made(tmp_path: Path) -> None:
    """The workbook comes into a folder whose name no code page holds."""
    folder = tmp_path / "Umsätze 顧客 $(x) & co"
    folder.mkdir()
    assert selection.export(ROWS, "Bücher", folder, lambda _: None).exists()


def test_no_module_beside_the_workbook_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """calendar.py or xlclv.py in the current folder are files of the user's, not ours."""
    for name in ("calendar", "csv", "numpy", "xlclv", "udfs", "click"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "Müller" not in selection.check(ROWS, "Orders", lambda _: None)


def _cli(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    quiet = {k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG")}
    return subprocess.run([sys.executable, "-m", "xlclv", *words], cwd=folder, capture_output=True, check=False,
                          env={**quiet, "PYTHONPATH": str(ROOT), **variables})  # fmt: skip


def test_the_command_line_writes_utf8_into_pipes(tmp_path: Path) -> None:
    """A machine whose own encoding is ASCII gets the same bytes as one that speaks UTF-8."""
    (tmp_path / "Bücher 顧客.csv").write_text("customer,date,amount\nÖ,2026-01-03,x顧\n", encoding="utf-8")
    ascii_only = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    poor = _cli("check", "Bücher 顧客.csv", folder=tmp_path, PYTHONUTF8="1")
    done = _cli("docs", "lite", folder=tmp_path, **ascii_only)
    assert "x顧" in poor.stderr.decode("utf-8")
    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == _cli("docs", "lite", folder=tmp_path, PYTHONUTF8="1").stdout.decode("utf-8")


def test_a_letter_the_reader_cannot_take_is_no_crash(tmp_path: Path) -> None:
    """Who asks for another encoding gets it, and an escape where it has no letter."""
    (tmp_path / "a.csv").write_text("customer,date,amount\nÖ,2026-01-03,x顧\n", encoding="utf-8")
    done = _cli("check", "a.csv", folder=tmp_path, PYTHONIOENCODING="cp1252:strict")
    assert done.returncode == 3
    assert rb"x\u9867" in done.stderr


def test_calc_starts_its_python_the_same_way() -> None:
    """The flags stand twice, as LibreOffice's Python cannot import ours: they are the same."""
    assert xlclv_bridge.FLAGS == children.FLAGS


@pytest.mark.usefixtures("western")
def test_why_calc_has_no_python_is_said_in_its_letters(tmp_path: Path) -> None:
    """The reason printed by a child that dies comes through whole."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('Grüße 顧客')", encoding="utf-8")
    settings = {"interpreter": sys.executable, "pythonpath": os.pathsep.join([str(tmp_path), str(ROOT)]),
                "functions": {"CLV_WHY": {"required": 1, "speaks": True}}}  # fmt: skip
    bridge = xlclv_bridge.Bridge(settings)
    assert "Grüße 顧客" in bridge.call("CLV_WHY", ("CLV",))[0][0]


def test_no_shipped_module_starts_python_in_another_way() -> None:
    """sys.executable is taken where children start, where the add-in names its Python, where one says who it is."""
    taken = set()
    for path in [ROOT / "udfs.py", *(ROOT / "xlclv").rglob("*.py"), *(ROOT / "workbook").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.executable":
                taken.add(path.relative_to(ROOT).as_posix())
    assert taken == {"xlclv/children.py", "workbook/addin/machine.py", "xlclv/serve.py", "xlclv/reason.py"}
