"""Families C and D of the gallery: contracts, cohorts, and repeat buying without a contract."""

from __future__ import annotations

import datetime as dt

import numpy as np

from xlclv.formulas import survival
from xlclv.models import bdw, bg_nbd, gamma_gamma, sbg
from xlclv.models import next_order as next_orders
from xlclv.serials import serial
from xlclv.workbook import lookups
from xlclv.workbook.templates.gallery.block import Block

_IDS = ["A", "B", "A", "C", "A", "B", "C"]
_DATES = [dt.date(2026, m, d) for m, d in ((1, 5), (1, 20), (2, 3), (2, 11), (3, 9), (3, 15), (3, 20))]
_AMOUNTS = [100, 80, 60, 90, 60, 40, 30]
_BG, _HISTORY = [0.243, 4.414, 0.793, 2.426], {"frequency": 2, "recency": 30.43, "T": 38.86}
_SPEND = [6.25, 3.74, 15.44]
_HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
_GAMMAS = "GAMMALN({b}+{%s})-GAMMALN({a}+{b}+{%s})"


def cohort_table(b: Block) -> None:
    b.given(ids=_IDS, dates=_DATES, amounts=_AMOUNTS, metric="retention", period="month")
    b.shown("Cohort, customers, then the share active in each period", ["2026-01", 2, 1.0, 0.5, 1.0])
    b.shown("", ["2026-02", 1, 1.0, 1.0])


_STARTS = [dt.date(2026, m, d) for m, d in ((1, 31), (1, 15), (3, 10))]
_ENDS = [None, dt.date(2026, 4, 15), dt.date(2026, 3, 20)]


def tenure(b: Block) -> None:
    b.given(start_date=dt.date(2026, 1, 31), end_date=None, as_of=dt.date(2026, 6, 30), period="month")
    b.shown("Renewals made", [5])


def tenure_fit(b: Block) -> None:
    renewals, left = [0, 1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1, 0]
    b.given(renewals=renewals, left=left, model="SBG", weights=[131, 126, 90, 60, 42, 34, 26, 491])
    b.shown("alpha, beta", [0.668088, 3.806095])
    b.shown("log_likelihood, customers, status", [-1611.158147, 1000, "converged"])


def mrr(b: Block) -> None:
    b.given(ids=["A", "B", "C"], starts=_STARTS, ends=_ENDS, fees=[30, 30, 30], period="month", months=2)
    b.shown("Month, opening, new, reactivated, expansion, contraction, churned, closing, customers",
            ["2026-03", 60.0, 0.0, 0.0, 0.0, 0.0, 0.0, 60.0, 2])  # fmt: skip
    b.shown("", ["2026-04", 60.0, 0.0, 0.0, 0.0, 0.0, -30.0, 30.0, 1])


def nrr(b: Block) -> None:
    b.given(ids=["A", "B", "C"], starts=_STARTS, ends=_ENDS, fees=[30, 30, 30], as_of=dt.date(2026, 6, 30), months=4)
    b.shown("NRR, GRR, logo retention", [0.5, 0.5, 0.5])


def kaplan_meier(b: Block) -> None:
    durations, churned = [3, 5, 5, 8, 12, 12, 15], [1, 1, 0, 1, 0, 1, 0]
    b.laid_out = ("durations", "churned")
    b.given(durations=durations, churned=churned)
    found = survival.kaplan_meier(durations, churned)
    b.constant("times", "Distinct durations with churn", found.duration.tolist())
    b.result("At risk", '=COUNTIFS({durations},">="&{times@})', found.at_risk, "at_risk")
    b.result("Churned", "=COUNTIFS({durations},{times@},{churned},1)", found.churned, "gone")
    b.result("Survival", "=EXP(SUMPRODUCT(LN(1-{gone..}/{at_risk..})))", found.survival)


def contract_fit(b: Block) -> None:
    b.given(survivors=_HIGH_END, model="SBG")
    b.shown("alpha, beta", [0.668088, 3.806095])
    b.shown("log_likelihood, customers, status", [-1611.158147, 1000, "converged"])


def contract_survival(b: Block) -> None:
    shape = [0.455614, 0.779326, 1.283451]
    b.given(params=shape, period=12)
    b.step("a", "alpha", "={params[0]}")
    b.step("b", "beta", "={params[1]}")
    b.step("k", "period^c", "={period}^{params[2]}")
    text = "=EXP(" + _GAMMAS % ("k", "k") + "-GAMMALN({b})+GAMMALN({a}+{b}))"
    b.result("Share still there", text, bdw.survival(bdw.Params(*shape), 12))


def contract(b: Block) -> None:
    shape, nper = [0.668, 3.806], 10
    b.laid_out = ("nper",)
    b.given(rate=0.1, params=shape, margin=100, renewals=4, nper=nper, timing=1, first_certain=0)
    b.step("a", "alpha", "={params[0]}")
    b.step("b", "beta", "={params[1]}")
    payments = np.arange(1, nper + 1)
    b.constant("payment", "Number of the payment, up to nper", payments.tolist())
    b.step("k", "Renewals by then", "={renewals}+{payment@}-{first_certain}")
    start = "GAMMALN({b}+{renewals})+GAMMALN({a}+{b}+{renewals})"
    fitted = sbg.Params(*shape)
    b.step("kept", "Share of today's customers still there", "=EXP(" + _GAMMAS % ("k@", "k@") + f"-{start})")
    b.result(
        "CLV",
        "={margin}*SUMPRODUCT({kept}*(1+{rate})^-({payment}-{timing}))",
        100 * sbg.contract_value(fitted, 0.1, renewals=4, nper=nper, timing=1, first_certain=0),
    )


