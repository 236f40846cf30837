"""Arguments of segments, tiers, the life cycle and profiles."""

from __future__ import annotations

from xlclv.terms.term import Term

TERMS: dict[str, Term] = {
    "values": Term("Value of each customer, usually CLV; a blank cell counts as 0", "money"),
    "cuts": Term(
        "Rising cumulative customer shares, best first (5%, 20%, 50%); or, when any is above 1, falling money floors",
        "",
    ),
    "labels": Term("Names of the tiers, best first, one more than cuts", "", kind="label"),
    "scope": Term("The population to rank against; blank = values", "money"),
    "groups": Term("Group of each customer: tier, channel, journey, persona, client account", "", kind="label"),
    "group_cac": Term("Acquisition cost: one number, or one for each customer", "money", lower=0),
    "days_since_last": Term("Days since the last order; low is good", "days", lower=0),
    "orders_so_far": Term("Orders so far", "orders", lower=0),
    "monetary": Term("Total or mean spend", "money"),
    "bins": Term("Number of equal groups, 2 or more", "", lower=2, whole=True),
    "rfm_cuts": Term(
        "Cut-offs of your own in place of equal groups: a column each of days (at most), orders (at least) and money "
        "(at least), no header; the score is 1 + the cut-offs reached. Blank = equal groups",
        "",
    ),
    "r_score": Term("Recency score", ""),
    "f_score": Term("Frequency score", ""),
    "segment_map": Term(
        "Table of r_min, f_min, label without header; the first row met wins, a blank minimum is 0. "
        "Blank = Champions to Lost",
        "",
    ),
    "realised": Term("Value to date, on the same margin basis as expected", "money"),
    "expected": Term("Value expected of the whole lifetime", "money", lower=0),
    "tenure": Term("Time as a customer so far, in the unit of lifetime", "units of time", lower=0),
    "whole_lifetime": Term("Expected lifetime, in the unit of tenure", "units of time", lower=0),
    "as_text": Term("1: Exceeds, On track or Missing the mark; 0: the number", "", kind="switch", choices=(0, 1)),
    "status_or_attainment": Term(
        "Exceeds, On track or Missing the mark, or the number of CLV_ATTAINMENT", "", kind="status"
    ),
    "remaining_clv": Term("Remaining CLV of each customer", "money"),
    "high": Term("Remaining CLV from which a customer is of high value; blank = the 80th percentile", "money"),
    "low": Term("Remaining CLV below which a customer is of low value; blank = the 20th percentile", "money"),
    "service_map": Term(
        "Table of status (* = any), minimum remaining CLV, label without header; the first row met wins, "
        "a blank minimum is 0",
        "",
    ),
    "whole_orders": Term("Orders so far", "orders", lower=0, whole=True),
    "days_quiet": Term("Days since the last order", "days", lower=0),
    "typical_gap": Term("Typical days between two orders", "days", lower=0, above=True),
    "enquired": Term("1 after an enquiry or a free trial, else 0", "", kind="switch", choices=(0, 1)),
    "satisfaction": Term("Satisfaction (CSAT) from 1 to 5; blank = unknown", "", lower=1, upper=5),
    "attainment": Term("The number of CLV_ATTAINMENT", "ratio"),
    "traits": Term("A trait of each customer: text, or a number in groups", "", kind="label"),
    "top_share": Term(
        "Share of the customers, best first, that make the top group",
        "share",
        lower=0,
        upper=1,
        above=True,
        fix="type 20% or 0.2",
    ),
    "features": Term("Traits of each customer as numbers, one customer a row", ""),
    "ideal": Term("1 for each ideal customer (a column), or one row with the traits of a persona", "", kind="switch"),
    "feature_weights": Term("Weight of each trait; blank = equal, a blank cell among them = 1", "", lower=0),
}
