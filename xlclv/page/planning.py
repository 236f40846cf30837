"""Movement, budget and scenarios on the page, of orders and contracts alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.page.charts import bars, lines
from xlclv.page.document import Element, el, number, section, share, table
from xlclv.planning.lines import Line
from xlclv.planning.movement import Movement
from xlclv.planning.scenario import Told

_NAMES = {
    "rate": "discount rate", "margin": "margin", "horizon": "years", "cac": "CAC", "growth": "growth of fees",
    "orders": "orders", "spend": "spend", "retention": "retention", "new-customers": "customers to be won",
}  # fmt: skip
# Columns of what is yet to be won and what it costs: head, field of a line; one of noughts alone is left out.
_PLANNED = (("To be won", "new_customers"), ("Their margin", "new_margin"), ("Acquisition", "acquisition"),
            ("Fixed costs", "fixed_costs"))  # fmt: skip


def movement(found: Sequence[Movement]) -> Element | None:
    """The statement, a column a period."""
    if not found:
        return None
    heads = ["Line", *(f"{each.start} to {each.end}" for each in found)]
    rows = [[line, *(number(each.lines[at]) for each in found)] for at, line in enumerate(found[0].names)]
    return section(
        "Movement of customer equity", table(heads, rows, caption="From opening to closing"), name="movement"
    )


def budget(found: Sequence[Line], what: str) -> Element | None:
    """The months ahead: what today's customers bring, those to be won, and what they cost."""
    if not found:
        return None
    planned = any(line.new_customers for line in found)
    more = [(head, field) for head, field in _PLANNED if any(getattr(line, field) for line in found)]
    heads = ["Month", what, "Margin", "80% interval", *(head for head, _ in more), *(["Cash flow"] if more else [])]
    rows = []
    for line in found:
        cells = [line.month, number(line.brought), number(line.margin), [number(line.low), " to ", number(line.high)]]
        cells += [number(getattr(line, field)) for _, field in more]
        rows.append([*cells, number(line.cash_flow)] if more else cells)
    drawn = lines(
        [float(at) for at in range(1, len(found) + 1)],
        [("today's customers", [line.margin for line in found]),
         *([("with those to be won", [line.margin + line.new_margin for line in found])] if planned else [])],
        "Margin by month", "of the months ahead", name=lambda at: found[int(at) - 1].month,
    )  # fmt: skip
    told = table(heads, rows, caption="Today's customers by calendar month; the interval is of what they bring")
    return section("Budget", el("div", told, drawn, class_="pair"), name="budget")


def tile(found: Sequence[Line], money: str) -> list[tuple[str, Any, Any]]:
    """The budget in the headline: the margin of the months ahead, of today's customers and of those to be won."""
    if not found:
        return []
    new = sum(line.new_margin for line in found)
    more = [", ", number(new), " more of those to be won"] if new else []
    own = [number(sum(line.margin for line in found)), money]
    return [(f"Budget to {found[-1].month}", own, ["margin of today's customers", *more])]


def scenarios(found: Sequence[Told]) -> Element | None:
    """The base and what it would be otherwise: name, changes as they were typed, customer equity."""
    if not found:
        return None
    base = found[0].equity
    rows = []
    for each in found:
        changes = ", ".join(f"{_NAMES.get(key, key)} {value}" for key, value in each.changes) or "as reported"
        cells = [each.name, changes, number(each.equity), share(each.equity / base - 1) if base else "–"]
        if each.budget is not None:
            cells += [number(each.budget.new_customers), number(each.budget.acquisition), number(each.budget.cash_flow)]
        rows.append(cells)
    drawn = bars([(each.name, each.equity, f"{each.equity:,.0f}") for each in found], "Customer equity by scenario")
    heads = ["Scenario", "What changes", "Customer equity", "Against the base"]
    if found[0].budget is not None:
        heads += ["To be won", "Acquisition", "Cash flow of the budget"]
    told = table(heads, rows, caption="Customer equity, what if", left=2)
    return section("Scenarios", el("div", told, drawn, class_="pair"), name="scenarios")
