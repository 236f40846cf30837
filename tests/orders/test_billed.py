"""What was billed is the amount, not what came in of it; alone, what came in is one."""

from __future__ import annotations

import datetime as dt
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
        ("Bill No;Terms;Total;Amount Paid;Balance", "Total"),
        ("Inv #;Total;Amount Paid;Balance", "Total"),
        ("Num;Total;Amount Paid;Balance", "Total"),
        ("Order Number;Total;Amount Paid;Balance", "Total"),
        ("Booking Ref;Total;Deposit;Amount Paid;Balance", "Total"),  # paid ahead
        ("Receipt;Total;Amount Paid;Balance", "Total"),
        ("Date Due;Total;Amount Paid;Balance", "Total"),
        ("Amount;Paid;Balance", "Amount"),
        ("Invoice No;Total;Balance;Amount Paid", "Total"),
        ("Total;Open balance;Amount Paid", "Total"),
        ("Valor;Valor pago;Saldo", "Valor"),
        ("Сумма;Остаток;Сумма оплаты", "Сумма"),
        ("Total;Amount Paid;Debit;Credit;Balance", None),  # of an account
        ("Total;Amount Paid;Withdrawal;Deposit;Balance", None),
        ("Valor;Valor pago;Débito;Crédito;Saldo", None),
        ("Сумма;Сумма оплаты;Дебет;Кредит;Остаток", None),
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
    for paid in (("yes", "no"), ("2025-01-05", "")):
        lines = (f"A,2025-01-03,2,10.00,{paid[0]}", f"B,2025-01-04,1,5.00,{paid[1]}")
        assert used_and_said(tmp_path, "customer,date,quantity,price,paid", *lines)[0] == 25
    lines = ("A,2025-01-03,2,10.00,Card,Yes", "B,2025-01-04,1,5.00,Cash,No")
    assert used_and_said(tmp_path, "Member,Date,Qty,Price,Payment,Paid", *lines)[0] == 25
    assert used_and_said(tmp_path, "Member,Date,Qty,Amount,Payment,Paid", *lines)[0] == 15
    with pytest.raises(InputError, match=r'no cell is an amount \("card"\)'):
        used_and_said(tmp_path, "customer,date,payment", "A,2025-01-03,card")


LINES = ("A,2025-01-03,2,10.00,20.00", "B,2025-01-04,3,5.00,0.00", "A,2025-02-04,1,8.00,8.00")


PRODUCT = '"Quantity" x "Price"'


@pytest.mark.parametrize("price", ["Price", "Unit Price"])
def test_what_was_not_paid_is_told_with_quantity_by_price(price: str, tmp_path: Path) -> None:
    """It may be bills, coupons or gifts: what was paid counts, 2 x 10 + 0 + 1 x 8 + 4 of 4 x 2.50."""
    headers, product = f"Quantity,{price},Amount Paid", f'"Quantity" x "{price}"'
    part = (*LINES, "B,2025-02-05,4,2.50,4.00")
    short = (
        f'"Amount Paid" is 0 on {{}} rows, 15.00 by {product} and less than {product} on 1 of {{}} rows, by 6.00 in all'
    )
    for ledger in stored(tmp_path, headers, part):
        assert (ledger.amount_used, ledger.warnings) == (32, ())
        note = f'{short.format("1 of 4", 4)}; --amount "Quantity * {price}" counts what was billed'
        assert note in "\n".join(ledger.assumed)
    for ledger in stored(tmp_path, headers, (*part, "A,2025-03-05,1,7.00,0")):
        assert ledger.amount_used == 32
        said = f"{short.format('2 of 5', 5).replace('15.00', '22.00')}: if they are bills not paid yet, they are worth"
        way = f'say --amount "Quantity * {price}", or --amount "Amount Paid" if what was paid is right'
        assert f"{said} what was billed; {way}" in "\n".join(ledger.warnings)
    named = used_and_said(tmp_path, f"Customer,Date,{headers}", *part, amount=f"Quantity * {price}")
    assert (named[0], "Amount Paid" in named[1] + named[2]) == (53, True)  # named as the other amount
    for ledger in stored(tmp_path, headers, (LINES[0], LINES[2], LINES[0].replace("A", "B"))):
        assert (ledger.amount_used, ledger.warnings) == (48, ())  # all is paid
        assert "counts what was billed" not in "\n".join(ledger.assumed)


