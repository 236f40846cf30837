"""The audit trail: a workbook says by what command, versions and files it was made, and that command makes it again."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import xlclv
from xlclv import workbook

from ..faults.sample import HEADER, ROOT, lines, report

SHELL = 'xlclv() { "$PYTHON" -m xlclv "$@"; }\n'
EUROPEAN = "Kunde;Datum;Betrag"


def european() -> list[str]:
    """The orders as a European program writes them."""
    out = [EUROPEAN]
    for line in lines():
        who, day, amount = line.split(",")
        out.append(f"{who};{day[8:]}.{day[5:7]}.{day[:4]};{amount.replace('.', ',')}")
    return out


CASES = {
    "defaults": (["orders.csv"], []),
    "odd names": (
        ['o\'clock "orders" $HOME `x`; 2026.csv', "größe 表 😀.csv", "-dash.csv", "=1+1.csv"],
        ["--cac", "12.50", "--currency", " eur", "-o", "=my own 'résumé'.xlsx"],
    ),
    "many options": (
        ["part 1.csv", "part 2.csv"],
        ["--rate", "0.1", "--margin", "40%", "--horizon", "2", "--as-of", "2026-12-31", "--json", "-o", "out.xlsx"],
    ),
    "european": (
        ["orders.csv"],
        ["--customer", "Kunde", "--date", "2", "--amount", "Betrag", "--decimal", ",", "--dayfirst", "--model", "auto"],
    ),
}


def run(command: str, folder: Path, **more: str) -> None:
    """The command typed in a shell."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable, **more}
    done = subprocess.run(["sh", "-c", SHELL + command], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def written(folder: Path) -> Path:
    (found,) = folder.glob("*.xlsx")
    return found


def texts(sheet: object) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name != "posix", reason="the recorded command is typed into a POSIX shell")
@pytest.mark.parametrize("case", CASES)
def test_the_recorded_command_makes_the_same_bytes(case: str, tmp_path: Path) -> None:
    """Run again elsewhere by another clock, language and hash seed: byte for byte the same workbook."""
    names, options = CASES[case]
    all_, header = (european()[1:], EUROPEAN) if case == "european" else (lines(), HEADER)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        for number, name in enumerate(names):
            part = [header, *all_[number :: len(names)]]
            (folder / name).write_text("\n".join(part) + "\n", encoding="utf-8")
    typed = ["xlclv", "summarize", *options, *(["--"] if case == "odd names" else []), *names]
    run(shlex.join(typed), first)
    made = written(first)
    book = openpyxl.load_workbook(made)
    method = {row[0]: row[1] for row in book["Method"].iter_rows(values_only=True) if row[0] and row[1]}
    assert shlex.split(method["Command"]) == typed
    assert f"xlclv {xlclv.__version__}" in method["Versions"]
    account = texts(book["Data check"])
    for name in names:
        assert name in account
        assert hashlib.sha256((first / name).read_bytes()).hexdigest() in account
    run(method["Command"], second, TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="7")
    again = written(second)
    assert again.name == made.name
    assert again.read_bytes() == made.read_bytes()


def test_a_command_of_any_length_is_recorded(tmp_path: Path) -> None:
    """More files than one cell can name are named in several, none is left out."""
    command = shlex.join(["xlclv", "summarize", *(f"orders of day {number:05d}.csv" for number in range(2_000))])
    workbook.write(replace(report(), command=command), tmp_path / "made.xlsx")
    rows = openpyxl.load_workbook(tmp_path / "made.xlsx")["Method"].iter_rows(values_only=True)
    assert "".join(str(row[1]) for row in rows if str(row[0]).startswith("Command")) == command
