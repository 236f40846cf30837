"""Arguments of acquisition cost, payback and break-even."""

from __future__ import annotations

from xlclv.terms.term import Term

TERMS: dict[str, Term] = {
    "spend": Term("Acquisition spend per period; with a response, the cost of the prospects reached", "money", lower=0),
    "new_customers": Term(
        "Customers won in the period; with a response, the prospects reached (blank = 1)", "customers", lower=0
    ),
    "variable_cost": Term("Cost for each customer won: rebate, onboarding", "money", lower=0),
    "response": Term("Share of the prospects won", "share", lower=0, upper=1, fix="type 2% or 0.02"),
    "gross_clv": Term("Customer lifetime value before the acquisition cost", "money"),
    "target_ratio": Term("Wanted ratio of CLV to acquisition cost", "ratio", lower=0, above=True),
    "min_profit": Term("Wanted money per customer after the acquisition cost", "money"),
    "cac": Term("Acquisition cost of one customer", "money", lower=0),
    "payback_margin": Term("Money per period after the cost to serve", "money per period", lower=0, above=True),
    "solve_for": Term(
        "What to solve for; the argument of that name is then ignored",
        "",
        kind="option",
        options=("retention", "margin", "lifetime", "rate", "response"),
    ),
    "breakeven_margin": Term("Money per period; for response alone, the CLV itself", "money per period", lower=0),
    "breakeven_cost": Term("Acquisition cost of one customer; for response, of one prospect", "money", lower=0),
}
