"""A shop's export of invoice lines as it comes: cancellations, lines without customer, ids with decimals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.orders.conftest import Write
from tests.orders.test_workbooks import workbook
from xlclv.orders.ledger import Ledger
from xlclv.orders.reading import read
from xlclv.orders.summary import summarise

HEAD = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
LINES: list[tuple[Any, ...]] = [
    ("536365", "85123A", "HOLDER, WHITE", 6.0, dt.datetime(2010, 12, 1, 8, 26), 2.55, 17850.0, "United Kingdom"),
    ("536365", "71053", "LANTERN", 6.0, dt.datetime(2010, 12, 1, 8, 26), 3.39, 17850.0, "United Kingdom"),
    ("C536379", "D", "Discount", -1.0, dt.datetime(2010, 12, 1, 9, 41), 27.5, 14527.0, "United Kingdom"),
    ("536414", "22139", "", 56.0, dt.datetime(2010, 12, 1, 11, 52), 0.0, None, "United Kingdom"),
    ("536544", "21773", "ORNAMENT", 1.0, dt.datetime(2010, 12, 1, 14, 32), 2.51, None, "United Kingdom"),
    ("539263", "22560", "CLAY", 3.0, dt.datetime(2010, 12, 16, 14, 36), 0.001, 17850.0, "France"),
    ("581483", "23843", "CRAFT", 80995.0, dt.datetime(2011, 12, 9, 9, 15), 2.08, 16446.0, "United Kingdom"),
    ("C581484", "23843", "CRAFT", -80995.0, dt.datetime(2011, 12, 9, 9, 27), 2.08, 16446.0, "United Kingdom"),
]


def by_hand() -> tuple[Decimal, Decimal]:
    """The money of all lines, and of those without a customer."""
    money = [Decimal(str(line[3])) * Decimal(str(line[5])) for line in LINES]
    return sum(money, Decimal(0)), sum((m for m, line in zip(money, LINES, strict=True) if not line[6]), Decimal(0))


def hold(ledger: Ledger) -> None:
    """Every line and every tenth of a cent is accounted for."""
    whole, nobody = by_hand()
    assert (ledger.rows_read, ledger.amount_read) == (8, whole)
    assert [(e.reason, e.rows, e.amount) for e in ledger.excluded] == [("no customer", 2, nobody)]
    assert ledger.amount_used == whole - nobody
    assert ledger.reconciles


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_invoice_lines_reconcile(write: Write, tmp_path: Path, kind: str) -> None:
    """Quantity x price, refunds as they are, to the last decimal; ids without decimals; the same from both kinds."""
    if kind == "csv":
        told = [",".join(HEAD), *(",".join('"' + str("" if c is None else c) + '"' for c in line) for line in LINES)]
        path = write("shop.csv", *told)
    else:
        path = workbook(tmp_path / "shop.xlsx", HEAD, *LINES)
    orders = read(path)
    hold(orders.ledger)
    found = summarise(orders)
    assert (found.id, found.orders.tolist()) == (["17850"], [2])
    assert found.left_out == ("14527", "16446")  # a discount alone, and a sale taken back the same day
    assert found.ledger.reconciles
