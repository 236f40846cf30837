"""Exports of systems, each with the header that the system documents or writes: read without an option."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest

from tests.orders.conftest import Write
from xlclv.orders.reading import read


class Export(NamedTuple):
    """One system's file: lines, money used per customer, and what is left out, by reason."""

    title: str
    lines: tuple[str, ...]
    used: dict[str, str]
    left: dict[str, str]


EXPORTS = [
    Export(
        "WooCommerce",
        ("Order Number,Order Status,Order Date,Email (Billing),Order Subtotal Amount,Order Shipping Amount,"
         "Order Refund Amount,Order Total Amount,SKU,Item #,Item Name,Quantity,Item Cost",
         "501,Completed,2024-01-25 10:00,a@x.de,25,5,0,30.00,S1,1,Mug,1,10",
         "501,Completed,2024-01-25 10:00,a@x.de,25,5,0,30.00,S2,2,Tea,1,15",
         "502,Cancelled,2024-02-25 10:00,b@x.de,9,0,0,9.00,S1,1,Mug,1,9",
         "503,On hold,2024-02-26 10:00,b@x.de,8,0,0,8.00,S1,1,Mug,1,8",
         "504,Processing,2024-03-01 10:00,b@x.de,12,0,2.50,12.00,S1,1,Mug,1,12"),
        {"a@x.de": "30", "b@x.de": "9.5"},
        {'status "Cancelled"': "9", 'status "On hold"': "8", "further line of an order, whose total counts once": "30",
         "refunded, in a column beside the amounts": "2.5"},
    ),
    Export(
        "WooCommerce",
        ("Date,Order #,Net Sales,Status,Customer,Customer type,Product(s),Items Sold,Coupon(s)",
         "2024-01-25 10:00:00,501,30.00,completed,Ann,new,1× Mug,1,",
         "2024-02-25 10:00:00,502,9.00,failed,Ben,new,,1,"),
        {"Ann": "30"}, {'status "failed"': "9"},
    ),
    Export(
        "Magento",
        ("ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,"
         "Customer Email,Customer Group,Subtotal,Shipping and Handling,Payment Method,Total Refunded",
         "000000001,Main,2024-01-25 08:00:00,Ann,Ann,30.00,30.00,complete,a@x.de,General,25,5,checkmo,",
         "000000002,Main,2024-02-25 08:00:00,Ben,Ben,9.00,9.00,canceled,b@x.de,General,9,0,checkmo,",
         "000000003,Main,2024-02-26 08:00:00,Ben,Ben,8.00,8.00,closed,b@x.de,General,8,0,checkmo,8.00",
         "000000004,Main,2024-02-27 08:00:00,Ben,Ben,7.50,7.50,processing,b@x.de,General,8,0,checkmo,"),
        {"a@x.de": "30", "b@x.de": "7.5"}, {'status "canceled"': "9", 'status "closed"': "8"},
    ),
    Export(
        "PrestaShop",
        ("ID;Reference;New client;Delivery;Customer;Total;Payment;Status;Date",
         "1;XKBKNABJK;1;France;A. Dupont;€30.00;Bank wire;Payment accepted;2024-01-25 10:00:00",
         "2;OHSATSERP;0;France;B. Martin;€9.00;Cheque;Awaiting check payment;2024-02-25 10:00:00",
         "3;UOYEVOLI;0;France;B. Martin;€8.00;Card;Payment error;2024-02-26 10:00:00",
         "4;FFATNOMMJ;0;France;B. Martin;€7.50;Card;Shipped;2024-02-27 10:00:00"),
        {"A. Dupont": "30", "B. Martin": "7.5"},
        {'status "Awaiting check payment"': "9", 'status "Payment error"': "8"},
    ),
    Export(
        "PrestaShop",
        ("ID;Référence;Nouveau client;Livraison;Client;Total;Paiement;État;Date",
         "1;XKBKNABJK;1;France;A. Dupont;30,00 €;Virement;Paiement accepté;2024-01-25 10:00:00",
         "2;OHSATSERP;0;France;B. Martin;9,00 €;Chèque;En attente de paiement par chèque;2024-02-25 10:00:00",
         "3;UOYEVOLI;0;France;B. Martin;7,50 €;Carte;Livré;2024-02-26 10:00:00"),
        {"A. Dupont": "30", "B. Martin": "7.5"}, {'status "En attente de paiement par chèque"': "9"},
    ),
    Export(
        "Stripe",
        ("id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,"
         "Converted Currency,Decline Reason,Description,Fee,Status,Customer ID,Customer Email",
         "ch_1,2024-01-25 10:00:00,30.00,0.00,eur,true,30.00,0.00,eur,,,1,Paid,cus_A,a@x.de",
         "ch_2,2024-02-25 10:00:00,9.00,0.00,eur,false,9.00,0.00,eur,insufficient_funds,,0,Failed,cus_B,b@x.de",
         "ch_3,2024-02-26 10:00:00,8.00,0.50,eur,true,8.00,0.50,eur,,,0,Paid,cus_B,b@x.de"),
        {"cus_A": "30", "cus_B": "7.5"},
        {'status "Failed"': "9", "refunded, in a column beside the amounts": "0.5"},
    ),
    Export(
        "PayPal",
        ('"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address",'
         '"To Email Address","Transaction ID","Balance"',
         '"01/25/2024","10:00:00","PST","Ann","Website Payment","Completed","EUR","30.00","-1","29",'
         '"a@x.de","me@x.de",1,29',
         '"02/25/2024","10:00:00","PST","Ben","Express Checkout Payment","Completed","EUR","9.00","-1","8","b@x.de",'
         '"me@x.de",2,37',
         '"02/26/2024","10:00:00","PST","Ben","Payment Refund","Completed","EUR","-1.50","0","-1.50",'
         '"me@x.de","b@x.de",3,35',
         '"02/27/2024","10:00:00","PST","","General Withdrawal","Completed","EUR","-35.00","0","-35","me@x.de","",4,0'),
        {"a@x.de": "30", "b@x.de": "7.5"}, {'type "General Withdrawal"': "-35"},
    ),
    Export(
        "Square",
        ("Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,"
         "Total Collected,Source,Card,Transaction ID,Payment ID,Event Type,Location,Customer ID,Customer Name",
         "01/25/24,10:00:00,Pacific,$32.00,-$2.00,$0.00,$30.00,$0.00,$2.40,$0.00,$0.00,$32.40,Register,$32.40,t1,p1,"
         "Payment,Shop,A,Ann",
         "02/25/24,10:00:00,Pacific,$9.00,$0.00,$0.00,$9.00,$0.00,$0.00,$0.00,$0.00,$9.00,Register,$9.00,t2,p2,"
         "Payment,Shop,B,Ben",
         "02/26/24,10:00:00,Pacific,-$1.50,$0.00,$0.00,-$1.50,$0.00,$0.00,$0.00,$0.00,-$1.50,Register,-$1.50,t3,p3,"
         "Refund,Shop,B,Ben",
         "02/27/24,10:00:00,Pacific,$4.00,$0.00,$0.00,$4.00,$0.00,$0.00,$0.00,$0.00,$4.00,Register,$4.00,t4,p4,"
         "Payment,Shop,,"),
        {"A": "30", "B": "7.5"}, {"no customer": "4"},
    ),
    Export(
        "SAP",
        ("-" * 70, "|Customer |DocumentNo|Type|Doc. Date |Amt.in loc.cur.|LCurr|Text    |", "-" * 70,
         "|100248   |1800000000|RV  |25.01.2024|          30,00|EUR  |Invoice |",
         "|100248   |1400000000|DZ  |25.02.2024|          30,00-|EUR  |Payment |",
         "|100064   |1800000001|RV  |25.02.2024|           9,00|EUR  |Invoice |",
         "|100064   |1600000001|DG  |26.02.2024|           1,50-|EUR  |Credit  |", "-" * 70,
         "|*        |          |    |          |           7,50|EUR  |        |", "-" * 70),
        {"100248": "30", "100064": "7.5"}, {'type "DZ"': "-30", "totals row": "7.5"},
    ),
    Export(
        "QuickBooks",
        ("Craig's Shop", "Transaction List by Customer", "January - December 2024", "",
         ",Date,Transaction Type,Num,Posting,Memo/Description,Account,Amount",
         "Ann,,,,,,,", ",01/25/2024,Invoice,1001,Yes,,Accounts Receivable (A/R),30.00",
         ",02/25/2024,Payment,1,Yes,,Undeposited Funds,-30.00", ",02/26/2024,Estimate,7,No,,,99.00",
         "Total for Ann,,,,,,,$99.00", "Ben,,,,,,,", ",02/25/2024,Sales Receipt,1002,Yes,,,9.00",
         ",02/27/2024,Credit Memo,1003,Yes,,,-1.50", "Total for Ben,,,,,,,$7.50"),
        {"Ann": "30", "Ben": "7.5"},
        {'transaction type "Payment"': "-30", 'transaction type "Estimate"': "99", "totals row": "106.5"},
    ),
    Export(
        "HubSpot",
        ("Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Associated Company",
         "1,New,Closed Won,2024-01-25 10:00,Eve,30.00,Sales,Acme",
         "2,More,Closed Lost,2024-02-25 10:00,Eve,9,Sales,Best",
         "3,Later,Contract Sent,2024-03-25 10:00,Eve,8,Sales,Best",
         "4,Deal,Closed Won,2024-02-25 10:00,Eve,7.5,Sales,Best"),
        {"Acme": "30", "Best": "7.5"}, {'status "Closed Lost"': "9", 'status "Contract Sent"': "8"},
    ),
    Export(
        "Salesforce",
        ("Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Probability (%),Age,Close Date,"
         "Created Date,Next Step,Lead Source,Type",
         "Eve,Acme,New,Closed Won,Q1-2024,30.00,100,12,01/25/2024,01/02/2024,,Web,New",
         "Eve,Best,More,Negotiation/Review,Q1-2024,9.00,90,12,02/25/2024,01/02/2024,,Web,New",
         "Eve,Best,Deal,Closed Won,Q1-2024,7.50,100,12,02/26/2024,01/02/2024,,Web,New"),
        {"Acme": "30", "Best": "7.5"}, {'status "Negotiation/Review"': "9"},
    ),
    Export(
        "Pipedrive",
        ("Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Currency of Value,"
         "Deal - Status,Deal - Won time,Deal - Stage",
         "1,New,Acme,Ann,30.00,EUR,Won,2024-01-25 10:00:00,Proposal", "2,More,Best,Ben,9.00,EUR,Lost,,Contact",
         "3,Open,Best,Ben,8.00,EUR,Open,,Contact", "4,Deal,Best,Ben,7.50,EUR,Won,2024-02-25 10:00:00,Proposal"),
        {"Acme": "30", "Best": "7.5"}, {'status "Lost"': "9", 'status "Open"': "8"},
    ),
    Export(
        "Donorbox",
        ("Name,Donor's First Name,Donor's Last Name,Donor Email,Campaign,Amount,Currency,Donated At,Processing Fee,"
         "Recurring Donation,Donation Type,Donation Id,Donor Id,Status",
         "Ann A,Ann,A,a@x.de,Spring,30.00,EUR,2024-01-25 10:00:00,1,No,stripe,1,77,paid",
         "Ben B,Ben,B,b@x.de,Spring,9.00,EUR,2024-02-25 10:00:00,1,No,stripe,2,78,failed",
         "Ben B,Ben,B,b@x.de,Spring,7.50,EUR,2024-02-26 10:00:00,1,No,stripe,3,78,paid"),
        {"77": "30", "78": "7.5"}, {'status "failed"': "9"},
    ),
    Export(
        "PayPal",
        ("Fecha,Hora,Nombre,Tipo,Estado,Divisa,Bruto,Comisión,Neto,Correo electrónico del remitente,"
         "Correo electrónico del destinatario",
         '25/01/2024,10:00:00,Ana,Pago en sitio web,Completado,EUR,"30,00","-1,00","29,00",a@x.es,me@x.es',
         '25/02/2024,10:00:00,Bea,Pago en sitio web,Completado,EUR,"9,00","-1,00","8,00",b@x.es,me@x.es',
         '26/02/2024,10:00:00,Bea,Reembolso de pago,Completado,EUR,"-1,50","0,00","-1,50",me@x.es,b@x.es',
         '27/02/2024,10:00:00,,Retirada general,Completado,EUR,"-35,50","0,00","-35,50",me@x.es,'),
        {"a@x.es": "30", "b@x.es": "7.5"}, {'tipo "Retirada general"': "-35.5"},
    ),
    Export(
        "PayPal",  # as a spreadsheet saved it: a currency before the minus
        ("Fecha,Hora,Nombre,Tipo,Estado,Divisa,Bruto,Comisión,Neto,Correo electrónico del remitente,"
         "Correo electrónico del destinatario",
         '25/01/2024,10:00:00,Ana,Pago en sitio web,Completado,EUR,"€ 30,00","€ -1,00","€ 29,00",a@x.es,me@x.es',
         '25/02/2024,10:00:00,Bea,Pago en sitio web,Completado,EUR,"€ 9,00","€ -1,00","€ 8,00",b@x.es,me@x.es',
         '26/02/2024,10:00:00,Bea,Reembolso de pago,Completado,EUR,"€ -1,50","€ 0,00","€ -1,50",me@x.es,b@x.es',
         '27/02/2024,10:00:00,,Retirada general,Completado,EUR,"€ -35,50","€ 0,00","€ -35,50",me@x.es,'),
        {"a@x.es": "30", "b@x.es": "7.5"}, {'tipo "Retirada general"': "-35.5"},
    ),
    Export(
        "Magento",
        ("ID;Kaufort;Kaufdatum;Rechnung an;Gesamtbetrag (Basis);Gesamtbetrag (gekauft);Status",
         "1;Main;25.01.2024 10:00:00;Anna A;30,00 €;30,00 €;Abgeschlossen",
         "2;Main;25.02.2024 10:00:00;Ben B;9,00 €;9,00 €;Storniert",
         "3;Main;26.02.2024 10:00:00;Ben B;7,50 €;7,50 €;In Bearbeitung"),
        {"Anna A": "30", "Ben B": "7.5"}, {'status "Storniert"': "9"},
    ),
    Export(
        "Loyverse",
        ("Date,Receipt number,Receipt type,Gross sales,Discounts,Net sales,Taxes,Customer name,Status",
         "25/01/24 10:00,1-1,Sale,32,2,30.00,2,Ann,Closed", "26/01/24 10:00,1-2,Sale,9,0,9.00,1,Ben,Closed",
         "27/01/24 10:00,1-3,Refund,-1.5,0,-1.50,0,Ben,Closed", "27/01/24 11:00,1-4,Sale,4,0,4,0,,Closed"),
        {"Ann": "30", "Ben": "7.5"}, {"no customer": "4"},
    ),
    Export(
        "JustGiving",
        ("Donor User Id,Donor Title,Donor FirstName,Donor LastName,Donor E-mail,Donation Date,Donation Amount,"
         "Donation Ref,Gift Aid Amount,Payment Frequency",
         "77,Ms,Ann,A,a@x.de,25/01/2024,30.00,1,7.50,OneOff", "78,Mr,Ben,B,b@x.de,26/02/2024,7.50,2,0,OneOff"),
        {"77": "30", "78": "7.5"}, {},
    ),
]  # fmt: skip


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.title)
def test_an_export_as_the_system_writes_it(export: Export, write: Write) -> None:
    """The system is named, its sales count, and all else is left out with its reason and money."""
    orders = read(write("a.csv", *export.lines))
    assert orders.ledger.reconciles
    assert f"an export from {export.title};" in "\n".join(orders.ledger.assumed)
    unit = Decimal(1).scaleb(-orders.scale)
    money = {row["customer"]: row["units"] * unit for row in orders.customers.to_pyarrow().to_pylist()}
    assert money == {customer: Decimal(amount) for customer, amount in export.used.items()}
    assert {e.reason: e.amount for e in orders.ledger.excluded} == {r: Decimal(a) for r, a in export.left.items()}


