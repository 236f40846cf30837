"""Exports as systems write them: statuses, totals on lines, discounts, placeholders; each read without an option."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.orders.conftest import Write
from xlclv.errors import InputError
from xlclv.orders.reading import Orders, read


def left_out(orders: Orders) -> dict[str, tuple[int, str]]:
    assert orders.ledger.reconciles
    return {e.reason: (e.rows, str(e.amount)) for e in orders.ledger.excluded}


def said(orders: Orders) -> str:
    return "\n".join((*orders.ledger.assumed, *orders.ledger.warnings))


STATUS = (
    "customer,date,total,status",
    "A,2024-01-05,10.50,completed",
    "B,2024-01-06,20,Cancelled",
    "C,,30,pending",
    "A,2024-01-07,40,wc-processing",
    "B,2024-01-08,50,refunded",
)


def test_a_status_that_means_no_sale_leaves_the_row_out(write: Write) -> None:
    """Each such status is a reason of its own, with its rows and money; a row left out needs no date."""
    orders = read(write("a.csv", *STATUS))
    assert str(orders.ledger.amount_used) == "50.5"
    assert left_out(orders) == {
        'status "Cancelled"': (1, "20.0"),
        'status "pending"': (1, "30.0"),
        'status "refunded"': (1, "50.0"),
    }
    assert '"completed" 1, "wc-processing" 1 counted' in said(orders)


@pytest.mark.parametrize(
    ("options", "used"),
    [
        ({"only": "status=completed,refunded"}, "60.5"),
        ({"only": "completed"}, "10.5"),
        ({"without": "status=processing"}, "10.5"),
    ],
)
def test_the_user_overrules(options: dict[str, Any], used: str, write: Write) -> None:
    """--only names the sales, --without names more that are none; with or without the column's name."""
    assert str(read(write("a.csv", *STATUS), **options).ledger.amount_used) == used


def test_no_status_column_counts_every_row(write: Write) -> None:
    """--status-column none."""
    lines = [line for line in STATUS if "pending" not in line]
    orders = read(write("a.csv", *lines), status_column="none")
    assert str(orders.ledger.amount_used) == "120.5"
    assert left_out(orders) == {}


def test_a_status_not_known_is_asked_for(write: Write) -> None:
    """It is listed with its rows and with the options that help."""
    with pytest.raises(InputError) as caught:
        read(write("a.csv", *STATUS, "D,2024-01-09,60,zorgled"))
    assert 'column "status": not known to be a sale or not: "zorgled" 1; say which are sales' in str(caught.value)
    assert '--without "status=zorgled"' in str(caught.value)


def test_a_column_without_any_known_status_is_no_reason(write: Write) -> None:
    """Gold and silver are no statuses of orders: all rows count, and it is said."""
    orders = read(write("a.csv", "customer,date,total,status", "A,2024-01-05,1,gold", "B,2024-01-06,2,silver"))
    assert str(orders.ledger.amount_used) == "3"
    assert any('no status known here ("gold" 1, "silver" 1): all rows count' in said for said in orders.ledger.assumed)


def test_a_column_of_states_is_not_a_status(write: Write) -> None:
    """State is where somebody lives, unless its words are statuses."""
    orders = read(write("a.csv", "customer,date,total,state", "A,2024-01-05,1,Texas", "B,2024-01-06,2,Ohio"))
    assert str(orders.ledger.amount_used) == "3"
    orders = read(write("b.csv", "customer,date,total,state", "A,2024-01-05,1,paid", "B,2024-01-06,2,failed"))
    assert str(orders.ledger.amount_used) == "1"


@pytest.mark.parametrize(
    "lost", ["storniert", "annulée", "fallido", "annullato", "geannuleerd", "キャンセル", "отменён"]
)
def test_statuses_in_other_languages(lost: str, write: Write) -> None:
    """The words of nine languages are known."""
    orders = read(write("a.csv", "Kunde;Datum;Betrag;Status", "A;2024-01-05;1;bezahlt", f"B;2024-01-06;2;{lost}"))
    assert left_out(orders) == {f'status "{lost}"': (1, "2")}


def test_partial_refunds_are_taken_off(write: Write) -> None:
    """A column of refunds is netted, to the cent, and stands in the ledger."""
    head = "id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer ID"
    lines = ("1,2024-01-05 08:00:00,100.00,30.25,usd,Paid,A", "2,2024-01-06 08:00:00,50,50,usd,Refunded,B")
    orders = read(write("a.csv", head, *lines))
    assert str(orders.ledger.amount_used) == "69.75"
    assert str(orders.ledger.amount_read) == "150.00"
    assert left_out(orders)["refunded, in a column beside the amounts"] == (0, "30.25")


