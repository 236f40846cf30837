"""Family E in words: segments and tiers."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Segments, tiers, life cycle, profile"

FUNCTIONS = (
    Function(
        "CLV_RFM_SCORE",
        FAMILY,
        "R",
        "Recency, frequency and monetary scores from 1 (worst) to bins, one row of three for each customer.",
        (
            Argument("days_since_last", TERMS["days_since_last"], take="list"),
            Argument("orders", TERMS["orders_so_far"], take="list"),
            Argument("monetary", TERMS["monetary"], take="list"),
            Argument("bins", TERMS["bins"], 5, take="one"),
            Argument("cuts", TERMS["rfm_cuts"], None, take="table"),
        ),
        "MIN(bins, INT(beaten x bins/(n-1))+1), beaten = customers strictly worse; ties share a score. With cuts: 1 + the "
        "cut-offs of the column that are reached",
        "#NUM! bins below 2 or not whole, fewer customers than bins; #N/A lists of unequal length; #VALUE! cuts not 3 columns",
        "Blattberg, Kim & Neslin 2008, ch. 12; Hughes 1994",
        (("=CLV_RFM_SCORE(A2:A11,B2:B11,C2:C11)", "three columns"),),
        columns=3,
    ),
    Function(
        "CLV_RFM_SEGMENT",
        FAMILY,
        "E",
        "The segment that recency and frequency scores stand for, from Champions to Lost or by a map of your own.",
        (
            Argument("r_score", TERMS["r_score"]),
            Argument("f_score", TERMS["f_score"]),
            Argument("map", TERMS["segment_map"], None, take="table"),
        ),
        "The first row of the map with r >= r_min and f >= f_min. Default: 4,4 Champions; 3,3 Loyal; 4,2 Promising; 5,1 New; "
        "4,1 Promising; 3,1 Needs attention; 1,4 Can't lose; 1,3 At risk; 2,1 About to sleep; 1,1 Lost",
        "#N/A no row matches; with the default map a score above 5 or not whole; #VALUE! map not 3 columns",
        "Industry convention",
        (("=CLV_RFM_SEGMENT(5,5)", "Champions"),),
    ),
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
        "CLV_ATTAINMENT",
        FAMILY,
        "E",
        "Realised over expected value of a customer, or the pace at this point of the lifetime.",
        (
            Argument("realised", TERMS["realised"]),
            Argument("expected", TERMS["expected"]),
            Argument("tenure", TERMS["tenure"], None),
            Argument("lifetime", TERMS["whole_lifetime"], None),
            Argument("as_text", TERMS["as_text"], 0),
        ),
        "realised/expected; with tenure realised/(expected x MIN(1, tenure/lifetime)). As text: Exceeds (realised >= "
        "expected), else On track (0.9 or more), else Missing the mark",
        "#DIV/0! expected, tenure or lifetime 0; #NUM! below 0; #N/A tenure without lifetime or the reverse",
        "The question: who has exceeded the value expected, who misses the mark",
        (("=CLV_ATTAINMENT(540,480)", "1.125"), ("=CLV_ATTAINMENT(150,480,2,4,1)", "Missing the mark")),
    ),
    Function(
        "CLV_SERVICE_LEVEL",
        FAMILY,
        "R",
        "The service each customer has earned: Concierge, Priority, Retention desk, Standard or Self-service first.",
        (
            Argument("status_or_attainment", TERMS["status_or_attainment"], take="each"),
            Argument("remaining_clv", TERMS["remaining_clv"], take="list"),
            Argument("high", TERMS["high"], None, take="one"),
            Argument("low", TERMS["low"], None, take="one"),
            Argument("map", TERMS["service_map"], None, take="table"),
        ),
        "Exceeds: Concierge; else below low: Self-service first; from high on: Priority if On track, Retention desk if "
        "Missing the mark; else Standard. A map of status, minimum, label replaces this",
        "#N/A unknown status, no map row matches, a percentile needed from fewer than 5 rows, several statuses beside one "
        "value, all values blank; #NUM! high below low",
        "The question: concierge service for those who exceed, self-service for the rest",
        (('=CLV_SERVICE_LEVEL("On track",500,400,60)', "Priority"),),
    ),
    Function(
        "CLV_STAGE",
        FAMILY,
        "E",
        "Where a customer stands in the life cycle, from Awareness to Loyalty, At risk or Ended.",
        (
            Argument("orders", TERMS["whole_orders"]),
            Argument("days_since_last", TERMS["days_quiet"]),
            Argument("typical_gap", TERMS["typical_gap"]),
            Argument("enquired", TERMS["enquired"], 0),
            Argument("satisfaction", TERMS["satisfaction"], None),
            Argument("attainment", TERMS["attainment"], 0),
        ),
        "In this order: no orders Consideration (enquired) or Awareness; days above 3 gaps Ended, 1.5 gaps At risk; "
        "attainment 1 or 10 orders Loyalty; 3 orders Retention; 2 Satisfaction (4 or more of 5) or Usage; 1 Purchase within "
        "half a gap, else Usage",
        "#NUM! typical_gap 0 or less, orders not whole, satisfaction outside 1 to 5",
        "The customer life cycle; the gaps are a house rule",
        (("=CLV_STAGE(4,20,30)", "Retention"),),
    ),
    Function(
        "CLV_SEGMENT_TABLE",
        FAMILY,
        "S",
        "Value by segment: customers, mean, median, total, share, index, and CLV to CAC when cac is given.",
        (
            Argument("values", TERMS["values"], take="list"),
            Argument("groups", TERMS["groups"], take="list"),
            Argument("cac", TERMS["group_cac"], None, take="list", single=True),
        ),
        "Sorted by mean, falling; share = total/grand total; index = 100 x mean/overall mean; "
        "clv_to_cac = the segment's total/its total cac",
        "#N/A nothing to show, lists of unequal length; in share and index #DIV/0! for a total of 0, #NUM! below "
        "0; #NUM! cac below 0",
        "Segment reporting as in customer-base audits",
        (("=CLV_SEGMENT_TABLE(A2:A11,B2:B11)", "a table"),),
        gaps="values sum to 0 (or below) so that there are no shares, or a segment has no cac",
    ),
    Function(
        "CLV_PROFILE",
        FAMILY,
        "S",
        "How often each level of a trait occurs among the best customers against all: who they are.",
        (
            Argument("traits", TERMS["traits"], take="list"),
            Argument("values", TERMS["values"], take="list"),
            Argument("top_share", TERMS["top_share"], 0.2, take="one"),
        ),
        "Level, share of all, share of the top group, index = 100 x share in top/share in all; by index, falling. The top "
        "group holds the MAX(1, INT(n x top_share + 0.5)) highest values and all that tie with the last",
        "#N/A nothing to show, lists of unequal length; #NUM! top_share outside 0 to 100%",
        "The question: research the profiles of people with the highest CLV",
        (("=CLV_PROFILE(B2:B11,A2:A11,30%)", "a table"),),
    ),
    Function(
        "CLV_LOOKALIKE",
        FAMILY,
        "R",
        "How much each customer resembles the ideal customers or a persona, from 0 to 1.",
        (
            Argument("features", TERMS["features"], take="rows"),
            Argument("ideal", TERMS["ideal"], take="ideal"),
            Argument("weights", TERMS["feature_weights"], None, take="own"),
        ),
        "EXP(-0.5 x SUM(w z^2)/SUM(w)), z = (feature - mean of the ideal)/STDEV.S of all; a column without spread is dropped",
        "#DIV/0! no column with spread, weights all 0; #N/A fewer than 2 rows, nobody ideal; #VALUE! ideal or weights of "
        "another shape",
        "The question: attract more of these",
        (("=CLV_LOOKALIKE(A2:B5,{35,11})", "a column"),),
    ),
)
