"""Every worksheet function in words, one family a file: what the wizard, the reference and the tests read."""

from __future__ import annotations

from xlclv.terms.catalogue import (
    acquisition,
    btyd,
    cohorts,
    loyalty,
    portfolio,
    retention,
    segments,
    service,
    simple,
    trust,
)
from xlclv.terms.term import Function

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for family in (simple, retention, cohorts, btyd, segments, acquisition, loyalty, service, portfolio, trust)
    for function in family.FUNCTIONS
}
