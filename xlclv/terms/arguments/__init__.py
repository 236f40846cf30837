"""Every argument xlclv knows, by its key: one meaning, one unit, one set of bounds, said once; a family a file."""

from __future__ import annotations

from xlclv.terms.arguments import (
    acquisition,
    btyd,
    contracts,
    loyalty,
    orders,
    planning,
    portfolio,
    retention,
    risk,
    segments,
    service,
    simple,
)
from xlclv.terms.term import Term

TERMS: dict[str, Term] = {
    key: term
    for family in (
        simple,
        retention,
        orders,
        btyd,
        segments,
        acquisition,
        contracts,
        loyalty,
        service,
        portfolio,
        planning,
        risk,
    )
    for key, term in family.TERMS.items()
}
