"""Where a table of customers goes: a Parquet, .csv or .xlsx file by its ending, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlclv.errors import UsageError

STANDARD = "-"
ENDINGS = (".parquet", ".csv", ".xlsx")
Told = Callable[[int, int], None]


def is_file(to: str) -> bool:
    """Whether the name is a file's, by how it ends."""
    return to.lower().endswith(ENDINGS)


def refuse_unless_file(to: str, more: str = "") -> None:
    """UsageError where the name is neither a file's nor standard output."""
    if to != STANDARD and not is_file(to):
        raise UsageError(f"--to {to}: name a file that ends in .parquet, .csv or .xlsx, or - to print .csv{more}")


def write(table: Any, to: str, told: Told, rows: int = 0) -> int:
    """Write the rows of an Ibis table, whole or not at all where it is a file; gives their number."""
    from xlclv.orders.tables import writing

    if to == STANDARD:
        return writing.print_csv(table, sys.stdout.buffer)
    if to.lower().endswith(".csv"):
        return writing.to_csv(table, Path(to), told, rows)
    if to.lower().endswith(".xlsx"):
        import workbook.table

        names, batches = writing.batches(table)
        count: int = workbook.table.write(names, batches, Path(to), told, rows)
        return count
    return writing.to_parquet(table, Path(to), told, rows)
