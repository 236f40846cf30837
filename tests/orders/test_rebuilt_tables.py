"""Tables that a layout makes of a file are looked at by their cells as plain ones are."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlclv.errors import InputError
from xlclv.orders.ledger import Ledger
from xlclv.orders.reading import read

RULE = "-" * 40
PRINTED = [RULE, "|Kunde |Belegdatum|Nettowert |{0}|", RULE, "|100001|02.01.2026|  1.234,50|{1}|",
           "|100002|14.01.2026|    100,00|{2}|", "|100003|15.01.2026|     10,00|{1}|", RULE]  # fmt: skip
GROUPED = ["Customer,Date,Num,{0},Amount", "Ann,,,,", ",2026-01-02,1,{1},1234.50", ",2026-01-03,2,{2},100",
           "Total for Ann,,,,1334.50", "Bob,,,,", ",2026-01-04,3,{1},10", "Total for Bob,,,,10"]  # fmt: skip
AGAIN = ["Customer,Date,Amount,{0}", "A,2026-01-02,1234.50,{1}", "B,2026-01-14,100,{2}", "Customer,Date,Amount,{0}",
         "C,2026-01-15,10,{1}"]  # fmt: skip


def ledger(path: Path, lines: list[str], *words: str) -> Ledger:
    made = path / "f.csv"
    made.write_text("\n".join(line.format(*words) for line in lines) + "\n", "utf-8")
    return read(made).ledger


@pytest.mark.parametrize("lines", [PRINTED, GROUPED, AGAIN])
@pytest.mark.parametrize("name", ["Währg", "Crcy"])
def test_several_currencies_are_warned_of(tmp_path: Path, lines: list[str], name: str) -> None:
    """Codes alone stand in the column, which no header names; one currency is no news."""
    found = ledger(tmp_path, lines, name, "EUR", "USD")
    assert str(found.amount_used) in ("1344.5", "1344.50")
    assert f'column "{name}" names several currencies (EUR, USD)' in " ".join(found.warnings)
    assert ledger(tmp_path, lines, name, "EUR", "EUR").warnings == ()


@pytest.mark.parametrize("lines", [PRINTED, GROUPED, AGAIN])
def test_a_status_that_no_header_names_is_read(tmp_path: Path, lines: list[str]) -> None:
    """The cancelled row is no sale."""
    found = ledger(tmp_path, lines, "Remark", "paid", "cancelled")
    assert (float(found.amount_used), found.rows_used) == (1244.5, 2)
    assert 'status "cancelled"' in {each.reason for each in found.excluded}


def test_several_local_currencies_of_a_printed_list_are_refused(tmp_path: Path) -> None:
    """The key of the local currency beside amounts in it."""
    lines = [line.replace("Nettowert ", "Betrag in Hauswährung") for line in PRINTED]
    with pytest.raises(InputError, match='column "HWähr": amounts in EUR and in USD cannot be added'):
        ledger(tmp_path, lines, "HWähr", "EUR", "USD")
