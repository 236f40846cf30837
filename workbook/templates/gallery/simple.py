"""Families A and B of the gallery: simple CLV and CLV from retention."""

from __future__ import annotations

import datetime as dt

from xlclv.discounting import period_rate
from xlclv.formulas import retention, simple
from xlclv.serials import serial
from xlclv.workbook.templates.gallery.block import Block


def clv(b: Block) -> None:
    b.given(
        avg_purchase_value=50, purchase_rate=4, lifetime=3, acquisition_cost=100, margin=0.4, discount_rate=0.1,
        timing=0.5,
    )  # fmt: skip
    value = "PV({discount_rate},{lifetime},-{avg_purchase_value}*{purchase_rate}*{margin})"
    b.result(
        "Customer lifetime value",
        f"={value}*(1+{{discount_rate}})^{{timing}}-{{acquisition_cost}}",
        simple.clv(**b.values),
    )


def lifetime(b: Block) -> None:
    b.given(retention=0.8, nper=5)
    b.result(
        "Expected periods", "=IF({retention}=1,{nper},(1-{retention}^{nper})/(1-{retention}))", simple.lifetime(0.8, 5)
    )


def realised(b: Block) -> None:
    days = [dt.date(2024, 1, 15), dt.date(2025, 3, 1), dt.date(2026, 6, 30)]
    day = dt.date(2026, 11, 21)
    b.given(rate=0.1, values=[120, 80, 150], dates=days, as_of=day, margin=0.4, costs=0)
    b.constant("days", "Days in a year, as XNPV counts", 365)
    b.result(
        "Value to date",
        "=SUMPRODUCT({values}*{margin}*(1+{rate})^(({as_of}-{dates})/{days}))-{costs}",
        simple.realised(0.1, [120, 80, 150], [serial(d) for d in days], serial(day), 0.4, 0),
    )


def rate_of_period(b: Block) -> None:
    b.given(annual_rate=0.12, periods_per_year=12, method=0)
    b.result(
        "Rate for one period",
        "=CHOOSE({method}+1,(1+{annual_rate})^(1/{periods_per_year})-1,{annual_rate}/{periods_per_year},"
        "{annual_rate}^(1/{periods_per_year}))",
        period_rate(0.12, 12, 0),
    )


def kept(b: Block) -> None:
    b.given(
        rate=0.1, retention=0.8, margin=100, nper=5, timing=0, first_certain=1, growth=0, acquisition_cost=0
    )  # fmt: skip
    b.step("q", "Retention with the margin's growth", "={retention}*(1+{growth})")
    b.step(
        "k",
        "Worth of 1 a period, kept and discounted",
        "=IF({q}=1+{rate},{nper}/(1+{rate}),(1-({q}/(1+{rate}))^{nper})/(1+{rate}-{q}))",
    )
    first = "{margin}*IF({first_certain}=1,1,{retention})*(1+{rate})^{timing}"
    b.result("CLV within nper periods", f"={first}*{{k}}-{{acquisition_cost}}", retention.clv(**b.values))
    b.result(
        "CLV without end (nper left blank)",
        f"={first}/(1+{{rate}}-{{q}})-{{acquisition_cost}}",
        retention.clv(**{**b.values, "nper": None}),
    )


def curve(b: Block) -> None:
    survival, margins = [1, 0.631, 0.468, 0.382, 0.326], [100, 100, 110, 110, 120]
    b.given(rate=0.1, survival=survival, margins=margins, timing=0, acquisition_cost=50)
    b.constant("payment", "Number of the payment", [1, 2, 3, 4, 5])
    b.result(
        "CLV",
        "=SUMPRODUCT({margins}*{survival}*(1+{rate})^-({payment}-{timing}))-{acquisition_cost}",
        retention.curve(**b.values),
    )


def promotion(b: Block) -> None:
    b.given(rate=0.2, retention=0.75, contribution=130, promotion_cost=25, nper=5, purchases_per_period=2)
    b.step("v", "Discount factor of a cycle", "=(1+{rate})^(-1/{purchases_per_period})")
    b.step("n", "Cycles", "={nper}*{purchases_per_period}")
    b.step("q", "Kept and discounted over a cycle", "={retention}*{v}")
    b.result(
        "CLV",
        "={contribution}*(1-{q}^({n}+1))/(1-{q})-{promotion_cost}*SQRT({v})*(1-{q}^{n})/(1-{q})",
        retention.promotion(**b.values),
    )


def migration(b: Block) -> None:
    moves, money = [[0.8, 0.15, 0.05], [0.25, 0.55, 0.2], [0, 0, 1]], [300, 90, 0]
    b.laid_out = ("nper",)
    b.given(rate=0.1, transition=moves, margins=money, nper=3, timing=1)
    b.step("one", "Worth of each state, one period to go", "={margins@}")
    for name, before, words in (("two", "one", "two periods to go"), ("three", "two", "three periods to go")):
        text = f"={{margins@}}+SUMPRODUCT({{transition[@]}},{{{before}}})/(1+{{rate}})"
        b.step(name, f"Worth of each state, {words}", text)
    b.result("Worth of each state", "={three@}*(1+{rate})^({timing}-1)", retention.migration(0.1, moves, money, 3, 1))
