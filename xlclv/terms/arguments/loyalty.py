"""Arguments of loyalty programmes and win-back."""

from __future__ import annotations

from xlclv.terms.term import PERCENT, Term

TERMS: dict[str, Term] = {
    "clv_before": Term("CLV of a customer without the programme", "money"),
    "clv_after": Term("CLV of a customer with the programme, before its cost", "money"),
    "customers": Term("Customers in the programme", "customers", lower=0),
    "programme_cost": Term("Cost of the programme in total, today", "money", lower=0),
    "earned_margin": Term(
        "Money per customer and period before the retention spend", "money per period", lower=0, above=True
    ),
    "ceiling": Term(
        "Best retention that any spend can reach", "share per period", lower=0, upper=1, above=True, fix=PERCENT
    ),
    "retention_now": Term(
        "Today's retention, reached with current_spend", "share per period", lower=0, upper=1, above=True, fix=PERCENT
    ),
    "current_spend": Term("Today's retention spend per customer and period", "money per period", lower=0, above=True),
    "second_clv": Term("CLV of a customer won back", "money"),
    "winback_rate": Term(
        "Share of the attempts that win a customer back", "share", lower=0, upper=1, fix="type 12% or 0.12"
    ),
    "retention_cost": Term("Cost of one attempt to keep a customer", "money", lower=0),
    "cost_multiple": Term("How many times dearer an attempt to win back is", "ratio", lower=0),
}
