"""What lies beyond its bounds in a call that has another fault too: #NUM! outranks #N/A, and CLV_WHY names both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from xlclv.cells.notes import Notes
from xlclv.checks import within
from xlclv.errors import NA, NUM, Fault, InputError
from xlclv.terms.term import Argument, Function

_MANY = 100


def outranking(
    function: Function,
    body: Callable[..., Any],
    values: Sequence[Any],
    paired: Sequence[bool],
    notes: Notes | None = None,
    own_rows: bool = False,
    unread: Collection[int] = (),
) -> str:
    """The error of a call without an answer: #NUM! where a value breaks its bounds, else #N/A.

    `paired` lists are matched by position; of unequal length, as much as they share is tried. With `own_rows` a row of
    theirs answers for itself, so only the other arguments speak for the call; rows `unread` hold no value to try.
    """
    arguments = list(zip(function.arguments, values, paired, strict=True))
    found = [fault for a, value, pair in arguments if not (pair and own_rows) for fault in beyond(a, value)]
    told = {a.name for a, _, pair in arguments if pair != own_rows}
    found = found or [f for f in _of_what_they_share(body, arguments, own_rows, unread) if f.argument in told]
    if not found:
        return NA
    if notes is not None:
        notes.error(InputError(tuple(found)))
    return NUM


def beyond(argument: Argument, value: Any) -> list[Fault]:
    """The values of one argument that its term does not allow."""
    if argument.term.kind not in ("number", "switch") or argument.used_by or not _numeric(value):
        return []
    given = np.asarray(value, dtype=np.float64)
    bad = ~within(given, argument.term) & ~np.isnan(given)
    return [Fault(argument.name, argument.term.rule, NUM, bad, given, argument.term.fix)] if bad.any() else []


def _numeric(value: Any) -> bool:
    return isinstance(value, int | float | np.ndarray | np.floating) and np.asarray(value).dtype.kind in "fiub"


def _of_what_they_share(
    body: Callable[..., Any], arguments: Sequence[tuple[Argument, Any, bool]], many: bool, unread: Collection[int]
) -> list[Fault]:
    """What the engine finds wrong with lists cut to the shortest of them, beside their being so short.

    With `many` they are repeated: that there are too few rows is then no fault. Where one of them is wholly blank
    they share nothing.
    """
    if any(value is None and pair and argument.required for argument, value, pair in arguments):
        return []
    lengths = {len(value) for _, value, pair in arguments if pair and isinstance(value, np.ndarray) and value.ndim}
    if len(lengths) < 2:
        return []
    rows = [row for row in range(min(lengths)) if row not in unread] * (_MANY if many else 1)
    if not rows:
        return []

    def cut(value: Any) -> Any:
        return value[rows]

    values = [cut(v) if pair and isinstance(v, np.ndarray) and v.ndim else v for _, v, pair in arguments]
    try:
        body(*values)
    except InputError as error:
        return [fault for fault in error.faults if fault.code == NUM]
    return []