ONE_EACH = "Customer,Order Date,Quantity,Unit Price,Amount Paid,Status"
CANCELLED = (
    "A,2024-01-05,2,10.00,20.00,Completed", "B,2024-01-09,1,8.00,8.00,Completed", "A,2024-02-05,3,5.00,0.00,Cancelled",
    "B,2024-03-05,1,8.00,8.00,Completed", "A,2024-03-09,2,8.00,14.40,Completed",
)  # fmt: skip


def test_only_rows_that_count_are_looked_at(tmp_path: Path) -> None:
    """A cancelled order of 0 is no bill, nor one of a customer or a day left out, nor one without a customer."""
    less = 'less than "Quantity" x "Unit Price" on 1 of 4 rows, by 1.60 in all'
    used, assumed, warnings = used_and_said(tmp_path, ONE_EACH, *CANCELLED)
    assert (used, less in assumed, "Amount Paid" in warnings) == (Decimal("50.40"), True, False)
    rows = tuple(row.replace("A,2024-02-05", "C,2023-02-05").replace("Cancelled", "Completed") for row in CANCELLED)
    for left in ({"exclude": ("C",)}, {"since": dt.date(2024, 1, 1)}):
        used, assumed, _ = used_and_said(tmp_path, ONE_EACH, *rows, **left)
        assert (used, less in assumed) == (Decimal("50.40"), True)
    used, assumed, _ = used_and_said(tmp_path, ONE_EACH, *(row.replace("C,2023", ",2024") for row in rows))
    assert (used, less in assumed) == (Decimal("50.40"), True)
    void = (*(f"{row.rpartition(',')[0]},{'yes' if row.startswith('C') else 'no'}" for row in rows),)
    used, assumed, _ = used_and_said(tmp_path, ONE_EACH.replace("Status", "Void"), *void)
    assert (used, less in assumed) == (Decimal("50.40"), True)


def test_coupons_are_no_bills(tmp_path: Path) -> None:
    """SAVE10 and FREE: 18 of 20 and nothing of 15 were paid."""
    rows = (
        "A,2024-01-05,2,10.00,20.00,", "B,2024-01-09,2,10.00,18.00,SAVE10", "A,2024-02-05,3,5.00,0.00,FREE",
        "B,2024-03-05,1,8.00,8.00,", "A,2024-03-09,1,6.00,6.00,",
    )  # fmt: skip
    used, assumed, warnings = used_and_said(tmp_path, "Customer,Date,Quantity,Unit Price,Amount Paid,Coupon", *rows)
    assert (used, warnings) == (52, "")
    assert '0 on 1 of 5 rows, 15.00 by "Quantity" x "Unit Price" and less' in assumed


def test_what_was_paid_keeps_its_currency_total_and_cost(tmp_path: Path) -> None:
    """As any amount does, also where a row is 0."""
    heads, rows = "Customer,Date,Quantity,Price,Amount Paid", tuple(f"{row} EUR" for row in LINES)
    used, assumed, _ = used_and_said(tmp_path, heads, *rows)
    assert (used, "amounts are in EUR" in assumed) == (28, True)
    with pytest.raises(InputError, match="EUR"):
        used_and_said(tmp_path, heads, *rows[:2], rows[2].replace("EUR", "USD"))
    used, _, warnings = used_and_said(tmp_path, heads, *LINES, "Total,,,,28.00")
    assert (used, "row 5" in warnings) == (28, True)
    lines = tuple(f"{row},4" for row in LINES)
    assert used_and_said(tmp_path, f"{heads},Cost", *lines, cost="Cost")[0] == 28


def test_no_column_is_called_another_amount_of_quantity_by_price(tmp_path: Path) -> None:
    """Where the user names the product, a column of refunds beside it says nothing of a tax."""
    heads = "Customer,Date,Quantity,Price,Amount Paid,Refund"
    rows = tuple(f"{row},0" for row in LINES)
    _, assumed, _ = used_and_said(tmp_path, heads, *rows, amount="Quantity * Price")
    assert '"Customer" says otherwise' not in assumed


