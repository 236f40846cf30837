"""What other shops show, for bases too small to tell for themselves: weak priors that have faded at 200 customers.

Each parameter's logarithm is drawn to where the fits of published and shared bases lie (CDNOW, groceries, Online
Retail, apparel: most within a factor of 3), as one observation with that spread would draw it; times and money are in
units of the base's own mean, so a fit stays free of units. The weight falls in proportion from 1 with nobody to 0 at
200 customers: from there on a fit is maximum likelihood to the last digit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.likelihood.newton import Surface

FADED = 200  # customers from which on nothing of it is left
LEAST = 8  # customers with whom a fit that leans on a prior means something


class Prior(NamedTuple):
    """Where the parameters usually lie, in the data's own units, and by which factor they differ between shops."""

    centre: tuple[float, ...]
    factor: float

    def weight(self, customers: float) -> float:
        """How much it counts beside so many customers."""
        return max(0.0, 1.0 - customers / FADED)

    def beside(self, surface: Surface, customers: float) -> Surface:
        """The log-likelihood with what the prior adds to it."""
        centre = np.log(self.centre)
        force = self.weight(customers) / float(np.log(self.factor)) ** 2

        def at(point: Floats) -> tuple[float, Floats, Floats]:
            value, gradient, hessian = surface(point)
            off = point - centre
            return value - 0.5 * force * float(off @ off), gradient - force * off, hessian - force * np.eye(len(off))

        return at


DROPOUT = Prior((0.7, 0.4, 0.8, 2.5), 3.0)  # r, alpha, a, b
PARETO = Prior((0.8, 0.4, 0.6, 0.6), 3.0)  # r, alpha, s, beta
SPEND = Prior((3.0, 4.0, 1.0), 3.0)  # p, q, gamma: a mean of 1
