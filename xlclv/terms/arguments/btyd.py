"""Arguments of the models of repeat buying and of spend."""

from __future__ import annotations

from xlclv.terms.term import PEOPLE, Term

TERMS: dict[str, Term] = {
    "frequency": Term(
        "Repeat purchases: purchase days after the first",
        "purchases",
        lower=0,
        upper=1e9,
        whole=True,
        fix="count purchases, without the first",
    ),
    "recency": Term(
        "Age at the last purchase, in units of time since the first; not time since it", "units of time", lower=0
    ),
    "T": Term("Age: units of time from the first purchase to the as-of date", "units of time", lower=0),
    "monetary_value": Term("Mean value of the repeat purchases; 0 without any", "money"),
    "horizon": Term("How far ahead to look, in units of time from the as-of date", "units of time", lower=0),
    "ahead": Term("How far ahead the day lies for which to ask, in units of time; 0 is now", "units of time", lower=0),
    "next_order_probability": Term(
        "Probability with which the next order has come by then: 50% is the median",
        "share",
        lower=0,
        upper=1,
        above=True,
        below=True,
    ),
    "horizon_years": Term("Years ahead to value", "years", lower=0, upper=100, above=True),
    "model": Term("Model of repeat buying", "", kind="option", options=("BG/NBD", "MBG/NBD", "Pareto/NBD")),
    "giving_model": Term(
        "Model of repeat buying. BG/BB counts opportunities, such as years, and not time: T is how many there were, "
        "recency the last one taken, horizon and ahead those to come",
        "",
        kind="option",
        options=("BG/NBD", "MBG/NBD", "Pareto/NBD", "BG/BB"),
    ),
    "weights": Term("Customers a row stands for, in grouped data; blank = 1 each", "customers", lower=0, upper=PEOPLE),
    "params": Term("The block of CLV_BTYD_FIT, or its four numbers in the order the fit lists them", ""),
    "spend_params": Term("The block of CLV_SPEND_FIT, or p, q, gamma", ""),
    "margin_of_revenue": Term("Contribution share of revenue, at most 100%", "share", upper=1, fix="type 40% or 0.4"),
    "fit_periods_per_year": Term(
        "Units of time of the fit in a year: 365.25/7 for weeks", "units per year", lower=0, above=True
    ),
    "r": Term("Shape of the purchase rates across customers", "", lower=0, above=True),
    "alpha": Term("Scale of the purchase rates across customers", "units of time", lower=0, above=True),
    "a": Term("First shape of the dropout probabilities across customers", "", lower=0, above=True),
    "b": Term("Second shape of the dropout probabilities across customers", "", lower=0, above=True),
    "s": Term("Shape of the dropout rates across customers", "", lower=0, above=True),
    "beta": Term("Scale of the dropout rates across customers", "units of time", lower=0, above=True),
    "p": Term("Shape of one customer's order values", "", lower=0, above=True),
    "q": Term("Shape of the order-value rates across customers", "", lower=0, above=True),
    "gamma": Term("Scale of the order-value rates across customers", "money", lower=0, above=True),
    "median": Term("Median order value of the customer in the middle", "money", lower=0, above=True),
    "sigma": Term("Spread of ln(order value) of one customer", "", lower=0, above=True),
    "tau": Term("Spread of mean ln(order value) across customers", "", lower=0, above=True),
    "mean_log": Term("Mean of ln(order value) of a customer; 0 without orders", ""),
    "scatter": Term("Sum of squared deviations of ln(order value) from a customer's mean", "", lower=0),
    "continuous_rate": Term(
        "Force of interest per unit of time: ln(1 + annual rate) / units per year", "rate per unit of time", lower=0
    ),
}
