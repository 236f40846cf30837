"""Service: what a contact costs under each way of paying for it, and what that does to cost to serve and retention."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0, NA

MONTHS, SECONDS = 12.0, 3600.0
PAID_HOURS = 2080 / 12
# What each way of paying needs, by argument; hybrid adds a fixed fee if there is one.
NEEDS = {
    "fte": ("fte", "fte_rate"),
    "transaction": ("unit_fee",),
    "outcome": ("outcomes", "outcome_fee"),
    "hybrid": ("fte", "fte_rate", "outcomes", "outcome_fee"),
    "fixed": ("fixed_fee",),
}


def cost_fte(
    monthly_cost: Any,
    aht_seconds: Any,
    occupancy: Any,
    shrinkage: Any,
    paid_hours: Any = PAID_HOURS,
    attrition: Any = 0.0,
    replacement_cost: Any = 0.0,
) -> Floats:
    """Cost of a contact from an agent's monthly cost: cost / (paid hours x 3600 (1-shrinkage) occupancy / AHT).

    attrition (share of agents a year, up to 3) x replacement_cost / 12 is added to the cost. Money per contact.
    Source: workforce-management standard; wewfm.com, billing models.

    Raises InputError: a share outside 0 to 1, AHT <= 0, a negative cost; a zero denominator (code #DIV/0!).

    >>> round(float(cost_fte(1800, 420, 0.82, 0.30)), 6)
    2.110694
    """
    check = Check()
    cost, aht = check.take("monthly_cost", monthly_cost), check.take("aht_seconds", aht_seconds)
    busy, away = check.take("occupancy", occupancy), check.take("shrinkage", shrinkage)
    hours, leaving = check.take("paid_hours", paid_hours), check.take("attrition", attrition)
    replacing = check.take("replacement_cost", replacement_cost)
    check.rule(busy == 0, "occupancy", busy, "must not be 0: nobody takes a contact", code=DIV0)
    check.rule(hours == 0, "paid_hours", hours, "must not be 0", code=DIV0)
    check.rule(away == 1, "shrinkage", away, "must stay below 100%: nobody is there", code=DIV0)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        contacts = hours * SECONDS * (1 - away) * busy / aht
        return check.finite("cost per contact", (cost + leaving / MONTHS * replacing) / contacts)


def cost_bpo(
    model: str,
    contacts: Any,
    fte: Any = None,
    fte_rate: Any = None,
    unit_fee: Any = None,
    outcomes: Any = None,
    outcome_fee: Any = None,
    fixed_fee: Any = None,
    overhead: Any = 0.0,
) -> Floats:
    """Cost of a contact bought from a provider: the fees of one period x (1 + overhead) / its contacts.

    fte: fte x fte_rate; transaction: unit_fee x contacts; outcome: outcomes x outcome_fee; hybrid: fte x fte_rate +
    outcomes x outcome_fee [+ fixed_fee]; fixed: fixed_fee. What a model does not use is ignored; overhead is the
    client's own vendor management as a share of the fees.

    Raises InputError: an unknown model, a used count or fee below 0, one that is needed and blank (code #N/A),
    no contacts (code #DIV/0!).

    >>> float(cost_bpo("fixed", 20_000, fixed_fee=42_000, overhead=0.05))
    2.205
    """
    check = Check()
    kind = check.option("pricing_model", model, name="model")
    check.done()
    count, extra = check.take("contacts", contacts), check.take("overhead", overhead)
    check.rule(count == 0, "contacts", count, "must not be 0", code=DIV0)
    given = {
        "fte": fte,
        "fte_rate": fte_rate,
        "unit_fee": unit_fee,
        "outcomes": outcomes,
        "outcome_fee": outcome_fee,
        "fixed_fee": fixed_fee,
    }
    used = {name: check.take(name, given[name], blank=np.nan) for name in NEEDS[kind]}
    for name, value in used.items():
        given_value = np.nan if given[name] is None else np.asarray(given[name], dtype=np.float64)
        check.rule(np.isnan(given_value), name, None, f"is needed for {kind}", "fill it in, 0 if there is none", NA)
        used[name] = value
    if kind == "hybrid":
        used["fixed_fee"] = check.take("fixed_fee", fixed_fee, blank=0.0)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        fees = used["unit_fee"] * count if kind == "transaction" else _fees(used)
        return check.finite("cost per contact", fees * (1 + extra) / count)


def _fees(used: dict[str, Floats]) -> Floats:
    zero = np.asarray(0.0)
    agents = used.get("fte", zero) * used.get("fte_rate", zero)
    results = used.get("outcomes", zero) * used.get("outcome_fee", zero)
    return np.asarray(agents + results + used.get("fixed_fee", zero), dtype=np.float64)


def cost_to_serve(
    issues: Any,
    cost_per_contact: Any,
    fcr: Any = 1.0,
    repeat_contacts: Any = 1.5,
    self_service: Any = 0.0,
    self_service_cost: Any = 0.0,
) -> Floats:
    """Cost to serve a customer for a period: issues x ((1-s)(1 + (1-fcr) x repeat) x cost + s x self-service cost).

    `fcr` is the share of agent-handled issues solved at first contact, `self_service` (s) the share that end in
    self-service. Money per customer and period. Source: BenchmarkPortal's FCR arithmetic.

    Raises InputError: a share outside 0 to 1, anything below 0.

    >>> round(float(cost_to_serve(3, 2.50, 0.67, 1.5, 0.20, 0.20)), 6)
    9.09
    """
    check = Check()
    count, cost = check.take("issues", issues), check.take("cost_per_contact", cost_per_contact)
    solved, again = check.take("fcr", fcr), check.take("repeat_contacts", repeat_contacts)
    own, own_cost = check.take("self_service", self_service), check.take("self_service_cost", self_service_cost)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        handled = (1 - own) * (1 + (1 - solved) * again) * cost
        return check.finite("cost to serve", count * (handled + own * own_cost))


def retention(
    fcr: Any, contact_share: Any, retention_resolved: Any, retention_unresolved: Any, retention_no_contact: Any = None
) -> Floats:
    """Retention from first-contact resolution: (1-c) r0 + c (fcr r1 + (1-fcr) r2).

    All shares, measured on the client's own customers; r0 (no contact) blank is r1. An association, not a cause.

    Raises InputError: a share outside 0 to 1.

    >>> round(float(retention(0.67, 0.5, 0.88, 0.70, 0.86)), 6)
    0.8403
    """
    check = Check()
    solved, share = check.take("fcr", fcr), check.take("contact_share", contact_share)
    r1, r2 = (
        check.take("retention_resolved", retention_resolved),
        check.take("retention_unresolved", retention_unresolved),
    )
    r0 = check.take("retention_no_contact", retention_no_contact, blank=np.nan)
    check.done()
    quiet = np.where(np.isnan(r0), r1, r0)
    return np.asarray((1 - share) * quiet + share * (solved * r1 + (1 - solved) * r2), dtype=np.float64)


def allowance(remaining_clv: Any, budget_share: Any, contacts_remaining: Any, cost_per_second: Any) -> Floats:
    """Handle seconds a contact may take: MAX(0, CLV) x share / contacts to come / cost of a second.

    Raises InputError: a share outside 0 to 1, a negative count or cost; contacts or cost 0 (code #DIV/0!).

    >>> float(allowance(600, 0.05, 8, 0.0060))
    625.0
    """
    check = Check()
    value, share = check.take("remaining_clv", remaining_clv), check.take("budget_share", budget_share)
    contacts = check.take("contacts_remaining", contacts_remaining)
    second = check.take("cost_per_second", cost_per_second)
    check.rule(contacts == 0, "contacts_remaining", contacts, "must not be 0", code=DIV0)
    check.rule(second == 0, "cost_per_second", second, "must not be 0", code=DIV0)
    check.done()
    with np.errstate(over="ignore"):
        return check.finite("seconds", np.maximum(0.0, value) * share / contacts / second)
