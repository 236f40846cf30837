"""Rows of contract files that are no contracts: credit notes, quotes, leads; money taken back in a column beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.contracts.by_hand import written
from tests.contracts.test_command import told
from xlclv.errors import InputError

# Forty customers of 10 a month, of whom ten have left.
BASE = [(f"C{i:02d}", f"2025-{1 + i % 6:02d}-05", f"2025-{8 + i % 3:02d}-05" if i % 4 == 0 else "") for i in range(40)]


def found(
    tmp_path: Path, header: str, sound: Sequence[str], others: Sequence[str] = (), fee: str = "40"
) -> dict[str, Any]:
    """The base, whose cells of the column are `sound` in turn, and a new customer for each of `others`."""
    rows = [(who, start, end, "10", sound[i % len(sound)]) for i, (who, start, end) in enumerate(BASE)]
    rows += [(f"Q{i:02d}", "2025-12-05", "", fee, word) for i, word in enumerate(others)]
    path = written(tmp_path / "c.csv", rows, ("customer", "start", "end", "fee", header))
    said = told(path, "--as-of", "2025-12-31", "--period", "month")
    assert said["checks_ok"] is True
    assert said["rows_read"] == said["rows_used"] + sum(each["rows"] for each in said["excluded"])
    assert said["amount_read"] == said["amount_used"] + sum(each["amount"] for each in said["excluded"])
    return said


LEFT_OUT = {
    ("type", "Subscription"): ("Credit Note", "Refund", "Gutschrift", "Avoir", "返金"),
    ("Transaction Type", "Invoice"): ("Credit Memo", "Quote", "Draft", "Estimate", "chargeback"),
    ("Vorgangsart", "Vertrag"): ("Angebot", "Entwurf", "Rückerstattung", "Rechnungskorrektur"),
    ("tipo", "nuevo"): ("Presupuesto", "Borrador", "devolución"),
    ("lifecycle stage", "customer"): ("lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity"),
    ("Deal Stage", "Closed Won"): ("closedlost", "appointmentscheduled", "Qualified to buy", "contractsent", "Open"),
    ("StageName", "Closed Won"): ("Prospecting", "Negotiation/Review", "Id. Decision Makers", "New", "Lost"),
    ("status", "active"): ("Lead", "prospect", "Opportunity"),
    ("Customer Status", "active"): ("MQL", "Closed Lost"),
}


@pytest.mark.parametrize(("header", "sound"), LEFT_OUT)
def test_rows_that_are_no_contracts_are_left_out_and_said(tmp_path: Path, header: str, sound: str) -> None:
    """None of them is a customer: 300 of MRR; the warning names column, words, rows and money."""
    words = LEFT_OUT[header, sound]
    said = found(tmp_path, header, [sound], words)
    assert (said["mrr"], said["relationships"], said["running"]) == (300, 40, 30)
    assert sum(each["rows"] for each in said["excluded"]) == len(words)
    assert sum(each["amount"] for each in said["excluded"]) == 40 * len(words)
    warned = [line for line in said["warnings"] if f'column "{header}" says' in line]
    assert len(warned) == len(said["excluded"]) > 0
    for word in words:
        assert any(f'"{word}"' in line and "left out (row" in line and "of fees" in line for line in warned), word


SOUND = {
    "type": (
        "new",
        "renewal",
        "upgrade",
        "expansion",
        "Subscription",
        "Monthly",
        "Standard",
        "Abono",
        "Concept",
        "Pro",
    ),
    "Type": ("New Business", "Existing Business", "Add-On", "Payment", "Invoice", "Order", "Cancellation", "Trial"),
    "kind": ("Offer", "Oferta", "Gift", "Return customer", "Basic", "Credit"),
    "lifecycle stage": ("customer", "evangelist", "churned", "subscriber", "other", "New", "Active"),
    "stage": ("new", "open", "renewal", "Onboarding", "live", "paid", "At risk"),
    "Deal Stage": ("Closed Won",),
    "phase": ("1", "2", "Growth"),
    "plan": ("Lead", "Quote", "Opportunity", "Refund"),
    "refunded amount": ("", "0", "0.00", "0,00 €", "-", "no"),
}


@pytest.mark.parametrize("header", SOUND)
def test_sound_kinds_and_stages_count_in_silence(tmp_path: Path, header: str) -> None:
    said = found(tmp_path, header, SOUND[header], SOUND[header])
    assert (said["mrr"], said["running"]) == (300 + 40 * len(SOUND[header]), 30 + len(SOUND[header]))
    assert said["excluded"] == []
    assert not [line for line in said["warnings"] if header in line]


def test_a_credit_note_with_a_minus_is_left_out_too(tmp_path: Path) -> None:
    """Any other negative fee is refused as before."""
    said = found(tmp_path, "type", ["Subscription"], ["Credit Note"], fee="-10")
    assert (said["mrr"], said["excluded"][0]["amount"]) == (300, -10)
    with pytest.raises(InputError, match="is a negative fee"):
        found(tmp_path, "type", ["Subscription"], ["Subscription"], fee="-10")


def test_a_word_that_all_rows_say_tells_none_apart(tmp_path: Path) -> None:
    said = found(tmp_path, "lifecycle stage", ["lead"])
    assert (said["mrr"], said["excluded"]) == (300, [])
    (warned,) = (line for line in said["warnings"] if "lifecycle stage" in line)
    assert '"lead" of 40 rows with 400 of fees' in warned
    assert "all rows are, so all count" in warned


@pytest.mark.parametrize(
    ("header", "cells", "words"),
    [
        ("refunded amount", ("10", "0", "5.50", ""), "money of 20 contracts was taken back (155.00 in all)"),
        ("Amount Refunded", ("10,00", "0,00"), "money of 20 contracts was taken back (200.00 in all)"),
        ("refunded", ("yes", "no"), "money of 20 contracts was taken back; it is not used"),
        ("Erstattungsbetrag", ("1,200.00", ""), "money of 20 contracts was taken back; it is not used"),
    ],
)
def test_money_taken_back_in_a_column_is_said(tmp_path: Path, header: str, cells: tuple[str, ...], words: str) -> None:
    said = found(tmp_path, header, cells)
    assert said["mrr"] == 300
    (warned,) = (line for line in said["warnings"] if header in line)
    assert words in warned


def test_a_table_says_the_same(tmp_path: Path) -> None:
    """Of Parquet and DuckDB."""
    found(tmp_path, "type", ["Subscription"], ["Credit Note", "Quote"])
    with duckdb.connect(str(tmp_path / "d.duckdb")) as connection:
        connection.execute(f"CREATE TABLE c AS SELECT * FROM read_csv('{tmp_path / 'c.csv'}')")
        connection.execute(f"COPY c TO '{tmp_path / 'c.parquet'}'")
    table = ("--source", f"duckdb://{tmp_path / 'd.duckdb'}", "--table", "c")
    for source in ((tmp_path / "c.parquet",), table):
        said = told(*source, "--as-of", "2025-12-31", "--period", "month")
        assert (said["mrr"], [each["rows"] for each in said["excluded"]]) == (300, [1, 1])
