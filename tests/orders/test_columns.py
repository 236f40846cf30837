"""Columns recognised by the names people give them, in the languages of Europe's shops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.orders.conftest import Write
from xlclv.orders.columns import recognise
from xlclv.orders.headers import UnclearError
from xlclv.orders.reading import read
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options


@pytest.mark.parametrize(
    "headers",
    [
        ("Customer ID", "Order Date", "Total Amount"),
        ("Kundennr.", "Bestelldatum", "Betrag (EUR)"),
        ("Kunde", "Datum", "Umsatz"),
        ("Client", "Date commande", "Montant TTC"),
        ("Cliente", "Fecha", "Importe"),
        ("Codice cliente", "Data ordine", "Importo"),
        ("Klantnr", "Besteldatum", "Bedrag"),
    ],
)
def test_one_column_each(headers: tuple[str, ...]) -> None:
    """Customer, date and amount are found among other columns, wherever they stand."""
    assert recognise(["Notiz", *headers], Options()) == Columns(1, 2, amount=3)


@pytest.mark.parametrize(("quantity", "price"), [("Menge", "Einzelpreis"), ("Quantité", "Prix unitaire")])
def test_a_product(quantity: str, price: str) -> None:
    """Quantity and price make the amount where no column holds it."""
    assert recognise(["Kunde", "Datum", quantity, price, "Währung"], Options()) == Columns(
        0, 1, quantity=2, price=3, currency=4
    )


def test_two_that_could_be_it() -> None:
    """Two amounts are a question, in any language."""
    with pytest.raises(UnclearError, match="Nettobetrag"):
        recognise(["Kunde", "Datum", "Nettobetrag", "Bruttobetrag"], Options())


@pytest.mark.parametrize(
    ("billed", "due"),
    [
        ("Invoice: Invoice Date", "Invoice: Due Date"),
        ("Ausstellungsdatum", "Fälligkeitsdatum"),
        ("Date de facturation", "Date de l'échéance"),
        ("Fecha de emisión", "Fecha de vencimiento"),
        ("Data di emissione", "Data di scadenza"),
    ],
)
def test_the_day_a_bill_is_due_is_not_its_own(billed: str, due: str) -> None:
    """It is the date only where no other stands beside it; two others are a question."""
    assert recognise(["Customer", due, billed, "Amount"], Options()).date == 2
    assert recognise(["Customer", due, "Amount"], Options()).date == 1
    with pytest.raises(UnclearError, match="could each be the date"):
        recognise(["Customer", due, billed, "Dispatch date", "Amount"], Options())


def test_the_list_of_invoices_of_odoo(write: Write) -> None:
    """Its signed amounts without tax, credit notes with their minus."""
    head = (
        "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Tax Signed,Total Signed"
    )
    lines = (
        "INV/1,A,2025-01-03,2025-02-03,100.00,21.00,121.00,Posted",
        "INV/2,B,2025-01-05,2025-02-05,50.00,10.50,60.50,Draft",
        "RINV/3,A,2025-02-02,2025-02-02,-30.00,-6.30,-36.30,Posted",
    )
    assert read(write("a.csv", f"{head},Status", *lines)).ledger.amount_used == 70


def test_a_german_export_needs_no_option(write: Write) -> None:
    """Semicolons, days first, decimal commas and German headers, as a till in Germany writes them."""
    lines = ("Kundennr;Bestelldatum;Nettobetrag", "1001;31.01.2025;1.234,56", "1002;01.02.2025;7,80")
    assert str(read(write("till.csv", *lines)).ledger.amount_used) == "1242.36"


def test_a_header_longer_than_the_first_piece_is_read_to_its_end(tmp_path: Path) -> None:
    """Of a table as wide as this the first 64 KB are less than its header, and the amount is its last column."""
    names = [f"Some long name of a column that nobody uses {i}" for i in range(1_500)]
    lines = [
        ["Customer", "Date", *names, "Amount"],
        *(["A", f"2025-01-0{d}", *("x" for _ in names), "5"] for d in (1, 2)),
    ]
    (tmp_path / "wide.csv").write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")
    ledger = read(tmp_path / "wide.csv").ledger
    assert (ledger.rows_used, ledger.amount_used, len(ledger.files[0].unused)) == (2, 10, 1_500)


@pytest.mark.parametrize(
    ("amount", "way"),
    [
        ("amount*(quantity+1)", "a product is QUANTITY[*]PRICE"),
        ("amount*(quantity", 'no column "[(]quantity".*did you mean "quantity"'),
        ("amount*(1.19)", "a product is QUANTITY[*]PRICE"),
        ("amount*quantity*2", "a product is QUANTITY[*]PRICE"),
        ("-amount", 'did you mean "amount"'),
        ("amount / 2", "a product is QUANTITY[*]PRICE"),
        ("amount - fee", "a product is QUANTITY[*]PRICE"),
        ("amount(", 'did you mean "amount"'),
        ("amount)", 'did you mean "amount"'),
        ("amount (net)", 'did you mean "amount"'),
        ("fee (USD)", r'did you mean "Fee \(EUR\)"'),
    ],
)
def test_a_name_that_says_more_than_the_header(amount: str, way: str) -> None:
    """Brackets, signs that reckon and another currency are not dropped: no column is taken for such a name."""
    headers = ["customer", "date", "amount", "quantity", "Fee (EUR)"]
    with pytest.raises(UnclearError, match=way):
        recognise(headers, Options(amount=amount))
    named = {"cost": Options(cost=amount), "margin": Options(margin_column=amount), "by": Options(by=(amount,))}
    named |= {"order": Options(order_column=amount), "only": Options(only=(f"{amount}=a",))}
    for options in named.values():
        with pytest.raises(UnclearError, match="no column"):
            recognise(headers, options)


def test_a_product_in_brackets_is_a_product() -> None:
    """Brackets around a whole name leave no doubt: the amount alone was taken."""
    headers = ["customer", "date", "amount", "quantity"]
    for named in ("quantity*(amount)", "(quantity) * (amount)", "quantity x [amount]"):
        assert recognise(headers, Options(amount=named)).roles == {"customer": 0, "date": 1, "quantity": 3, "price": 2}


def test_a_name_times_a_number_is_a_question() -> None:
    """Whether a place is meant or a number; two places are places."""
    headers = ["customer", "date", "amount", "quantity"]
    assert recognise(headers, Options(amount="4*3")).roles == {"customer": 0, "date": 1, "quantity": 3, "price": 2}
    for named in ({"amount": "amount*4"}, {"amount": "4*amount"}, {"cost": "amount*4"}, {"amount": "fee*1"}):
        with pytest.raises(UnclearError, match="or the place of a column"):
            recognise([*headers, "fee"], Options(**named))
    with pytest.raises(UnclearError, match="or the place of a column"):
        recognise(["customer", "start", "end", "fee"], Options(amount="fee*2", form="contracts"))


@pytest.mark.parametrize("role", ["customer", "date", "amount"])
def test_a_name_may_be_spelled_freely(role: str) -> None:
    """Case, blanks, hyphens and underscores, and the brackets of the header."""
    headers = ["Shopper-Key", "Day of sale (UTC)", "Total paid (EUR)"]
    said = {"customer": "shopper key", "date": "DAY_OF_SALE", "amount": "total paid (eur)"}
    for names in (said, said | {"amount": "Total_paid"}):
        assert recognise(headers, Options(**names)) == recognise(headers, Options("1", "2", "3"))
    with pytest.raises(UnclearError, match="no column"):
        recognise(headers, Options(**said | {role: f"{said[role]})"}))


def test_a_contract_is_named_as_orders_are() -> None:
    """Fees, starts and ends of contracts, alike."""
    headers = ["customer", "start", "end", "fee", "seats"]
    for options in (
        Options(amount="fee*(2)"), Options(amount="fee)"), Options(date="start)"), Options(customer="(customer"),
        Options(named=(("ended", "end+"),)),
    ):  # fmt: skip
        with pytest.raises(UnclearError, match="no column"):
            recognise(headers, replace(options, form="contracts"))
