"""CLV_WHY: the same call again, with what its checks found put into words."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xlclv.cells.bounds import beyond
from xlclv.cells.call import call
from xlclv.cells.notes import Notes
from xlclv.cells.read import ERRORS, error_in, flatten, is_blank, is_ragged, read
from xlclv.cells.whole import filled
from xlclv.errors import NA, NUM, InputError, counted, shown
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Function

OK = "OK"
_MOST = 8  # sentences in one cell
_BOUNDED = ("each", "list", "own", "one", "rows")  # what is read as numbers, cell by cell
_FEW = 5  # a top group below this says little about anybody


def explain(name: Any, given: Sequence[Any], bodies: Mapping[str, Callable[..., Any]]) -> str:
    """OK, "OK, but ..." for a warning, or a sentence for each failing argument; never an error of its own."""
    wanted = str(flatten(name)[0][0] or "").strip().lstrip("=").upper()
    function = FUNCTIONS.get(wanted)
    if function is None:
        near = difflib.get_close_matches(wanted, FUNCTIONS, n=1, cutoff=0.0)
        return f"#N/A: there is no function {wanted or '(blank)'}; the nearest is {near[0]}"
    if any(argument.take == "rest" for argument in function.arguments):
        return OK
    miscounted = _miscounted(function, len(given))
    if miscounted or not function.arguments:
        return miscounted or OK
    defaults = [None if a.required else a.default for a in function.arguments]
    cells = [*given, *defaults[len(given) :]]
    notes = Notes()
    answer = call(function, bodies[wanted], cells, notes)
    if any(map(is_ragged, cells)):
        return ". ".join(notes.sentences)
    said = list(dict.fromkeys(notes.sentences))
    if not said or isinstance(answer, list):
        said += _unanswered(function, cells, answer)
    if said:
        said += _also_beyond(function, cells, said)
        more = len(said) - _MOST
        return ". ".join(said[:_MOST]) + (f". And {more} more" if more > 0 else "")
    return _doubt(function, cells, answer)


def _miscounted(function: Function, count: int) -> str:
    """Too many or too few arguments, in a sentence."""
    names = [a.name for a in function.arguments]
    if count > len(names):
        takes = f"{counted(len(names), 'argument')} ({', '.join(names)})" if names else "no arguments"
        return f"{function.name} takes {takes}; it was given {count}"
    missing = [a.name for a in function.arguments[count:] if a.required]
    if missing:
        return f"{function.name} also needs {', '.join(missing)}; it was given {counted(count, 'argument')}"
    return ""


def _also_beyond(function: Function, given: Sequence[Any], said: Sequence[str]) -> list[str]:
    """The arguments beyond their bounds that nobody has named, because another fault came first."""
    notes = Notes()
    for argument, value in zip(function.arguments, given, strict=True):
        named = any(sentence.startswith((f"{argument.name} ", f"{argument.name}[")) for sentence in said)
        if named or argument.take not in _BOUNDED or not filled(flat := flatten(value)[0]):
            continue
        held = read(argument, flat, len(flat), 1)
        if not held.errors and not held.faults:
            notes.error(InputError(tuple(beyond(argument, held.values))))
    return notes.sentences


def _unanswered(function: Function, given: Sequence[Any], answer: Any) -> Iterator[str]:
    """The cells of a range answered cell by cell (times of CLV_SURVIVAL) that are numbers without an answer."""
    for argument, value in zip(function.arguments, given, strict=True):
        flat, _, columns = flatten(value)
        if argument.take == "cells" and filled(flat):
            for i, (cell, shows) in enumerate(zip(flat, flatten(answer)[0], strict=False)):
                if shows in (NUM, NA) and not error_in(cell):
                    what = "is blank" if is_blank(cell) else f"is {shown(cell)}"
                    rule = "must be a time from 0 to the longest of the durations"
                    place = f" in row {i // columns + 1}" if len(flat) > 1 else ""
                    yield f"{argument.name}{place} {what}; {rule}"


def _doubt(function: Function, cells: Sequence[Any], answer: Any) -> str:
    """A warning where the call succeeds and its answer needs care."""
    held = [value for value in flatten(answer)[0] if isinstance(value, str)]
    if function.name in ("CLV_BTYD_FIT", "CLV_SPEND_FIT", "CLV_CONTRACT_FIT"):
        status = next((v for v in held if v.startswith(("boundary", "not identified"))), "")
        return f"OK, but the fit is {status}" if status else OK
    broken = sorted({value for value in held if value in ERRORS})
    if broken:
        return f"OK, but the result holds {', '.join(broken)} where {function.gaps or 'there is nothing to show'}"
    return _few_at_the_top(*cells[1:3]) if function.name == "CLV_PROFILE" else OK


def _few_at_the_top(values: Any, share: Any) -> str:
    """CLV_PROFILE of a handful of customers tells chance from nothing."""
    import numpy as np

    from xlclv.segments.profiles import top_group

    flat, part = flatten(values)[0], flatten(share)[0][0]
    kept = np.array([float(value or 0) for value in flat[: max(1, filled(flat))]])
    top = int(top_group(kept, 0.2 if part in (None, "") else float(part)).sum())
    group = counted(top, "customer")
    return OK if top >= _FEW else f"OK, but the top group has {group}, too few to tell a profile from chance"
