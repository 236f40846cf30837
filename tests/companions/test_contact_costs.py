"""What contacts cost: the column that says it by its name, those that are left, and in which currency it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from tests.companions.shops import orders_file, run, write
from tests.companions.test_contacts import shop_of_a
from xlclv.companions.columns import of_contacts
from xlclv.companions.contacts import Log, read
from xlclv.companions.file import open_beside
from xlclv.companions.told import Told
from xlclv.orders.engine import one
from xlclv.orders.source import Options


def log_of(folder: Path, header: list[str], cells: list[str], told: Told | None = None) -> tuple[Log, float | None]:
    """The log of one contact, and what it cost."""
    file = write(folder / "c.csv", ["customer", "day", *header], [["A", "2026-03-01", *cells]])
    base = shop_of_a(folder, dt.date(2026, 3, 31))
    log = read(base, open_beside(file, of_contacts(None), Options()), Options(), told or Told())
    return log, one(base.connection, "SELECT sum(cost) FROM contacts_log")[0]


@pytest.mark.parametrize(
    "header",
    ["Total cost", "total_cost (EUR)", "Handling cost", "Kosten gesamt", "Gesamtkosten", "Costs", "Kosten pro Kontakt",
     "Coût total", "Coûts", "Coste total", "Costo totale", "Totale kosten", "Custo total", "Cost per call"],
)  # fmt: skip
def test_a_contact_s_cost_by_other_names(tmp_path: Path, header: str) -> None:
    """Where no column is called cost: 2.50."""
    log, cost = log_of(tmp_path, ["channel", header], ["phone", "2.5"])
    assert (log.priced, cost, log.warnings) == (True, 2.5, ())


def test_the_cost_of_a_contact_goes_before_a_total(tmp_path: Path) -> None:
    """In a table with types too; of two that may be it, the first, which is said."""
    assert log_of(tmp_path, ["Total cost", "Cost"], ["9", "2.5"])[1] == 2.5
    assert log_of(tmp_path, ["Total cost", "Handling cost"], ["9", "2.5"])[1] == 2.5
    log, cost = log_of(tmp_path, ["Call cost", "Handling cost"], ["1", "2.5"])
    assert cost == 1
    assert log.warnings == ('c.csv: column "Handling cost" is not added to column "Call cost", as if in it',)
    with duckdb.connect() as connection:
        row = "SELECT 'A' AS customer, DATE '2026-03-01' AS day, 2.5 AS total_cost"
        connection.execute(f"COPY ({row}) TO '{tmp_path / 'c.parquet'}'")
    base = shop_of_a(tmp_path, dt.date(2026, 3, 31))
    opened = open_beside(tmp_path / "c.parquet", of_contacts(None), Options())
    assert read(base, opened, Options(), Told()).priced


@pytest.mark.parametrize(
    ("header", "way"),
    [
        ("Agent cost", "--contact-cost"),
        ("Personalkosten", "--contact-cost"),
        ("Coût agent", "--contact-cost"),
        ("cost per minute", "--minute-cost"),
        ("Kosten pro Minute", "--minute-cost"),
        ("Coût / min", "--minute-cost"),
        ("CostPerMinute", "--minute-cost"),
    ],
)
def test_costs_that_are_not_used_are_told(tmp_path: Path, header: str, way: str) -> None:
    """With the option that takes them; a cost a minute is not multiplied by minutes that may be of another time."""
    log, cost = log_of(tmp_path, ["AHT (s)", header], ["60", "2.5"])
    assert (log.priced, cost) == (False, None)
    (said,) = log.warnings
    assert said.startswith(f'c.csv: column "{header}" is not used, so contacts are read without what they cost')
    assert way in said
    assert log_of(tmp_path, ["AHT (s)", header], ["60", "2.5"], Told(minute_cost=2.0))[0].warnings == ()


@pytest.mark.parametrize("header", ["Cost center", "Kostenstelle", "Cost code", "Costa", "Kostenart"])
def test_other_columns_are_no_costs(tmp_path: Path, header: str) -> None:
    assert log_of(tmp_path, [header], ["4"])[0].warnings == ()


def test_files_beside_orders_are_of_one_currency(tmp_path: Path) -> None:
    """Where the orders name none, contacts in dollars and spend in euros are not set beside each other."""
    orders = orders_file(tmp_path)
    log = write(tmp_path / "c.csv", ["customer", "day", "cost", "currency"], [["C0016", "2025-03-01", "2", "USD"]])
    spend = write(tmp_path / "s.csv", ["month", "spend (EUR)"], [["2024-07", "100"], ["2024-08", "50"]])
    done = run("summarize", orders, "--contacts", log, "--acquisition", spend, "--json")
    says = "amounts in EUR cannot be set beside what contacts cost in c.csv, in USD; convert them to one currency first"
    assert done.exit_code
    assert says in str(done.exception) + done.output
    gross = tmp_path / "gbp.csv"
    gross.write_text(orders.read_text(encoding="utf-8").replace("Cost", "Cost (GBP)", 1), encoding="utf-8")
    done = run("summarize", gross, "--cost", "Cost (GBP)", "--acquisition", spend, "--json")
    assert (
        "amounts in EUR cannot be set beside costs or margins of the orders in GBP" in str(done.exception) + done.output
    )
    same = write(tmp_path / "t.csv", ["month", "spend (USD)"], [["2024-07", "100"], ["2024-08", "50"]])
    assert run("summarize", orders, "--contacts", log, "--acquisition", same, "--json").exit_code == 0
