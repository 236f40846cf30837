"""What JSON says of a report of contracts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from xlclv.cli.json_ledger import LEDGER, within
from xlclv.cli.json_summary import interval
from xlclv.cli.keys import INTERVAL, NUMBER, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WHOLE, WHOLE_OR_NULL, YES, Key, opening
from xlclv.cli.show_beside import beside_keys
from xlclv.cli.show_planning import AHEAD, PLANNED_CONTRACTS, ahead_of, movement_key
from xlclv.contracts.movement import Month
from xlclv.contracts.report import Report
from xlclv.contracts.retention import Fitted
from xlclv.planning.scenario import Told

MICRO = 1_000_000  # millionths of money


def money(units: int) -> float | int:
    """Millionths as money."""
    return units // MICRO if units % MICRO == 0 else units / MICRO


def month_name(month: int) -> str:
    """2026-03 from months since 1970."""
    return str(np.datetime64(month, "M"))


def _curve(found: Fitted) -> dict[str, Any]:
    return {
        "name": found.name,
        "params": found.params,
        "standard_errors": dict(zip(found.params, found.errors, strict=True)),
        "log_likelihood": found.log_likelihood,
        "status": found.status,
    }


def _candidate(name: str, found: Fitted | str, report: Report) -> dict[str, Any]:
    error = report.test.errors.get(name) if report.test else None
    if isinstance(found, str):
        return {"name": name, "params": None, "log_likelihood": None, "status": found, "aic": None, "test_error": error}
    return {**_curve(found), "aic": found.aic, "test_error": error}


def _test(report: Report) -> dict[str, Any] | None:
    """Survivors predicted and seen since the cut."""
    test = report.test
    if test is None:
        return None
    return {
        "cut": None if test.cut is None else test.cut.isoformat(),
        "cut_renewals": test.renewals if test.cut is None else None,
        "customers": test.base,
        "seen": test.seen.tolist(),
        "predicted": {name: line.tolist() for name, line in test.predicted.items()},
    }


def _month(row: Month) -> dict[str, Any]:
    named = {name: money(getattr(row, name)) for name in ("opening", "new", "reactivated", "expansion")}
    named |= {name: money(getattr(row, name)) for name in ("contraction", "churned", "closing")}
    return {
        "month": month_name(row.month),
        **named,
        "customers": row.customers,
        "came_and_left": row.came_and_left,
        "came_and_left_fees": money(row.came_and_left_fees),
        "complete": row.complete,
    }


def _level(level: Any) -> dict[str, Any]:
    return {
        "by": level.by,
        "level": level.name,
        "relationships": level.relationships,
        "lost": level.lost,
        "running": level.running,
        "mrr": money(level.mrr),
        "model": None if level.curve is None else _curve(level.curve),
        "own_curve": level.own,
        "equity": level.equity,
    }


def _kept(part: str) -> Callable[[Report], Any]:
    return lambda report: getattr(report.retained, part) if report.retained else None


_FIT = {"name": TEXT, "params": {"*": NUMBER}, "standard_errors": {"*": NUMBER_OR_NULL}, "log_likelihood": NUMBER,
        "status": TEXT, "?": True}  # fmt: skip
_TRIED = {"name": TEXT, "params": {"*": NUMBER, "?": True}, "log_likelihood": NUMBER_OR_NULL, "status": TEXT,
          "aic": NUMBER_OR_NULL, "test_error": NUMBER_OR_NULL}  # fmt: skip
_TEST = {"cut": TEXT_OR_NULL, "cut_renewals": WHOLE_OR_NULL, "customers": WHOLE, "seen": [NUMBER],
         "predicted": {"*": [NUMBER]}, "?": True}  # fmt: skip
_MONTH = {"month": TEXT, "opening": NUMBER, "new": NUMBER, "reactivated": NUMBER, "expansion": NUMBER,
          "contraction": NUMBER, "churned": NUMBER, "closing": NUMBER, "customers": WHOLE, "came_and_left": WHOLE,
          "came_and_left_fees": NUMBER, "complete": YES}  # fmt: skip
_LEVEL = {"by": TEXT, "level": TEXT, "relationships": WHOLE, "lost": WHOLE, "running": WHOLE, "mrr": NUMBER,
          "model": _FIT, "own_curve": YES, "equity": NUMBER_OR_NULL}  # fmt: skip
_SCENARIO = {"name": TEXT, "changes": {"*": TEXT}, "rate": NUMBER, "margin": NUMBER, "horizon": "any",
             "growth": NUMBER, "cac": NUMBER_OR_NULL, "spend": NUMBER, "losses": NUMBER, "new_customers": NUMBER,
             "customer_equity": NUMBER, "difference": NUMBER, "mean_clv": NUMBER,
             "budget": AHEAD}  # fmt: skip
_TIER = {"segment": TEXT, "customers": WHOLE, "total": NUMBER}


def _scenario(told: Told, report: Report) -> dict[str, Any]:
    drivers = told.drivers
    return {
        "name": told.name,
        "changes": dict(told.changes),
        "rate": drivers.rate,
        "margin": drivers.margin,
        "horizon": drivers.horizon if np.isfinite(drivers.horizon) else "for ever",
        "growth": drivers.growth,
        "cac": drivers.cac,
        "spend": drivers.spend,
        "losses": drivers.losses,
        "new_customers": drivers.won,
        "customer_equity": told.equity,
        "difference": told.equity - report.what_if[0].equity,
        "mean_clv": told.equity / report.customers,
        "budget": ahead_of(told),
    }


CONTRACTS = (
    opening("contracts"),
    Key("version", TEXT, "The version of xlclv that made it."),
    Key("as_of", TEXT_OR_NULL, "The day of valuation; null where only tenures are known.",
        lambda r: None if r.as_of is None else r.as_of.isoformat()),
    Key("currency", TEXT, "The currency of all money, empty where nobody said."),
    Key("basis", TEXT, "Whether values are fees (revenue) or contribution (margin)."),
    Key("period", TEXT, "The billing period that renewals are counted in.", lambda r: str(r.period)),
    Key("customers", WHOLE, "Customers with a running contract."),
    Key("relationships", WHOLE, "Stretches without a gap longer than the grace.", lambda r: len(r.them)),
    Key("lost", WHOLE, "Those that have ended.", "counts.losses"),
    Key("running", WHOLE, "Those that run.", lambda r: int(r.them.running.sum())),
    Key("returned", WHOLE, "Those of customers who had left before.", lambda r: int(r.them.returned.sum())),
    Key("notice_given", WHOLE, "Those whose end is known already.", lambda r: int(r.them.notice.sum())),
    Key("not_started", WHOLE, "Contracts that start after the day of valuation.", "contracts.not_started"),
    Key("trials", WHOLE, "Trials, which are not contracts yet.", "contracts.trials"),
    Key("trials_converted", WHOLE, "Those of them that paid later.", "contracts.converted"),
    Key("mrr", NUMBER, "Monthly recurring revenue.", lambda r: money(r.mrr)),
    Key("arr", NUMBER, "Twelve times that.", lambda r: money(r.mrr * 12)),
    Key("nrr_12", NUMBER_OR_NULL, "Net revenue retention over 12 months.", _kept("nrr")),
    Key("grr_12", NUMBER_OR_NULL, "Gross revenue retention over 12 months.", _kept("grr")),
    Key("logo_retention_12", NUMBER_OR_NULL, "Customers of 12 months ago who are still there.", _kept("logos")),
    Key("customers_12_months_ago", WHOLE_OR_NULL, "How many they were.", _kept("customers")),
    Key("constant_churn", NUMBER_OR_NULL, "Losses over renewals due, a billing period."),
    Key("lost_by_renewals", [WHOLE], "Lost after so many renewals.", lambda r: r.counts.lost.tolist()),
    Key("running_by_renewals", [WHOLE], "Running after so many renewals.", lambda r: r.counts.running.tolist()),
    Key("model", _FIT, "The curve of survival; null where none can be fitted.",
        lambda r: None if r.model is None else _curve(r.model)),
    Key("model_choice", TEXT, "Why this curve.", "why"),
    Key("candidates", [_TRIED], "The curves compared.",
        lambda r: [_candidate(name, found, r) for name, found in r.candidates.items()]),
    Key("test", _TEST, "Survivors predicted and seen since the cut.", lambda r: _test(r)),
    Key("rate", NUMBER, "Discount rate, annual and effective.", "terms.rate"),
    Key("margin", NUMBER, "Contribution share of fees.", "terms.margin"),
    Key("horizon", "any", 'Years ahead that are valued, or "for ever".',
        lambda r: r.terms.horizon if np.isfinite(r.terms.horizon) else "for ever"),
    Key("growth", NUMBER, "Growth of fees a year.", "terms.growth"),
    Key("timing", NUMBER, "1: fees are paid at the start of a period; 0: at its end.", "terms.timing"),
    Key("cac", NUMBER_OR_NULL, "Acquisition cost of one customer, where it was given."),
    Key("customer_equity", NUMBER_OR_NULL, "What all running customers are still worth.",
        lambda r: None if r.equity is None else r.equity.value),
    Key("equity_interval", INTERVAL, "Of that, from parameters and choice of curve.", lambda r: interval(r.equity)),
    Key("outcome_interval", INTERVAL, "Of what they will really bring.", lambda r: interval(r.outcome)),
    Key("mean_clv", NUMBER_OR_NULL, "What the average running customer is still worth."),
    Key("retention_point", NUMBER_OR_NULL, "Equity gained by one point more of retention at every renewal."),
    Key("movement", [_MONTH], "MRR by month.", lambda r: [_month(row) for row in r.movement]),
    movement_key("equity_movement", "statements"),
    *PLANNED_CONTRACTS,
    Key("scenarios", [_SCENARIO], "The base and each --scenario: its drivers, and customer equity under them.",
        lambda r: [_scenario(each, r) for each in r.what_if]),
    Key("segments", [_TIER], "By value tier, best first: running customers, and what they are still worth.",
        lambda r: [dict(zip(_TIER, each, strict=True)) for each in r.segments]),
    Key("levels", [_LEVEL], "By the levels of --by.", lambda r: [_level(level) for level in r.levels]),
    *beside_keys(lambda r: r.terms.margin),
    *within("ledger", LEDGER),
    Key("cautions", [TEXT], "What to know before believing the values.", lambda r: list(r.cautions)),
    Key("checks_ok", YES, "Whether all checks of the report hold."),
)  # fmt: skip
