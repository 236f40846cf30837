"""Amounts with commas, unquoted in a file of commas: "1,000.50" is two cells, where a column to spare takes the second.

Without such a column the row has a cell too many, which is refused where the file is read.
"""

from __future__ import annotations

from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.cells import trimmed
from xlclv.orders.roles import Columns
from xlclv.orders.source import Source

_MONEY = ("amount", "price")
_BEFORE = "^[^0-9]*[0-9]{1,3}$"  # what stands before the first comma
_THOUSANDS, _SURE, _CENTS = r"^[0-9]{3}(\.[0-9]+)?[^0-9]*$", r"^(0[0-9]{2}|[0-9]{3}\.[0-9])", "^[0-9]{2}$"


def beside(source: Source, columns: Columns) -> tuple[int, ...]:
    """The columns behind those of money that are not in use, of a file whose columns commas part."""
    used = set(columns.roles.values())
    after = [columns.roles[role] + 1 for role in _MONEY if role in columns.roles] if source.commas else []
    return tuple(at for at in after if at not in used and at < source.width)


def settle(connection: Any, source: Source, columns: Columns) -> list[str]:
    """A warning where each cell of such a column may be the rest of an amount; InputError where it surely is.

    A column with a name is one of its own, but where it is blank in other rows and no number begins as its cells do.
    """
    said = []
    for at in beside(source, columns):
        role = next(role for role in _MONEY if columns.roles.get(role) == at - 1)
        cell, money = trimmed(f"beside{at}"), trimmed(role)
        before = f"{cell} <> '' AND regexp_matches({money}, '{_BEFORE}')"
        counts = f"count(*) FILTER ({cell} <> ''), "
        counts += ", ".join(
            f"count(*) FILTER ({before} AND regexp_matches({cell}, '{rest}'))" for rest in (_THOUSANDS, _SURE, _CENTS)
        )
        first = f"min(row) FILTER ({cell} <> ''), count(*)"
        filled, thousands, sure, cents, row, every = one(connection, f"SELECT {counts}, {first} FROM raw")
        named = at < len(source.headers) and bool(source.headers[at].strip())
        if not filled or filled not in (thousands, cents) or (named and not (sure and filled == thousands < every)):
            continue
        place = source.column(at - 1)
        rule = f"an amount with a comma seems to stand in two cells here, the second in {source.column(at)}"
        rule += f" (also {filled - 1:,} more row{'s' if filled > 2 else ''})" if filled > 1 else ""
        if not named and filled == thousands and (sure or filled < every):
            raise source.refuse(rule, row=source.row(row), column=place, fix="quote amounts that hold a comma")
        said.append(
            f"{source.where}, row {source.row(row):,}, {place}: {rule}; if so, quote it: only the first is read"
        )
    return said
