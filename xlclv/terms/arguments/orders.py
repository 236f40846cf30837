"""Arguments of transactions, customer summaries and cohorts."""

from __future__ import annotations

from xlclv.terms.term import Term

TERMS: dict[str, Term] = {
    "ids": Term("Customer of each transaction, text or number", "", kind="id"),
    "dates": Term("Date of each transaction", "date", kind="date"),
    "amounts": Term("Money of each transaction; refunds are negative", "money"),
    "metric": Term(
        "What the table shows for each cohort",
        "",
        kind="option",
        options=("retention", "customers", "revenue", "cumulative", "orders"),
    ),
    "period": Term("Calendar period of the cohorts", "", kind="option", options=("week", "month", "quarter", "year")),
    "unit_days": Term("Days in one unit of time; 7 for weeks", "days", lower=0, above=True),
    "headers": Term("1 adds a row of headers; 0 leaves it out", "", kind="switch", choices=(0, 1)),
}
