"""A customer's history in three numbers (frequency, recency, T): its rules, and the rows that a fit takes."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import NA, VALUE, Fault, InputError, counted
from xlclv.models.likelihood.collapse import Ints, Rows, collapse, pieces
from xlclv.places import places

MIN_CUSTOMERS = 20
FARTHEST = 1e60  # parameters and horizons beyond this, or its inverse, would run out of the computer's numbers
_SAMPLE = 5000


def take_history(check: Check, frequency: Any, recency: Any, T: Any) -> tuple[Floats, Floats, Floats]:
    """frequency, recency and T as float arrays; what breaks a rule is noted in `check`."""
    x, t_x, age = check.take("frequency", frequency), check.take("recency", recency), check.take("T", T)
    if same_shape(check, frequency=x, recency=t_x, T=age):
        _history_rules(check, x, t_x, age)
    return x, t_x, age


def take_horizon(check: Check, horizon: Any, name: str = "horizon") -> Floats:
    """horizon as floats, within what can be computed; `name` is what the caller calls it."""
    h = check.take("horizon", horizon, name=name)
    check.rule(h > FARTHEST, name, h, f"must be at most {FARTHEST:g}")
    return h


def _history_rules(check: Check, x: Floats, t_x: Floats, age: Floats) -> None:
    if _sound(x, t_x, age):
        return
    check.rule(t_x > age, "recency", t_x, "must not exceed T", "recency is the age at the last purchase")
    fix = "a one-time buyer's last purchase is the first"
    check.rule((x == 0) & (t_x > 0), "recency", t_x, "must be 0 where frequency is 0", fix)
    fix = "merge purchases of one day before counting"
    check.rule((x > 0) & (t_x == 0), "recency", t_x, "must be above 0 where frequency is above 0", fix)


def _sound(x: Floats, t_x: Floats, age: Floats) -> bool:
    """Whether no row breaks a rule: in pieces, a fifth of the time of naming the rows that do."""
    if x.ndim != 1 or not x.shape == t_x.shape == age.shape:
        return False
    return all(bool(((t_x[part] <= age[part]) & ((x[part] > 0) == (t_x[part] > 0))).all()) for part in pieces(len(x)))


def same_shape(check: Check, **arrays: Floats) -> bool:
    """Whether the arrays broadcast together; a fault that names their shapes if not."""
    try:
        np.broadcast_shapes(*(a.shape for a in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {a.shape}" for name, a in arrays.items())
        check.rule(True, next(iter(arrays)), None, f"does not fit the others' shape: {shapes}", code=VALUE)
        return False
    return True


def fitting_rows(frequency: Any, recency: Any, T: Any, weights: Any, least: int = MIN_CUSTOMERS) -> Rows:
    """Checked, flat and collapsed data of a fit; InputError where no fit can be tried at all."""
    check = Check()
    x, t_x, age = check.take("frequency", frequency), check.take("recency", recency), check.take("T", T)
    count = check.take("weights", 1.0 if weights is None else weights, blank=1.0)
    columns = paired(check, frequency=x, recency=t_x, T=age, weights=count)
    _history_rules(check, *columns[:3])
    fix = "a customer of age 0 says nothing; leave the row out"
    check.rule(columns[2] == 0, "T", columns[2], "must be above 0", fix)
    check.done()
    count = columns[-1]
    require_customers(count[count > 0].sum(), least)
    require_repeats(columns[0], count)
    return collapse(*columns)


def paired(check: Check, **columns: Floats) -> tuple[Floats, ...]:
    """Flat columns of one length; single values spread; lists of unequal length are an error."""
    flat = {name: np.ravel(column) for name, column in columns.items()}
    lengths = {len(column) for column in flat.values()} - {1}
    if len(lengths) > 1:
        named = {name: column for name, column in flat.items() if len(column) > 1}
        shown = ", ".join(f"{name} has {len(column):,}" for name, column in named.items())
        check.rule(True, next(iter(named)), None, f"must be as long as the other lists: {shown} rows", code=NA)
        check.done()
    size = max(lengths, default=1)
    return tuple(np.broadcast_to(column, (size,)) for column in flat.values())


def require_customers(customers: float, least: int = MIN_CUSTOMERS) -> None:
    """Raise unless there are customers enough for a fit to mean anything."""
    if customers < least:
        rule = f"describes {customers:g} customers; a fit needs at least {least}"
        raise InputError((Fault("frequency", rule, NA),))


def too_few(x: Floats, count: Floats, least: int = MIN_CUSTOMERS) -> str:
    """The same two rules for whoever gave orders, not arguments: why no fit can be tried, empty when one can.

    >>> too_few(np.array([1.0, 0.0]), np.array([5.0, 4.0]))
    'only 9 customers bought before the last day; a fit needs at least 20: give more orders'
    """
    customers = round(float(count.sum()))
    if customers < least:
        who = f"only {counted(customers, 'customer')}" if customers else "no customer"
        few = f"{who} bought before the last day"
        return f"{few}; a fit needs at least {least}: give more orders"
    return "" if (x * count).any() else "no customer bought on two days; a fit needs repeat purchases"


def require_repeats(x: Floats, count: Floats) -> None:
    """Raise unless somebody came back."""
    if not (x * count).any():
        raise InputError((Fault("frequency", "is 0 for every customer; a fit needs repeat purchases", NA),))


def alike(rows: Rows) -> str:
    """Why these histories cannot tell the parameters of any model apart; empty when they may."""
    bought = rows.x > 0
    if (rows.t_x[bought] == rows.T[bought]).all():
        return "every repeat buyer bought on the last day, so nothing tells customers who stay from those who leave"
    if np.ptp(rows.x) == 0 and np.ptp(rows.T) == 0:
        return "all customers have the same frequency and T, so nothing tells frequent buyers from rare ones"
    return ""


def rescale(rows: Rows) -> tuple[Rows, float, float]:
    """Rows in units of the mean age, that unit, and what to add to the log-likelihood for it.

    So a fit takes the same path, and ends at the same customers' parameters, whatever the unit of time.
    """
    unit = float(rows.customers @ rows.T / rows.customers.sum())
    scaled = Rows(rows.x, rows.t_x / unit, rows.T / unit, rows.customers)
    return scaled, unit, -float(rows.customers @ rows.x) * float(np.log(unit))


def sample(rows: Rows) -> Rows | None:
    """Evenly picked rows to try starts on; None when there are few anyway."""
    stride = len(rows.x) // _SAMPLE
    return Rows(*(column[::stride] for column in rows)) if stride > 1 else None


def frequencies(x: Floats) -> tuple[Floats, Ints]:
    """The distinct frequencies, rising, and for every customer which one it is."""
    flat = np.ravel(x)
    if flat.size < _SAMPLE or flat.max() > flat.size:
        values, which = np.unique(flat, return_inverse=True)
        return values, which
    whole = flat.astype(np.int64)
    present = np.bincount(places(whole)) > 0
    return np.flatnonzero(present).astype(np.float64), (np.cumsum(present) - 1)[whole]


def totals(which: Ints, weights: Floats, size: int = 0) -> Floats:
    """The weights added up by kind."""
    return np.asarray(np.bincount(places(which), weights=weights, minlength=size), dtype=np.float64)
