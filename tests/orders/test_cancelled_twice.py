"""A cancelled sale is left out once: not again by the document beside it that cancels it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.orders.reading import Orders

Make = Callable[..., Orders]
FIRST = dt.date(2025, 1, 1)
SALES = [("A", 50, "paid"), ("B", 70, "paid"), ("C", 90, "paid"), ("A", 20, "paid")]


def table(rows: list[tuple[str, int, str]], **more: list[str]) -> pa.Table:
    """A row a day."""
    who, amounts, status = zip(*rows, strict=True)
    days = [FIRST + dt.timedelta(at) for at in range(len(rows))]
    return pa.table({"Customer": list(who), "Date": days, "Status": list(status), "Amount": list(amounts)} | more)


def used(orders: Orders) -> Decimal:
    return orders.ledger.amount_used


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("cancelled", "kind"),
    [
        ("cancelled", "Cancellation invoice"), ("Storniert", "Stornorechnung"), ("annulée", "Avoir"),
        ("void", "Credit note"), ("anulowana", "Korekta faktury"),
    ],
)  # fmt: skip
def test_a_document_that_cancels_what_is_left_out(make: Make, cancelled: str, kind: str, tmp_path: Path) -> None:
    """Both are no sale, however the system calls them; the money was taken off twice."""
    rows = [*SALES, ("B", 30, cancelled), ("B", -30, "paid"), ("C", 40, cancelled), ("C", -40, "paid")]
    types = ["Invoice"] * 4 + ["Invoice", kind] * 2
    orders = make(tmp_path, table(rows, Type=types))
    assert used(orders) == 230
    assert any("left out too" in said for said in orders.ledger.assumed)
    assert [e.amount for e in orders.ledger.excluded] == [70, -70]


def test_without_a_word_of_what_it_is(tmp_path: Path) -> None:
    """The minus says it."""
    assert used(csv(tmp_path, table([*SALES, ("B", 30, "cancelled"), ("B", -30, "paid")]))) == 230


def test_a_mark_says_it_too(tmp_path: Path) -> None:
    """SAP marks the invoice as cancelled, and its S1 beside it."""
    rows = [*SALES, ("B", 30, ""), ("B", -30, "")]
    marks = {"Cancelled": ["", "", "", "", "X", ""], "Billing Type": ["F2"] * 5 + ["S1"]}
    assert used(csv(tmp_path, table(rows, **marks).drop(["Status"]))) == 230


def test_without_a_minus(tmp_path: Path) -> None:
    """Cancellations written as credit notes are, above 0."""
    rows = [*SALES, ("B", 30, "storniert"), ("B", 30, "bezahlt")]
    assert used(csv(tmp_path, table(rows, Belegtyp=["Rechnung"] * 5 + ["Stornorechnung"]))) == 230


@pytest.mark.parametrize(
    ("more", "money", "warned"),
    [
        ([("B", 30, "cancelled"), ("B", -20, "paid")], 210, False),  # another amount
        ([("B", 30, "cancelled"), ("C", -30, "paid")], 200, False),  # another customer
        ([("B", 30, "failed"), ("B", -30, "paid")], 200, False),  # nobody writes a document of these
        ([("B", 70, "cancelled"), ("B", -70, "paid")], 160, True),  # of the other sale of 70, or of this
        ([("B", 30, "cancelled"), ("B", -30, "paid"), ("C", 40, "cancelled")], 200, True),  # half of them
    ],
)
def test_a_refund_that_may_be_of_something_else_counts(
    more: list[tuple[str, int, str]], money: int, warned: bool, tmp_path: Path
) -> None:
    """It is warned of where it is of the same customer and amount."""
    orders = csv(tmp_path, table([*SALES, *more]))
    assert used(orders) == money
    assert any("may cancel sales" in said for said in orders.ledger.warnings) == warned


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(
    ("paid", "warned"), [([50, 70, 90, 20], True), ([50, 70, 90], True), ([51, 71, 91, 20], False), ([95, 15], False)]
)
def test_payments_beside_charges_of_the_same_money(
    make: Make, paid: list[int], warned: bool, beside: bool, tmp_path: Path
) -> None:
    """They may pay what was charged: both count, as a processor has both of other money, and a warning says so."""
    charges = [(who, money, "paid") for who, money, _ in SALES]
    payments = [(who, money, "paid") for (who, _, _), money in zip(SALES, paid, strict=False)]
    both = table([*charges, *payments], Type=["Charge"] * 4 + ["Payment"] * len(paid))
    found = make(tmp_path, both if beside else both.drop(["Status"]))
    assert used(found) == 230 + sum(paid)
    said = [warning for warning in found.ledger.warnings if "counted beside" in warning]
    assert bool(said) == warned
    if warned:
        assert f'"Payment" {len(paid)} rows ({sum(paid)}) counted beside "Charge" 4 rows (230)' in said[0]
        assert '--without "Type=Payment" leaves them out' in said[0]


def test_payments_that_are_left_out_by_name(tmp_path: Path) -> None:
    """The user said which they are: no warning."""
    rows = [(who, money, kind) for who, money, _ in SALES for kind in ("charge", "payment")]
    found = csv(tmp_path, table(rows).rename_columns(["Customer", "Date", "Type", "Amount"]), without=("Type=payment",))
    assert (used(found), [w for w in found.ledger.warnings if "counted beside" in w]) == (230, [])
