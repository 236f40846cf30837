"""A payment's own id is no customer: who paid is known by more names, and an id of its own on every row is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.test_rulebook import csv, duck, parquet, sqlite
from xlclv.orders.columns import recognise
from xlclv.orders.reading import Orders
from xlclv.orders.source import Options

Make = Callable[..., Orders]


@pytest.mark.parametrize(
    "header",
    [
        "Consumer name",
        "customers.id",
        "Consumer email",
        "Shopper Reference",
        "users.id",
        "Naam consument",
        "Debtor name",
    ],
)
def test_who_paid_is_the_customer(header: str) -> None:
    """And not the payment; a column of customers' ids is before it."""
    assert recognise(["ID", "Date", "Amount", header], Options()).customer == 3
    assert recognise(["ID", "Date", "Amount", header, "Customer ID"], Options()).customer == 4


@pytest.mark.parametrize("make", [csv, parquet, duck, sqlite])
@pytest.mark.parametrize(
    ("ids", "options", "warned"),
    [
        ([f"tr_{at}" for at in range(9)], {}, True),
        ([f"tr_{at}" for at in range(9)], {"customer": "ID"}, False),
        ([f"C{at % 5}" for at in range(9)], {}, False),
    ],
)
def test_an_id_of_its_own_on_every_row(
    make: Make, ids: list[str], options: dict[str, str], warned: bool, tmp_path: Path
) -> None:
    """It is read, as it may be the customer's, with a warning; not where the user names it."""
    days = [dt.date(2025, 1, 1 + at) for at in range(9)]
    payments = pa.table({"ID": ids, "Date": days, "Amount": [float(at + 1) for at in range(9)]})
    found = make(tmp_path, payments, **options).ledger
    assert found.amount_used == 45
    assert any("different on every row" in said for said in found.warnings) == warned
