"""Acquisition: what a customer costs, what one may cost, and when the cost comes back."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.discounting import log_ratio, survival_annuity
from xlclv.errors import DIV0, NA

NEVER = "is never recovered from these margins"


def cac(spend: Any, new_customers: Any, variable_cost: Any = 0.0, response: Any = None) -> Floats:
    """Acquisition cost of one customer: spend/new + variable, or spend/(prospects x response) + variable.

    With a `response` (share of prospects won) `new_customers` counts the prospects reached, and None or NaN is 1:
    spend is then the cost of one prospect. Without a response a blank count is 0. Money per customer.
    Source: HBS Toolkit, Lifetime Customer Value Calculator.

    Raises InputError: a negative amount or count, a response outside 0 to 1, nobody won.

    >>> float(cac(50_000, 20_000, 15, 0.02))
    140.0
    """
    check = Check()
    money = check.take("spend", spend)
    count = check.take("new_customers", new_customers, blank=np.nan)
    extra = check.take("variable_cost", variable_cost)
    share = check.take("response", response, blank=np.nan)
    count = np.where(np.isnan(count), np.where(np.isnan(share), 0.0, 1.0), count)
    won = count * np.where(np.isnan(share), 1.0, share)
    nobody, fix = "must be above 0: nobody was won", "give the customers won, or prospects and a response"
    check.rule(count == 0, "new_customers", count, nobody, fix, DIV0)
    check.rule(share == 0, "response", share, nobody, fix, DIV0)
    check.rule((won == 0) & (count != 0) & (share != 0), "response", share, "is too small: nobody was won", fix, DIV0)
    check.done()
    with np.errstate(over="ignore"):
        return check.finite("CAC", money / won + extra)


def cac_max(gross_clv: Any, target_ratio: Any = 1.0, min_profit: Any = 0.0) -> Floats:
    """The most one may pay for a customer: MIN(CLV/ratio, CLV - min_profit); negative: not even a free one pays.

    `gross_clv` is before the acquisition cost. Raises InputError for target_ratio <= 0.

    >>> float(cac_max(600, 3, 450))
    150.0
    """
    check = Check()
    value = check.take("gross_clv", gross_clv)
    ratio = check.take("target_ratio", target_ratio)
    profit = check.take("min_profit", min_profit)
    check.done()
    with np.errstate(over="ignore"):
        return check.finite("CAC", np.minimum(value / ratio, value - profit))


def to_cac(gross_clv: Any, cac: Any) -> Floats:
    """CLV to acquisition cost, gross: below 1 destroys value, above 3 is healthy (CFI's rule of thumb).

    Raises InputError: cac negative, or 0.

    >>> float(to_cac(600, 100))
    6.0
    """
    check = Check()
    value = check.take("gross_clv", gross_clv)
    cost = check.take("cac", cac)
    check.rule(cost == 0, "cac", cost, "must not be 0: a free customer has no ratio", code=DIV0)
    check.done()
    with np.errstate(over="ignore"):
        return check.finite("CLV to CAC", value / cost)


def payback(cac: Any, margin: Any, retention: Any = 1.0, rate: Any = 0.0, timing: Any = 0.0) -> Floats:
    """Number of margins until the acquisition cost is recovered, discounted, the last one in part.

    The n that solves CLV_RETENTION(rate, retention, margin, n, timing) = CAC: with k = CAC/(m(1+d)^timing)
    it is LN(1 - k(1+d-r))/LN(r/(1+d)); k(1+d) where r = 1+d; 1 or never where r = 0; 0 where CAC = 0.

    Raises InputError: margin <= 0, a negative cost, and (code #N/A) a cost that is never recovered.

    >>> round(float(payback(100, 20, 0.95, 0.008)), 6)
    5.779309
    """
    return _payback("cac", cac, margin, retention, rate, timing)


def _payback(name: str, cac: Any, margin: Any, retention: Any, rate: Any, timing: Any) -> Floats:
    """The same where the caller's word for the cost is `name`."""
    check = Check()
    cost = check.take("cac", cac, name=name)
    m = check.take("payback_margin", margin, name="margin")
    r = check.take("retention", retention)
    d = check.take("rate", rate)
    w = check.take("timing", timing)
    check.done()
    gap = d + (1 - r)
    with np.errstate(all="ignore"):
        k = cost / (m * (1 + d) ** w)
        n = np.log1p(-k * gap) / log_ratio(r, gap, 1 + d)
    n = np.where(gap == 0, k * (1 + d), n)
    n = np.where(r == 0, np.where(k * (1 + d) <= 1, 1.0, np.nan), n)  # only the first margin ever comes
    n = np.where(cost == 0, 0.0, n)
    check.rule(np.isnan(n) | np.isinf(n), name, cost, NEVER, "lower it, or raise margin or retention", NA)
    check.done()
    return np.asarray(n, dtype=np.float64)


def breakeven(
    solve_for: str,
    rate: Any = None,
    retention: Any = None,
    margin: Any = None,
    acquisition_cost: Any = None,
    timing: Any = 0.0,
) -> Floats:
    """The retention, margin, lifetime, rate or response at which CLV_RETENTION equals the acquisition cost.

    The argument solved for is ignored; a blank rate is 0, a blank retention 1 for lifetime and 0 for response.
    For response acquisition_cost is that of one prospect. Sources: Blattberg, Kim & Neslin 2008; Farris et al.

    Raises InputError: a needed argument blank or an answer outside 0 to 1 (code #N/A), a zero denominator, a sum
    that diverges.

    >>> round(float(breakeven("retention", 0.10, None, 100, 250)), 6)
    0.7
    """
    check = Check()
    wanted = check.option("solve_for", solve_for)
    check.done()
    solve = {
        "retention": _solve_retention,
        "margin": _solve_margin,
        "lifetime": _solve_lifetime,
        "rate": _solve_rate,
        "response": _solve_response,
    }[wanted]
    return solve(check, rate, retention, margin, acquisition_cost, timing)


def _needed(check: Check, key: str, name: str, value: Any) -> Floats:
    """An argument that this option cannot do without: blank is #N/A, not 0."""
    taken = check.take(key, value, name=name, blank=np.nan)
    given = np.nan if value is None else np.asarray(value, dtype=np.float64)
    check.rule(np.isnan(given), name, None, "is blank, and needed for what is solved for", "fill it in", NA)
    return taken


def _share(check: Check, name: str, answer: Floats) -> Floats:
    """An answer that must be a share; outside 0 to 1 there is no break-even."""
    check.rule(~((answer >= 0) & (answer <= 1)), name, None, "has no break-even between 0 and 1", code=NA)
    check.done()
    return np.asarray(answer, dtype=np.float64)


def _solve_retention(check: Check, rate: Any, _: Any, margin: Any, cost: Any, timing: Any) -> Floats:
    d = check.take("rate", rate, blank=0.0)
    m = _needed(check, "breakeven_margin", "margin", margin)
    c = _needed(check, "breakeven_cost", "acquisition_cost", cost)
    w = check.take("timing", timing)
    check.rule(c == 0, "acquisition_cost", c, "must not be 0", code=DIV0)
    check.done()
    return _share(check, "retention", 1 + d - m * (1 + d) ** w / c)


def _solve_margin(check: Check, rate: Any, retention: Any, _: Any, cost: Any, timing: Any) -> Floats:
    d = check.take("rate", rate, blank=0.0)
    r = _needed(check, "retention", "retention", retention)
    c = _needed(check, "breakeven_cost", "acquisition_cost", cost)
    w = check.take("timing", timing)
    gap = d + (1 - r)
    check.rule(gap <= 0, "retention", r, "must stay below 1 + rate", "give a higher rate")
    check.done()
    return check.finite("margin", c * gap / (1 + d) ** w)


def _solve_lifetime(check: Check, rate: Any, retention: Any, margin: Any, cost: Any, timing: Any) -> Floats:
    d = check.take("rate", rate, blank=0.0)
    r = check.take("retention", retention, blank=1.0)
    m = _needed(check, "payback_margin", "margin", margin)
    c = _needed(check, "breakeven_cost", "acquisition_cost", cost)
    w = check.take("timing", timing)
    check.done()
    return _payback("acquisition_cost", c, m, r, d, w)


def _solve_rate(check: Check, _: Any, retention: Any, margin: Any, cost: Any, timing: Any) -> Floats:
    r = _needed(check, "retention", "retention", retention)
    m = _needed(check, "breakeven_margin", "margin", margin)
    c = _needed(check, "breakeven_cost", "acquisition_cost", cost)
    w = check.take("timing", timing)
    check.rule(c == 0, "acquisition_cost", c, "must not be 0", code=DIV0)
    check.rule((w == 1) & (c <= m), "acquisition_cost", c, "is covered by the first margin at any rate", code=NA)
    check.done()
    with np.errstate(all="ignore"):
        end = m / c - (1 - r)
        middle = ((m + np.sqrt(m * m + 4 * c * c * r)) / (2 * c)) ** 2 - 1
        start = c * r / (c - m) - 1
    return _share(check, "rate", np.where(w == 0, end, np.where(w == 1, start, middle)))


def _solve_response(check: Check, rate: Any, retention: Any, margin: Any, cost: Any, timing: Any) -> Floats:
    d = check.take("rate", rate, blank=0.0)
    r = check.take("retention", retention, blank=0.0)
    m = _needed(check, "breakeven_margin", "margin", margin)
    c = _needed(check, "breakeven_cost", "acquisition_cost", cost)
    w = check.take("timing", timing)
    gap = d + (1 - r)
    check.rule(gap <= 0, "retention", r, "must stay below 1 + rate", "give a higher rate")
    check.rule(m == 0, "margin", m, "must not be 0: the CLV would be 0", code=DIV0)
    check.done()
    value = m * (1 + d) ** w * survival_annuity(r, gap, 1 + d, np.asarray(np.inf))
    return _share(check, "response", c / value)
