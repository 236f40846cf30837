"""Every customer's numbers where the columns of --by move rates of buying and leaving, and order values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.companions.asked import Asked
from xlclv.companions.data import Beside
from xlclv.companions.everyone import Everyone
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import UsageError
from xlclv.orders.arrow import as_numpy
from xlclv.segments import tiers
from xlclv.terms.money import SALES, Words
from xlclv.valuation.by_levels import ByLevels, Column, by_levels
from xlclv.valuation.customers import Fits
from xlclv.valuation.settings import Settings

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOVED = ("p_alive", "expected_orders", "expected_spend", "discounted_orders", "remaining")
SUFFIX = "_by_levels"


class Moved(NamedTuple):
    """What was fitted, the customers as they are valued by it, and their columns in place of the plain model's."""

    fitted: ByLevels
    people: Everyone
    columns: dict[str, Floats]


def refuse_later(asked: Sequence[Asked]) -> None:
    """Raises UsageError for what is known of a customer only after later orders: it tells of them by itself."""
    later = [one for one in asked if one.line in ("last", "most")]
    if later:
        rule = f"covariates cannot rest on --by {later[0].line}:{later[0].column}, which only later orders tell"
        raise UsageError(f"{rule}: say --by {later[0].column}, which takes the first order's")


def moved(told: Beside, asked: int, placed: ir.Table, people: Everyone, fits: Fits, settings: Settings) -> Moved:
    """The customers valued by the first `asked` dimensions, which are those of --by; `placed` are the plain scores."""
    names = ("frequency", "recency", "T", "monetary_value", "sales", "expected_spend")
    rows = placed.order_by("place").select(*names).to_pyarrow()
    x, t_x, T, mean, sales, plain = (as_numpy(rows, name).astype(np.float64) for name in names)
    columns = [
        Column(one.name, tuple(level.level for level in one.levels), one.of.astype(np.int64))
        for one in told.dimensions[:asked]
    ]
    spent = fits.seen(x, mean, sales)
    fitted = by_levels(fits.name, x, t_x, T, columns, spent)
    weeks = settings.horizon * WEEKS_PER_YEAR
    alive, expected = fitted.p_alive(x, t_x, T), fitted.expected(weeks, x, t_x, T)
    worth = fitted.order_value(*spent, plain)
    discounted = fitted.discounted(settings.rate, weeks, x, t_x, T)
    remaining = worth * discounted
    found = dict(zip(MOVED, (alive, expected, worth, discounted, remaining), strict=True))
    rank = tiers.places(remaining if settings.margin >= 0 else -remaining).astype(np.int8)
    valued = replace(
        people, p_alive=alive, expected_orders=expected, discounted_orders=discounted, remaining=remaining, tier=rank
    )
    return Moved(fitted, valued, {name + SUFFIX: column for name, column in found.items()})


def in_place(joined: ir.Table) -> ir.Table:
    """The scores, what was moved in the place of what was not."""
    return joined.mutate(**{name: joined[name + SUFFIX] for name in MOVED}).drop(*(name + SUFFIX for name in MOVED))


def sentences(found: ByLevels, money: Words = SALES) -> tuple[str, ...]:
    """What the columns tell: Akaike's criterion, a test a column, and a line a level, in the words for the money."""
    against = (
        f"AIC is {found.aic:,.1f}, without {found.plain_aic:,.1f}" if found.aic is not None else "no fit was found"
    )
    verdict = "" if found.used else "; customers are valued as if all were alike"
    said = [f"{found.model} with covariates: with the columns of --by {against}{verdict}"]
    if found.spend_aic is not None:
        one, other = found.spend_aic
        used = "" if found.spend is not None else "; order values are taken as if all were alike"
        said.append(f"Gamma-Gamma with covariates: AIC is {one:,.1f}, without {other:,.1f}{used}")
    said += [f"{t.column}: likelihood ratio {t.statistic:,.1f} on {t.freedom} degrees of freedom, p = {t.p:.2g}"
             for t in found.tests]  # fmt: skip
    base = dict(found.commonest)
    leaves = "leaves {} as readily" if found.model == "Pareto/NBD" else "odds to leave after an order {}"
    said += [
        f"{one.column} {one.level} ({one.customers:,}), beside {base[one.column]}: buys {_factor(one.purchase)} as "
        f"fast, {leaves.format(_factor(one.dropout))}"
        + ("" if one.spend is None else f", {money.brings} {_factor(one.spend)} as much an order")
        for one in found.effects
    ]
    return tuple(said)


def _factor(told: tuple[float, float | None]) -> str:
    """e to the coefficient, with its 80% interval.

    >>> _factor((0.1, 0.05))
    '1.11 times (1.04 to 1.18)'
    """
    value, error = told
    middle = f"{np.exp(value):.2f} times"
    if error is None:
        return middle
    low, high = np.exp(value - 1.2816 * error), np.exp(value + 1.2816 * error)
    return f"{middle} ({low:.2f} to {high:.2f})"
