"""Family F in words: what a customer costs and may cost."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Acquisition"

FUNCTIONS = (
    Function(
        "CLV_CAC",
        FAMILY,
        "E",
        "Acquisition cost of one customer, from spend and customers won or from prospects and their response.",
        (
            Argument("spend", TERMS["spend"]),
            Argument("new_customers", TERMS["new_customers"], blank=float("nan")),
            Argument("variable_cost", TERMS["variable_cost"], 0),
            Argument("response", TERMS["response"], None),
        ),
        "spend/new_customers + variable_cost; with a response spend/(prospects x response) + variable_cost",
        "#DIV/0! nobody won; #NUM! spend, new_customers or variable_cost below 0, response outside 0 to 100%",
        "HBS Toolkit, Lifetime Customer Value Calculator",
        (("=CLV_CAC(100000,1000,15)", "115"), ("=CLV_CAC(50000,20000,15,2%)", "140")),
    ),
    Function(
        "CLV_CAC_MAX",
        FAMILY,
        "E",
        "The most you may pay to acquire a customer at a wanted ratio or profit.",
        (
            Argument("gross_clv", TERMS["gross_clv"]),
            Argument("target_ratio", TERMS["target_ratio"], 1),
            Argument("min_profit", TERMS["min_profit"], 0),
        ),
        "MIN(CLV/target_ratio, CLV - min_profit); negative: not even a free customer pays",
        "#NUM! target_ratio 0 or less",
        "Break-even and ratio rules of customer acquisition",
        (("=CLV_CAC_MAX(600,3)", "200"),),
    ),
    Function(
        "CLV_TO_CAC",
        FAMILY,
        "E",
        "Ratio of CLV before acquisition cost to acquisition cost.",
        (Argument("gross_clv", TERMS["gross_clv"]), Argument("cac", TERMS["cac"])),
        "CLV/CAC, gross, never net; below 1 destroys value, above 3 is healthy",
        "#DIV/0! cac 0; #NUM! cac below 0",
        "Corporate Finance Institute's rule of thumb",
        (("=CLV_TO_CAC(600,100)", "6"),),
    ),
    Function(
        "CLV_PAYBACK",
        FAMILY,
        "E",
        "Number of margins until the acquisition cost is recovered, discounted, the last one in part.",
        (
            Argument("cac", TERMS["cac"]),
            Argument("margin", TERMS["payback_margin"]),
            Argument("retention", TERMS["retention"], 1),
            Argument("rate", TERMS["rate"], 0),
            Argument("timing", TERMS["timing"], 0),
        ),
        "LN(1-CAC(1+d-r)/(m(1+d)^timing))/LN(r/(1+d)); the first margin is certain; ROUNDUP it for whole payments",
        "#N/A never recovered; #NUM! margin 0 or less, cac below 0",
        "Excel's NPER with churn",
        (("=CLV_PAYBACK(100,20)", "5"), ("=CLV_PAYBACK(100,20,95%,0.8%)", "5.779309")),
    ),
    Function(
        "CLV_BREAKEVEN",
        FAMILY,
        "E",
        "The retention, margin, lifetime, rate or response at which a customer just pays the acquisition cost.",
        (
            Argument("solve_for", TERMS["solve_for"]),
            Argument("rate", TERMS["rate"], None, used_by=("retention", "margin", "lifetime", "response")),
            Argument("retention", TERMS["retention"], None, used_by=("margin", "lifetime", "rate", "response")),
            Argument("margin", TERMS["breakeven_margin"], None, used_by=("retention", "lifetime", "rate", "response")),
            Argument("acquisition_cost", TERMS["breakeven_cost"], None),
            Argument("timing", TERMS["timing"], 0),
        ),
        "CLV_RETENTION(rate,retention,margin,,timing) = acquisition_cost, solved for the argument named; for response "
        "acquisition_cost is that of one prospect. A blank rate is 0",
        "#N/A no answer between 0 and 100%, never pays back, a needed argument blank; #NUM! margin or acquisition_cost "
        "below 0, retention at or above 1+rate; #DIV/0! acquisition_cost 0, CLV 0; #VALUE! unknown solve_for",
        "Blattberg, Kim & Neslin 2008; Farris et al.",
        (('=CLV_BREAKEVEN("retention",10%,,100,250)', "0.7"),),
    ),
)
