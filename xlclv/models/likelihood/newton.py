"""The one optimiser: Newton's method with exact derivatives in a trust region and a box (Nocedal & Wright 2006)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats

Surface = Callable[[Floats], tuple[float, Floats, Floats]]  # point -> log-likelihood, gradient, Hessian
_ROUNDS = 200
_LAST_STEP = 1e-9  # below this the next Newton step would be of the order of its square
_SMALL_STEP = 1e-4  # below this the likelihood is too flat for its rounding to judge a step


class Optimum(NamedTuple):
    """The highest point found; `side` is -1 or 1 where a coordinate rests on its lower or upper bound."""

    point: Floats
    value: float
    hessian: Floats
    side: NDArray[np.int64]
    converged: bool


def maximise(surface: Surface, start: Floats, low: Floats, high: Floats) -> Optimum:
    """Climb `surface` from `start` within low <= point <= high; coordinates with low = high stay fixed."""
    point = np.clip(start, low, high)
    value, gradient, hessian = surface(point)
    radius, previous, stalled = 1.0, np.inf, 0
    for _ in range(_ROUNDS):
        moved, newton = _within(point, gradient, hessian, low, high, radius, abs(value))
        length = float(np.abs(moved).max())
        stalled = stalled + 1 if newton and length < 1e-6 and length > 0.5 * previous else 0
        if newton and (length < _LAST_STEP or stalled > 2):
            return Optimum(point + moved, value, hessian, _side(point + moved, low, high), True)
        new = surface(point + moved)
        predicted = float(gradient @ moved + 0.5 * moved @ hessian @ moved)
        gained = new[0] - value
        settled = newton and length < _SMALL_STEP and gained > -1e-9 * max(1.0, abs(value))
        if not np.isfinite(new[0]) or not (settled or gained > 1e-4 * predicted > 0):
            radius = 0.25 * min(radius, length)
            if radius < 1e-12:
                break
            continue
        if gained > 0.7 * predicted and length > 0.7 * radius:
            radius = min(2.0 * radius, 4.0)
        point, previous = point + moved, length
        value, gradient, hessian = new
    return Optimum(point, value, hessian, _side(point, low, high), False)


def _within(
    point: Floats, gradient: Floats, hessian: Floats, low: Floats, high: Floats, radius: float, scale: float
) -> tuple[Floats, bool]:
    """The best step inside the box: a coordinate that would leave goes to its bound, and the others follow."""
    held = (low >= high) | ((point <= low) & (gradient < 0)) | ((point >= high) & (gradient > 0))
    step, newton = np.zeros_like(point), True
    while not held.all():
        slope = (gradient + hessian @ step)[~held]
        trial = step.copy()
        trial[~held], newton = _step(slope, -hessian[np.ix_(~held, ~held)], radius, scale)
        inside = np.clip(point + trial, low, high)
        leaves = inside != point + trial
        if not leaves.any():
            return trial, newton
        step[leaves] = (inside - point)[leaves]
        held |= leaves
    return step, newton


def _step(gradient: Floats, curvature: Floats, radius: float, scale: float) -> tuple[Floats, bool]:
    """The step that gains most within the radius, and whether it is the plain Newton step."""
    size, axes = np.linalg.eigh(curvature)
    slope = axes.T @ gradient
    flat = (np.abs(slope) < 1e-13 * scale) & (np.abs(size) < 1e-11 * scale)
    slope[flat], size = 0.0, np.where(flat, scale, size)
    if size[0] > 0:
        newton = slope / size
        if np.abs(newton).max() <= radius:
            return np.asarray(axes @ newton), True
    least = max(0.0, -float(size.min()))
    low, high = least, least + float(np.linalg.norm(slope)) / radius + 1e-12 * scale
    for _ in range(40):
        middle = 0.5 * (low + high)
        if np.linalg.norm(slope / np.maximum(size + middle, 1e-300)) > radius:
            low = middle
        else:
            high = middle
    return np.asarray(axes @ (slope / np.maximum(size + high, 1e-300))), False


def _side(point: Floats, low: Floats, high: Floats) -> NDArray[np.int64]:
    """Which bounds the point rests on; coordinates that were held fixed rest on none."""
    loose = low < high
    return np.where(loose & (point <= low), -1, np.where(loose & (point >= high), 1, 0))