def test_money_with_its_currency_written_out_is_no_words(tmp_path: Path) -> None:
    """What was paid in Euro, dollars or rupees counts; beside what was billed it is the other amount."""
    heads, paid = "Customer,Date,Quantity,Unit Price,Paid", ("18.00 {}", "12.50 {}", "8.00 {}")
    lines = ("A,2024-01-05,2,10.00,", "B,2024-01-09,3,5.00,", "A,2024-02-05,1,8.00,")
    for name, code in (("Euro", "EUR"), ("dollars", "$"), ("EUR", "EUR")):
        rows = [line + cell.format(name) for line, cell in zip(lines, paid, strict=True)]
        used, assumed, _ = used_and_said(tmp_path, heads, *rows)
        assert (used, f"amounts are in {code}" in assumed) == (Decimal("38.50"), True)
    rows = [f'{line}"1,250/-"' for line in lines]
    assert used_and_said(tmp_path, heads, *rows, decimal=".")[0] == 3750
    rows = ["A,2024-01-05,20.00,24.00 Euro", "B,2024-01-09,10.00,12.00 Euro"]
    with pytest.raises(InputError, match='"Net" and "Amount Paid" could each be the amount'):
        used_and_said(tmp_path, "Customer,Date,Net,Amount Paid", *rows)
    rows = [row.replace("0.00,", "0.00,1.00,") for row in rows]
    used, assumed, _ = used_and_said(tmp_path, "Customer,Date,Net,VAT,Amount Paid", *rows)
    assert (used, 'not "Amount Paid"' in assumed) == (30, True)


def test_quantity_by_price_as_it_is_written_elsewhere(tmp_path: Path) -> None:
    """Decimal commas, and a return; quantity x price where the user names it."""
    rows = ("A;03.01.2025;2;1.010,50;2.021,00", "B;04.01.2025;3;5,00;0,00", "A;04.02.2025;-1;8,00;-8,00")
    used, assumed, _ = used_and_said(tmp_path, "Cliente;Data;Quantidade;Preço;Valor pago", *rows, dayfirst=True)
    assert used == 2013
    assert '"Valor pago" is 0 on 1 of 3 rows, 15.00 by "Quantidade" x "Preço"; --amount "Quantidade * Preço"' in assumed
    amount = "Quantidade * Preço"
    assert used_and_said(
        tmp_path, "Cliente;Data;Quantidade;Preço;Valor pago", *rows, dayfirst=True, amount=amount
    )[0] == 2028  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "rows", "used", "noted", "warned"),
    [
        ("", ("2,10,10", "3,5,0", "1,8,8", "1,7,7"), 25, "", ""),  # the price of a line
        ("", ("2,10,24", "3,5,0", "1,8,9.60"), Decimal("33.6"), "", ""),  # with tax
        ("", ("2,10,24", "3,5,0", "1,8,0"), 24, "", f"0 on 2 of 3 rows, 23.00 by {PRODUCT}: if"),
        ("", ("2,10,20", "1,8,8", "2,5,9"), 37, f"less than {PRODUCT} on 1 of 3 rows, by 1.00 in all; --amount", ""),
        ("", ("2,10,20", "1,8,8", "3,0,0", "2,0,0"), 28, "", ""),  # gifts
        (",Balance due", ("2,10,20,0", "1,8,8,0", "2,5,9,1"), 37, "", f"less than {PRODUCT} on 1 of 3 rows, by 1.00"),
        (",Discount", ("2,10,20,0", "1,8,8,0", "2,5,0,10"), 28, "", ""),
        (",Refunded Amount", ("2,10,20,20", "1,8,8,8", "2,5,10,0"), 10, "", ""),
    ],
)
def test_what_is_said_of_quantity_by_price(
    heads: str, rows: tuple[str, ...], used: Decimal, noted: str, warned: str, tmp_path: Path
) -> None:
    """What was paid may be less for a discount, and more for tax or freight: it counts, and only sums are told."""
    lines = tuple(f"{'AB'[at % 2]},2025-01-0{at},{row}" for at, row in enumerate(rows, 1))
    for ledger in stored(tmp_path, f"Quantity,Price,Amount Paid{heads}", lines):
        assert ledger.amount_used == used
        for said, where in ((noted, ledger.assumed), (warned, ledger.warnings)):
            assert said in "\n".join(where)
            assert (PRODUCT in "\n".join(where)) == bool(said)
