"""Of several amounts the one without tax, in the words of many countries; and the other is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.orders.conftest import used_and_said
from tests.orders.test_rulebook import csv, duck, parquet, sqlite
from xlclv.orders.columns import recognise
from xlclv.orders.contract_columns import of_contracts
from xlclv.orders.reading import Orders, read
from xlclv.orders.source import Options

Make = Callable[..., Orders]
# Amount without tax, tax and amount with it; then which is the former and which the other.
SETS = (
    "Total HT;TVA;Total TTC", "Montant HT;TVA;Montant TTC", "HT;TVA;TTC", "total_ht;tva;total_ttc",
    "Bedrag excl. btw;Btw;Bedrag incl. btw", "Totaal excl. btw;Btw;Totaal incl. btw",
    "Untaxed Amount;Tax;Total", "Untaxed Amount;Taxes;Total", "Base imponible;IVA;Total",
    "Importe sin IVA;IVA;Importe con IVA",
    "Base imponible;Impuestos;Total", "Imponibile;IVA;Totale documento", "Totale IVA esclusa;IVA;Totale IVA inclusa",
    "Imponibile;Imposte;Totale",
    "Valor sem IVA;IVA;Valor com IVA", "Kwota netto;VAT;Kwota brutto", "Netto;VAT;Brutto", "Netto;MwSt;Brutto",
    "Netto;MwSt 19%;Gesamtbetrag", "Betrag exkl. MwSt.;MwSt.;Betrag inkl. MwSt.", "Betrag ohne USt;USt;Betrag mit USt",
    "Net;VAT;Total", "Net Amount;Tax;Total Amount", "Total ex GST;GST;Total inc GST",
    "Total excl. GST;GST;Total incl. GST",
    "Subtotal excl. tax;Tax;Total incl. tax", "TotalExclTax;Tax;TotalInclTax", "amount_excl_vat;vat;amount_incl_vat",
    "Amount;VAT;Amount Including VAT", "Belopp exkl. moms;Moms;Belopp inkl. moms", "Summa ex moms;Moms;Summa ink moms",
    "Beløb ekskl. moms;Moms;Beløb inkl. moms", "Beløp eks. mva;Mva;Beløp inkl. mva", "Celkem bez DPH;DPH;Celkem s DPH",
    "Сумма без НДС;НДС;Сумма с НДС", "KDV hariç tutar;KDV;KDV dahil tutar", "税抜金額;消費税;税込金額",
    "Tax Excluded;Tax;Total", "Excl. VAT;VAT;Total", "Exkl. moms;Moms;Totalt", "IVA excl.;IVA;Total",
    "ohne MwSt;MwSt;Gesamt",
)  # fmt: skip


@pytest.mark.parametrize("heads", SETS)
def test_the_amount_without_tax_is_taken(heads: str, tmp_path: Path) -> None:
    """In whatever order they stand: 300 without tax, not 363, and the data check names the one with it."""
    net, tax, gross = heads.split(";")
    path = tmp_path / "a.csv"
    rows = "A;2025-01-13;121,00;21,00;100,00\nB;2025-02-14;242,00;42,00;200,00\n"
    path.write_text(f"customer;date;{gross};{tax};{net}\n{rows}", encoding="utf-8")
    ledger = read(path).ledger
    assert ledger.amount_used == Decimal(300)
    assert any(f'not "{gross}"' in note for note in ledger.assumed)


@pytest.mark.parametrize(
    ("heads", "taken"),
    [
        ("Subtotal;Tax;Total", ["Total"]),
        ("Subtotal excl. tax;Total excl. tax;Total incl. tax", ["Total excl. tax"]),
        ("Total;Tax included", ["Total"]),
        ("Total;Total Tax", ["Total"]),
        ("Total;Ht", ["Total"]),
        ("Amount;HT", ["Amount"]),  # a height
        ("Amount;H.T.", ["Amount"]),
        ("HT;TVA", ["HT"]),
        ("Total;Tax Excluded", ["Total"]),  # no column of tax shows that it is money
        ("Total;Tax;Less tax", ["Total"]),
        ("Total;Tax;Total excl. tax;Excl. tax", ["Total excl. tax"]),
        ("H.T.;T.T.C.", ["H.T."]),
        ("Total;Tax;Net (kg)", ["Total"]),  # a weight
        ("Total;Tax;Net [min]", ["Total"]),
        ("Total;Tax;Net (EUR)", ["Net (EUR)"]),
        ("Total;Tax;Net (excl. VAT)", ["Net (excl. VAT)"]),
        ("Gross;Tax;Net (kg)", None),
        ("Amount;Amount includes tax", ["Amount"]),  # a question
        ("Quantity;Price;price_includes_tax", ["Quantity", "Price"]),
        ("EUR;Gesamt", ["EUR"]),
        ("Netto;Summe", ["Netto"]),
        ("Netto;Totale", ["Netto"]),
        ("Money;Sum", ["Money"]),
        ("Gesamt", ["Gesamt"]),
        ("Quantity;Unit price incl. tax;Unit price excl. tax", ["Quantity", "Unit price excl. tax"]),
        ("Quantity;Prix unitaire HT", ["Quantity", "Prix unitaire HT"]),
        ("Gross;Fee;Net", None),
        ("Net;Gross", None),
    ],
)
def test_what_is_no_amount_without_tax(heads: str, taken: list[str] | None) -> None:
    """A subtotal may lack freight, a mark of tax is no amount, and net beside a fee is less it."""
    headers = ["customer", "date", *heads.split(";")]
    if taken is None:
        with pytest.raises(Exception, match="could each be the amount"):
            recognise(headers, Options())
    else:
        found = recognise(headers, Options())
        assert [headers[at] for at in (found.amount, found.quantity, found.price) if at is not None] == taken


def test_fees_of_contracts_without_tax() -> None:
    """Of a fee with tax and one without, the one without."""
    assert of_contracts(["customer", "start", "end", "Fee incl. VAT", "Fee excl. VAT"], Options()).amount == 4


@pytest.mark.parametrize(
    ("other", "cells"),
    [("Tax,Net (kg)", ("1,1.5", "1,2.5")), ("HT", ("170", "180")), ("Amount includes tax", ("yes", "no"))],
)
def test_what_is_no_money_is_neither_taken_nor_named(other: str, cells: tuple[str, str], tmp_path: Path) -> None:
    """A weight, a height and a question of yes and no leave the amount as it is, without a word of them."""
    rows = (f"A,2025-01-13,100,{cells[0]}", f"B,2025-01-14,200,{cells[1]}")
    used, assumed, _ = used_and_said(tmp_path, f"Customer,Date,Amount,{other}", *rows)
    assert used == 300
    assert assumed.endswith('amount is "Amount"')


REFUNDS = ("A,2025-01-13,100,121,0", "B,2025-01-14,200,242,60.50")


def test_refunds_with_tax_are_taken_off_amounts_with_tax(tmp_path: Path) -> None:
    """Of amounts of both kinds those of the refunds' kind; the user may say otherwise, and is told what that means."""
    head = "Customer,Date,Total excl. tax,Total incl. tax,Refund incl. tax"
    used, assumed, warnings = used_and_said(tmp_path, head, *REFUNDS)
    assert used == Decimal("302.50")
    assert '"Total incl. tax" (with tax, as "Refund incl. tax" is; --amount "Total excl. tax" says' in assumed
    assert warnings == ""
    used, _, warnings = used_and_said(tmp_path, head, *REFUNDS, amount="Total excl. tax")
    assert used == Decimal("239.50")
    assert '"Refund incl. tax" is with tax but "Total excl. tax", which it is taken off, without: their tax' in warnings


