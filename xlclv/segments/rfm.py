"""RFM: scores by rank, and the segment a pair of scores stands for (Blattberg, Kim & Neslin 2008, ch. 12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check, Floats
from xlclv.errors import NA, VALUE, counted

# The first row whose minima both scores reach; an industry convention that a map of one's own replaces.
DEFAULT_MAP: tuple[tuple[float, float, str], ...] = (
    (4, 4, "Champions"),
    (3, 3, "Loyal"),
    (4, 2, "Promising"),
    (5, 1, "New"),
    (4, 1, "Promising"),
    (3, 1, "Needs attention"),
    (1, 4, "Can't lose"),
    (1, 3, "At risk"),
    (2, 1, "About to sleep"),
    (1, 1, "Lost"),
)
HIGHEST = 5


def scores(
    days_since_last: Any, orders: Any, monetary: Any, bins: Any = 5, cuts: Sequence[Sequence[Any]] | None = None
) -> NDArray[np.int64]:
    """Recency, frequency and monetary scores, one row of three a customer: 1 (worst) to bins.

    score = MIN(bins, INT(beaten x bins/(n-1)) + 1), beaten = customers strictly worse; ties share a score. Lists of
    one length, days low is good. Sources: Blattberg, Kim & Neslin 2008; Hughes 1994.
    `cuts` are cut-offs in place of equal groups, rows of days, orders, money: the score is 1 + those reached, days when
    they are no more, the others when they are no less. A blank cell is no cut-off; so columns may differ in length.

    Raises InputError: negative days or orders, bins below 2 or not whole, fewer customers than bins; (code #N/A)
    lists of unequal length; (code #VALUE!) cuts that are not three columns of numbers.

    >>> scores([5, 90, 400], [12, 4, 1], [80, 40, 25], 3).tolist()
    [[3, 3, 3], [2, 2, 2], [1, 1, 1]]
    >>> scores([5, 90, 400], [12, 4, 1], [80, 40, 25], cuts=[[365, 2, 50], [30, 10, 100]]).tolist()
    [[3, 3, 2], [2, 2, 1], [1, 1, 1]]
    """
    check = Check()
    columns = [
        -np.atleast_1d(check.take("days_since_last", days_since_last)),
        np.atleast_1d(check.take("orders_so_far", orders, name="orders")),
        np.atleast_1d(check.take("monetary", monetary)),
    ]
    count = check.take("bins", bins)
    n = columns[0].size
    if any(c.size != n for c in columns):
        check.rule(True, "orders", None, f"and monetary must be as many as days_since_last ({n})", code=NA)
    if n < count and cuts is None:
        check.rule(True, "bins", count, f"must be at most the number of customers ({n})")
    limits = None if cuts is None else _limits(check, cuts)
    check.done()
    if limits is not None:
        both = zip(limits, columns, strict=True)
        return np.stack([1 + np.searchsorted(own, c, side="right") for own, c in both], axis=1).astype(np.int64)
    k = int(count)
    beaten = np.stack([np.searchsorted(np.sort(c), c, side="left") for c in columns], axis=1)
    return np.asarray(np.minimum(k, beaten.astype(np.int64) * k // max(n - 1, 1) + 1), dtype=np.int64)


def _limits(check: Check, cuts: Sequence[Sequence[Any]]) -> list[Floats]:
    """Each column's cut-offs, rising in what is good."""
    for row in cuts:
        if len(row) != 3:
            rule = f"has {counted(len(row), 'column')}; must have 3: days, orders, money"
            check.rule(True, "cuts", None, rule, code=VALUE)
            check.done()
    found = []
    for place, name in enumerate(("days_since_last", "orders_so_far", "monetary")):
        own = [(i, row[place]) for i, row in enumerate(cuts, start=1) if row[place] not in (None, "")]
        read = [check.take(name, value, name=f"cuts in row {i}") for i, value in own]
        sign = -1.0 if place == 0 else 1.0
        found.append(np.sort([sign * float(value) if np.ndim(value) == 0 else 0.0 for value in read]))
    return found


def segments(r_score: Any, f_score: Any, table: Sequence[Sequence[Any]] | None = None) -> NDArray[np.object_]:
    """The label of the first row of `table` (r_min, f_min, label) that both scores reach; None = the default map.

    Raises InputError: a map that is not three columns (code #VALUE!); no row matches, or with the default map a score
    that is not a whole number from 1 to 5 (code #N/A).

    >>> segments([5, 2, 1, 5], [5, 4, 1, 1]).tolist()
    ['Champions', "Can't lose", 'Lost', 'New']
    """
    check = Check()
    r, f = check.take("r_score", r_score), check.take("f_score", f_score)
    rows = DEFAULT_MAP if table is None else [_row(check, i, row) for i, row in enumerate(table, start=1)]
    check.done()
    r, f = np.broadcast_arrays(r, f)
    place = np.full(r.shape, -1)
    for i, (r_min, f_min, _) in reversed(list(enumerate(rows))):
        place[(r >= r_min) & (f >= f_min)] = i
    missing = place < 0
    if table is None:
        for name, score in (("r_score", r), ("f_score", f)):
            odd = (score < 1) | (score > HIGHEST) | (score != np.rint(score))
            check.rule(odd, name, score, f"must be a whole number from 1 to {HIGHEST} for the default map", code=NA)
    else:
        rule, fix = "and its f_score reaches no row of the map", "add a last row with 0, 0 and a label"
        check.rule(missing, "r_score", r, rule, fix, NA)
    check.done()
    return np.asarray(np.array([label for _, _, label in rows], dtype=object)[place])


def _row(check: Check, place: int, row: Sequence[Any]) -> tuple[float, float, Any]:
    if len(row) != 3:
        rule = f"has {counted(len(row), 'column')}; must have 3: r_min, f_min, label"
        check.rule(True, "map", None, rule, code=VALUE)
        check.done()
    minima: list[Floats] = [
        check.take("r_score", 0.0 if value in (None, "") else value, name=f"map in row {place}") for value in row[:2]
    ]
    return float(minima[0]), float(minima[1]), "(blank)" if row[2] in (None, "") else row[2]
