"""One workbook of every kind there is, in memory: of orders, of few orders, of visits, of contracts, of no data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.contracts.by_hand import AS_OF, HEADERS, simulated, written
from xlclv import report
from xlclv.contracts.build import build
from xlclv.contracts.reading import Asked, options
from xlclv.contracts.reading import read as read_contracts
from xlclv.contracts.values import Terms
from xlclv.orders.reading import read
from xlclv.report.described import describe
from xlclv.workbook import contracts, counted, described, summary
from xlclv.workbook.templates import calculator, gallery, service_roi
from xlclv.workbook.writer import Book

from .conftest import make_report

KINDS = ("summary", "described", "counted", "contracts", "calculator", "service-roi", "functions")


def book_of(kind: str, folder: Path) -> Book:
    """The workbook of this kind."""
    if kind == "calculator":
        return calculator.lay_out("EUR")
    if kind == "service-roi":
        return service_roi.lay_out("EUR")
    if kind == "functions":
        return gallery.lay_out()
    if kind == "contracts":
        rows = [(*row, "Gold" if i % 3 else "Tin") for i, row in enumerate(simulated(60, 0.8, 3.0, 1.2, 2))]
        path = written(folder / "contracts.csv", rows, (*HEADERS, "Plan"))
        read_in = read_contracts([path], options(("Plan",)), Asked(by=("Plan",), as_of=AS_OF))
        return contracts.lay_out(build(read_in, Terms(rate=0.1, margin=0.6, horizon=3.0), currency="EUR"), _silent)
    if kind == "summary":
        return summary.lay_out(make_report(), _silent)
    return _few(folder) if kind == "described" else _visits(folder)


def _few(folder: Path) -> Book:
    """Eight customers: too few for a model."""
    path = folder / "few.csv"
    lines = [f"C{n},2026-0{m}-{n:02},{m * n}.50" for n in range(1, 9) for m in (1, 3) if m == 1 or n % 2]
    path.write_text("\n".join(["customer,date,amount", *lines, ""]), encoding="utf-8")
    return described.lay_out(describe(read(path), "too few customers", margin=0.4, currency="EUR"))


def _visits(folder: Path) -> Book:
    """Sixty customers and no money."""
    start = dt.date(2025, 1, 1)
    lines = [
        f"C{n},{start + dt.timedelta(n % 40 + again * (20 + 3 * (n % 9)))}" for n in range(60) for again in range(n % 5)
    ]
    path = folder / "visits.csv"
    path.write_text("\n".join(["customer,date", *lines, ""]), encoding="utf-8")
    return counted.lay_out(report.build(read(path, amount="none")), _silent)


def _silent(words: str, done: int, total: int) -> None:
    pass
