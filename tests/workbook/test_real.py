"""The three workbooks from real and sample orders: right in every program, whole, and clean."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from xlclv.workbook.lint import faults

from .real import ONLINE_RETAIL, make, summaries
from .recalculation import Calculation, cached, differing, formulas, libreoffice, poison

NAMES = (
    "demo",
    "cdnow",
    pytest.param(
        "online-retail",
        marks=pytest.mark.skipif(
            not os.environ.get(ONLINE_RETAIL), reason=f"{ONLINE_RETAIL} names no file with the UCI data"
        ),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


def made(name: str, folder: Path) -> Path:
    """The workbook, made once."""
    path = folder / f"{name}.xlsx"
    return path if path.exists() else make(summaries(folder)[name], path)


@pytest.mark.parametrize("name", NAMES)
def test_ironcalc_agrees_and_all_checks_hold(name: str, folder: Path) -> None:
    """Every cached value, to 1e-9; AllChecksOK is TRUE, and the lint has nothing to say."""
    path = made(name, folder)
    found, calculation = formulas(path), Calculation(path)
    assert len(found) > 3000
    assert not differing(cached(path, found), {place: calculation.at(place) for place in found})
    assert calculation.value("AllChecksOK") is True
    assert faults(path) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.libreoffice
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_agrees(name: str, folder: Path, tmp_path: Path) -> None:
    """Every value of a poisoned copy, recalculated, is the cached one, to 1e-9."""
    path = made(name, folder)
    found = formulas(path)
    after = cached(libreoffice(poison(path, tmp_path / path.name), tmp_path), found)
    assert not differing(cached(path, found), after)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_orders_give_the_same_bytes(name: str, folder: Path, tmp_path: Path) -> None:
    """A second run of the command writes the same file, to the byte."""
    again = make(summaries(tmp_path)[name], tmp_path / f"{name}.xlsx")
    assert again.read_bytes() == made(name, folder).read_bytes()
