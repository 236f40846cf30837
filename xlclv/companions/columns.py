"""Which column of a file beside the orders is what: by the names people give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from xlclv.orders.columns import UnclearError, called, describe, find, nearest, plain
from xlclv.orders.rules.headers import CUSTOMER

# Headers, as `plain` leaves them, that name one person: nothing to tell groups of customers apart by.
_PERSONAL = re.compile(
    r"(first|last|sur|fore|full|middle|given|family|customer|client|contact|display|user|account|company)?name|vorname|nachname|nom|prenom|"
    r"nombre|apellidos?|.*e?mail.*|.*(tele)?(phone|fon|fono)(number|no|nr|nummer)?|mobile?|handy|fax|telefono|"
    r".*(street|strasse|straße|addr(ess)?(line)?\d?|adresse|direccion|indirizzo)|iban|passport|ssn|taxid|vat(id|no)?"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """Where each thing of a file beside the orders stands; `customer` and `date` are places that readers ask for."""

    roles: dict[str, int]
    system: str = ""
    order: int | None = None
    cost: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def customer(self) -> int:
        """The place of the customer, or of what stands for one."""
        return self.roles.get("customer", min(self.roles.values()))

    @property
    def date(self) -> int:
        """The place of the day, or of what stands for one."""
        return self.roles.get("date", self.customer)


def personal(header: str) -> bool:
    """Whether a column looks like a name, an e-mail address, a telephone number or a street.

    >>> personal("E-Mail"), personal("First name"), personal("Country")
    (True, True, False)
    """
    return _PERSONAL.fullmatch(plain(header)) is not None


def of_customers(customer: str | None) -> Callable[[Sequence[str]], Beside]:
    """A customers file: the id, and every other column with a header as c0, c1, ..."""

    def told(headers: Sequence[str]) -> Beside:
        at = _id(headers, customer)
        others = [i for i, header in enumerate(headers) if i != at and header.strip()]
        names = {f"c{number}": headers[i].strip() for number, i in enumerate(others)}
        return Beside({"customer": at, **{f"c{number}": i for number, i in enumerate(others)}}, headers=names)

    return told


def _id(headers: Sequence[str], customer: str | None) -> int:
    """The column of ids: called as in the orders, else as one is called."""
    if customer is not None and (at := called(customer, headers)) is not None:
        return at
    found = find(CUSTOMER, headers)
    if len(found) == 1:
        return found[0]
    if found:
        shown = " and ".join(f'"{headers[i].strip()}"' for i in found)
        raise UnclearError(f"the columns {shown} could each be the customer; call only one so")
    close = nearest(customer or "customer", headers)
    meant = f'; if it is "{close}", call it customer' if close else "; call the column of ids customer"
    raise UnclearError(f"no column looks like a customer{meant}; the columns are {describe(headers)}")
