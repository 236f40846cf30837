"""Exports of billing systems read at once: MRR 300 of three contracts, whatever the system calls its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.by_hand import AS_OF, written
from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.reading import Asked, options, read

# fmt: off
ZUORA = ("Subscription: Name", "Account: Account Number", "Rate Plan: Name", "Rate Plan Charge: MRR",
         "Subscription: Term Start Date", "Subscription: Term End Date",
         "Subscription: Status", "Account: Currency")
CHARGEBEE = ("subscriptions.id", "customers.id", "subscriptions.plan_quantity", "subscriptions.plan_unit_price",
             "subscriptions.billing_period", "subscriptions.billing_period_unit", "subscriptions.status",
             "subscriptions.started_at", "subscriptions.cancelled_at", "subscriptions.currency_code")
SALESFORCE = ("Contract Number", "Account Name", "Contract Start Date", "Contract End Date", "Contract Term (months)",
              "Status", "Annual Contract Value")
# fmt: on


def rows(kind: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = []
    for at, money in enumerate((100, 120, 80)):
        if kind is ZUORA:
            found.append((f"S{at}", f"A{at}", "gold", f"{money}", "2026-01-31", "", "Active", "USD"))
        elif kind is CHARGEBEE:
            found.append((f"S{at}", f"A{at}", "2", f"{money / 2}", "1", "month", "active", "2026-01-31", "", "USD"))
        else:
            found.append((f"000{at}", f"A{at}", "2026-01-31", "", "12", "Activated", f"{money * 12}"))
    return found


@pytest.mark.parametrize("kind", [ZUORA, CHARGEBEE, SALESFORCE], ids=["zuora", "chargebee", "salesforce"])
def test_read_without_a_word(tmp_path: Path, kind: tuple[str, ...]) -> None:
    """Objects before fields, tables before columns, a price for one times how many, a status called Activated."""
    found = read([written(tmp_path / "f.csv", rows(kind), kind)], options(), Asked(as_of=AS_OF))
    assert mrr(found) == 300
    assert found.currency == ("" if kind is SALESFORCE else "USD")
    assert not found.ledger.warnings


def test_a_header_named_as_it_stands(tmp_path: Path) -> None:
    """--fee takes the whole header with its object, and the field alone."""
    file = written(tmp_path / "f.csv", rows(ZUORA), ZUORA)
    for name in ("Rate Plan Charge: MRR", "MRR"):
        assert mrr(read([file], options(amount=name), Asked(as_of=AS_OF))) == 300
