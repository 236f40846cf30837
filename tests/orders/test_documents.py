"""Lists of invoices with payments, credits and words that are not known: what counts, and what is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

Make = Callable[..., Orders]
Rows = tuple[tuple[str, int], ...]
DAY = dt.date(2025, 1, 10)


def table(rows: Rows, header: str = "Type") -> pa.Table:
    """A row a customer, each with a word and an amount."""
    words, amounts = zip(*rows, strict=True)
    columns = {"Customer": [f"C{at}" for at in range(len(rows))], "Date": [DAY] * len(rows)}
    return pa.table(columns | {header: list(words), "Amount": list(amounts)})


# The rows, what counts of them, and the word that is warned of.
LEDGERS: dict[str, tuple[Rows, int, str]] = {
    "a word with a minus": (
        (("Invoice", 100), ("Payment", -100), ("Invoice", 200), ("Journal Entry", -5)), 295, "Journal Entry",
    ),
    "payments without one": ((("Invoice", 100), ("Payment", 100), ("Invoice", 200), ("Deposit", -5)), 295, "Deposit"),
    "all known": (
        (("Invoice", 100), ("Payment", -100), ("Invoice", 200), ("Credit Memo", -50), ("Finance Charge Memo", 5)),
        255, "",
    ),
    "charged and paid": ((("Charge", 100), ("Payment", -100), ("Charge", 200)), 300, ""),
    "sold and paid": ((("Sale", 100), ("Payment", -100), ("Sale", 200)), 300, ""),
    "sold, paid and something else": ((("Sale", 300), ("Payment", -100), ("Write-off", -7)), 293, "Write-off"),
    "in German": ((("Rechnung", 100), ("Zahlungseingang", -100), ("Umbuchung", -5)), 95, "Umbuchung"),
    "in Japanese": ((("売上", 100), ("返品", 30), ("入金", 70)), 70, ""),
    "Sage 50": ((("SI", 100), ("SC", 25), ("SI", 200), ("SR", 240), ("SA", 20), ("PI", 50), ("PC", 5)), 275, ""),
    "FatturaPA": ((("TD01", 100), ("TD04", 30), ("TD24", 50)), 120, ""),
    "FatturaPA with words": ((("TD01 Fattura", 100), ("TD04 Nota di credito", 30)), 70, ""),
    "Italian": ((("NC", 10), ("FT", 20), ("FT", 30)), 40, ""),
    "Spanish": ((("FA", 100), ("AB", 30)), 70, ""),
    "German": ((("RE", 100), ("GU", 30), ("AN", 900)), 70, ""),
    "French": ((("FA", 100), ("AV", 30), ("RG", 70)), 70, ""),
    "SAP": ((("RV", 100), ("DG", 30), ("DZ", 70)), 70, ""),
    "codes with a minus of their own": ((("SI", 100), ("SC", -25)), 75, ""),
    "a code of another set": ((("SI", 100), ("SR", -100), ("ZZ", 5)), 105, "ZZ"),
    "one code alone": ((("SI", 100), ("Online", 25)), 125, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_what_counts_of_a_list_of_documents(make: Make, name: str, tmp_path: Path) -> None:
    """Payments of what is billed never count, whatever stands beside; a word that is not known is warned of."""
    rows, used, warned = LEDGERS[name]
    ledger = make(tmp_path, table(rows)).ledger
    assert ledger.amount_used == Decimal(used)
    assert ledger.reconciles
    said = [warning for warning in ledger.warnings if "not known to be a sale" in warning]
    assert len(said) == bool(warned)
    assert f'"{warned}" 1' in "".join(said) or not warned


def test_payments_are_left_out_beside_a_status(write: Write) -> None:
    """The same where a status decides which rows are sales (100 + 200 - 5)."""
    rows = [f"A,2025-01-10,{kind},{amount},paid" for kind, amount in LEDGERS["a word with a minus"][0]]
    ledger = read(write("a.csv", "Customer,Date,Type,Amount,Status", *rows)).ledger
    assert ledger.amount_used == 295
    assert any('"Journal Entry" 1' in said for said in ledger.warnings)


def test_quantity_times_price_has_a_minus_too(write: Write) -> None:
    """A payment whose quantity is below 0 is one (2 x 50)."""
    lines = ("Customer,Date,Type,Quantity,Unit Price", "A,2025-01-10,Charge,2,50", "A,2025-01-11,Payment,-1,100")
    assert read(write("a.csv", *lines)).ledger.amount_used == 100


def test_credit_beside_payments_and_a_word_not_known_is_asked_about(write: Write) -> None:
    """What may take money off beside a credit note, and payments, is a question; --without answers it."""
    rows = ("A,2025-01-10,Invoice,100", "A,2025-01-11,Payment,-100", "B,2025-01-12,Credit Note,-50")
    file = write("a.csv", "Customer,Date,Type,Amount", *rows, "C,2025-01-12,Invoice,300", "C,2025-01-14,Journal,5")
    with pytest.raises(InputError, match=r'not known to be a sale or not: "Journal" 1 .*"Credit Note" 1'):
        read(file)
    assert read(file, without="Type=Journal").ledger.amount_used == 350
