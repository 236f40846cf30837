"""The CDNOW sample as tables of databases, and what plain pandas makes of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from tests.validation.cdnow_orders import lists

AS_OF = dt.date(1998, 6, 30)


def arrow() -> pa.Table:
    """The 6,919 orders: id a whole number, date, amount a DECIMAL(18, 2)."""
    data = lists()
    money = [Decimal(f"{amount:.2f}") for amount in data.amounts]
    days = pa.array(data.days.astype("datetime64[D]"))
    return pa.table({"customer_id": data.ids, "order_date": days, "amount": pa.array(money, pa.decimal128(18, 2))})


def duckdb_url(folder: Path, table: pa.Table | None = None, name: str = "orders") -> str:
    """A DuckDB file with the table."""
    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as base:
        base.register("given", arrow() if table is None else table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    return f"duckdb://{path}"


def sqlite_url(folder: Path) -> str:
    """A SQLite file with the table, dates as text and amounts as floating point, as its users keep them."""
    path = folder / "shop.sqlite"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE orders (customer_id INTEGER, order_date DATE, amount REAL)")
    rows = [(who, day.isoformat(), float(money)) for who, day, money in zip(*arrow().to_pydict().values(), strict=True)]
    base.executemany("INSERT INTO orders VALUES (?, ?, ?)", rows)
    base.commit()
    base.close()
    return f"sqlite://{path}"


def by_pandas() -> dict[str, Any]:
    """The summary in plain pandas: cents added up, in weeks as of AS_OF, customers by number."""
    data = lists()
    frame = pd.DataFrame({"id": data.ids, "day": data.days, "cents": np.rint(data.amounts * 100).astype(np.int64)})
    frame["zero"] = frame.cents == 0
    days = frame.groupby(["id", "day"], as_index=False).agg(cents=("cents", "sum"), zero=("zero", "all"))
    bought = days[(days.cents > 0) | days.zero]
    each = bought.groupby("id").day.agg(["min", "max", "count"])
    first = days.merge(each["min"].rename("first"), left_on="id", right_index=True)
    later = first[first.day > first["first"]].groupby("id").cents.sum().reindex(each.index, fill_value=0)
    x = each["count"].to_numpy() - 1
    end = (AS_OF - dt.date(1970, 1, 1)).days
    repeat = later.to_numpy() / 100.0
    return {
        "id": [str(i) for i in each.index],
        "frequency": x,
        "recency": (each["max"] - each["min"]).to_numpy() / 7,
        "T": (end - each["min"]).to_numpy() / 7,
        "monetary_value": np.where(x > 0, repeat / np.maximum(x, 1), 0.0),
        "units": days.groupby("id").cents.sum().to_numpy(),
    }
