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


def table(rows: Rows, header: str = "Type", each: int = 1) -> pa.Table:
    """So many rows a customer, each with a word and an amount."""
    words, amounts = zip(*rows, strict=True)
    columns = {"Customer": [f"C{at // each}" for at in range(len(rows))], "Date": [DAY] * len(rows)}
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
    "one code alone": ((("SI", 100), ("Online", 25)), 125, ""),
    "charges and fees kept of them": ((("charge", 100), ("charge", 85), ("fee", -5), ("refund", 5)), 180, ""),
    "sales and fees kept of them": ((("Sale", 100), ("Fee", -5), ("Sale", 85), ("Return", -10)), 175, ""),
    "orders and fees kept of them": ((("Order", 100), ("Fee", -5), ("Purchase", 85)), 185, ""),
    "captures and fees kept of them": ((("Capture", 100), ("Fee", -5), ("Capture", 85)), 185, ""),
    "charges and fees billed": ((("charge", 100), ("charge", 100), ("fee", 5)), 205, "fee"),
    "paid, and corrected": ((("Payment", 100), ("Payment", 50), ("Refund", -20), ("Adjustment", -5)), 125, ""),
    "paid, and something else": ((("Payment", 100), ("Payment", 50), ("Thing", 5)), 155, "Thing"),
    "a credit with a minus and a down payment": (
        (("Facture", 100), ("Facture", 50), ("Avoir", -20), ("Acompte", 5)), 135, "Acompte",
    ),
    "no sale beside words that are not known": ((("Online", 100), ("Shop", 50), ("Quote", 5)), 155, "Quote"),
    "in Polish": ((("Faktura VAT", 100), ("Faktura VAT", 50), ("Faktura korygująca", 20)), 130, ""),
}  # fmt: skip
# The same of codes under a header of documents.
CODES: dict[str, tuple[Rows, int, str]] = {
    "Sage 50": ((("SI", 100), ("SC", 25), ("SI", 200), ("SR", 240), ("SA", 20), ("PI", 50), ("PC", 5)), 275, ""),
    "FatturaPA": ((("TD01", 100), ("TD04", 30), ("TD24", 50)), 120, ""),
    "FatturaPA with words": ((("TD01 Fattura", 100), ("TD04 Nota di credito", 30)), 70, ""),
    "Italian": ((("NC", 10), ("FT", 20), ("FT", 30)), 40, ""),
    "Spanish": ((("FA", 100), ("FA", 50), ("AB", 30)), 120, ""),
    "German": ((("RE", 100), ("RE", 50), ("GU", 30), ("AN", 900)), 120, ""),
    "French": ((("FA", 100), ("FA", 50), ("AV", 30), ("RG", 70)), 120, ""),
    "SAP": ((("RV", 100), ("RV", 50), ("DG", 30), ("DZ", 70)), 120, ""),
    "codes with a minus of their own": ((("SI", 100), ("SC", -25)), 75, ""),
    "a code of another set": ((("SI", 100), ("SR", -100), ("ZZ", 5)), 105, "ZZ"),
    "a quotation": ((("INV", 100), ("INV", 50), ("QUO", 30)), 150, ""),
    "a code beside a word of no set": ((("FA", 100), ("FA", 50), ("Divers", 30)), 180, "Divers"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*LEDGERS, *CODES])
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_what_counts_of_a_list_of_documents(make: Make, name: str, tmp_path: Path) -> None:
    """Payments of what is billed never count, whatever stands beside; a word that is not known is warned of."""
    rows, used, warned = (LEDGERS | CODES)[name]
    ledger = make(tmp_path, table(rows, "Document type" if name in CODES else "Type")).ledger
    assert ledger.amount_used == Decimal(used)
    assert ledger.reconciles
    said = [warning for warning in ledger.warnings if "not known to be a sale" in warning]
    assert len(said) == bool(warned)
    assert f'"{warned}" 1' in "".join(said) or not warned


