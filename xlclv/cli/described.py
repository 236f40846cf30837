"""What the terminal and JSON show of orders that no model can be fitted to: what happened, and why no more."""

from __future__ import annotations

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli.show import ledger_as_json, ledger_as_table
from xlclv.report.described import Described

# Keys that a report has, and that nothing can stand in without a model.
_UNKNOWN = ("customer_equity", "mean_clv", "median_clv", "equity_interval", "outcome_interval", "expected_active",
            "top_decile_share", "holdout")  # fmt: skip


def as_json(made: Described) -> dict[str, Any]:
    """The description as plain JSON; what rests on a model is null."""
    given = made.assumptions
    return {
        "version": made.version,
        "as_of": given.as_of.isoformat(),
        "currency": given.currency,
        "basis": given.basis,
        "customers": made.customer_count,
        "customers_listed": len(made.buyers.id),
        "orders": made.orders,
        "model": None,
        "reason": made.reason,
        "rate": given.rate,
        "margin": given.margin,
        "horizon": given.horizon,
        "cac": given.cac,
        **dict.fromkeys(_UNKNOWN),
        "segments": [],
        "sales": made.sales,
        "realised": made.realised,
        "repeat_buyers": made.repeat,
        "top_decile_share_of_sales": made.top_share,
        **ledger_as_json(made.ledger),
        "share_left_out": made.ledger.share_left_out,
        "cautions": list(made.cautions),
        "checks_ok": made.checks_ok,
    }


def as_table(made: Described) -> Group:
    """The figures of the past, and the line that reconciles the data."""
    given, count = made.assumptions, made.customer_count
    unit = f" {given.currency}" if given.currency else ""
    head = Table(show_header=False, box=None, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(justify="right")
    head.add_column(style="dim")
    days = f"{made.first_order} to {made.last_order}, as of {given.as_of}"
    best = "-" if made.top_share is None else f"{made.top_share:.1%}"
    rows = (
        ("Model", "none", made.reason),
        ("Sales to date", f"{made.sales:,.2f}{unit}", f"{made.sales / count:,.2f}{unit} a customer"),
        ("Margin to date", f"{made.realised:,.2f}{unit}", f"at a margin of {given.margin * 100:.4g}%"),
        ("Customers", f"{count:,}", f"{made.repeat:,} bought on more than one day"),
        ("Top 10% hold", best, "of sales to date"),
        ("Orders", f"{made.orders:,}", days),
    )
    for row in rows:
        head.add_row(*row)
    holds = Text("All checks hold.", style="green")
    fails = Text("A CHECK FAILS: see the sheet Checks.", style="bold red")
    return Group(Text(), head, Text(), ledger_as_table(made.ledger, brief=True), holds if made.checks_ok else fails)
