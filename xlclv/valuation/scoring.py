"""Every customer's numbers, where the orders are: a small table of what is hard, and closed forms in the engine.

Purchases of a living customer depend on frequency and age alone: some ten thousand pairs stand for any number of
customers, and are worked out here. P(alive) of BG/NBD and MBG/NBD and the expected spend are closed forms, which the
engine evaluates; Pareto/NBD's P(alive) is an integral, and a season clock is no formula of an engine's, so their table
has a row for each distinct history.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.models import by_name, log_normal
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.season.clock import STEADY
from xlclv.orders.aggregates import Aggregates, histories, mean_spend
from xlclv.orders.each_order import log_values
from xlclv.orders.reading import Orders
from xlclv.orders.summary import WEEK
from xlclv.valuation import predictive
from xlclv.valuation.customers import LEAST_SPEND, Fits
from xlclv.valuation.residual import living_orders
from xlclv.valuation.settings import Settings
from xlclv.valuation.variants import PLAIN, Buying, Wider

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LARGEST = 700.0  # e to this power is still a number, in every engine
_KEYS = ("frequency", "age")
LOW, HIGH = "remaining_low", "remaining_high"


def score(
    orders: Orders, known: Aggregates, fits: Fits, settings: Settings, as_of: dt.date | None = None,
    ranges: bool = False, wider: Wider = PLAIN,
) -> ir.Table:  # fmt: skip
    """A table of the engine's own, one row a customer, unsorted; times in the unit of `known`, money as given.

    The columns are those of report.Customers, and the customer; `sales` are so far, `remaining` to come. With `ranges`
    there are four more: between which numbers of orders and sums of money 80 of 100 such customers come to lie.
    `wider` models take the places of those in `fits`; there are no ranges of them.
    """
    import ibis

    base = histories(orders, as_of)
    weeks = settings.horizon * WEEKS_PER_YEAR
    closed = hasattr(fits.purchases.params, "a") and fits.clock is STEADY and wider.buying is None
    timed = ranges or not closed
    table = _table(fits, known.histories, settings.rate, weeks, timed, known.unit_days, ranges, wider.buying)
    keys = (*_KEYS, "recency") if timed else _KEYS
    joined = base.join(ibis.memtable(table), list(keys))
    if wider.spend is not None:
        values = log_values(orders, as_of).rename(payer="customer")
        joined = joined.left_join(values, joined.customer == values.payer)
    alive = joined.alive if timed else _alive(joined, fits, known.unit_days)
    mean, told = mean_spend(joined, orders.scale), mean_spend(joined, orders.scale, fits.first)
    bought = joined.frequency + int(fits.first)
    if wider.spend is not None:
        spend = _heavy_spend(wider.spend, joined.told.fill_null(0).cast("float64"), joined.mean_log.fill_null(0.0))
    else:
        spend = _spend(fits, bought.cast("float64"), ibis.ifelse((bought > 0) & (told <= 0), LEAST_SPEND, told))
    still = 1.0 if wider.buying is not None else alive  # their orders to come are those of all, not of the living
    discounted = joined.discounted * still
    return joined.select(
        customer=joined.customer.cast("string"),
        first_order=joined.first_day,
        last_order=joined.last_day,
        orders=joined.orders,
        frequency=joined.frequency,
        recency=joined.recency.cast("float64") / known.unit_days,
        T=joined.age.cast("float64") / known.unit_days,
        monetary_value=mean,
        p_alive=alive,
        expected_orders=joined.living * still,
        expected_spend=spend,
        discounted_orders=discounted,
        sales=joined.units.cast("float64") / 10.0**orders.scale,
        remaining=spend * discounted,
        **(_ranges(joined, fits, bought, told) if ranges else {}),
    )


def _ranges(joined: ir.Table, fits: Fits, bought: ir.Value, told: ir.FloatingValue) -> dict[str, Any]:
    """Both ends of orders and of money, from their shares of gamma + bought m."""
    import ibis

    params: Any = fits.spend.params
    seen = ibis.ifelse((bought > 0) & (told <= 0), LEAST_SPEND, told) * bought.cast("float64")
    worth = (ibis.ifelse(bought > 0, seen, 0.0) + params.gamma) * fits.level
    return {
        "orders_low": joined.orders_low,
        "orders_high": joined.orders_high,
        LOW: joined.low * worth,
        HIGH: joined.high * worth,
    }


def by_own_rates(scored: ir.Table) -> ir.Table:
    """Half of what remains handed out as the models have it, half by customers' own repeat rates and order values.

    The total stays, and so does what the models say of orders. Customers of no repeat orders keep half of theirs.
    """
    import ibis

    weeks = ibis.greatest(scored["T"], 1.0 / WEEK)
    own = ibis.greatest(scored.monetary_value * scored.frequency.cast("float64") / weeks, 0.0)
    table = scored.mutate(own=own)
    sums = table.aggregate(whole=table.remaining.sum(), own=table.own.sum()).to_pyarrow().to_pylist()[0]
    if not sums["own"]:
        return scored
    half = 0.5 * sums["whole"] / sums["own"]
    return table.mutate(remaining=table.remaining * 0.5 + table.own * half).drop("own")


def without_money(scored: ir.Table) -> ir.Table:
    """The scores of orders that were counted: what is money falls away."""
    money = {"monetary_value", "expected_spend", "sales", "remaining", LOW, HIGH}
    return scored.drop(*(name for name in scored.columns if name in money))


def at_margin(scored: ir.Table, margin: float) -> ir.Table:
    """The scores as they are handed out: `realised` and `residual_clv`, money at the margin, in place of sales.

    A negative margin turns the ends of a range round.
    """
    worth = scored.mutate(realised=scored.sales * margin, residual_clv=scored.remaining * margin)
    if LOW not in scored.columns:
        return worth.drop("sales", "remaining")
    ends = (LOW, HIGH) if margin >= 0 else (HIGH, LOW)
    both = worth.mutate(residual_clv_low=worth[ends[0]] * margin, residual_clv_high=worth[ends[1]] * margin)
    return both.drop("sales", "remaining", LOW, HIGH)


def _table(
    fits: Fits, rows: Rows, rate: float, weeks: float, timed: bool, unit: float, ranges: bool, buying: Buying | None
) -> Any:
    """The small table: its keys in days, and what cannot be said in closed form."""
    import pyarrow as pa

    kernel, params = by_name(fits.name), fits.purchases.params
    x, t_x, T = rows.x, rows.t_x, rows.T
    if not timed:
        x, T = np.unique(np.stack([x, T]), axis=1)
    columns: dict[str, Any] = {"frequency": x.astype(np.int64), "age": _days(T, unit)}
    if ranges:
        columns |= _range_columns(fits, rows, rate, weeks)
    if buying is not None:
        columns["recency"] = _days(t_x, unit)
        columns["alive"] = buying.p_alive(x, t_x, T)
        columns["living"] = buying.expected(weeks, x, t_x, T)
        columns["discounted"] = buying.discounted(rate, weeks, x, t_x, T)
        return pa.table(columns)
    if timed:
        columns["recency"] = _days(t_x, unit)
        t_x, T = fits.clock.history(t_x, T)
        columns["alive"] = kernel.p_alive(params, x, t_x, T)
    columns["living"] = kernel.purchases_if_alive(params, fits.clock.ahead(weeks), x, T)
    columns["discounted"] = living_orders(fits.name, params, rate, weeks, x, T, clock=fits.clock)
    return pa.table(columns)


def _range_columns(fits: Fits, rows: Rows, rate: float, weeks: float) -> dict[str, Floats]:
    """What 80 of 100 customers of each history come to lie between: orders, and shares of gamma + bought m."""
    history = (rows.x, *fits.clock.history(rows.t_x, rows.T))
    params, spend = fits.purchases.params, fits.spend.params
    ordered = predictive.order_interval(fits.name, params, weeks, *history, clock=fits.clock)
    low, high = predictive.money_shares(
        fits.name, params, spend, rate, weeks, *history, bought=rows.x + fits.first, clock=fits.clock
    )
    return {"orders_low": ordered.low, "orders_high": ordered.high, "low": low, "high": high}


def _days(ages: Floats, unit: float) -> Any:
    return np.rint(ages * unit).astype(np.int64)


def _alive(base: ir.Table, fits: Fits, unit: float) -> ir.FloatingValue:
    """1 / (1 + odds of being dead), as xlclv.models.dropout.beta_chance has it."""
    import ibis

    params: Any = fits.purchases.params
    first = getattr(by_name(fits.name), "FIRST_CHANCE", 0)
    x = base.frequency.cast("float64")
    waited = (params.alpha * unit + base.age.cast("float64")) / (params.alpha * unit + base.recency.cast("float64"))
    chances = params.b + ibis.greatest(x + (first - 1.0), 0.0)
    odds = np.log(params.a) - chances.ln() + (params.r + x) * waited.ln()
    alive = 1.0 / (1.0 + ibis.least(odds, _LARGEST).exp())
    return alive if first else ibis.ifelse(base.frequency > 0, alive, 1.0)


def _spend(fits: Fits, x: ir.FloatingValue, mean: ir.FloatingValue) -> ir.FloatingValue:
    """level p (gamma + m x) / (p x + q - 1), as xlclv.models.spend.gamma_gamma has it."""
    params: Any = fits.spend.params
    return (mean * x + params.gamma) * (params.p * fits.level) / (x * params.p + (params.q - 1.0))


def _heavy_spend(params: log_normal.Params, n: ir.FloatingValue, mean: ir.FloatingValue) -> ir.FloatingValue:
    """exp(mean + variance / 2) of ln(next order), as xlclv.models.spend.log_normal has it."""
    one, between, middle = params.sigma**2, params.tau**2, float(np.log(params.median))
    known = n * between + one
    return ((mean - middle) * (n * between / known) + (middle + 0.5 * one) + (0.5 * one * between) / known).exp()
