"""CLV_WHY: the same call again, with what its checks found put into words."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xlclv.cells.call import call
from xlclv.cells.notes import Notes
from xlclv.cells.read import ERRORS, flatten
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Function

OK = "OK"
_MOST = 8  # sentences in one cell
_FEW = 5  # a top group below this says little about anybody


def explain(name: Any, given: Sequence[Any], bodies: Mapping[str, Callable[..., Any]]) -> str:
    """OK, "OK, but ..." for a warning, or a sentence for each failing argument; never an error of its own."""
    wanted = str(flatten(name)[0][0] or "").strip().lstrip("=").upper()
    function = FUNCTIONS.get(wanted)
    if function is None:
        near = difflib.get_close_matches(wanted, FUNCTIONS, n=1, cutoff=0.0)
        return f"#N/A: there is no function {wanted or '(blank)'}; the nearest is {near[0]}"
    if any(argument.take == "rest" for argument in function.arguments) or not function.arguments:
        return OK
    miscounted = _miscounted(function, len(given))
    if miscounted:
        return miscounted
    defaults = [None if a.required else a.default for a in function.arguments]
    cells = [*given, *defaults[len(given) :]]
    notes = Notes()
    answer = call(function, bodies[wanted], cells, notes)
    if notes.sentences:
        more = len(notes.sentences) - _MOST
        return ". ".join(notes.sentences[:_MOST]) + (f". And {more} more" if more > 0 else "")
    return _doubt(function, cells, answer)


def _miscounted(function: Function, count: int) -> str:
    """Too many or too few arguments, in a sentence."""
    names = [a.name for a in function.arguments]
    if count > len(names):
        return f"{function.name} takes {len(names)} arguments ({', '.join(names)}); {count} were given"
    missing = [a.name for a in function.arguments[count:] if a.required]
    if missing:
        return f"{function.name} also needs {', '.join(missing)}; {count} arguments were given"
    return ""


def _doubt(function: Function, cells: Sequence[Any], answer: Any) -> str:
    """A warning where the call succeeds and its answer needs care."""
    held = [value for value in flatten(answer)[0] if isinstance(value, str)]
    if function.name in ("CLV_BTYD_FIT", "CLV_SPEND_FIT", "CLV_CONTRACT_FIT"):
        status = next((v for v in held if v.startswith(("boundary", "not identified"))), "")
        return f"OK, but the fit is {status}" if status else OK
    broken = sorted({value for value in held if value in ERRORS})
    if broken:
        return f"OK, but the result holds {', '.join(broken)} where there is nothing to divide by or to show"
    if function.name == "CLV_PROFILE":
        from xlclv.segments.profiles import top_group

        values, share = flatten(cells[1])[0], flatten(cells[2])[0][0]
        import numpy as np

        kept = np.array([float(v or 0) for v in values[: len(values) - _blanks(values)]])
        top = int(top_group(kept, 0.2 if share in (None, "") else float(share)).sum())
        if top < _FEW:
            return f"OK, but the top group has {top} customers, too few to tell a profile from chance"
    return OK


def _blanks(values: Sequence[Any]) -> int:
    """Blank cells at the end of a list."""
    n = 0
    while n < len(values) and values[len(values) - 1 - n] in (None, ""):
        n += 1
    return n
