"""Values for ever that have no end: survival must fall faster than fees grow beyond their discount."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xlclv.contracts.retention import BDW, alike
from xlclv.contracts.values import Group, Terms
from xlclv.errors import NUM, Fault, InputError


def refuse_endless(groups: Sequence[Group], terms: Terms, where: str = "horizon", losses: float = 1.0) -> None:
    """Raises InputError, which names `where`, for a sum for ever that has no end; `losses` are times those expected."""
    if np.isfinite(terms.horizon) or terms.growth < terms.rate:
        return
    if losses != 1.0 or any(not _ends(one, terms) for one in groups):
        rule = f"gives a value without end at a rate of {terms.rate:.4g} and a growth of {terms.growth:.4g}"
        if losses != 1.0:
            rule = f"may have no end at other losses, a rate of {terms.rate:.4g} and a growth of {terms.growth:.4g}"
        raise InputError((Fault(where, rule, NUM, True, None, "give years, or a rate above the growth"),))


def _ends(one: Group, terms: Terms) -> bool:
    """Whether survival falls faster than fees grow beyond their discount."""
    params = list(one.curve.params.values())
    up = one.period.years * (np.log1p(terms.growth) - np.log1p(terms.rate))
    c = params[-1] if one.curve.name == BDW else 1.0
    if not alike(one.curve.name, len(params)):  # survival falls as the power alpha x c of time
        return bool(up == 0 and params[0] * c > 1)
    return bool(up == 0 or c > 1 or (c == 1 and up + np.log1p(-params[0]) < 0))