ORDERED = (
    "Sales Order|Invoice", "Order|Invoice", "Order Confirmation|Invoice", "Purchase Order Acknowledgement|Invoice",
    "Delivery Note|Invoice", "Auftragsbestätigung|Rechnung", "Auftrag|Rechnung", "Lieferschein|Rechnung",
    "Bon de commande|Facture", "Commande|Facture", "Bon de livraison|Facture", "Pedido|Factura", "Albarán|Factura",
    "Ordine|Fattura", "DDT|Fattura", "Zamówienie|Faktura VAT", "WZ|Faktura", "Orderbevestiging|Factuur",
    "Pakbon|Factuur", "Orderbekräftelse|Faktura", "Objednávka|Faktura", "受注|請求", "Заказ|Счет-фактура",
)  # fmt: skip


@pytest.mark.parametrize("words", ORDERED)
def test_an_order_is_no_money_beside_its_invoice(words: str, write: Write) -> None:
    """It is left out, whatever the language, with a warning that names both; so beside a status."""
    ordered, billed = words.split("|")
    rows = [f"C{at},2025-01-1{at},{kind},{amount}" for at, amount in enumerate((100, 50)) for kind in (ordered, billed)]
    for name, head, more in (("a.csv", "", ""), ("b.csv", ",Status", ",paid")):
        file = write(name, f"Customer,Date,Type,Amount{head}", *(row + more for row in rows))
        ledger = read(file).ledger
        assert (ledger.amount_used, ledger.amount_read) == (150, 300)
        assert any(f'"{ordered}" 2 left out beside "{billed}" 2' in said for said in ledger.warnings)


@pytest.mark.parametrize("make", [parquet, duck])
def test_an_order_is_no_money_in_typed_tables(make: Make, tmp_path: Path) -> None:
    """The same, and under a header that is not known; of orders alone all count."""
    rows: Rows = (("Sales Order", 100), ("Invoice", 100), ("Sales Order", 50), ("Invoice", 50), ("Credit Note", 10))
    for at, (header, those, used) in enumerate(
        (("Type", rows, 140), ("Paper", rows, 140), ("Type", rows[::2], 140), ("Type", (rows[0], rows[2]), 150))
    ):
        (tmp_path / str(at)).mkdir()
        assert make(tmp_path / str(at), table(those, header, 2)).ledger.amount_used == used, header


@pytest.mark.parametrize("word", ["Estimate", "Quote", "Pro forma", "Proforma Invoice", "Kostenvoranschlag"])
def test_an_offer_is_no_money_beside_an_invoice(word: str, write: Write) -> None:
    """It never is, so nothing is warned of."""
    rows = ("A,2025-01-10,Invoice,100", f"A,2025-01-09,{word},100")
    ledger = read(write("a.csv", "Customer,Date,Type,Amount", *rows)).ledger
    assert (ledger.amount_used, ledger.warnings) == (100, ())


def test_an_order_under_a_status_waits_to_be_billed(write: Write) -> None:
    """There a row is the one or the other, not both."""
    rows = ("A,2025-01-10,Invoice,100", "B,2025-01-09,Sales Order,50")
    assert read(write("a.csv", "Customer,Date,Status,Amount", *rows)).ledger.amount_used == 150


