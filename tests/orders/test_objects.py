"""Objects before fields, "Order: Total": no part of a name where nothing else has the role; never of other money."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.contracts.test_cells_that_tell import mrr
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read

TWO = ("a@x.com,2024-01-05,30", "b@x.com,2024-02-05,12")


def of(path: Path, *lines: str) -> Orders:
    path /= "f.csv"
    path.write_text("\n".join(lines), "utf-8")
    return read(path)


def test_lines_of_orders_are_counted_once(tmp_path: Path) -> None:
    """Order: ID is the number of the order, whose total stands on each of its lines: 30 + 12 + 25."""
    found = of(
        tmp_path,
        "Order: ID,Customer: Email,Order: Date,Order: Total,Item: Name",
        *(f"{line},{item}" for line, item in (
            ("1,a@x.com,2024-01-05,30.00", "Tee"), ("1,a@x.com,2024-01-05,30.00", "Mug"),
            ("2,b@x.com,2024-02-05,12.00", "Tee"), ("3,a@x.com,2024-03-05,25.00", "Cap"),
            ("3,a@x.com,2024-03-05,25.00", "Tee"))),
    )  # fmt: skip
    assert found.ledger.amount_used == 67


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Billing: Name,Shipping: Name,Email,Created,Order: Total,Shipping: Amount", "A,A", "5"),
        ("Kunde: Nr,Kunde: Name,E-Mail,Datum,Betrag,Versand: Betrag", "1,A", "5"),
        ("Billing: Name,Shipping: Name,Email,Created,Order: Total,Tax: Amount", "A,A", "5"),
        ("Ticket: ID,Ticket: Type,Customer ID,Order Date,Amount,Ticket: Status", "9,call", "solved"),
        ("Survey: ID,Survey: Name,Customer ID,Order Date,Amount,Survey: Refunded", "9,NPS", "5"),
        ("Payment: ID,Payment: Name,Customer ID,Order Date,Amount,Payment: Discount", "9,card", "5"),
    ],
)
def test_other_objects_change_nothing(tmp_path: Path, header: str, first: str, second: str) -> None:
    """Freight, taxes, tickets and surveys are neither the amount nor the status, and the sales are 42."""
    found = of(tmp_path, header, *(f"{first},{line},{second}" for line in TWO))
    assert found.ledger.amount_used == found.ledger.amount_read == 42


def test_what_whole_headers_do_not_name_the_fields_do(tmp_path: Path) -> None:
    """Opportunities of a report: the customer is the account, the money the opportunity's."""
    head = "Opportunity: Account Name,Opportunity: Close Date,Opportunity: Amount,Shipping: Amount"
    found = of(tmp_path, head, *(f"{line},5" for line in TWO))
    assert found.ledger.amount_used == 42
    assert 'customer is "Opportunity: Account Name"' in found.ledger.assumed[0]


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("Opportunity: ID,Opportunity: Close Date,Opportunity: Amount", "a customer"),
        ("Customer: Email,Order: Date,Shipping: Amount", "an amount"),
        ("Kunde: Nr,Auftrag: Datum,Versand: Betrag", "an amount"),
    ],
)
def test_fields_of_others_are_no_guess(tmp_path: Path, head: str, missing: str) -> None:
    """An opportunity's id is no customer's, freight no sale; messages have the file's own headers."""
    with pytest.raises(InputError, match=rf"no column looks like .*{missing}.*the columns are {head.split(',')[0]}"):
        of(tmp_path, head, *TWO)


def test_the_day_of_an_account_is_no_order_s(tmp_path: Path) -> None:
    """Customer: Created is taken as the only column of days, and that is said."""
    found = of(tmp_path, "Customer: Email,Customer: Created,Order: Amount", *TWO)
    assert '"Customer: Created" is assumed' in found.ledger.assumed[0]


def test_fees_for_a_year_behind_an_object(tmp_path: Path) -> None:
    """Rate Plan Charge: ARR of 1,200 is 100 a month, though another column of the report has freight."""
    path = tmp_path / "c.csv"
    head = "Account: Account Number,Subscription: Start Date,Subscription: End Date,Rate Plan Charge: ARR,Shipping: MRR"
    path.write_text(f"{head}\nA,2026-01-31,,1200,7\nB,2026-01-31,,1200,7\n", "utf-8")
    found = read_contracts([path], options(), Asked(as_of=dt.date(2026, 6, 30)))
    assert mrr(found) == 200
    assert 'customer is "Account: Account Number"' in found.ledger.assumed[0]
