"""Columns of what was paid back: taken off where they are surely money, told where nothing reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.orders.conftest import Write
from tests.orders.test_rulebook import csv, duck, parquet
from xlclv.orders.columns import recognise
from xlclv.orders.headers import UnclearError
from xlclv.orders.reading import Orders, read
from xlclv.orders.source import Options

Make = Callable[..., Orders]
SHOP = "Order ID,Order Status,Order Date,Billing Email,Order Total,Refund Total"


def table(header: str, status: str) -> pa.Table:
    """Two orders of 100, of which 10 were paid back, and one that was paid back whole."""
    columns = {
        "Customer": ["A", "B", "C"],
        "Date": [dt.date(2025, 1, day) for day in (13, 14, 15)],
        "Amount": [Decimal(100), Decimal(100), Decimal(50)],
        header: [Decimal(10), Decimal(0), Decimal(50)],
    }
    return pa.table(columns | ({status: ["paid", "paid", "refunded"]} if status else {}))


def test_refunds_of_a_shop_beside_its_statuses(write: Write) -> None:
    """They come off once: an order whose status says refunded is left out with all that was paid back of it."""
    rows = ("1,completed,2025-01-13,a@x.de,100,10", "2,completed,2025-01-14,b@x.de,135,0")
    ledger = read(write("a.csv", SHOP, *rows)).ledger
    assert (ledger.amount_used, ledger.warnings) == (225, ())
    ledger = read(write("b.csv", SHOP, *rows, "3,refunded,2025-01-15,c@x.de,50,50")).ledger
    assert ledger.amount_used == 225
    assert ledger.reconciles


@pytest.mark.parametrize("status", ["", "Status"])
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_money_that_was_paid_back_is_taken_off(make: Make, status: str, tmp_path: Path) -> None:
    """In typed tables too, once."""
    ledger = make(tmp_path, table("Erstattungsbetrag", status)).ledger
    assert (ledger.amount_used, ledger.warnings) == (190, ())


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ({"only": "Status=paid"}, 190),
        ({"only": "Status=paid,refunded"}, 190),
        ({"without": "Status=refunded"}, 190),
        ({"only": "Erstattungsbetrag=0"}, 100),
    ],
)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_naming_the_sales_leaves_what_was_paid_back(
    make: Make, said: dict[str, str], used: int, tmp_path: Path
) -> None:
    """It comes off what counts, unless its own column is named."""
    ledger = make(tmp_path, table("Erstattungsbetrag", "Status"), **said).ledger
    assert (ledger.amount_used, ledger.warnings) == (used, ())
    assert ledger.reconciles


def test_naming_the_sales_of_a_system(write: Write) -> None:
    """Its refunds, cancelled orders and statuses of its own stay what they are; so does the amount they come off."""
    rows = ("1,completed,2025-01-13,a@x.de,100,10", "2,processing,2025-01-14,b@x.de,50,5")
    ledger = read(write("a.csv", SHOP.replace("Order Status", "Status"), *rows), only="Status=completed").ledger
    assert (ledger.amount_used, ledger.warnings) == (90, ())
    assert any("an export from WooCommerce" in said for said in ledger.assumed)
    rows = ("1,a@x.de,partially_refunded,2025-01-13,100,30,", "2,b@x.de,paid,2025-01-14,50,0,2025-01-15")
    file = write("b.csv", "Name,Email,Financial Status,Created at,Total,Refunded Amount,Cancelled at", *rows)
    ledger = read(file, only="Financial Status=paid,partially_refunded").ledger
    assert (ledger.amount_used, ledger.warnings) == (70, ())
    head = "ID,Purchase Date,Bill-to Name,Grand Total (Base),Status,Customer Email,Total Refunded"
    rows = (
        "1,2025-01-13,A,100,Complete,a@x.de,10",
        "2,2025-01-14,B,40,Closed,b@x.de,",
        "3,2025-01-15,B,7,Test,b@x.de,",
    )
    assert read(write("c.csv", head, *rows), without="Status=Test").ledger.amount_used == 90
    rows = ("A,2025-01-13,paid,100,119,11.90", "B,2025-01-14,paid,200,238,0")
    file = write("d.csv", "Customer,Date,Status,Total excl. tax,Total incl. tax,Refund incl. tax", *rows)
    assert read(file, only="Status=paid").ledger.amount_used == read(file).ledger.amount_used


@pytest.mark.parametrize(
    "header",
    ["Refund Total", "Total refund amount", "Återbetalt belopp", "Montant du remboursement", "Importo rimborso",
     "Valor do reembolso", "Refunderet beløb", "返金総額", "退款总额", "Kwota zwrócona", "Terugbetaald bedrag"],
)  # fmt: skip
def test_headers_of_what_was_paid_back(header: str, write: Write) -> None:
    """In other languages, beside a status."""
    rows = ("A,2025-01-13,100,10,paid", "B,2025-01-14,100,0,paid")
    assert read(write("a.csv", f"Customer,Date,Amount,{header},Status", *rows)).ledger.amount_used == 190


@pytest.mark.parametrize("status", ["", "Status"])
@pytest.mark.parametrize(
    "header", ["Chargeback amount", "Amount credited", "Credited", "Rimborso", "Refunds in money total"]
)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_what_may_be_paid_back_is_told(make: Make, header: str, status: str, tmp_path: Path) -> None:
    """A status beside it does not silence that; the advice is what takes it off."""
    rows = table(header, status).slice(0, 2)
    (said,) = make(tmp_path, rows).ledger.warnings
    assert f'column "{header}" is not used' in said
    assert 'call it "Refunded amount"' in said
    (tmp_path / "b").mkdir()
    names = ["Refunded amount" if name == header else name for name in rows.column_names]
    assert make(tmp_path / "b", rows.rename_columns(names)).ledger.amount_used == 190


@pytest.mark.parametrize(
    "header", ["Refund date", "Return reason", "Refund tax amount", "Refunded qty", "Return policy"]
)
def test_what_else_is_said_of_refunds_is_not_told_beside_a_status(header: str, write: Write) -> None:
    """Days, reasons and numbers of pieces take no money off."""
    rows = ("A,2025-01-13,100,10,paid", "B,2025-01-14,100,0,paid")
    ledger = read(write("a.csv", f"Customer,Date,Amount,{header},Status", *rows)).ledger
    assert (ledger.amount_used, ledger.warnings) == (200, ())


def test_chargebacks_beside_refunds_are_told(write: Write) -> None:
    """Two columns take money off, and one is read."""
    rows = ("A,2025-01-13,100,10,0", "B,2025-01-14,100,0,5")
    ledger = read(write("a.csv", "Customer,Date,Amount,Refund amount,Chargebacks", *rows)).ledger
    assert ledger.amount_used == 190
    assert 'column "Chargebacks" is not used' in ledger.warnings[0]


def test_a_sign_of_money_on_totals_alone(write: Write) -> None:
    """A report that writes it on its totals, which are left out, warns of no row that has none."""
    rows = ["Acme,,,", *(f",2025-01-1{at},{at},{50 * at}.00" for at in (1, 2)), "Total for Acme,,,$150.00"]
    rows += ["Best,,,", *(f",2025-01-1{at},{at},{50 * at}.00" for at in (1, 2)), "Total for Best,,,$150.00"]
    ledger = read(write("a.csv", "Customer,Date,Num,Amount", *rows, "TOTAL,,,$300.00")).ledger
    assert (ledger.amount_used, ledger.warnings) == (300, ())


STRIPE = (
    "id;Created date (UTC);Amount;Amount Refunded;Currency;Converted Amount;{};Converted Currency;Customer ID;Status"
)


@pytest.mark.parametrize(
    ("heads", "amount", "refunds"),
    [
        (STRIPE.format("Converted Amount Refunded"), "Converted Amount", "Converted Amount Refunded"),
        (STRIPE.format("Converted Amount Refunded"), None, "Amount Refunded"),
        ("Customer;Date;Amount (EUR);Amount (USD);Refunded amount (EUR);Refunded amount (USD)", "Amount (USD)",
         "Refunded amount (USD)"),
        ("Customer;Date;Amount (USD);Refunded amount", "Amount (USD)", "Refunded amount"),
        ("Customer;Date;Converted amount;Refund", "Converted amount", "Refund"),  # a mark, perhaps
    ],
)  # fmt: skip
def test_refunds_are_of_the_amounts_currency(heads: str, amount: str | None, refunds: str) -> None:
    """By their names, whatever the system's own column is."""
    headers = heads.split(";")
    found = recognise(headers, Options(amount=amount)).refunded
    assert headers[found or 0] == refunds


@pytest.mark.parametrize(
    ("heads", "amount"),
    [
        (STRIPE.format("Fee"), "Converted Amount"),
        ("Customer;Date;Amount (EUR);Amount (USD);Refunded amount (EUR)", "Amount (USD)"),
        ("Customer;Date;Amount;Converted amount refunded", "Amount"),
    ],
)
def test_refunds_of_another_currency_are_refused(heads: str, amount: str) -> None:
    """Taking them off would be a wrong number in silence."""
    with pytest.raises(UnclearError, match="is not in the currency of"):
        recognise(heads.split(";"), Options(amount=amount))
    recognise(heads.split(";"), Options(amount=amount, status_column="none"))