# What stands beside invoices: rows of a customer each, what counts of them, and what the warning says.
BESIDE: dict[str, tuple[Rows, int, str]] = {
    "billed": (
        (("Order", 100), ("Invoice", 100), ("Order", 50), ("Invoice", 50), ("Invoice", 3)),
        153,
        '"Order" 2 left out beside "Invoice" 3, which bills what was ordered (2 of 2 have one of the latter',
    ),
    "never billed": (
        (("Sales Order", 100), ("Invoice", 90), ("Sales Order", 50), ("Invoice", 40)),
        280,
        '"Sales Order" 2 rows (150) counted beside "Invoice" 2 rows (130), of which none has an order of the same '
        'customer and amount; if they are billed all the same, --without "Type=Sales Order" leaves them out',
    ),
    "one in three billed": (
        (("Pedido", 100), ("Factura", 100), ("Pedido", 50), ("Factura", 40), ("Pedido", 30), ("Factura", 20)),
        340,
        '"Pedido" 3 rows (180) counted beside "Factura" 3 rows (160), of which 1 has an order',
    ),
    "few invoices": (
        (("Sales Order", 100), ("Invoice", 100), ("Sales Order", 50), ("Sales Order", 5), ("Sales Order", 6)),
        261,
        '"Sales Order" 4 rows (161) counted beside "Invoice" 1 row (100), of which 1 has an order of the same',
    ),
    "a kind that is not known": (
        (("Lieferung", 100), ("Rechnung", 90), ("Lieferung", 50), ("PayPal", 40)),
        280,
        'counted: "Lieferung" 2 rows (150), "PayPal" 1 row (40); if one is none, --without "Type=Lieferung"',
    ),
    "codes billed": (
        (("PO", 100), ("INV", 100), ("PO", 50), ("INV", 50)), 150, '"PO" 2 left out beside "INV" 2',
    ),
    "codes not billed": (
        (("PO", 100), ("INV", 90), ("PO", 50), ("INV", 40)), 280, '"PO" 2 rows (150) counted beside "INV" 2 rows (130)',
    ),
    "deliveries without money": (
        (("Delivery Note", 0), ("Invoice", 90), ("Delivery Note", 0), ("Invoice", 40)),
        130,
        '"Delivery Note" 2 left out',
    ),
}  # fmt: skip


def test_one_price_shows_nothing(write: Write) -> None:
    """Orders and invoices of one amount a customer, perhaps years apart: all are alike, and all count."""
    rows = [f"{who},202{year}-01-{day},{kind},29" for who in "AB" for year, kind in ((1, "Invoice"), (5, "Order"))
            for day in ("05", "09")]  # fmt: skip
    assert read(write("a.csv", "Customer,Date,Type,Amount", *rows)).ledger.amount_used == 8 * 29


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_orders_are_left_out_where_invoices_bill_them(make: Make, name: str, tmp_path: Path) -> None:
    """Nearly all orders have an invoice of the same customer and amount, or they count; one warning says which."""
    rows, used, warned = BESIDE[name]
    ledger = make(tmp_path, table(rows, each=2)).ledger
    assert ledger.amount_used == used
    assert ledger.reconciles
    assert [said for said in ledger.warnings if 'column "Type"' in said and warned in said]
    assert len([said for said in ledger.warnings if 'column "Type"' in said]) == 1


def test_orders_never_billed_count_beside_a_status_and_as_the_user_says(write: Write) -> None:
    """Beside a status too; --without leaves them out, and nothing is warned of then."""
    rows, _, _ = BESIDE["never billed"]
    lines = [f"C{at // 2},2025-01-10,{kind},{amount},paid" for at, (kind, amount) in enumerate(rows)]
    file = write("a.csv", "Customer,Date,Type,Amount,Status", *lines)
    ledger = read(file).ledger
    assert ledger.amount_used == 280
    assert any('--without "Type=Sales Order" leaves them out' in said for said in ledger.warnings)
    ledger = read(file, without="Type=Sales Order").ledger
    assert (ledger.amount_used, ledger.warnings) == (130, ())
    file = write("b.csv", "Customer,Date,Type,Amount", *(line.removesuffix(",paid") for line in lines))
    ledger = read(file, without="Type=Sales Order").ledger
    assert (ledger.amount_used, ledger.warnings) == (130, ())


