"""What cells tell and no header does: whose name is the customer, which words say what is a sale, which column is of
currencies; of plain tables and of those that a layout has made.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlclv.orders.account_or_name import by_name
from xlclv.orders.currency_columns import by_cells
from xlclv.orders.kinds import status_by_values
from xlclv.orders.roles import Columns
from xlclv.orders.source import Options


def by_all_cells(columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options) -> Columns:
    """The columns, with those that no header names but cells tell; UnclearError where they leave a question open."""
    columns = status_by_values(by_name(columns, headers, below, options), headers, below, options)
    return by_cells(columns, headers, below, options)
