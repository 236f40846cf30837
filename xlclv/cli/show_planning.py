"""What JSON and terminal show of movement, budget and scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from xlclv.cli.keys import NUMBER, NUMBER_OR_NULL, TEXT, TEXT_OR_NULL, WHOLE, Key
from xlclv.formulas.equity_movement import CLOSING, DATA, OPENING
from xlclv.planning.budget import Budget
from xlclv.planning.lines import lines
from xlclv.planning.movement import Movement
from xlclv.planning.scenario import Told
from xlclv.report import Report


def budget_lines(
    found: Budget | None, rate: float, margin: float, cac: float | None, what: str = "orders"
) -> list[dict[str, Any]]:
    """A line a month, at the margin; `low` and `high` are of today's customers, `what` they bring."""
    each = (line._asdict() for line in lines(found, rate, margin, cac))
    return [{what if name == "brought" else name: value for name, value in line.items()} for line in each]


def _movement(found: Movement) -> dict[str, Any]:
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "opening_source": found.source or None,
        "lines": _lines(found.names, found.lines),
        "margin_expected": found.margin_expected,
        "margin_came": found.came_from_old + found.came_from_new,
        "margin_came_from_old": found.came_from_old,
        "margin_came_from_new": found.came_from_new,
        "closing": found.closing,
        "by_segment": [
            {
                "segment": group.name,
                "customers": group.customers,
                "lines": _lines(found.names, group.lines),
                "margin_expected": group.margin_expected,
                "margin_came": group.margin_came,
            }
            for group in found.groups
        ],
    }


def _lines(names: tuple[str, ...], amounts: tuple[float, ...]) -> list[dict[str, Any]]:
    """All lines but the closing, which they add up to."""
    return [{"line": line, "amount": amount} for line, amount in zip(names[:-1], amounts, strict=False)]


def _scenarios(report: Report) -> list[dict[str, Any]]:
    """The base, then each scenario: its drivers, and customer equity under them."""
    return [
        {
            "name": each.name,
            "changes": dict(each.changes),
            "rate": each.drivers.rate,
            "margin": each.drivers.margin,
            "horizon": each.drivers.horizon,
            "cac": each.drivers.cac,
            "orders": each.drivers.orders,
            "spend": each.drivers.spend,
            "losses": each.drivers.losses,
            "new_customers": each.drivers.won,
            "customer_equity": each.equity,
            "difference": each.equity - report.customer_equity,
            "mean_clv": each.equity / report.customer_count,
            "budget": ahead_of(each),
        }
        for each in (report.what_if.told if report.what_if else ())
    ]


def ahead_of(told: Told) -> dict[str, float] | None:
    """What all months of the budget come to under a scenario."""
    return None if told.budget is None else told.budget._asdict()


def scenarios_as_table(told: Sequence[Told]) -> Table | None:
    """The base and each scenario: customer equity, and the cash flow of the budget; None where none was asked for."""
    if not told:
        return None
    table, budget = Table(title="Scenarios", title_justify="left"), told[0].budget is not None
    heads = ["Scenario", "Changes", "Customer equity", "Difference"]
    heads += ["New customers", "Acquisition", "Cash flow, all months"] if budget else []
    for name in heads:
        table.add_column(name, justify="left" if name in ("Scenario", "Changes") else "right")
    for each in told:
        changes = ", ".join(f"{key}={value}" for key, value in each.changes)
        cells = [each.name, changes, f"{each.equity:,.0f}", f"{each.equity - told[0].equity:+,.0f}"]
        if each.budget is not None:
            ahead = each.budget
            cells += [f"{ahead.new_customers:,.0f}", f"{ahead.acquisition:,.0f}", f"{ahead.cash_flow:,.0f}"]
        table.add_row(*cells)
    return table


