"""Retention-based CLV: contracts and renewals with a constant, varying or migrating retention."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.discounting import survival_annuity
from xlclv.errors import NA, VALUE, counted

ROW_SUM_TOLERANCE = 1e-6  # typed percentages rarely add to 1 exactly
WHOLE_TOLERANCE = 1e-9  # 5 years x 2.4 purchases must count as 12 cycles


def clv(
    rate: Any,
    retention: Any,
    margin: Any,
    nper: Any = None,
    timing: Any = 0.0,
    first_certain: Any = 1.0,
    growth: Any = 0.0,
    acquisition_cost: Any = 0.0,
) -> Floats:
    """CLV under constant retention: SUM_j margin (1+g)^(j-1) r^(j-first_certain)/(1+d)^(j-timing) - CAC.

    `rate`, `retention`, `growth` and `margin` (money) are per period; `nper` None or NaN = for ever, may be
    fractional. Closed form margin r^(1-f) (1+d)^timing (1-(r(1+g)/(1+d))^n)/(1+d-r(1+g)) - CAC, and n/(1+d)
    at the pole. Sources: Gupta & Lehmann 2003; Farris et al.; reconciled by Fader & Hardie 2012 (note 024).

    Raises InputError: an argument out of bounds, or r(1+g) >= 1+d without nper (the sum diverges).

    >>> round(float(clv(0.10, 0.80, 100)), 6)
    333.333333
    """
    check = Check()
    d = check.take("rate", rate)
    r = check.take("retention", retention)
    m = check.take("margin", margin)
    n = check.take("nper", nper, blank=np.inf)
    w = check.take("timing", timing)
    first = check.take("first_certain", first_certain)
    g = check.take("growth", growth)
    cost = check.take("acquisition_cost", acquisition_cost)
    gap = d + (1 - r) - r * g  # 1+d-r(1+g), without losing the digits of a small d
    check.rule(
        (gap <= 0) & np.isinf(n),
        "retention",
        r,
        "times (1 + growth) it must stay below 1 + rate when nper is blank",
        "give nper, or a higher rate",
    )
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        renewed = np.where(first == 1, 1.0, r)
        return check.finite("CLV", m * renewed * (1 + d) ** w * survival_annuity(r * (1 + g), gap, 1 + d, n) - cost)


def curve(rate: Any, survival: Any, margins: Any, timing: Any = 0.0, acquisition_cost: Any = 0.0) -> Floats:
    """CLV of a survival curve: SUM(margin_j S_j/(1+d)^(j-timing)) - CAC, j = 1..n; one number.

    `survival` (share still customers at payment 1..n, never rising) and `margins` (money, as many or one) are
    one-dimensional. Sources: Steenburgh & Avery (HBS 511-029); Blattberg, Kim & Neslin 2008.

    Raises InputError: survival rising or outside 0 to 1, lengths that differ.

    >>> round(float(curve(0.1, [1, 0.5], 100)), 6)
    132.231405
    """
    check = Check()
    d = check.take("rate", rate)
    s = np.atleast_1d(check.take("survival", survival))
    m = np.atleast_1d(check.take("margins", margins))
    w = check.take("timing", timing)
    cost = check.take("acquisition_cost", acquisition_cost)
    rising = np.concatenate([[False], np.diff(s) > 0])
    check.rule(rising, "survival", s, "must not rise from one payment to the next")
    if m.size not in (1, s.size):
        rule = f"has {counted(m.size, 'value')}; must have {s.size}, as many as survival, or one"
        check.rule(True, "margins", None, rule, code=NA)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        discount = (1 + d) ** -(np.arange(1, s.size + 1) - w)
        return check.finite("CLV", (m * s * discount).sum() - cost)


def promotion(
    rate: Any, retention: Any, contribution: Any, promotion_cost: Any, nper: Any, purchases_per_period: Any = 1.0
) -> Floats:
    """CLV with a promotion in mid-cycle: GC SUM_{i=0..n} r^i v^(i/p) - M SUM_{i=1..n} r^(i-1) v^((i-0.5)/p).

    v = 1/(1+d), p purchase cycles in a period, n = nper x p whole cycles; the first purchase (i = 0) counts.
    Source: Berger & Nasr 1998, cases 1 (p = 1), 2a (p > 1) and 2b (p < 1).

    Raises InputError: an argument out of bounds, or nper x purchases_per_period not whole.

    >>> round(float(promotion(0.20, 0.75, 260, 50, 10)), 6)
    568.783067
    """
    check = Check()
    d = check.take("rate", rate)
    r = check.take("cycle_retention", retention, name="retention")
    gain = check.take("contribution", contribution)
    cost = check.take("promotion_cost", promotion_cost)
    periods = check.take("promotion_nper", nper, name="nper")
    p = check.take("purchases_per_period", purchases_per_period)
    cycles = np.asarray(periods * p)
    n = np.rint(cycles)
    check.rule(
        (np.abs(cycles - n) > WHOLE_TOLERANCE) | (n < 1),
        "nper",
        periods,
        "times purchases_per_period it must be a whole number of purchase cycles",
        "give an nper that ends with a cycle",
    )
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        growth = (1 + d) ** (1 / p)  # 1 + the rate for one cycle
        gap = np.expm1(np.log1p(d) / p) + (1 - r)
        purchases = growth * survival_annuity(r, gap, growth, n + 1)
        promotions = np.sqrt(growth) * survival_annuity(r, gap, growth, n)
        return check.finite("CLV", gain * purchases - cost * promotions)


def migration(rate: Any, transition: Any, margins: Any, nper: Any = None, timing: Any = 1.0) -> Floats:
    """Value of each state of a Markov chain of customers: V = (1+d)^(timing-1) SUM_j (P/(1+d))^j R.

    `transition` is n x n, from the row's state to the column's; `margins` n numbers of money per period in the
    state; `nper` whole periods, None = for ever, then (I - P/(1+d))^-1 R. The result has n values. The default
    timing 1 counts the current period's margin now. Sources: Pfeifer & Carraway 2000; Dwyer 1989.

    Raises InputError: not square, rows that do not sum to 1, margins of another length, rate <= 0 for ever.

    >>> migration(0.10, [[0.80, 0.15, 0.05], [0.25, 0.55, 0.20], [0, 0, 1]], [300, 90, 0]).round(6).tolist()
    [1540.0, 880.0, 0.0]
    """
    check = Check()
    d = check.take("rate", rate)
    moves = np.atleast_2d(check.take("transition", transition))
    reward = np.atleast_1d(check.take("state_margins", margins, name="margins"))
    n = check.take("whole_nper", nper, name="nper", blank=np.inf)
    w = check.take("timing", timing)
    if moves.shape[0] != moves.shape[1]:
        shown = f"has {counted(moves.shape[0], 'row')} and {counted(moves.shape[1], 'column')}"
        check.rule(True, "transition", None, f"{shown}; must be square, one of each for every state", code=VALUE)
        check.done()
    sums = moves.sum(axis=1)
    uneven = np.abs(sums - 1) > ROW_SUM_TOLERANCE
    check.rule(uneven, "transition", sums, "over the whole row; must be 1", "make its shares add up to 100%")
    check.rule(np.isinf(n) & (d <= 0), "rate", d, "must be above 0 when nper is blank", "give nper")
    if reward.size != len(moves):
        rule = f"has {counted(reward.size, 'value')}; must have {len(moves)}, one for each state"
        check.rule(True, "margins", None, rule, code=NA)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        step = moves / (1 + d)
        try:
            value = _for_ever(step, reward) if np.isinf(n) else _within(step, reward, int(n))
        except np.linalg.LinAlgError:  # 1 + rate is 1 to the last digit, and someone stays for ever
            check.rule(True, "rate", d, "is too small for customers who stay for ever", "give nper")
            check.done()
        return check.finite("CLV", value * (1 + d) ** (w - 1))


def _for_ever(step: Floats, reward: Floats) -> Floats:
    return np.asarray(np.linalg.solve(np.eye(len(step)) - step, reward), dtype=np.float64)


def _within(step: Floats, reward: Floats, n: int) -> Floats:
    """SUM_{j<n} step^j reward by doubling: S(2k) = S(k) + step^k S(k), so a horizon of 10^9 takes 30 products."""
    total: Any = np.zeros_like(reward)
    power: Any = np.eye(len(step))
    for bit in bin(n)[2:]:
        total, power = total + power @ total, power @ power
        if bit == "1":
            total, power = reward + step @ total, step @ power
    return np.asarray(total)
