"""The same sums by pandas, case by case: recipes that know nothing of the reader, to the cent.

The files of simulated exports are made here. A folder of more of them, such as exports of one's own shop, is named in
XLCLV_CASES, and a file of these names there is summed beside.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest

from tests.fuzz.exports import exports
from xlclv.orders.reading import Orders, read

FOLDER = os.environ.get("XLCLV_CASES", "")
Frame = pd.DataFrame


class Sums(NamedTuple):
    """Money, rows and customers that count."""

    money: Decimal
    rows: int
    customers: int


Recipe = Callable[[bytes], Sums]


def sums(used: Frame, customer: str, amount: Any) -> Sums:
    """Of the rows in use; `amount` names a column or is one of Decimals."""
    money = used[amount].map(number) if isinstance(amount, str) else amount
    return Sums(sum(money, Decimal(0)), len(used), used[customer].str.strip().nunique())


def number(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", "") or "0")


def european(text: str) -> Decimal:
    """1.234,56- as SAP writes it."""
    return Decimal(("-" if text.endswith("-") else "") + text.rstrip("- ").replace(".", "").replace(",", "."))


def table(content: bytes, **how: Any) -> Frame:
    how.setdefault("encoding", "utf-8")
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, **how)


def plain(customer: str, amount: str, **how: Any) -> Recipe:
    """Every row counts."""
    return lambda content: sums(table(content, **how), customer, amount)


def of(pick: Callable[[Frame], Frame], customer: str, amount: Any, **how: Any) -> Recipe:
    """Some rows count; `amount` may be worked out from them."""

    def recipe(content: bytes) -> Sums:
        used = pick(table(content, **how))
        return sums(used, customer, amount(used) if callable(amount) else amount)

    return recipe


def less(amount: str, back: str) -> Callable[[Frame], Any]:
    return lambda used: used[amount].map(number) - used[back].map(number)


def product(*columns: str, off: str = "", percent: bool = False) -> Callable[[Frame], Any]:
    """Quantity x price, less a share."""

    def worked(used: Frame) -> Any:
        money = used[columns[0]].map(number) * used[columns[1]].map(number)
        share = used[off].str.rstrip("%").map(number) / (100 if percent else 1) if off else None
        return money if share is None else money * (1 - share)

    return worked


def under_names(customer: str, day: str, skip: int, amount: str = "Amount") -> Recipe:
    """A report: the customer on a line of its own, orders below it, then a total."""

    def recipe(content: bytes) -> Sums:
        frame = table(content, skiprows=skip, skip_blank_lines=True).rename(columns={"Unnamed: 0": customer})
        frame[customer] = frame[customer].where(frame[customer] != "").ffill()
        return sums(frame[frame[day] != ""], customer, amount)

    return recipe


def wide(content: bytes) -> Sums:
    frame = table(content).melt(id_vars="Customer")
    return sums(frame[frame["value"] != ""], "Customer", "value")


def sale(column: str, *words: str) -> Callable[[Frame], Frame]:
    return lambda frame: frame[frame[column].isin(words)]


def firsts(order: str) -> Callable[[Frame], Frame]:
    return lambda frame: frame.drop_duplicates(order)


SOLD = ("completed", "processing")
OWN: dict[str, Recipe] = {
    "status.csv": of(sale("status", *SOLD), "customer", "total"),
    "discount.csv": of(lambda f: f, "customer", product("quantity", "unit price", off="discount", percent=True)),
    "refund.csv": of(lambda f: f, "customer", less("amount", "amount refunded")),
    "lines.csv": of(firsts("order id"), "customer", "order total"),
    "first-line.csv": of(lambda f: f[f.Total != ""], "Email", "Total"),
    "guests.csv": of(lambda f: f[f.customer != "guest"], "customer", "amount"),
    "d-mmm-yy.csv": plain("customer", "amount"),
    "taxed.csv": of(lambda f: f, "client", lambda f: f["Montant HT"].map(european), sep=";"),
    "cancelled.csv": of(lambda f: f[f["Cancelled at"] == ""], "Customer", "Total"),
    "list.txt": lambda content: printed(content, 0, 2),
    "outline.csv": lambda content: outline(content),
    "report.csv": under_names("who", "Date", 2),
    "wide.csv": wide,
    "cp1252.csv": plain("Kundennr", "Betrag", sep=";", encoding="cp1252"),
    "shift_jis.csv": plain("顧客名", "金額", sep=";", encoding="shift_jis"),
}  # fmt: skip


def printed(content: bytes, customer: int, amount: int, encoding: str = "utf-8", mark: str = "|") -> Sums:
    """A printed list: cells between marks, of rows whose first cell is no word of the header, a rule or a star."""
    cells = [[cell.strip() for cell in line.split(mark)[1:]] for line in content.decode(encoding).splitlines()]
    rows = [row for row in cells if len(row) > amount and row[customer][-1:].isdecimal()]
    frame = pd.DataFrame({"who": [row[customer] for row in rows], "money": [row[amount] for row in rows]})
    return sums(frame, "who", frame["money"].map(european))


def outline(content: bytes) -> Sums:
    """A pivot in outline: its customers are those lines that have no month, and their money is their rows'."""
    frame = table(content)
    named = frame[(frame.Customer != "") & (frame.Customer != "Grand Total")]
    return sums(frame[frame.Month != ""].assign(Customer="x"), "Customer", "Sum of amount")._replace(
        customers=named.Customer.nunique()
    )


