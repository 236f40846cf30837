"""Everything beside the orders: opened before they are read, so that it is known which columns are asked of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlclv.companions.asked import SHEETS, Asked, all_of
from xlclv.companions.base import base, of_orders
from xlclv.companions.by_level import dimension
from xlclv.companions.columns import of_customers
from xlclv.companions.customers import People
from xlclv.companions.customers import read as read_customers
from xlclv.companions.data import Beside
from xlclv.companions.everyone import Everyone
from xlclv.companions.file import Opened, open_beside
from xlclv.companions.growth import growth
from xlclv.companions.levels import Levels
from xlclv.orders.columns import plain
from xlclv.orders.reading import Orders
from xlclv.orders.source import Options


@dataclass(frozen=True, slots=True)
class Companions:
    """The files beside the orders as they were opened, and what --by asks for, of the file and of the orders."""

    by: tuple[Asked, ...] = ()
    customers: Opened | None = None
    options: Options = field(default_factory=Options)

    @property
    def of_orders(self) -> tuple[Asked, ...]:
        """The dimensions that the orders must have."""
        return tuple(asked for asked in self.by if not self._in_file(asked))

    def _in_file(self, asked: Asked) -> bool:
        if self.customers is None or asked.line:
            return False
        return plain(asked.column) in {plain(header) for header in self.customers.columns.headers.values()}

    def reading(self) -> dict[str, Any]:
        """What the readers of orders must be told."""
        also = () if self.customers is None else tuple(self.customers.columns.headers.values())
        return {"by": tuple(asked.column for asked in self.of_orders), "also": also, "beside": True}


def opened(by: Sequence[str] = (), customers: Path | None = None, **options: Any) -> Companions | None:
    """What was asked for; None where it is nothing. `options` are those of reading.read that concern ids and dates."""
    if not by and customers is None:
        return None
    said = Options(**options)
    people = None if customers is None else open_beside(customers, of_customers(said.customer), said)
    return Companions(all_of(tuple(by)), people, said)


def found(asked: Companions, orders: Orders, people: Everyone) -> Beside:
    """What the files say of the customers, all of whom are in `people`, by id."""
    at = base(orders)
    file = None
    if asked.customers is not None:
        file = read_customers(at, asked.customers, asked.options, [one.column for one in asked.by])
    grown = growth(at.connection, at.people, orders.days.get_name(), orders.scale, orders.as_of)
    every = [dimension(levels, people, grown) for levels in _dimensions(asked, at, file)]
    return Beside(
        dimensions=tuple(every),
        customers_file=None if file is None else file.told,
        notes=() if file is None else file.notes,
    )


def _dimensions(asked: Companions, at: Any, file: People | None) -> list[Levels]:
    """Those asked for, then the attributes of the customers file, as many as there is room for."""
    mine = asked.of_orders
    made: list[Levels] = []
    roles = []
    for one in asked.by:
        role = None if file is None or one in mine else file.role(one.column)
        roles.append(role)
        made.append(of_orders(at, one, mine.index(one)) if role is None or file is None else file.levels(one, role))
    for role, header in ({} if file is None else file.attributes).items():
        if role not in roles and file is not None and len(made) < SHEETS:
            levels = file.levels(Asked(header), role)
            if _tells(levels):
                made.append(levels)
    return made


def _tells(levels: Levels) -> bool:
    """Whether an attribute puts customers in groups: not if all are one, or nearly each is a level of its own."""
    return len(levels.labels) > 1 and 2 * len(levels.labels) <= len(levels.of)
