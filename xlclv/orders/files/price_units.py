"""Prices of more than one piece, as a column of price units beside quantity x price says: no product of the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.source import Source, also
from xlclv.terms.options import option

# A number alone, or as in "per 100 pcs", and its letters that are no number.
_NUMBER = r"^(?:per|pro|je|par|por|/)?\s*([0-9][0-9.,]*)\s*[^0-9.,]*[23]?$"  # m2
_DECIMALS = "{mark}[0-9]{{1,2}}[^0-9.,]*$"  # of a price
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


def refuse(connection: Any, source: Source, found: Sequence[int], decimal: str | None) -> None:
    """InputError where one of these columns of `raw` has a number that is not 1, which the product leaves out."""
    one_ = f"1([.,]0{{1,2}}|[.,]0{{4,}}|{_mark(connection, decimal)}000)?" if found else ""  # else 1,000 is a thousand
    for at in found:
        number = f"regexp_extract(lower({trimmed(f'beside{at}')}), {literal(_NUMBER)}, 1)"
        not_one = f"{number} <> '' AND NOT regexp_full_match({number}, {literal(one_)})"
        odd = rows(connection, f"SELECT row FROM raw WHERE {not_one} ORDER BY row LIMIT 5")
        if odd:
            rule = f"the price is for other than 1 piece{also([source.row(row) for (row,) in odd[1:]])}"
            fix = f"give a column of what each line costs, and name it with {option('amount')}"
            raise source.refuse(rule, row=source.row(odd[0][0]), column=source.column(at), fix=fix)


def _mark(connection: Any, decimal: str | None) -> str:
    """The decimal mark of the prices, as a pattern: as the user says, else as they show it; of none where none does."""
    if decimal is None:
        tests = (f"bool_or(regexp_matches(price, {literal(_DECIMALS.format(mark=f'[{mark}]'))}))" for mark in ".,")
        points, commas = one(connection, f"SELECT {', '.join(tests)} FROM raw")
        decimal = "." if points and not commas else "," if commas and not points else ""
    return f"[{decimal}]" if decimal else "[^0-9.,]"
