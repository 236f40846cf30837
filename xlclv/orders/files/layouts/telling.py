"""Which layout a table has: each is asked in turn, by its first records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from xlclv.orders.files.layouts import compact, grouped, printed, wide
from xlclv.orders.files.layouts.plain import HEAD, Plain, Record


class _Layout(Protocol):
    def fits(self, records: Sequence[Record]) -> bool: ...

    def turn(self, records: Sequence[Record]) -> Plain: ...


_LAYOUTS = cast(tuple[_Layout, ...], (wide, printed, grouped, compact))


def layout(records: Sequence[Record]) -> _Layout | None:
    """The layout of these records, from the first of the file on; None for a plain table."""
    head = records[:HEAD]
    return next((each for each in _LAYOUTS if each.fits(head)), None)
