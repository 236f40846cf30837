"""What is assumed, and warned of, where no column says the billing period of contracts."""

from __future__ import annotations

from typing import Any

from xlclv.contracts.periods import MONTH, Period
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column
from xlclv.orders.rules.fee_words import span
from xlclv.orders.source import Source


def by_month(fee_is: Period | None) -> str:
    """What is assumed where nothing says the billing period."""
    if fee_is in (None, MONTH):
        return "no column says the billing period: a month; --period says otherwise"
    return (
        "no column says the billing period: contracts are taken to renew by month, though the fee is money a "
        f"{fee_is}; --period {fee_is} if they renew by {fee_is}"
    )


def open_span(column: Column, header: str, fee_is: Period | None) -> list[str]:
    """A warning where the header of fees has words of periods that do not tell for how long money is."""
    unclear = span(header).unclear if fee_is is None else ""
    if not unclear:
        return []
    return [
        f"{column.source.where}: {column.called} says {unclear}, which leaves open for how long a fee is: it is read "
        "as money a month; --period says otherwise"
    ]


def year_terms(connection: Any, source: Source, table: str, fee_is: Period | None) -> list[str]:
    """A warning where contracts run for a year, so that renewals and, unless its name says, the fee may be a year's."""
    whole = "ended IN (start + INTERVAL 12 MONTH, start + INTERVAL 12 MONTH - INTERVAL 1 DAY)"
    ends, years = rows(connection, f"SELECT count(ended), count(*) FILTER ({whole}) FROM {table}")[0]
    if years < 10 or 2 * years < ends:
        return []
    of = "for renewals" if fee_is is not None else "for fees and renewals"
    return [
        f"{source.where}: {years:,} of {ends:,} contracts with an end run for just a year, but no column says the "
        f"billing period, so it is a month, {of}: say --period year if it is not"
    ]
