"""Arguments of sensitivity, uncertainty, validation and trust."""

from __future__ import annotations

from xlclv.terms.term import RATE, Term

TERMS: dict[str, Term] = {
    "shock": Term(
        "How far each driver is moved down and up",
        "share",
        lower=0,
        upper=1,
        above=True,
        below=True,
        fix="type 10% or 0.1",
    ),
    "interval_rate": Term(
        "Effective discount rate per period, 0 or more", "rate per period", lower=0, upper=1, fix=RATE
    ),
    "exposed": Term("Customers up for renewal", "customers", lower=0),
    "renewed": Term("Customers who renewed", "customers", lower=0),
    "positive_margin": Term("Money per period after the cost to serve, 0 or more", "money per period", lower=0),
    "confidence": Term(
        "Share of cases the interval is to hold",
        "share",
        lower=0,
        upper=1,
        above=True,
        below=True,
        fix="type 95% or 0.95",
    ),
    "actual": Term("What happened", "any"),
    "predicted": Term("What was predicted, in the same unit", "any"),
    "holdout_bins": Term("Number of groups by prediction; blank = the measures", "", lower=2, whole=True),
    "function_name": Term("Name of a worksheet function, such as CLV", "", kind="text"),
    "why_arguments": Term("The arguments of that function, in its order", "", kind="any"),
}
