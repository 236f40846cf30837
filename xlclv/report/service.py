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


def earned(
    realised: Floats, remaining: Floats, everyone: int, expected: float, cuts: tuple[float, float]
) -> tuple[Floats, NDArray[np.int8]] | None:
    """Attainment of each customer listed, and the place of the service level among SERVICES.

    Attainment is sales so far over `expected`, what the average one of `everyone` brings in all, so far and to come;
    `cuts` are the percentiles of all that tell low remaining sales from high. None where the average brings no gain,
    or where customers are too few for percentiles.

    >>> listed = np.array([9.0, 1, 2, 0, 0]), np.array([1.0, 9, 3, 2, 0])
    >>> attained, service = earned(*listed, 5, 5.4, (0.8, 4.2))
    >>> attained.round(2).tolist(), [SERVICES[i] for i in service]
    ([1.67, 0.19, 0.37, 0.0, 0.0], ['Concierge', 'Retention desk', 'Standard', 'Standard', 'Self-service first'])
    """
    if everyone < attainment.MIN_FOR_PERCENTILE or expected <= 0:
        return None
    attained = realised / expected
    return attained, attainment.service_places(attained, remaining, SERVICES, cuts)
