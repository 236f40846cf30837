"""What the terminal and JSON show of orders that no model can be fitted to: what happened, and why no more."""

from __future__ import annotations

from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from xlclv.cli.json_summary import DESCRIBED
from xlclv.cli.keys import plain
from xlclv.cli.known import known
from xlclv.cli.show import ledger_as_table
from xlclv.report.described import Described
from xlclv.terms.money import words_of


def as_json(made: Described) -> dict[str, Any]:
    """The description as plain JSON; what rests on a model is null."""
    return plain(DESCRIBED, made)


def as_table(made: Described) -> Group:
    """The figures of the past, and the line that reconciles the data."""
    given, count, said = made.assumptions, made.customer_count, words_of(made)
    unit = f" {given.currency}" if given.currency else ""
    head = Table(show_header=False, box=None, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(justify="right")
    head.add_column(style="dim")
    days = f"{made.first_order} to {made.last_order}, as of {given.as_of}"
    rows = (
        ("Model", "none", made.reason),
        (said.to_date.capitalize(), f"{made.sales:,.2f}{unit}", f"{made.sales / count:,.2f}{unit} a customer"),
        ("Margin to date", f"{made.realised:,.2f}{unit}", f"at a margin of {given.margin * 100:.4g}%"),
        ("Customers", f"{count:,}", f"{made.repeat:,} bought on more than one day"),
        ("Top 10% hold", known(made.top_share, ".1%"), f"of {said.sales} to date"),
        ("Orders", f"{made.orders:,}", days),
    )
    for row in rows:
        head.add_row(*row)
    holds = Text("All checks hold.", style="green")
    fails = Text("A CHECK FAILS: see the sheet Checks.", style="bold red")
    return Group(Text(), head, Text(), ledger_as_table(made.ledger, brief=True), holds if made.checks_ok else fails)
