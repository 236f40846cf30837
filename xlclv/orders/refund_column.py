"""Which column of refunds is in the currency of the amounts: what was paid back in another cannot be taken off them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlclv.orders.currency_names import surely_converted
from xlclv.orders.headers import UnclearError, plain
from xlclv.orders.rules.headers import REFUNDED
from xlclv.orders.rules.units import currency_in
from xlclv.terms.options import option


def in_its_currency(at: int | None, money: int | None, headers: Sequence[str], taken: Collection[int]) -> int | None:
    """The column of refunds at `at`, or else the one whose name is of the currency of the amounts at `money`.

    >>> heads = ["Amount", "Amount Refunded", "Converted Amount", "Converted Amount Refunded"]
    >>> in_its_currency(1, 0, heads, ()), in_its_currency(1, 2, heads, ())
    (1, 3)
    >>> in_its_currency(1, 0, ["Total (EUR)", "Refunded (USD)", "Refunded (EUR)"], ())
    2
    """
    if at is None or money is None or not _differ(headers[at], headers[money]):
        return at
    sums = [place for place, header in enumerate(headers) if place not in taken and plain(header) in REFUNDED[0]]
    same = [place for place in sums if not _differ(headers[place], headers[money])]
    if same:
        return same[0]
    refund, amount = headers[at].strip(), headers[money].strip()
    raise UnclearError(
        f'"{refund}" is not in the currency of "{amount}" by its name, and cannot be taken off it; name the amounts of '
        f"its currency with {option('amount')}, or leave the column out of the file"
    )


def _differ(refund: str, amount: str) -> bool:
    """Whether the names of a sum of refunds and of the amount are of two currencies, or one is converted alone."""
    if plain(refund) not in REFUNDED[0]:
        return False
    its, mine = currency_in(refund), currency_in(amount)
    return its != mine if its and mine else surely_converted(refund) != surely_converted(amount)
