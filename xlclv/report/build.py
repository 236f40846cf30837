"""Building the report: orders to fits, standing, values, tiers, cohorts, flows and checks, each a plain function.

Customers are fetched where all can be listed, or stay where they are; the report is the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from xlclv import __version__
from xlclv.companions.data import Beside
from xlclv.companions.finding import Valued, found
from xlclv.companions.payback import Ahead
from xlclv.companions.reading import Companions
from xlclv.orders.cohorts import cohorts as cohorts_of
from xlclv.orders.currencies import agreed
from xlclv.orders.ledger import Ledger
from xlclv.orders.overview import Overview, overview
from xlclv.orders.reading import Orders
from xlclv.orders.source import refusal
from xlclv.orders.summary import CustomerSummary, summarise
from xlclv.planning.budgeting import budget as budgeted
from xlclv.planning.movement import Basis
from xlclv.planning.opening import Opening
from xlclv.planning.plan import Asked
from xlclv.planning.scenario import Drivers
from xlclv.planning.scenario import scenarios as scenarios_of
from xlclv.planning.statement import movements
from xlclv.planning.what_if import what_if
from xlclv.planning.worth import belief
from xlclv.report.checks import checks
from xlclv.report.data import Assumptions, Report
from xlclv.report.evidence import evidence, left_out
from xlclv.report.in_engine import InEngine
from xlclv.report.in_memory import InMemory
from xlclv.report.listed import MOST_LISTED, Customers
from xlclv.report.parts import (
    candidate,
    cautions,
    cohort_table,
    coming,
    fitted_model,
    leaning,
    missed,
    past_days,
    top_count,
)
from xlclv.report.service import Rule, earned
from xlclv.report.standing import Standing, cut_offs, median, reached, unlisted
from xlclv.segments import attainment
from xlclv.terms.options import option_name
from xlclv.validation.automatic import made as models
from xlclv.validation.backtest.short import model_error
from xlclv.validation.holdout import assess
from xlclv.valuation import residual
from xlclv.valuation.customers import Fits, clv_intervals
from xlclv.valuation.histories import worth
from xlclv.valuation.new_customer import first_orders, new_customer
from xlclv.valuation.settings import DEFAULTS, Settings, refuse_cac, without_margin


def build(
    orders: Orders,
    *,
    as_of: dt.date | None = None,
    rate: float = DEFAULTS.rate,
    margin: float = DEFAULTS.margin,
    horizon: float = DEFAULTS.horizon,
    cac: float | None = None,
    currency: str = "",
    model: str = DEFAULTS.model,
    season: bool = True,
    prior: bool = True,
    command: str = "",
    given: Collection[str] | None = None,
    listed: int = MOST_LISTED,
    companions: Companions | None = None,
    openings: tuple[Opening[Basis], ...] = (),
    budget: Asked | None = None,
    scenarios: Sequence[str] = (),
) -> Report:
    """The report of orders: summary, fits, values, intervals, tiers, cohorts, flows, holdout and checks.

    `rate` is annual and effective, `margin` a share of revenue, `horizon` in years, `cac` money a customer. Without
    `currency` the orders' own is shown. `model` is a model's name, or "auto" for the one that past days speak for. With
    `season` purchases follow one where two years of orders show it; with a `prior` fewer than 200 customers lean on
    what other shops show. `given` names the
    assumptions that are the user's own; `companions` are the files beside the orders. From each of
    the `openings` the movement of customer equity is told; `budget` says what is asked of the months ahead,
    `scenarios` what if.
    Of more customers than `listed` the best so many are fetched, and of all others
    sums, from the engine that holds the orders.

    Raises InputError for orders that cannot be summarised, NotIdentifiedError where no model can be fitted.
    """
    settings = Settings(rate, margin, horizon, model)
    assumptions = _assumed(orders, settings, as_of, cac, currency, given)
    seen, day = overview(orders, as_of), assumptions.as_of
    held = summarise(orders, day) if seen.customers <= listed else None
    choice, known, fits, split, before = models(
        orders, model, horizon, day, season=season, prior=prior, held=held, judged=True
    )
    rows = known.histories
    # What the engine counts comes first: it needs room for a moment, and the customers' numbers are not yet here.
    by_month = cohorts_of(orders, "month")
    cohorts = cohort_table(by_month, "month")
    judged = None if split is None else assess(orders, split, fits.name, season, prior)
    base: Standing = InEngine(orders, known, fits, settings, day) if held is None else InMemory(held, fits, settings)
    whole = worth(known, fits, settings)
    error = model_error(choice.tried, fits.name, fits.level)
    remaining = whole.expected.value
    flows = base.flows()
    ahead = Ahead(flows.midpoint, flows.sales)
    beside = None
    if companions is not None:
        beside = found(companions, orders, Valued(base.everyone(), ahead, margin, cac, day, assumptions.currency))
    own = assumptions.currency, assumptions.by_line
    moved = movements(orders, openings, Basis(belief(fits), settings), day, *own, season, prior)
    drivers = Drivers(rate, margin, horizon, cac)
    weekly = residual.Flows(flows.sales, flows.midpoint)
    asked_of = scenarios_of(scenarios, drivers)
    first = first_orders(orders) if orders.money else None
    planned = None
    if budget is not None and first is not None:
        planned = budgeted(budget, known, fits, day, first.mean, by_month, weekly, error)
    asked_if = what_if(asked_of, drivers, weekly, fits.clock, planned)
    of_total, of_rest = past_days(choice.tried, judged, fits.level)
    made = Report(
        version=__version__,
        command=command,
        assumptions=assumptions,
        ledger=_with(seen.ledger, beside, () if budget is None else budget.notes),
        orders=seen.orders,
        first_order=seen.first_day,
        last_order=seen.last_day,
        model=fitted_model(fits.name, fits.purchases),
        spend=fitted_model("Gamma-Gamma", fits.spend),
        spend_correlation=fits.spend.correlation,
        customers=_placed(_furnished(base, listed, fits, settings, float(seen.total) + remaining), base, beside),
        tiers=base.tiers(),
        flows=flows,
        cohorts=cohorts,
        sales=float(seen.total),
        remaining=remaining,
        median_remaining=median(base),
        top_decile_share=_share(reached(base, top_count(base.count)), remaining) if margin > 0 else None,
        expected_active=whole.expected_active,
        checks_ok=True,
        expected=whole.expected,
        coming=coming(whole, error, settings.horizon),
        model_error=error,
        backtest=choice.tried,
        missed=missed(choice.tried, fits.level),
        new_customer=None if first is None else new_customer(first, fits, settings),
        holdout=judged,
        choice=choice.why,
        season=fits.season,
        clock=fits.clock,
        candidates=tuple(map(candidate, choice.candidates)),
        level=fits.level,
        first_orders=fits.first,
        beside=beside,
        cautions=(
            *without_margin(margin),
            *of_total,
            *(left_out(seen.ledger) if orders.money else ()),
            *leaning(rows, prior),
            *cautions(rows, fits, base.related(), whole.refunded, settings, assumptions.by_line, orders.money),
            *before.oddities,
            *of_rest,
            *([planned.doubt] if planned and planned.doubt else []),
        ),
        unlisted=unlisted(base, listed, _rule(base, float(seen.total) + remaining)),
        movement=moved,
        budget=planned,
        what_if=asked_if,
        evidence=evidence(
            (judged, missed(choice.tried, fits.level)),
            (fits.purchases.status, *([fits.spend.status] if orders.money else [])),
            horizon,
            (seen.first_day, day),
            round(float(rows.customers[rows.x > 0].sum())),
            seen.ledger,
        ),
    )
    return replace(made, checks_ok=all(holds for _, holds in checks(made)) and _complete(made, seen, held))


def _assumed(
    orders: Orders, settings: Settings, as_of: dt.date | None, cac: float | None, currency: str,
    given: Collection[str] | None,
) -> Assumptions:  # fmt: skip
    """What the values rest on; InputError for what these orders do not allow."""
    refuse_cac(cac)
    by_line = orders.ledger.margin is not None
    if by_line and settings.margin != 1.0:
        rule = "the lines have their own margin, of which no share is taken"
        raise refusal(option_name("margin"), rule, "leave it out")
    stated = None if given is None else frozenset(given)
    shown = agreed(currency, orders.currency, orders.cost_currency)
    return Assumptions(
        as_of or orders.as_of, settings.rate, settings.margin, settings.horizon, cac, shown, stated, by_line
    )


def _with(ledger: Ledger, beside: Beside | None, plan: tuple[str, ...]) -> Ledger:
    """The ledger, with what is said of the files beside the orders and of the plan."""
    ledger = replace(ledger, assumed=(*ledger.assumed, *plan))
    if beside is None:
        return ledger
    return replace(ledger, assumed=(*ledger.assumed, *beside.notes), warnings=(*ledger.warnings, *beside.warnings))


def _furnished(base: Standing, listed: int, fits: Fits, settings: Settings, total: float) -> Customers:
    """The listed customers with their intervals, attainment and service; `total` is what all bring in all."""
    best = base.best(listed)
    history = best.frequency.astype(float), best.recency, best.T
    spread = clv_intervals(fits, settings, *history, best.monetary_value, best.sales)
    service = earned(best.sales, best.remaining, best.p_alive, base.count, total / base.count, cut_offs(base))
    attained, level = service or (None, None)
    return replace(best, low=spread.low, high=spread.high, attainment=attained, service=level)


def _rule(base: Standing, total: float) -> Rule | None:
    """What a service is earned by; None where nobody earns one, as service.earned says."""
    if base.count < attainment.MIN_FOR_PERCENTILE or total <= 0:
        return None
    return Rule(total / base.count, *cut_offs(base))


def _placed(people: Customers, base: Standing, beside: Beside | None) -> Customers:
    """The listed customers with their places by id, where something is told by place."""
    return people if beside is None else replace(people, place=base.where(len(people.id)))


def _share(part: float, total: float) -> float | None:
    return part / total if total > 0 else None


def _complete(made: Report, seen: Overview, held: CustomerSummary | None) -> bool:
    """Whether every customer and every cent of the ledger is in the report."""
    fetched = held is None or held.total == seen.total
    used = made.ledger.value_used if made.money else seen.orders
    return made.customer_count == seen.customers and seen.total == used and fetched
