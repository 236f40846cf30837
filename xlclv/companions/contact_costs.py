"""What contacts cost: their own, that of their channel or of any, that of their minutes; and which have none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlclv.companions.base import Base
from xlclv.companions.file import refuse_below_0, refuse_other
from xlclv.companions.handle import TIMES
from xlclv.companions.told import Told
from xlclv.errors import counted
from xlclv.orders.currencies import known
from xlclv.orders.engine import one
from xlclv.orders.files import amounts
from xlclv.orders.files.cells import Column, distinct, is_blank, literal
from xlclv.orders.source import Source


def own_costs(base: Base, found: Mapping[str, Column], decimal: str | None, told: Told) -> tuple[int, str, list[str]]:
    """The table log_cost of what contacts say that they cost, with how many decimals; their currency; and warnings."""
    base.connection.execute("CREATE OR REPLACE TABLE log_cost (text VARCHAR, value BIGINT)")
    if "cost" not in found:
        return 0, "", []
    said = _without_cost(found["cost"], told)
    distinct(found["cost"])
    money = amounts.convert(found["cost"], decimal)
    currency, warned = refuse_other(base, found, "cost", money)
    said += warned
    said += refuse_below_0(found["cost"], money, "paid for contacts")
    base.connection.execute(f"CREATE OR REPLACE TABLE log_cost AS SELECT text, value FROM {money.table}")
    return money.scale, known(currency) or "", said


def _without_cost(column: Column, told: Told) -> list[str]:
    """Blank cells of a cost are 0: a warning of how many, and that no other price takes their place."""
    many, first = column.one(f"SELECT count(*), min(row) FROM raw WHERE {is_blank('cost')}")
    if not many:
        return []
    column.connection.execute(f"UPDATE raw SET cost = '0' WHERE {is_blank('cost')}")
    given = (("--contact-cost", bool(told.contact_cost)), ("--minute-cost", told.minute_cost is not None))
    prices = [name for name, said in given if said]
    also_not = (
        f"; {' and '.join(prices)} {'are' if len(prices) > 1 else 'is'} not used for them either" if prices else ""
    )
    where, row = f"{column.source.where}: {column.called}", f"row {column.source.row(first):,}"
    cells = f"is blank in {counted(int(many), 'contact')} ({'first ' if many > 1 else ''}{row})"
    return [f"{where} {cells}: {'they cost' if many > 1 else 'it costs'} 0{also_not}"]


def without_time(connection: Any, source: Source, found: Mapping[str, Column]) -> list[str]:
    """A warning of contacts that have no time, which cost 0 where minutes are what costs."""
    roles = [role for role in TIMES if role in found]
    blanks = " AND ".join(is_blank(role) for role in roles)
    many, first = one(connection, f"SELECT count(*), min(row) FROM raw WHERE {blanks}") if roles else (0, None)
    if not many:
        return []
    columns = " and ".join(found[role].called for role in roles)
    cells = f"{'are' if len(roles) > 1 else 'is'} blank in {counted(int(many), 'contact')}"
    row = f"({'first ' if many > 1 else ''}row {source.row(first):,})"
    return [f"{source.where}: {columns} {cells} {row}: {'they cost' if many > 1 else 'it costs'} 0"]


def cost_of(found: Mapping[str, Column], told: Told, scale: int, channel: str, handle: str) -> tuple[str, bool]:
    """SQL for the cost of a contact: its own, that of its channel or of any contact, that of its minutes; else none."""
    if "cost" in found:
        return f"cost.value / {10.0**scale}", True
    if told.contact_cost:
        cases = " ".join(
            f"WHEN lower({channel}) = {literal(name)} THEN {cost!r}" for name, cost in told.contact_cost.items() if name
        )
        rest = repr(told.contact_cost[""]) if "" in told.contact_cost else "0.0"
        return (f"CASE {cases} ELSE {rest} END" if cases else rest), True
    if told.minute_cost is not None and "handle" in found:
        return f"coalesce({handle}, 0.0) / 60.0 * {told.minute_cost!r}", True
    return "NULL::DOUBLE", False
