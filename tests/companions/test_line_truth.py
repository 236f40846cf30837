"""Margins by line where refunds, signs, currencies or percentages stand beside them; worked by hand, on every path."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.companions.shops import orders_file, run, shop, told, write
from xlclv.errors import InputError
from xlclv.orders.ledger import Ledger
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

Rows = Sequence[Sequence[Any]]


def of_text(folder: Path, header: Sequence[str], rows: Rows, **said: str) -> Ledger:
    return read(write(folder / "a.csv", header, rows), **said).ledger


def typed(folder: Path, header: Sequence[str], rows: Rows) -> str:
    """A DuckDB table `lines` of the rows, and a Parquet file beside it, with the types that a CSV reader finds."""
    import duckdb

    path, base = write(folder / "t.csv", header, rows), folder / f"{len(list(folder.iterdir()))}.duckdb"
    with duckdb.connect(str(base)) as made:
        made.execute(f"CREATE TABLE lines AS SELECT * FROM read_csv('{path}', header=true)")
        made.execute(f"COPY lines TO '{folder / 't.parquet'}' (FORMAT parquet)")
    return f"duckdb://{base}"


def of_parquet(folder: Path, header: Sequence[str], rows: Rows, **said: str) -> Ledger:
    typed(folder, header, rows)
    return read(folder / "t.parquet", **said).ledger


def of_database(folder: Path, header: Sequence[str], rows: Rows, **said: str) -> Ledger:
    return read_table(typed(folder, header, rows), "lines", **said).ledger


def of_frame(folder: Path, header: Sequence[str], rows: Rows, **said: str) -> Ledger:
    import pandas as pd

    import xlclv

    path = write(folder / "f.csv", header, rows)
    return xlclv.read_orders(pd.read_csv(path), **said).ledger


every_path = pytest.mark.parametrize("ledger_of", [of_text, of_parquet, of_database, of_frame])
BACK = ["Order ID", "Customer", "Date", "Total", "Cost", "Refunded Amount"]
REFUNDED = [
    ["1", "Ann", "2024-01-03", 100, 40, 0],
    ["2", "Bob", "2024-01-14", 50, 25, 20],
    ["3", "Cid", "2024-02-14", 90, 30, 0],
    ["4", "Ann", "2024-03-14", 60, 30, 60],
    ["5", "Dan", "2024-03-15", 60, 30, 0],
]
STATUS = ["paid", "partially_refunded", "paid", "refunded", "paid"]
AS_ROWS = [*([*row[:5]] for row in REFUNDED), ["2", "Bob", "2024-01-20", -20, 10], ["4", "Ann", "2024-03-20", -60, 30]]


@every_path
def test_a_refund_carries_its_share_of_the_cost_back(ledger_of: Callable[..., Ledger], tmp_path: Path) -> None:
    """60 + 15 + 60 + 0 + 30, with the refunds in a column, with a status beside it, and as rows with a minus."""
    ledgers = [
        ledger_of(tmp_path, BACK, REFUNDED, cost="Cost"),
        ledger_of(tmp_path, [*BACK, "Financial Status"],
                  [[*row, said] for row, said in zip(REFUNDED, STATUS, strict=True)], cost="Cost"),
        ledger_of(tmp_path, BACK[:5], AS_ROWS, cost="Cost"),
    ]  # fmt: skip
    for ledger in ledgers:
        assert (ledger.value_used, ledger.amount_used, ledger.reconciles) == (165, 280, True)
        assert "money taken back carries its cost back" in "\n".join(ledger.assumed)
        assert not any("paid back than" in warning for warning in ledger.warnings)


def test_a_refund_takes_its_share_of_a_margin(tmp_path: Path) -> None:
    """All of 100 back: 0, not -30; 20 of 50: 25 x 30 / 50; a third of 20 to the cent, in a file of whole units."""
    header = [*BACK[:4], "Profit", BACK[5]]
    rows = [["1", "Ann", "2024-01-03", 100, 70, 100], ["2", "Bob", "2024-01-14", 50, 25, 20]]
    assert of_text(tmp_path, header, rows, margin_column="Profit").value_used == 15
    third = [["1", "Ann", "2024-01-03", 60, 40, 20], ["2", "Bob", "2024-01-14", 50, 25, 0]]
    ledger = of_text(tmp_path, BACK, third, cost="Cost")
    assert (ledger.value_used, ledger.amount_used, ledger.reconciles) == (Decimal("38.33"), 90, True)


def test_a_refund_that_is_no_share_of_its_line_is_told(tmp_path: Path) -> None:
    """80 of 60: the cost once, and -20; 10 of 0: no goods came back that are known, so -25 and -10."""
    rows = [["1", "Ann", "2024-01-03", 60, 40, 80], ["2", "Bob", "2024-01-14", 0, 25, 10], REFUNDED[2]]
    ledger = of_text(tmp_path, BACK, rows, cost="Cost")
    assert ledger.value_used == -20 - 35 + 60
    assert 'a.csv, row 2 (also row 3): more was paid back than the line\'s amount in column "Refunded Amount"' in (
        "\n".join(ledger.warnings)
    )


def test_what_a_system_says_is_left_after_refunds_leaves_its_share(tmp_path: Path) -> None:
    """Etsy's adjusted total: 30 of 50 with a cost of 25 is 15, all of 100 back is 0, a blank is the whole order."""
    header = ["Sale Date", "Order ID", "Buyer User ID", "Order Total", "Adjusted Order Total", "Cost"]
    rows = [["01/14/24", "1", "Bob", "50.00", "30.00", "25.00"], ["01/15/24", "2", "Ann", "100.00", "0.00", "40.00"],
            ["01/16/24", "3", "Cid", "60.00", "", "30.00"]]  # fmt: skip
    ledger = of_text(tmp_path, header, rows, cost="Cost")
    assert (ledger.value_used, ledger.amount_used) == (45, 90)
    assert of_text(tmp_path, header, rows, margin_column="Cost").value_used == 15 + 0 + 30


