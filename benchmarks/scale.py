"""From orders in Parquet to customers, workbook and scores, at several sizes: CPU, memory, growth.

Each reading is one process of its own, imports and data in its memory included. lifetimes summarises the same file.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.base import WORLD, simulated

HEAD = """| job | size | CPU s | peak MB | aim |
|---|---|---|---|---|"""
GROWTH_HEAD = """| job | 0.1M | 1M | 10M customers | exponent of time, 0.1M to 1M, 1M to 10M | of memory, 1M to 10M |
|---|---|---|---|---|---|"""
_LIMIT = "1GB"  # of the database; the process holds Python, Arrow and the file's pages beside it


class Taken(NamedTuple):
    """What one process took; `parts` are the seconds of what it did one after another."""

    seconds: float
    megabytes: float
    parts: tuple[float, ...] = ()


def rows(folder: Path, quick: bool) -> Iterator[str]:
    """One line of the table a job."""
    few = 1_000_000 if quick else 10_000_000
    ours, peer = alone(_summary, _orders_file(few, folder)), alone(_lifetimes, _orders_file(few, folder))
    ratio = peer.seconds / ours.seconds
    yield _row("orders to customer summary", f"{few:,} orders", ours,
               f"2.5 x less than lifetimes, {peer.seconds:.3g} s and {peer.megabytes:,.0f} MB: {ratio:.1f} x, "
               f"{_met(ratio >= 2.5)}")  # fmt: skip
    if not quick:
        many = alone(_streamed, _orders_file(50_000_000, folder))
        yield _row(f"the same, database limited to {_LIMIT}, streamed to Parquet", "50,000,000 orders", many,
                   f"1,600 MB: {_met(many.megabytes <= 1600)}")  # fmt: skip
    customers = 100_000 if quick else 1_000_000
    book = alone(_workbook, _sales_file(customers, folder), folder / "book.xlsx")
    said = "; ".join(f"{name} {s:.3g} s" for name, s in zip(("read", "report", "write"), book.parts, strict=True))
    fit = book.seconds <= 30 and book.megabytes <= 1000
    said += f"; statistics within 6 s: {_met(book.parts[1] <= 6)}"
    yield _row("orders to finished workbook", f"{customers:,} customers", book,
               f"30 s and 1,000 MB: {_met(fit)} ({said})")  # fmt: skip
    scored = alone(_scored, _sales_file(customers, folder), folder / "scores.parquet")
    yield _row("orders to scores in Parquet (xlclv score)", f"{customers:,} customers", scored, "-")
    size = 1_000_000 if quick else 10_000_000
    alive = alone(_alive, size, folder)
    bound = alone(_bandwidth, size)
    times = alive.seconds / bound.seconds
    yield _row("P(alive) of customers in memory, one thread", f"{size:,} customers", alive,
               f"10 x the time to read and write the columns, {bound.seconds:.3g} s: {times:.0f} x, "
               f"{_met(times <= 10)}")  # fmt: skip


def growth(folder: Path) -> Iterator[str]:
    """Time and memory at three sizes, with the exponent between them: 1 is in proportion."""
    jobs: tuple[tuple[str, Callable[[int], Taken]], ...] = (
        ("BG/NBD fit", lambda size: alone(_fit, size, folder)),
        ("orders (1.9 a customer) to customer summary", lambda size: alone(_summary, _sales_file(size, folder))),
        ("orders to scores in Parquet", lambda size: alone(_scored, _sales_file(size, folder), folder / "s.parquet")),
    )
    for name, job in jobs:
        found = [job(size) for size in (100_000, 1_000_000, 10_000_000)]
        cells = " | ".join(f"{t.seconds:.3g} s, {t.megabytes:,.0f} MB" for t in found)
        early, late = (np.log10(b.seconds / a.seconds) for a, b in pairwise(found))
        memory = np.log10(found[2].megabytes / found[1].megabytes)
        yield f"| {name} | {cells} | {early:.2f}, {late:.2f} | {memory:.2f} |"


def _row(job: str, size: str, taken: Taken, aim: str) -> str:
    return f"| {job} | {size} | {taken.seconds:.3g} | {taken.megabytes:,.0f} | {aim} |"


def _met(holds: bool) -> str:
    return "met" if holds else "missed"


def alone(work: Any, *arguments: Any) -> Any:
    """Run in a fresh process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, *arguments).result()


def _measured(work: Any, *arguments: Any) -> Any:
    """The work's own reading, or its result, when it makes a file."""
    found = work(*arguments)
    if isinstance(found, Path):
        return found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    parts = tuple(np.diff(found).tolist())
    return Taken(sum(parts), peak, parts)


