"""The page of a report of contracts: MRR and how it moves, retention, value, data check, method."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from xlclv.contracts.report import Report, describe
from xlclv.contracts.retention import ahead_of_seen, kaplan_meier
from xlclv.page import beside, planning
from xlclv.page.charts import bars, lines
from xlclv.page.document import Element, document, el, number, section, share, table, tiles
from xlclv.page.parts import cautions, data_check, method, unit, years
from xlclv.planning.lines import lines as lines_ahead

_MICRO = 1e6
_MONTHS = 13


def page(report: Report) -> str:
    """The whole file."""
    when = f"as of {report.as_of}" if report.as_of else "by tenure, without dates"
    under = f"{report.customers:,} running customers, {len(report.them):,} relationships, {when}; {report.basis} basis"
    parts = [
        tiles(_headline(report)),
        cautions(report.cautions),
        _movement(report),
        _curve(report),
        _levels(report),
        planning.movement(report.statements),
        planning.budget(lines_ahead(report.budget, report.terms.rate, report.terms.margin, report.cac), "Payments"),
        planning.scenarios(report.what_if),
        *beside.sections(report.beside, report.terms.margin, report.currency),
        data_check(report.ledger),
        method(_made(report), report.command, report.checks_ok),
    ]
    return document("Contracts", under, [part for part in parts if part is not None])


def _headline(report: Report) -> list[tuple[str, Any, Any]]:
    money, kept = unit(report.currency), report.retained
    mrr = report.mrr / _MICRO
    found: list[tuple[str, Any, Any]] = [
        ("Customers", number(report.customers), "with a running contract"),
        ("MRR", [number(mrr, 2), money], ["ARR ", number(mrr * 12)]),
        ("Churn", share(report.constant_churn, 2), f"of renewals due, a {report.period}"),
    ]
    if kept is not None:
        found.append(
            ("NRR, 12 months", share(kept.nrr), ["GRR ", share(kept.grr), ", customers kept ", share(kept.logos)])
        )
    if report.equity is not None:
        found.append(("Customer equity", [number(report.equity.value), money], ["mean ", number(report.mean_clv, 2)]))
    if report.outcome is not None:
        o = report.outcome
        found.append(
            ("What will come", [number(o.low), " to ", number(o.high), money], [share(o.confidence, 0), " interval"])
        )
    ahead = lines_ahead(report.budget, report.terms.rate, report.terms.margin, report.cac)
    return found + planning.tile(ahead, money)


def _movement(report: Report) -> Element | None:
    if not report.movement:
        return None
    names = ("opening", "new", "reactivated", "expansion", "contraction", "churned", "closing")
    months = report.movement[-_MONTHS:]
    rows = [
        [str(np.datetime64(row.month, "M")) + ("" if row.complete else " so far"),
         *(number(getattr(row, name) / _MICRO) for name in names), number(row.customers)]
        for row in months
    ]  # fmt: skip
    heads = ("Month", *(name.capitalize() for name in names), "Customers")
    drawn = bars(
        [(str(np.datetime64(row.month, "M")), row.closing / _MICRO, f"{row.closing / _MICRO:,.0f}") for row in months],
        "MRR at the end of the month",
    )
    return section("MRR by month", table(heads, rows, caption="From opening to closing"), drawn)


def _curve(report: Report) -> Element | None:
    if report.model is None:
        return None
    steps = kaplan_meier(report.counts)
    ahead = ahead_of_seen(report.terms.horizon, report.period.years)
    periods = np.arange(len(steps) + ahead + 1, dtype=float)
    seen = [1.0, *(step.survival for step in steps), *[math.nan] * ahead]
    told = np.asarray(report.model.survival(periods), dtype=float)
    told_from = f"seen up to the upright line at {len(steps)}, beyond it by the curve alone"
    drawn = lines(
        periods.tolist(), [("seen", seen), (report.model.name, told.tolist())],
        "Share of customers who are left", f"by renewals, a {report.period}; {told_from}",
        cut=float(len(steps)),
    )  # fmt: skip
    return section("Retention", el("p", report.why), drawn)


def _levels(report: Report) -> Element | None:
    if not report.levels:
        return None
    rows = [
        [
            v.by,
            v.name,
            number(v.relationships),
            number(v.lost),
            number(v.running),
            number(v.mrr / _MICRO),
            number(v.equity),
        ]
        for v in report.levels
    ]
    heads = ("By", "Level", "Relationships", "Lost", "Running", "MRR", "Equity")
    return section("By level", table(heads, rows, caption="Levels of the columns named with --by", left=2))


def _made(report: Report) -> list[tuple[str, Any]]:
    terms = report.terms
    horizon = years(terms.horizon) if np.isfinite(terms.horizon) else "for ever"
    return [
        ("Curve", describe(report.model)),
        ("Rate", [share(terms.rate), " a year"]),
        ("Margin", share(terms.margin)),
        ("Horizon", horizon),
        ("Made by", f"xlclv {report.version}"),
    ]
