"""Portfolio and validation as cells: whale curve, company value, tornado and holdout tables."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from xlclv.errors import DIV0
from xlclv.formulas import loyalty, portfolio, risk
from xlclv.validation import metrics


def whale_curve(values: Any, bins: Any) -> list[list[Any]]:
    """The rows of CLV_DECILES: bin, n, sum, share, cumulative share."""
    found = portfolio.deciles(values, bins)
    total = math.fsum(b.total for b in found)
    rows, running = [], 0.0
    for b in found:
        running += b.total
        whole = total if b.place == len(found) else running
        rows.append([b.place, b.n, b.total, portfolio.share_of(b.total, total), portfolio.share_of(whole, total)])
    return rows


def company(
    rate: Any,
    existing_equity: Any,
    new_customers: Any,
    net_clv_new: Any,
    fixed_costs: Any,
    tax: Any,
    growth: Any,
    net_debt: Any,
    non_operating: Any,
    shares: Any,
) -> list[list[Any]]:
    """The rows of CLV_CBCV: label and number; it foots."""
    v = portfolio.company(
        rate, existing_equity, new_customers, net_clv_new, fixed_costs, tax, growth, net_debt, non_operating
    )
    rows: list[list[Any]] = [
        ["existing customers", v.existing],
        ["new customers", v.new],
        ["terminal value", v.terminal],
        ["fixed costs", v.fixed_costs],
        ["pre-tax value", v.pre_tax],
        ["tax", v.tax],
        ["operating value", v.operating],
        ["non-operating assets", v.non_operating],
        ["net debt", v.net_debt],
        ["equity value", v.equity],
    ]
    if shares is not None:
        rows.append(["value per share", portfolio.per_share(v.equity, shares)])
    return rows


def return_of(clv_before: Any, clv_after: Any, customers: Any, programme_cost: Any) -> Any:
    """The columns of CLV_ROI: uplift, total, net, ROI, break-even spend; an ROI of a free programme is #DIV/0!."""
    found = loyalty.roi(clv_before, clv_after, customers, programme_cost)
    roi = np.where(found.free, DIV0, np.asarray(found.roi, dtype=object))
    columns = np.broadcast_arrays(found.uplift, found.total, found.net, roi, found.uplift)
    return np.stack([np.atleast_1d(c).astype(object) for c in columns], axis=1)


def columns_of(found: tuple[Any, ...]) -> Any:
    """A tuple of results, one a column, as rows."""
    return np.stack([np.atleast_1d(c) for c in np.broadcast_arrays(*found)], axis=1)


def staff(*arguments: Any) -> Any:
    """The columns of CLV_CC_AGENTS; agents are whole numbers."""
    from xlclv.formulas import staffing

    found = columns_of(staffing.agents(*arguments)).astype(object)
    for column in (0, 3):
        found[:, column] = [int(n) for n in found[:, column]]
    return found


def tornado(*arguments: Any) -> list[list[Any]]:
    """The rows of CLV_TORNADO: driver, CLV with it lower and higher, swing."""
    return [list(swing) for swing in risk.tornado(*arguments)]


def holdout(actual: Any, predicted: Any, bins: Any) -> list[list[Any]]:
    """The rows of CLV_HOLDOUT: the measures, or with bins the groups by prediction."""
    if bins is not None:
        return [[g.place, g.n, g.predicted, g.actual] for g in metrics.groups(actual, predicted, bins)]
    m = metrics.measures(actual, predicted)
    pairs = (
        ("n", m.n),
        ("bias", m.bias),
        ("MAE", m.mae),
        ("RMSE", m.rmse),
        ("Spearman", m.spearman),
        ("normalised Gini", m.gini),
    )
    return [[label, DIV0 if value is None else value] for label, value in pairs]
