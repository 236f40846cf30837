"""Arguments of what comes by period, and of how customer equity moved."""

from __future__ import annotations

from xlclv.terms.term import Term

TERMS: dict[str, Term] = {
    "boundaries": Term(
        "Ends of the periods, in days from the as-of date, rising: a row of the result each",
        "days",
        lower=0,
        upper=36525,
        above=True,
        fix="count days from the as-of date",
    ),
    "equity_opening": Term("Customer equity on the opening day", "money"),
    "horizon_roll": Term("What the horizon's rolling forward adds to the opening", "money"),
    "period_years": Term("Length of the period", "years", lower=0, upper=100),
    "expected_margin": Term("Discounted margin expected in the period, carried to its end; leaves the value", "money"),
    "equity_behaviour": Term("Experience: what old customers are worth more or less than expected", "money"),
    "equity_new": Term("Worth at the closing of customers won in the period", "money"),
    "equity_model": Term("What fitting the model again changes", "money"),
    "equity_assumptions": Term("What each changed assumption adds; several add up", "money"),
    "equity_data": Term("Orders dated before the opening that it lacked, valued at the opening", "money"),
    "equity_closing": Term("Closing as known from elsewhere, to check against; blank = none", "money"),
}
