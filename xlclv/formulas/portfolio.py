"""Portfolio: how value is spread over customers, and what the customer base and the company are worth."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.checks import Check, Floats
from xlclv.errors import DIV0, NA, NUM, VALUE, Fault, InputError, counted


def concentration(values: Any, stat: str = "gini", share: Any = 0.2) -> Floats:
    """How concentrated value is: gini, top (share of the best `share` of customers), or hhi (0 to 1); one number.

    gini = SUM((2i-n-1) v_i)/(n SUM v), v rising, without small-sample correction; top counts MAX(1, INT(n x share +
    0.5)) customers; hhi = SUM((v/SUM v)^2). With negative values gini and top may pass 1. Sources: Gini 1912;
    Fader, Hardie & Ross 2022.

    Raises InputError: an unknown stat, share outside (0, 1], a negative sum; a sum of 0 (code #DIV/0!).

    >>> round(float(concentration([1200, 950, 700, 420, 380, 300, 210, 150, 60, 30])), 6)
    0.459545
    """
    check = Check()
    v = np.sort(np.atleast_1d(check.take("values", values)))
    kind, part = check.option("stat", stat), check.take("concentration_share", share, name="share")
    total = v.sum()
    check.rule(total == 0, "values", None, "sum to 0: nothing to share", code=DIV0)
    check.rule(total < 0, "values", None, "sum to less than 0")
    check.done()
    n = v.size
    if kind == "gini":
        return check.finite("gini", ((2 * np.arange(1, n + 1) - n - 1) * v).sum() / (n * total))
    if kind == "top":
        return check.finite("top", v[n - top_count(n, float(part)) :].sum() / total)
    return check.finite("hhi", ((v / total) ** 2).sum())


def top_count(n: int, share: float) -> int:
    """How many of n customers a share is: rounded half up, at least one.

    >>> top_count(12, 0.2), top_count(2, 0.1)
    (2, 1)
    """
    return max(1, int(n * share + 0.5))


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the whale curve, 1 the best: customers and the sum of their values."""

    place: int
    n: int
    total: float


def deciles(values: Any, bins: Any = 10) -> list[Bin]:
    """Customers in equal bins by falling value: bin i holds places INT((i-1) n/bins)+1 to INT(i n/bins).

    Works with negative values, whose cumulative share peaks above 100% (Kaplan & Narayanan 2001, whale curve).

    Raises InputError: bins below 2 or not whole, fewer values than bins.

    >>> [b.total for b in deciles([5, -1, 3, 1], 2)]
    [8.0, 0.0]
    """
    check = Check()
    v = -np.sort(-np.atleast_1d(check.take("values", values)))
    count = check.take("bins", bins)
    check.rule(count > v.size, "bins", count, f"must be at most the number of values ({v.size})")
    check.done()
    k = int(count)
    edges = [i * v.size // k for i in range(k + 1)]
    return [Bin(i + 1, b - a, float(v[a:b].sum())) for i, (a, b) in enumerate(itertools.pairwise(edges))]


def equity(
    customers: Any, remaining_clv: Any, rate: Any = None, new_customers: Any = None, net_clv_new: Any = None
) -> Floats:
    """Customer equity: SUMPRODUCT(customers, remaining CLV) + NPV(rate, customers won x their net CLV); one number.

    customers and remaining_clv: one per segment; new_customers: won in period 1..n, each cohort valued at the end of
    its period; net_clv_new: one number or one per period. Sources: Gupta, Lehmann & Stuart 2004; Blattberg & Deighton.

    Raises InputError: customers below 0, and (code #N/A) unequal lengths or one of the last two without the other.

    >>> float(equity([5000, 12000, 30000], [420, 180, 60]))
    6060000.0
    """
    check = Check()
    n = np.atleast_1d(check.take("segment_customers", customers, name="customers"))
    value = np.atleast_1d(check.take("segment_clv", remaining_clv, name="remaining_clv"))
    _same_length(check, "remaining_clv", value, "customers", n)
    d = check.take("cohort_rate", rate, name="rate", blank=0.0)
    if (new_customers is None) != (net_clv_new is None):
        check.rule(True, "net_clv_new", None, "and new_customers need each other: fill in both or neither", code=NA)
    future: Any = 0.0
    if new_customers is not None and net_clv_new is not None:
        won, net = _per_period(check, "won", "new_customers", new_customers), _money(check, net_clv_new)
        _same_length(check, "net_clv_new", net, "new_customers", won, one=True)
        check.done()
        future = _npv(d, won * net)
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        return check.finite("customer equity", (n * value).sum() + future)


@dataclass(frozen=True, slots=True)
class Valuation:
    """A company from its customers; costs, tax and debt stand with their sign, so it foots."""

    existing: float
    new: float
    terminal: float
    fixed_costs: float
    tax: float
    non_operating: float
    net_debt: float

    @property
    def pre_tax(self) -> float:
        return self.existing + self.new + self.terminal + self.fixed_costs

    @property
    def operating(self) -> float:
        return self.pre_tax + self.tax

    @property
    def equity(self) -> float:
        return self.operating + self.non_operating + self.net_debt


def company(
    rate: Any,
    existing_equity: Any,
    new_customers: Any,
    net_clv_new: Any,
    fixed_costs: Any,
    tax: Any,
    growth: Any,
    net_debt: Any,
    non_operating: Any = 0.0,
) -> Valuation:
    """Customer-based corporate valuation: customers today and to come, less fixed costs and tax, to equity.

    new = NPV of won x net CLV; terminal = the last cohort's growing perpetuity; fixed costs likewise, negative; tax
    on the whole when positive. Sources: McCarthy, Fader & Hardie 2017; McCarthy & Fader 2018 (no tax credit, capital
    expenditure or working capital).

    Raises InputError: growth not below rate, tax outside 0 to 1, negative customers or costs, and (code #N/A)
    lists of unequal length.

    >>> costs = [200_000, 205_000, 210_000]
    >>> round(company(0.1, 6_060_000, [6000, 6600, 7200], 95, costs, 0.25, 0.02, 1_500_000).equity)
    7231364
    """
    check = Check()
    d, g = check.take("rate", rate), check.take("company_growth", growth, name="growth")
    today, share = check.take("existing_equity", existing_equity), check.take("tax", tax)
    won, net = _per_period(check, "won", "new_customers", new_customers), _money(check, net_clv_new)
    costs = _per_period(check, "fixed_costs", "fixed_costs", fixed_costs)
    debt, other = check.take("net_debt", net_debt), check.take("non_operating", non_operating)
    _same_length(check, "net_clv_new", net, "new_customers", won, one=True)
    _same_length(check, "fixed_costs", costs, "new_customers", won, one=True)
    check.rule(g >= d, "growth", g, "must stay below rate", "a company cannot outgrow its discount rate for ever")
    check.done()
    n = won.size
    with np.errstate(over="ignore", invalid="ignore"):
        cohorts, costs = won * net, np.broadcast_to(costs, (n,))
        for_ever = (1 + g) / (d - g) / (1 + d) ** n
        parts = today, _npv(d, cohorts), cohorts[-1] * for_ever, -(_npv(d, costs) + costs[-1] * for_ever)
        before = check.finite("value", sum(parts))
    return Valuation(*map(float, (*parts, -share * np.maximum(0.0, before), other, -debt)))


def _npv(rate: Floats, flows: Floats) -> Any:
    """Excel's NPV: flows at the ends of period 1..n."""
    with np.errstate(over="ignore", invalid="ignore"):
        return (flows / (1 + rate) ** np.arange(1, flows.size + 1)).sum()


def _per_period(check: Check, key: str, name: str, given: Any) -> Floats:
    return np.atleast_1d(check.take(key, given, name=name))


def _money(check: Check, given: Any) -> Floats:
    return _per_period(check, "net_clv_new", "net_clv_new", given)


def _same_length(check: Check, name: str, values: Floats, other: str, others: Floats, *, one: bool = False) -> None:
    if values.size != others.size and not (one and values.size == 1):
        also = ", or one" if one else ""
        rule = f"has {counted(values.size, 'value')}; must have {others.size}, as many as {other}{also}"
        check.rule(True, name, None, rule, code=NA)
        check.done()


def share_of(part: float, total: float) -> float | str:
    """A share of a total; of nothing it is #DIV/0!, of a loss #NUM!.

    >>> share_of(1.0, 4.0), share_of(1.0, 0.0), share_of(1.0, -4.0)
    (0.25, '#DIV/0!', '#NUM!')
    """
    if total == 0:
        return DIV0
    return part / total if total > 0 else NUM


def per_share(equity_value: float, shares: Any) -> float | str:
    """Equity value per share; no shares is #DIV/0! in its cell alone.

    Raises InputError for a negative number of shares.

    >>> per_share(7_500_000.0, 1_000_000), per_share(7_500_000.0, 0)
    (7.5, '#DIV/0!')
    """
    check = Check()
    count = check.take("shares", shares)
    if np.ndim(count):
        raise InputError((Fault("shares", "must be one number", VALUE),))
    check.done()
    return equity_value / float(count) if count else DIV0
