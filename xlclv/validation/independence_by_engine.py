"""Whether frequent buyers spend more an order, asked of customers who stay where their orders are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xlclv.models.spend.fit import SpendFit
from xlclv.orders.arrow import as_numpy
from xlclv.validation.independence import WEAK, Independence, p_value
from xlclv.validation.metrics import ranks
from xlclv.valuation.ranking import Ranking

if TYPE_CHECKING:
    import ibis.expr.types as ir


def related(scored: ir.Table, spend: SpendFit[Any]) -> Independence:
    """independence.independence of a table's frequency and monetary_value; the ranks only where a reader is warned."""
    pearson, n = spend.correlation, round(spend.customers)
    if pearson is None or abs(pearson) <= WEAK:
        return Independence(n, pearson, p_value(pearson, n), None, None)
    ranked = _by_ranks(scored)
    return Independence(n, pearson, p_value(pearson, n), ranked, p_value(ranked, n))


def _by_ranks(scored: ir.Table) -> float:
    """Spearman's correlation: sums by frequency and bin of the ranks of spend, equals sharing their mean."""
    import ibis

    spent = scored.filter((scored.frequency > 0) & (scored.monetary_value > 0)).select("frequency", "monetary_value")
    ranking = Ranking(spent, "monetary_value")
    each = ranking.table
    mean = each.turn.cast("float64").mean().over(ibis.window(group_by=["bin", "level"]))
    each = each.mutate(falling=mean)
    found = each.group_by("frequency", "bin").aggregate(
        n=each.count(), first=each.falling.sum(), second=(each.falling * each.falling).sum()
    )
    rows = found.order_by("frequency", "bin").to_pyarrow()
    x, bins, n, first, second = (as_numpy(rows, name).astype(np.float64) for name in rows.column_names)
    before = ranking.above(bins)
    middle = 0.5 * (ranking.count + 1)
    off = middle - before  # the rank from below, less the middle, of the first of a bin, and each place lowers it by 1
    up = ranks(x, n) - middle
    together = up @ (off * n - first)
    return float(together / np.sqrt((n @ (up * up)) * (off * off * n - 2.0 * off * first + second).sum()))
