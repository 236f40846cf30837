"""Families F, G and H of the gallery: acquisition, keeping customers, and the contact centre."""

from __future__ import annotations

from xlclv.formulas import acquisition, loyalty, service, staffing
from xlclv.workbook.templates.gallery.block import Block


def cac(b: Block) -> None:
    b.given(spend=50000, new_customers=20000, variable_cost=15, response=0.02)
    b.result(
        "Cost of one customer; without a response leave it out of the product",
        "={spend}/({new_customers}*{response})+{variable_cost}",
        acquisition.cac(**b.values),
    )


def cac_max(b: Block) -> None:
    b.given(gross_clv=600, target_ratio=3, min_profit=450)
    b.result(
        "Most to pay", "=MIN({gross_clv}/{target_ratio},{gross_clv}-{min_profit})", acquisition.cac_max(**b.values)
    )


def to_cac(b: Block) -> None:
    b.given(gross_clv=600, cac=100)
    b.result("CLV : CAC", "={gross_clv}/{cac}", acquisition.to_cac(600, 100))


def payback(b: Block) -> None:
    b.given(cac=100, margin=20, retention=0.95, rate=0.008, timing=1)
    text = "=LN(1-{cac}*(1+{rate}-{retention})/({margin}*(1+{rate})^{timing}))/LN({retention}/(1+{rate}))"
    b.result("Margins until the cost is back", text, acquisition.payback(**b.values))


def breakeven(b: Block) -> None:
    b.given(solve_for="retention", rate=0.1, margin=100, acquisition_cost=250, timing=0)
    b.result(
        "Retention that just pays",
        "=1+{rate}-{margin}*(1+{rate})^{timing}/{acquisition_cost}",
        acquisition.breakeven("retention", 0.1, None, 100, 250, 0),
    )


def roi(b: Block) -> None:
    b.given(clv_before=333.33, clv_after=360, customers=20000, programme_cost=250000)
    found = loyalty.roi(**b.values)
    b.result("Uplift, also the break-even spend a customer", "={clv_after}-{clv_before}", found.uplift, "uplift")
    b.result("Total", "={uplift}*{customers}", found.total, "total")
    b.result("Net", "={total}-{programme_cost}", found.net, "net")
    b.result("ROI", "={net}/{programme_cost}", found.roi)


def optimum(b: Block) -> None:
    b.given(rate=0.15, margin=100, ceiling=0.7, retention=0.4, current_spend=10)
    found = loyalty.optimum(**b.values)
    b.shown("Best spend, retention there, value there, value now", [*map(float, found)])


def winback(b: Block) -> None:
    b.given(second_clv=300, winback_rate=0.12, retention_cost=6, cost_multiple=5)
    b.result(
        "Net value of an attempt",
        "={winback_rate}*{second_clv}-{retention_cost}*{cost_multiple}",
        loyalty.winback(**b.values),
    )


def cost_fte(b: Block) -> None:
    b.given(
        monthly_cost=1800, aht_seconds=420, occupancy=0.82, shrinkage=0.3, paid_hours=2080 / 12, attrition=0.35,
        replacement_cost=2000,
    )  # fmt: skip
    b.constant("months", "Months in a year", 12)
    b.constant("seconds", "Seconds in an hour", 3600)
    text = "={paid_hours}*{seconds}*(1-{shrinkage})*{occupancy}/{aht_seconds}"
    b.step("contacts", "Contacts an agent handles a month", text)
    b.result(
        "Cost of a contact",
        "=({monthly_cost}+{attrition}/{months}*{replacement_cost})/{contacts}",
        service.cost_fte(**b.values),
    )


def cost_bpo(b: Block) -> None:
    b.given(
        model="hybrid", contacts=20000, fte=20, fte_rate=1700, outcomes=15000, outcome_fee=0.6, fixed_fee=0,
        overhead=0.05,
    )  # fmt: skip
    b.result(
        "Cost of a contact, hybrid; the other models use their own fees alone",
        "=({fte}*{fte_rate}+{outcomes}*{outcome_fee}+{fixed_fee})*(1+{overhead})/{contacts}",
        service.cost_bpo(**b.values),
    )


def cost_to_serve(b: Block) -> None:
    b.given(issues=3, cost_per_contact=2.5, fcr=0.67, repeat_contacts=1.5, self_service=0.2, self_service_cost=0.2)
    handled = "(1-{self_service})*(1+(1-{fcr})*{repeat_contacts})*{cost_per_contact}"
    b.result(
        "Cost to serve",
        f"={{issues}}*({handled}+{{self_service}}*{{self_service_cost}})",
        service.cost_to_serve(**b.values),
    )


def kept(b: Block) -> None:
    b.given(
        fcr=0.67, contact_share=0.5, retention_resolved=0.88, retention_unresolved=0.7, retention_no_contact=0.86
    )  # fmt: skip
    contacted = "({fcr}*{retention_resolved}+(1-{fcr})*{retention_unresolved})"
    text = f"=(1-{{contact_share}})*{{retention_no_contact}}+{{contact_share}}*{contacted}"
    b.result("Retention", text, service.retention(**b.values))


def allowance(b: Block) -> None:
    b.given(remaining_clv=600, budget_share=0.05, contacts_remaining=8, cost_per_second=0.006)
    b.result(
        "Seconds a contact may take",
        "=MAX(0,{remaining_clv})*{budget_share}/{contacts_remaining}/{cost_per_second}",
        service.allowance(**b.values),
    )


def agents(b: Block) -> None:
    b.given(
        contacts=200, aht_seconds=240, service_level=0.8, target_seconds=20, interval=1800, shrinkage=0.3
    )  # fmt: skip
    found = staffing.agents(**b.values)
    words = "Agents: the smallest number that reaches the service level, found by the engine"
    b.constant("n", words, float(found.agents))
    b.step("load", "Load in erlangs", "={contacts}*{aht_seconds}/{interval}")
    b.step("busy", "Erlang B", "=POISSON({n},{load},FALSE)/POISSON({n},{load},TRUE)")
    b.step("waits", "Erlang C: share that waits", "={busy}/(1-{load}/{n}*(1-{busy}))")
    level = "=1-{waits}*EXP(-({n}-{load})*{target_seconds}/{aht_seconds})"
    b.result("Service level reached", level, found.service_level)
    b.result("Occupancy", "={load}/{n}", found.occupancy)
    b.result("Scheduled agents", "=ROUNDUP(ROUND({n}/(1-{shrinkage}),9),0)", found.scheduled)