def test_refunds_in_rows_of_their_own_are_not_counted_twice(write: Write) -> None:
    """Where a refunded sale has a negative row beside it, both stay and net to nothing."""
    lines = ("A,2024-01-05,30,refunded", "A,2024-01-06,-30,completed", "B,2024-01-06,5,completed")
    orders = read(write("a.csv", "customer,date,total,status", *lines))
    assert str(orders.ledger.amount_used) == "5"
    assert left_out(orders) == {}


def test_a_total_repeated_on_lines_counts_once(write: Write) -> None:
    """Further lines of an order are left out with their amounts; --order-column none counts them."""
    head = "order_id,customer_id,order_date,product,order_total"
    lines = ("1,A,2024-01-05,x,30", "1,A,2024-01-05,y,30", "2,B,2024-01-06,x,7")
    orders = read(write("a.csv", head, *lines))
    assert (str(orders.ledger.amount_read), str(orders.ledger.amount_used)) == ("67", "37")
    assert list(left_out(orders).values()) == [(1, "30")]
    assert str(read(write("a.csv", head, *lines), order_column="none").ledger.amount_used) == "67"


def test_lines_with_amounts_of_their_own_all_count(write: Write) -> None:
    """One order whose lines differ shows that the column is of lines."""
    head = "order_id,customer_id,order_date,total"
    lines = ("1,A,2024-01-05,30", "1,A,2024-01-05,30", "2,B,2024-01-06,7", "2,B,2024-01-06,8")
    orders = read(write("a.csv", head, *lines))
    assert str(orders.ledger.amount_used) == "75"


def test_a_total_on_the_first_line_alone(write: Write) -> None:
    """Shopify: blank totals below belong to the order above, summer and winter time are one shop's, voids are out."""
    head = "Name,Email,Financial Status,Total,Created at,Cancelled at,Refunded Amount,Lineitem price,Id"
    lines = (
        "#1,a@x.com,paid,10,2024-01-03 00:30:00 +0100,,0,5,1",
        "#1,a@x.com,,,2024-01-03 00:30:00 +0100,,,5,",
        "#2,b@x.com,paid,20,2024-07-03 00:30:00 +0200,2024-07-04 10:00:00 +0200,0,20,2",
        "#3,b@x.com,partially_refunded,40,2024-07-05 10:00:00 +0200,,15.5,40,3",
    )
    orders = read(write("a.csv", head, *lines))
    assert str(orders.ledger.amount_used) == "34.5"
    assert orders.first_day.isoformat() == "2024-01-03"
    assert left_out(orders)["cancelled"] == (1, "20.0")
    assert "an export from Shopify" in said(orders)


@pytest.mark.parametrize(
    ("head", "cells", "used"),
    [
        ("Discount", ("0.1", "0"), "29.0"),  # a share: 2 x 5 x 0.9 + 20
        ("Discount %", ("10", "0"), "29.00"),
        ("Discount", ("10%", "0%"), "29.00"),
        ("Rabatt", ("1.50", ""), "28.5"),  # money
        ("Discount", ("$1.00", "$0"), "29"),  # 1.00 with its currency is no share
    ],
)
def test_discounts_are_taken_off(head: str, cells: tuple[str, str], used: str, write: Write) -> None:
    """A share or money, as the values say, and the data check says which."""
    rows = (f"A,2024-01-05,2,5,{cells[0]}", f"B,2024-01-06,4,5,{cells[1]}")
    orders = read(write("a.csv", f"customer,date,quantity,unit price,{head}", *rows))
    assert orders.ledger.amount_used == Decimal(used)
    assert "as the discounts' values say" in said(orders)


def test_cost_is_never_a_price(write: Write) -> None:
    """Alone it is refused in words; beside a price it is named and not used."""
    with pytest.raises(InputError, match='"Unit Cost" is what an item costs you'):
        read(write("a.csv", "customer,date,quantity,Unit Cost", "A,2024-01-05,2,5"))
    orders = read(write("a.csv", "customer,date,quantity,Unit Cost,Unit Price", "A,2024-01-05,2,5,9"))
    assert str(orders.ledger.amount_used) == "18"
    assert '"Unit Cost" is what items cost you' in said(orders)


