"""Spreadsheet files: the sheet that holds the table, every cell as text, read by a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from xlclv.orders.files import child
from xlclv.orders.roles import Choice, Columns
from xlclv.orders.source import Options, Source


def open_workbook(path: Path, options: Options) -> tuple[Source, Columns]:
    """The table of a workbook, and its columns; the sheet is the one that has the columns, or the one stated."""
    facts, cells = child.ask(path, options)

    def scan(wanted: Sequence[int]) -> Any:
        return cells.select(["row", *map(str, wanted)])

    source = Source(
        path,
        tuple(facts["headers"]),
        facts["width"],
        scan,
        sheet=facts["sheet"],
        alike=tuple(facts["alike"]),
        numeric=frozenset(facts["numeric"]),
        mixed=frozenset(facts["mixed"]),
        notes=tuple(facts["notes"]),
        warnings=tuple(facts["warnings"]),
        places=tuple(facts["places"]),
        currency=facts["currency"],
        formats=tuple((sign, at, tuple(rows)) for sign, at, rows in facts["formats"]),
        units=facts["units"],
        secret=options.secret,
        totals={row: (first, last) for row, (first, last) in facts["totals"]},
    )
    module, name = facts["kind"]
    told = {role: tuple(at) if isinstance(at, list) else at for role, at in facts["columns"].items()}  # JSON's lists
    if "chosen" in told:  # of orders; other tables have columns of their own
        told["chosen"] = tuple(Choice(**choice) for choice in told["chosen"])
    columns: Columns = getattr(import_module(module), name)(**told)
    return source, columns
