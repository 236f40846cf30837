"""The page of a summary of orders, from headline to method: the numbers of the report, none of its own."""

from __future__ import annotations

from typing import Any

from xlclv.page import beside, planning
from xlclv.page.charts import bars, lines
from xlclv.page.document import Element, document, el, number, section, share, table, tiles
from xlclv.page.parts import cautions, data_check, method, unit, years
from xlclv.planning.lines import lines as lines_ahead
from xlclv.report import Report
from xlclv.report.evidence import COUNT, SHARE, Point, how_sure
from xlclv.validation import headline

_BEST = 25  # customers listed on the page; the workbook has all
_PERIODS = 13  # columns of the cohorts


def page(report: Report) -> str:
    """The whole file."""
    a = report.assumptions
    orders = f"{report.orders:,} orders of {report.customer_count:,} customers"
    under = f"{orders}, {report.first_order} to {report.last_order}; valued as of {a.as_of}, {a.basis} basis"
    title = "Customer value" if report.money else "Orders to come"
    parts = [
        tiles(_headline(report)),
        cautions(report.cautions),
        _segments(report),
        el("div", _tracking(report), _evidence(report), class_="pair"),
        planning.movement(report.movement),
        planning.budget(lines_ahead(report.budget, a.rate, a.margin, a.cac), "Orders"),
        planning.scenarios(report.what_if.told if report.what_if else ()),
        *beside.sections(report.beside, report.assumptions.margin, report.assumptions.currency),
        _cohorts(report),
        _best(report),
        data_check(report.ledger),
        method(_made(report), report.command, report.checks_ok),
    ]
    return document(title, under, [part for part in parts if part is not None])


def _headline(report: Report) -> list[tuple[str, Any, Any]]:
    a, money = report.assumptions, unit(report.assumptions.currency)
    active = ("Customers", number(report.customer_count), [number(report.expected_active), f" {report.active_words}"])
    held = ("Top 10% hold", share(report.top_decile_share), "of what is to come")
    coming = ("Orders to come", number(report.expected_orders), f"expected over {years(a.horizon)}")
    if not report.money:
        return [coming, active, held]
    terms = [f"over {years(a.horizon)} at ", share(a.rate), " a year"]
    found: list[tuple[str, Any, Any]] = [("Customer equity", [number(report.customer_equity), money], terms)]
    if report.outcome is not None:
        o = report.outcome
        found.append(
            ("What will come", [number(o.low), " to ", number(o.high), money], [share(o.confidence, 0), " interval"])
        )
    if report.evidence:
        found.append(("How sure", how_sure(report.evidence), "see Evidence"))
    found += [
        active,
        ("Mean CLV", [number(report.mean_clv, 2), money], ["median ", number(report.median_clv, 2)]),
        *_newcomer(report, money),
        held,
        coming,
        *planning.tile(lines_ahead(report.budget, a.rate, a.margin, a.cac), money),
        ("Realised", [number(report.realised), money], "brought so far"),
    ]
    if a.cac and a.basis != "revenue":
        lifetime = (report.realised + report.customer_equity) / report.customer_count
        found.append(("CLV : CAC", number(lifetime / a.cac, 2), ["at ", number(a.cac, 2), money, " a customer"]))
    return found


def _newcomer(report: Report, money: str) -> list[tuple[str, Any, Any]]:
    """What a customer yet to be won is worth at the margin, with the interval of the parameters."""
    if report.new_customer is None:
        return []
    one = report.new_customer.total.times(report.assumptions.margin)
    ends = [number(one.low, 2), " to ", number(one.high, 2), f" with {one.confidence:.0%}, of the parameters"]
    return [("A new customer", [number(one.value, 2), money], ends)]


def _segments(report: Report) -> Element:
    rows, money = report.segments, report.money
    heads = ["Segment", "Customers", "Share", "P(alive)", *(["Total", "Mean", "Median"] if money else [])]
    cells = [
        [s.name, number(s.customers), share(s.share), share(s.p_alive),
         *([number(s.total), number(s.mean, 2), number(s.median, 2)] if money else [])]
        for s in rows
    ]  # fmt: skip
    parts = [(s.name, s.share, f"{s.share:.1%}") for s in rows if s.share is not None]
    drawn = bars(parts, "Share of what is to come, by segment")
    return section(
        "Segments", el("div", table(heads, cells, caption="Value tiers, the best first"), drawn, class_="pair")
    )


def _tracking(report: Report) -> Element | None:
    told = report.holdout
    if told is None:
        return None
    t = told.tracking
    drawn = lines(
        [float(week) for week in t.week], [("came", t.actual.tolist()), ("predicted", t.expected.tolist())],
        "Repeat purchases, cumulative", "by week since the first order", float(t.calibration),
    )  # fmt: skip
    return section("Tracking", el("p", headline.sentence(told)), drawn)


def _evidence(report: Report) -> Element | None:
    if not report.evidence:
        return None
    rows = [[point.name, point.grade, _measure(point), point.words] for point in report.evidence]
    heads = ("Point", "Grade", "Measure", "What it is")
    return section("Evidence", table(heads, rows, caption="How sure the values are", left=4))


def _measure(point: Point) -> Any:
    """A point's measure, as its kind is written."""
    if point.kind == SHARE:
        return share(point.measure)
    return number(point.measure, 0 if point.kind == COUNT else 2)


def _cohorts(report: Report) -> Element:
    c = report.cohorts
    count = min(_PERIODS, c.active.shape[1])
    first = max(0, len(c.labels) - _PERIODS)
    rows = []
    for at in range(first, len(c.labels)):
        kept = [
            c.active[at, i] / c.customers[at] if c.active[at, i] >= 0 and c.customers[at] else None
            for i in range(count)
        ]
        rows.append(
            [
                c.labels[at],
                number(int(c.customers[at])),
                *(share(value, 0) if value is not None else "" for value in kept),
            ]
        )
    heads = [c.period.capitalize(), "Customers", *(str(i) for i in range(count))]
    words = f"Share of a {c.period}'s new customers who bought again so many {c.period}s later"
    return section("Cohorts", table(heads, rows, caption=words), screen=True)


def _best(report: Report) -> Element:
    people, worth = report.customers, report.residual_clv
    money = report.money
    heads = ["Customer", "Last order", "Orders", "P(alive)", "Expected orders", *(["Remaining CLV"] if money else [])]
    rows = [
        [people.id[i], str(people.last_order[i]), number(int(people.orders[i])), share(float(people.p_alive[i])),
         number(float(people.expected_orders[i]), 1), *([number(float(worth[i]), 2)] if money else [])]
        for i in range(min(_BEST, len(people.id)))
    ]  # fmt: skip
    return section("Best customers", table(heads, rows, caption="Of highest value to come", left=2), screen=True)


def _made(report: Report) -> list[tuple[str, Any]]:
    a, model = report.assumptions, report.model
    named = ", ".join(f"{e.name} {e.value:.4g}" for e in model.estimates)
    pairs: list[tuple[str, Any]] = [("Model", f"{model.name} ({named}), {model.status}")]
    if report.money:
        pairs.append(("Order values", f"{report.spend.name}, {report.spend.status}"))
    pairs += [
        ("Why this model", report.choice.sentence or a.source("model")),
        *([("How it was chosen", report.choice.details)] if report.choice.details else []),
        ("Rate", [share(a.rate), f" a year, {a.source('rate')}"]),
        ("Margin", [share(a.margin), f", {a.source('margin')}"]),
        ("Horizon", f"{years(a.horizon)}, {a.source('horizon')}"),
        ("Made by", f"xlclv {report.version}"),
    ]
    return pairs
