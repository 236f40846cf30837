"""What the user says of contacts: what they cost and in which units, and which of it a log does not heed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from xlclv.companions.cost_words import by_time, other_costs, same_costs
from xlclv.companions.handle import TIMES, UNITS
from xlclv.errors import UsageError, counted, listed
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import Column, literal
from xlclv.orders.source import Source


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of contacts: cost of one (by channel, "" for all), of a minute, days and units."""

    contact_cost: Mapping[str, float] = field(default_factory=dict)
    minute_cost: float | None = None
    handle_unit: str | None = None
    fcr_days: int = 7
    after_days: int = 90

    def __post_init__(self) -> None:
        if self.minute_cost is not None and not _is_cost(self.minute_cost):
            raise UsageError(f"--minute-cost {self.minute_cost} is not a cost: give a number, at least 0")


def _is_cost(number: float) -> bool:
    return math.isfinite(number) and number >= 0


def costs(text: str | None) -> dict[str, float]:
    """--contact-cost: one number, or one a channel.

    >>> costs("phone=4.20, chat=2.10"), costs("3")
    ({'phone': 4.2, 'chat': 2.1}, {'': 3.0})
    """
    found: dict[str, float] = {}
    for part in filter(None, (text or "").split(",")):
        channel, _, number = part.rpartition("=")
        try:
            cost = float(number)
        except ValueError:
            cost = math.nan
        if not _is_cost(cost):
            rule = "is not a cost: a number, at least 0"
            raise UsageError(f'--contact-cost "{part.strip()}" {rule}; write 3.50, or phone=4.20,chat=2.10')
        found[channel.strip().casefold()] = cost
    return found


def unit_named(text: str | None) -> str | None:
    """--handle-unit as it is meant."""
    if text is None:
        return None
    for name in UNITS:
        short = "ms" if name == "milliseconds" else f"{name[0]}|{name[:3]}s?"
        if re.fullmatch(f"{short}|{name[:-1]}s?", text.strip(), re.IGNORECASE):
            return name
    raise UsageError(f'--handle-unit "{text}" is not a unit; give seconds, minutes, hours or milliseconds')


def unheeded(connection: Any, source: Source, found: Mapping[str, Column], told: Told) -> list[str]:
    """Warnings of options that ask for a column which the log has not, or which another one takes the place of."""
    said = []
    timed = any(role in found for role in TIMES)
    if told.minute_cost is not None and "cost" in found:
        said.append(f"--minute-cost is not used: {found['cost'].called} says what a contact costs")
    elif told.minute_cost is not None and told.contact_cost:
        said.append("--minute-cost is not used: --contact-cost says what a contact costs")
    elif told.minute_cost is not None and not timed:
        said.append("--minute-cost is not used: no column looks like handle time; call the one that is so handle time")
    if told.handle_unit is not None and not timed:
        said.append("--handle-unit is not used: no column looks like handle time; call the one that is so handle time")
    if told.contact_cost and "cost" in found:
        said.append(f"--contact-cost is not used: {found['cost'].called} says what a contact costs")
    elif told.contact_cost:
        said += _without_a_price(connection, source, found.get("channel"), told.contact_cost)
    if "cost" not in found and not told.contact_cost and told.minute_cost is None:
        said += _costs_left(source, [column.position for column in found.values()])
    elif "cost" in found and (left := same_costs(source.headers, found["cost"].position)):
        named = " and ".join(source.column(at) for at in left)
        said.append(f"{named} {'are' if len(left) > 1 else 'is'} not added to {found['cost'].called}, as if in it")
    usual = next(one.default for one in fields(Told) if one.name == "fcr_days")
    if told.fcr_days != usual and "resolved" in found:
        said.append(f"--fcr-days is not used: {found['resolved'].called} says what was resolved")
    return [f"{source.where}: {one}" for one in said]


def _costs_left(source: Source, taken: Sequence[int]) -> list[str]:
    """What is said of columns of costs in a log of which no column is taken as what a contact cost."""
    left = other_costs(source.headers, taken)
    if not left:
        return []
    named = f"{' and '.join(source.column(at) for at in left)} {'are' if len(left) > 1 else 'is'} not used"
    ways = 'call the column of what each contact cost "cost", or give --contact-cost'
    if all(by_time(source.headers[at]) for at in left):
        ways = (
            'give it with --minute-cost if it is one for all, or write what each contact cost in a column called "cost"'
        )
    return [f"{named}, so contacts are read without what they cost; {ways}"]


def _without_a_price(connection: Any, source: Source, channel: Column | None, prices: Mapping[str, float]) -> list[str]:
    """What is said of --contact-cost by channel: no column of channels, or contacts of channels that have no price."""
    named = [name for name in prices if name]
    if not named:
        return []
    rest = f"cost {prices['']:g}" if "" in prices else "cost 0"
    if channel is None:
        how = f"no column looks like a channel, so all contacts {rest}"
        return [f"--contact-cost of {listed(named)} is not used: {how}; call the one that is so channel"]
    if "" in prices:
        return []
    known = ", ".join(map(literal, named))
    left = rows(
        connection,
        f"SELECT any_value(t.plain), sum(t.rows) FROM {channel.table} AS t WHERE lower(t.plain) NOT IN ({known}) "
        "GROUP BY lower(t.plain) ORDER BY 2 DESC, 1",
    )
    if not left:
        return []
    texts = [source.quoted(text, "") if text else "no channel" for text, _ in left]
    many = counted(int(sum(count for _, count in left)), "contact")
    shown = listed([text for text in texts if text])
    return [
        f"--contact-cost has no price for {many}{shown and f' ({shown})'}: they cost 0; add one, or one number for all"
    ]
