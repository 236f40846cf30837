"""Money taken back on the day of the payment, or in a column beside it, which the sum of the day does not show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xlclv.contracts.data import Ints
from xlclv.contracts.periods import Days
from xlclv.orders.definition import TAKEN_OFF
from xlclv.orders.reading import Orders


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """Of days with money: what came in before anything went back, and what was taken back of payments in part.

    A line that takes a whole line of the day back, as a charge made twice, takes no part of another.
    """

    came: Ints
    part: Ints


def on_the_day(orders: Orders, names: list[str], customer: Ints, day: Days, units: Ints) -> OnTheDay:
    """The same days, by places in `names`; few have money that goes back."""
    came, part = np.maximum(units, 0), np.zeros(len(units), dtype=np.int64)
    found = _lines(orders)
    if found.num_rows:
        place = {name: at for at, name in enumerate(names)}
        at_day = {pair: at for at, pair in enumerate(zip(customer.tolist(), day.tolist(), strict=True))}
        columns = [found[name].to_pylist() for name in ("customer", "came", "part")]
        days = found["day"].cast("date32").cast("int32").to_pylist()
        for who, when, gross, back in zip(columns[0], days, *columns[1:], strict=True):
            at = at_day.get((place.get(str(who), -1), when))
            if at is not None:
                came[at], part[at] = int(gross), int(back)
    return OnTheDay(came, part)


def _lines(orders: Orders) -> Any:
    """By customer and day, where anything went back: what came in, and what went back of a part."""
    import ibis

    table = orders.table
    beside = table[TAKEN_OFF] if TAKEN_OFF in table.columns else ibis.literal(0, "int64")
    lines = table.mutate(beside=beside, size=table.amount.abs()).select("customer", "day", "amount", "beside", "size")
    back = lines.filter((lines.amount < 0) | (lines.beside > 0)).select("customer", "day").distinct()
    lines = lines.semi_join(back, ["customer", "day"])
    sizes = lines.group_by("customer", "day", "size").aggregate(
        came=(ibis.ifelse(lines.amount > 0, lines.amount, 0) + lines.beside).sum(),
        beside=lines.beside.sum(where=lines.amount > 0).fill_null(0),
        alone=lines.count(where=lines.amount < 0) - lines.count(where=lines.amount > 0),
    )
    part = sizes.beside + ibis.ifelse(sizes.alone > 0, sizes.alone, 0) * sizes["size"]
    days = sizes.group_by("customer", "day").aggregate(came=sizes.came.sum(), part=part.sum())
    return days.select("customer", "day", came=days.came.cast("int64"), part=days.part.cast("int64")).to_pyarrow()
