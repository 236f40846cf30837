"""What the contact centre's template opens with: a service before and after, its programme, and providers' offers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

AGENTS = "agents"
MODELS = ("fte", "transaction", "outcome", "hybrid", "fixed")
MONTHS, SECONDS = 12.0, 3600.0


@dataclass(frozen=True, slots=True)
class Service:
    """The service as it is run, before or after: all that a reader may change in a column."""

    basis: str = AGENTS
    monthly_cost: float = 1800.0
    attrition: float = 0.0
    replacement_cost: float = 0.0
    aht_seconds: float = 420.0
    occupancy: float = 0.82
    shrinkage: float = 0.30
    paid_hours: float = 2080.0
    issues: float = 3.0
    fcr: float = 0.67
    repeat_contacts: float = 1.5
    self_service: float = 0.20
    self_service_cost: float = 0.20
    contact_share: float = 0.50
    retention_resolved: float = 0.88
    retention_unresolved: float = 0.70
    retention_no_contact: float = 0.86
    margin: float = 120.0


@dataclass(frozen=True, slots=True)
class Offer:
    """What a provider asks under one way of pricing; None where the model has no such fee."""

    model: str
    fte: float | None = None
    fte_rate: float | None = None
    unit_fee: float | None = None
    outcomes: float | None = None
    outcome_fee: float | None = None
    fixed_fee: float | None = None


def _offers() -> tuple[Offer, ...]:
    return (
        Offer("fte", fte=24, fte_rate=1700),
        Offer("transaction", unit_fee=2.2),
        Offer("outcome", outcomes=15000, outcome_fee=2.9),
        Offer("hybrid", fte=20, fte_rate=1700, outcomes=15000, outcome_fee=0.6, fixed_fee=0),
        Offer("fixed", fixed_fee=42000),
    )


@dataclass(frozen=True, slots=True)
class Example:
    """Both services, the programme that leads from one to the other, and the offers of providers."""

    before: Service = field(default_factory=Service)
    after: Service = field(default_factory=lambda: replace(Service(), aht_seconds=400.0, fcr=0.75))
    customers: float = 20_000.0
    cost: float = 250_000.0
    rate: float = 0.10
    timing: float = 0.0
    contacts: float = 20_000.0
    overhead: float = 0.05
    offers: tuple[Offer, ...] = field(default_factory=_offers)