SALES = ["Customer", "Date", "Amount", "COGS"]
LEDGER = [["A", "2024-01-03", 100, -40], ["B", "2024-01-04", 80, -30]]


@every_path
def test_costs_with_a_minus_before_all_are_costs(ledger_of: Callable[..., Ledger], tmp_path: Path) -> None:
    """60 + 50, not 250 of sales of 180; what goes back carries its cost back whatever its sign."""
    ledger = ledger_of(tmp_path, SALES, LEDGER, cost="COGS")
    assert ledger.value_used == 110
    assert 'column "COGS" is written with a minus beside every sale' in "\n".join(ledger.assumed)
    credit = [["B", "2024-01-05", -20, 10], ["B", "2024-01-06", -10, -5]]
    assert ledger_of(tmp_path, SALES, [*LEDGER, *credit], cost="COGS").value_used == 110 - 10 - 5


def test_credit_notes_without_a_minus_carry_their_cost_back(tmp_path: Path) -> None:
    """60 - 12, whether the note's cost has a minus or none."""
    header = ["Customer", "Date", "Type", "Amount", "Cost"]
    for cost in (8, -8):
        rows = [["A", "2024-01-03", "Invoice", 100, 40], ["A", "2024-01-05", "Credit note", 20, cost]]
        assert of_text(tmp_path, header, rows, cost="Cost", status_column="Type").value_used == 48


def test_costs_of_both_signs_are_refused_or_told(tmp_path: Path) -> None:
    """Below 0 in all they would add to the sales; else those with a minus are credits, as in what is spent."""
    mixed = [LEDGER[0], ["B", "2024-01-04", 80, 30]]
    with pytest.raises(InputError, match='row 2, column "COGS": 1 cost of sales with a minus and 1 without'):
        of_text(tmp_path, SALES, mixed, cost="COGS")
    ledger = of_text(tmp_path, SALES, [["A", "2024-01-03", 100, -4], mixed[1]], cost="COGS")
    assert ledger.value_used == 104 + 50
    assert "has 1 cost below 0 beside sales (-4 in all, first row 2), taken off the costs" in "\n".join(ledger.warnings)


@pytest.mark.parametrize("ledger_of", [of_text, of_parquet, of_database])
@pytest.mark.parametrize(
    ("header", "cells", "said", "says"),
    [
        (["Amount (EUR)", "Line cost (USD)"], [100, 40], {"cost": "Line cost (USD)"}, "in USD .* amounts in EUR"),
        (["Amount", "Cost"], ["€100", "$40"], {"cost": "Cost"}, r"in \$ .* amounts in €"),
        (["Amount (EUR)", "Profit USD"], [100, 40], {"margin_column": "Profit USD"}, 'column "Profit USD": .* in USD'),
        (["Amount", "Currency", "Profit USD"], [100, "EUR", 40], {"margin_column": "Profit USD"}, "amounts in EUR"),
        (["Amount", "Currency", "Cost", "Cost Currency"], [100, "EUR", 40, "USD"], {"cost": "Cost"},
         'column "Cost Currency": .* in USD .* amounts in EUR'),
        (["Betrag", "Währung", "Kosten", "Währung der Kosten"], [100, "EUR", 40, "USD"], {"cost": "Kosten"},
         'column "Währung der Kosten"'),
        (["Montant", "Devise", "Coût", "Devise du coût"], [100, "EUR", 40, "USD"], {"cost": "Coût"},
         'column "Devise du coût"'),
    ],
)  # fmt: skip
def test_costs_in_another_currency_are_refused(
    ledger_of: Callable[..., Ledger], header: list[str], cells: list[Any], said: dict[str, str], says: str,
    tmp_path: Path,
) -> None:  # fmt: skip
    """In the header, in cells, in a column beside; nothing is subtracted."""
    rows = [["A", "2024-01-03", *cells], ["B", "2024-01-04", *cells]]
    with pytest.raises(InputError, match=says):
        ledger_of(tmp_path, ["Customer", "Date", *header], rows, **said)


