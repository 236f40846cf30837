"""Rows that end with a delimiter which the header has not, or the other way round: a blank cell, and no other table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import Any

from xlclv.orders.files.layouts.plain import filled
from xlclv.orders.source import Met

_FEW = 20  # of the rows that have cells there, as many are named


def settled(headers: Sequence[str], below: Sequence[Sequence[str]], least: int) -> tuple[tuple[str, ...], int]:
    """The header as wide as the rows where what it has more is blank; else how many blank cells each row has more.

    The columns in use are among the first `least`.
    """
    rows = list(takewhile(filled, dropwhile(lambda cells: not filled(cells), below)))  # what a blank one sets apart
    widths = {len(cells) for cells in rows}
    if not headers or len(widths) != 1:
        return tuple(headers), 0
    (width,) = widths
    names = max(*filled(headers), least - 1) + 1
    if names <= width <= len(headers):
        return tuple(headers[:width]), 0
    if width > len(headers) and not any(filled(cells[len(headers) :]) for cells in rows):
        return tuple(headers), width - len(headers)
    return tuple(headers), 0


def told(name: str, behind: int) -> tuple[str, ...]:
    """What is said of cells behind the header's last."""
    if not behind:
        return ()
    marks = "a delimiter" if behind == 1 else f"{behind} delimiters"
    return (f"{name}: each row ends with {marks} more than the header; what is blank there was not read",)


def meet(batch: Any, row: int, width: int, used: int, met: Met) -> None:
    """Keep the rows, the batch's first being `row`, with something behind the header's last: its cells are shifted."""
    import pyarrow.compute as pc

    further = batch.columns[used:]
    if not any(pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py() for column in further):
        return
    for at, cells in enumerate(zip(*(column.to_pylist() for column in further), strict=True)):
        if some := filled(cells):
            met.uneven.append(row + at)
            if len(met.ragged) <= _FEW:
                met.ragged.append((row + at, width + some[-1] + 1, " ".join(cells).strip()))
