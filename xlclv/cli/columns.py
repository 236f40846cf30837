"""What `xlclv check --columns` shows: the columns of the files, for whoever has to say which is what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table

from xlclv.cli.keys import TEXT, WHOLE, YES

if TYPE_CHECKING:
    from xlclv.orders.peek import Seen, SeenColumn


_VALUE = {"value": TEXT, "rows": WHOLE, "sale": "boolean?"}
_COLUMN = {"header": TEXT, "place": WHOLE, "filled": WHOLE, "different": WHOLE, "status": YES, "values": [_VALUE]}
SHAPE = [{"name": TEXT, "sheet": TEXT, "rows": WHOLE, "columns": [_COLUMN]}]
WORDS = "With --columns: every column of the files, with all its values where they are few, else with three."


def as_json(found: Sequence[Seen]) -> list[dict[str, Any]]:
    """A file or sheet each, with its columns."""
    return [
        {"name": one.name, "sheet": one.sheet, "rows": one.rows, "columns": [_column(each) for each in one.columns]}
        for one in found
    ]


def _column(found: SeenColumn) -> dict[str, Any]:
    values = [{"value": each.text, "rows": each.rows, "sale": each.sale} for each in found.values]
    return {"header": found.header, "place": found.place, "filled": found.filled, "different": found.different,
            "status": found.status, "values": values}  # fmt: skip


def as_table(found: Sequence[Seen]) -> Group:
    """A table a file or sheet."""
    return Group(*map(_table, found))


def _table(one: Seen) -> Table:
    title = f"{one.name}{f', sheet {one.sheet}' if one.sheet else ''}: {one.rows:,} rows"
    made = Table(title=title, title_justify="left")
    for name in ("Column", "Filled", "Values"):
        made.add_column(name, justify="right" if name == "Filled" else "left")
    made.add_column("Such as", overflow="fold")
    for column in one.columns:
        made.add_row(column.header, f"{column.filled:,}", f"{column.different:,}",
                     ", ".join(value.text for value in column.values))  # fmt: skip
    return made