def test_costs_whose_currency_the_amounts_do_not_name_are_told(tmp_path: Path) -> None:
    """The same currency, or none beside it: read; a second one among the costs, or in another file: refused."""
    header = ["Customer", "Date", "Amount", "Profit USD"]
    ledger = of_text(tmp_path, header, [["A", "2024-01-03", 100, 40]], margin_column="Profit USD")
    assert ledger.value_used == 40
    assert 'column "Profit USD" is in USD, and the amounts name no currency: taken as USD too' in ledger.warnings[0]
    header = ["Customer", "Date", "Amount", "Currency", "Cost", "Cost Currency"]
    ledger = of_text(tmp_path, header, [["A", "2024-01-03", "€100", "EUR", "€40", "EUR"]], cost="Cost")
    assert (ledger.value_used, ledger.warnings) == (60, ())
    header = ["Customer", "Date", "Amount", "Cost", "Cost Currency"]
    rows = [["A", "2024-01-03", 100, 40, "EUR"], ["A", "2024-01-04", 100, 40, "USD"]]
    with pytest.raises(InputError, match="in EUR and in USD cannot be added"):
        of_text(tmp_path, header, rows, cost="Cost")
    first = write(tmp_path / "1.csv", header[:4], [["A", "2024-01-03", "€100", "€40"]])
    second = write(tmp_path / "2.csv", header[:4], [["A", "2024-01-05", "100", "$40"]])
    with pytest.raises(InputError, match=r"2.csv and 1.csv: costs or margins in \$ cannot be set against money in €"):
        read([first, second], cost="Cost")


