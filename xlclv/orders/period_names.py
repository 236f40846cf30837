"""Headers of billing periods: with the name of a table before them, and of the half that is a unit alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.headers import plain
from xlclv.orders.rules.contracts import BILLING, BILLING_PART, HOW_LONG, OFTEN, TABLES, UNIT

_BARE = OFTEN[0] | HOW_LONG[0]
_NAMES = BILLING[0] | BILLING_PART[0] | _BARE
_LONG = 200  # characters: no header has so many


def without_table(header: str) -> str:
    """A header that names a billing period behind the name of its table, without that; any other as it is.

    >>> without_table("subscriptions.billing_period_unit"), without_table("items.price.recurring.interval_count")
    ('billing period unit', 'price recurring interval count')
    >>> without_table("visit frequency"), without_table("old_billing_period"), without_table("Plan name")
    ('visit frequency', 'old_billing_period', 'Plan name')
    """
    if len(header) > _LONG or plain(header) in _NAMES:
        return header
    words = [word for word in re.split(r"[\W_]+", header.strip()) if word]
    for at in range(1, len(words)):
        if words[at - 1].casefold() not in TABLES[0]:
            break
        if plain(" ".join(words[at:])) in _NAMES:
            return " ".join(words[at:])
    return header


def all_without_table(headers: Sequence[str]) -> list[str]:
    """The same of each header, but for those that would then have the name of another."""
    found = [without_table(header) for header in headers]
    names = [plain(header) for header in found]
    return [bare if names.count(plain(bare)) == 1 else header for bare, header in zip(found, headers, strict=True)]


def of_a_period(header: str) -> bool:
    """Whether a header is known to name a billing period, or one of its halves.

    >>> [of_a_period(header) for header in ("Turnus", "subscription_billing_period", "Einheit", "City")]
    [True, True, False, False]
    """
    return plain(without_table(header)) in _NAMES


def of_a_unit(header: str) -> bool:
    """Whether a header names a unit, whichever of.

    >>> [of_a_unit(header) for header in ("Einheit", "Abrechnungseinheit", "unit_of_time", "Community")]
    [True, True, False, False]
    """
    words = re.split(r"[\W_]+", header.strip().casefold()) if len(header) < _LONG else []
    return any(word in UNIT[0] or word.endswith(("einheit", "eenheid")) for word in words[-1:])
