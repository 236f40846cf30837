"""What the engine gives for the inputs of the contact centre's template: the oracle of its cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from xlclv.formulas import loyalty, retention, service
from xlclv.workbook.templates.service_roi import example
from xlclv.workbook.templates.service_roi.example import MONTHS, SECONDS


@dataclass(frozen=True, slots=True)
class Service(example.Service):
    """A service and what follows from it."""

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
class Programme(example.Example):
    """All inputs and what follows from them."""

    before: Service = field(default_factory=Service)
    after: Service = field(default_factory=lambda: replace(Service(), aht_seconds=400.0, fcr=0.75))

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


def offered(offer: example.Offer, contacts: float, overhead: float) -> float:
    """A provider's cost of a contact."""
    fees = (offer.fte, offer.fte_rate, offer.unit_fee, offer.outcomes, offer.outcome_fee, offer.fixed_fee)
    return float(service.cost_bpo(offer.model, contacts, *fees, overhead))
