"""What each customer has brought against what the average one brings in all, and the service that earns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.segments import attainment

WIN_BACK = "Win back"  # who has exceeded what was expected and has most likely left
GONE = 0.1  # P(alive) below it: no longer a customer to serve
SERVICES = (
    attainment.CONCIERGE,
    attainment.PRIORITY,
    attainment.RETENTION_DESK,
    attainment.STANDARD,
    attainment.SELF_SERVICE,
    WIN_BACK,
)


class Rule(NamedTuple):
    """Against what customers are held: what the average one brings in all, and the percentiles of remaining sales."""

    expected: float
    low: float
    high: float


def earned(
    realised: Floats, remaining: Floats, p_alive: Floats, everyone: int, expected: float, cuts: tuple[float, float]
) -> tuple[Floats, NDArray[np.int8]] | None:
    """Attainment of each customer listed, and the place of the service level among SERVICES.

    Attainment is sales so far over `expected`, what the average one of `everyone` brings in all, so far and to come;
    `cuts` are the percentiles of all that tell low remaining sales from high. None where the average brings no gain,
    or where customers are too few for percentiles.

    A service is for who is probably still there: with a P(alive) below `GONE` those who exceeded are to be won back,
    and all others serve themselves.

    >>> listed = np.array([9.0, 1, 2, 0, 0]), np.array([1.0, 9, 3, 2, 0]), np.ones(5)
    >>> attained, service = earned(*listed, 5, 5.4, (0.8, 4.2))
    >>> attained.round(2).tolist(), [SERVICES[i] for i in service]
    ([1.67, 0.19, 0.37, 0.0, 0.0], ['Concierge', 'Retention desk', 'Standard', 'Standard', 'Self-service first'])
    """
    if everyone < attainment.MIN_FOR_PERCENTILE or expected <= 0:
        return None
    attained = realised / expected
    earned_ = attainment.service_places(attained, remaining, SERVICES, cuts)
    left = np.where(attained >= 1, SERVICES.index(WIN_BACK), SERVICES.index(attainment.SELF_SERVICE))
    return attained, np.where(p_alive < GONE, left, earned_).astype(np.int8)
