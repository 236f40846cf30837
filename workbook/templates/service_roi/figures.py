"""The numbers of the contact centre's example: every step as the engine gives it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from xlclv.formulas import loyalty, retention, service

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

    @property
    def agent_cost(self) -> float:
        """An agent's cost a month with the share of replacing those who leave."""
        return self.monthly_cost + self.attrition / MONTHS * self.replacement_cost

    @property
    def handled(self) -> float:
        """Contacts an agent handles a month."""
        seconds = self.paid_hours / MONTHS * SECONDS
        return seconds * (1 - self.shrinkage) * self.occupancy / self.aht_seconds

    @property
    def cost(self) -> float:
        """Cost of a contact."""
        return float(
            service.cost_fte(
                self.monthly_cost,
                self.aht_seconds,
                self.occupancy,
                self.shrinkage,
                self.paid_hours / MONTHS,
                self.attrition,
                self.replacement_cost,
            )
        )

    @property
    def contacts(self) -> float:
        """Contacts with agents a customer and year."""
        return self.issues * (1 - self.self_service) * (1 + (1 - self.fcr) * self.repeat_contacts)

    @property
    def to_serve(self) -> float:
        """Cost to serve a customer for a year."""
        return float(
            service.cost_to_serve(
                self.issues, self.cost, self.fcr, self.repeat_contacts, self.self_service, self.self_service_cost
            )
        )

    @property
    def kept(self) -> float:
        """Retention from first-contact resolution."""
        return float(
            service.retention(
                self.fcr,
                self.contact_share,
                self.retention_resolved,
                self.retention_unresolved,
                self.retention_no_contact,
            )
        )


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

    def cost(self, contacts: float, overhead: float) -> float:
        """Cost of a contact."""
        fees = (self.fte, self.fte_rate, self.unit_fee, self.outcomes, self.outcome_fee, self.fixed_fee)
        return float(service.cost_bpo(self.model, contacts, *fees, overhead))


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

    def clv(self, cost_side: Service, kept_side: Service) -> float:
        """CLV with the margin after service of the one and the retention of the other."""
        return float(retention.clv(self.rate, kept_side.kept, cost_side.margin - cost_side.to_serve, None, self.timing))

    @property
    def scenarios(self) -> tuple[tuple[Service, Service], ...]:
        """Before, each effect alone, after: whose cost and whose retention."""
        b, a = self.before, self.after
        return ((b, b), (a, b), (b, a), (a, a))

    @property
    def effects(self) -> tuple[float, float, float]:
        """The value of cheaper service alone, of better retention alone, and of having both."""
        before, cheaper, loyal, after = (self.clv(*pair) for pair in self.scenarios)
        return cheaper - before, loyal - before, after - cheaper - loyal + before

    @property
    def roi(self) -> loyalty.Return:
        """What the programme returns."""
        clv = [self.clv(*pair) for pair in self.scenarios]
        return loyalty.roi(clv[0], clv[3], self.customers, self.cost)
