"""Families I, J and K of the gallery: the customer base, what moves and bounds its value, and trust."""

from __future__ import annotations

import numpy as np

from xlclv.formulas import equity_movement, portfolio, risk
from xlclv.validation import metrics
from xlclv.workbook.templates.gallery.block import Block

_POSITIVE = [1200, 950, 700, 420, 380, 300, 210, 150, 60, 30]
_WHALE = [1200, 950, 700, 420, 380, 300, 210, 150, -60, -240]
_WON, _COSTS = [6000, 6600, 7200], [200000, 205000, 210000]
_ACTUAL = [0, 3, 1, 5, 2, 0, 4, 1, 0, 7]
_PREDICTED = [0.9, 2.5, 1.2, 3.1, 1.8, 1.6, 3.9, 0.5, 0.3, 5.2]
_RANK = '=COUNTIF({{{0}}},">"&{{{0}@}})+(COUNTIF({{{0}}},{{{0}@}})+1)/(1+1)'


def concentration(b: Block) -> None:
    b.given(values=_POSITIVE, stat="gini")
    b.step("rank", "Rank, the highest 1, shared by equals", _RANK.format("values"))
    spread = "SUMPRODUCT((COUNT({values})+1-{rank}-{rank})*{values})"
    b.result("Gini", f"={spread}/COUNT({{values}})/SUM({{values}})", portfolio.concentration(_POSITIVE, "gini"))


def deciles(b: Block) -> None:
    b.laid_out = ("bins",)
    b.given(values=_WHALE, bins=5)
    found = portfolio.deciles(_WHALE, 5)
    sums = [each.total for each in found]
    b.constant("place", "Place", list(range(1, 11)))
    b.step("sorted", "Values, falling", "=LARGE({values},{place@})")
    b.constant("bin", "Bin", [each.place for each in found])
    b.step("end", "Its last place", "=INT({bin@}*COUNT({values})/{bins})")
    b.result("n", "={end@}-INT(({bin@}-1)*COUNT({values})/{bins})", [each.n for each in found], "n")
    text = '=SUMIFS({sorted},{place},">"&({end@}-{n@}),{place},"<="&{end@})'
    b.result("Sum", text, sums, "sum")
    b.result("Share", "={sum@}/SUM({values})", [s / sum(sums) for s in sums])
    b.result("Cumulative share", "=SUM({sum..})/SUM({values})", np.cumsum(sums) / sum(sums))


def equity(b: Block) -> None:
    b.given(
        customers=[5000, 12000, 30000], remaining_clv=[420, 180, 60], rate=0.1, new_customers=_WON, net_clv_new=95
    )  # fmt: skip
    b.step("flows", "Worth of each cohort when won", "={new_customers@}*{net_clv_new}")
    b.result(
        "Customer equity",
        "=SUMPRODUCT({customers},{remaining_clv})+NPV({rate},{flows})",
        portfolio.equity([5000, 12000, 30000], [420, 180, 60], 0.1, _WON, 95),
    )


def company(b: Block) -> None:
    b.given(
        rate=0.1, existing_equity=6060000, new_customers=_WON, net_clv_new=95, fixed_costs=_COSTS, tax=0.25,
        growth=0.02, net_debt=1500000, non_operating=300000, shares=1000000,
    )  # fmt: skip
    v = portfolio.company(0.1, 6060000, _WON, 95, _COSTS, 0.25, 0.02, 1500000, 300000)
    b.step("flows", "Worth of each cohort when won", "={new_customers@}*{net_clv_new}")
    b.step(
        "ever",
        "Worth today of the last period's 1, growing for ever after",
        "=(1+{growth})/({rate}-{growth})/(1+{rate})^COUNT({new_customers})",
    )
    b.result("existing customers", "={existing_equity}", v.existing, "existing")
    b.result("new customers", "=NPV({rate},{flows})", v.new, "new")
    b.result("terminal value", "={flows[2]}*{ever}", v.terminal, "terminal")
    b.result("fixed costs", "=-NPV({rate},{fixed_costs})-{fixed_costs[2]}*{ever}", v.fixed_costs, "costs")
    b.result("pre-tax value", "={existing}+{new}+{terminal}+{costs}", v.pre_tax, "pre_tax")
    b.result("tax", "=-{tax}*MAX(0,{pre_tax})", v.tax, "taxed")
    b.result("operating value", "={pre_tax}+{taxed}", v.operating, "operating")
    b.result("non-operating assets", "={non_operating}", v.non_operating)
    b.result("net debt", "=-{net_debt}", v.net_debt)
    b.result("equity value", "={operating}+{non_operating}-{net_debt}", v.equity, "worth")
    b.result("value per share", "={worth}/{shares}", portfolio.per_share(v.equity, 1000000))


