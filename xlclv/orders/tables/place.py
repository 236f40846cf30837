"""A column of a table: what it holds, what messages call it, and the errors that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlclv.errors import InputError
from xlclv.orders.source import refusal

if TYPE_CHECKING:
    import ibis.expr.types as ir

Asked = dict[str, Any]  # questions to the table, by name: scalar expressions, all answered in one pass


class UndecidedError(Exception):
    """The types leave something to decide: the cells must be looked at one by one."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column in use: `role` (customer, date, ...), its values, and the table it is of."""

    role: str
    value: ir.Column
    header: str
    where: str

    @property
    def called(self) -> str:
        """The column as messages name it."""
        return f'{self.where}, column "{self.header}"'

    def key(self, name: str) -> str:
        """The name of a question about this column."""
        return f"{self.role}_{name}"

    def refuse(self, rule: str, fix: str) -> InputError:
        """The one line for a column that cannot be used."""
        return refusal(self.called, rule, fix)


def odd(value: ir.FloatingColumn) -> ir.BooleanColumn:
    """Whether a number in floating point is none: NaN or infinite.

    The least and most that a Parquet file states of a column leave NaN out, and DuckDB takes from them that there is
    none. What is no number less itself is not 0, which nothing is stated of.
    """
    return value.isnan() | value.isinf() | (value - value != 0)