def test_orders_are_told_however_amounts_are_written(write: Write) -> None:
    """Quantity x price; decimal commas."""
    lines = ("A;13.01.2025;Auftrag;2;1.050,50", "A;14.01.2025;Rechnung;1;2.101,00")
    assert read(write("a.csv", "Kunde;Datum;Typ;Menge;Einzelpreis", *lines)).ledger.amount_used == 2101
    lines = ("A;13.01.2025;Auftrag;1.050,50 €", "A;14.01.2025;Rechnung;1.050,50 €", "B;14.01.2025;Rechnung;5,00 €")
    assert read(write("b.csv", "Kunde;Datum;Typ;Betrag", *lines)).ledger.amount_used == Decimal("1055.50")


@pytest.mark.parametrize("make", [csv, parquet])
@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Document Type", "RV"), ("Belegart", "RE"), ("Document Type", "SI"), ("Document Type", "DR"),
        ("Type de pièce", "FA"), ("Typ dokumentu", "FV"), ("Tipo documento", "TD01"), ("Transaction Type", "SO"),
        ("Belegart", "RE Web"), ("Type", "Payment Tip"), ("Type", "Payment Deposit"), ("Typ", "Zahlung Anzahlung"),
    ],
)  # fmt: skip
def test_what_is_sold_is_warned_of_by_no_code(make: Make, header: str, words: str, tmp_path: Path) -> None:
    """A code that is billed in one set is a sale also alone; tips and deposits are paid as payments are."""
    rows = tuple((word, 100) for word in words.split())
    ledger = make(tmp_path, table((*rows, *rows), header)).ledger
    assert ledger.amount_used == 200 * len(rows)
    assert not [said for said in ledger.warnings if "not known" in said]


@pytest.mark.parametrize(
    ("paid", "asked"), [("charge", "dispute"), ("Payment", "Adjustment"), ("charge", "adjustment")]
)
def test_what_corrects_payments_alone_is_warned_of(paid: str, asked: str, write: Write) -> None:
    """It counts, with rows and money in a warning; beside what is credited it is asked about."""
    rows = [f"A,2025-01-10,{paid},100", f"A,2025-01-11,{paid},50", f"B,2025-01-12,{asked},20"]
    ledger = read(write("a.csv", "Customer,Date,Type,Amount", *rows)).ledger
    assert ledger.amount_used == 170
    assert f'counted: "{asked}" 1 row (20); if one is none, --without "Type={asked}"' in "".join(ledger.warnings)
    with pytest.raises(InputError, match=f'not known to be a sale or not: "{asked}" 1 .beside "Refund" 1'):
        read(write("b.csv", "Customer,Date,Type,Amount", *rows, "C,2025-01-13,Refund,5"))


@pytest.mark.parametrize(
    "header", ["Typ dokumentu", "種別", "Rodzaj dokumentu", "Nature", "Тип документа", "Bilagstype"]
)
def test_headers_of_papers_in_other_languages(header: str, write: Write) -> None:
    """What is credited without a minus is taken off."""
    rows = ("A,2025-01-10,請求,100", "A,2025-01-11,返金,30")
    assert read(write("a.csv", f"Customer,Date,{header},Amount", *rows)).ledger.amount_used == 70


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
    """What may take money off beside a credit note, and payments, is a question; --without answers it. Where what is
    credited has a minus, so has what is not known, if it takes money off: it counts and is warned of."""
    rows = ["A,2025-01-10,Invoice,100", "A,2025-01-11,Payment,-100", "B,2025-01-12,Credit Note,-50"]
    rows += ["C,2025-01-12,Invoice,300", "C,2025-01-14,Journal,5"]
    ledger = read(write("b.csv", "Customer,Date,Type,Amount", *rows)).ledger
    assert ledger.amount_used == 355
    assert any('"Journal" 1' in said for said in ledger.warnings)
    rows[2] = "B,2025-01-12,Credit Note,50"
    file = write("a.csv", "Customer,Date,Type,Amount", *rows)
    with pytest.raises(InputError, match=r'not known to be a sale or not: "Journal" 1 .*"Credit Note" 1'):
        read(file)
    assert read(file, without="Type=Journal").ledger.amount_used == 350


