"""Every argument xlclv knows, by its key: one meaning, one unit, one set of bounds, said once."""

from __future__ import annotations

from xlclv.terms.term import Term

PERCENT = "type 80% or 0.8"
RATE = "type 8% or 0.08"

TERMS: dict[str, Term] = {
    # ---- simple CLV -------------------------------------------------------------------------------------
    "avg_purchase_value": Term("Money per purchase, net of VAT", "money", lower=0),
    "purchase_rate": Term("Purchases per period (the re-sale rate)", "purchases per period", lower=0),
    "lifetime": Term("Periods the customer stays; may be fractional", "periods", lower=0),
    "acquisition_cost": Term("Money spent once, at the start, to win the customer", "money"),
    "margin_share": Term("Contribution share of revenue, at most 100%", "share", upper=1, mend="type 40% or 0.4"),
    "discount_rate": Term(
        "Effective discount rate for the same period as the other arguments",
        "rate per period",
        lower=-1,
        upper=1,
        above=True,
        mend=RATE,
    ),
    "timing": Term(
        "When money arrives in a period: 0 end, 0.5 middle, 1 start (Excel's own type)", "", choices=(0, 0.5, 1)
    ),
    "retention": Term(
        "Share of customers kept from one period to the next", "share per period", lower=0, upper=1, mend=PERCENT
    ),
    "nper": Term("Horizon in periods, may be fractional; blank = for ever", "periods", lower=0, above=True),
    "annual_rate": Term("Effective rate for a year", "rate per year", lower=-1, upper=1, above=True, mend=RATE),
    "period_rate_in": Term(
        "The yearly figure to convert: a rate, or a retention with method 2",
        "per year",
        lower=-1,
        upper=1,
        above=True,
        mend=RATE,
    ),
    "periods_per_year": Term("Periods in a year, 12 for months", "periods per year", lower=0, above=True),
    "method": Term("0 effective rate, 1 nominal rate, 2 retention or survival", "", choices=(0, 1, 2)),
    "values_paid": Term("Money per transaction; refunds are negative", "money"),
    "dates_paid": Term("Date of each value", "date", kind="date"),
    "as_of": Term("The day everything is valued at", "date", kind="date"),
    "costs": Term("Money already spent serving or acquiring, as valued at as_of", "money"),
    # ---- retention --------------------------------------------------------------------------------------
    "rate": Term("Effective discount rate per period", "rate per period", lower=-1, upper=1, above=True, mend=RATE),
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
        mend=RATE,
    ),
    "survival": Term(
        "Share still customers at payment 1, 2, ...; never rising", "share", lower=0, upper=1, mend=PERCENT
    ),
    "margins": Term("Money at payment 1, 2, ..., or one value for all", "money"),
    "cycle_retention": Term(
        "Share of customers kept from one purchase cycle to the next", "share per cycle", lower=0, upper=1, mend=PERCENT
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
        "Shares moving from the row's state to the column's; each row sums to 100%", "share", lower=0, mend=PERCENT
    ),
    "state_margins": Term("Net money per period in each state; negative while only mailing", "money per period"),
    "whole_nper": Term("Horizon in whole periods; blank = for ever", "periods", lower=0, above=True, whole=True),
    # ---- transactions and cohorts -----------------------------------------------------------------------
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
    # ---- buy till you die -------------------------------------------------------------------------------
    "frequency": Term(
        "Repeat purchases: purchase days after the first",
        "purchases",
        lower=0,
        whole=True,
        mend="count purchases, without the first",
    ),
    "recency": Term(
        "Age at the last purchase, in units of time since the first; not time since it", "units of time", lower=0
    ),
    "T": Term("Age: units of time from the first purchase to the as-of date", "units of time", lower=0),
    "monetary_value": Term("Mean value of the repeat purchases; 0 without any", "money"),
    "horizon": Term("How far ahead to look, in units of time from the as-of date", "units of time", lower=0),
    "horizon_years": Term("Years ahead to value", "years", lower=0, upper=100, above=True),
    "model": Term("Model of repeat buying", "", kind="option", options=("BG/NBD", "MBG/NBD", "Pareto/NBD")),
    "weights": Term("Customers a row stands for, in grouped data; blank = 1 each", "customers", lower=0),
    "params": Term("The block of CLV_BTYD_FIT, or its four numbers in the order the fit lists them", ""),
    "spend_params": Term("The block of CLV_SPEND_FIT, or p, q, gamma", ""),
    "margin_of_revenue": Term("Contribution share of revenue, at most 100%", "share", upper=1, mend="type 40% or 0.4"),
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
    "continuous_rate": Term(
        "Force of interest per unit of time: ln(1 + annual rate) / units per year", "rate per unit of time", lower=0
    ),
    # ---- segments ---------------------------------------------------------------------------------------
    "values": Term("Value of each customer, usually CLV", "money"),
    "cuts": Term(
        "Rising cumulative customer shares, best first (5%, 20%, 50%); or, when any is above 1, falling money floors",
        "",
    ),
    "labels": Term("Names of the tiers, best first, one more than cuts", "", kind="label"),
    "scope": Term("The population to rank against; blank = values", "money"),
    "groups": Term("Group of each customer: tier, channel, journey, persona, client account", "", kind="label"),
    "group_cac": Term("Acquisition cost: one number, or one for each customer", "money", lower=0),
    # ---- acquisition ------------------------------------------------------------------------------------
    "spend": Term("Acquisition spend per period; with a response, the cost of the prospects reached", "money", lower=0),
    "new_customers": Term(
        "Customers won in the period; with a response, the prospects reached (blank = 1)", "customers", lower=0
    ),
    "variable_cost": Term("Cost for each customer won: rebate, onboarding", "money", lower=0),
    "response": Term("Share of the prospects won", "share", lower=0, upper=1, mend="type 2% or 0.02"),
    "gross_clv": Term("Customer lifetime value before the acquisition cost", "money"),
    "target_ratio": Term("Wanted ratio of CLV to acquisition cost", "ratio", lower=0, above=True),
    "min_profit": Term("Wanted money per customer after the acquisition cost", "money"),
    "cac": Term("Acquisition cost of one customer", "money", lower=0),
    "payback_margin": Term("Money per period after the cost to serve", "money per period", lower=0, above=True),
    "solve_for": Term(
        "What to solve for; the argument of that name is then ignored",
        "",
        kind="option",
        options=("retention", "margin", "lifetime", "rate", "response"),
    ),
    "breakeven_margin": Term("Money per period; for response alone, the CLV itself", "money per period", lower=0),
    "breakeven_cost": Term("Acquisition cost of one customer; for response, of one prospect", "money", lower=0),
    # ---- segments and the life cycle --------------------------------------------------------------------
    "days_since_last": Term("Days since the last order; low is good", "days", lower=0),
    "orders_so_far": Term("Orders so far", "orders", lower=0),
    "monetary": Term("Total or mean spend", "money"),
    "bins": Term("Number of equal groups, 2 or more", "", lower=2, whole=True),
    "r_score": Term("Recency score", ""),
    "f_score": Term("Frequency score", ""),
    "segment_map": Term(
        "Table of r_min, f_min, label without header; the first row met wins. Blank = Champions to Lost", ""
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
        "Table of status (* = any), minimum remaining CLV, label without header; the first row met wins", ""
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
        mend="type 20% or 0.2",
    ),
    "features": Term("Traits of each customer as numbers, one customer a row", ""),
    "ideal": Term("1 for each ideal customer (a column), or one row with the traits of a persona", "", kind="switch"),
    "feature_weights": Term("Weight of each trait; blank = equal", "", lower=0),
    # ---- survival and contracts -------------------------------------------------------------------------
    "durations": Term("Time each customer has stayed", "periods", lower=0),
    "churned": Term("1 where the customer has left, 0 where still active", "", kind="switch", choices=(0, 1)),
    "at": Term("Times to read the survival at; blank = a row for each time with churn", "periods", lower=0),
    # ---- loyalty and win-back ---------------------------------------------------------------------------
    "clv_before": Term("CLV of a customer without the programme", "money"),
    "clv_after": Term("CLV of a customer with the programme, before its cost", "money"),
    "customers": Term("Customers in the programme", "customers", lower=0),
    "programme_cost": Term("Cost of the programme in total, today", "money", lower=0),
    "earned_margin": Term(
        "Money per customer and period before the retention spend", "money per period", lower=0, above=True
    ),
    "ceiling": Term(
        "Best retention that any spend can reach", "share per period", lower=0, upper=1, above=True, mend=PERCENT
    ),
    "retention_now": Term(
        "Today's retention, reached with current_spend", "share per period", lower=0, upper=1, above=True, mend=PERCENT
    ),
    "current_spend": Term("Today's retention spend per customer and period", "money per period", lower=0, above=True),
    "second_clv": Term("CLV of a customer won back", "money"),
    "winback_rate": Term(
        "Share of the attempts that win a customer back", "share", lower=0, upper=1, mend="type 12% or 0.12"
    ),
    "retention_cost": Term("Cost of one attempt to keep a customer", "money", lower=0),
    "cost_multiple": Term("How many times dearer an attempt to win back is", "ratio", lower=0),
    # ---- contact centre ---------------------------------------------------------------------------------
    "monthly_cost": Term(
        "Loaded cost of an agent, or the provider's price of a seat, per month", "money per month", lower=0
    ),
    "aht_seconds": Term("Average handle time of a contact", "seconds", lower=0, above=True),
    "occupancy": Term(
        "Share of the productive time spent on contacts", "share", lower=0, upper=1, mend="type 82% or 0.82"
    ),
    "shrinkage": Term(
        "Share of paid time not available for contacts", "share", lower=0, upper=1, mend="type 30% or 0.3"
    ),
    "paid_hours": Term("Paid hours of an agent per month", "hours per month", lower=0),
    "attrition": Term(
        "Share of the agents leaving per year; may pass 100%",
        "share per year",
        lower=0,
        upper=3,
        mend="type 35% or 0.35",
    ),
    "replacement_cost": Term("Cost to replace an agent", "money", lower=0),
    "pricing_model": Term(
        "How the provider is paid", "", kind="option", options=("fte", "transaction", "outcome", "hybrid", "fixed")
    ),
    "contacts": Term("Contacts in the period of the fees", "contacts", lower=0),
    "fte": Term("Agents paid for (fte, hybrid)", "agents", lower=0),
    "fte_rate": Term("Price of an agent for the period (fte, hybrid)", "money", lower=0),
    "unit_fee": Term("Price of a contact (transaction)", "money", lower=0),
    "outcomes": Term("Outcomes paid for (outcome, hybrid)", "outcomes", lower=0),
    "outcome_fee": Term("Price of an outcome (outcome, hybrid)", "money", lower=0),
    "fixed_fee": Term("Fee for the period (fixed; hybrid if any)", "money", lower=0),
    "overhead": Term(
        "The client's own vendor management, as a share of the fees", "share", lower=0, upper=1, mend="type 5% or 0.05"
    ),
    "issues": Term("Issues per customer and period", "issues per period", lower=0),
    "cost_per_contact": Term("Cost of a contact with an agent", "money", lower=0),
    "fcr": Term(
        "First-contact resolution: share of agent-handled issues solved at first contact",
        "share",
        lower=0,
        upper=1,
        mend="type 67% or 0.67",
    ),
    "repeat_contacts": Term("Further contacts per issue not solved at first contact", "contacts", lower=0),
    "self_service": Term(
        "Share of the issues that end in self-service", "share", lower=0, upper=1, mend="type 20% or 0.2"
    ),
    "self_service_cost": Term("Cost of an issue that ends in self-service", "money", lower=0),
    "contact_share": Term(
        "Share of the customers who made contact in the period", "share", lower=0, upper=1, mend="type 50% or 0.5"
    ),
    "retention_resolved": Term(
        "Retention of customers whose issue was solved at first contact",
        "share per period",
        lower=0,
        upper=1,
        mend=PERCENT,
    ),
    "retention_unresolved": Term(
        "Retention of customers whose issue was not", "share per period", lower=0, upper=1, mend=PERCENT
    ),
    "retention_no_contact": Term(
        "Retention of customers without contact; blank = as if resolved",
        "share per period",
        lower=0,
        upper=1,
        mend=PERCENT,
    ),
    "budget_share": Term(
        "Share of remaining CLV that may be spent on care", "share", lower=0, upper=1, mend="type 5% or 0.05"
    ),
    "contacts_remaining": Term("Contacts expected over the remaining lifetime", "contacts", lower=0),
    "cost_per_second": Term("Cost of a second of handle time", "money per second", lower=0),
    "interval_contacts": Term("Contacts per interval", "contacts", lower=0),
    "service_level": Term(
        "Share to be answered within target_seconds", "share", lower=0, upper=1, below=True, mend="type 80% or 0.8"
    ),
    "target_seconds": Term("Seconds within which to answer", "seconds", lower=0),
    "interval": Term("Length of the interval", "seconds", lower=0, above=True),
    "max_occupancy": Term(
        "Highest share of time agents may be busy", "share", lower=0, upper=1, above=True, mend="type 85% or 0.85"
    ),
    # ---- portfolio --------------------------------------------------------------------------------------
    "stat": Term("Which measure of concentration", "", kind="option", options=("gini", "top", "hhi")),
    "concentration_share": Term(
        "Share of the customers counted as top, for stat top",
        "share",
        lower=0,
        upper=1,
        above=True,
        mend="type 20% or 0.2",
    ),
    "segment_customers": Term("Customers of each segment", "customers", lower=0),
    "segment_clv": Term("Remaining CLV of a customer of each segment", "money"),
    "cohort_rate": Term(
        "Effective discount rate per period; blank = 0", "rate per period", lower=-1, upper=1, above=True, mend=RATE
    ),
    "won": Term("Customers won in period 1, 2, ...", "customers", lower=0),
    "net_clv_new": Term("CLV of a new customer after acquisition cost, when won; one number or one a period", "money"),
    "existing_equity": Term("Value of today's customers before tax", "money"),
    "fixed_costs": Term("Fixed costs of period 1, 2, ...; one number or one a period", "money per period", lower=0),
    "tax": Term("Tax rate", "share", lower=0, upper=1, mend="type 25% or 0.25"),
    "company_growth": Term(
        "Growth per period of new customers and fixed costs after the last period",
        "rate per period",
        lower=-1,
        upper=1,
        above=True,
        mend=RATE,
    ),
    "net_debt": Term("Debt less cash; positive = debt", "money"),
    "non_operating": Term("Assets outside the business", "money"),
    "shares": Term("Number of shares", "shares", lower=0),
    # ---- sensitivity and validation ---------------------------------------------------------------------
    "shock": Term(
        "How far each driver is moved down and up",
        "share",
        lower=0,
        upper=1,
        above=True,
        below=True,
        mend="type 10% or 0.1",
    ),
    "interval_rate": Term(
        "Effective discount rate per period, 0 or more", "rate per period", lower=0, upper=1, mend=RATE
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
        mend="type 95% or 0.95",
    ),
    "actual": Term("What happened", "any"),
    "predicted": Term("What was predicted, in the same unit", "any"),
    "holdout_bins": Term("Number of groups by prediction; blank = the measures", "", lower=2, whole=True),
    "function_name": Term("Name of a worksheet function, such as CLV", "", kind="text"),
    "why_arguments": Term("The arguments of that function, in its order", "", kind="any"),
    # ---- contracts and discrete opportunities -----------------------------------------------------------
    "survivors": Term(
        "Customers left after 0, 1, 2, ... periods: one cohort, or one cohort a column, blank where not yet observed",
        "customers",
        lower=0,
        mend="count who is left, from period 0 on",
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
}