@pytest.mark.parametrize("nobody", ["0", "NULL", "\\N", "Guest", "walk-in", "Cash sale", "Laufkunde"])
def test_many_rows_of_a_placeholder_are_no_customer(nobody: str, write: Write) -> None:
    """From 20 rows and 1% on; --keep-id overrules; few stay and are named."""
    lines = ["customer,date,amount", *[f"{nobody},2024-01-05,2"] * 20, *[f"K{i},2024-01-06,1" for i in range(9)]]
    orders = read(write("a.csv", *lines))
    assert left_out(orders) == {"no customer": (20, "40")}
    assert left_out(read(write("a.csv", *lines), keep_ids=[nobody])) == {}
    rare = read(write("a.csv", *lines[1:3], *lines[21:], "K1,2024-01-06,1"), customer="1", date="2", amount="3")
    assert left_out(rare) == {}
    assert "reads like no customer but is kept" in said(rare)


def test_one_id_with_much_of_the_money_is_named_and_can_be_left_out(write: Write) -> None:
    """More than 10% of the money in more than 50 times the median's rows."""
    lines = ["customer,date,amount", *[f"Till,2024-01-05,{i}" for i in range(1, 60)]]
    lines += [f"K{i},2024-01-06,30" for i in range(9)]
    path = write("a.csv", *lines)
    orders = read(path)
    assert 'customer "Till" has 87% of all money (1,770) in 59 rows' in said(orders)
    assert '--exclude-customer "Till" leaves it out' in said(orders)
    assert left_out(read(path, exclude=["till"])) == {"customer left out by --exclude-customer": (59, "1770")}
    assert 'no customer is called "Nobody"' in said(read(path, exclude=["Nobody"]))


def test_the_last_group_of_merged_cells_is_no_total(write: Write) -> None:
    """With --fill-down a last row without id and date belongs to its group, unless it is the sum of the others."""
    lines = ("customer,date,amount", "A,2026-01-03,10", ",,5", "B,2026-02-03,7", ",,9")
    assert str(read(write("a.csv", *lines), fill_down=True).ledger.amount_used) == "31"
    assert str(read(write("b.csv", *lines, ",,31"), fill_down=True).ledger.amount_used) == "31"


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("Customer,Visited,Ticket", ("A,2024-01-25,12.50", "B,2024-02-07,3")),
        ("Kunde;Wann;Alter;Ertrag", ("A;25.01.2024;33;12,50", "B;07.02.2024;44;3,00")),
        ("顧客番号,来店,会計（円）", ("A,2024/01/25,12.50", "B,2024/02/07,3")),
    ],
)
def test_values_tell_what_no_header_does(head: str, lines: tuple[str, ...], write: Write) -> None:
    """The only column of days and the only one of amounts are taken, and said to be assumed."""
    orders = read(write("a.csv", head, *lines))
    assert (str(orders.ledger.amount_used.normalize()), orders.first_day.isoformat()) == ("15.5", "2024-01-25")
    assert said(orders).count("is assumed, being the only column of") == 2


def test_of_two_columns_that_could_be_it_none_is_assumed(write: Write) -> None:
    """Two columns of amounts are asked for; so is the birthday, which is no date of an order."""
    with pytest.raises(InputError, match="no column looks like an amount"):
        read(write("a.csv", "customer,date,first,second", "A,2024-01-25,12.50,3.20"))
    with pytest.raises(InputError, match="no column looks like a date"):
        read(write("a.csv", "customer,birthday,amount", "A,1984-01-25,12.50"))


@pytest.mark.parametrize(
    "head",
    [
        "Cliente,Data do pedido,Valor total (R$)", "ID klienta,Data zamówienia,Wartość zamówienia",
        "Müşteri No,Sipariş Tarihi,Toplam Tutar", "Код клиента,Дата заказа,Сумма", "顧客ID,注文日,金額（税込）",
        "고객번호,주문일,결제금액", "客户编号,订单日期,实付金额", "CUSTOMER ID,Date (UTC),Amount in USD",
    ],
)  # fmt: skip
def test_headers_of_other_languages(head: str, write: Write) -> None:
    """Portuguese, Polish, Turkish, Russian, Japanese, Korean, Chinese; units in brackets and currencies aside."""
    orders = read(write("a.csv", head, "A,2024-01-25,12.50", "B,2024-02-07,3"))
    assert str(orders.ledger.amount_used) == "15.5"
    assert "is assumed" not in said(orders)


