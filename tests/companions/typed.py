"""A shop and all that stands beside it as tables with types, for engines to hold, and as files to compare them with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.companions.shops import HEADER, Rows, shop, told, write

SAID = ("--cost", "Cost", "--by", "Channel", "--by", "last:Category", "--by", "most:Category", "--contact-cost",
        "phone=4.2,chat=2.1")  # fmt: skip
FILES = {"customers.csv": "customers", "contacts.csv": "contacts", "acquisition.csv": "acquisition"}
SAME = ("basis", "line_margin", "customers", "realised", "remaining", "dimensions", "customers_file", "resemblance",
        "profiles", "contacts", "acquisition", "stages", "journeys", "second_order_days")  # fmt: skip


@cache
def tables() -> dict[str, tuple[dict[str, str], Rows]]:
    """Each table's columns with their types, in SQL that every engine reads, and its rows; None is a blank cell."""
    orders = shop(150)
    names = sorted({row[1] for row in orders})
    people = [
        [
            name,
            "North" if i % 2 else "South",
            20 + i % 50,
            i % 3 > 0,
            None if i % 11 == 0 else f"2023-{1 + i % 12:02d}-03",
        ]
        for i, name in enumerate([*names[:-3], "P1", "P2"])
    ]
    calls = [
        [name, f"2025-{1 + i % 12:02d}-11 10:{i % 60:02d}:00", ("phone", "chat")[i % 2], "vwx"[i % 3], 30 + i * 7 % 900,
         1 + i % 5]
        for i, name in enumerate([*names[:80], *names[:40], "P1", "Q7"])
    ]  # fmt: skip
    spend = [
        [f"2025-{month:02d}-01", channel, f"{100 + month}.50"] for month in range(1, 13) for channel in ("Web", "Agent")
    ]
    word, money = "varchar(9)", "decimal(18, 2)"
    return {
        "orders": (dict(zip(HEADER, ("date", word, word, word, money, money), strict=True)), orders),
        "customers": ({"Customer": word, "Region": word, "Age": "integer", "Active": "boolean", "Joined": "date"},
                      people),
        "contacts": ({"customer": word, "day": "timestamp", "channel": word, "reason": word,
                      "handle_seconds": "integer", "satisfaction": "integer"}, calls),
        "acquisition": ({"month": "date", "Channel": word, "spend": money}, spend),
    }  # fmt: skip


def files(folder: Path) -> dict[str, Path]:
    """The same rows in files."""
    made = {}
    for name, (columns, rows) in tables().items():
        made[name] = write(folder / f"{name}.csv", list(columns), worded(rows))
    return made


def worded(rows: Rows) -> Rows:
    """The rows with true and false in words, as files have them, and SQLite, which has no such type."""
    return [[str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in rows]


def of_files(folder: Path) -> dict[str, Any]:
    """What the files tell, with the tables' names in the words."""
    at = files(folder)
    found = told(at["orders"], *SAID, "--customers", at["customers"], "--contacts", at["contacts"], "--acquisition",
                 at["acquisition"])  # fmt: skip
    words = json.dumps({name: found[name] for name in SAME if name in found})
    for file, table in FILES.items():
        words = words.replace(file, table)
    same: dict[str, Any] = json.loads(words)
    return same


def of_tables(url: str, schema: str = "", orders: str = "orders") -> dict[str, Any]:
    """What the tables of a database tell, in a schema (with its point) or without one."""
    beside = [word for table in FILES.values() for word in (f"--{table}-table", schema + table)]
    found = told("--source", url, "--table", schema + orders, *SAID, *beside)
    words = json.dumps({name: found[name] for name in SAME if name in found})
    for table in FILES.values():
        words = words.replace(schema + table, table)
    same: dict[str, Any] = json.loads(words)
    return same
