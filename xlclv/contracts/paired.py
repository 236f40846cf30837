"""Two columns that could each be the billing period: the two halves of one, or rivals. Their cells tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xlclv.contracts.billing import both
from xlclv.contracts.periods import Period
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import either, find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import BILLING_PART
from xlclv.orders.source import Options, Source

_MANY = 200  # different pairs: more are no periods


def paired(connection: Any, source: Source, columns: Columns, options: Options, told: Period | None) -> Columns:
    """The columns, without the second one where the cells of both are not one period, and the user names the first.

    InputError where nobody says which it is.
    """
    roles = columns.roles
    at = roles.get(roles_of.BILLED_PART)
    if at is None or told is not None or find(BILLING_PART, [source.headers[at]]):
        return columns
    first, second = trimmed(roles_of.BILLED), trimmed(roles_of.BILLED_PART)
    found = rows(connection, f"SELECT DISTINCT {first}, {second} FROM raw LIMIT {_MANY + 1}")
    if len(found) <= _MANY and all(both(one, other) for one, other in found if one or other):
        return columns
    if dict(options.named).get(roles_of.BILLED) is None:
        names = [f'"{source.headers[place].strip()}"' for place in sorted((roles[roles_of.BILLED], at))]
        raise source.refuse(f"the columns {either(names, 'and')} could each be the billing; say which with --billing")
    return replace(columns, named=tuple(pair for pair in columns.named if pair[0] != roles_of.BILLED_PART))
