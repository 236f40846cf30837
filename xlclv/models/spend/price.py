"""Whether order values differ at all: a fixed price has no spread to fit, and no rounding of it is a finding."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.maximum import LARGEST, Fit

P = TypeVar("P")
WORDS = "boundary: every order is worth the same, and so is the next one of every customer"
_FINEST = 1.0 / np.sqrt(LARGEST)  # a spread of means below 0.1%: no shape within the fit's box is as narrow
_FIRM = LARGEST * LARGEST  # so large a q that a customer's own mean, eaten up by refunds say, does not move the price


def varies(mean: float, square: float) -> bool:
    """Whether values of this mean and mean square spread further than a fixed price and its rounding do.

    >>> varies(10.0, 100.0), varies(10.0, 100.0 - 1e-14), varies(10.0, 104.0)
    (False, False, True)
    """
    if not mean > 0:
        return False
    relative = square / mean / mean - 1.0
    return not relative <= _FINEST * _FINEST


def spread(m: Floats, count: Floats | None = None) -> bool:
    """The same of values, each of `count` customers."""
    w = np.ones(m.shape) if count is None else count
    unit = float(m.max(initial=0.0))
    if not unit > 0:
        return False
    shares, total = m / unit, float(w.sum())
    mean = float(w @ shares) / total
    return varies(mean, mean * mean + float(w @ (shares - mean) ** 2) / total)


def parameters(kind: type[P], price: float) -> P:
    """The parameters with which the price is expected of everyone: p and q stand for no end."""
    return kind(LARGEST, _FIRM, price * (_FIRM - 1.0) / LARGEST)  # type: ignore[call-arg]


def fixed(params: P, log_likelihood: float, customers: float) -> Fit[P]:
    """The fit of a fixed price: known, so without errors."""
    size = 3
    none: Any = (None,) * size
    return Fit(params, none, np.zeros((size, size)), log_likelihood, customers, WORDS)
