"""Arguments of survival, contracts and discrete opportunities."""

from __future__ import annotations

from xlclv.terms.term import PEOPLE, Term

TERMS: dict[str, Term] = {
    "durations": Term("Time each customer has stayed", "periods", lower=0),
    "churned": Term("1 where the customer has left, 0 where still active", "", kind="switch", choices=(0, 1)),
    "at": Term(
        "Times to read the survival at, up to the longest duration; blank = a row for each time with churn",
        "periods",
        lower=0,
    ),
    "survivors": Term(
        "Customers left after 0, 1, 2, ... periods: one cohort, or one cohort a column, blank where not yet observed",
        "customers",
        lower=0,
        upper=PEOPLE,
        fix="count who is left, from period 0 on",
    ),
    "contract_model": Term(
        "Model of renewals: SBG, or BDW with a hazard that moves", "", kind="option", options=("SBG", "BDW")
    ),
    "contract_params": Term("The block of CLV_CONTRACT_FIT, or alpha, beta (SBG), or alpha, beta, c (BDW)", ""),
    "contract_period": Term("Periods since the start of the contract; may be fractional", "periods", lower=0),
    "renewals": Term("Renewals already made, 0 for a new customer", "renewals", lower=0, whole=True),
    "c": Term("Exponent of time: a customer's own churn rises above 1, falls below 1", "", lower=0, above=True),
    "delta": Term("Second shape of the dropout probabilities across customers", "", lower=0, above=True),
    "opportunities": Term(
        "Opportunities to buy since the first purchase", "opportunities", lower=0, upper=100_000, whole=True
    ),
    "recency_opportunity": Term(
        "Opportunity of the last purchase, 0 without a repeat", "opportunities", lower=0, whole=True
    ),
    "opportunities_ahead": Term("Opportunities to come", "opportunities", lower=0, whole=True),
    "contract_start": Term("Date on which the contract starts", "date", kind="date"),
    "contract_end": Term(
        "First date on which it no longer runs, its last day + 1; blank or 0 = it runs", "date", kind="date"
    ),
    "contract_as_of": Term("Day up to which renewals count", "date", kind="date"),
    "contract_fee": Term("Fee of one billing period of each contract", "money", lower=0),
    "contract_ids": Term("Customer of each contract, text or number", "", kind="id"),
    "billing_period": Term(
        "Billing period", "", kind="option", options=("day", "week", "month", "quarter", "half-year", "year")
    ),
    "renewals_made": Term("Renewals each customer has made", "renewals", lower=0, upper=100_000, whole=True),
    "tenure_weights": Term(
        "How many customers each row stands for; blank = one", "customers", lower=0, upper=PEOPLE, above=True
    ),
    "bridge_months": Term("Months to show, the last that of the last date", "months", lower=1, upper=1200, whole=True),
    "months_back": Term("Months between then and now", "months", lower=1, upper=1200, whole=True),
}
