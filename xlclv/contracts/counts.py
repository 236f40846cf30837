"""Cells of how many: small whole numbers, which say of how many units a billing period is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed

_SMALL = re.compile(r"0?[1-9][0-9]?(?:[.,]0+)?")
_ONE = re.compile(r"0?1(?:[.,]0+)?")


def small(texts: Sequence[str]) -> bool:
    """Whether cells are small whole numbers."""
    return bool(texts) and all(map(_SMALL.fullmatch, texts))


def counts(texts: Sequence[str]) -> bool:
    """Whether cells are small whole numbers and not all 1, which would say nothing beside a unit.

    >>> counts(["1", "3.0"]), counts(["1", "1"]), counts(["1", "month"]), counts(["0", "3"]), counts([])
    (True, False, False, False, False)
    """
    return small(texts) and not all(map(_ONE.fullmatch, texts))


def texts_of(connection: Any, cell: str, most: int) -> tuple[str, ...]:
    """The different texts of a column, without blanks, the first ones first; none where they are more."""
    text = trimmed(cell)
    found = rows(connection, f"SELECT {text} FROM raw WHERE {text} <> '' GROUP BY 1 ORDER BY min(row) LIMIT {most + 1}")
    return tuple(one for (one,) in found) if len(found) <= most else ()
