"""Family C in words: cohorts."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Contractual cohorts"

FUNCTIONS = (
    Function(
        "CLV_COHORT_TABLE",
        FAMILY,
        "S",
        "Cohorts by the period of their first purchase: retention, customers, revenue, cumulative revenue or orders.",
        (
            Argument("ids", TERMS["ids"], take="list"),
            Argument("dates", TERMS["dates"], take="list"),
            Argument("amounts", TERMS["amounts"], None, take="list"),
            Argument("metric", TERMS["metric"], "retention", take="one"),
            Argument("period", TERMS["period"], "month", take="one"),
        ),
        "One row a cohort: label, customers, then periods 0, 1, ... since the first purchase. Active = at least one "
        "purchase day in the period; revenue and orders are per cohort customer; refunds count in revenue only, those before "
        "the first purchase in period 0",
        "#N/A no purchases, lists of unequal length, revenue or cumulative without amounts; #VALUE! unknown option",
        "Fader, Hardie & Ross, The Customer-Base Audit (2022)",
        (('=CLV_COHORT_TABLE(A2:A8,B2:B8,C2:C8,"retention","month")', "a table"),),
    ),
    Function(
        "CLV_SURVIVAL",
        FAMILY,
        "S",
        "Share of customers still there over time, from durations and who has left (Kaplan-Meier).",
        (
            Argument("durations", TERMS["durations"], take="list"),
            Argument("churned", TERMS["churned"], take="list"),
            Argument("at", TERMS["at"], None, take="cells"),
        ),
        "Product of (1 - churned_t/at_risk_t); one row for each duration with churn: duration, at risk, churned, survival. "
        "With at, the survival at each of its cells: 1 before the first churn, the fall counted at t itself",
        "#N/A no churn observed, lists of unequal length, at beyond the longest duration; #NUM! a negative duration or at",
        "Kaplan & Meier 1958",
        (("=CLV_SURVIVAL({3;5;5;8;12;12;15},{1;1;0;1;0;1;0},8)", "0.535714"),),
    ),
    Function(
        "CLV_CONTRACT_FIT",
        FAMILY,
        "S",
        "Fit a model of renewals to the customers left after 0, 1, 2, ... periods.",
        (
            Argument("survivors", TERMS["survivors"], take="grid", blank=float("nan")),
            Argument("model", TERMS["contract_model"], "SBG", take="one"),
        ),
        "Maximum likelihood: SUM lost_t x ln(S(t-1)-S(t)) + survivors_n x ln S(n), summed over cohorts. SBG: alpha, beta; "
        "BDW: alpha, beta, c",
        "#N/A fewer than 3 points (BDW: 4) in the longest cohort, no loss; #NUM! survivors negative or rising",
        "Fader & Hardie 2007 (sBG); Fader, Hardie, Liu, Davin & Steenburgh 2018 (BdW)",
        (("=CLV_CONTRACT_FIT({1000;869;743;653;593;551;517;491})", "a block"),),
    ),
    Function(
        "CLV_CONTRACT_SURVIVAL",
        FAMILY,
        "E",
        "Share of a cohort still there after a period, by a fitted model of renewals.",
        (Argument("params", TERMS["contract_params"], take="params"), Argument("period", TERMS["contract_period"])),
        "S(t) = B(alpha, beta + t^c)/B(alpha, beta), c = 1 for SBG",
        "#NUM! parameters 0 or less, period below 0; #VALUE! another number of params",
        "Fader & Hardie 2007; Fader et al. 2018",
        (("=CLV_CONTRACT_SURVIVAL({0.668,3.806},12)", "0.37804"),),
    ),
    Function(
        "CLV_CONTRACT",
        FAMILY,
        "E",
        "CLV of a contract customer under a fitted model of renewals, new or after some renewals.",
        (
            Argument("rate", TERMS["rate"]),
            Argument("params", TERMS["contract_params"], take="params"),
            Argument("margin", TERMS["margin"]),
            Argument("renewals", TERMS["renewals"], 0),
            Argument("nper", TERMS["whole_nper"], None),
            Argument("timing", TERMS["timing"], 0),
            Argument("first_certain", TERMS["first_certain"], 1),
        ),
        "margin x SUM_{j=1..nper} S(renewals+j-first_certain)/S(renewals)/(1+d)^(j-timing)",
        "#NUM! parameters 0 or less, renewals or nper not whole; with no nper a rate below 0, or 0 with alpha (BDW: alpha "
        "x c) at most 1",
        "Fader & Hardie 2010 (DEL, DERL)",
        (("=CLV_CONTRACT(10%,{0.668,3.806},100)", "538.417855"),),
    ),
    Function(
        "CLV_TENURE",
        FAMILY,
        "E",
        "Renewals a contract has made: anniversaries of its start, up to the day or strictly before its end.",
        (
            Argument("start_date", TERMS["contract_start"]),
            Argument("end_date", TERMS["contract_end"], blank=float("nan")),
            Argument("as_of", TERMS["contract_as_of"]),
            Argument("period", TERMS["billing_period"], "month"),
        ),
        "Whole periods from start_date to as_of, or to the day before end_date where that is no later; a 31st falls on the last day of a "
        "shorter month",
        "#NUM! end_date or as_of before start_date; #VALUE! unknown period",
        "Fader & Hardie 2007; calendar anniversaries",
        (("=CLV_TENURE(DATE(2026,1,31),,DATE(2026,6,30))", "5"),),
    ),
    Function(
        "CLV_TENURE_FIT",
        FAMILY,
        "S",
        "Fit a model of renewals to one row a customer: renewals made, and who has left.",
        (
            Argument("renewals", TERMS["renewals_made"], take="list"),
            Argument("left", TERMS["churned"], take="list"),
            Argument("model", TERMS["contract_model"], "SBG", take="one"),
            Argument("weights", TERMS["tenure_weights"], None, take="list"),
        ),
        "Maximum likelihood, all cohorts together: who left after k renewals counts S(k) - S(k+1), who runs S(k). SBG: alpha, "
        "beta; BDW: alpha, beta, c",
        "#N/A no loss, lists of unequal length; #NUM! renewals not whole",
        "Fader & Hardie, note 017 (pooled likelihood); Fader et al. 2018",
        (("=CLV_TENURE_FIT({0;0;1;1;2;3},{1;1;1;0;0;0})", "a block"),),
    ),
    Function(
        "CLV_MRR",
        FAMILY,
        "S",
        "MRR by month: what was there, new, reactivated, expansion, contraction, churned, what is left.",
        (
            Argument("ids", TERMS["contract_ids"], take="list"),
            Argument("starts", TERMS["contract_start"], take="list"),
            Argument("ends", TERMS["contract_end"], take="list", blank=float("nan")),
            Argument("fees", TERMS["contract_fee"], take="list"),
            Argument("period", TERMS["billing_period"], "month", take="one"),
            Argument("months", TERMS["bridge_months"], 12, take="one"),
        ),
        "A row a month: label, opening, new, reactivated, expansion, contraction, churned, closing, customers. MRR = fee/months "
        "of the period while start <= day < end; customers are compared at two month ends",
        "#N/A lists of unequal length; #NUM! end before start, negative fee; #VALUE! unknown period",
        "Movement of MRR as subscription businesses report it",
        (("=CLV_MRR(A2:A6,B2:B6,C2:C6,D2:D6)", "a table"),),
    ),
    Function(
        "CLV_NRR",
        FAMILY,
        "S",
        "Net revenue retention, gross revenue retention and logo retention over some months.",
        (
            Argument("ids", TERMS["contract_ids"], take="list"),
            Argument("starts", TERMS["contract_start"], take="list"),
            Argument("ends", TERMS["contract_end"], take="list", blank=float("nan")),
            Argument("fees", TERMS["contract_fee"], take="list"),
            Argument("as_of", TERMS["contract_as_of"], take="one"),
            Argument("months", TERMS["months_back"], 12, take="one"),
        ),
        "One row: MRR now of those who had some then over their MRR then; the same with each customer capped at then; the share "
        "of them who still pay",
        "#N/A nobody paid then, lists of unequal length; #NUM! end before start, negative fee",
        "Definitions of public SaaS companies",
        (("=CLV_NRR(A2:A6,B2:B6,C2:C6,D2:D6,DATE(2026,6,30),2)", "a row of three"),),
    ),
)
