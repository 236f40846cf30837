"""What sBG and BdW share: contracts whose customers differ in a beta-distributed chance to renew."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Bools, Check, Floats
from xlclv.errors import VALUE
from xlclv.models.contracts.curve import Curve, log_loss
from xlclv.models.contracts.discounted_sum import discounted_survival
from xlclv.models.likelihood.history import same_shape


def survival(curve: Curve, period: Any) -> Floats:
    """S(period)."""
    check = Check()
    t = check.take("contract_period", period, name="period")
    check.done()
    return np.asarray(np.exp(-log_loss(curve, np.zeros_like(t), t)))


def retention_rate(curve: Curve, period: Any) -> Floats:
    """S(period) / S(period - 1)."""
    check = Check()
    t = check.take("contract_period", period, name="period")
    check.rule(t < 1, "period", t, "must be at least 1", "the first renewal ends period 1")
    check.done()
    return np.asarray(np.exp(-log_loss(curve, t - 1.0, np.ones_like(t))))


def log_likelihood(curve: Curve, survivors: Any) -> Floats:
    """SUM lost_t ln(S(t-1) - S(t)) + survivors_n ln S(n) of each cohort."""
    check = Check()
    table = take_survivors(check, survivors)
    check.done()
    lost, stayed = outcomes(table)
    loss = log_loss(curve, np.arange(len(lost), dtype=np.float64), np.ones(len(lost)))
    with np.errstate(divide="ignore"):  # a loss of 0 whose probability underflows counts for nothing
        log_leave = np.log(-np.expm1(-loss))
    total = lost.T @ np.where(lost.any(axis=1), log_leave, 0.0) - stayed.T @ loss
    return check.finite("params", total if np.ndim(survivors) > 1 else total[0])


def contract_value(curve: Curve, rate: Any, renewals: Any, nper: Any, timing: Any, first_certain: Any) -> Floats:
    """SUM_{j=1..nper} S(renewals + j - first_certain) / S(renewals) / (1 + rate)^(j - timing)."""
    check = Check()
    d = check.take("rate", rate)
    made = check.take("renewals", renewals, blank=0.0)
    n = check.take("whole_nper", nper, name="nper", blank=np.inf)
    w = check.take("timing", timing, blank=0.0)
    sure = check.take("first_certain", first_certain, blank=1.0)
    same_shape(check, rate=d, renewals=made, nper=n, timing=w, first_certain=sure)
    endless, power = np.isinf(n), curve.a * curve.c
    check.rule(endless & (d < 0), "rate", d, "must be at least 0 when nper is blank", "give nper")
    name = "alpha" if curve.c == 1.0 else "alpha x c"
    rule = f"gives an infinite sum when nper is blank and {name} is at most 1 (here {power:.15g})"
    check.rule(endless & (d == 0) & (power <= 1), "rate", d, rule, "give nper, or a rate above 0")
    check.done()
    start = made + 1.0 - sure
    with np.errstate(over="ignore", invalid="ignore"):
        first = np.exp(-log_loss(curve, made, 1.0 - sure))  # 1 where the first payment is sure
        value = first * (1.0 + d) ** (w - 1.0) * discounted_survival(curve, start, d, n)
    return check.finite("nper", value)


def take_survivors(check: Check, survivors: Any) -> Floats:
    """Customers left after 0, 1, 2, ... periods, a cohort a column, NaN where not yet observed."""
    given = check.take("survivors", survivors, blank=np.nan)
    if given.ndim > 2:
        check.rule(True, "survivors", None, "must be one cohort or a table with one cohort a column", code=VALUE)
        return np.empty((0, 1))
    table = given.reshape(-1, 1) if given.ndim < 2 or len(given) == 1 else given
    gaps = np.isnan(table[:-1]) & ~np.isnan(table[1:])
    _at(check, gaps, table[:-1], "must not be blank above a count", "leave blank only what is not yet observed")
    with np.errstate(invalid="ignore"):
        rising = table[1:] > table[:-1]
    _at(check, rising, table[1:], "must not rise from one period to the next", "count who is left", offset=1)
    return table


def outcomes(table: Floats) -> tuple[Floats, Floats]:
    """Customers lost in and kept through each period, by cohort; 0 where not observed."""
    seen = ~np.isnan(table[1:])
    return np.where(seen, table[:-1] - table[1:], 0.0), np.where(seen, table[1:], 0.0)


def _at(check: Check, broken: Bools, table: Floats, rule: str, fix: str, offset: int = 0) -> None:
    """Note a rule broken at rows of single cohorts, counted as in the cohort; several are told apart by number."""
    for column in np.flatnonzero(broken.any(axis=0)):
        rows = np.concatenate([np.zeros(offset, dtype=bool), broken[:, column]])
        values = np.concatenate([np.zeros(offset), table[:, column]])
        name = "survivors" if broken.shape[1] == 1 else f"survivors of cohort {column + 1}"
        shown = None if "blank" in rule else values
        check.rule(rows, name, shown, rule, fix)
