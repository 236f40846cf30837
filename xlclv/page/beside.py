"""What stands beside orders or contracts, on their page: levels, people, service, acquisition, first steps."""

from __future__ import annotations

from typing import Any

from xlclv.companions.data import (
    Acquisition,
    Beside,
    Contacts,
    Dimension,
    Journey,
    Profile,
    SecondOrders,
    Stages,
    Steps,
)
from xlclv.page.charts import bars
from xlclv.page.document import Element, el, facts, number, section, share, table
from xlclv.page.parts import unit
from xlclv.segments.stages import NAMES

_PROFILES, _ALIKE = 15, 10  # listed on the page; the workbook has all


def sections(beside: Beside | None, margin: float, currency: str) -> list[Element | None]:
    """A section for each thing that was found; None for what was not."""
    if beside is None:
        return []
    money = unit(currency)
    return [
        *(_dimension(one, margin) for one in beside.dimensions),
        _people(beside),
        _service(beside.contacts, money),
        _spent(beside.acquisition, money),
        _journeys(beside.journeys, beside.steps, margin),
        _second(beside.second_orders, margin),
        _stages(beside.stages),
    ]


def _dimension(one: Dimension, margin: float) -> Element:
    rows = [
        [level.level, number(level.customers), number(level.mean_lifetime * margin, 2),
         [number(min(level.low, level.high) * margin, 2), " to ", number(max(level.low, level.high) * margin, 2)],
         share(level.bought_again), number(level.cac, 2),
         [number(level.payback_months, 1), " predicted" if level.observed is False else ""]]
        for level in one.levels
    ]  # fmt: skip
    heads = ("Level", "Customers", "Lifetime value", "Interval", "Bought again", "CAC", "Payback, months")
    drawn = bars(
        [(v.level, v.mean_lifetime * margin, f"{v.mean_lifetime * margin:,.0f}") for v in one.levels[:10]],
        "Lifetime value of a customer",
    )
    both = el("div", table(heads, rows, caption="Brought so far and to come, a customer"), drawn, class_="pair")
    return section(f"By {one.name}", both, name=f"by-{one.name}".lower().replace(" ", "-"))


def _people(beside: Beside) -> Element | None:
    """What the best fifth have more often than all, and who is like them."""
    if not beside.profiles:
        return None
    found = sorted(beside.profiles, key=lambda one: (not one.differs, -one.index))[:_PROFILES]
    heads = ("What they are", "Customers", "Of all", "Of the best fifth", "Index", "More than luck")
    parts: list[Any] = [table(heads, [_profile(one) for one in found], caption="Average = 100")]
    card = beside.resemblance
    if card is not None and card.auc is not None:
        told = [el("p", "Told apart from the others, out of sample: AUC ", number(card.auc, 2), " (0.5 is chance)")]
        parts += told
    if card is not None:
        people = [(one, "customer") for one in card.alike[:_ALIKE]] + [(p, "prospect") for p in card.prospects[:_ALIKE]]
        if people:
            rows = [[one.id, what, number(one.points, 1)] for one, what in people]
            listed = table(("Like the best", "Who", "Points"), rows, caption="Those with most points", left=2)
            parts.append(el("div", listed, class_="screen"))
    return section("Who the best are", *parts, name="people")


def _profile(one: Profile) -> list[Any]:
    who = f"{one.column}: {one.level}"
    return [who, number(one.customers), share(one.share_all), share(one.share_best), number(one.index),
            "yes" if one.differs else "no"]  # fmt: skip


def _service(found: Contacts | None, money: str) -> Element | None:
    if found is None:
        return None
    after = found.after
    told: list[tuple[str, Any]] = [
        ("Contacts", [number(found.used), f" of customers, {found.of_non_customers:,} of others"]),
        ("Solved at once", [share(found.fcr), f" of the {found.known:,} of which it is known"]),
        ("Handle time", [number(found.handle_seconds), " seconds on average"]),
        ("Cost to serve a customer a year", [number(found.cost_to_serve_a_year, 2), money]),
    ]
    if after.difference is not None:
        within = f"Bought within {after.days} days"
        told.append((within, [share(after.resolved), " after a contact solved at once, ", share(after.unresolved),
                              " after another"]))  # fmt: skip
        ends = [share(after.low), " to ", share(after.high)]
        told.append(("The difference", [share(after.difference), ", 95% interval ", *ends,
                                        ": it goes together, which proves no cause"]))  # fmt: skip
    rows = [
        [name, number(count), number(seconds), share(solved), number(cost, 2)]
        for name, count, seconds, solved, cost in found.channels
    ]
    heads = ("Channel", "Contacts", "Seconds", "Solved at once", "Cost")
    by_channel = table(heads, rows, caption="By channel") if rows else None
    return section("Service", facts(told), by_channel)


def _spent(found: Acquisition | None, money: str) -> Element | None:
    if found is None:
        return None
    rows = [
        [c.cohort, number(c.customers), number(c.spend, 2), number(c.cac, 2), number(c.payback_months, 1),
         "" if c.observed is None else "seen" if c.observed else "predicted"]
        for c in found.by_cohort
    ]  # fmt: skip
    heads = ("Cohort", "New customers", "Spend", "CAC", "Payback, months", "Seen or predicted")
    words = [number(found.spend, 2), money, " for ", number(found.new_customers), " new customers: CAC "]
    return section(
        "Acquisition", el("p", *words, number(found.cac, 2)), table(heads, rows, caption="By period of the first order")
    )


def _journeys(found: tuple[Journey, ...], early: Steps | None, margin: float) -> Element | None:
    if not found:
        return None
    rows = [
        [j.path, number(j.customers), number(j.mean_lifetime * margin, 2), share(j.exceed), share(j.miss)]
        for j in found
    ]
    heads = ("First steps", "Customers", "Lifetime value", "Exceed what is expected", "Miss it")
    paths = table(heads, rows, caption="The most frequent paths")
    return section("Journeys", _steps(early), paths, screen=True)


def _steps(found: Steps | None) -> Element | None:
    """What those who exceed do early and those who miss do not."""
    if found is None or not found.steps:
        return None
    rows = [
        [one.name, share(one.exceed / found.exceed), share(one.miss / found.miss), "yes" if one.differs else "no"]
        for one in found.steps
    ]
    heads = (f"In the first {found.days} days", "Of those who exceed", "Of those who miss", "More than luck")
    who = f"Of customers for {found.days} days and more: {found.exceed:,} exceed, {found.miss:,} miss"
    return table(heads, rows, caption=who)


def _second(found: SecondOrders | None, margin: float) -> Element | None:
    if found is None:
        return None
    rows = [
        [name, number(count), number(worth * margin / count, 2) if count else "–"]
        for name, count, worth in found.classes
    ]
    said = (
        el("p", "Half of those who came back had come by day ", number(found.median), ".")
        if found.median is not None
        else None
    )
    heads = ("Days to the second order", "Customers", "Lifetime value")
    return section("Second order", said, table(heads, rows, caption="By days since the first order"), screen=True)


def _stages(found: Stages | None) -> Element | None:
    if found is None:
        return None
    rows = [
        [f"{day:%Y-%m-%d}", *(number(count) for count in counts)]
        for day, counts in zip(found.days, found.counts.tolist(), strict=True)
    ]
    listed = table(("Day", *NAMES), rows, caption="Customers at each stage at the end of a month")
    return section("Stages of the life cycle", listed, name="stages", screen=True)
