"""The one currency of several files: two that name different ones are never added, one that names none is told."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from xlclv.orders.currencies import CODES, alike, known, one_of, same, shown, way_out
from xlclv.orders.engine import one
from xlclv.orders.files.part import Part
from xlclv.orders.ledger import exact
from xlclv.orders.source import refusal


def one_currency(parts: list[Part]) -> str:
    """The currency of all files that write one; "" for a text that names none where ids are pseudonyms."""
    found = _agreed(parts)
    return found if known(found) or not any(part.source.secret for part in parts) else ""


def counting(connection: Any, parts: list[Part]) -> tuple[list[Part], list[str]]:
    """The files of which any row counts: of the others no amount is added; a note of each that names a currency."""
    if len(parts) < 2:
        return parts, []
    used = [bool(one(connection, f"SELECT count(customer) FROM {part.table}")[0]) for part in parts]
    idle = [part for part, counts in zip(parts, used, strict=True) if not counts and part.currency]
    return [part for part, counts in zip(parts, used, strict=True) if counts], [
        f"{part.source.where}: no row counts, so amounts in {shown(part.currency, part.source)} stand as they are in "
        "the sums of what was left out"
        for part in idle
    ]


def refuse_costs(parts: list[Part]) -> str:
    """The currency that costs name, "" where none does; that of one file must not be another than the money's."""
    named, first = _agreed(parts), parts[0]
    first = next((part for part in parts if part.currency), first)
    for part in (part for part in parts if part.cost_in):
        if not alike(named, part.cost_in):
            one_in, other = shown(part.cost_in, part.source), shown(named, first.source)
            raise refusal(
                f"{part.source.where} and {first.source.where}",
                f"costs or margins in {one_in} cannot be set against money in {other}",
                way_out(),
            )
        named, first = (named, first) if named else (part.cost_in, part)
    return next((part.cost_in for part in parts if part.cost_in), "")


def _agreed(parts: list[Part]) -> str:
    named = {part.currency: part for part in reversed(parts) if part.currency}
    pairs = combinations(sorted(named.items()), 2)
    for (one_code, first), (other, second) in (pair for pair in pairs if not same(pair[0][0], pair[1][0])):
        raise refusal(
            f"{first.source.where} and {second.source.where}",
            f"amounts in {shown(one_code, first.source)} and in {shown(other, second.source)} cannot be added",
            way_out(),
        )
    return one_of([*named]) or min(named, key=lambda currency: (currency not in CODES, currency), default="")


def nameless(connection: Any, parts: list[Part]) -> list[str]:
    """A warning for each file that names no currency beside others that do: what it adds to them."""
    currency = _agreed(parts)
    said = []
    for part in parts if currency else []:
        if not part.currency:
            count, units = one(
                connection, f"SELECT count(*), coalesce(sum(amount), 0) FROM {part.table} WHERE customer IS NOT NULL"
            )
            many = f"{count:,} row{'s' if count != 1 else ''}, {exact(int(units), part.scale):,} in all"
            named = shown(currency, part.source)
            said.append(f"{part.source.where} names no currency ({many}): it is added to amounts in {named}")
    return said
