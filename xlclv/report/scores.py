"""Every customer's columns from the files beside the orders, for a program: what the sheets Customers and Card show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.checks import Floats
from xlclv.companions.data import Beside
from xlclv.companions.everyone import Everyone
from xlclv.companions.finding import Valued, found
from xlclv.companions.payback import Ahead
from xlclv.companions.reading import Companions
from xlclv.companions.service import seconds_allowed
from xlclv.orders.aggregates import Aggregates
from xlclv.orders.reading import Orders
from xlclv.places import places
from xlclv.report.in_engine import InEngine
from xlclv.report.scores_by_levels import in_place, moved
from xlclv.report.service import SERVICES, earned
from xlclv.report.standing import cut_offs
from xlclv.segments import attainment, tiers
from xlclv.segments.stages import NAMES
from xlclv.valuation.by_levels import ByLevels
from xlclv.valuation.customers import Fits
from xlclv.valuation.settings import Settings

if TYPE_CHECKING:
    import ibis.expr.types as ir

EXCEEDS, ON_THE_WAY, MISSES = "exceeds", "on the way", "misses"


def score_beside(
    companions: Companions, orders: Orders, known: Aggregates, fits: Fits, settings: Settings, day: dt.date,
    ranges: bool = False, covariates: bool = False,
) -> tuple[ir.Table, Beside, ByLevels | None]:  # fmt: skip
    """The scores as scoring.score gives them, with a column more for each thing that the files tell of a customer.

    Those are tier, attainment, standing and service level; a column a dimension; stage, contacts and cost of 12
    months, seconds that a contact may take, and points of likeness. With `covariates` the columns of --by move rates of
    buying and leaving, and order values.
    """
    import ibis

    base = InEngine(orders, known, fits, settings, day, ranges)
    people, flows = base.everyone(), base.flows()
    ahead = Ahead(flows.midpoint, flows.sales)
    told = found(companions, orders, Valued(people, ahead, settings.margin, None, day))
    scored, own = base.placed(), None
    if covariates:
        own = moved(told, len(companions.by), scored, people, fits, settings)
        people = own.people
    columns = _standing(base, people) | _told(told, people, settings.margin)
    more = ibis.memtable(_table(columns if own is None else columns | own.columns))
    joined = scored.join(more, "place").drop("place")
    return (joined, told, None) if own is None else (in_place(joined), told, own.fitted)


def _table(columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    count = len(next(iter(columns.values())))
    return pa.table({"place": np.arange(count, dtype=np.int64), **columns})


def _named(names: Any, of: Any) -> Any:
    """A column of few words, by their places."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(of.astype(np.int32)), pa.array(list(names))).cast("string")


def _standing(base: InEngine, people: Everyone) -> dict[str, Any]:
    """The tier, and what each customer has brought against what the average one brings in all."""
    columns: dict[str, Any] = {"tier": _named(tiers.DEFAULT_LABELS, people.tier)}
    mean = float((people.sales + people.remaining).mean())
    service = earned(people.sales, people.remaining, people.p_alive, people.count, mean, cut_offs(base))
    if service is not None:
        attained, level = service
        standing = np.where(attained >= 1, 0, np.where(attained >= attainment.ON_TRACK_FROM, 1, 2))
        columns["attainment"] = attained
        columns["standing"] = _named((EXCEEDS, ON_THE_WAY, MISSES), standing)
        columns["service_level"] = _named(SERVICES, level)
    return columns


def _told(beside: Beside, people: Everyone, margin: float) -> dict[str, Any]:
    """What the files say."""
    columns: dict[str, Any] = {}
    for one in beside.dimensions:
        name, number = f"by {one.name}", 2
        while name.casefold() in {known.casefold() for known in columns}:
            name, number = f"by {one.name} {number}", number + 1
        columns[name] = _named([level.level for level in one.levels], one.of)
    if beside.stages is not None:
        columns["stage"] = _named(NAMES, beside.stages.of)
    if beside.contacts is not None:
        served = beside.contacts.served
        columns["contacts_12_months"] = served.contacts_year.astype(np.int64)
        if beside.contacts.cost is not None:
            columns["cost_to_serve_12_months"] = served.cost_year
            columns["handle_seconds_allowed"] = _allowed(seconds_allowed(served, people, margin), people)
    if beside.resemblance is not None:
        columns["likeness"] = beside.resemblance.of
    return columns


def _allowed(by_tier: Floats, people: Everyone) -> Any:
    """The seconds of each customer's tier; none where its contacts say nothing."""
    import pyarrow as pa

    mine = by_tier[places(people.tier.astype(np.int64))]
    return pa.array(mine, mask=~np.isfinite(mine))