@pytest.mark.parametrize(
    ("title", "customers"),
    [("PayPal", {"a@x.de", "b@x.de"}), ("QuickBooks", {"Ann", "Ben"}), ("SAP", {"100248", "100064"})],
)
def test_orders_of_systems_counted_without_money(title: str, customers: set[str], write: Write) -> None:
    """What is no sale is no order there either, nor is a refund."""
    export = next(export for export in EXPORTS if export.title == title)
    orders = read(write("a.csv", *export.lines), amount="none")
    assert {row["customer"] for row in orders.customers.to_pyarrow().to_pylist()} == customers
    assert not orders.money
    assert any("refund" in e.reason.lower() or "credit" in e.reason.lower() or '"DG"' in e.reason
               for e in orders.ledger.excluded)  # fmt: skip


GUESTS = (
    "Order Number,Order Status,Order Date,Billing Email,Item Name,Quantity,Item Cost,Order Line Total,"
    "Order Total Amount,Customer User ID",
    *(f"{600 + n},Completed,2024-01-{n % 28 + 1:02d} 10:00,g{n}@x.de,Tea,2,5,10,14.50,0" for n in range(120)),
    "650,Completed,2024-02-25 10:00,a@x.de,Tea,2,5,10,14.50,8",
)


def test_guests_of_a_shop_are_told_apart_by_their_email(write: Write) -> None:
    """Customer 0 is nobody, and a note names the column that has who they are; with it, all 121 count."""
    path = write("a.csv", *GUESTS)
    ledger = read(path).ledger
    said = "\n".join(ledger.assumed)
    assert ledger.amount_used == Decimal("14.50")
    rule = '120 rows have no customer in column "Customer User ID"; --customer "Billing Email" tells customers apart'
    assert rule in said
    found = read(path, customer="Billing Email").ledger
    assert found.amount_used == Decimal("1754.50")
    assert "tells customers apart" not in "\n".join(found.assumed)


def test_the_price_of_an_item_is_no_cost_because_a_shop_calls_it_so(write: Write) -> None:
    """WooCommerce's Item Cost is what customers paid for one; another file's is what it costs the seller."""
    path = write("a.csv", *GUESTS)
    assert "costs you" not in "\n".join(read(path).ledger.assumed)
    warned = "\n".join(read(path, cost="Item Cost", amount="Order Line Total").ledger.warnings)
    assert 'column "Item Cost" is the price at which WooCommerce sold an item, not what it cost you' in warned
    other = write("b.csv", "Customer,Date,Quantity,Price,Item Cost", "A,2024-01-25,2,5,3")
    assert '"Item Cost" is what items cost you' in "\n".join(read(other).ledger.assumed)
