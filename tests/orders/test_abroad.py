"""Exports of further systems and countries, in their own words, encodings and layouts: read without an option."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read


class File(NamedTuple):
    """An export: its encoding and lines, the money of each customer, and what is left out."""

    name: str
    encoding: str
    lines: tuple[str, ...]
    used: dict[str, str]
    left: dict[str, str]


FILES = [
    File(
        "Amazon", "utf-8",
        ("amazon-order-id\tpurchase-date\torder-status\tbuyer-email\tsku\tquantity\tcurrency\titem-price",
         "111-1\t2024-01-25T10:00:00+00:00\tShipped\ta@m.example\tM1\t2\tEUR\t30.00",
         "111-2\t2024-02-25T10:00:00+00:00\tCancelled\tb@m.example\tM1\t0\tEUR\t",
         "111-3\t2024-02-26T10:00:00+00:00\tShipped - Delivered to Buyer\tb@m.example\tM1\t3\tEUR\t7.50"),
        {"a@m.example": "30", "b@m.example": "7.5"}, {'status "Cancelled"': "0"},
    ),
    File(
        "eBay, with what it prints below", "utf-8",
        ("", "Sales Record Number,Order Number,Buyer Username,Item Title,Quantity,Sold For,Total Price,Sale Date", "",
         "1001,22-1,annbuys,Mug,2,$15.00,$30.00,Jan-25-24", "1002,22-2,benbuys,Mug,1,$7.50,$7.50,Feb-25-24", "",
         "2,record(s) downloaded, from ,Jan-01-24,00:00:00, to ,Mar-01-24,23:59:59,x", "Seller ID: shop"),
        {"annbuys": "30", "benbuys": "7.5"}, {},
    ),
    File(
        "BigCommerce", "utf-8",
        ("Order ID,Customer Email,Order Date,Order Status,Order Total (inc tax),Order Total (ex tax),Refund Amount",
         "100,a@x.de,01/25/2024,Completed,30.00,26,0", "101,b@x.de,02/25/2024,Cancelled,9.00,8,0",
         "102,b@x.de,02/26/2024,Awaiting Shipment,9.00,8,1.50", "103,b@x.de,02/27/2024,Awaiting Payment,4.00,3,0"),
        {"a@x.de": "30", "b@x.de": "7.5"},
        {'status "Cancelled"': "9", 'status "Awaiting Payment"': "4",
         "refunded, in a column beside the amounts": "1.5"},
    ),
    File(
        "Squarespace", "utf-8",
        ("Order ID,Email,Financial Status,Paid at,Amount Refunded,Total,Created at,Lineitem name,Lineitem price",
         "1,a@x.de,PAID,2024-01-25 10:00:00 +0000,0,30,2024-01-25 10:00:00 +0000,Mug,10", "1,a@x.de,,,,,,Tea,20",
         "2,b@x.de,REFUNDED,2024-02-25 10:00:00 +0000,9,9,2024-02-25 10:00:00 +0000,Mug,9",
         "3,b@x.de,PAID,2024-02-26 10:00:00 +0000,0,7.5,2024-02-26 10:00:00 +0000,Mug,7.5"),
        {"a@x.de": "30", "b@x.de": "7.5"},
        {"further line of an order, whose total counts once": "0", 'status "REFUNDED"': "9"},
    ),
    File(
        "Xero: an invoice not yet paid is a sale", "utf-8",
        ("ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,Quantity,UnitAmount,LineAmount,Type,Status",
         "Acme,INV-1,25/01/2024,24/02/2024,30.00,1,10,10,Sales invoice,Paid",
         "Acme,INV-1,25/01/2024,24/02/2024,30.00,1,20,20,Sales invoice,Paid",
         "Best,INV-2,25/02/2024,24/03/2024,9.00,1,9,9,Sales invoice,Voided",
         "Best,INV-3,26/02/2024,24/03/2024,7.50,1,7.5,7.5,Sales invoice,Awaiting Payment"),
        {"Acme": "30", "Best": "7.5"},
        {"further line of an order, whose total counts once": "30", 'status "Voided"': "9"},
    ),
    File(
        "Odoo: the order's status comes before the invoice's", "utf-8",
        ("Order Reference,Creation Date,Customer,Total,Invoice Status,Status",
         "S1,2024-01-25 10:00:00,Acme,30.0,Fully Invoiced,Sales Order",
         "S2,2024-02-25 10:00:00,Best,9.0,Nothing to Invoice,Quotation",
         "S3,2024-02-27 10:00:00,Best,7.5,To Invoice,Sales Order"),
        {"Acme": "30", "Best": "7.5"}, {'status "Quotation"': "9"},
    ),
    File(
        "PayPal in German: purchases of one's own, deposits and payouts are no sales", "utf-8-sig",
        ('"Datum","Name","Typ","Status","Währung","Brutto","Gebühr","Netto","Absender E-Mail-Adresse",'
         '"Empfänger E-Mail-Adresse"',
         '"25.01.2024","Ann","Express-Zahlung","Abgeschlossen","EUR","30,00","-1,00","29,00","a@x.de","me@x.de"',
         '"25.02.2024","Ben","Express-Zahlung","Abgeschlossen","EUR","9,00","-1,00","8,00","b@x.de","me@x.de"',
         '"26.02.2024","Ben","Rückzahlung","Abgeschlossen","EUR","-1,50","0,00","-1,50","me@x.de","b@x.de"',
         '"27.02.2024","Papier","Express-Zahlung","Abgeschlossen","EUR","-24,90","0,00","-24,90","me@x.de","p@x.de"',
         '"27.02.2024","","Bankgutschrift auf PayPal-Konto","Abgeschlossen","EUR","24,90","0,00","24,90","",""',
         '"28.02.2024","","Allgemeine Abbuchung","Abgeschlossen","EUR","-35,00","0,00","-35,00","me@x.de",""'),
        {"a@x.de": "30", "b@x.de": "7.5"},
        {'typ "Express-Zahlung"': "-24.9", 'typ "Bankgutschrift auf PayPal-Konto"': "24.9",
         'typ "Allgemeine Abbuchung"': "-35"},
    ),
    File(
        "PayPal's balance in German", "utf-8",
        ('"Datum","Beschreibung","Währung","Brutto","Entgelt","Netto","Guthaben","Absender E-Mail-Adresse","Name"',
         '"25.01.2024","Allgemeine Zahlung","EUR","30,00","-1,00","29,00","29,00","a@x.de","Ann"',
         '"28.02.2024","Allgemeine Abbuchung","EUR","-29,00","0,00","-29,00","0,00","",""'),
        {"a@x.de": "30"}, {'beschreibung "Allgemeine Abbuchung"': "-29"},
    ),
    File(
        "Stripe's balance", "utf-8",
        ("balance_transaction_id,created_utc,created,currency,gross,fee,net,reporting_category,customer_id",
         "txn_1,2024-01-25 10:00:00,2024-01-25 11:00:00,eur,30.00,1,29,charge,cus_A",
         "txn_2,2024-02-25 10:00:00,2024-02-25 11:00:00,eur,9.00,1,8,charge,cus_B",
         "txn_3,2024-02-26 10:00:00,2024-02-26 11:00:00,eur,-1.50,0,-1.5,refund,cus_B",
         "txn_4,2024-02-27 10:00:00,2024-02-27 11:00:00,eur,-35.50,0,-35.5,payout,"),
        {"cus_A": "30", "cus_B": "7.5"}, {'reporting_category "payout"': "-35.5"},
    ),
    File(
        "Etsy's orders, of which some were paid back", "utf-8",
        ("Sale Date,Order ID,Buyer User ID,Currency,Order Value,Shipping,Sales Tax,Order Total,Adjusted Order Total,"
         "Adjusted Net Order Amount",
         "01/25/24,501,ann,EUR,40.00,5.00,0,45.00,30.00,28.00",
         "02/26/24,502,ben,EUR,7.50,0,0,7.50,,",
         "02/27/24,503,ben,EUR,9.00,0,0,9.00,0.00,0.00"),
        {"ann": "30", "ben": "7.5"}, {},
    ),
    File(
        "Etsy's items", "utf-8",
        ("Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Date Paid,Order ID",
         "01/25/24,Mug,Ann (ann),2,10.00,20.00,EUR,01/25/2024,501",
         "01/25/24,Tea,Ann (ann),1,10.00,10.00,EUR,01/25/2024,501",
         "02/26/24,Mug,Ben (ben),1,7.50,7.50,EUR,02/26/2024,502"),
        {"Ann (ann)": "30", "Ben (ben)": "7.5"}, {},
    ),
    File(
        "HubSpot in German", "utf-8",
        ("Datensatz-ID,Dealname,Deal-Phase,Abschlussdatum,Betrag,Zugeordnetes Unternehmen",
         "1,Neu,Abgeschlossen und gewonnen,2024-01-25 10:00,30.00,Acme",
         "2,Mehr,Abgeschlossen und verloren,2024-02-25 10:00,9,Best",
         "3,Deal,Abgeschlossen und gewonnen,2024-02-26 10:00,7.5,Best"),
        {"Acme": "30", "Best": "7.5"}, {'status "Abgeschlossen und verloren"': "9"},
    ),
    File(
        "Shopware in German", "cp1252",
        ("Bestellnummer;Bestelldatum;Kundennummer;Nachname;Zahlungsstatus;Bestellstatus;Gesamtbetrag",
         "1;25.01.2024 10:00;K1;Müller;Bezahlt;Abgeschlossen;30,00", "2;25.02.2024 10:00;K2;Größe;Offen;Storniert;9,00",
         "3;26.02.2024 10:00;K2;Größe;Bezahlt;Abgeschlossen;7,50"),
        {"K1": "30", "K2": "7.5"}, {'status "Storniert"': "9"},
    ),
    File(
        "French invoices: without tax", "cp1252",
        ("N° client;Date facture;Montant HT;TVA;Montant TTC;État", "C01;25/01/2024;30,00;6,00;36,00;Réglée",
         "C02;25/02/2024;7,50;1,50;9,00;Annulée", "C02;26/02/2024;7,50;1,50;9,00;Comptabilisée"),
        {"C01": "30", "C02": "7.5"}, {'status "Annulée"': "7.5"},
    ),
    File(
        "Italian invoices: without tax", "utf-8-sig",
        ("Data;Num.;Cod. cliente;Totale netto;IVA;Totale documento;Stato",
         "25/01/2024;1;C1;€ 30,00;€ 6,60;€ 36,60;Saldato", "26/02/2024;3;C2;€ 7,50;€ 1,65;€ 9,15;Saldato",
         "27/02/2024;4;C2;€ 9,00;€ 1,98;€ 10,98;Annullato"),
        {"C1": "30", "C2": "7.5"}, {'status "Annullato"': "9"},
    ),
    File(
        "Polish marketplace", "iso8859-2",
        ("Id zamówienia;Data zakupu;Login kupującego;Status;Suma zamówienia", "1;2024-01-25 10:00;żaba;Wysłane;30,00",
         "2;2024-02-25 10:00;ślimak;Anulowane;9,00", "3;2024-02-26 10:00;ślimak;Odebrane;7,50"),
        {"żaba": "30", "ślimak": "7.5"}, {'status "Anulowane"': "9"},
    ),
    File(
        "Hungarian, with double acutes", "iso8859-2",
        ("Vevő neve;Kelt;Összeg;Állapot", "Kőműves Kft.;2024.01.25.;30;Kifizetve",
         "Fűtő Bt.;2024.02.25.;9;Sztornózva", "Fűtő Bt.;2024.02.26.;7;Kifizetve"),
        {"Kőműves Kft.": "30", "Fűtő Bt.": "7"}, {'status "Sztornózva"': "9"},
    ),
    File(
        "Czech", "cp1250",
        ("Číslo;Odběratel;Datum;Celkem Kč;Stav", "1;Žižkov s.r.o.;25.01.2024;30,00;Uhrazeno",
         "2;Řezník;25.02.2024;9,00;Stornováno", "3;Řezník;26.02.2024;7,50;Uhrazeno"),
        {"Žižkov s.r.o.": "30", "Řezník": "7.5"}, {'status "Stornováno"': "9"},
    ),
    File(
        "Swedish", "cp1252",
        ("Kundnr;Fakturadatum;Belopp;Status", "1;2024-01-25;30,00;Betald", "2;2024-02-25;9,00;Makulerad",
         "2;2024-02-26;7,50;Betald"),
        {"1": "30", "2": "7.5"}, {'status "Makulerad"': "9"},
    ),
    File(
        "Greek", "cp1253",
        ("Πελάτης;Ημερομηνία;Ποσό", "Γιώργος;25/01/2024;30,00", "Μαρία;26/02/2024;7,50"),
        {"Γιώργος": "30", "Μαρία": "7.5"}, {},
    ),
    File(
        "Turkish marketplace", "cp1254",
        ("Sipariş Numarası;Sipariş Tarihi;Alıcı;Satış Tutarı;Sipariş Statüsü", "1;25.01.2024;Şule;30,00;Teslim Edildi",
         "2;25.02.2024;Ağa;9,00;İptal Edildi", "3;26.02.2024;Ağa;7,50;Kargoya Verildi"),
        {"Şule": "30", "Ağa": "7.5"}, {'status "İptal Edildi"': "9"},
    ),
    File(
        "Russian accounts", "cp1251",
        ("Дата;Номер;Контрагент;Сумма документа;Состояние", "25.01.2024 10:00:00;1;Ромашка;3 000,00;Проведен",
         "25.02.2024 10:00:00;2;Щукин;900,00;Отменен", "26.02.2024 10:00:00;3;Щукин;750,00;Проведен"),
        {"Ромашка": "3000", "Щукин": "750"}, {'status "Отменен"': "900"},
    ),
    File(
        "Chinese marketplace", "gb18030",
        ("订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,订单付款时间",
         '="100",张三,30.00,交易成功,2024-01-25 10:00:00,2024-01-25 10:01:00',
         '="101",李四,0.00,交易关闭,2024-02-25 10:00:00,',
         '="102",李四,7.50,卖家已发货，等待买家确认,2024-02-26 10:00:00,2024-02-26 10:01:00'),
        {"张三": "30", "李四": "7.5"}, {'status "交易关闭"': "0"},
    ),
    File(
        "a status that no header names", "utf-8",
        ("Customer,Date,Amount,Ergebnis,Shipping", "A,2024-01-25,30,paid,pending", "B,2024-02-25,9,voided,shipped",
         "B,2024-02-26,7.5,paid,cancelled"),
        {"A": "30", "B": "7.5"}, {'status "voided"': "9"},
    ),
    File(
        "Salesforce's report, with what it prints below", "utf-8",
        ('"Account Name","Opportunity Name","Amount","Close Date","Stage"',
         '"Acme","New","30.00","25.01.2024","Closed Won"',
         '"Best","Deal","7.50","26.02.2024","Closed Won"', "", '"Copyright (c) 2024"', '"Confidential Information"'),
        {"Acme": "30", "Best": "7.5"}, {},
    ),
]  # fmt: skip


def spent(orders: Orders) -> dict[str, Decimal]:
    unit = Decimal(1).scaleb(-orders.scale)
    return {row["customer"]: row["units"] * unit for row in orders.customers.to_pyarrow().to_pylist()}


def said(orders: Orders) -> str:
    return "\n".join((*orders.ledger.assumed, *orders.ledger.warnings))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_export_in_its_own_words(file: File, tmp_path: Path) -> None:
    """Sales count, all else is left out with its reason and money, and what was read is accounted for."""
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(file.lines).encode(file.encoding) + b"\n")
    orders = read(path)
    assert spent(orders) == {customer: Decimal(amount) for customer, amount in file.used.items()}
    assert {e.reason: e.amount for e in orders.ledger.excluded} == {r: Decimal(a) for r, a in file.left.items()}
    assert orders.ledger.reconciles


def test_what_stands_below_a_table_is_named(tmp_path: Path) -> None:
    """Apart from the table by a blank row, in text and in a sheet; without the blank row it may be an order."""
    path = tmp_path / "a.csv"
    path.write_text("customer,date,amount\nA,2024-01-25,30\n\nMade by Eve,,\nNot for others\n", encoding="utf-8")
    assert '2 lines below the table, apart from it, were not read: "Made by Eve"' in said(read(path))
    path.write_text("customer,date,amount\nA,2024-01-25,30\nMade by Eve\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 3: the row has 1 cell where the header has 3"):
        read(path)
    path.write_text("customer,date,amount\nA,2024-01-25,30\n\nB,2024-01-26\n\nC,2024-01-27,5\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 4: the row has 2 cells where the header has 3"):
        read(path)


def test_the_amount_with_tax_is_named_and_can_be_had(tmp_path: Path) -> None:
    """What was taken is said, with the option that takes the other."""
    path = tmp_path / "a.csv"
    path.write_text("client;date;Montant HT;Montant TTC\nA;25/01/2024;30,00;36,00\n", encoding="utf-8")
    assert 'amount is "Montant HT" (without tax, not "Montant TTC"; --amount "Montant TTC"' in said(read(path))
    assert str(read(path, amount="Montant TTC").ledger.amount_used) == "36"


def test_ids_that_differ_in_accents(tmp_path: Path) -> None:
    """Kept apart and named; --normalise makes them one, but not letters that marks make another letter."""
    path = tmp_path / "a.csv"
    rows = "".join(f"{name},2024-01-25,1\n" for name in ("Zoë", "Zoe", "が", "か", "й", "и"))
    path.write_text("customer,date,amount\n" + rows, encoding="utf-8")
    assert '1 pair of ids in column "customer" differs in upper and lower case or accents only' in said(read(path))
    assert len(spent(read(path, normalise=True))) == 5
