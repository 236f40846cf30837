"""Which of the columns that are not in use are kept while a file is read: wide files have hundreds."""

from __future__ import annotations

from collections.abc import Collection

from xlclv.contracts.billing import of_periods
from xlclv.contracts.no_contracts import refunds
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.headers import called, find, plain
from xlclv.orders.rules.contract_kinds import speaks
from xlclv.orders.rules.contracts import LEFT, MULTIPLE, ON_TRIAL, RUNS
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
    beside = [at for at in range(len(source.headers)) if at not in core]
    return [at for at in beside if at in whole], [at for at in beside if at not in whole]
