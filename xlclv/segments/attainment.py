"""Attainment: who has exceeded the value expected of them, who misses the mark, and the service each has earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0, NA, VALUE, counted

EXCEEDS, ON_TRACK, MISSING = "Exceeds", "On track", "Missing the mark"
STATUSES = (EXCEEDS, ON_TRACK, MISSING)
ON_TRACK_FROM = 0.9
HIGH_SHARE, LOW_SHARE = 0.8, 0.2  # percentiles of remaining CLV that stand in for blank cut-offs
MIN_FOR_PERCENTILE = 5
CONCIERGE, SELF_SERVICE, PRIORITY, RETENTION_DESK, STANDARD = (
    "Concierge",
    "Self-service first",
    "Priority",
    "Retention desk",
    "Standard",
)
_ORDER = (CONCIERGE, SELF_SERVICE, PRIORITY, RETENTION_DESK, STANDARD)  # in the order in which the rule asks


def attainment(realised: Any, expected: Any, tenure: Any = None, lifetime: Any = None) -> Floats:
    """Realised over expected value; with tenure and lifetime the pace: over what was to be expected by now.

    pace = realised/(expected x MIN(1, tenure/lifetime)). Money on one margin basis; tenure and lifetime in one unit,
    None or NaN for neither. Arguments broadcast.

    Raises InputError: expected, tenure or lifetime below 0 or 0 (code #DIV/0!), one of the last two alone (#N/A).

    >>> float(attainment(540, 480)), float(attainment(150, 480, 2, 4))
    (1.125, 0.625)
    """
    check = Check()
    money, goal = check.take("realised", realised), check.take("expected", expected)
    age = check.take("tenure", tenure, blank=np.nan)
    whole = check.take("whole_lifetime", lifetime, name="lifetime", blank=np.nan)
    check.rule(goal == 0, "expected", goal, "must not be 0", code=DIV0)
    check.rule(age == 0, "tenure", age, "must not be 0", code=DIV0)
    check.rule(whole == 0, "lifetime", whole, "must not be 0", code=DIV0)
    check.rule(np.isnan(age) != np.isnan(whole), "tenure", None, "and lifetime need each other", "fill in both", NA)
    check.done()
    part = np.where(np.isnan(age), 1.0, np.minimum(1.0, age / whole))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return check.finite("attainment", money / (goal * part))


def status(realised: Any, expected: Any, tenure: Any = None, lifetime: Any = None) -> NDArray[np.object_]:
    """Exceeds (realised >= expected), else On track (attainment of 0.9 or more), else Missing the mark.

    Raises InputError as `attainment`.

    >>> status([540, 230, 150], 480, [3, 2, 2], 4).tolist()
    ['Exceeds', 'On track', 'Missing the mark']
    """
    ratio = attainment(realised, expected, tenure, lifetime)
    exceeds = np.asarray(realised, dtype=np.float64) >= np.asarray(expected, dtype=np.float64)
    place = np.where(exceeds, 0, np.where(ratio >= ON_TRACK_FROM, 1, 2))
    return np.asarray(np.array(STATUSES, dtype=object)[place])


def shown(realised: Any, expected: Any, tenure: Any, lifetime: Any, as_text: Any) -> NDArray[np.object_]:
    """The attainment as a number, or where `as_text` is 1 as its status; one a row.

    Raises InputError as `attainment`, and for a switch that is not 0 or 1.

    >>> shown([540, 150], 480, None, None, [0, 1]).tolist()
    [1.125, 'Missing the mark']
    """
    check = Check()
    words = check.take("as_text", as_text)
    check.done()
    number = attainment(realised, expected, tenure, lifetime)
    text = status(realised, expected, tenure, lifetime)
    return np.where(words == 1, text, np.asarray(number, dtype=object))


def service_level(
    statuses: Sequence[Any],
    remaining_clv: Any,
    high: Any = None,
    low: Any = None,
    table: Sequence[Sequence[Any]] | None = None,
) -> NDArray[np.object_]:
    """The service each customer has earned, from status (text, or attainment as a number) and remaining CLV.

    Exceeds: Concierge; else below `low`: Self-service first; from `high` on: Priority if On track, Retention desk if
    Missing the mark; else Standard. Blank cut-offs are the 80th and 20th percentile (PERCENTILE.INC). With `table`
    (status or "*", minimum remaining CLV, label) its first matching row wins instead.

    Raises InputError: high below low; (code #N/A) an unknown status, no row matches, a percentile of fewer than 5.

    >>> service_level(["Exceeds", "on track", 0.5, 0.5], [250, 500, 450, 40], 400, 60).tolist()
    ['Concierge', 'Priority', 'Retention desk', 'Self-service first']
    """
    check = Check()
    value = np.atleast_1d(check.take("remaining_clv", remaining_clv))
    given = [_status(s) for s in np.broadcast_to(np.array(statuses, dtype=object), value.shape)]
    if table is not None:
        return _by_table(check, given, value, table)
    top, bottom = _cut(check, "high", high, value, HIGH_SHARE), _cut(check, "low", low, value, LOW_SHARE)
    check.rule(top < bottom, "high", top, f"must not be below low ({bottom:g})")
    known = {s.casefold(): i for i, s in enumerate(STATUSES)}
    kind = np.array([known.get(s.casefold(), -1) for s in given])
    rule = f"must be one of {', '.join(STATUSES)}, or a number"
    check.rule(kind < 0, "status_or_attainment", np.array(given, dtype=object), rule, code=NA)
    check.done()
    return np.asarray(_service(kind, value, top, bottom, _ORDER).astype(object))


def service_places(
    attained: Floats, remaining_clv: Floats, labels: Sequence[str], cuts: tuple[float, float] | None = None
) -> NDArray[np.int8]:
    """`service_level` of numbers as places among `labels`: a million rows in a blink.

    `cuts` are low and high; without them the blank cut-offs of these customers.

    Raises ValueError: labels without one of the five.

    >>> attained, value = np.array([1.2, 0.95, 0.1, 0.1, 0.95]), np.array([5.0, 9.0, 1.0, 4.0, 6.0])
    >>> labels = sorted(_ORDER)
    >>> [labels[at] for at in service_places(attained, value, labels)] == service_level(attained, value).tolist()
    True
    """
    shares = [100 * LOW_SHARE, 100 * HIGH_SHARE]
    bottom, top = np.percentile(remaining_clv, shares) if cuts is None else cuts
    kind = np.where(attained >= 1, 0, np.where(attained >= ON_TRACK_FROM, 1, 2))
    places = np.array([labels.index(name) for name in _ORDER], dtype=np.int8)
    return np.asarray(_service(kind, remaining_clv, top, bottom, places))


def _service(kind: Any, value: Floats, top: Any, bottom: Any, wanted: Any) -> Any:
    """The rule, once: what is wanted for each of _ORDER."""
    conditions = [kind == 0, value < bottom, (value >= top) & (kind == 1), value >= top]
    return np.select(conditions, list(wanted[:-1]), wanted[-1])


def _status(given: Any) -> str:
    if isinstance(given, str):
        return given.strip()
    return EXCEEDS if given >= 1 else ON_TRACK if given >= ON_TRACK_FROM else MISSING


def _cut(check: Check, name: str, given: Any, values: Floats, share: float) -> Floats:
    taken = check.take(name, given, blank=np.nan)
    if not np.isnan(taken).any():
        return taken
    if values.size < MIN_FOR_PERCENTILE:
        check.rule(
            True,
            name,
            None,
            f"is blank, and a percentile needs at least {MIN_FOR_PERCENTILE} customers",
            "give a cut-off in money",
            NA,
        )
        check.done()
    return np.asarray(np.percentile(values, 100 * share))


def _by_table(check: Check, given: list[str], value: Floats, table: Sequence[Sequence[Any]]) -> NDArray[np.object_]:
    if any(len(row) != 3 for row in table):
        rule = f"has {counted(len(table[0]), 'column')}; must have 3: status, minimum remaining CLV, label"
        check.rule(True, "map", None, rule, code=VALUE)
        check.done()
    out = np.full(value.shape, None, dtype=object)
    folded = np.array([s.casefold() for s in given], dtype=object)
    for place, (wanted, minimum, label) in reversed(list(enumerate(table, start=1))):
        floor = check.take("remaining_clv", 0.0 if minimum in (None, "") else minimum, name=f"map in row {place}")
        name = str(wanted or "").strip().casefold()
        out[((folded == name) | (name == "*")) & (value >= floor)] = "(blank)" if label in (None, "") else label
    missing = np.array([label is None for label in out])
    rule, fix = "meets no row of the map", "add a last row * with a minimum below every remaining_clv"
    check.rule(missing, "status_or_attainment", np.array(given, dtype=object), rule, fix, NA)
    check.done()
    return out
