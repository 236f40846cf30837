"""Histories of discrete opportunities, and how a BG/BB customer may have lived it (Fader, Hardie & Shang 2010).

A customer who bought x times, last at opportunity t_x of n, dropped out after opportunity m = t_x, ..., n - 1, or is
alive at n. Each of these has a positive probability; the likelihood is their sum, taken in logarithms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Bools, Check, Floats
from xlclv.errors import NA, Fault, InputError
from xlclv.models.likelihood.collapse import Ints, Rows, collapse, distinct
from xlclv.models.likelihood.history import paired, require_customers, same_shape
from xlclv.models.numerics.gammas import log_gamma_ratio
from xlclv.places import places

_CELLS = 200_000  # paths looked at together


class Shapes(NamedTuple):
    """The four parameters as plain numbers."""

    alpha: float
    beta: float
    gamma: float
    delta: float


class Paths(NamedTuple):
    """Every path of some rows: bought x times, nothing after m, dropped out there or not; a row's begin at `starts`."""

    x: Ints
    m: Ints
    dead: Bools
    row: Ints
    starts: Ints


def take_opportunities(check: Check, frequency: Any, recency: Any, n: Any) -> tuple[Floats, Floats, Floats]:
    """frequency, recency and n as float arrays of whole numbers; what breaks a rule is noted in `check`."""
    x, t_x = check.take("frequency", frequency), check.take("recency_opportunity", recency, name="recency")
    age = check.take("opportunities", n, name="n")
    if same_shape(check, frequency=x, recency=t_x, n=age):
        _rules(check, x, t_x, age)
    return x, t_x, age


def _rules(check: Check, x: Floats, t_x: Floats, n: Floats) -> None:
    check.rule(t_x > n, "recency", t_x, "must not exceed n", "recency is the opportunity of the last purchase")
    check.rule((x > 0) & (t_x < x), "recency", t_x, "must be at least frequency", "each purchase takes an opportunity")
    check.rule((x == 0) & (t_x > 0), "recency", t_x, "must be 0 where frequency is 0")


def fitting_rows(frequency: Any, recency: Any, n: Any, weights: Any) -> Rows:
    """Checked, flat and collapsed data of a fit; InputError where no fit can be tried at all."""
    check = Check()
    x, t_x = check.take("frequency", frequency), check.take("recency_opportunity", recency, name="recency")
    age = check.take("opportunities", n, name="n")
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    x, t_x, age, count = paired(check, frequency=x, recency=t_x, n=age, weights=count)
    _rules(check, x, t_x, age)
    fix = "a customer without opportunities says nothing; leave the row out"
    check.rule(age == 0, "n", age, "must be above 0", fix)
    check.done()
    require_customers(count[count > 0].sum())
    if not (x * count).any():
        raise InputError((Fault("frequency", "is 0 for every customer; a fit needs purchases", NA),))
    return collapse(x, t_x, age, count)


def too_little(rows: Rows) -> str:
    """Why these histories cannot tell the parameters apart; empty when they may."""
    if rows.T.max() < 3:
        return "nobody had more than two opportunities, and these say too little for four parameters"
    bought = rows.x > 0
    if (rows.t_x[bought] == rows.T[bought]).all():
        return "every buyer bought at the last opportunity, so nothing tells customers who stay from those who leave"
    return ""


def paths(x: Floats, t_x: Floats, n: Floats) -> Iterator[Paths]:
    """The paths of flat rows, in chunks of whole rows."""
    bought, last, age = (column.astype(np.int64) for column in (x, t_x, n))
    many = age - last + 1
    chunk = np.cumsum(many) // _CELLS
    for part in np.split(np.arange(len(many)), np.flatnonzero(np.diff(chunk)) + 1):
        starts = np.cumsum(many[part]) - many[part]
        within = np.repeat(np.arange(len(part)), places(many[part]))
        row = part[within]
        m = last[row] + np.arange(len(row)) - starts[within]
        yield Paths(bought[row], m, m < age[row], row, starts)


def log_paths(shapes: Shapes, x: Floats, t_x: Floats, n: Floats, ways: bool = False) -> tuple[Floats, Floats]:
    """ln of the likelihood, and of its part alive at n, of rows that broadcast.

    With `ways`, of having bought x times at all up to t_x, whatever the order.
    """
    x, t_x, n = np.broadcast_arrays(x, t_x, n)
    flat = [np.ravel(column) for column in (x, t_x, n)]
    first, inverse = distinct(*flat)
    flat = [column[first] for column in flat]
    total, alive = np.empty(len(first)), np.empty(len(first))
    logs = log_tables(shapes, int(flat[2].max(initial=0)))
    for part in paths(*flat):
        terms = log_terms(shapes, logs, part)
        if ways:
            terms = terms + (logs[5][part.m] - logs[5][part.x] - logs[5][part.m - part.x])
        top = np.maximum.reduceat(terms, places(part.starts))
        rows = part.row[part.starts]
        spread = np.repeat(top, places(np.diff(part.starts, append=len(terms))))
        total[rows] = top + np.log(np.add.reduceat(np.exp(terms - spread), places(part.starts)))
        alive[part.row[~part.dead]] = terms[~part.dead]
    return total[inverse].reshape(x.shape), alive[inverse].reshape(x.shape)


def log_terms(shapes: Shapes, logs: Floats, part: Paths) -> Floats:
    """ln of each path: B(alpha + x, beta + m - x) / B(alpha, beta) times that of dropping out at m, or of staying."""
    buying = logs[0][part.x] + logs[1][part.m - part.x] - logs[2][part.m]
    staying = logs[3][part.m] - logs[4][part.m + part.dead]
    return np.asarray(buying + staying + np.where(part.dead, np.log(shapes.gamma), 0.0))


def log_tables(shapes: Shapes, longest: int) -> Floats:
    """ln Gamma(z + j) - ln Gamma(z), j = 0, 1, ..., for z = alpha, beta, alpha + beta, delta, gamma + delta, 1."""
    alpha, beta, gamma, delta = shapes
    z = np.array([alpha, beta, alpha + beta, delta, gamma + delta, 1.0])
    return log_gamma_ratio(z[:, None], np.arange(longest + 2.0))


def log_silence(shapes: Shapes, n: Floats) -> Floats:
    """ln of the likelihood of buying nothing in n opportunities, by what it lacks to 1: a first purchase at 1..n."""
    longest = int(n.max(initial=0))
    logs, j = log_tables(shapes, longest), np.arange(longest)
    first = np.exp(logs[0][1] + logs[1][j] - logs[2][j + 1] + logs[3][j + 1] - logs[4][j + 1])
    bought = np.concatenate([[0.0], np.cumsum(first)])
    return np.asarray(np.log1p(-bought[n.astype(np.int64)]))
