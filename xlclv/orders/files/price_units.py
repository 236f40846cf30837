"""Prices of more than one piece, as a column of price units beside quantity x price says: no product of the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.source import Source, also
from xlclv.terms.options import option

_HEADERS = frozenset(["priceunit", "priceunits", "pricingunit", "preiseinheit", "pe", "per", "priceper", "preispro"])


def beside(headers: Sequence[str], columns: Columns) -> list[int]:
    """The columns that say for how many pieces the price is, where amounts are quantity x price.

    >>> beside(["Customer", "Date", "Qty", "Price", "Price Unit"], Columns(0, 1, None, 2, 3))
    [4]
    """
    if "amount" in columns.roles or not {"quantity", "price"} <= columns.roles.keys():
        return []
    used = set(columns.roles.values())
    return [at for at, header in enumerate(headers) if at not in used and plain(header) in _HEADERS]


def refuse(connection: Any, source: Source, found: Sequence[int]) -> None:
    """InputError where one of these columns of `raw` has a number that is not 1, which the product leaves out."""
    for at in found:
        number = f"TRY_CAST(replace({trimmed(f'beside{at}')}, ',', '.') AS DOUBLE)"
        odd = rows(connection, f"SELECT row FROM raw WHERE {number} <> 1 ORDER BY row LIMIT 5")
        if odd:
            rule = f"the price is for other than 1 piece{also([source.row(row) for (row,) in odd[1:]])}"
            fix = f"give a column of what each line costs, and name it with {option('amount')}"
            raise source.refuse(rule, row=source.row(odd[0][0]), column=source.column(at), fix=fix)
