"""Wider models that scores may rest on: regular buyers, cohorts of their own, log-normal spend. Reports do not.

A report's sheets and budgets rest on what the plain models have in common: a living customer's orders to come follow
from frequency and age alone. Those of regular buyers depend on the days since the last order as well, and those of
cohorts on when a customer came. Scores need neither: they look each history up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import NotIdentifiedError
from xlclv.models import by_name, log_normal
from xlclv.models.covariates import fit as covariates
from xlclv.models.likelihood.collapse import Ints, Rows
from xlclv.models.likelihood.maximum import Fit
from xlclv.models.regular import cnbd
from xlclv.orders.summary import WEEK

THIN = 200  # customers: quarters of fewer are put together with the next
RIDGE = 1.0  # an observation that found a cohort to be as all are: what a late one cannot tell yet is left there
_NODES = 8  # of Gauss and Legendre over the horizon: what weeks discounted at their middles come to, to 1e-5


@dataclass(frozen=True, slots=True)
class Buying:
    """Repeat buying by a wider model, times in weeks: P(alive) and expected orders of histories, and why in words."""

    p_alive: Callable[[Floats, Floats, Floats], Floats]
    expected: Callable[[float, Floats, Floats, Floats], Floats]
    sentence: str

    def discounted(self, rate: float, horizon: float, x: Floats, t_x: Floats, T: Floats) -> Floats:
        """Expected orders of each history within the horizon, each discounted to today.

        What is left at the end, and the interest on what had come before: INT v(t) dE(t) by parts. The nodes stand in
        the root of the time, for orders come fastest at first.
        """
        force = np.log1p(rate) / WEEKS_PER_YEAR
        found = np.exp(-force * horizon) * self.expected(horizon, x, t_x, T)
        if force == 0 or horizon == 0:
            return np.asarray(found)
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        for root, weight in zip(0.5 * (nodes + 1.0), weights, strict=True):
            at = float(horizon * root * root)
            found = found + weight * horizon * root * force * np.exp(-force * at) * self.expected(at, x, t_x, T)
        return np.asarray(found)


class Wider(NamedTuple):
    """What takes the place of a report's models in scores: repeat buying, spend; None is what reports have."""

    buying: Buying | None = None
    spend: log_normal.Params | None = None


PLAIN = Wider()


def regular(model: str, rows: Rows, log_gaps: float) -> Buying:
    """k stages a purchase, k by likelihood; `log_gaps` is SUM ln(weeks between purchases) of all customers.

    Raises NotIdentifiedError where the data support no such fit, InputError for a model without one.
    """
    older = Rows(*(column[rows.T > 0] for column in rows))
    found = cnbd.fit(model, older.x, older.t_x, older.T, log_gaps, weights=older.customers)
    params = found.fit.params
    if params is None:
        raise NotIdentifiedError(f"{model} of regular buyers is {found.fit.status}")
    gain = (found.fit.log_likelihood or 0.0) - found.tried[0]
    told = (
        "as random as the plain model has it" if found.k == 1 else f"ln likelihood {gain:,.1f} above buying at random"
    )
    return Buying(
        lambda x, t_x, T: cnbd.p_alive(model, params, x, t_x, T),
        lambda h, x, t_x, T: cnbd.expected_purchases(model, params, h, x, t_x, T),
        f"{model} of regular buyers, k = {found.k} of {len(found.tried)} tried: {told}",
    )


class Cohorts(NamedTuple):
    """The quarters since 1970 with which cohorts begin, and their names."""

    begins: tuple[int, ...]
    names: tuple[str, ...]


def cohorts(T: Floats, customers: Floats, as_of: dt.date) -> Cohorts:
    """Cohorts by the quarter of the first order, told from the age in weeks; thin ones go with the next.

    >>> found = cohorts(np.array([40.0, 30.0, 17.0, 2.0]), np.array([500.0, 90.0, 400.0, 30.0]), dt.date(2026, 6, 30))
    >>> found.names
    ('2025Q3', '2025Q4-2026Q2')
    """
    quarter = _quarters(T, as_of)
    groups: list[list[int]] = []
    held = float(THIN)
    for one in np.unique(quarter).tolist():
        if held >= THIN:
            groups.append([])
            held = 0.0
        groups[-1].append(one)
        held += float(customers[quarter == one].sum())
    if held < THIN and len(groups) > 1:  # what is left goes with the one before
        last = groups.pop()
        groups[-1] += last
    ends = [dict.fromkeys((_quarter(group[0]), _quarter(group[-1]))) for group in groups]
    return Cohorts(tuple(group[0] for group in groups), tuple("-".join(end) for end in ends))


