"""Family B in words: retention-based CLV, for contracts and renewals."""

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Retention-based CLV"

FUNCTIONS = (
    Function(
        "CLV_RETENTION",
        FAMILY,
        "E",
        "CLV of a customer kept at a constant retention rate, for ever or for nper periods, after acquisition cost.",
        (
            Argument("rate", TERMS["rate"]),
            Argument("retention", TERMS["retention"]),
            Argument("margin", TERMS["margin"]),
            Argument("nper", TERMS["nper"], None),
            Argument("timing", TERMS["timing"], 0),
            Argument("first_certain", TERMS["first_certain"], 1),
            Argument("growth", TERMS["growth"], 0),
            Argument("acquisition_cost", TERMS["acquisition_cost"], 0),
        ),
        "margin x r^(1-first_certain) x (1+d)^timing x (1-(r(1+g)/(1+d))^n)/(1+d-r(1+g)) - acquisition_cost; "
        "where 1+d = r(1+g) the last factor is n/(1+d)",
        "#NUM! retention outside 0 to 100%, r(1+g) at or above 1+d with no nper (the sum has no end)",
        "Gupta & Lehmann 2003; Farris et al.; Fader & Hardie 2012, note 024",
        (("=CLV_RETENTION(10%,80%,100)", "333.333333"), ("=CLV_RETENTION(10%,80%,100,5)", "265.512167")),
    ),
    Function(
        "CLV_CURVE",
        FAMILY,
        "A",
        "CLV of a survival curve with its own margin at each payment, after acquisition cost.",
        (
            Argument("rate", TERMS["rate"], take="one"),
            Argument("survival", TERMS["survival"], take="list"),
            Argument("margins", TERMS["margins"], take="list", single=True),
            Argument("timing", TERMS["timing"], 0, take="one"),
            Argument("acquisition_cost", TERMS["acquisition_cost"], 0, take="one"),
        ),
        "SUM(margin_j x survival_j/(1+d)^(j-timing)) - acquisition_cost",
        "#N/A as many margins as survival values needed, or one; #NUM! survival rising or outside 0 to 100%",
        "Steenburgh & Avery (HBS 511-029); Blattberg, Kim & Neslin 2008",
        (("=CLV_CURVE(10%,{1,.631,.468,.382,.326},{100,100,110,110,120},0,50)", "184.726205"),),
    ),
    Function(
        "CLV_PROMOTION",
        FAMILY,
        "E",
        "CLV of a customer who is promoted to in every purchase cycle (Berger & Nasr).",
        (
            Argument("rate", TERMS["rate"]),
            Argument("retention", TERMS["cycle_retention"]),
            Argument("contribution", TERMS["contribution"]),
            Argument("promotion_cost", TERMS["promotion_cost"]),
            Argument("nper", TERMS["promotion_nper"]),
            Argument("purchases_per_period", TERMS["purchases_per_period"], 1),
        ),
        "GC x SUM_{i=0..n} r^i/(1+d)^(i/p) - M x SUM_{i=1..n} r^(i-1)/(1+d)^((i-0.5)/p), n = nper x p. The first "
        "purchase counts, the acquisition cost does not",
        "#NUM! retention outside 0 to 100%, purchases_per_period 0 or less, nper x purchases_per_period not whole",
        "Berger & Nasr 1998, cases 1 and 2",
        (("=CLV_PROMOTION(20%,75%,260,50,10)", "568.783067"),),
    ),
    Function(
        "CLV_MIGRATION",
        FAMILY,
        "S",
        "Value of a customer in each state of a migration table, one row a state.",
        (
            Argument("rate", TERMS["rate"], take="one"),
            Argument("transition", TERMS["transition"], take="grid"),
            Argument("margins", TERMS["state_margins"], take="own"),
            Argument("nper", TERMS["whole_nper"], None, take="one"),
            Argument("timing", TERMS["timing"], 1, take="one"),
        ),
        "V = (1+d)^(timing-1) x SUM_{j=0..nper-1} (P/(1+d))^j R; for ever: (I - P/(1+d))^-1 R",
        "#VALUE! transition not square; #N/A as many margins as states needed; #NUM! a row that does not sum to 100%, "
        "a share below 0, rate 0 or less with no nper, nper not whole",
        "Pfeifer & Carraway 2000; Berger & Nasr 1998, case 5; Dwyer 1989",
        (("=CLV_MIGRATION(10%,{.8,.15,.05;.25,.55,.2;0,0,1},{300;90;0})", "1540, 880, 0"),),
    ),
)
