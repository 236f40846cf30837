"""Everything beside the orders: opened before they are read, so that it is known which columns are asked of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xlclv.companions.asked import Asked, all_of
from xlclv.companions.columns import is_email, of_acquisition, of_contacts, of_customers
from xlclv.companions.file import Opened, open_beside, open_table
from xlclv.companions.told import Told
from xlclv.orders.headers import is_called
from xlclv.orders.source import Options

Place = Path | tuple[str, str]  # a file, or a database's address and the name of a table there


@dataclass(frozen=True, slots=True)
class Companions:
    """The files beside the orders as they were opened, and what --by asks for, of the file and of the orders."""

    by: tuple[Asked, ...] = ()
    customers: Opened | None = None
    contacts: Opened | None = None
    acquisition: Opened | None = None
    told: Told = field(default_factory=Told)
    options: Options = field(default_factory=Options)
    dedupe: bool = False  # contacts and spend without rows that repeat an earlier one in every column

    @property
    def of_orders(self) -> tuple[Asked, ...]:
        """The dimensions that the orders must have."""
        return tuple(asked for asked in self.by if not self._in_file(asked))

    def _in_file(self, asked: Asked) -> bool:
        if self.customers is None or asked.line:
            return False
        return any(is_called(asked.column, header) for header in self.customers.columns.headers.values())

    def beside(self, customer: str) -> Companions:
        """The same beside orders whose customer has this header, which is known once they are read: by e-mail where
        it is one."""
        if not is_email(customer):
            return self
        customers = self.customers and self.customers.told_by(of_customers(customer))
        return replace(
            self, customers=customers, contacts=self.contacts and self.contacts.told_by(of_contacts(customer))
        )

    def reading(self) -> dict[str, Any]:
        """What the readers of orders must be told."""
        also = () if self.customers is None else tuple(self.customers.columns.headers.values())
        return {"by": tuple(asked.column for asked in self.of_orders), "also": also, "beside": True}


def opened(
    by: Sequence[str] = (),
    customers: Place | None = None,
    contacts: Place | None = None,
    acquisition: Place | None = None,
    told: Told | None = None,
    dedupe: bool = False,
    **options: Any,
) -> Companions | None:
    """What was asked for; None where it is nothing. `options` are those of reading.read that concern ids and dates."""
    if not by and customers is None and contacts is None and acquisition is None:
        return None
    said = Options(**options)

    def one(place: Place | None, how: Any) -> Opened | None:
        if place is None:
            return None
        return open_table(*place, how, said) if isinstance(place, tuple) else open_beside(place, how, said)

    return Companions(
        all_of(tuple(by)),
        one(customers, of_customers(said.customer)),
        one(contacts, of_contacts(said.customer)),
        one(acquisition, of_acquisition),
        told or Told(),
        said,
        dedupe,
    )
