"""What JSON says of the files beside the orders."""

from __future__ import annotations

from typing import Any

from xlclv.companions.data import Acquisition, Contacts, CustomersFile, Dimension, Level, Profile
from xlclv.report import Report


def beside_as_json(report: Report) -> dict[str, Any]:
    """The keys of what stands beside the orders; none where nothing does. Money is at the margin."""
    found, margin = report.beside, report.ledger.margin
    said: dict[str, Any] = {}
    if margin is not None:
        said["line_margin"] = {
            "margin": float(margin.total),
            "lines_below_cost": margin.below,
            "below_cost": float(margin.below_amount),
            "days_without_margin": margin.days,
        }
    if found is None:
        return said
    share = report.assumptions.margin
    said["dimensions"] = [_dimension(one, share) for one in found.dimensions]
    if found.customers_file is not None:
        said["customers_file"] = _customers(found.customers_file)
    said["journeys"] = [
        {
            "path": j.path,
            "customers": j.customers,
            "mean_lifetime": j.mean_lifetime * share,
            "exceed": j.exceed,
            "miss": j.miss,
        }
        for j in found.journeys
    ]
    if found.second_orders is not None:
        said["second_order_days"] = {
            "median": found.second_orders.median,
            "classes": [
                {"days": name, "customers": count, "mean_lifetime": money * share / count if count else None}
                for name, count, money in found.second_orders.classes
            ],
        }
    if found.resemblance is not None:
        card = found.resemblance
        said["resemblance"] = {
            "auc": card.auc,
            "points": [{"column": p.column, "level": p.level, "points": p.points} for p in card.points],
        }
        said["profiles"] = [_profile(one) for one in found.profiles]
    if found.contacts is not None:
        said["contacts"] = _contacts(found.contacts)
    if found.acquisition is not None:
        said["acquisition"] = _acquisition(found.acquisition)
    return said


def _profile(found: Profile) -> dict[str, Any]:
    return {
        "column": found.column,
        "level": found.level,
        "customers": found.customers,
        "share_all": found.share_all,
        "share_best": found.share_best,
        "low": found.low,
        "high": found.high,
        "index": found.index,
        "differs": found.differs,
        "exceed": found.exceed,
        "miss": found.miss,
        "exceed_differs": found.exceed_differs,
    }


def _contacts(found: Contacts) -> dict[str, Any]:
    after = found.after
    return {
        "read": found.read,
        "used": found.used,
        "of_non_customers": found.of_non_customers,
        "excluded": found.excluded,
        "known": found.known,
        "fcr": found.fcr,
        "handle_seconds": found.handle_seconds,
        "cost": found.cost,
        "cost_of_non_customers": found.cost_of_non_customers,
        "cost_to_serve_a_year": found.cost_to_serve_a_year,
        "after": {
            "days": after.days,
            "resolved": after.resolved,
            "unresolved": after.unresolved,
            "resolved_contacts": after.resolved_contacts,
            "unresolved_contacts": after.unresolved_contacts,
            "difference": after.difference,
            "low": after.low,
            "high": after.high,
            "held_equal": {
                "difference": after.equal,
                "low": after.equal_low,
                "high": after.equal_high,
                "by": "tier before",
            },
            "pilot_customers_a_group": None if after.pilot is None else after.pilot.customers,
        },
    }


def _acquisition(found: Acquisition) -> dict[str, Any]:
    return {
        "spend": found.spend,
        "new_customers": found.new_customers,
        "cac": found.cac,
        "by_cohort": [
            {
                "cohort": one.cohort,
                "spend": one.spend,
                "customers": one.customers,
                "cac": one.cac,
                "payback_months": one.payback_months,
                "observed": one.observed,
            }
            for one in found.by_cohort
        ],
    }


def _dimension(found: Dimension, margin: float) -> dict[str, Any]:
    return {"name": found.name, "from": found.origin, "levels": [_level(level, margin) for level in found.levels]}


def _level(found: Level, margin: float) -> dict[str, Any]:
    low, high = sorted((found.low * margin, found.high * margin))
    lifetime = found.mean_lifetime * margin
    return {
        "level": found.level,
        "customers": found.customers,
        "realised": found.realised * margin,
        "remaining": found.remaining * margin,
        "mean_lifetime": lifetime,
        "low": low,
        "high": high,
        "median_lifetime": found.median * margin,
        "purchase_days": found.purchase_days,
        "bought_again": found.bought_again,
        "p_alive": found.p_alive,
        "cac": found.cac,
        "clv_to_cac": None if not found.cac else lifetime / found.cac,
        "payback_months": found.payback_months,
        "index": found.index,
        "differs": found.differs,
    }


def _customers(found: CustomersFile) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "matched": found.matched,
        "never_bought": found.never_bought,
        "not_in_file": found.not_in_file,
        "duplicates": found.duplicates,
    }