GOODS: list[tuple[Rows, str]] = [
    ((("FT", 40), ("NC", 30), ("FT", 20)), "NC"),
    ((("RE", 40), ("AB", 30), ("GS", 20)), "GS"),
    ((("FC", 40), ("AV", 30), ("BL", 20)), "AV"),
    ((("FS", 40), ("FD", 30), ("NA", 20)), ""),
]


@pytest.mark.parametrize("make", [csv, parquet, duck])
@pytest.mark.parametrize(("rows", "named"), GOODS)
def test_two_letters_under_type_may_be_goods(make: Make, rows: Rows, named: str, tmp_path: Path) -> None:
    """Rooms, sizes and products are called so too: every row counts, and a warning says what else they may be."""
    ledger = make(tmp_path, table(rows)).ledger
    assert ledger.amount_used == 90
    said = [warning for warning in ledger.warnings if "codes of credit notes" in warning]
    assert len(said) == bool(named)
    assert "".join(said).count("Type=") == bool(named)
    assert f'"{named}" 1' in "".join(said) or not named


@pytest.mark.parametrize("make", [csv, parquet, duck])
def test_codes_beside_numbers_of_documents_are_read(make: Make, tmp_path: Path) -> None:
    """Under Type the column of numbers beside tells, where few rows and little money are credited; TD01 is no goods."""
    rows: Rows = (("FT", 4000), ("NC", 30), ("FT", 2000))
    numbers = pa.array(["1", "2", "3"])
    for at, (header, used) in enumerate({"Invoice No": 5970, "Numero fattura": 5970, "Order No": 6030}.items()):
        (tmp_path / str(at)).mkdir()
        ledger = make(tmp_path / str(at), table(rows).append_column(header, numbers)).ledger
        assert ledger.amount_used == used, header
    (tmp_path / "td").mkdir()
    assert make(tmp_path / "td", table((("TD01", 100), ("TD04", 60)))).ledger.amount_used == 40


@pytest.mark.parametrize(
    ("rows", "used"),
    [
        ((("FT", 40), ("NC", 30), ("NC", 5)), 75),  # most rows
        ((("FT", 40), ("FT", 20), ("NC", 300)), 360),  # most money
        ((("FT", 40), ("FT", 20), ("NC", 30)), 30),
    ],
)
def test_codes_that_credit_most_are_not_read(rows: Rows, used: int, write: Write) -> None:
    """Also beside numbers of invoices, and whatever the amounts look like; --without answers the warning."""
    lines = [f"C{at};20.01.2025;{at};{kind};{amount}.000,50" for at, (kind, amount) in enumerate(rows)]
    short = [f"C{at},2025-01-10,{at},{kind},{amount}" for at, (kind, amount) in enumerate(rows)]
    file = write("a.csv", "Customer,Date,Invoice,Type,Amount", *short)
    ledger = read(file).ledger
    assert ledger.amount_used == used
    assert any("more than 1 of 3" in said for said in ledger.warnings) == (used > 30)
    assert read(file, without="Type=NC").ledger.amount_used == sum(amount for kind, amount in rows if kind != "NC")
    german = read(write("b.csv", "Kunde;Datum;Rechnungsnummer;Typ;Betrag", *lines)).ledger
    assert any("more than 1 of 3" in said for said in german.warnings) == (used > 30)


def test_codes_beside_a_status_may_be_goods_too(write: Write) -> None:
    """The same in a column of documents beside a status."""
    rows = [f"A,2025-01-10,{kind},{amount},paid" for kind, amount in GOODS[0][0]]
    ledger = read(write("a.csv", "Customer,Date,Type,Amount,Status", *rows)).ledger
    assert ledger.amount_used == 90
    assert any("codes of credit notes" in said for said in ledger.warnings)
