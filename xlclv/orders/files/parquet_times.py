"""Columns of Parquet files that hold lengths or times of day: no money, no number and no day, though stored as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlclv.orders.roles import MARKS
from xlclv.orders.source import refusal

_MONEY = ("amount", "price", "refunded", "adjusted", "gross", "worth", "spend", "cost", "discount")
_COUNTS = ("quantity", "pieces")
# How roles begin whose cells are words, or count nothing but that there is one.
_WORDS = ("customer", "order", "currency", "payer", "nature", "status", "chosen", "by", "level", "cancelled", *MARKS)


def refuse_times(name: str, schema: Any, roles: Mapping[str, int]) -> None:
    """InputError for a length of time, which is read as whole numbers of its unit, and for a time of day as money."""
    import pyarrow as pa

    for role, at in roles.items():
        kind = schema.field(at).type
        length, number = pa.types.is_duration(kind), role in (*_MONEY, *_COUNTS)
        if (length and not role.startswith(_WORDS)) or (pa.types.is_time(kind) and (number or role == "date")):
            needed = "amounts" if role in _MONEY else "dates" if role == "date" else "plain numbers"
            rule = f"holds {kind}, which is {'a length of time' if length else 'a time of day'}, not {needed}"
            fix = f"name another column, or have it written as {needed}"
            raise refusal(f'{name}, column "{schema.names[at]}"', rule, fix)
