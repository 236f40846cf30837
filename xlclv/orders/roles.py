"""What stands where in a table: its columns by their roles, however they were told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xlclv.terms.options import option

# What decides whether and how a row counts, beside customer, date and money.
_FURTHER = re.compile(r"c[0-9]+")
MARKS = ("void", "test", "deleted", "draft", "valid")
MORE = ("nature", "payer", "status", "cancelled", *MARKS, "refunded", "order", "discount", "adjusted")


@dataclass(frozen=True, slots=True)
class Choice:
    """One --only or --without as it was typed, its words, and its column; None where it names none: of statuses."""

    option: str
    said: str
    words: Mapping[str, str] = field(hash=False)  # as they are compared, and as they were typed
    at: int | None

    @property
    def only(self) -> bool:
        """Whether rows with these words alone count; else the others do."""
        return self.option == "only"

    @property
    def named(self) -> str:
        """The option as the user gives it."""
        return option(self.option, self.said)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands, counted from 0. Either `amount`, or `quantity` and `price`, whose product it is; or none
    of the three, where orders are counted."""

    customer: int
    date: int | None
    amount: int | None = None
    quantity: int | None = None
    price: int | None = None
    currency: int | None = None
    status: int | None = None
    cancelled: int | None = None
    void: int | None = None  # this and the next three: marks of rows that are no sales
    test: int | None = None
    deleted: int | None = None
    draft: int | None = None
    valid: int | None = None  # the other way round: a no may mark one
    refunded: int | None = None
    order: int | None = None
    discount: int | None = None
    nature: int | None = None  # of transaction, in exports of systems that list others than sales
    adjusted: int | None = None  # what is left of the amount after refunds, where a system has it
    payer: int | None = None  # whom a refund goes to, where the customer's column has who pays it
    cost: int | None = None  # beside a price: named, not used
    worth: int | None = None  # cost or margin of a line, where the user names it
    pieces: int | None = None  # how many there are on a line, where `worth` is of one
    perhaps_pieces: int | None = None  # the same, where nothing says whether it is of one
    units: int | None = None  # quantity beside an amount: what is below 0 there and above it here contradicts itself
    of_line: tuple[int, int] | None = None  # quantity and price beside an amount, which may be theirs or the order's
    chosen: tuple[Choice, ...] = ()  # what --only and --without say, and of which columns
    status_named: bool = False  # by them alone: no header tells of a status
    extra: tuple[int, ...] = ()  # columns kept to tell customers apart by, as Options.by names them
    assumed: tuple[str, ...] = ()  # roles that no header tells, but the values
    watched: tuple[int, ...] = ()  # columns not in use whose words further below may say what is a sale
    system: str = ""  # whose export it is, where the headers say
    currencies: tuple[int, ...] = ()  # columns that could each be that of currencies, where names do not tell
    named: tuple[tuple[str, int], ...] = ()  # further columns of contracts, by role

    @property
    def roles(self) -> dict[str, int]:
        """The columns in use, by role."""
        named = ("customer", "date", "amount", "quantity", "price", "currency", *MORE, "worth", "pieces")
        found = {role: place for role in named if (place := getattr(self, role)) is not None}
        found |= {choice_role(at): at for at in self.beside_status}
        return found | {kept(number): place for number, place in enumerate(self.extra)} | dict(self.named)

    @property
    def beside_status(self) -> tuple[int, ...]:
        """Columns beside that of statuses by which rows are chosen."""
        places = (each.at for each in self.chosen if each.at is not None and each.at != self.status)
        return tuple(dict.fromkeys(places))

    @property
    def plain(self) -> bool:
        """Whether customer, date and money are all there is to look at, but for columns that are kept as they stand."""
        return not self.chosen and not any(role in self.roles for role in (*MORE, "worth"))

    def without(self, roles: Iterable[str]) -> Columns:
        """The columns but those in these roles, of which no cell was used after all."""
        none: dict[str, Any] = dict.fromkeys(roles)
        return replace(self, **none)


def choice_role(at: int) -> str:
    """What a column by which rows are chosen is called among the roles."""
    return f"chosen{at}"


def further(number: int) -> str:
    """What a column is called of which nothing is asked but what its cells say: of a customer's, or to be listed."""
    return f"c{number}"


def asked_of(roles: Mapping[str, int]) -> list[int]:
    """The places of columns that must hold what they are for; further ones may hold a picture."""
    return [at for role, at in roles.items() if not _FURTHER.fullmatch(role)]


def kept(number: int) -> str:
    """What a column kept to tell customers apart by is called among the roles."""
    return f"by{number}"
