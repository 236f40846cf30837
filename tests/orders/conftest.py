"""Small files to read, and the CDNOW data that the lifetimes wheel carries (MIT); its code is never imported."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from xlclv.orders.reading import read

Write = Callable[..., Path]


def used_and_said(tmp_path: Path, *lines: str, **told: str) -> tuple[Decimal, str, str]:
    """Of a small file the money that is used, what is assumed and what is warned of."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    ledger = read(path, **told).ledger
    return ledger.amount_used, "\n".join(ledger.assumed), "\n".join(ledger.warnings)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text file: write("a.csv", "line", "line"), by default in UTF-8."""

    def _write(name: str, *lines: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
        path = tmp_path / name
        path.write_bytes((newline.join(lines) + newline).encode(encoding))
        return path

    return _write


@pytest.fixture(scope="session")
def cdnow() -> Path:
    """The folder with CDNOW_master.txt and CDNOW_sample.txt."""
    spec = importlib.util.find_spec("lifetimes")
    assert spec is not None, "pip install xlclv[test] brings lifetimes, whose wheel carries the data"
    assert spec.origin is not None
    return Path(spec.origin).parent / "datasets"
