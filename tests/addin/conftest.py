"""The add-in, built once for all tests that look at it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from xlclv.workbook.addin import package


@pytest.fixture(scope="session")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "xlclv.xlam"
    path.write_bytes(package.build(r"C:\a & b\python.exe", r"C:\src"))
    return path


@pytest.fixture(scope="session")
def parts(xlam: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(xlam.read_bytes())) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
