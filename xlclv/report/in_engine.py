"""A base whose customers stay where their orders are: ranked and added up there, only sums and the best are fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.checks import Floats
from xlclv.companions.everyone import EVERYONE, Everyone
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models.likelihood.collapse import Ints
from xlclv.orders.aggregates import Aggregates
from xlclv.orders.arrow import as_numpy
from xlclv.orders.definition import id_order
from xlclv.orders.reading import Orders
from xlclv.places import places
from xlclv.report.data import Flows
from xlclv.report.listed import Customers, Rest
from xlclv.report.service import GONE, SERVICES, WIN_BACK, Rule
from xlclv.report.standing import Others, middles_of
from xlclv.report.tiers import Tier
from xlclv.segments import attainment, tiers
from xlclv.validation.independence import Independence
from xlclv.validation.independence_by_engine import related
from xlclv.valuation.customers import Fits
from xlclv.valuation.ranking import Mark, Ranking
from xlclv.valuation.residual import living_flows
from xlclv.valuation.scoring import score
from xlclv.valuation.settings import Settings

if TYPE_CHECKING:
    import datetime as dt

    import ibis.expr.types as ir

_TIERS = len(tiers.DEFAULT_LABELS)
_SUMS = ("orders", "frequency", "p_alive", "expected_orders", "expected_spend", "discounted_orders", "sales",
         "remaining")  # fmt: skip


class InEngine:
    """The standing of customers in the engine that holds their orders; see standing.Standing."""

    def __init__(
        self, orders: Orders, known: Aggregates, fits: Fits, settings: Settings, as_of: dt.date, ranges: bool = False
    ) -> None:
        self.falling = settings.margin >= 0
        self._fits, self._horizon = fits, settings.horizon
        scored = score(orders, known, fits, settings, as_of, ranges)
        self._columns = scored.columns
        self._ranking = Ranking(scored, "remaining", rising=not self.falling)

    @property
    def count(self) -> int:
        return self._ranking.count

    @property
    def mean_place(self) -> float:
        return self._ranking.mean_place

    @cached_property
    def _every(self) -> ir.Table:
        """The ranked customers with `tier`, the place of theirs among the labels, by the rule of tiers.places."""
        import ibis

        reached = enumerate(tiers.reach(self.count))
        cases = [(self._ranking.within(last), tier) for tier, last in reached if last]
        return self._ranking.table.mutate(tier=ibis.cases(*cases, else_=_TIERS - 1))

    def tiers(self) -> tuple[Tier, ...]:
        """Each tier is one stretch of places. Sums are fetched by bin, so that no long sum loses digits."""
        every = self._every
        found = every.group_by("tier", "bin").aggregate(
            n=every.count(), remaining=every.remaining.sum(), alive=every.p_alive.sum()
        ).to_pyarrow()  # fmt: skip
        tier = as_numpy(found, "tier").astype(np.int64)
        sums = [np.bincount(places(tier), as_numpy(found, name), _TIERS) for name in ("n", "remaining", "alive")]
        ends = np.cumsum(sums[0]).round().astype(np.int64).tolist()
        middles = [
            middles_of(start + 1, end) if end > start else () for start, end in zip([0, *ends[:-1]], ends, strict=True)
        ]
        at = self.at(sorted({place for two in middles for place in two}))
        return tuple(
            Tier(round(n), float(remaining), 0.5 * sum(at[place].value for place in two), float(alive / max(n, 1.0)))
            for n, remaining, alive, two in zip(*sums, middles, strict=True)
        )

    def at(self, places: Sequence[int]) -> dict[int, Mark]:
        return self._ranking.at(places)

    def best(self, n: int) -> Customers:
        import ibis

        top = self._every.filter(self._ranking.within(min(n, self.count)))
        value = ibis.desc("remaining") if self.falling else "remaining"
        found = top.order_by(value, *id_order(top.customer)).limit(n).to_pyarrow()

        def whole(name: str) -> Ints:
            return as_numpy(found, name).astype(np.int64)

        def number(name: str) -> Floats:
            return as_numpy(found, name).astype(np.float64)

        return Customers(
            id=found["customer"].to_pylist(),
            first_order=as_numpy(found, "first_order"),
            last_order=as_numpy(found, "last_order"),
            orders=whole("orders"),
            frequency=whole("frequency"),
            recency=number("recency"),
            T=number("T"),
            monetary_value=number("monetary_value"),
            p_alive=number("p_alive"),
            expected_orders=number("expected_orders"),
            expected_spend=number("expected_spend"),
            discounted_orders=number("discounted_orders"),
            sales=number("sales"),
            remaining=number("remaining"),
            segment=whole("tier").astype(np.int8),
        )

    def rest(self, n: int) -> Others:
        """Added up by segment and bin, as the tiers are."""
        left = self._left(n)
        sums: dict[str, Any] = {name: left[name].sum() for name in _SUMS}
        found = left.group_by("tier", "bin").aggregate(
            customers=left.count(),
            first_order=left.first_order.min(),
            last_order=left.last_order.max(),
            least=left.p_alive.min(),
            most=left.p_alive.max(),
            **sums,
        )
        rows = found.to_pyarrow()
        tier = as_numpy(rows, "tier").astype(np.int64)
        columns = {name: as_numpy(rows, name).astype(np.float64) for name in ("customers", *_SUMS)}
        days = {name: as_numpy(rows, name) for name in ("first_order", "last_order")}
        alive = as_numpy(rows, "least"), as_numpy(rows, "most")
        sound = bool((alive[0] >= 0).all() and (alive[1] <= 1).all())
        finite = all(bool(np.isfinite(column).all()) for column in columns.values())
        each = [(place, tier == place) for place in range(_TIERS)]
        return Others(tuple(_rest(place, mine, columns, days) for place, mine in each if mine.any()), sound and finite)

    def served(self, n: int, rule: Rule) -> Ints:
        """The rule of service.earned, as the engine reads it."""
        import ibis

        left = self._left(n)
        attained, value = left.sales.cast("float64") / rule.expected, left.remaining
        to = {name: ibis.literal(SERVICES.index(name), "int64") for name in SERVICES}
        level = ibis.cases(
            ((left.p_alive < GONE) & (attained >= 1), to[WIN_BACK]),
            (left.p_alive < GONE, to[attainment.SELF_SERVICE]),
            (attained >= 1, to[attainment.CONCIERGE]),
            (value < rule.low, to[attainment.SELF_SERVICE]),
            ((value >= rule.high) & (attained >= attainment.ON_TRACK_FROM), to[attainment.PRIORITY]),
            (value >= rule.high, to[attainment.RETENTION_DESK]),
            else_=to[attainment.STANDARD],
        )
        named = left.mutate(level=level)
        found = named.group_by("tier", "level").aggregate(n=named.count()).to_pyarrow()
        counts = np.zeros((_TIERS, len(SERVICES)), dtype=np.int64)
        tier, earned, many = (as_numpy(found, name).astype(np.int64) for name in ("tier", "level", "n"))
        counts[places(tier), places(earned)] = many
        return counts

    def _left(self, n: int) -> ir.Table:
        """All customers below the place `n`, and of its equals those whom their ids put behind it."""
        import ibis

        every, within = self._every, self._ranking.within
        above = self.at([n])[n].above
        equal = every.filter(within(n) & ~within(above) if above else within(n))
        # Equals are of one bin: the window only looks as if it had parts, which spares Spark a warning.
        turn = ibis.row_number().over(ibis.window(group_by="bin", order_by=id_order(equal.customer)))
        behind = equal.mutate(by_id=turn)
        behind = behind.filter(behind.by_id >= n - above).select(*every.columns)
        return every.filter(~within(n)).union(behind)

    def flows(self) -> Flows:
        """Customers of one frequency and age buy alike while they live."""
        every, params = self._every, self._fits.purchases.params
        mass = (every.p_alive * every.expected_spend).sum()
        keys = ("tier", "frequency", "T")
        found = every.group_by(*keys).aggregate(mass=mass).order_by(*keys).to_pyarrow()
        tier, *columns = (as_numpy(found, name) for name in (*keys, "mass"))
        x, age, money = (column.astype(np.float64) for column in columns)
        clock = self._fits.clock
        ahead = living_flows(self._fits.name, params, self._horizon * WEEKS_PER_YEAR, x, clock.passed(age), money,
                             tier.astype(np.int64), _TIERS, clock=clock)  # fmt: skip
        return Flows(ahead.years, ahead.amounts)

    def placed(self) -> ir.Table:
        """The scores of all customers, with each one's place by id."""
        import ibis

        every = self._every
        turn = ibis.row_number().over(ibis.window(order_by=id_order(every.customer)))
        return every.select(*self._columns, place=turn.cast("int64"))

    def where(self, n: int) -> Ints:
        import ibis

        every = self._every
        order = id_order(every.customer)
        placed = every.mutate(place=ibis.row_number().over(ibis.window(order_by=order)))
        top = placed.filter(self._ranking.within(min(n, self.count)))
        value = ibis.desc("remaining") if self.falling else "remaining"
        found = top.order_by(value, *order).limit(n).select("place").to_pyarrow()
        return as_numpy(found, "place").astype(np.int64)

    def everyone(self) -> Everyone:
        every = self._every
        found = every.order_by(*id_order(every.customer)).select(*EVERYONE, "first_order", "tier").to_pyarrow()
        columns = {name: as_numpy(found, name) for name in EVERYONE}
        first, tier = as_numpy(found, "first_order"), as_numpy(found, "tier").astype(np.int8)
        return Everyone(**columns, first_day=first, tier=tier)

    def related(self) -> Independence:
        return related(self._ranking.table, self._fits.spend)


def _rest(place: int, mine: Any, columns: dict[str, Floats], days: dict[str, Any]) -> Rest:
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
        spend=total["remaining"] / discounted if discounted else total["expected_spend"] / count,
        discounted=discounted,
        sales=total["sales"],
        remaining=total["remaining"],
    )
