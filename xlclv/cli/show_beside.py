"""What JSON says of the files beside the orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlclv.cli.keys import ABSENT, NUMBER, NUMBER_OR_NULL, TEXT, WHOLE, WHOLE_OR_NULL, YES, Key
from xlclv.companions.data import (
    Acquisition,
    Contacts,
    CustomersFile,
    Dimension,
    Journey,
    Level,
    Profile,
    SecondOrders,
    Stages,
    Steps,
)
from xlclv.report import Report
from xlclv.segments.stages import NAMES

Share = Callable[[Any], float]  # a report's margin


def _line_margin(report: Report) -> Any:
    margin = report.ledger.margin
    if margin is None:
        return ABSENT
    return {
        "margin": float(margin.total),
        "lines_below_cost": margin.below,
        "below_cost": float(margin.below_amount),
        "days_without_margin": margin.days,
    }


def _of(part: str, told: Callable[[Any, float], Any], share: Share) -> Callable[[Any], Any]:
    """A part of what stands beside orders or contracts, told with the margin; left out where there is none."""

    def value(report: Any) -> Any:
        found = None if report.beside is None else getattr(report.beside, part)
        return ABSENT if found is None else told(found, share(report))

    return value


def _each(told: Callable[..., Any]) -> Callable[[Any, float], list[Any]]:
    return lambda found, share: [told(one, share) for one in found]


def _journey(j: Journey, share: float) -> dict[str, Any]:
    return {
        "path": j.path,
        "customers": j.customers,
        "mean_lifetime": j.mean_lifetime * share,
        "exceed": j.exceed,
        "miss": j.miss,
    }


def _steps(found: Steps, _: float) -> dict[str, Any]:
    """Shares of those who exceed and of those who miss."""
    return {
        "days": found.days,
        "exceed": found.exceed,
        "miss": found.miss,
        "steps": [
            {
                "step": one.name,
                "exceed": one.exceed / found.exceed,
                "miss": one.miss / found.miss,
                "difference": one.exceed / found.exceed - one.miss / found.miss,
                "differs": one.differs,
            }
            for one in found.steps
        ],
    }


def _second(found: SecondOrders, share: float) -> dict[str, Any]:
    return {
        "median": found.median,
        "classes": [
            {"days": name, "customers": count, "mean_lifetime": money * share / count if count else None}
            for name, count, money in found.classes
        ],
    }


def _stages(found: Stages, _: float) -> dict[str, Any]:
    return {
        "typical_gap_days": found.gap,
        "days": [day.isoformat() for day in found.days],
        "names": list(NAMES),
        "customers": found.counts.tolist(),
        "moved": None if found.moved is None else found.moved.tolist(),
    }


def _resemblance(card: Any, _: float) -> dict[str, Any]:
    points = [{"column": p.column, "level": p.level, "points": p.points} for p in card.points]
    return {"auc": card.auc, "points": points}


def _profiles(report: Any) -> Any:
    """Who the best are, where there is a card that says so."""
    found = report.beside
    return ABSENT if found is None or found.resemblance is None else [_profile(one) for one in found.profiles]


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


def _contacts(found: Contacts, _: float) -> dict[str, Any]:
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


def _acquisition(found: Acquisition, _: float) -> dict[str, Any]:
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
        "observed": found.observed,
        "index": found.index,
        "differs": found.differs,
    }


def _customers(found: CustomersFile, _: float) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "matched": found.matched,
        "never_bought": found.never_bought,
        "not_in_file": found.not_in_file,
        "duplicates": found.duplicates,
    }


_MARGIN = {"margin": NUMBER, "lines_below_cost": WHOLE, "below_cost": NUMBER, "days_without_margin": WHOLE}
_LEVEL = {
    "level": TEXT, "customers": WHOLE, "realised": NUMBER, "remaining": NUMBER, "mean_lifetime": NUMBER, "low": NUMBER,
    "high": NUMBER, "median_lifetime": NUMBER, "purchase_days": NUMBER, "bought_again": NUMBER, "p_alive": NUMBER,
    "cac": NUMBER_OR_NULL, "clv_to_cac": NUMBER_OR_NULL, "payback_months": NUMBER_OR_NULL,
    "observed": "boolean?", "index": NUMBER, "differs": "boolean?",
}  # fmt: skip
_ROWS = {"rows": WHOLE, "matched": WHOLE, "never_bought": WHOLE, "not_in_file": WHOLE, "duplicates": WHOLE}
_PATH = {"path": TEXT, "customers": WHOLE, "mean_lifetime": NUMBER, "exceed": NUMBER, "miss": NUMBER}
_STEPS = {
    "days": WHOLE, "exceed": WHOLE, "miss": WHOLE,
    "steps": [{"step": TEXT, "exceed": NUMBER, "miss": NUMBER, "difference": NUMBER, "differs": YES}],
}  # fmt: skip
_DAYS = {
    "median": NUMBER_OR_NULL, "classes": [{"days": TEXT, "customers": WHOLE, "mean_lifetime": NUMBER_OR_NULL}]
}  # fmt: skip
_CARD = {"auc": NUMBER_OR_NULL, "points": [{"column": TEXT, "level": TEXT, "points": NUMBER}]}
_PROFILE = {
    "column": TEXT, "level": TEXT, "customers": WHOLE, "share_all": NUMBER, "share_best": NUMBER, "low": NUMBER,
    "high": NUMBER, "index": NUMBER, "differs": YES, "exceed": NUMBER, "miss": NUMBER, "exceed_differs": YES,
}  # fmt: skip
_EQUAL = {"difference": NUMBER_OR_NULL, "low": NUMBER_OR_NULL, "high": NUMBER_OR_NULL, "by": TEXT}
_AFTER = {
    "days": WHOLE, "resolved": NUMBER_OR_NULL, "unresolved": NUMBER_OR_NULL, "resolved_contacts": WHOLE,
    "unresolved_contacts": WHOLE, "difference": NUMBER_OR_NULL, "low": NUMBER_OR_NULL, "high": NUMBER_OR_NULL,
    "held_equal": _EQUAL, "pilot_customers_a_group": WHOLE_OR_NULL,
}  # fmt: skip
_LOG = {
    "read": WHOLE, "used": WHOLE, "of_non_customers": WHOLE, "excluded": WHOLE, "known": WHOLE, "fcr": NUMBER_OR_NULL,
    "handle_seconds": NUMBER_OR_NULL, "cost": NUMBER_OR_NULL, "cost_of_non_customers": NUMBER_OR_NULL,
    "cost_to_serve_a_year": NUMBER_OR_NULL, "after": _AFTER,
}  # fmt: skip
_COST = {
    "cohort": TEXT, "spend": NUMBER_OR_NULL, "customers": WHOLE, "cac": NUMBER_OR_NULL,
    "payback_months": NUMBER_OR_NULL, "observed": "boolean?",
}  # fmt: skip
_SPENT = {"spend": NUMBER, "new_customers": WHOLE, "cac": NUMBER_OR_NULL, "by_cohort": [_COST]}

_STAGES = {
    "typical_gap_days": NUMBER, "days": [TEXT], "names": [TEXT], "customers": [[WHOLE]], "moved": "any",
}  # fmt: skip


def beside_keys(share: Share) -> tuple[Key, ...]:
    """What stands beside orders and contracts alike."""

    def of(part: str, told: Callable[[Any, float], Any]) -> Callable[[Any], Any]:
        return _of(part, told, share)

    return (
        Key("dimensions", [{"name": TEXT, "from": TEXT, "levels": [_LEVEL]}], "Values by the columns of --by.",
            of("dimensions", _each(_dimension)), True),
        Key("customers_file", _ROWS, "How the file of --customers fits the orders.", of("customers_file", _customers),
            True),
        Key("resemblance", _CARD, "The card of points that finds who is like the best.",
            of("resemblance", _resemblance), True),
        Key("profiles", [_PROFILE], "What the best have more often than all.", _profiles, True),
        Key("contacts", _LOG, "The log of --contacts.", of("contacts", _contacts), True),
        Key("acquisition", _SPENT, "What was spent to win customers, and what came back.",
            of("acquisition", _acquisition), True),
    )  # fmt: skip


def _margin(report: Report) -> float:
    return report.assumptions.margin


BESIDE = (
    Key("line_margin", _MARGIN, "The margin of the lines, with --cost or --margin-column.", _line_margin, True),
    *beside_keys(_margin),
    Key("journeys", [_PATH], "First and following purchases by level, and how customers fare after.",
        _of("journeys", _each(_journey), _margin), True),
    Key("journey_steps", _STEPS, "What those who exceed do early and those who miss do not, and the other way round.",
        _of("steps", _steps, _margin), True),
    Key("second_order_days", _DAYS, "Days to the second order, and what became of who was fast.",
        _of("second_orders", _second, _margin), True),
    Key("stages", _STAGES, "Who stood at which stage of the life cycle at month ends, and who moved in the last month.",
        _of("stages", _stages, _margin), True),
)  # fmt: skip
