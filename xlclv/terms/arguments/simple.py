"""Arguments of simple CLV, realised value and period rates."""

from __future__ import annotations

from xlclv.terms.term import PERCENT, RATE, Term

TERMS: dict[str, Term] = {
    "avg_purchase_value": Term("Money per purchase, net of VAT", "money", lower=0),
    "purchase_rate": Term("Purchases per period (the re-sale rate)", "purchases per period", lower=0),
    "lifetime": Term("Periods the customer stays; may be fractional", "periods", lower=0),
    "acquisition_cost": Term("Money spent once, at the start, to win the customer", "money"),
    "margin_share": Term("Contribution share of revenue, at most 100%", "share", upper=1, fix="type 40% or 0.4"),
    "discount_rate": Term(
        "Effective discount rate for the same period as the other arguments",
        "rate per period",
        lower=-1,
        upper=1,
        above=True,
        fix=RATE,
    ),
    "timing": Term(
        "When money arrives in a period: 0 end, 0.5 middle, 1 start (Excel's own type)", "", choices=(0, 0.5, 1)
    ),
    "retention": Term(
        "Share of customers kept from one period to the next", "share per period", lower=0, upper=1, fix=PERCENT
    ),
    "nper": Term("Horizon in periods, may be fractional; blank = for ever", "periods", lower=0, above=True),
    "annual_rate": Term("Effective rate for a year", "rate per year", lower=-1, upper=1, above=True, fix=RATE),
    "period_rate_in": Term(
        "The yearly figure to convert: a rate, or a retention with method 2",
        "per year",
        lower=-1,
        upper=1,
        above=True,
        fix=RATE,
    ),
    "periods_per_year": Term("Periods in a year, 12 for months", "periods per year", lower=0, above=True),
    "method": Term("0 effective rate, 1 nominal rate, 2 retention or survival", "", choices=(0, 1, 2)),
    "values_paid": Term("Money per transaction; refunds are negative", "money"),
    "dates_paid": Term("Date of each value", "date", kind="date"),
    "as_of": Term("The day everything is valued at", "date", kind="date"),
    "costs": Term("Money already spent serving or acquiring, as valued at as_of", "money"),
}