def rfm_summary(b: Block) -> None:
    as_of = dt.date(2026, 3, 31)
    b.given(ids=_IDS, dates=_DATES, amounts=_AMOUNTS, as_of=as_of, unit_days=7)
    first = [serial(_DATES[i]) for i in (0, 1, 3)]
    last = [serial(_DATES[i]) for i in (4, 5, 6)]
    b.constant("who", "Customers", ["A", "B", "C"])
    mine = ("{ids}", "{who@}")
    there = lookups.same(*mine)
    b.step("last", "Last order", f"=SUMPRODUCT(MAX({there}*{{dates}}))", fmt="yyyy-mm-dd")
    b.step("first", "First order", f"={{last@}}-SUMPRODUCT(MAX({there}*({{last@}}-{{dates}})))", fmt="yyyy-mm-dd")
    b.result("frequency (each order on a day of its own)", f"={lookups.count(mine)}-1", [2, 1, 1], "x")
    b.result("recency", "=({last@}-{first@})/{unit_days}", [(e - s) / 7 for s, e in zip(first, last, strict=True)])
    b.result("T", "=({as_of}-{first@})/{unit_days}", [(serial(as_of) - s) / 7 for s in first])
    repeat = lookups.total("({dates}>{first@})*{amounts}", mine)
    b.result("monetary_value", f"={repeat}/{{x@}}", [60.0, 40.0, 30.0])


def btyd_fit(b: Block) -> None:
    b.given()
    b.shown("CDNOW's 2,357 customers, BG/NBD: r, alpha, a, b", [0.242593, 4.413532, 0.792886, 2.425753])
    b.shown("log_likelihood, customers, status", [-9582.425561, 2357, "converged"])


def p_alive(b: Block) -> None:
    b.given(params=_BG, **_HISTORY)
    b.step("dropped", "((alpha+T)/(alpha+recency))^(r+frequency)", _DROPPED)
    b.result(
        "P(alive), BG/NBD; 1 where frequency is 0",
        "=IF({frequency}=0,1,1/(1+{params[2]}/({params[3]}+{frequency}-1)*{dropped}))",
        bg_nbd.p_alive(bg_nbd.Params(*_BG), 2, 30.43, 38.86),
    )


_DROPPED = "=(({params[1]}+{T})/({params[1]}+{recency}))^({params[0]}+{frequency})"


_ALIVE = (
    "=1/(1+{params[2]}/({params[3]}+{frequency}-1)"
    "*(({params[1]}+{T})/({params[1]}+{recency}))^({params[0]}+{frequency}))"
)


def p_active(b: Block) -> None:
    b.given(params=_BG, **_HISTORY, horizon=39)
    b.step("alive", "P(alive), BG/NBD, frequency above 0", _ALIVE)
    b.result(
        "P(an order within the horizon)",
        "={alive}*(1-(({params[1]}+{T})/({params[1]}+{T}+{horizon}))^({params[0]}+{frequency}))",
        next_orders.p_active("BG/NBD", bg_nbd.Params(*_BG), 39, 2, 30.43, 38.86),
    )


def next_order(b: Block) -> None:
    b.given(params=_BG, **_HISTORY, probability=0.5)
    b.step("alive", "P(alive), BG/NBD, frequency above 0", _ALIVE)
    b.result(
        "Weeks until the next order",
        "=({params[1]}+{T})*((1-{probability}/{alive})^(-1/({params[0]}+{frequency}))-1)",
        next_orders.next_order("BG/NBD", bg_nbd.Params(*_BG), 2, 30.43, 38.86),
    )


def expected_orders(b: Block) -> None:
    b.given(params=_BG, **_HISTORY, horizon=39, model="BG/NBD")
    b.shown("Orders expected", bg_nbd.expected_purchases(bg_nbd.Params(*_BG), 39, 2, 30.43, 38.86))


def spend_fit(b: Block) -> None:
    b.given()
    b.shown("CDNOW's 946 repeat buyers: p, q, gamma", [6.248804, 3.744588, 15.447744])
    b.shown("log_likelihood, customers, correlation, status", [-4055.923244, 946, 0.113884, "converged"])


def expected_spend(b: Block) -> None:
    b.given(params=_SPEND, frequency=2, monetary_value=22.35)
    b.result(
        "Expected order value",
        "={params[0]}*({params[2]}+{frequency}*{monetary_value})/({params[0]}*{frequency}+{params[1]}-1)",
        gamma_gamma.expected_spend(gamma_gamma.Params(*_SPEND), 2, 22.35),
    )


def btyd(b: Block) -> None:
    b.given(
        rate=0.15, params=_BG, spend_params=_SPEND, **_HISTORY, monetary_value=22.35, horizon=52, margin=0.3
    )  # fmt: skip
    b.shown("Remaining CLV", [10.819227])


def forecast(b: Block) -> None:
    b.given(
        params=_BG, spend_params=_SPEND, frequency=[2, 0], recency=[30.43, 0], T=[38.86, 38.86],
        monetary_value=[22.35, 0], days=[91, 273], margin=0.4,
    )  # fmt: skip
    b.shown("Orders and margin up to the first day", [0.527136, 5.495694])
    b.shown("Orders and margin from there to the second", [0.89399, 9.348131])