def test_email_before_the_id_of_a_row(write: Write) -> None:
    """Where Id and Email could both be the customer it is Email, and the other is named."""
    orders = read(write("a.csv", "Id,Email,Created at,Total", "1,a@x.de,2024-01-25,2", "2,a@x.de,2024-01-26,3"))
    assert orders.customers.count().to_pyarrow().as_py() == 1
    assert 'customer is "Email" (not "Id", which is the row\'s own' in said(orders)


@pytest.mark.parametrize(
    ("options", "reason", "helps"),
    [
        ({}, 'status "cancelled" (1 row), status "pending" (1 row)', "--status-column none"),
        ({"amount": "none"}, 'status "cancelled" (1 row), status "pending" (1 row)', "--only"),
        ({"status_column": "none", "since": dt.date(2024, 2, 1)}, "before 2024-02-01", "an earlier day with --from"),
        ({"status_column": "none", "until": dt.date(2024, 1, 1)}, "after 2024-01-01", "a later day with --until"),
        (
            {"status_column": "none", "exclude": ("A", "B")},
            "customer left out by --exclude-customer (2 rows)",
            "leave fewer customers out",
        ),
    ],
)
def test_a_file_without_one_sale_says_why(options: dict[str, Any], reason: str, helps: str, write: Write) -> None:
    """Each reason with its rows, and the option that would say otherwise."""
    lines = ("customer,date,total,status", "A,2024-01-05,1,cancelled", "B,2024-01-06,2,pending")
    with pytest.raises(InputError) as caught:
        read(write("a.csv", *lines), **options)
    assert f"no row is left to be an order: {reason}" in str(caught.value)
    assert helps in str(caught.value)


def test_a_month_without_one_sale_among_others_is_read(write: Write) -> None:
    """Its rows are left out with their reason; the other files speak."""
    head = "customer,date,total,status"
    none = write("a.csv", head, "A,,1,cancelled")
    orders = read([none, write("b.csv", head, "A,2024-01-05,2,paid")])
    assert str(orders.ledger.amount_used) == "2"
    assert left_out(orders) == {'status "cancelled"': (1, "1")}


def test_orders_counted_of_lines_take_their_order_s_status(write: Write) -> None:
    """Without money too, the first line of an order speaks for those below: a cancelled order's lines are no visits."""
    head = "Name,Email,Financial Status,Total,Created at,Lineitem name"
    lines = ("#1,a@x.de,voided,9,2024-01-05,x", "#1,a@x.de,,,2024-01-05,y", "#2,a@x.de,paid,8,2024-02-05,x")
    assert read(write("a.csv", head, *lines), amount="none").ledger.rows_used == 1


@pytest.mark.parametrize(
    ("head", "won", "lost", "open_"),
    [
        ("Entreprise;Étape;Montant;Date de clôture", "Gagné", "Perdu", "Négociation"),
        ("Empresa;Etapa;Importe;Fecha de cierre", "Ganado", "Perdido", "Propuesta"),
        ("Azienda;Fase;Importo;Data di chiusura", "Vinto", "Perso", "Trattativa"),
        ("Unternehmen;Phase;Betrag;Abschlussdatum", "Gewonnen", "Verloren", "Verhandlung"),
        ("Bedrijf;Fase;Bedrag;Datum", "Gewonnen", "Verloren", "Onderhandeling"),
    ],
)
def test_deals_in_other_languages(head: str, won: str, lost: str, open_: str, write: Write) -> None:
    """A stage says which deals are won; the company is the customer."""
    lines = (f"A;{won};10,50;25/01/2024", f"B;{lost};20;26/01/2024", f"B;{open_};40;27/01/2024")
    orders = read(write("a.csv", head, *lines))
    assert str(orders.ledger.amount_used) == "10.5"
    assert left_out(orders) == {f'status "{lost}"': (1, "20.0"), f'status "{open_}"': (1, "40.0")}


def test_days_beyond_every_row_name_the_file_alone(write: Write) -> None:
    """No column gives the reason: a comma without one stood there."""
    path = write("a.csv", "customer,date,amount", "A,2026-01-03,10")
    with pytest.raises(InputError, match=r"^a\.csv: no row is left to be an order: after 2025-01-01"):
        read(path, until=dt.date(2025, 1, 1))
