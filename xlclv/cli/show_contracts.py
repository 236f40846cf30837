"""What the terminal and JSON show of a report of contracts."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli.show import _interval, ledger_as_json, ledger_as_table
from xlclv.contracts.movement import Month
from xlclv.contracts.report import Report, describe
from xlclv.contracts.retention import Fitted

_MICRO = 1_000_000


def money(units: int) -> float | int:
    """Millionths as money."""
    return units // _MICRO if units % _MICRO == 0 else units / _MICRO


def month_name(month: int) -> str:
    """2026-03 from months since 1970."""
    return str(np.datetime64(month, "M"))


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON; amounts as numbers with all their digits."""
    kept, ledger = report.retained, ledger_as_json(report.ledger)
    equity = report.equity
    return {
        "version": report.version,
        "as_of": None if report.as_of is None else report.as_of.isoformat(),
        "currency": report.currency,
        "basis": report.basis,
        "period": str(report.period),
        "customers": report.customers,
        "relationships": len(report.them),
        "lost": report.counts.losses,
        "running": int(report.them.running.sum()),
        "returned": int(report.them.returned.sum()),
        "notice_given": int(report.them.notice.sum()),
        "not_started": report.contracts.not_started,
        "trials": report.contracts.trials,
        "trials_converted": report.contracts.converted,
        "mrr": money(report.mrr),
        "arr": money(report.mrr * 12),
        "nrr_12": kept.nrr if kept else None,
        "grr_12": kept.grr if kept else None,
        "logo_retention_12": kept.logos if kept else None,
        "customers_12_months_ago": kept.customers if kept else None,
        "constant_churn": report.constant_churn,
        "lost_by_renewals": report.counts.lost.tolist(),
        "running_by_renewals": report.counts.running.tolist(),
        "model": None if report.model is None else _curve(report.model),
        "model_choice": report.why,
        "candidates": [_candidate(name, found, report) for name, found in report.candidates.items()],
        "test": _test(report),
        "rate": report.terms.rate,
        "margin": report.terms.margin,
        "horizon": report.terms.horizon if np.isfinite(report.terms.horizon) else "for ever",
        "growth": report.terms.growth,
        "timing": report.terms.timing,
        "cac": report.cac,
        "customer_equity": None if equity is None else equity.value,
        "equity_interval": _interval(equity),
        "outcome_interval": _interval(report.outcome),
        "mean_clv": report.mean_clv,
        "movement": [_month(row) for row in report.movement],
        "levels": [
            {
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
            for level in report.levels
        ],
        **ledger,
        "cautions": list(report.cautions),
        "checks_ok": report.checks_ok,
    }


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


def as_table(report: Report) -> Group:
    """Headline numbers, the last months' movement, and the line that reconciles the data."""
    head = Table(show_header=False, box=None, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(justify="right")
    head.add_column(style="dim")
    for row in _headline(report):
        head.add_row(*row)
    parts: list[Any] = [Text(), head, Text(report.why), Text()]
    if report.movement:
        parts += [_bridge(report), Text()]
    if report.levels:
        parts += [_by_level(report), Text()]
    parts.append(ledger_as_table(report.ledger, brief=True))
    holds = report.checks_ok
    words = "All checks hold." if holds else "A CHECK FAILS."
    return Group(*parts, Text(words, style="green" if holds else "bold red"))


def _headline(report: Report) -> list[tuple[str, str, str]]:
    unit = f" {report.currency}" if report.currency else ""
    terms = report.terms
    years = "for ever" if not np.isfinite(terms.horizon) else f"{terms.horizon:g} year{'s' * (terms.horizon != 1)}"
    them = report.them
    when = f"as of {report.as_of}" if report.as_of else "tenures, no dates"
    rows = [
        ("Customers", f"{report.customers:,}", f"running, {when}"),
        (
            "Relationships",
            f"{len(them):,}",
            f"{report.counts.losses:,} lost, {int(them.running.sum()):,} running, {int(them.returned.sum()):,} returns",
        ),
        ("MRR", f"{report.mrr / _MICRO:,.2f}{unit}", f"ARR {report.mrr * 12 / _MICRO:,.2f}{unit}"),
    ]
    churn = report.constant_churn
    if churn is not None:
        rows.append(("Churn", f"{churn:.2%}", f"of renewals due, a {report.period}"))
    kept = report.retained
    if kept and kept.nrr is not None and kept.grr is not None and kept.logos is not None:
        rows.append(
            ("NRR, 12 months", f"{kept.nrr:.2%}", f"GRR {kept.grr:.2%}, {kept.logos:.2%} of {kept.customers:,}")
        )
    if report.equity is not None and report.outcome is not None:
        rows.append(
            ("Customer equity", f"{report.equity.value:,.0f}{unit}",
             f"{report.basis} basis, {years} at {terms.rate * 100:.4g}%")
        )  # fmt: skip
        e, o = report.equity, report.outcome
        rows.append(("", f"{e.low:,.0f} to {e.high:,.0f}{unit}", f"{e.confidence:.0%} interval, from the curve"))
        rows.append(("", f"{o.low:,.0f} to {o.high:,.0f}{unit}", f"{o.confidence:.0%} interval, with chance"))
        rows.append(("Mean CLV", f"{report.mean_clv or 0.0:,.2f}{unit}", "remaining, a running customer"))
    if report.model is not None:
        rows.append(("Model", describe(report.model), f"{report.model.status}, log-likelihood "
                     f"{report.model.log_likelihood:,.1f}"))  # fmt: skip
    if report.contracts.trials:
        rows.append(("Trials", f"{report.contracts.trials:,}", f"{report.contracts.converted:,} of them paid"))
    if report.contracts.not_started:
        rows.append(("Not started yet", f"{report.contracts.not_started:,}", "left out"))
    return rows


def _bridge(report: Report) -> Table:
    table = Table(title="MRR by month", title_justify="left")
    names = ("Month", "Opening", "New", "Reactivated", "Expansion", "Contraction", "Churned", "Closing", "Customers")
    for name in names:
        table.add_column(name, justify="left" if name == "Month" else "right")
    for row in report.movement[-6:]:
        cells = [f"{getattr(row, name.lower()) / _MICRO:,.0f}" for name in names[1:8]]
        label = month_name(row.month) + ("" if row.complete else f", to {report.as_of}")
        table.add_row(label, *cells, f"{row.customers:,}")
    return table


def _by_level(report: Report) -> Table:
    table = Table(title="By level", title_justify="left")
    for name in ("By", "Level", "Relationships", "Lost", "Running", "MRR", "Curve", "Equity"):
        table.add_column(name, justify="left" if name in ("By", "Level", "Curve") else "right")
    for level in report.levels:
        curve = "none" if level.curve is None else (level.curve.name if level.own else "pooled")
        worth = "" if level.equity is None else f"{level.equity:,.0f}"
        table.add_row(
            level.by, level.name, f"{level.relationships:,}", f"{level.lost:,}", f"{level.running:,}",
            f"{level.mrr / _MICRO:,.0f}", curve, worth,
        )  # fmt: skip
    return table
