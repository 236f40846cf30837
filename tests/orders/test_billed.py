"""What was billed is the amount, not what came in of it; alone, what came in is one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.orders.conftest import used_and_said
from xlclv.orders.columns import recognise
from xlclv.orders.reading import read
from xlclv.orders.source import Options
from xlclv.orders.tables.reading import read_table

ROWS = ("1,SI,A,2025-01-03,100.00,20.00,120.00", "2,SI,B,2025-01-04,50.00,10.00,0.00", "3,SI,A,2025-02-04,30,6,36")


@pytest.mark.parametrize(
    "heads",
    [
        "Net,Tax,Amount Paid", "Net,VAT,Paid", "Net,Tax,Payment", "Net Amount,Tax,Amount Paid", "Amount,VAT,Payment",
        "Net,Tax,Paid amount", "Net,Tax,Total Paid", "Net,Tax,Payments", "Net,Tax,Receipts", "Netto,MwSt,Bezahlt",
        "Total,Tax,Amount Paid", "Net total,VAT,Paid", "Total,Balance,Amount Paid", "HT,TVA,Payé",
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
        with pytest.raises(Exception, match='"Amount Paid" could each be the amount'):
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
    stored, base = tmp_path / "a.parquet", tmp_path / "a.duckdb"
    with duckdb.connect(str(base)) as connection:
        values = ", ".join("('{}', DATE '{}', {}::DECIMAL(9, 2))".format(*row.split(",")) for row in PAID)
        connection.execute(f'CREATE TABLE a AS SELECT * FROM (VALUES {values}) AS t("Customer", "Date", "Amount Paid")')
        connection.execute(f"COPY a TO '{stored}'")
    for ledger in (read(stored).ledger, read_table(f"duckdb://{base}", "a").ledger):
        assert ledger.amount_used == Decimal(156)
        assert SAID in "\n".join(ledger.warnings)
