"""Family A in words: simple CLV and its building blocks."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Simple CLV and building blocks"

FUNCTIONS = (
    Function(
        "CLV",
        FAMILY,
        "E",
        "Customer lifetime value: value x rate x lifetime - acquisition cost, with optional margin and discounting.",
        (
            Argument("avg_purchase_value", TERMS["avg_purchase_value"]),
            Argument("purchase_rate", TERMS["purchase_rate"]),
            Argument("lifetime", TERMS["lifetime"]),
            Argument("acquisition_cost", TERMS["acquisition_cost"], 0),
            Argument("margin", TERMS["margin_share"], 1),
            Argument("discount_rate", TERMS["discount_rate"], 0),
            Argument("timing", TERMS["timing"], 0),
        ),
        "m = value x rate x margin; discount_rate 0: m x lifetime - acquisition_cost (timing has no effect); "
        "else m x (1-(1+d)^-lifetime)/d x (1+d)^timing - acquisition_cost",
        "#NUM! value, purchase rate or lifetime below 0, margin above 100%, discount_rate outside -100% to 100%. "
        "A negative margin is allowed: a customer can make a loss.",
        "The definition of CLV; the annuity is Excel's PV",
        (("=CLV(50,4,3,100)", "500"), ("=CLV(50,4,3,100,40%)", "140"), ("=CLV(50,4,3,100,40%,10%,0.5)", "108.65859")),
    ),
    Function(
        "CLV_LIFETIME",
        FAMILY,
        "E",
        "Expected lifetime in periods from a retention rate, for ever or within a horizon.",
        (Argument("retention", TERMS["retention"]), Argument("nper", TERMS["nper"], None)),
        "1/(1-r), or (1-r^n)/(1-r); with r = 1, n. The first period counts as 1",
        "#DIV/0! retention 100% without nper; #NUM! retention outside 0 to 100%, nper 0 or less",
        "Blattberg, Kim & Neslin 2008, ch. 5",
        (("=CLV_LIFETIME(80%)", "5"), ("=CLV_LIFETIME(80%,5)", "3.3616")),
    ),
    Function(
        "CLV_REALISED",
        FAMILY,
        "A",
        "Value of a customer to date: past transactions carried to as_of at the rate, times margin, less costs.",
        (
            Argument("rate", TERMS["annual_rate"], take="one"),
            Argument("values", TERMS["values_paid"], take="rows"),
            Argument("dates", TERMS["dates_paid"], take="list"),
            Argument("as_of", TERMS["as_of"], None, take="one"),
            Argument("margin", TERMS["margin_share"], 1, take="one"),
            Argument("costs", TERMS["costs"], 0, take="one"),
        ),
        "SUM(value x margin x (1+rate)^((as_of-date)/365)) - costs. One customer gives one number; two or more "
        "rows of values with one row of dates of the same width give a column, one result a row; rate, as_of, margin and "
        "costs may then be columns too. A blank as_of is the day of calculation: give it in anything kept",
        "#N/A dates and values differ in number; #NUM! a date after as_of, margin above 100%; #VALUE! no date",
        "Actual/365 as in Excel's XNPV",
        (("=CLV_REALISED(10%,B2:B4,A2:A4,DATE(2026,11,21),40%)", "163.014536"),),
    ),
    Function(
        "CLV_PERIOD_RATE",
        FAMILY,
        "E",
        "The rate for one period of a yearly rate: effective, nominal, or a retention.",
        (
            Argument("annual_rate", TERMS["period_rate_in"]),
            Argument("periods_per_year", TERMS["periods_per_year"]),
            Argument("method", TERMS["method"], 0),
        ),
        "method 0: (1+a)^(1/p)-1; 1: a/p; 2: a^(1/p)",
        "#NUM! periods_per_year 0 or less, method not 0, 1 or 2, annual_rate out of bounds (0 to 100% for method 2)",
        "Excel's EFFECT and NOMINAL",
        (("=CLV_PERIOD_RATE(12%,12)", "0.009489"), ("=CLV_PERIOD_RATE(80%,12,2)", "0.981577")),
    ),
)
