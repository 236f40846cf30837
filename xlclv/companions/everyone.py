"""All customers in columns, as every question about groups of them needs them: the order is that of their ids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Bools, Floats
from xlclv.models.likelihood.collapse import Ints

# The columns of valuation.scoring.score, in the order of Everyone's.
EVERYONE = ("orders", "sales", "remaining", "p_alive", "expected_orders", "discounted_orders")


@dataclass(frozen=True, slots=True)
class Everyone:
    """One row a customer with a purchase, sorted by id; money before margin, as report.Customers has it."""

    orders: Ints
    sales: Floats
    remaining: Floats
    p_alive: Floats
    expected_orders: Floats
    discounted_orders: Floats
    first_day: NDArray[np.datetime64]
    tier: NDArray[np.int8]
    ran: Bools | None = None  # who had a contract in the last 12 months; None where nobody says who is still a customer

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.orders)
