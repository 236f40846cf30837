"""What JSON says of the files beside the orders."""

from __future__ import annotations

from typing import Any

from xlclv.companions.data import CustomersFile, Dimension, Level
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
    return said


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
