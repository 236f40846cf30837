"""The ledger of an intake: what was read is what was used plus what was left out, to the last cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlclv.terms.options import option_name, option_names

TOTALS_ROW = "totals row"  # why a row that totals others is left out
EXCLUDED = "customer left out by "  # how that reason begins
CHOSEN = "by "  # and that of rows which --only or --without leaves out by a column beside the status


def exact(units: int, scale: int) -> Decimal:
    """A whole number of units of 10**-scale as a decimal of any size, without rounding.

    >>> exact(-1205, 2)
    Decimal('-12.05')
    """
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -scale))


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of one kind: how many, their money in units, and the first few by their numbers."""

    rows: int = 0
    units: int = 0
    first: tuple[int, ...] = ()


_DAY = "the day of "
_OF_DAYS = tuple(f"{_DAY}{name}" for option in ("from", "until") for name in option_names(option))


def excluded() -> str:
    """Why a row of a customer whom the user leaves out is."""
    return f"{EXCLUDED}{option_name('exclude-customer')}"


def before(day: str) -> str:
    """Why a row before the first day that counts is left out."""
    return f"before {day}, {_DAY}{option_name('from')}"


def after(day: str) -> str:
    """Why a row after the last day that counts is left out."""
    return f"after {day}, {_DAY}{option_name('until')}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input as it was found. `rows` counts data rows: header and blank rows are not among them."""

    name: str
    sha256: str
    bytes: int
    rows: int
    amount: Decimal
    sheet: str = ""
    headers: tuple[str, ...] = ()  # of its columns, where it has a header
    roles: tuple[tuple[str, str], ...] = ()  # what is taken for what: a role and the header of its column
    table: str = ""  # of a database

    @property
    def called(self) -> str:
        """The input as reports call it: the file, and which sheet or table of it."""
        if self.table and self.name != f"table {self.table}":
            return f"{self.name}, table {self.table}"
        return f"{self.name}, sheet {self.sheet}" if self.sheet else self.name

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers of columns that are taken for nothing, as they stand."""
        used = {header for _, header in self.roles}
        return tuple(header.strip() for header in self.headers if header.strip() and header not in used)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows left out for one reason. `amount` is their sum where the amount could be read, else 0.

    `first_rows` are the first few places, as "file:row" with rows counted as the file's own program counts them.
    """

    reason: str
    rows: int
    amount: Decimal
    first_rows: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the user put these rows out of the question: by days, by customer, or by a column beside the status.
        Then nothing is missing."""
        return self.reason.startswith((EXCLUDED, CHOSEN)) or self.reason.endswith(_OF_DAYS)


@dataclass(frozen=True, slots=True)
class LineMargin:
    """The margin of the rows used, from their own costs: what it is, and where it is below 0.

    `below` counts lines sold below cost, `below_amount` is their margin in all; `days` are purchase days whose margin
    is not above 0, which count as purchases all the same.
    """

    total: Decimal
    below: int
    below_amount: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happened to every row. Amounts are exact decimals in the data's own currency."""

    files: tuple[SourceFile, ...]
    rows_read: int
    amount_read: Decimal
    rows_used: int
    amount_used: Decimal
    excluded: tuple[Exclusion, ...] = ()
    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    margin: LineMargin | None = None
    money: bool = True  # without it, amounts are rows

    @property
    def customer(self) -> str:
        """The header of the customers' ids; "" where there is none."""
        return next((header for file in self.files for role, header in file.roles if role == "customer"), "")

    @property
    def value_used(self) -> Decimal:
        """What all values add up to: the money used, or its margin where every line has its own."""
        return self.amount_used if self.margin is None else self.margin.total

    @property
    def reconciles(self) -> bool:
        """The law: read = used + excluded, in rows and in money, exactly."""
        rows = self.rows_used + sum(e.rows for e in self.excluded)
        amount = self.amount_used + sum((e.amount for e in self.excluded), Decimal(0))
        return rows == self.rows_read and amount == self.amount_read

    @property
    def amount_asked(self) -> Decimal:
        """The money read, but for what the user put out of the question."""
        return self.amount_read - sum((e.amount for e in self.excluded if e.asked), Decimal(0))

    @property
    def missing(self) -> tuple[Exclusion, ...]:
        """What was left out though the user asked for it."""
        return tuple(e for e in self.excluded if not e.asked)

    @property
    def share_left_out(self) -> float | None:
        """The money missing, each reason's by its size, as a share of all asked for; None where that is nothing."""
        left = sum((abs(e.amount) for e in self.missing), Decimal(0))
        return float(left / abs(self.amount_asked)) if self.amount_asked else None