def test_number_formats_of_costs_count_too(tmp_path: Path) -> None:
    """A workbook whose amounts show euros and whose costs show pounds."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Customer", "Date", "Amount", "Cost"])
    for number in range(3):
        sheet.append([f"C{number}", dt.date(2024, 1, 3 + number), 100.0, 40.0])
        sheet.cell(number + 2, 3).number_format = "[$€-407] #,##0.00"
        sheet.cell(number + 2, 4).number_format = "[$£-809]#,##0.00"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="cannot be added"):
        read(tmp_path / "a.xlsx", cost="Cost")
    assert read(tmp_path / "a.xlsx").ledger.amount_used == 300


@pytest.mark.parametrize(
    ("ledger_of", "header", "cells"),
    [
        *((of, header, cells) for of in (of_text, of_parquet, of_database, of_frame) for header, cells in
          (("Margin %", (40, 20, 10)), ("Margin", ("40%", "20 %", "10%")), ("Margin Rate", (0.4, 0.2, 0.1)))),
        (of_text, "Margin %", (0.4, 0.2, 0.1)), (of_text, "Margin %", ("40%", "20%", "10%")),
        (of_text, "Marge in Prozent", (40, 20, 10)), (of_text, "Pourcentage de marge", (40, 20, 10)),
        (of_text, "Porcentaje de margen", (40, 20, 10)), (of_text, "margin_pct", (40, 20, 10)),
    ],
)  # fmt: skip
def test_a_percentage_is_a_share_of_the_amount(
    ledger_of: Callable[..., Ledger], header: str, cells: tuple[Any, ...], tmp_path: Path
) -> None:
    """40 of 100, 10 of 50, 20 of 200; as costs of the same shares the rest is left."""
    rows = [["A", f"2024-01-0{n + 3}", amount, cells[n]] for n, amount in enumerate((100, 50, 200))]
    ledger = ledger_of(tmp_path, ["Customer", "Date", "Amount", header], rows, margin_column=header)
    assert ledger.value_used == 70
    assert f'its amount x "{header}"' in "\n".join(ledger.assumed)
    assert ledger_of(tmp_path, ["Customer", "Date", "Amount", header], rows, cost=header).value_used == 280


def test_a_share_is_not_multiplied_by_the_quantity(tmp_path: Path) -> None:
    """40% of 2 x 50, and of -1 x 50; half of it paid back leaves half."""
    header = ["Customer", "Date", "Quantity", "Price", "Cost %"]
    rows = [["A", "2024-01-03", 2, 50, 60], ["A", "2024-01-04", -1, 50, 60]]
    assert of_text(tmp_path, header, rows, cost="Cost %").value_used == 20
    with pytest.raises(InputError, match="which no number of pieces multiplies; name it alone"):
        of_text(tmp_path, header, rows, cost="Quantity * Cost %")
    header = ["Customer", "Date", "Amount", "Cost %", "Refunded Amount"]
    assert of_text(tmp_path, header, [["A", "2024-01-03", 100, -60, 50]], cost="Cost %").value_used == 20


@pytest.mark.parametrize(
    ("header", "cells", "says"),
    [
        ("Margin Rate", (40, 20, 10), 'row 2, column "Margin Rate": is a rate by its name, but 3 of its cells are'),
        ("Margin %", (0.4, 0.2, 1.2), "row 4.* 1 of its cells is above 1 and 2 not: shares .* cannot be told"),
        ("Margin %", (40, 120, 10), "row 3.* 1 margin is more than 100% of the amount"),
        ("Margin", ("40%", 20, "10%"), "row 3.* 1 cell has no % where others have one"),
        ("Markup %", (40, 20, 10), "is a share of the cost by its name, not of the amount"),
    ],
)
def test_percentages_that_cannot_be_told_are_refused(
    header: str, cells: tuple[Any, ...], says: str, tmp_path: Path
) -> None:
    """Place, value, rule and way out."""
    rows = [["A", f"2024-01-0{n + 3}", 100, cell] for n, cell in enumerate(cells)]
    with pytest.raises(InputError, match=says):
        of_text(tmp_path, ["Customer", "Date", "Amount", header], rows, margin_column=header)


def test_a_percentage_of_tax_in_the_header_is_none_of_the_amount(tmp_path: Path) -> None:
    """40 with tax of 100 leave 60."""
    header = ["Customer", "Date", "Amount", "Cost incl. 19% VAT"]
    ledger = of_text(tmp_path, header, [["A", "2024-01-03", 100, 40]], cost="Cost incl. 19% VAT")
    assert ledger.value_used == 60


def test_money_of_1_or_less_on_every_line_is_told(tmp_path: Path) -> None:
    """Margin as 0.4 beside 100 may be a share, and beside 2 is money; with a currency it is money for certain."""
    header = ["Customer", "Date", "Amount", "Margin"]
    for amount, cell, many in ((100, "0.4", 1), (2, "0.4", 0), ("$100", "$0.40", 0)):
        ledger = of_text(tmp_path, header, [["A", "2024-01-03", amount, cell]], margin_column="Margin")
        assert (ledger.value_used, len(ledger.warnings)) == (Decimal("0.4"), many)


@pytest.mark.parametrize("option", ["--cost", "--margin-column"])
def test_a_back_test_is_of_the_same_money_as_the_report(option: str, tmp_path: Path) -> None:
    """What came after each cut, of customers known by then, is their lines' margin: in the report's and in its own."""
    rows = shop()
    if option == "--cost":
        path, column = orders_file(tmp_path, rows), "Cost"
    else:
        left = [[*row, Decimal(row[4]) - Decimal(row[5])] for row in rows]
        path, column = write(tmp_path / "m.csv", ["Date", "Customer", "Channel", "Category", "Amount", "C", "Left"],
                             left), "Left"  # fmt: skip
    typed_ = (option, column, "--model", "BG/NBD")
    done = run("backtest", path, *typed_, "--cuts", "2", "--json")
    assert done.exit_code == 0, done.output
    for found in (told(path, *typed_)["backtest"], json.loads(done.stdout)):
        assert found["trials"]
        for trial in found["trials"]:
            cut = dt.date.fromisoformat(trial["cutoff"])
            end = (cut + dt.timedelta(days=trial["days_ahead"])).isoformat()
            known = {row[1] for row in rows if row[0] <= cut.isoformat()}
            came = sum(
                Decimal(row[4]) - Decimal(row[5]) for row in rows if row[1] in known and cut.isoformat() < row[0] <= end
            )
            assert trial["money"]["came"] == pytest.approx(float(came), abs=1e-6)
