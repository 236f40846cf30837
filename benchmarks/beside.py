"""Everything beside the orders at once: a million customers, two million orders and contacts, five dimensions."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.base import WORLD
from benchmarks.scale import Taken, alone

HEAD = """| orders, customers, contacts and spend to finished workbook | CPU s | peak MB | aim |
|---|---|---|---|"""
SECONDS, MEGABYTES = 45, 1_200  # of the full size
START = np.datetime64("2024-01-01")


def rows(folder: Path, customers: int) -> Iterator[str]:
    """One line for files in Parquet, one for files of text."""
    for kind in ("parquet", "csv"):
        files = alone(_made, customers, folder, kind)
        taken: Taken = alone(_workbook, files, folder / "beside.xlsx")
        met = "met" if taken.seconds <= SECONDS and taken.megabytes <= MEGABYTES else "missed"
        parts = zip(("read", "report", "write"), taken.parts, strict=True)
        said = "; ".join(f"{name} {seconds:.3g} s" for name, seconds in parts)
        size = f"{customers:,} customers, {2 * customers:,} contacts, five dimensions, .{kind}"
        yield (
            f"| {size} | {taken.seconds:.3g} | {taken.megabytes:,.0f} "
            f"| {SECONDS} s and {MEGABYTES:,} MB: {met} ({said}) |"
        )


def _made(customers: int, folder: Path, kind: str) -> dict[str, Path]:
    """The files: two orders a customer in channels and categories, who they are, two contacts each, and the spend."""
    import pyarrow as pa

    from xlclv.simulation import orders

    rng = np.random.default_rng(20261129)
    made = orders(customers, WORLD, 7)
    came_by, channels = rng.integers(0, 4, customers), ["Web", "Shop", "Agent", "TV"]
    channel = pa.DictionaryArray.from_arrays(came_by[made.customer], channels)
    category = pa.DictionaryArray.from_arrays(rng.integers(0, 6, len(made.day)), list("ABCDEF"))
    who = pa.array(made.customer + 1_000_000)
    sold = {"customer_id": who, "date": pa.array(START + made.day), "amount": pa.array(made.cents / 100),
            "Channel": channel.cast("string"), "Category": category.cast("string")}  # fmt: skip
    region = pa.DictionaryArray.from_arrays(rng.integers(0, 8, customers), [f"Region {i}" for i in range(8)])
    told = {"customer_id": pa.array(np.arange(customers) + 1_000_000), "Region": region.cast("string"),
            "Age": pa.array(rng.integers(18, 90, customers)),
            "Children": pa.array(rng.integers(0, 4, customers))}  # fmt: skip
    day = rng.integers(0, int(made.day.max()) + 1, 2 * customers)
    medium = pa.DictionaryArray.from_arrays(rng.integers(0, 3, 2 * customers), ["phone", "chat", "mail"])
    reason = pa.DictionaryArray.from_arrays(rng.integers(0, 5, 2 * customers), list("vwxyz"))
    calls = {"customer_id": pa.array(rng.integers(0, customers, 2 * customers) + 1_000_000),
             "day": pa.array(START + day), "channel": medium.cast("string"), "reason": reason.cast("string"),
             "handle_seconds": pa.array(rng.integers(30, 900, 2 * customers))}  # fmt: skip
    months = [f"2024-{month:02d}" for month in range(1, 4) for _ in range(4)]
    spent = {"month": months, "Channel": channels * 3, "spend": [float(customers)] * 12}
    tables = {"orders": sold, "customers": told, "contacts": calls, "acquisition": spent}
    return {name: _file(pa.table(columns), folder / f"{name}-{customers}.{kind}") for name, columns in tables.items()}


def _file(table: Any, path: Path) -> Path:
    import pyarrow.csv
    import pyarrow.parquet

    write = pyarrow.parquet.write_table if path.suffix == ".parquet" else pyarrow.csv.write_csv
    write(table, path)
    return path


def _workbook(files: dict[str, Path], book: Path) -> list[float]:
    """From the files to the workbook, as the command goes."""
    from xlclv import report, workbook
    from xlclv.companions.reading import opened
    from xlclv.companions.told import Told
    from xlclv.orders.reading import read

    times = [time.process_time()]
    told = Told({"phone": 4.2, "": 2.1})
    beside = opened(("Channel", "Category"), files["customers"], files["contacts"], files["acquisition"], told)
    assert beside is not None
    orders = read(files["orders"], **beside.reading())
    times.append(time.process_time())
    made = report.build(orders, margin=0.4, companions=beside, command="python -m benchmarks")
    times.append(time.process_time())
    del orders, beside  # as the command lets go of them
    workbook.write(made, book)
    return [*times, time.process_time()]


if __name__ == "__main__":  # a size, for a profile of one's own: python -m benchmarks.beside 1000000 FOLDER
    size, place = int(sys.argv[1]), Path(sys.argv[2])
    found = np.diff(_workbook(_made(size, place, "parquet"), place / "beside.xlsx"))
    print(found.round(2).tolist(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
