"""The life cycle: where each customer stands between awareness and loyalty, by a house rule of typical gaps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xlclv.checks import Check

ENDED_AFTER, AT_RISK_AFTER, FRESH_WITHIN = 3.0, 1.5, 0.5  # in typical gaps
NAMES = (
    "Awareness", "Consideration", "Purchase", "Usage", "Satisfaction", "Retention", "Loyalty", "At risk", "Ended",
)  # fmt: skip
LOYAL_ORDERS, RETAINED_ORDERS, SATISFIED_FROM = 10, 3, 4


def stage(
    orders: Any,
    days_since_last: Any,
    typical_gap: Any,
    enquired: Any = 0.0,
    satisfaction: Any = None,
    attainment: Any = 0.0,
) -> NDArray[np.object_]:
    """Awareness, Consideration, Purchase, Usage, Satisfaction, Retention, Loyalty, At risk or Ended; in this order:

    no orders: Consideration after an enquiry, else Awareness; quiet for more than 3 gaps: Ended, 1.5 gaps: At risk;
    attainment >= 1 or 10 orders: Loyalty; 3 orders: Retention; 2: Satisfaction if satisfied (4 or more of 5), else
    Usage; 1: Purchase within half a gap, else Usage. Days and gap in days; arguments broadcast.

    Raises InputError: orders not whole, gap <= 0, satisfaction outside 1 to 5, negative days of a customer with orders.

    >>> stage([0, 0, 1, 12], [0, 0, 5, 20], 30, [0, 1, 1, 1]).tolist()
    ['Awareness', 'Consideration', 'Purchase', 'Loyalty']
    """
    return np.asarray(NAMES, dtype=object)[
        stage_places(orders, days_since_last, typical_gap, enquired, satisfaction, attainment)
    ]


def stage_places(
    orders: Any,
    days_since_last: Any,
    typical_gap: Any,
    enquired: Any = 0.0,
    satisfaction: Any = None,
    attainment: Any = 0.0,
) -> NDArray[np.int8]:
    """The same as places among NAMES, of a million customers at once; errors as there.

    >>> stage_places([0, 1, 12], [0, 5, 20], 30).tolist()
    [0, 2, 6]
    """
    check = Check()
    n, gap = check.take("whole_orders", orders, name="orders"), check.take("typical_gap", typical_gap)
    bought = n > 0
    days = check.take("days_quiet", np.where(bought, days_since_last, 0.0), name="days_since_last")
    asked, score = check.take("enquired", enquired), check.take("satisfaction", satisfaction, blank=0.0)
    reached = check.take("attainment", attainment)
    check.done()
    quiet = days / gap
    stages = (
        (~bought & (asked == 1), "Consideration"),
        (~bought, "Awareness"),
        (quiet > ENDED_AFTER, "Ended"),
        (quiet > AT_RISK_AFTER, "At risk"),
        ((reached >= 1) | (n >= LOYAL_ORDERS), "Loyalty"),
        (n >= RETAINED_ORDERS, "Retention"),
        ((n == 2) & (score >= SATISFIED_FROM), "Satisfaction"),
        (n == 2, "Usage"),
        (quiet <= FRESH_WITHIN, "Purchase"),
    )
    conditions = np.broadcast_arrays(*(where for where, _ in stages))
    choices = [np.int8(NAMES.index(name)) for _, name in stages]
    return np.select(list(conditions), choices, np.int8(NAMES.index("Usage")))
