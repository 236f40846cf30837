"""Scenarios of contracts: what running customers are worth under other drivers, each as a run with them would say.

`spend` scales every fee to come, `retention` whom the base loses: at +10% a tenth fewer leave at every renewal than the
curve expects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.relationships import Relationships
from xlclv.contracts.retention import Fitted
from xlclv.contracts.values import Terms, groups_of, worth_with_losses
from xlclv.planning.scenario import Drivers, Keys, Told, all_told, scenarios

KEYS = Keys(("rate", "margin", "horizon", "growth", "cac"), ("spend", "retention", "new-customers"))


def what_if(
    texts: Iterable[str],
    found: Contracts,
    them: Relationships,
    curves: tuple[Fitted, ...],
    follows: Ints,
    terms: Terms,
    cac: float | None,
) -> tuple[Told, ...]:
    """The base and each scenario as typed; nothing where none was asked for.

    Raises InputError for what cannot be read, or a driver out of bounds.
    """
    base = Drivers(terms.rate, terms.margin, terms.horizon, cac, growth=terms.growth)
    asked = scenarios(texts, base, KEYS)
    at = np.flatnonzero(them.running).astype(np.int64)

    def equity(drivers: Drivers) -> float:
        moved = replace(terms, rate=drivers.rate, margin=drivers.margin, horizon=drivers.horizon, growth=drivers.growth)
        dated = found.as_of is not None
        groups = groups_of(them, at, curves, follows, found.periods, moved, found.day, dated)
        return drivers.spend * sum(worth_with_losses(one, moved, drivers.losses) for one in groups)

    return all_told(base, asked, equity)
