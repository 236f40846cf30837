"""Family E in words: segments and tiers."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Segments, tiers, life cycle, profile"

FUNCTIONS = (
    Function(
        "CLV_TIER",
        FAMILY,
        "R",
        "The value tier of each customer: by rank (the best 5%, 20%, 50%) or by money floors.",
        (
            Argument("values", TERMS["values"], take="list"),
            Argument("cuts", TERMS["cuts"], None, take="own"),
            Argument("labels", TERMS["labels"], None, take="own"),
            Argument("scope", TERMS["scope"], None, take="own"),
        ),
        "Shares: the first tier with rank/n <= cut, rank = 1 + customers in scope above the value (ties share "
        "the better tier). Money: the first with value >= floor. Else the last label. Blank cuts are 5%, 20%, 50%; blank "
        "labels are Platinum, Gold, Silver, Bronze for three cuts, else Tier 1, Tier 2, ...",
        "#N/A labels are not one more than cuts; #NUM! shares not rising or 0 or less, floors not falling",
        "Customer tiers by value, as loyalty programmes set them",
        (("=CLV_TIER(A2:A11,{10%,30%,60%})", "a column of tiers"),),
    ),
    Function(
        "CLV_SEGMENT_TABLE",
        FAMILY,
        "S",
        "Value by segment: customers, mean, median, total, share, index, and CLV to CAC when cac is given.",
        (
            Argument("values", TERMS["values"], take="list"),
            Argument("groups", TERMS["groups"], take="list"),
            Argument("cac", TERMS["group_cac"], None, take="list"),
        ),
        "Sorted by mean, falling; share = total/grand total; index = 100 x mean/overall mean; "
        "clv_to_cac = the segment's total/its total cac",
        "#N/A nothing to show, lists of unequal length; in share and index #DIV/0! for a total of 0, #NUM! below "
        "0; #NUM! cac below 0",
        "Segment reporting as in customer-base audits",
        (("=CLV_SEGMENT_TABLE(A2:A11,B2:B11)", "a table"),),
    ),
)
