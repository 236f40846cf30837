"""Which column is the cost or the margin of a line, and by which it is multiplied, where it is of one piece."""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.headers import find, one, product
from xlclv.orders.roles import Columns
from xlclv.orders.rules.cost_words import said_of
from xlclv.orders.rules.headers import COST, QUANTITY
from xlclv.orders.rules.shares import share_in
from xlclv.orders.source import Options


def of_worth(headers: Sequence[str], options: Options, found: Columns) -> dict[str, int]:
    """The cost or margin as the user names it; with the quantity, where the header or the user says it is of one.

    >>> heads = ["Customer", "Date", "Quantity", "Total", "Unit cost", "Cost"]
    >>> beside = Columns(0, 1, amount=3)
    >>> of_worth(heads, Options(cost="Unit cost"), beside), of_worth(heads, Options(cost="Quantity * Cost"), beside)
    ({'worth': 4, 'pieces': 2}, {'worth': 5, 'pieces': 2})
    >>> of_worth(heads, Options(cost="Cost"), beside)
    {'worth': 5, 'perhaps_pieces': 2}
    """
    named = str(options.cost or options.margin_column)
    if (both := product("cost", named, headers)) is not None:
        first, second = both
        if find(QUANTITY, [headers[second]]):
            first, second = second, first
        return {"worth": second, "pieces": first}
    worth = one("cost", named, COST, headers)
    if share_in(headers[worth]):  # of the line's amount, which no quantity multiplies
        return {"worth": worth}
    units = [at for at in find(QUANTITY, headers) if at != worth]
    count = found.quantity if found.quantity is not None else units[0] if len(units) == 1 else None
    if count is None:
        return {"worth": worth}
    says = said_of(headers[worth])
    if says == "one" or (options.cost is not None and found.quantity is not None and not says):
        return {"worth": worth, "pieces": count}
    unclear = options.cost is not None and not says
    return {"worth": worth, "perhaps_pieces": count} if unclear else {"worth": worth}
