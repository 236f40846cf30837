"""Arguments of the contact centre and cost to serve."""

from __future__ import annotations

from xlclv.terms.term import PERCENT, Term

TERMS: dict[str, Term] = {
    "monthly_cost": Term(
        "Loaded cost of an agent, or the provider's price of a seat, per month", "money per month", lower=0
    ),
    "aht_seconds": Term("Average handle time of a contact", "seconds", lower=0, above=True),
    "occupancy": Term(
        "Share of the productive time spent on contacts", "share", lower=0, upper=1, fix="type 82% or 0.82"
    ),
    "shrinkage": Term(
        "Share of paid time not available for contacts", "share", lower=0, upper=1, fix="type 30% or 0.3"
    ),
    "paid_hours": Term("Paid hours of an agent per month", "hours per month", lower=0),
    "attrition": Term(
        "Share of the agents leaving per year; may pass 100%",
        "share per year",
        lower=0,
        upper=3,
        fix="type 35% or 0.35",
    ),
    "replacement_cost": Term("Cost to replace an agent", "money", lower=0),
    "pricing_model": Term(
        "How the provider is paid", "", kind="option", options=("fte", "transaction", "outcome", "hybrid", "fixed")
    ),
    "contacts": Term("Contacts in the period of the fees", "contacts", lower=0),
    "fte": Term("Agents paid for (fte, hybrid)", "agents", lower=0),
    "fte_rate": Term("Price of an agent for the period (fte, hybrid)", "money", lower=0),
    "unit_fee": Term("Price of a contact (transaction)", "money", lower=0),
    "outcomes": Term("Outcomes paid for (outcome, hybrid)", "outcomes", lower=0),
    "outcome_fee": Term("Price of an outcome (outcome, hybrid)", "money", lower=0),
    "fixed_fee": Term("Fee for the period (fixed; hybrid if any)", "money", lower=0),
    "overhead": Term(
        "The client's own vendor management, as a share of the fees", "share", lower=0, upper=1, fix="type 5% or 0.05"
    ),
    "issues": Term("Issues per customer and period", "issues per period", lower=0),
    "cost_per_contact": Term("Cost of a contact with an agent", "money", lower=0),
    "fcr": Term(
        "First-contact resolution: share of agent-handled issues solved at first contact",
        "share",
        lower=0,
        upper=1,
        fix="type 67% or 0.67",
    ),
    "repeat_contacts": Term("Further contacts per issue not solved at first contact", "contacts", lower=0),
    "self_service": Term(
        "Share of the issues that end in self-service", "share", lower=0, upper=1, fix="type 20% or 0.2"
    ),
    "self_service_cost": Term("Cost of an issue that ends in self-service", "money", lower=0),
    "contact_share": Term(
        "Share of the customers who made contact in the period", "share", lower=0, upper=1, fix="type 50% or 0.5"
    ),
    "retention_resolved": Term(
        "Retention of customers whose issue was solved at first contact",
        "share per period",
        lower=0,
        upper=1,
        fix=PERCENT,
    ),
    "retention_unresolved": Term(
        "Retention of customers whose issue was not", "share per period", lower=0, upper=1, fix=PERCENT
    ),
    "retention_no_contact": Term(
        "Retention of customers without contact; blank = as if resolved",
        "share per period",
        lower=0,
        upper=1,
        fix=PERCENT,
    ),
    "budget_share": Term(
        "Share of remaining CLV that may be spent on care", "share", lower=0, upper=1, fix="type 5% or 0.05"
    ),
    "contacts_remaining": Term("Contacts expected over the remaining lifetime", "contacts", lower=0),
    "cost_per_second": Term("Cost of a second of handle time", "money per second", lower=0),
    "interval_contacts": Term("Contacts per interval", "contacts", lower=0),
    "service_level": Term(
        "Share to be answered within target_seconds", "share", lower=0, upper=1, below=True, fix="type 80% or 0.8"
    ),
    "target_seconds": Term("Seconds within which to answer", "seconds", lower=0),
    "interval": Term("Length of the interval", "seconds", lower=0, above=True),
    "max_occupancy": Term(
        "Highest share of time agents may be busy", "share", lower=0, upper=1, above=True, fix="type 85% or 0.85"
    ),
}