@pytest.mark.parametrize("first", ["ex", "inc"])
def test_bigcommerce_totals_are_with_tax(first: str, tmp_path: Path) -> None:
    """Whichever stands first; of those without tax a warning says that the refunds may be with it."""
    kinds = [first, "inc" if first == "ex" else "ex"]
    money = {"ex": ("100.00", "200.00"), "inc": ("121.00", "242.00")}
    head = ["Subtotal ({} tax)", "Order Total ({} tax)"]
    columns = ",".join(name.format(kind) for name in head for kind in kinds)
    cells = [",".join(["90.00"] * 2 + [money[kind][row] for kind in kinds]) for row in (0, 1)]
    rows = [f"10{row},a{row}@x.de,2025-01-1{row},Completed,{cells[row]},{(0, 60.5)[row]}" for row in (0, 1)]
    header = f"Order ID,Customer Email,Order Date,Order Status,{columns},Refund Amount"
    used, assumed, warnings = used_and_said(tmp_path, header, *rows)
    assert used == Decimal("302.50")
    assert 'amount is "Order Total (inc tax)"' in assumed
    assert warnings == ""
    used, _, warnings = used_and_said(tmp_path, header, *rows, amount="Order Total (ex tax)")
    assert used == Decimal("239.50")
    assert 'column "Refund Amount" does not say whether it is with tax, and "Order Total (ex tax)"' in warnings
    assert '--amount "Order Total (inc tax)" takes the amounts with tax too' in warnings


@pytest.mark.parametrize(
    ("refund", "told"),
    [("Refunded amount", 'column "Refunded amount" does not say whether it is with tax'), ("Refund excl. VAT", "")],
)
def test_refunds_beside_amounts_without_tax(refund: str, told: str, tmp_path: Path) -> None:
    """They are taken off; where nothing says that they are without tax too, a warning names the amounts with it."""
    used, _, warnings = used_and_said(tmp_path, f"Customer,Date,Amount excl. VAT,Amount incl. VAT,{refund}", *REFUNDS)
    assert used == Decimal("239.50")
    assert told in warnings
    assert ('--amount "Amount incl. VAT" takes the amounts with tax too' in warnings) == bool(told)
    rows = [row.replace("60.50", "0") for row in REFUNDS]
    assert used_and_said(tmp_path, f"Customer,Date,Amount excl. VAT,Amount incl. VAT,{refund}", *rows)[2] == ""


@pytest.mark.parametrize("make", [csv, parquet, duck, sqlite])
@pytest.mark.parametrize(
    ("cells", "money"), [([10.5, 20.5], 31), ([1, 0], 36), (["yes", "no"], 36), ([True, False], 36), ([1.0, 1.0], 36)]
)
def test_a_mark_of_no_tax_is_no_amount(make: Make, cells: list[Any], money: int, tmp_path: Path) -> None:
    """What is headed so alone is the amount where its cells are money, in every kind of file."""
    days = [dt.date(2025, 1, 5), dt.date(2025, 1, 6)]
    columns = {"Customer": ["A", "B"], "Date": days, "tax_excluded": cells, "Tax": [1.5, 3.5], "Total": [12, 24]}
    assert make(tmp_path, pa.table(columns)).ledger.amount_used == money
