"""What must hold for a report to be trusted."""

from __future__ import annotations

import numpy as np

from xlclv.discounting import factor
from xlclv.report.data import Report


def checks(made: Report) -> list[tuple[str, bool]]:
    """What must hold for the report to be trusted, each with whether it does."""
    people, remaining, count = made.customers, made.remaining, made.customer_count
    discount = factor(made.assumptions.rate, made.flows.midpoint)
    flows = float((made.flows.sales * discount[:, None]).sum())
    near = 1e-9 * max(1.0, abs(remaining))
    paid = max(1.0, float(np.nansum(np.abs(made.cohorts.revenue))))
    numbers = (people.p_alive, people.expected_orders, people.expected_spend, people.remaining, people.sales)
    return [
        ("rows and amounts read are those used plus those excluded", made.ledger.reconciles),
        ("segments add up to customer equity", abs(sum(t.remaining for t in made.tiers) - remaining) <= near),
        ("segments hold every customer", sum(t.customers for t in made.tiers) == count),
        ("discounted flows add up to customer equity", abs(flows - remaining) <= near),
        ("cohorts hold every customer", int(made.cohorts.customers.sum()) == count),
        ("cohorts hold every sale", abs(float(np.nansum(made.cohorts.revenue)) - made.sales) <= 1e-9 * paid),
        ("no id is blank or twice", all(people.id) and len(set(people.id)) == len(people.id)),
        ("probabilities lie between 0 and 1", bool(((people.p_alive >= 0) & (people.p_alive <= 1)).all())),
        ("every number is finite", all(bool(np.isfinite(column).all()) for column in numbers)),
        (
            "customers not listed have probabilities and finite numbers too",
            made.unlisted is None or made.unlisted.sound,
        ),
        ("no order is later than the as-of date", made.last_order <= made.assumptions.as_of),
    ]
