"""Time zones that a Parquet file or a data frame stores beside its instants: their days are that zone's."""

from __future__ import annotations

import json
import re
from typing import Any

from xlclv.orders.files.cells import literal

_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")


def stored_zones(schema: Any) -> dict[int, str]:
    """The columns of instants, by their places, and the zone of each, where the database knows it.

    Arrow's schema names the zone; other writers store all in UTC and name it in what they say of pandas' columns.
    """
    import pyarrow as pa

    found = {
        at: str(each.type.tz) for at, each in enumerate(schema) if pa.types.is_timestamp(each.type) and each.type.tz
    }
    if not found:
        return {}
    meant = _of_pandas(schema)
    found = {at: meant.get(schema.names[at], zone) if zone == "UTC" else zone for at, zone in found.items()}
    known = _known(set(found.values()))
    return {at: zone for at, zone in found.items() if zone in known}


def local_time(cell: str, zone: str) -> str:
    """SQL: the time in its zone of a column of instants."""
    stored = f"CAST({cell} AS TIMESTAMPTZ)"
    if (offset := _OFFSET.fullmatch(zone)) is None:
        return f"({stored} AT TIME ZONE {literal(zone)})"
    minutes = int(offset[1] + "1") * (int(offset[2]) * 60 + int(offset[3]))
    return f"(({stored} AT TIME ZONE 'UTC') + to_minutes({minutes}))"


def _of_pandas(schema: Any) -> dict[str, str]:
    """The zones of columns in the note that pandas leaves in a file."""
    try:
        note = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
        told = {each["name"]: (each.get("metadata") or {}).get("timezone") for each in note.get("columns", [])}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {name: zone for name, zone in told.items() if isinstance(name, str) and isinstance(zone, str)}


def _known(zones: set[str]) -> set[str]:
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute("SELECT name FROM pg_timezone_names()").fetchall()
    named = {str(name) for (name,) in rows}
    return {zone for zone in zones if zone in named or _OFFSET.fullmatch(zone)}
