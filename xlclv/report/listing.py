"""The best customers, one by one, and what is known of all others, fetched from the engine that has ranked them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.models.collapse import Ints
from xlclv.orders.definition import id_order
from xlclv.report.data import Customers, Rest
from xlclv.segments import tiers
from xlclv.valuation.ranking import Ranking

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TIERS = len(tiers.DEFAULT_LABELS)
_SUMS = ("orders", "frequency", "p_alive", "expected_orders", "expected_spend", "discounted_orders", "realised",
         "residual_clv")  # fmt: skip


class Others(NamedTuple):
    """The customers not listed, by segment, and whether all their numbers are sound."""

    rest: tuple[Rest, ...]
    sound: bool


def with_tier(ranking: Ranking) -> ir.Table:
    """The ranked customers with `tier`, the place of theirs among the labels, by the rule of tiers.places."""
    import ibis

    reached = enumerate(tiers.reach(ranking.count))
    cases = [(ranking.within(last), tier) for tier, last in reached if last]
    return ranking.table.mutate(tier=ibis.cases(*cases, else_=_TIERS - 1))


def best(ranking: Ranking, listed: int) -> Customers:
    """The best so many, by falling value and then by id; without intervals, attainment and service."""
    import ibis

    every = with_tier(ranking)
    top = every.filter(ranking.within(listed))
    found = top.order_by(ibis.desc("residual_clv"), *id_order(top.customer)).limit(listed).to_pyarrow()

    def whole(name: str) -> Ints:
        return np.asarray(found[name].to_numpy(), dtype=np.int64)

    def number(name: str) -> Floats:
        return np.asarray(found[name].to_numpy(), dtype=np.float64)

    return Customers(
        id=found["customer"].to_pylist(),
        first_order=found["first_order"].to_numpy().astype("datetime64[D]"),
        last_order=found["last_order"].to_numpy().astype("datetime64[D]"),
        orders=whole("orders"),
        frequency=whole("frequency"),
        recency=number("recency"),
        T=number("T"),
        monetary_value=number("monetary_value"),
        p_alive=number("p_alive"),
        expected_orders=number("expected_orders"),
        expected_spend=number("expected_spend"),
        discounted_orders=number("discounted_orders"),
        realised=number("realised"),
        residual_clv=number("residual_clv"),
        segment=whole("tier").astype(np.int8),
    )


def others(ranking: Ranking, listed: int, margin: float) -> Others:
    """Everyone but `best`, added up by segment. Sums are fetched by bin, so that no long sum loses digits."""
    left = _left(ranking, listed)
    sums: dict[str, Any] = {name: left[name].sum() for name in _SUMS}
    found = left.group_by("tier", "bin").aggregate(
        customers=left.count(),
        first_order=left.first_order.min(),
        last_order=left.last_order.max(),
        least=left.p_alive.min(),
        most=left.p_alive.max(),
        worth=(left.expected_spend * left.discounted_orders).sum(),
        **sums,
    )
    rows = found.to_pyarrow()
    tier = rows["tier"].to_numpy().astype(np.int64)
    columns = {name: np.asarray(rows[name].to_numpy(), dtype=np.float64) for name in ("customers", "worth", *_SUMS)}
    days = {name: rows[name].to_numpy().astype("datetime64[D]") for name in ("first_order", "last_order")}
    alive = rows["least"].to_numpy(), rows["most"].to_numpy()
    sound = bool((alive[0] >= 0).all() and (alive[1] <= 1).all())
    finite = all(bool(np.isfinite(column).all()) for column in columns.values())
    each = [(place, tier == place) for place in range(_TIERS)]
    return Others(
        tuple(_rest(place, mine, columns, days, margin) for place, mine in each if mine.any()), sound and finite
    )


def _left(ranking: Ranking, listed: int) -> ir.Table:
    """All customers below the place `listed`, and of its equals those whom their ids put behind it."""
    import ibis

    every = with_tier(ranking)
    above = ranking.at([listed])[listed].above
    equal = every.filter(ranking.within(listed) & ~ranking.within(above) if above else ranking.within(listed))
    # Equals are of one bin: the window only looks as if it had parts, which spares Spark a warning.
    behind = equal.mutate(by_id=ibis.row_number().over(ibis.window(group_by="bin", order_by=id_order(equal.customer))))
    behind = behind.filter(behind.by_id >= listed - above).select(*every.columns)
    return every.filter(~ranking.within(listed)).union(behind)


def _rest(place: int, mine: Any, columns: dict[str, Floats], days: dict[str, Any], margin: float) -> Rest:
    total = {name: float(column[mine].sum()) for name, column in columns.items()}
    count, discounted = round(total["customers"]), total["discounted_orders"]
    return Rest(
        segment=place,
        customers=count,
        first_order=days["first_order"][mine].min().item(),
        last_order=days["last_order"][mine].max().item(),
        orders=round(total["orders"]),
        frequency=round(total["frequency"]),
        p_alive=total["p_alive"] / count,
        expected_orders=total["expected_orders"],
        spend=total["worth"] / discounted if discounted else total["expected_spend"] / count,
        discounted=discounted,
        sales=total["realised"] / margin,
        clv=total["residual_clv"],
    )
