"""The margin of lines that carry their own cost: in all, where it is below 0, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlclv.orders.ledger import Ledger, LineMargin, exact

if TYPE_CHECKING:
    import ibis.expr.types as ir


def line_margin(orders: ir.Table, days: ir.Table, scale: int) -> LineMargin | None:
    """What the lines used leave; None where they do not say."""
    if "worth" not in orders.columns:
        return None
    below = (orders.worth < 0) & (orders.amount > 0)
    lines = orders.aggregate(
        total=orders.worth.sum(), below=orders.count(where=below), lost=orders.worth.sum(where=below)
    )
    row: dict[str, Any] = lines.to_pyarrow().to_pylist()[0]
    flat = days.filter(days.bought & (days.amount <= 0)).count().to_pyarrow().as_py()
    total, lost = (exact(int(row[name] or 0), scale) for name in ("total", "lost"))
    return LineMargin(total, int(row["below"]), lost, int(flat))


def below_cost(ledger: Ledger) -> list[str]:
    """What to say of lines and days that leave nothing."""
    found = ledger.margin
    if found is None:
        return []
    said = [f"every value is margin: {found.total:,f} of sales of {ledger.amount_used:,f}, line by line"]
    if found.below:
        lines = f"{found.below:,} lines were" if found.below > 1 else "1 line was"
        said.append(f"{lines} sold below cost ({found.below_amount:,f})")
    if found.days:
        days = f"{found.days:,} purchase days have" if found.days > 1 else "1 purchase day has"
        said.append(
            f"{days} a margin of 0 or less; such a day counts as a purchase, and its margin in the customer's mean; a "
            "customer whose mean is 0 or less is valued at the least expected"
        )
    return said
