"""Arguments of customer equity and company value."""

from __future__ import annotations

from xlclv.terms.term import RATE, Term

TERMS: dict[str, Term] = {
    "stat": Term("Which measure of concentration", "", kind="option", options=("gini", "top", "hhi")),
    "concentration_share": Term(
        "Share of the customers counted as top, for stat top",
        "share",
        lower=0,
        upper=1,
        above=True,
        fix="type 20% or 0.2",
    ),
    "segment_customers": Term("Customers of each segment", "customers", lower=0),
    "segment_clv": Term("Remaining CLV of a customer of each segment", "money"),
    "cohort_rate": Term(
        "Effective discount rate per period; blank = 0", "rate per period", lower=-1, upper=1, above=True, fix=RATE
    ),
    "won": Term("Customers won in period 1, 2, ...; a blank cell counts as 0", "customers", lower=0),
    "net_clv_new": Term(
        "CLV of a new customer after acquisition cost, when won; one number, or one a period with a blank cell as 0",
        "money",
    ),
    "existing_equity": Term("Value of today's customers before tax", "money"),
    "fixed_costs": Term(
        "Fixed costs of period 1, 2, ...; one number, or one a period with a blank cell as 0",
        "money per period",
        lower=0,
    ),
    "tax": Term("Tax rate", "share", lower=0, upper=1, fix="type 25% or 0.25"),
    "company_growth": Term(
        "Growth per period of new customers and fixed costs after the last period",
        "rate per period",
        lower=-1,
        upper=1,
        above=True,
        fix=RATE,
    ),
    "net_debt": Term("Debt less cash; positive = debt", "money"),
    "non_operating": Term("Assets outside the business", "money"),
    "shares": Term("Number of shares", "shares", lower=0),
}
