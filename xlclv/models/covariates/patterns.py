"""Customers by pattern of covariates: all of one pattern share their parameters, so the plain models' surfaces do.

Each pattern's log-likelihood is the plain one at parameters moved by its covariates, which is linear in the
logarithms: with J = [I, shift] gradient and Hessian are J' g and J' H J, exact as the plain ones are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.errors import NUM, VALUE, Fault, InputError
from xlclv.models.likelihood.collapse import Ints
from xlclv.models.likelihood.newton import Surface

MOST = 1_000  # patterns: more are a number that varies from customer to customer, and belong into classes


class Moved(NamedTuple):
    """One parameter that covariates move: its place, the sign on its logarithm, and the columns that move it."""

    place: int
    sign: float
    columns: tuple[int, ...]


class Patterns(NamedTuple):
    """The distinct rows of covariates, and for every customer which one it is."""

    values: Floats
    which: Ints


def patterns(covariates: Any, names: Sequence[str], length: int) -> Patterns:
    """From a table with a row a customer and a column a name.

    Raises InputError for another shape, values that are no numbers, a column that does not vary, or too many patterns.
    """
    table = np.asarray(covariates, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    if table.shape != (length, len(names)):
        rule = f"must have {length:,} rows and {len(names)} columns, one for each name; has the shape {table.shape}"
        raise InputError((Fault("covariates", rule, VALUE),))
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0].tolist()
        raise InputError((Fault("covariates", f"has no number for {names[column]} in row {row}", VALUE),))
    for name, column in zip(names, table.T, strict=True):
        if np.ptp(column) == 0:
            rule = f"has one value only for {name}, {column[0]:g}: it cannot tell customers apart"
            raise InputError((Fault("covariates", rule, NUM, fix="leave the column out"),))
    values, which = np.unique(table, axis=0, return_inverse=True)
    if len(values) > MOST:
        rule = f"has {len(values):,} different rows; at most {MOST:,} can be told apart"
        raise InputError((Fault("covariates", rule, NUM, fix="put numbers that vary freely into classes"),))
    return Patterns(values, np.ravel(which))


def surface(parts: Sequence[tuple[Floats, Surface]], size: int, moved: Sequence[Moved], ridge: float) -> Surface:
    """By the `size` logarithms of the plain parameters, then the coefficients of each that is moved.

    parts: each pattern's covariates, and its customers' plain surface. A ridge takes ridge / 2 x coefficient^2 off.
    """
    width = size + sum(len(each.columns) for each in moved)
    jacobians = []
    for values, _ in parts:
        turn = np.zeros((size, width))
        turn[:, :size] = np.eye(size)
        start = size
        for each in moved:
            turn[each.place, start : start + len(each.columns)] = each.sign * values[list(each.columns)]
            start += len(each.columns)
        jacobians.append(turn)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        value, gradient, hessian = 0.0, np.zeros(width), np.zeros((width, width))
        for turn, (_, plain) in zip(jacobians, parts, strict=True):
            v, g, h = plain(turn @ point)
            value, gradient, hessian = value + v, gradient + turn.T @ g, hessian + turn.T @ h @ turn
        free = point[size:]
        gradient[size:] -= ridge * free
        hessian[np.arange(size, width), np.arange(size, width)] -= ridge
        return value - 0.5 * ridge * float(free @ free), gradient, hessian

    return at
