"""Family G in words: retention investment and win-back."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Retention investment and win-back"

FUNCTIONS = (
    Function(
        "CLV_ROI",
        FAMILY,
        "W",
        "Return of a programme that raises CLV: uplift, total, net, ROI and break-even spend per customer.",
        (
            Argument("clv_before", TERMS["clv_before"]),
            Argument("clv_after", TERMS["clv_after"]),
            Argument("customers", TERMS["customers"]),
            Argument("programme_cost", TERMS["programme_cost"]),
        ),
        "uplift = after - before; total = uplift x customers; net = total - cost; ROI = net/cost; break-even = uplift",
        "#DIV/0! in the ROI cell alone when the cost is 0; #NUM! customers or cost below 0",
        "The question: is our investment enough, prove the ROI",
        (("=CLV_ROI(333.33,360,20000,250000)", "26.67, 533400, 283400, 1.1336, 26.67"),),
        columns=5,
        gaps="programme_cost is 0: a free programme has no ROI",
    ),
    Function(
        "CLV_RETENTION_OPTIMUM",
        FAMILY,
        "W",
        "The retention spend that makes a customer worth most: spend, retention, value there, value now.",
        (
            Argument("rate", TERMS["rate"]),
            Argument("margin", TERMS["earned_margin"]),
            Argument("ceiling", TERMS["ceiling"]),
            Argument("retention", TERMS["retention_now"]),
            Argument("current_spend", TERMS["current_spend"]),
        ),
        "r(R) = ceiling(1-e^(-kR)) through today's point; maximise (m-R/r) r'/(1-r'), r' = r/(1+d)",
        "#NUM! retention 0 or less or not below ceiling, ceiling above 100% or not below 1+rate, spend or margin 0 or less",
        "Blattberg & Deighton 1996",
        (("=CLV_RETENTION_OPTIMUM(15%,100,70%,40%,10)", "27.195899, 0.63012, 68.893058, 40"),),
        columns=4,
    ),
    Function(
        "CLV_WINBACK",
        FAMILY,
        "E",
        "Net value of one attempt to win a lost customer back.",
        (
            Argument("second_clv", TERMS["second_clv"]),
            Argument("winback_rate", TERMS["winback_rate"]),
            Argument("retention_cost", TERMS["retention_cost"]),
            Argument("cost_multiple", TERMS["cost_multiple"], 5),
        ),
        "winback_rate x second_clv - retention_cost x cost_multiple; the attempt costs the same, won or not",
        "#NUM! winback_rate outside 0 to 100%, retention_cost or cost_multiple below 0",
        "Thomas, Blattberg & Fox 2004; Stauss & Friege 1999",
        (("=CLV_WINBACK(300,12%,6)", "6"),),
    ),
)
