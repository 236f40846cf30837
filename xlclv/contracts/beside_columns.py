"""Which of the columns that are not in use are kept while a file is read: wide files have hundreds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xlclv.contracts.billing import of_periods
from xlclv.contracts.no_contracts import refunds
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import trimmed
from xlclv.orders.headers import UnclearError, called, find, only, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contract_kinds import speaks
from xlclv.orders.rules.contracts import LEFT, MULTIPLE, ON_TRIAL, RUNS, START
from xlclv.orders.rules.headers import DISCOUNT
from xlclv.orders.source import Options, Source

_STATES = frozenset().union(*LEFT, *RUNS, *ON_TRIAL)


def looked_at(
    source: Source, core: Collection[int], options: Options, more: Collection[int] = ()
) -> tuple[list[int], list[int]]:
    """The columns to keep whole, since their headers may say whether, for what or for how many a fee is paid; and those
    of which a glance will do."""
    named = dict(options.named).get(roles_of.LEFT_ROLE)
    whole = {*more, *([called(named, source.headers)] if named is not None else [])}
    for tier in (*MULTIPLE, *DISCOUNT):
        whole |= set(find((tier,), source.headers))
    whole |= {at for at, header in enumerate(source.headers) if plain(header) in _STATES or of_periods(header)}
    whole |= {*refunds(source), *(at for at, header in enumerate(source.headers) if speaks(plain(header)))}
    whole |= set(find(START, source.headers))
    beside = [at for at in range(len(source.headers)) if at not in core]
    return [at for at in beside if at in whole], [at for at in beside if at not in whole]


def refuse_starts(connection: Any, source: Source, columns: Columns, options: Options) -> list[str]:
    """What to say of columns that could each be the start and hold the same days; InputError where they differ."""
    others = roles_of.other_starts(source.headers, options, columns.date)
    used = set(columns.roles.values())
    others = [at for at in others if at not in used]
    for at in others:
        differ = f"SELECT 1 FROM raw WHERE {trimmed('raw.date')} IS DISTINCT FROM {trimmed(f'beside{at}')} LIMIT 1"
        if rows(connection, differ):
            try:
                only("start", sorted((columns.roles["date"], at)), source.headers)
            except UnclearError as reason:
                raise source.refuse(str(reason)) from None
    return [f"{source.column(at)} has the same starts" for at in others]
