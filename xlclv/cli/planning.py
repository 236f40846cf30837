"""The options that look back and ahead: movement, budget, scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from xlclv.cli.options import together
from xlclv.planning.plan import Asked

opening_option = click.option(
    "--opening",
    "openings",
    multiple=True,
    metavar="DAY|FILE",
    help="Tell how customer equity moved since this day, such as 2025-12-31, or since an earlier report's "
    "JSON; repeat it for a series. Default: none.",
)


# What comes by month.
budget_options = together(
    click.option(
        "--months",
        type=click.IntRange(1, 120),
        default=Asked().months,
        show_default=True,
        help="Whole months of the budget, after the rest of the one begun.",
    ),
    click.option(
        "--new-customers",
        metavar="N|FILE",
        help="Customers to be won a month, or a file (CSV, .xlsx, Parquet) of month and customers (2026-07,400). "
        "Default: the mean of the last 12 whole months.",
    ),
    click.option(
        "--fixed-costs",
        type=click.FloatRange(0),
        default=0.0,
        show_default=True,
        help="Costs a month that hang on no customer, in money; the budget takes them off.",
    ),
)


def scenario_option(example: str, keys: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What if: with an example, and the keys that there are."""
    return click.option(
        "--scenario",
        "scenarios",
        multiple=True,
        metavar="NAME: KEY=VALUE, ...|FILE",
        help=f'What if, such as "{example}"; keys: {keys}. Up to 5, or a file with one a line. Default: none.',
    )


_OF_ORDERS = scenario_option(
    "Downturn: margin=35%, orders=-10%, cac=+20%", "rate, margin, horizon, cac, orders, spend, retention, new-customers"
)


def planning_options(command: Callable[..., None]) -> Callable[..., None]:
    """How customer equity moved, what comes by month, what if."""
    return opening_option(budget_options(_OF_ORDERS(command)))


def planned(options: dict[str, Any]) -> dict[str, Any]:
    """What build takes of the options typed; files are read now, before the orders."""
    from xlclv.planning.opening import opening

    return {
        "openings": tuple(opening(text) for text in options.get("openings") or ()),
        "budget": budget_asked(options),
        "scenarios": tuple(options.get("scenarios") or ()),
    }


def budget_asked(options: dict[str, Any]) -> Asked:
    """What is asked of the budget; the plan's file is read now."""
    from xlclv.planning.plan import new_customers

    asked = Asked(options.get("months", Asked().months), fixed_costs=options.get("fixed_costs", 0.0))
    if options.get("new_customers") is None:
        return asked
    won = new_customers(options["new_customers"], bool(options.get("pseudonymise")))
    return asked._replace(plan=won.plan, source=won.source, notes=won.notes)
