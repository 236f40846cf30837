"""Instants of Parquet files and data frames are on the days of the zone that is stored with them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import xlclv
from tests.cli.running import run
from xlclv.orders.reading import read
from xlclv.orders.tables.reading import read_table

NEW_YORK = "America/New_York"
EVENING = [dt.datetime(2025, 1, 3, hour, 30, tzinfo=ZoneInfo(NEW_YORK)) for hour in (18, 19)]  # two days in UTC


def instants(zone: str, unit: str = "us") -> pa.Table:
    """Two orders of one evening in New York, stored with this zone."""
    days = pa.array(EVENING, type=pa.timestamp(unit, tz=zone))
    return pa.table({"customer": ["A", "A"], "date": days, "amount": [10.0, 20.0]})


def days(orders: Any) -> list[str]:
    return [str(day) for day in orders.days.order_by("day").to_pyarrow()["day"].to_pylist()]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize(
    ("zone", "on"),
    [
        (NEW_YORK, ["2025-01-03"]),
        ("-05:00", ["2025-01-03"]),
        ("Europe/Berlin", ["2025-01-04"]),
        ("+05:30", ["2025-01-04"]),
        ("UTC", ["2025-01-03", "2025-01-04"]),
    ],
)
def test_days_are_those_of_the_stored_zone(zone: str, on: list[str], unit: str, tmp_path: Path) -> None:
    """In a file and in a data frame; a stated zone goes before it."""
    table = instants(zone, unit)
    pq.write_table(table, tmp_path / "a.parquet")
    for orders in (read(tmp_path / "a.parquet"), xlclv.read_orders(table)):
        assert days(orders) == on
        assert f'column "date" is in time zone {zone}; days are that zone' in "\n".join(orders.ledger.assumed)
    assert days(read(tmp_path / "a.parquet", timezone=NEW_YORK)) == ["2025-01-03"]
    assert days(read(tmp_path / "a.parquet", timezone="Europe/Berlin")) == ["2025-01-04"]


def test_the_zone_of_days_that_only_mark_is_not_said(tmp_path: Path) -> None:
    """Of `deleted_at` it matters only whether there is one."""
    table = instants("UTC")
    never = pa.nulls(len(table), table["date"].type)
    pq.write_table(table.append_column("deleted_at", never), tmp_path / "a.parquet")
    said = [note for note in read(tmp_path / "a.parquet").ledger.assumed if "days are that zone" in note]
    assert len(said) == 1
    assert 'column "date"' in said[0]


def test_a_zone_that_only_pandas_note_names(tmp_path: Path) -> None:
    """Writers that store all in UTC leave the zone in what they say of pandas' columns."""
    note = {"columns": [{"name": "date", "metadata": {"timezone": NEW_YORK}}]}
    table = instants("UTC").replace_schema_metadata({"pandas": json.dumps(note)})
    pq.write_table(table, tmp_path / "a.parquet")
    assert days(read(tmp_path / "a.parquet")) == ["2025-01-03"]


def test_duckdb_keeps_instants_in_utc(tmp_path: Path) -> None:
    """Its tables name no zone: days are UTC's, which is said, or those of a stated zone."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as base:
        made = ", ".join(f"('A', TIMESTAMPTZ '{day.isoformat()}', 1.0)" for day in EVENING)
        base.execute(f"CREATE TABLE orders AS SELECT * FROM (VALUES {made}) AS t (customer, date, amount)")
    for told, on in (
        ({}, ["2025-01-03", "2025-01-04"]),
        ({"normalise": True}, ["2025-01-03", "2025-01-04"]),
        ({"timezone": NEW_YORK}, ["2025-01-03"]),
    ):
        orders = read_table(f"duckdb://{path}", "orders", **told)
        assert days(orders) == on
        assert told.get("timezone") or any("is in time zone UTC; days are" in note for note in orders.ledger.assumed)


def test_contracts_and_contacts_too(tmp_path: Path) -> None:
    """A start at the evening of the 31st is in January, and a contact on that evening on its day."""
    late = [dt.datetime(2025, 1, 31, 19, 30, tzinfo=ZoneInfo(NEW_YORK))]
    zoned = pa.array(late, type=pa.timestamp("us", tz=NEW_YORK))
    ends = pa.array([None], type=pa.timestamp("us", tz=NEW_YORK))
    pq.write_table(pa.table({"customer": ["A"], "start": zoned, "end": ends, "fee": [1.0]}), tmp_path / "c.parquet")
    found = run("contracts", "c.parquet", "--as-of", "2025-01-31", "--json", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert r"c.parquet: column \"start\" is in time zone America/New_York" in found.stdout
    pq.write_table(instants(NEW_YORK), tmp_path / "o.parquet")
    pq.write_table(pa.table({"customer": ["A"], "date": zoned, "channel": ["mail"]}), tmp_path / "log.parquet")
    told = ("--contacts", "log.parquet", "--as-of", "2025-01-31", "--json")
    found = run("summarize", "o.parquet", *told, folder=tmp_path)
    assert found.returncode == 0, found.stderr  # a contact of 1 February, as it is in UTC, would be refused