def _quarters(T: Floats, as_of: dt.date) -> Ints:
    """The quarter since 1970 in which customers of such ages first bought."""
    first = np.datetime64(as_of) - np.rint(T * WEEK).astype("timedelta64[D]")
    return np.asarray(first.astype("datetime64[M]").astype(np.int64) // 3)


def _quarter(number: int) -> str:
    """A quarter since 1970 as people write it."""
    return f"{1970 + number // 4}Q{number % 4 + 1}"


def by_cohort(model: str, rows: Rows, as_of: dt.date) -> Buying:
    """Purchase and dropout rates of each quarter's customers, drawn to those of all by the ridge.

    Where Akaike's criterion does not speak for it, all customers are of one kind. Raises NotIdentifiedError where the
    data support no fit at all.
    """
    older = Rows(*(column[rows.T > 0] for column in rows))
    told = cohorts(older.T, older.customers, as_of)
    plain = by_name(model).fit(older.x, older.t_x, older.T, weights=older.customers)
    if plain.params is None or plain.aic is None:
        raise NotIdentifiedError(f"{model} is {plain.status}")
    each, why = [plain.params], f"fewer than two quarters have {THIN} customers each"
    if len(told.names) > 1:
        each, why = _each(model, older, told, as_of, plain)
    begins = told.begins if len(each) > 1 else told.begins[:1]
    kernel = by_name(model)

    def of(call: Callable[[Any, Ints], Floats], T: Floats) -> Floats:
        out, own = np.empty(len(T)), _belongs(T, as_of, begins)
        for number, params in enumerate(each):
            mine = np.flatnonzero(own == number)
            out[mine] = call(params, mine)
        return out

    return Buying(
        lambda x, t_x, T: of(lambda p, i: kernel.p_alive(p, x[i], t_x[i], T[i]), T),
        lambda h, x, t_x, T: of(lambda p, i: kernel.expected_purchases(p, h, x[i], t_x[i], T[i]), T),
        f"{model}: {why}",
    )


def _each(model: str, rows: Rows, told: Cohorts, as_of: dt.date, plain: Fit[Any]) -> tuple[list[Any], str]:
    """The parameters of each cohort, or of all where that is as well; and why."""
    every = np.eye(len(told.names))
    table = every[_belongs(rows.T, as_of, told.begins)][:, 1:]
    history = rows.x, rows.t_x, rows.T
    found = covariates.fit(model, *history, table, told.names[1:], weights=rows.customers, ridge=RIDGE, tests=False)
    if found.params is None or found.aic is None or plain.aic is None:
        return [plain.params], f"cohorts by quarter of the first order are {found.status}"
    why = f"with {len(told.names)} cohorts by quarter of the first order AIC is {found.aic:,.1f}, "
    why += f"without {plain.aic:,.1f}"
    return [found.of(row[1:]) for row in every] if found.aic < plain.aic else [plain.params], why


def _belongs(T: Floats, as_of: dt.date, begins: tuple[int, ...]) -> Ints:
    """The cohort of each history: the last that had begun."""
    return np.asarray(np.maximum(np.searchsorted(begins, _quarters(T, as_of), side="right") - 1, 0), dtype=np.int64)


def heavy_spend(n: Floats, mean_log: Floats, scatter: Floats) -> log_normal.Params:
    """Log-normal spend of customers with so many repeat orders, their mean and scatter of ln(value).

    Raises NotIdentifiedError where the data support none, InputError for fewer than 20 customers.
    """
    found = log_normal.fit(n, mean_log, scatter)
    if found.params is None:
        raise NotIdentifiedError(f"log-normal spend is {found.status}")
    return found.params
