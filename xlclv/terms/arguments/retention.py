"""Arguments of retention-based CLV."""

from __future__ import annotations

from xlclv.terms.term import PERCENT, RATE, Term

TERMS: dict[str, Term] = {
    "rate": Term("Effective discount rate per period", "rate per period", lower=-1, upper=1, above=True, fix=RATE),
    "margin": Term("Money per period after the cost to serve", "money per period"),
    "first_certain": Term(
        "1: the first margin is sure (a new customer); 0: it must be renewed first", "", kind="switch", choices=(0, 1)
    ),
    "growth": Term(
        "Growth of the margin per period, from the second margin on",
        "rate per period",
        lower=-1,
        upper=1,
        above=True,
        fix=RATE,
    ),
    "survival": Term(
        "Share still customers at payment 1, 2, ...; never rising", "share", lower=0, upper=1, fix=PERCENT
    ),
    "margins": Term("Money at payment 1, 2, ..., or one value for all", "money"),
    "cycle_retention": Term(
        "Share of customers kept from one purchase cycle to the next", "share per cycle", lower=0, upper=1, fix=PERCENT
    ),
    "contribution": Term("Gross contribution per purchase cycle", "money per cycle"),
    "promotion_cost": Term("Promotion per cycle, paid in mid-cycle while the customer is active", "money per cycle"),
    "promotion_nper": Term("Horizon in periods", "periods", lower=0, above=True),
    "purchases_per_period": Term(
        "Purchase cycles in a period; below 1 for a cycle longer than a period",
        "cycles per period",
        lower=0,
        above=True,
    ),
    "transition": Term(
        "Shares moving from the row's state to the column's; each row sums to 100%", "share", lower=0, fix=PERCENT
    ),
    "state_margins": Term(
        "Net money per period in each state; negative while only mailing, 0 where blank", "money per period"
    ),
    "whole_nper": Term("Horizon in whole periods; blank = for ever", "periods", lower=0, above=True, whole=True),
}
