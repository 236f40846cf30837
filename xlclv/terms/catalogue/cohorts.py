"""Family C in words: cohorts."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Cohorts and contracts"

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
        "purchase day in the period; revenue and orders are per cohort customer; refunds count in revenue only",
        "#N/A no purchases, lists of unequal length, revenue or cumulative without amounts; #VALUE! unknown option",
        "Fader, Hardie & Ross, The Customer-Base Audit (2022)",
        (('=CLV_COHORT_TABLE(A2:A8,B2:B8,C2:C8,"retention","month")', "a table"),),
    ),
)
