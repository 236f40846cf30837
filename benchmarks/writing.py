"""Writing the summary workbook: CPU and memory of the process that does it, against openpyxl's own streaming mode.

The report is made by the whole engine from simulated orders, in a process that ends before the writing begins.
openpyxl is given the rows of the customer sheet alone: no value beside a formula, no other sheet.
"""

from __future__ import annotations

import csv
import datetime as dt
import pickle
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.base import WORLD

HEAD = """| workbook of | xlclv, CPU s | aim | peak MB | aim | rows alone by openpyxl (write_only), CPU s | peak MB |
|---|---|---|---|---|---|---|"""
_START = dt.date(1997, 1, 1)


class Aim(NamedTuple):
    """So many customers, and what writing their workbook may take."""

    customers: int
    seconds: float
    megabytes: float


class Measured(NamedTuple):
    """What one process took, its imports and the report in its memory included."""

    seconds: float
    megabytes: float


AIMS = (Aim(100_000, 6, 200), Aim(1_000_000, 40, 300))


def rows(folder: Path, aims: Sequence[Aim] = AIMS, *, peer_customers: int = 100_000) -> Iterator[str]:
    """One line of the table a size; beyond `peer_customers` the peer's time is that of so many, multiplied."""
    for aim in aims:
        kept = _alone(_report, aim.customers, folder)
        ours = _alone(_ours, kept, folder)
        few = min(aim.customers, peer_customers)
        peer = _alone(_peer, _alone(_report, few, folder), folder)
        times = aim.customers / few
        theirs = f"{peer.seconds:.3g}" if times == 1 else f"about {peer.seconds * times:.3g} ({few:,}, times {times:g})"
        yield (
            f"| {aim.customers:,} customers | {ours.seconds:.3g} | {aim.seconds:g}: {_met(ours.seconds, aim.seconds)} "
            f"| {ours.megabytes:,.0f} | {aim.megabytes:g}: {_met(ours.megabytes, aim.megabytes)} "
            f"| {theirs} | {peer.megabytes:,.0f} |"
        )


def _met(found: float, aim: float) -> str:
    return "met" if found <= aim else "missed"


def _alone(work: Any, *arguments: Any) -> Any:
    """Run in a fresh process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _report(customers: int, folder: Path) -> Path:
    """The report of that many customers, kept in `folder` once it has been made."""
    from xlclv import report
    from xlclv.orders.reading import read
    from xlclv.simulation import orders

    kept = folder / f"report-{customers}.pickle"
    if not kept.exists():
        made, source = orders(customers, WORLD, 1), folder / f"orders-{customers}.csv"
        days = [(_START + dt.timedelta(days=day)).isoformat() for day in range(WORLD.days + 1)]
        with source.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["customer", "date", "amount"])
            lines = zip(made.customer.tolist(), made.day.tolist(), made.cents.tolist(), strict=True)
            writer.writerows((f"C{who:07d}", days[day], f"{cents / 100:.2f}") for who, day, cents in lines)
        built = report.build(read(source), margin=0.4, cac=25.0, currency="EUR")
        source.unlink()
        with kept.open("wb") as file:
            pickle.dump(built, file)
    return kept


def _load(kept: Path) -> Any:
    with kept.open("rb") as file:
        return pickle.load(file)


def _ours(kept: Path, folder: Path) -> Measured:
    from xlclv import workbook

    held = _load(kept)
    started = time.process_time()
    workbook.write(held, folder / "ours.xlsx")
    return _taken(started)


def _peer(kept: Path, folder: Path) -> Measured:
    from openpyxl import Workbook

    people = _load(kept).customers
    started = time.process_time()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Customers")
    columns = (
        people.id, people.segment.tolist(), people.first_order.tolist(), people.last_order.tolist(),
        people.orders.tolist(), people.frequency.tolist(), people.recency.tolist(), people.T.tolist(),
        people.monetary_value.tolist(), people.p_alive.tolist(), people.expected_orders.tolist(),
        people.expected_spend.tolist(), people.discounted_orders.tolist(), people.sales.tolist(),
        people.low.tolist(), people.high.tolist(), people.remaining.tolist(),
    )  # fmt: skip
    for row in zip(*columns, strict=True):
        sheet.append(row)
    book.save(folder / "peer.xlsx")
    return _taken(started)


def _taken(started: float) -> Measured:
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Measured(seconds, peak)