def held_to(orders: Orders, wanted: Sums) -> None:
    """What was used is what pandas finds, and what was read is what was used and what was left out."""
    ledger = orders.ledger
    assert ledger.amount_read == ledger.amount_used + sum(e.amount for e in ledger.excluded)
    assert ledger.rows_read == ledger.rows_used + sum(e.rows for e in ledger.excluded)
    used = orders.table.aggregate(rows=orders.table.count(), customers=orders.table.customer.nunique()).to_pyarrow()
    found = Sums(ledger.amount_used, ledger.rows_used, used.to_pylist()[0]["customers"])
    assert found == wanted


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return exports()


@pytest.mark.parametrize("name", OWN)
def test_a_made_export_sums_as_pandas_does(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    """Money to the cent, rows and customers."""
    (tmp_path / name).write_bytes(files[name])
    held_to(read(tmp_path / name), OWN[name](files[name]))


def book(content: bytes, sheet: str, **how: Any) -> Frame:
    """A sheet of a workbook, as text."""
    return pd.read_excel(io.BytesIO(content), sheet_name=sheet, **how, engine="openpyxl")


def exact(used: Frame, customer: str, amount: str) -> Sums:
    """Of cells that are numbers: what is shown of them to the cent."""
    return sums(used, customer, used[amount].map(lambda cell: Decimal(str(round(float(cell), 2)))))


def pivot_wide(content: bytes) -> Sums:
    frame = book(content, "Pivot", skiprows=1)
    long = frame[frame["Row Labels"] != "Grand Total"].drop(columns="Grand Total").melt(id_vars="Row Labels")
    return exact(long[long.value.notna()], "Row Labels", "value")


def pivot_outline(content: bytes) -> Sums:
    frame = book(content, "Pivot")
    frame["Customer"] = frame["Customer"].ffill()
    return exact(frame[frame["Order Date"].notna()], "Customer", "Sum of Amount")


def sales_order_list(content: bytes) -> Sums:
    rows = [line.split("\t") for line in content.decode("cp1252").splitlines()]
    used = [row for row in rows if len(row) > 9 and row[1].isdecimal()]
    frame = pd.DataFrame({"who": [row[1] for row in used]})
    return sums(frame, "who", pd.Series([european(row[9]) for row in used]))


def open_items(content: bytes) -> Sums:
    """A list of a debtor's items: payments are no sales."""
    lines = [line for line in content.decode("cp1252").splitlines() if "|DZ" not in line]
    return printed("\n".join(lines).encode(), 0, 5)


def paid(frame: Frame) -> Frame:
    """Of orders on several lines the first, where the order was paid and stands."""
    first = frame[frame["Total"] != ""]
    return first[first["Financial Status"].isin(["paid", "partially_refunded"]) & (first["Cancelled at"] == "")]


def filled(content: bytes) -> Sums:
    frame = table(content)
    return sums(frame.assign(customer=frame.customer.where(frame.customer != "").ffill()), "customer", "amount")


def merged(content: bytes) -> Sums:
    frame = book(content, "Sheet")
    return exact(frame.assign(Customer=frame.Customer.ffill()), "Customer", "Amount")


def both_years(content: bytes) -> Sums:
    return exact(pd.concat([book(content, f"Orders {year}") for year in (2024, 2025)]), "Customer", "Amount")


ID = ("customer_id", "amount")
FILLED, YEARS = {"fill_down": True}, {"sheet": ["Orders 2024", "Orders 2025"]}
# Of other files: what has to be said of each, and its recipe.
CASES: dict[str, tuple[dict[str, Any], Recipe]] = {
    "accents.csv": ({}, plain("Customer", "Amount")),
    "b2b40_not_converged.csv": ({}, plain("Account", "Order Value")),
    "b2b55_no_mean.csv": ({}, plain("Account", "Amount")),
    "b2b_40.csv": ({}, plain("Customer ID", "Amount")),
    "b2b_40_times_900.csv": ({}, plain("Customer ID", "Amount")),
    "check_few_repeaters.csv": ({}, plain(*ID)),
    "check_zero_amounts.csv": ({}, plain(*ID)),
    "d_mmm_yy.csv": ({}, plain("Customer", "Sales")),
    "discount_lines.csv": ({}, of(lambda f: f, "CustomerID", product("UnitPrice", "Quantity", off="Discount"))),
    "fill_down_last_group.csv": (FILLED, filled),
    "fixed_price_29_90.csv": ({}, plain(*ID)),
    "fixed_price_29_90_monthly.csv": ({}, plain(*ID)),
    "fixed_price_49.csv": ({}, plain(*ID)),
    "grouped_report.csv": ({}, under_names("who", "Date", 4)),
    "guest_id_0.csv": ({}, of(lambda f: f[f.customer_id != "0"], "customer_id", "order_total")),
    "heavy_tailed_spend.csv": ({}, plain(*ID)),
    "huge_300.csv": ({}, plain("Customer ID", "Amount")),
    "merged_cells.xlsx": (FILLED, merged),
    "null_text_ids.csv": ({}, of(lambda f: f[f.customer_id != "NULL"], "customer_id", "order_total")),
    "onetime_300.csv": ({}, plain("Customer ID", "Amount")),
    "order_total_on_lines.csv": ({}, of(firsts("order_id"), "customer_id", "order_total")),
    "pivot_outline.xlsx": ({}, pivot_outline),
    "pivot_wide.xlsx": ({}, pivot_wide),
    "plain_holdout22.csv.gz": ({}, plain("Customer ID", "Amount", compression="gzip")),
    "quickbooks_outline.csv.gz": ({}, lambda content: under_names("who", "Date", 4)(gzip.decompress(content))),
    "refund_first.csv": ({}, plain("Customer ID", "Amount")),
    "sap_fbl5n.txt.gz": ({}, lambda content: open_items(gzip.decompress(content))),
    "sap_va05.txt.gz": ({}, lambda content: sales_order_list(gzip.decompress(content))),
    "shift_jis.csv": ({}, plain("顧客ID", "金額", encoding="shift_jis")),
    "shopify_mini.csv": ({}, of(lambda f: f[f.Total != ""], "Email", "Total")),
    "shopify_orders.csv": ({}, of(paid, "Email", less("Total", "Refunded Amount"))),
    "status_orders.csv": ({}, of(sale("status", *SOLD), "customer_id", less("order_total", "refunded_total"))),
    "status_payments.csv": ({}, of(sale("Status", "Paid"), "Customer ID", less("Amount", "Amount Refunded"))),
    "subscription_invoices.csv.gz": ({}, of(sale("Status", "Paid"), "Customer Id", "Total", compression="gzip")),
    "tiny_8.csv": ({}, plain("Customer ID", "Amount")),
    "tracking_collapse.csv": ({}, plain(*ID)),
    "two_years.xlsx": (YEARS, both_years),
    "unit_cost_beside_price.csv": ({}, of(lambda f: f, "CustomerID", product("Order Quantity", "Unit Price"))),
    "visits_without_amount.csv": (
        {"amount": "none"}, of(lambda f: f, "customer_id", lambda f: f.customer_id.map(lambda _: Decimal(1))),
    ),
    "year_month.csv": ({}, plain("account", "amount")),
}  # fmt: skip


@pytest.mark.skipif(not FOLDER, reason="XLCLV_CASES names no folder of exports")
@pytest.mark.parametrize("name", CASES)
def test_an_export_from_elsewhere_sums_as_pandas_does(name: str) -> None:
    """The same of files that are not ours to carry."""
    options, recipe = CASES[name]
    path = Path(FOLDER) / name
    if not path.exists():
        pytest.skip(f"the folder that XLCLV_CASES names has no {name}")
    held_to(read(path, **options), recipe(path.read_bytes()))
