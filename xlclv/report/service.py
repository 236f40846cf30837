"""What each customer has brought against what the average one brings in all, and the service that earns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Floats
from xlclv.segments import attainment

SERVICES = (
    attainment.CONCIERGE,
    attainment.PRIORITY,
    attainment.RETENTION_DESK,
    attainment.STANDARD,
    attainment.SELF_SERVICE,
)


def earned(realised: Floats, remaining: Floats) -> tuple[Floats, NDArray[np.int8]] | None:
    """Each customer's attainment, and the place of the service level among SERVICES.

    Attainment is money so far over what the average customer brings in all, so far and to come. None where that is
    no gain, or where customers are too few for the percentiles that tell high from low.

    >>> attained, service = earned(np.array([9.0, 1, 2, 0, 0]), np.array([1.0, 9, 3, 2, 0]))
    >>> attained.round(2).tolist(), [SERVICES[i] for i in service]
    ([1.67, 0.19, 0.37, 0.0, 0.0], ['Concierge', 'Retention desk', 'Standard', 'Standard', 'Self-service first'])
    """
    expected = float(realised.mean() + remaining.mean())
    if len(realised) < attainment.MIN_FOR_PERCENTILE or expected <= 0:
        return None
    return by_yardstick(realised, remaining, expected)


def by_yardstick(
    realised: Floats, remaining: Floats, expected: float, cuts: tuple[float, float] | None = None
) -> tuple[Floats, NDArray[np.int8]]:
    """The same where some of the customers are here: `expected` and the percentiles `cuts` are those of all."""
    attained = realised / expected
    return attained, attainment.service_places(attained, remaining, SERVICES, cuts)
