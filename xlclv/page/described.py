"""The page of orders that no model can be fitted to: what happened, and why no more."""

from __future__ import annotations

from xlclv.page.document import document, number, section, share, table, tiles
from xlclv.page.parts import cautions, data_check, method, unit
from xlclv.report.described import Described
from xlclv.terms.money import words_of

_BEST = 25


def page(made: Described) -> str:
    """The whole file."""
    a, money = made.assumptions, unit(made.assumptions.currency)
    under = f"{made.orders:,} orders, {made.first_order} to {made.last_order}; no value to come: {made.reason}"
    said = words_of(made)
    so_far = f"{said.sales.capitalize()} to date"
    found = [
        (so_far, [number(made.sales, 2), money], [number(made.sales / made.customer_count, 2), " a customer"]),
        ("Customers", number(made.customer_count), [number(made.repeat), " bought on more than one day"]),
        ("Top 10% hold", share(made.top_share), f"of {said.sales} to date"),
    ]
    b = made.buyers
    rows = [
        [b.id[i], str(b.last_order[i]), number(int(b.orders[i])), number(float(b.sales[i]), 2)]
        for i in range(min(_BEST, len(b.id)))
    ]
    heads = ("Customer", "Last order", "Orders", so_far)
    best = section("Best customers", table(heads, rows, caption=f"By {said.sales} to date", left=2))
    how = method([("Margin", share(a.margin)), ("Made by", f"xlclv {made.version}")], made.command, made.checks_ok)
    parts = [tiles(found), cautions(made.cautions), best, data_check(made.ledger), how]
    return document("What customers bought", under, [part for part in parts if part is not None])
