"""What the terminal and JSON show of a report of contracts."""

from __future__ import annotations

from typing import Any

import numpy as np
from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli.json_contracts import CONTRACTS, MICRO, month_name
from xlclv.cli.keys import plain
from xlclv.cli.show import ledger_as_table
from xlclv.cli.show_planning import movement_as_table, scenarios_as_table
from xlclv.contracts.report import Report, describe


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain JSON; amounts as numbers with all their digits."""
    return plain(CONTRACTS, report)


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
    moved = movement_as_table(report.statements)
    if moved is not None:
        parts += [moved, Text()]
    asked_if = scenarios_as_table(report.what_if)
    if asked_if is not None:
        parts += [asked_if, Text()]
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
        ("MRR", f"{report.mrr / MICRO:,.2f}{unit}", f"ARR {report.mrr * 12 / MICRO:,.2f}{unit}"),
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
        if report.retention_point is not None:
            words = "equity, one point more at every renewal"
            rows.append(("A point of retention", f"{report.retention_point:,.0f}{unit}", words))
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
        cells = [f"{getattr(row, name.lower()) / MICRO:,.0f}" for name in names[1:8]]
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
            f"{level.mrr / MICRO:,.0f}", curve, worth,
        )  # fmt: skip
    return table