def _orders_file(orders: int, folder: Path) -> Path:
    """Orders of customers who buy five times on average over three years, in any order, as whole cents."""
    path = folder / f"orders-{orders}.parquet"
    return path if path.exists() else alone(_make_orders, orders, path)


def _sales_file(customers: int, folder: Path) -> Path:
    """The orders of CDNOW's world."""
    path = folder / f"sales-{customers}.parquet"
    return path if path.exists() else alone(_make_sales, customers, path)


def _make_orders(orders: int, path: Path) -> Path:
    rng = np.random.default_rng(1)
    customers = orders // 5
    first = rng.integers(0, 730, customers)
    counts = rng.geometric(0.2, customers)
    who = rng.permutation(np.repeat(np.arange(customers, dtype=np.int32), counts))[:orders]
    day = first[who] + (rng.random(len(who)) * (1095 - first[who])).astype(np.int32)
    return _save(path, who, day, np.maximum(rng.gamma(2.0, 2000.0, len(who)).astype(np.int64), 1))


def _make_sales(customers: int, path: Path) -> Path:
    from xlclv.simulation import orders

    pieces = [orders(min(1_000_000, customers - at), WORLD, at + 1) for at in range(0, customers, 1_000_000)]
    who = np.concatenate([piece.customer + 1_000_000 * i for i, piece in enumerate(pieces)])
    return _save(path, who, *(np.concatenate([getattr(p, name) for p in pieces]) for name in ("day", "cents")))


def _save(path: Path, who: Any, day: Any, cents: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = pa.array((np.datetime64("1997-01-01") + day).astype("datetime64[D]"))
    pq.write_table(pa.table({"customer_id": who + 1_000_000, "date": days, "amount": cents}), path)
    return path


def _summary(path: Path) -> list[float]:
    """Libraries are loaded before the clock starts, as those of lifetimes are."""
    from xlclv.orders.reading import read
    from xlclv.orders.summary import summarise

    summarise(read(_make_orders(1000, path.with_name("loading.parquet"))))
    started = time.process_time()
    summarise(read(path))
    return [started, time.process_time()]


def _lifetimes(path: Path) -> list[float]:
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    warnings.simplefilter("ignore")
    started = time.process_time()
    frame = pd.read_parquet(path)
    frame["date"] = pd.to_datetime(frame["date"])
    summary_data_from_transaction_data(frame, "customer_id", "date", "amount", freq="D")
    return [started, time.process_time()]


def _streamed(path: Path) -> list[float]:
    from xlclv.orders.reading import read
    from xlclv.orders.tables.writing import to_parquet

    started = time.process_time()
    to_parquet(read(path, memory_limit=_LIMIT).customers, path.with_suffix(".summary"))
    return [started, time.process_time()]


def _workbook(path: Path, book: Path) -> list[float]:
    from xlclv import report, workbook
    from xlclv.orders.reading import read

    times = [time.process_time()]
    orders = read(path)
    times.append(time.process_time())
    made = report.build(orders, command="python -m benchmarks")
    times.append(time.process_time())
    workbook.write(made, book)
    return [*times, time.process_time()]


def _scored(path: Path, target: Path) -> list[float]:
    from xlclv.orders.aggregates import of_orders
    from xlclv.orders.reading import read
    from xlclv.orders.tables.writing import to_parquet
    from xlclv.valuation.customers import fit_aggregates
    from xlclv.valuation.scoring import score
    from xlclv.valuation.settings import DEFAULTS

    started = time.process_time()
    orders = read(path)
    known = of_orders(orders)
    to_parquet(score(orders, known, fit_aggregates(known, "BG/NBD"), DEFAULTS), target)
    return [started, time.process_time()]


def _fit(customers: int, folder: Path) -> list[float]:
    from xlclv.models import bg_nbd

    base = simulated(customers, folder)
    started = time.process_time()
    bg_nbd.fit(base.x, base.t_x, base.T)
    return [started, time.process_time()]


def _alive(customers: int, folder: Path) -> list[float]:
    from xlclv.models import bg_nbd

    base, params = simulated(customers, folder), bg_nbd.Params(0.2426, 4.414, 0.7929, 2.4259)
    taken = []
    for _ in range(5):  # the best, as of the bound
        started = time.process_time()
        bg_nbd.p_alive(params, base.x, base.t_x, base.T)
        taken.append(time.process_time() - started)
    return [0.0, min(taken)]


def _bandwidth(customers: int) -> list[float]:
    """Three columns read and one written, as any way of scoring must: the best of five."""
    x, t_x, T, out = (np.ones(customers) for _ in range(4))
    taken = []
    for _ in range(5):
        started = time.process_time()
        np.add(x, t_x, out=out)
        np.copyto(out, T)
        taken.append((time.process_time() - started) * 4 / 5)  # five columns moved, four needed
    return [0.0, min(taken)]
