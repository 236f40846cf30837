"""What the terminal and JSON show where orders are counted: no value, and nothing that is one in disguise."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xlclv.cli.known import known
from xlclv.report import Report

OF_MONEY = frozenset(
    (
        "currency", "basis", "level", "order_values_of", "spend_model", "spend_log_likelihood", "spend_correlation",
        "margin", "cac", "customer_equity", "mean_clv", "median_clv", "equity_interval", "outcome_interval", "amount",
        "amount_read", "amount_used", "total", "mean", "median", "index",
    )
)  # fmt: skip


def without_money(data: Any) -> Any:
    """The same data with null for every value that is money.

    >>> without_money({"orders": 3, "customer_equity": 2.5, "segments": [{"total": 1.5, "customers": 2}]})
    {'orders': 3, 'customer_equity': None, 'segments': [{'total': None, 'customers': 2}]}
    """
    if isinstance(data, dict):
        return {name: None if name in OF_MONEY else without_money(value) for name, value in data.items()}
    if isinstance(data, list):
        return [without_money(value) for value in data]
    return data


def counted_as_table(report: Report, ledger: RenderableType) -> Group:
    """Customers, orders to come, and who will place them."""
    a = report.assumptions
    years = f"{a.horizon:g} year{'' if a.horizon == 1 else 's'}"
    head = Table(show_header=False, box=None, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(justify="right")
    head.add_column(style="dim")
    expected = report.expected_orders
    for row in (
        ("Expected orders", f"{expected:,.0f}", f"over {years}; orders are counted, without money"),
        ("Customers", f"{report.customer_count:,}", f"{report.expected_active:,.0f} {report.active_words}"),
        ("Orders a customer", f"{expected / report.customer_count:,.2f}", f"expected over {years}"),
        ("Top 10% hold", known(report.top_decile_share, ".1%"), "of the orders to come"),
        ("Orders", f"{report.orders:,}", f"{report.first_order} to {report.last_order}, seen from {a.as_of}"),
        ("Model", report.model.name, f"{report.model.status}, log-likelihood {report.model.log_likelihood:,.1f}"),
    ):
        head.add_row(*row)
    tiers = Table(title_justify="left", title="Orders to come by tier")
    for name in ("Segment", "Customers", "Share", "P(alive)"):
        tiers.add_column(name, justify="left" if name == "Segment" else "right")
    for s in report.segments:
        tiers.add_row(s.name, f"{s.customers:,}", known(s.share, ".1%"), known(s.p_alive, ".1%"))
    holds = Text("All checks hold.", style="green") if report.checks_ok else Text("A CHECK FAILS.", style="bold red")
    why = [Text(report.choice.sentence)] if report.choice.sentence else []
    return Group(Text(), head, *why, Text(), tiers, Text(), ledger, holds)
