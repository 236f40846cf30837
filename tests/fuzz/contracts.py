"""Contract files that read well, as systems export them, and what became of a broken one."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

from tests.contracts.by_hand import HEADERS, simulated
from tests.fuzz.mutate import as_parquet, as_xlsx
from xlclv.contracts.periods import period

_PAYMENTS, _LEVELS = "payments", "plans"
_PLANS = ("Basic", "Pro", "Family")


def seeds() -> dict[str, bytes]:
    """Spans, tenures and payments in the layouts that the reading knows, each by a path of its own."""
    rows = simulated(60, 0.8, 3.0, 1.2, 2)
    plain = [",".join(row) for row in (HEADERS, *rows)]
    text = "\n".join(plain) + "\n"
    made = {
        "spans.csv": text,
        f"{_LEVELS}.csv": _table((*HEADERS, "Plan"), ((*row, _PLANS[i % 3]) for i, row in enumerate(rows))),
        "ids.csv": _table(("account", "subscription id", "start", "cancelled at", "mrr", "interval"), (
            (f"K{i % 25}", f"S{i}", start, end, fee, ("month", "year")[i % 2])
            for i, (_, start, end, fee, _) in enumerate(rows))),
        "trials.csv": _table(HEADERS, (
            (*row[:3], "0" if i % 4 == 0 else row[3], row[4]) for i, row in enumerate(rows))),
        "open.csv": _table(HEADERS, ((*row[:2], row[2] or "9999-12-31", *row[3:]) for row in rows)),
        "policies.csv": _table(("policy number", "policyholder", "inception date", "lapse date", "annual premium"), (
            (f"P{i}", who, start, end, fee) for i, (who, start, end, fee, _) in enumerate(rows))),
        "tenures.csv": _table(("customerID", "tenure", "MonthlyCharges", "Churn"), (
            (f"T{i}", str(i % 9 + 1), f"{20 + i}.5", "Yes" if i % 3 else "No") for i in range(60))),
        "status.csv": _table(("msisdn", "months on network", "arpu", "status"), (
            (f"49{i:08d}", str(i % 14), f"{9 + i}", "active" if i % 2 else "churned") for i in range(60))),
        f"{_PAYMENTS}.csv": _table(("customer", "date", "amount"), (
            (f"C{i % 12}", f"2025-{i // 12 + 1:02d}-{i % 12 + 3:02d}", "19.99") for i in range(120) if i % 7)),
    }  # fmt: skip
    written = ((who, _german(start), _german(end), f"{fee},50", "monatlich") for who, start, end, fee, _ in rows)
    german = _table(("Kundennr", "Vertragsbeginn", "Vertragsende", "Gebühr", "Zahlweise"), written, ";")
    cells = [row.split(",") for row in plain]
    return {
        **{name: content.encode() for name, content in made.items()},
        "german.csv": german.encode("cp1252"),
        "wide.txt": text.replace(",", "\t").encode("utf-16"),
        "packed.csv.gz": gzip.compress(text.encode(), mtime=0),
        "a.xlsx": as_xlsx(cells),
        "a.parquet": as_parquet(cells),
    }


def _table(header: tuple[str, ...], rows: object, between: str = ",") -> str:
    return "\n".join(between.join(row) for row in (header, *rows)) + "\n"  # type: ignore[misc]


def _german(day: str) -> str:
    return ".".join(reversed(day.split("-")))


def tried(path: Path) -> str:
    """What became of a file: read and valued, or BROKEN and how; refusals are for the caller."""
    from xlclv.contracts.build import build
    from xlclv.contracts.data import Contracts
    from xlclv.contracts.payments import of_orders
    from xlclv.contracts.reading import Asked, options, read
    from xlclv.contracts.values import Terms
    from xlclv.orders.reading import read as read_orders

    found: Contracts
    if path.name.startswith(_PAYMENTS):
        month = period("month")
        assert month is not None
        found = of_orders(read_orders(path), month)
    else:
        by = ("Plan",) if path.name.startswith(_LEVELS) else ()
        found = read([path], options(by), Asked(by=by))
    made = build(found, Terms(margin=0.6))
    if failing := [words for words, holds in made.checks if not holds]:
        return f"BROKEN checks {failing}"
    if made.running is not None and not all(map(math.isfinite, made.running.value.tolist())):
        return "BROKEN a value is not finite"
    return "read"