def movement_as_table(found: Sequence[Movement]) -> Table | None:
    """The statement, a column a period; None where none was asked for."""
    if not found:
        return None
    table = Table(title="Movement of customer equity", title_justify="left", box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for each in found:
        table.add_column(f"{each.start} to {each.end}", justify="right")
    for at, line in enumerate(found[0].names):
        amounts = [each.lines[at] for each in found]
        if line != DATA or any(map(round, amounts)):
            style = "bold" if line in (OPENING, CLOSING) else None
            table.add_row(line, *(f"{round(amount):,}" for amount in amounts), style=style)
    pairs = (
        ("margin expected of old customers", [each.margin_expected for each in found]),
        ("margin that came from them", [each.came_from_old for each in found]),
        ("margin that came from new ones", [each.came_from_new for each in found]),
    )
    for words, numbers in pairs:
        table.add_row(words, *(f"{number:,.0f}" for number in numbers), style="dim")
    return table


def movement_key(name: str, of: str) -> Key:
    """The key of the statements that a report has by that name."""
    words = "How customer equity moved from each --opening to today."
    return Key(name, [_MOVED], words, lambda report: [_movement(each) for each in getattr(report, of)])


_LINES = [{"line": TEXT, "amount": NUMBER}]
_GROUP = {"segment": TEXT, "customers": WHOLE, "lines": _LINES, "margin_expected": NUMBER, "margin_came": NUMBER}
_MOVED = {
    "from": TEXT, "to": TEXT, "opening_source": TEXT_OR_NULL, "lines": _LINES, "margin_expected": NUMBER,
    "margin_came": NUMBER, "margin_came_from_old": NUMBER, "margin_came_from_new": NUMBER, "closing": NUMBER,
    "by_segment": [_GROUP],
}  # fmt: skip
BUDGETED = {
    "month": TEXT, "days": WHOLE, "orders": NUMBER, "margin": NUMBER, "low": NUMBER, "high": NUMBER,
    "discounted": NUMBER, "by_segment": {"*": NUMBER}, "new_customers": NUMBER, "new_margin": NUMBER,
    "acquisition": NUMBER, "fixed_costs": NUMBER, "cash_flow": NUMBER,
}  # fmt: skip
AHEAD = {"margin": NUMBER, "new_customers": NUMBER, "new_margin": NUMBER, "acquisition": NUMBER,
         "fixed_costs": NUMBER, "cash_flow": NUMBER, "?": True}  # fmt: skip
_SCENARIO = {
    "name": TEXT, "changes": {"*": TEXT}, "rate": NUMBER, "margin": NUMBER, "horizon": NUMBER, "cac": NUMBER_OR_NULL,
    "orders": NUMBER, "spend": NUMBER, "losses": NUMBER, "new_customers": NUMBER, "customer_equity": NUMBER,
    "difference": NUMBER, "mean_clv": NUMBER, "budget": AHEAD,
}  # fmt: skip

_AHEAD = "Each month ahead: today's customers, those to be won, what they cost."
PLAN = Key("budget_plan", TEXT_OR_NULL, "Where the plan of customers to be won comes from.",
           lambda report: None if report.budget is None else report.budget.plan_source)  # fmt: skip


def _budget(report: Report) -> list[dict[str, Any]]:
    terms = report.assumptions
    return budget_lines(report.budget, terms.rate, terms.margin, terms.cac)


def budget_of_contracts(report: Any) -> list[dict[str, Any]]:
    """The budget of a report of contracts: payments stand in the place of orders."""
    return budget_lines(report.budget, report.terms.rate, report.terms.margin, report.cac, "payments")


PLANNED_CONTRACTS = (
    Key("budget", [{"payments" if name == "orders" else name: shape for name, shape in BUDGETED.items()}], _AHEAD,
        budget_of_contracts),
    PLAN,
)  # fmt: skip
PLANNING = (
    Key("budget", [BUDGETED], _AHEAD, _budget),
    PLAN,
    Key("scenarios", [_SCENARIO], "The base and each --scenario: its drivers, and customer equity under them.",
        _scenarios),
    movement_key("movement", "movement"),
)  # fmt: skip