def movement(b: Block) -> None:
    given = {
        "opening": 195860, "horizon_roll": 9247, "rate": 0.1, "years": 0.249, "expected_margin": 27879,
        "behaviour": -2409, "new_value": 0, "model": -3182, "assumptions": [2015, 100], "data": 500, "closing": 179200,
    }  # fmt: skip
    b.given(**given)
    told = dict(equity_movement.statement(**given))
    for name, amount in told.items():
        text = {
            "opening": "={opening}",
            "data": "={data}",
            "longer horizon": "={horizon_roll}",
            "interest": "=({opening}+{data}+{horizon_roll})*((1+{rate})^{years}-1)",
            "margin expected in the period": "=-{expected_margin}",
            "experience: behaviour": "={behaviour}",
            "new customers": "={new_value}",
            "model": "={model}",
            "assumptions": "=SUM({assumptions})",
            "closing": "={begun}+{late}+{roll}+{interest}+{due}+{behaved}+{won}+{fitted}+{assumed}",
            "check": "={closing}-{total}",
        }[name]
        b.result(name, text, amount, _LINES.get(name, ""))


_LINES = {
    "opening": "begun", "data": "late", "longer horizon": "roll", "interest": "interest",
    "margin expected in the period": "due", "experience: behaviour": "behaved", "new customers": "won",
    "model": "fitted", "assumptions": "assumed", "closing": "total",
}  # fmt: skip


def tornado(b: Block) -> None:
    given = {
        "avg_purchase_value": 50, "purchase_rate": 4, "lifetime": 3, "acquisition_cost": 100, "margin": 0.4,
        "discount_rate": 0.1,
    }  # fmt: skip
    b.given(**given, shock=0.1)
    found = {s.driver: s for s in risk.tornado(**given, shock=0.1)}
    b.constant("driver", "Driver moved (the function sorts them by swing)", list(given))
    ordered = [found[name] for name in given]
    b.result("CLV with it lower", [_moved(name, "-") for name in given], [s.low for s in ordered], "low")
    b.result("CLV with it higher", [_moved(name, "+") for name in given], [s.high for s in ordered], "high")
    b.result("Swing", "=ABS({high@}-{low@})", [s.swing for s in ordered])


def _moved(driver: str, sign: str) -> str:
    """CLV's formula with one of its arguments multiplied."""
    value = "=PV({discount_rate},{lifetime},-{avg_purchase_value}*{purchase_rate}*{margin})-{acquisition_cost}"
    shocked = f"{{{driver}}}*(1{sign}{{shock}})"
    if driver == "margin":
        shocked = f"MIN(1,{shocked})"
    return value.replace(f"{{{driver}}}", f"({shocked})" if driver == "acquisition_cost" else shocked)


def interval(b: Block) -> None:
    b.given(rate=0.1, exposed=500, renewed=400, margin=100, confidence=0.95, timing=0, first_certain=1)
    found = risk.interval(0.1, 500, 400, 100)
    b.step("chance", "Quantiles: low, middle, high", ["=(1-{confidence})/(1+1)", "=1/(1+1)", "=(1+{confidence})/(1+1)"])
    b.step("kept", "Retention at these quantiles", "=BETAINV({chance@},{renewed}+1/(1+1),{exposed}-{renewed}+1/(1+1))")
    text = "={margin}*IF({first_certain}=1,1,{kept@})*(1+{rate})^{timing}/(1+{rate}-{kept@})"
    b.result("CLV: low, median, high", text, [found.low, found.median, found.high])
    b.result("Retention: low, high", ["={kept[0]}", "={kept[2]}"], [found.retention_low, found.retention_high])


def holdout(b: Block) -> None:
    b.given(actual=_ACTUAL, predicted=_PREDICTED)
    m = metrics.measures(_ACTUAL, _PREDICTED)
    for name, words in (("a", "actual"), ("p", "predicted")):
        b.step(name, f"Rank of {words}, the highest 1", _RANK.format(words))
    b.result("n", "=COUNT({actual})", m.n)
    b.result("bias", "=SUM({predicted})/SUM({actual})-1", m.bias)
    b.result("MAE", "=SUMPRODUCT(ABS({predicted}-{actual}))/COUNT({actual})", m.mae)
    b.result("RMSE", "=SQRT(SUMXMY2({actual},{predicted})/COUNT({actual}))", m.rmse)
    b.result("Spearman", "=CORREL({a},{p})", m.spearman)
    b.step("centre", "The middle rank", "=(COUNT({actual})+1)/(1+1)")
    text = "=SUMPRODUCT({actual}*({centre}-{p}))/SUMPRODUCT({actual}*({centre}-{a}))"
    b.result("normalised Gini", text, m.gini)


def why(b: Block) -> None:
    b.given()
    b.shown('=CLV_WHY("CLV_RETENTION",10%,80,100)', ["retention is 80; must be between 0 and 1; type 80% or 0.8"])


def selftest(b: Block) -> None:
    b.shown("A table: check, source, expected, actual, pass", ["see it in Excel: every row says TRUE"])
