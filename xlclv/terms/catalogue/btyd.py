"""Family D in words: buy-till-you-die models, for customers who leave without saying so."""

from dataclasses import replace

from xlclv.terms.arguments import TERMS
from xlclv.terms.term import Argument, Function

FAMILY = "Non-contractual models (buy till you die)"

_HISTORY = (Argument("frequency", TERMS["frequency"]), Argument("recency", TERMS["recency"]), Argument("T", TERMS["T"]))
_LISTS = tuple(replace(argument, take="list") for argument in _HISTORY)

FUNCTIONS = (
    Function(
        "CLV_RFM_SUMMARY",
        FAMILY,
        "S",
        "Transactions to one row a customer: id, frequency, recency, T, monetary_value.",
        (
            Argument("ids", TERMS["ids"], take="list"),
            Argument("dates", TERMS["dates"], take="list"),
            Argument("amounts", TERMS["amounts"], take="list"),
            Argument("as_of", TERMS["as_of"], None, take="one"),
            Argument("unit_days", TERMS["unit_days"], 7, take="one"),
            Argument("headers", TERMS["headers"], 0, take="one"),
        ),
        "Rows are merged by customer and day; a day above 0 (or all zero) is a purchase day, others are refunds. "
        "frequency = purchase days - 1; recency and T count from the first; monetary_value = all amounts after the "
        "first purchase day / frequency",
        "#N/A lists of unequal length; #NUM! as_of before a date, unit_days 0 or less; #VALUE! a blank id or date",
        "Fader & Hardie, notes 004 and 025",
        (("=CLV_RFM_SUMMARY(A2:A8,B2:B8,C2:C8,DATE(2026,3,31))", "a table"),),
        gaps="a customer has no purchase day: every day is a refund or cancelled",
    ),
    Function(
        "CLV_BTYD_FIT",
        FAMILY,
        "S",
        "Fit a model of repeat buying: parameters, standard errors, log-likelihood, status.",
        (
            Argument("frequency", TERMS["frequency"], take="list"),
            Argument("recency", TERMS["recency"], take="list"),
            Argument("T", TERMS["T"], take="list"),
            Argument("model", TERMS["giving_model"], "BG/NBD", take="one"),
            Argument("weights", TERMS["weights"], None, take="list"),
        ),
        "Maximum likelihood; standard errors from the Hessian. BG/NBD and MBG/NBD: r, alpha, a, b; "
        "Pareto/NBD: r, alpha, s, beta; BG/BB: alpha, beta, gamma, delta, of yearly giving and the like",
        "#N/A fewer than 20 customers, no repeat purchase, lists of unequal length; #NUM! frequency not whole, "
        "recency above T, T 0 or less, a repeat purchase at age 0, no convergence",
        "Fader, Hardie & Lee 2005a; Batislam et al. 2007; Schmittlein, Morrison & Colombo 1987; Fader, Hardie & Shang "
        "2010",
        (("=CLV_BTYD_FIT(B2:B2358,C2:C2358,D2:D2358)", "a block"),),
    ),
    Function(
        "CLV_P_ALIVE",
        FAMILY,
        "E",
        "Probability that a customer with this history is still a customer, now or at a day ahead.",
        (
            Argument("params", TERMS["params"], take="params"),
            *_HISTORY,
            Argument("model", TERMS["giving_model"], "BG/NBD"),
            Argument("ahead", TERMS["ahead"], 0),
        ),
        "BG/NBD: 1/(1 + a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x)), 1 for x = 0 by construction; MBG/NBD: b+x for b+x-1, "
        "x = 0 too; Pareto/NBD: Fader & Hardie note 009. At a day ahead: times the chance not to leave until then",
        "#NUM! parameters 0 or less, frequency not whole, recency above T, a repeat purchase at age 0, ahead below 0",
        "Fader, Hardie & Lee 2005a; Batislam et al. 2007; Fader & Hardie 2005, note 009",
        (("=CLV_P_ALIVE({.243,4.414,.793,2.426},2,30.43,38.86)", "0.726579"),),
    ),
    Function(
        "CLV_P_ACTIVE",
        FAMILY,
        "E",
        "Probability of at least one order of this customer within the horizon from now.",
        (
            Argument("params", TERMS["params"], take="params"),
            *_HISTORY,
            Argument("horizon", TERMS["horizon"]),
            Argument("model", TERMS["model"], "BG/NBD"),
        ),
        "BG/NBD and MBG/NBD: P(alive) (1 - ((alpha+T)/(alpha+T+h))^(r+x)); Pareto/NBD: 1 - P(Y(h) = 0), note 012",
        "#NUM! as CLV_P_ALIVE; horizon below 0",
        "Fader, Hardie & Lee 2005a, equation 8; Batislam et al. 2007; Fader & Hardie, note 012",
        (("=CLV_P_ACTIVE({.243,4.414,.793,2.426},2,30.43,38.86,39)", "0.554627"),),
    ),
    Function(
        "CLV_NEXT_ORDER",
        FAMILY,
        "E",
        "Time from now by which the next order of this customer has come with the probability: 50% is the median.",
        (
            Argument("params", TERMS["params"], take="params"),
            *_HISTORY,
            Argument("probability", TERMS["next_order_probability"], 0.5),
            Argument("model", TERMS["model"], "BG/NBD"),
        ),
        "The time t at which CLV_P_ACTIVE(..., t) = probability; BG/NBD and MBG/NBD: "
        "(alpha+T) ((1 - probability/P(alive))^(-1/(r+x)) - 1)",
        "#N/A the next order is never that likely: the customer may have left; #NUM! as CLV_P_ALIVE; probability not "
        "between 0 and 1",
        "CLV_P_ACTIVE solved for the horizon",
        (("=CLV_NEXT_ORDER({.243,4.414,.793,2.426},2,30.43,38.86)", "29.47821"),),
    ),
    Function(
        "CLV_EXPECTED_ORDERS",
        FAMILY,
        "E",
        "Expected number of orders of this customer within the horizon from now.",
        (
            Argument("params", TERMS["params"], take="params"),
            *_HISTORY,
            Argument("horizon", TERMS["horizon"]),
            Argument("model", TERMS["giving_model"], "BG/NBD"),
        ),
        "E[Y(h) | x, t_x, T] of the model: P(alive) times the orders of a customer known to be alive",
        "#NUM! as CLV_P_ALIVE; horizon below 0",
        "Fader, Hardie & Lee 2005a, equation 10; Batislam et al. 2007; Schmittlein, Morrison & Colombo 1987",
        (("=CLV_EXPECTED_ORDERS({.243,4.414,.793,2.426},2,30.43,38.86,39)", "1.226028"),),
    ),
    Function(
        "CLV_SPEND_FIT",
        FAMILY,
        "S",
        "Fit the Gamma-Gamma model of order values: parameters, standard errors, independence check, status.",
        (
            Argument("frequency", TERMS["frequency"], take="list"),
            Argument("monetary_value", TERMS["monetary_value"], take="list"),
        ),
        "Maximum likelihood over the rows with a repeat purchase and spend; correlation is Pearson's, of frequency "
        "and monetary_value: the model assumes none",
        "#N/A fewer than 20 rows used, lists of unequal length; #NUM! frequency not whole, monetary_value below 0, "
        "no convergence",
        "Fader, Hardie & Lee 2005b; Fader & Hardie 2013, note 025",
        (("=CLV_SPEND_FIT(B2:B2358,E2:E2358)", "a block"),),
    ),
    Function(
        "CLV_EXPECTED_SPEND",
        FAMILY,
        "E",
        "Expected value of this customer's next orders, between what was seen and what is usual.",
        (
            Argument("params", TERMS["spend_params"], take="params"),
            Argument("frequency", TERMS["frequency"]),
            Argument("monetary_value", TERMS["monetary_value"]),
        ),
        "p (gamma + x m)/(p x + q - 1)",
        "#NUM! parameters 0 or less, p x + q at most 1 (the mean does not exist), frequency not whole, "
        "monetary_value 0 or less with a repeat purchase; #VALUE! text in monetary_value, without a repeat purchase too",
        "Fader, Hardie & Lee 2005b; Fader & Hardie 2013, note 025",
        (("=CLV_EXPECTED_SPEND({6.25,3.74,15.44},2,22.35)", "24.663714"),),
    ),
    Function(
        "CLV_BTYD",
        FAMILY,
        "E",
        "Remaining CLV of a customer: expected spend x margin x discounted expected orders within the horizon.",
        (
            Argument("rate", TERMS["annual_rate"]),
            Argument("params", TERMS["params"], take="params"),
            Argument("spend_params", TERMS["spend_params"], take="params"),
            *_HISTORY,
            Argument("monetary_value", TERMS["monetary_value"]),
            Argument("horizon", TERMS["horizon"]),
            Argument("margin", TERMS["margin_of_revenue"], 1),
            Argument("periods_per_year", TERMS["fit_periods_per_year"], 365.25 / 7),
            Argument("model", TERMS["model"], "BG/NBD"),
        ),
        "E[spend] x margin x SUM_j (E[Y(j)]-E[Y(j-1)])/(1+d)^(j-0.5), 1+d = (1+rate)^(1/periods_per_year); buckets of "
        "one fit unit valued at their middle. Past orders and acquisition cost are not in it",
        "#NUM! as CLV_EXPECTED_ORDERS and CLV_EXPECTED_SPEND; periods_per_year 0 or less, margin above 100%",
        "Fader, Hardie & Lee 2005b",
        (("=CLV_BTYD(15%,{.243,4.414,.793,2.426},{6.25,3.74,15.44},2,30.43,38.86,22.35,52,30%)", "10.819227"),),
    ),
    Function(
        "CLV_FORECAST",
        FAMILY,
        "S",
        "What all customers will order and leave by period: expected orders and margin, a row a boundary.",
        (
            Argument("params", TERMS["params"], take="params"),
            Argument("spend_params", TERMS["spend_params"], take="params"),
            *_LISTS,
            Argument("monetary_value", TERMS["monetary_value"], take="list"),
            Argument("days", TERMS["boundaries"], take="own"),
            Argument("margin", TERMS["margin_of_revenue"], 1, take="one"),
            Argument("model", TERMS["model"], "BG/NBD", take="one"),
            Argument("unit_days", TERMS["unit_days"], 7, take="one"),
        ),
        "SUM over customers of E[Y(end)] - E[Y(start)] for orders, the same times E[spend] x margin for margin; "
        "undiscounted. days are of the calendar, histories in units of unit_days",
        "#NUM! as CLV_EXPECTED_ORDERS and CLV_EXPECTED_SPEND; days that do not rise or are 0 or less, unit_days 0 or less, "
        "margin above 100%; #N/A lists of unequal length",
        "Fader, Hardie & Lee 2005a, equation 10; 2005b",
        (
            (
                "=CLV_FORECAST({.243,4.414,.793,2.426},{6.25,3.74,15.44},{2;0},{30.43;0},{38.86;38.86},{22.35;0},"
                "{91;273},40%)",
                "a table",
            ),
        ),
    ),
)
