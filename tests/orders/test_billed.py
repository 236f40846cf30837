"""What was billed is the amount, not what came in of it; alone, what came in is one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.orders.conftest import used_and_said
from xlclv.errors import InputError
from xlclv.orders.columns import recognise
from xlclv.orders.ledger import Ledger
from xlclv.orders.reading import read
from xlclv.orders.source import Options
from xlclv.orders.tables.reading import read_table

ROWS = ("1,SI,A,2025-01-03,100.00,20.00,120.00", "2,SI,B,2025-01-04,50.00,10.00,0.00", "3,SI,A,2025-02-04,30,6,36")


@pytest.mark.parametrize(
    "heads",
    [
        "Net,Tax,Amount Paid", "Net,VAT,Paid", "Net,Tax,Payment", "Net Amount,Tax,Amount Paid", "Amount,VAT,Payment",
        "Net,Tax,Paid amount", "Net,Tax,Total Paid", "Net,Tax,Payments", "Net,Tax,Receipts", "Netto,MwSt,Bezahlt",
        "Total,Tax,Amount Paid", "Net total,VAT,Paid", "Total,Balance due,Amount Paid", "HT,TVA,Payé",
        "Valor,IVA,Valor pago", "Base imponible,IVA,Importe pagado", "Imponibile,IVA,Pagato",
        "Kwota netto,VAT,Zapłacono",
        "Сумма,НДС,Сумма оплаты",
    ],
)  # fmt: skip
def test_a_bill_not_paid_is_worth_what_was_billed(heads: str, tmp_path: Path) -> None:
    """180 were billed, of which 50 are not paid yet: not 156, which came in with tax."""
    used, _, warnings = used_and_said(tmp_path, f"No,Type,Customer,Date,{heads}", *ROWS)
    assert used == Decimal(180)
    assert warnings == ""


def test_what_was_paid_is_named_beside_it(tmp_path: Path) -> None:
    """As it is an amount too; a column of yes and no is none."""
    _, assumed, _ = used_and_said(tmp_path, "No,Type,Customer,Date,Net,Tax,Amount Paid", *ROWS)
    assert '"Net" (what was billed, not "Amount Paid"; --amount "Amount Paid" says otherwise)' in assumed
    rows = ("1,SI,A,03/02/2025,100.00,20.00,T1,Y,120.00", "2,SI,B,13/02/2025,50.00,10.00,T1,N,0.00")
    used, assumed, _ = used_and_said(
        tmp_path, "No,Type,A/C,Date,Net,Tax,T/C,Paid,Amount Paid", *rows, customer="A/C", dayfirst=True
    )
    assert used == 150
    assert "only column of amounts" not in assumed


@pytest.mark.parametrize(
    ("heads", "taken"),
    [
        ("Amount Paid", "Amount Paid"),
        ("Payment", "Payment"),
        ("Valor pago", "Valor pago"),
        ("Amount Paid;Fee;Net", "Amount Paid"),  # net of a fee is what the seller got
        ("Net weight;VAT;Amount Paid", "Amount Paid"),
        ("Net (kg);VAT;Amount Paid", "Amount Paid"),
        ("Amount;Paid?", "Amount"),
        ("Net;Discount;Tax;Amount Paid", "Net"),
        ("Total;Amount Paid", None),
        ("Total;Balance;Amount Paid", None),  # of an account, perhaps
        ("Invoice No;Total;Balance;Amount Paid", "Total"),
        ("Total;Due Date;Balance;Amount Paid", "Total"),
        ("Total;Open balance;Amount Paid", "Total"),
        ("Factura;Importe;Saldo;Pagado", "Importe"),
        ("Сумма;Остаток;Оплачено", "Сумма"),
        ("Payment;Debit;Credit;Balance", "Payment"),
        ("Total;Discount;Tax;Amount Paid", None),  # the total may be before it
        ("Net;Amount Paid", None),
        ("Net;Fee;Tax;Amount Paid", None),
        ("Subtotal;Tax;Amount Paid", "Amount Paid"),  # freight may be missing in the other
    ],
)
def test_what_was_paid_is_an_amount_where_nothing_shows_a_bill(heads: str, taken: str | None) -> None:
    """Alone, or beside what may be less a fee; where it could be either, the amount is asked for."""
    headers = ["customer", "date", *heads.split(";")]
    if taken is None:
        with pytest.raises(Exception, match='" could each be the amount'):
            recognise(headers, Options())
    else:
        assert headers[recognise(headers, Options()).amount or 0] == taken


PAID = ("A,2025-01-03,120.00", "B,2025-01-04,0.00", "A,2025-02-04,36.00", "B,2025-02-04,0")
SAID = '2 of 4 rows of "Amount Paid" are 0: if they are bills not paid yet, they are worth what was billed'


def test_many_payments_of_nothing_are_warned_of(tmp_path: Path) -> None:
    """Of text, Parquet and a table of a database; not where the user names the column."""
    used, _, warnings = used_and_said(tmp_path, "Customer,Date,Amount Paid", *PAID)
    assert used == Decimal(156)
    assert SAID in warnings
    assert used_and_said(tmp_path, "Customer,Date,Amount Paid", *PAID, amount="Amount Paid")[2] == ""
    assert SAID not in used_and_said(tmp_path, "Customer,Date,Amount Paid", PAID[0], PAID[2], *PAID[::2])[2]
    parquet, base = tmp_path / "a.parquet", tmp_path / "a.duckdb"
    with duckdb.connect(str(base)) as connection:
        values = ", ".join("('{}', DATE '{}', {}::DECIMAL(9, 2))".format(*row.split(",")) for row in PAID)
        connection.execute(f'CREATE TABLE a AS SELECT * FROM (VALUES {values}) AS t("Customer", "Date", "Amount Paid")')
        connection.execute(f"COPY a TO '{parquet}'")
    for ledger in (read(parquet).ledger, read_table(f"duckdb://{base}", "a").ledger):
        assert ledger.amount_used == Decimal(156)
        assert SAID in "\n".join(ledger.warnings)


def stored(folder: Path, headers: str, rows: tuple[str, ...]) -> tuple[Ledger, ...]:
    """The same rows, of numbers, as text, as Parquet and as a table of DuckDB."""
    text, parquet, base = folder / "t.csv", folder / "t.parquet", folder / "t.duckdb"
    text.write_text("\n".join((f"Customer,Date,{headers}", *rows)), encoding="utf-8")
    with duckdb.connect(str(base)) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{text}')")
        connection.execute(f"COPY t TO '{parquet}'")
    found = read(text).ledger, read(parquet).ledger, read_table(f"duckdb://{base}", "t").ledger
    base.unlink()
    return found


def test_full_refunds_are_not_unpaid(tmp_path: Path) -> None:
    """What was paid and paid back was paid; a bill of which nothing came in is not, also where another is paid back."""
    back = ("A,2025-01-03,120.00,120.00", "B,2025-01-04,50.00,50.00", "A,2025-02-04,36.00,0", "B,2025-03-04,36.00,0")
    for ledger in stored(tmp_path, "Amount Paid,Refunded Amount", back):
        assert ledger.amount_used == 72
        assert "rows of" not in "\n".join(ledger.warnings)
    for ledger in stored(tmp_path, "Amount Paid,Refunded Amount", (*back, "C,2025-01-05,0,0", "C,2025-02-05,0,0")):
        assert '2 of 6 rows of "Amount Paid" are 0' in "\n".join(ledger.warnings)


@pytest.mark.parametrize(
    ("cells", "said"),
    [("card cash card", ""), ("yes no yes", ""), ("1 0 1", ""), ("12.50 0 36", 'not "Payment"'), ("12.5 card 1", "")],
)
def test_only_money_is_named_as_the_way_out(cells: str, said: str, tmp_path: Path) -> None:
    """A column of how it was paid, or whether, is called as one of what was paid; in typed tables too."""
    rows = tuple(f"{who},2025-01-0{at},10{at}.00,2{at}.00,{cell}" for at, (who, cell) in
                 enumerate(zip("ABA", cells.split(), strict=True), 1))  # fmt: skip
    for ledger in stored(tmp_path, "Net,VAT,Payment", rows):
        assert ledger.amount_used == 306
        assert ('not "Payment"' in "\n".join(ledger.assumed)) == bool(said)


def test_how_it_was_paid_is_no_rival_of_the_amount(tmp_path: Path) -> None:
    """Card and cash, as yes and no, beside an amount, or a quantity and a price."""
    rows = ("A,2025-01-03,10.00,card", "B,2025-01-04,5.00,cash", "A,2025-02-04,8.00,")
    used, assumed, _ = used_and_said(tmp_path, "customer,date,amount,payment", *rows)
    assert used == 23
    assert 'not "payment"' not in assumed
    lines = ("A,2025-01-03,2,10.00,card", "B,2025-01-04,1,5.00,cash")
    assert used_and_said(tmp_path, "customer,date,quantity,price,payment", *lines)[0] == 25
    lines = ("A,2025-01-03,2,10.00,yes", "B,2025-01-04,1,5.00,no")
    assert used_and_said(tmp_path, "customer,date,quantity,price,paid", *lines)[0] == 25
    with pytest.raises(InputError, match='"card" is not an amount'):
        used_and_said(tmp_path, "customer,date,payment", "A,2025-01-03,card")


LINES = ("A,2025-01-03,2,10.00,20.00", "B,2025-01-04,3,5.00,0.00", "A,2025-02-04,1,8.00,8.00")


@pytest.mark.parametrize("price", ["Price", "Unit Price"])
def test_quantity_by_price_is_what_was_billed(price: str, tmp_path: Path) -> None:
    """Where values prove it and a bill is not paid, or in part: 2 x 10 + 3 x 5 + 1 x 8 + 4 x 2.50, not 32."""
    headers = f"Quantity,{price},Amount Paid"
    for ledger in stored(tmp_path, headers, (*LINES, "B,2025-02-05,4,2.50,4.00")):
        assert ledger.amount_used == 53
        assert f'amount is "Quantity" x "{price}" (what was billed, not "Amount Paid"' in "\n".join(ledger.assumed)
        assert (
            f'"Amount Paid" is 0 on 1 row, 15.00 by "Quantity" x "{price}" and less than "Quantity" x "{price}" on 1 '
            'row, by 6.00: taken for bills not paid yet, which are worth what was billed; --amount "Amount Paid"'
        ) in "\n".join(ledger.warnings)
    for ledger in stored(tmp_path, headers, (LINES[0], LINES[2], LINES[0].replace("A", "B"))):
        assert (ledger.amount_used, ledger.warnings) == (48, ())  # all is paid
        assert 'amount is "Amount Paid"' in "\n".join(ledger.assumed)


def test_quantity_by_price_as_it_is_written_elsewhere(tmp_path: Path) -> None:
    """Decimal commas, and a return; the money that came in where the user names it."""
    rows = ("A;03.01.2025;2;1.010,50;2.021,00", "B;04.01.2025;3;5,00;0,00", "A;04.02.2025;-1;8,00;-8,00")
    said = used_and_said(tmp_path, "Kunde;Datum;Menge;Einzelpreis;Bezahlt", *rows, dayfirst=True)
    assert said[0] == 2028
    named = used_and_said(tmp_path, "Kunde;Datum;Menge;Einzelpreis;Bezahlt", *rows, dayfirst=True, amount="Bezahlt")
    assert (named[0], named[2]) == (2013, "")


@pytest.mark.parametrize(
    ("heads", "rows", "used", "said"),
    [
        ("", ("2,10,10", "3,5,0", "1,8,8", "1,7,7"), 25, ""),  # the price of a line
        ("", ("2,10,24", "3,5,0", "1,8,9.60"), Decimal("33.6"), ""),  # with tax
        ("", ("2,10,20", "1,8,8", "2,5,9"), 37, 'less than "Quantity" x "Price" on 1 row, by 1.00 in all; --amount'),
        (",Balance due", ("2,10,20,0", "1,8,8,0", "2,5,9,1"), 38, 'what was billed, not "Amount Paid"'),
        (",Discount", ("2,10,20,0", "1,8,8,0", "2,5,0,10"), 28, ""),
    ],
)
def test_quantity_by_price_is_not_billed_where_it_is_not_sure(
    heads: str, rows: tuple[str, ...], used: Decimal, said: str, tmp_path: Path
) -> None:
    """What was paid may be less for a discount, and more for tax or freight: then it counts as before."""
    lines = tuple(f"{'AB'[at % 2]},2025-01-0{at},{row}" for at, row in enumerate(rows, 1))
    for ledger in stored(tmp_path, f"Quantity,Price,Amount Paid{heads}", lines):
        assert ledger.amount_used == used
        assert said in "\n".join(ledger.assumed)
        assert ("what was billed" in "\n".join(ledger.assumed)) == bool(said)


def test_the_way_out_of_unpaid_rows_names_quantity_and_price(tmp_path: Path) -> None:
    """Where no column is what was billed, and nothing proves that they are."""
    rows = ("A,2025-01-03,2,10,24", "B,2025-01-04,3,5,0", "A,2025-02-04,1,8,0")
    for ledger in stored(tmp_path, "Quantity,Price,Amount Paid", rows):
        assert 'say "Quantity * Price" with --amount' in "\n".join(ledger.warnings)
