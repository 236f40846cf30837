"""Are the data enough? Plain thresholds that warn in words, and the reasons for which a fit is refused."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Floats
from xlclv.discounting import WEEKS_PER_YEAR
from xlclv.errors import NA, InputError, NotIdentifiedError
from xlclv.models.likelihood.collapse import Rows
from xlclv.models.likelihood.history import MIN_CUSTOMERS, alike, fitting_rows, too_few
from xlclv.orders.summary import WEEK

# Standard errors fall with the root of the number of repeat buyers: on the bases of benchmarks/calibration.py the 80%
# interval of expected equity reaches about 18% to either side with 100 of them, 6% with 1,000.
CUSTOMERS = 500
REPEAT_BUYERS = 100
REPEAT_SHARE = 0.05
LONGEST_REACH = 2.0  # horizons up to so many times the longest history
YEAR = WEEKS_PER_YEAR * WEEK
CALENDAR_YEAR = 365.0


def refusal(frequency: Any, recency: Any, T: Any, *, weights: Any = None, least: int = MIN_CUSTOMERS) -> str:
    """Why no model of repeat buying can be fitted to these histories; empty when one can.

    One entry a customer, or as many as its `weights` say; customers of age 0 are not counted, for they say nothing.

    Raises InputError for histories that cannot be.

    >>> refusal([0] * 50, [0] * 50, [30] * 50)
    'no customer bought on two days; a fit needs repeat purchases'
    >>> refusal([1] * 9, [10] * 9, [30] * 9)
    'only 9 customers bought before the last day; a fit needs at least 20: give more orders'
    >>> refusal([1] * 50, [10] * 50, [30] * 50)
    'all customers have the same frequency and T, so nothing tells frequent buyers from rare ones'
    """
    age = np.asarray(T, dtype=np.float64)
    used = np.broadcast_to(age > 0, np.broadcast_shapes(age.shape, np.shape(frequency)))
    count = 1.0 if weights is None else weights
    columns = [np.broadcast_to(np.asarray(c), used.shape)[used] for c in (frequency, recency, age, count)]
    few = too_few(columns[0], columns[3], least)
    if few:
        return few
    try:
        return alike(fitting_rows(columns[0], columns[1], columns[2], columns[3], least))
    except InputError as error:
        if error.code == NA:
            return str(error)
        raise


def refuse(rows: Rows, least: int = MIN_CUSTOMERS) -> None:
    """Let histories pass to which a model can be fitted, of `least` customers.

    Raises NotIdentifiedError, with the reason, for all others.

    >>> from xlclv.models.likelihood.collapse import Rows
    >>> refuse(Rows(*np.array([[1.0], [10.0], [30.0], [9.0]])))
    Traceback (most recent call last):
    xlclv.errors.NotIdentifiedError: no model of repeat buying can be fitted: only 9 customers bought before the last \
day; a fit needs at least 20: give more orders
    """
    reason = refusal(*rows[:3], weights=rows.customers, least=least)
    if reason:
        raise NotIdentifiedError(f"no model of repeat buying can be fitted: {reason}")


def warnings(
    frequency: Any, T: Any, horizon: float, *, weights: Any = None, unit_days: float = WEEK
) -> tuple[str, ...]:
    """What a reader should know before believing the values; empty when nothing is amiss.

    frequency and T of all customers (as many an entry as its `weights` say), horizon in the same unit as T, of
    `unit_days` days. Raises nothing: values out of bounds are `refusal`'s to name.

    >>> warnings([0] * 900 + [1] * 60, 20.0, 156.5)[0]
    '60 of 960 customers bought more than once; with fewer than 100 repeat buyers the estimates are rough'
    """
    x, age = (np.atleast_1d(np.asarray(column, dtype=np.float64)) for column in (frequency, T))
    count = np.broadcast_to(1.0 if weights is None else np.asarray(weights), x.shape)
    said = (
        *_on_customers(round(count.sum()), round(count[x > 0].sum())),
        *_on_time(age * unit_days, horizon * unit_days),
    )
    return tuple(words for words in said if words)


def _on_customers(customers: int, repeat: int) -> tuple[str, ...]:
    few = rare = small = ""
    if repeat < REPEAT_BUYERS:
        few = (
            f"{repeat:,} of {customers:,} customers bought more than once; with fewer than {REPEAT_BUYERS} repeat "
            "buyers the estimates are rough"
        )
    elif repeat < REPEAT_SHARE * customers:
        rare = (
            f"only {repeat / customers:.1%} of the customers bought more than once, so most values rest on what the "
            "model says of one-time buyers"
        )
    if customers < CUSTOMERS:
        small = f"there are {customers:,} customers; below {CUSTOMERS} a few large ones decide the total"
    return few, rare, small


def _years(days: float) -> str:
    """Days in years, as one says them.

    >>> _years(1096.0), _years(364.0), _years(250.0)
    ('3 years', '1 year', '0.7 years')
    """
    told = round(days / YEAR, 1)
    return f"{told:g} year{'' if told == 1 else 's'}"


def _on_time(age: Floats, horizon: float) -> tuple[str, ...]:
    """Ages and horizon in days."""
    longest = float(age.max(initial=0.0))
    short = far = ""
    if longest + 1.0 < 2.0 * CALENDAR_YEAR:  # the first day counts too; a season shows when it comes again
        span = "a year" if longest + 1.0 < CALENDAR_YEAR else "two years"
        short = f"the orders span {longest + 1.0:,.0f} days, less than {span}, so seasons cannot be told from trends"
    if horizon > LONGEST_REACH * longest:
        far = (
            f"the horizon of {_years(horizon)} is more than twice the {_years(longest)} observed; "
            "what lies beyond rests on the model alone"
        )
    return short, far
