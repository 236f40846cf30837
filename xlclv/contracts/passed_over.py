"""Columns of how many and of discounts that are not used: named, where they would make another fee."""

from __future__ import annotations

import re
from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.headers import find
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import MULTIPLE
from xlclv.orders.rules.headers import DISCOUNT, NET_WORD
from xlclv.orders.source import Source

# Money that is for all that a customer has, after discounts, by what it is called.
_WHOLE = re.compile(r"\bmrr|\barr\b|mrr\b|arpu|recurring|revenue|total|contract[\s_]*value|\bacv\b", re.IGNORECASE)
_ONE = ("", "0", "1", "1.0", "1.00", "1,0", "1,00")
_NO_DISCOUNT = ("", "0", "0.0", "0.00", "0,0", "0,00", "0%", "0 %", "-", "no", "none", "false", "n", "null", "nan")


def passed_over(connection: Any, source: Source, columns: Columns) -> list[str]:
    """A warning for each such column with cells that say something."""
    fee = columns.roles["amount"]
    if _WHOLE.search(re.sub(r"[_-]", " ", source.headers[fee])):
        return []
    called, said = source.column(fee), []
    for at in _unused(source, columns, MULTIPLE) if columns.quantity is None else []:
        name = source.column(at).removeprefix("column ")
        if _says(connection, at, _ONE):
            said.append(
                f"{source.where}: column {name} is not used, as if {called} were for all of them; if it is for one, "
                f"say --fee {_product(source, at, fee)}"
            )
    for at in _unused(source, columns, DISCOUNT):
        if not NET_WORD.search(source.headers[fee]) and _says(connection, at, _NO_DISCOUNT):
            said.append(
                f"{source.where}: {source.column(at)} is not used, as if {called} were after it; if it is before, name "
                "a column of what is paid with --fee"
            )
    return said


def _unused(source: Source, columns: Columns, words: tuple[frozenset[str], ...]) -> list[int]:
    core = {at for role, at in columns.roles.items() if not role.startswith("level")}
    return [at for tier in words for at in find((tier,), source.headers) if at not in core]


def _says(connection: Any, at: int, nothing: tuple[str, ...]) -> bool:
    """Whether a row that counts has more in this column than what changes no fee."""
    listed = ", ".join(map(literal, nothing))
    return bool(one(connection, f"SELECT count(*) FROM raw WHERE lower({trimmed(f'beside{at}')}) NOT IN ({listed})")[0])


def _product(source: Source, at: int, fee: int) -> str:
    """Two columns as --fee takes them."""
    return f'"{source.headers[at].strip()} x {source.headers[fee].strip()}"'
