"""Letters beyond Windows' own code page, through every process that the buttons and the command line start."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.windows.conftest import xlclv
from xlclv.cells import selection
from xlclv.errors import XlclvError

FIRST = dt.datetime(2025, 1, 1)


def rows(head: str = "Kunde", who: str = "Müller") -> list[list[object]]:
    """Orders as a table in Excel hands them over."""
    orders = [[f"{who} {i % 30}", FIRST + dt.timedelta(days=i), 10.0 + i] for i in range(200)]
    return [[head, "Datum", "Betrag"], *orders]


@pytest.mark.parametrize(("where", "who"), [("Bücher Umsätze", "Müller"), ("客户", "顧客"), ("Łódź", "Ωmega – “x”")])
def test_the_button_check_tells_of_any_letters(where: str, who: str) -> None:
    """The child's words come back as they were said."""
    said = str(selection.check(rows(who=who), where, lambda _: None))
    assert "200" in said
    with pytest.raises(XlclvError, match="gestern – früh"):
        selection.check([*rows(who=who), [who, "gestern – früh", 5.0]], where, lambda _: None)


def test_the_button_export_writes_a_workbook(tmp_path: Path) -> None:
    """A folder, a table and customers with umlauts."""
    folder = tmp_path / "Umsätze 顧客"
    folder.mkdir()
    selection.export(rows(), "Bücher Umsätze", folder, lambda _: None)
    (made,) = folder.glob("*.xlsx")
    assert made.stat().st_size > 10_000


def test_the_command_line_reads_and_prints_any_letters(tmp_path: Path) -> None:
    """A file of any name; what a pipe gets is UTF-8."""
    file = tmp_path / "Umsätze 顧客.csv"
    lines = [f"{a};{b:%Y-%m-%d};{c}" for a, b, c in rows()[1:]]  # type: ignore[str-format]
    file.write_text("Kunde;Datum;Betrag\n" + "\n".join(lines) + "\nÖzil;gestern – früh;5\n", encoding="utf-8")
    done = xlclv("check", str(file))
    assert "gestern – früh" in done.stdout + done.stderr
    assert "Umsätze 顧客.csv" in done.stdout + done.stderr
