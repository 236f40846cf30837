"""Ends that lie ahead: a notice that was given, or the end of a term that renews by itself. Files rarely say which."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from xlclv.contracts.cells import ContractPart
from xlclv.contracts.data import EndsAhead
from xlclv.errors import counted
from xlclv.orders.engine import one

# Contracts, and the share of those running, whose ends lie ahead: no firm is given so much notice.
_MANY, _SHARE = 10, 0.5


class Said(NamedTuple):
    """What is assumed of ends ahead, what is warned of, and what is only counted as yet, for a warning."""

    assumed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    to_warn: EndsAhead | None = None


def ends_ahead(con: Any, found: list[ContractPart], stated: dt.date | None, as_of: dt.date | None, renew: bool) -> Said:
    """What is assumed, ends that lie ahead forgotten, where terms renew; else a warning where many look like terms'.

    Where the day is stated, what is to be warned of is counted only: who goes on in spite of it, relationships know.
    """
    if as_of is None:
        return Said()
    if renew:
        return Said(_renewed(con, found, as_of))
    # Where nobody states the day it is the last end, after which none lies: seen from the last start they show.
    starts = [one(con, f"SELECT max(start) FROM {part.part.table}")[0] for part in found]
    day = stated or max(start for start in starts if start is not None)
    runs = f"{_begun(day)} AND coalesce(ended > DATE '{day}', TRUE)"
    pairs = [one(con, f"SELECT count(*), count(ended) FROM {part.part.table} WHERE {runs}") for part in found]
    running, told = (sum(int(pair[at]) for pair in pairs) for at in (0, 1))
    if told < _MANY or told < _SHARE * running:
        return Said()
    if stated is not None:
        return Said(to_warn=EndsAhead(told, running, day))
    through = f"SELECT count(*) FROM {{}} WHERE {_begun(as_of)} AND ended > DATE '{as_of}'"
    last_days = any(one(con, through.format(part.part.table))[0] for part in found)
    what = "nothing is expected of them after it" if last_days else "all of them count as left by then"
    words = f"{_in_words(told, running, day)}the day of valuation is taken as {as_of}, the last end, so {what}; "
    way = "state --as-of, or say --auto-renew if these are ends of terms that renew by themselves"
    return Said(warnings=(words + way,))


def taken_as_notice(ahead: EndsAhead, go_on: int) -> str:
    """The warning where the day is stated; `go_on` customers of theirs do, by a contract that has not begun."""
    them = "" if not go_on else f" ({customers_go(go_on)} on by a contract that starts later)"
    return (
        f"{_in_words(ahead.told, ahead.running, ahead.day)}it is taken as notice given, and nothing is expected after "
        f"it{them}; if these are ends of terms that renew by themselves, say --auto-renew"
    )


def customers_go(many: int) -> str:
    """How many customers, with their verb."""
    return "1 customer goes" if many == 1 else f"{many:,} customers go"


def _in_words(told: int, running: int, day: dt.date) -> str:
    return f"{told:,} of {running:,} contracts that run on {day} have an end ahead: "


def notices(con: Any, found: list[ContractPart]) -> tuple[str, ...]:
    """Ends contracts that run on the day for which notice was given, as the file says; how many.

    After the day of valuation is known: such an end is no day of the past.
    """
    said = []
    for part in found:
        told = "ended IS NULL AND noticed > start AND customer IS NOT NULL"
        (many,) = one(con, f"UPDATE {part.part.table} SET ended = noticed WHERE {told}")
        if many:
            end = "is cancelled and ends when its period" if many == 1 else "are cancelled and end when their period"
            said.append(f"{part.part.source.where}: {counted(int(many), 'contract')} without an end {end} does")
    return tuple(said)


def _begun(day: dt.date) -> str:
    """SQL for contracts in use that have started by the day."""
    return f"customer IS NOT NULL AND start <= DATE '{day}'"


def _renewed(con: Any, found: list[ContractPart], as_of: dt.date) -> tuple[str, ...]:
    """Forgets the ends that lie ahead; how many of contracts that run did."""
    ahead = f"ended > DATE '{as_of}'"
    many = 0
    for part in found:
        many += one(con, f"SELECT count(*) FROM {part.part.table} WHERE {_begun(as_of)} AND {ahead}")[0]
        con.execute(f"UPDATE {part.part.table} SET ended = NULL WHERE {ahead}")
    if not many:
        return ()
    return (f"{many:,} ends that lie ahead are those of terms that renew by themselves (--auto-renew)",)
