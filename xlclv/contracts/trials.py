"""Contracts that began with a trial: who pays since is a customer; who is on trial on the day of valuation is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from xlclv.contracts.states import WAITS
from xlclv.errors import counted, listed
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.part import Part
from xlclv.orders.headers import find, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import LEFT, MULTIPLE, NOT_BEGUN, ON_TRIAL, TRIALS, UNIT_FEE, UNSIGNED, YES, YES_FLAGS
from xlclv.orders.source import Options, Source

BY_DAY = "on trial, by the day it ends"
TRIAL = "trial, no fee"


def free(connection: Any, source: Source, columns: Columns) -> list[str]:
    """Fees left blank under a flag or a status of a trial are 0, as others write them; says how many."""
    cells = [f"beside{at}" for at in _flags(source, columns)]
    tests = [_says(cell, YES_FLAGS) for cell in cells]
    core = _core(columns)
    states = [f"beside{at}" for at, header in enumerate(source.headers) if at not in core and plain(header) in LEFT[-1]]
    states += [roles_of.LEFT_ROLE] if roles_of.LEFT_ROLE in columns.roles else []
    tests += [_says(cell, TRIALS) for cell in states]
    if not tests:
        return []
    blank = f"{trimmed('amount')} = '' AND ({' OR '.join(tests)})"
    (count,) = one(connection, f"UPDATE raw SET amount = '0' WHERE {blank}")
    return [f"{counted(count, 'blank fee')} of trials {'is' if count == 1 else 'are'} read as 0"] if count else []


def leave_out_free(connection: Any, source: Source, columns: Columns, table: str, of_today: bool) -> None:
    """Leave out of a part's table contracts without a fee that are trials, or run free of charge, or are signed alone.

    One that has ended is a trial where the file says so, where it ended before a month was over, or where the same
    customer pays from then on; else its customer has left, though the fee is not known: a column of MRR has that of
    today (`of_today`), so a contract beside another is no trial by that.
    """
    core = _core(columns)
    status = [f"raw.beside{at}" for at, name in enumerate(source.headers) if at not in core and plain(name) in LEFT[-1]]
    status += [f"raw.{roles_of.LEFT_ROLE}"] if roles_of.LEFT_ROLE in columns.roles else []
    flags = [_says(f"raw.beside{at}", YES_FLAGS) for at in _flags(source, columns)]
    tests = [*flags, *(_says(cell, TRIALS) for cell in status)]
    over = [_says(cell, YES) for cell in status]
    tried = [*tests, "t.ended < t.start + INTERVAL 1 MONTH", "t.ended <= t.trial_ends"]
    if not of_today:
        tried.append(
            f"t.who IN (SELECT p.who FROM {table} AS p WHERE p.customer IS NOT NULL AND p.amount > 0 AND p.start "
            "BETWEEN t.ended - INTERVAL 1 DAY AND t.ended + INTERVAL 1 MONTH)"
        )
    signed = " OR ".join(_says(cell, NOT_BEGUN - UNSIGNED) for cell in status) or "FALSE"
    runs = f"t.ended IS NULL AND NOT coalesce(t.has_left, FALSE) AND NOT ({' OR '.join(over) or 'FALSE'})"
    connection.execute(
        f"UPDATE {table} AS t SET customer = NULL, left_out = CASE WHEN {signed} THEN {literal(WAITS)} ELSE "
        f"{literal(TRIAL)} END FROM raw WHERE raw.row = t.row AND "
        f"t.amount = 0 AND t.customer IS NOT NULL AND (({runs}) OR coalesce({' OR '.join(tried)}, FALSE))"
    )


def flag(connection: Any, source: Source, columns: Columns, options: Options, table: str) -> None:
    """Keep in a part's table which flag calls a contract a trial; a column that the user names is a status."""
    if roles_of.LEFT_ROLE in dict(options.named):
        return
    for at in _flags(source, columns):
        cell = f"beside{at}"
        found = rows(connection, f"SELECT DISTINCT {trimmed(cell)} FROM raw WHERE {_says(cell, YES_FLAGS)} ORDER BY 1")
        words = listed([f'"{text}"' for (text,) in found])
        said = f"{source.column(at)} says {words}"
        connection.execute(
            f"UPDATE {table} AS t SET flagged = {literal(said)}, flagged_by = {literal(source.headers[at].strip())} "
            f"FROM raw WHERE raw.row = t.row AND {_says(f'raw.{cell}', YES_FLAGS)}"
        )


def leave_out_running(connection: Any, parts: Sequence[Part], as_of: dt.date) -> None:
    """Leave out contracts without a fee whose end lies ahead: they run free of charge, and give no notice."""
    for part in parts:
        connection.execute(
            f"UPDATE {part.table} SET customer = NULL, left_out = {literal(TRIAL)} "
            f"WHERE customer IS NOT NULL AND amount = 0 AND ended > DATE '{as_of}'"
        )


def settle(connection: Any, parts: Sequence[Part], as_of: dt.date | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leave out who pays nothing yet, or never did, by the day a trial ends; notes, and warnings of flags beside a fee.

    A flag says that a contract was a trial once, not that it is one: what is paid decides.
    """
    notes, warnings = [], []
    for part in parts:
        table, where = part.table, part.source.where
        if as_of is not None:
            tried = f"trial_ends > DATE '{as_of}' OR ended <= trial_ends"
            (count,) = one(
                connection,
                f"UPDATE {table} SET customer = NULL, left_out = {literal(BY_DAY)} "
                f"WHERE customer IS NOT NULL AND ({tried})",
            )
            if count:
                which = "whose trial ends after the day of valuation, or who left by its end"
                notes.append(f"{where}: {counted(count, 'contract')} {which}, left out")
        warnings += _unknown(connection, part)
        for said, name, count in rows(
            connection,
            f"SELECT flagged, flagged_by, count(*) FROM {table} WHERE customer IS NOT NULL AND flagged IS NOT NULL "
            "GROUP BY ALL ORDER BY 1",
        ):
            they, are = ("it", "is") if count == 1 else ("they", "are")
            warnings.append(
                f"{where}: {said} of {counted(count, 'contract')} with a fee; {they} {are} counted as paying, as after "
                f'a trial at the start: say --left "{name}" if {they} {are} on trial still'
            )
    return tuple(notes), tuple(warnings)


def _unknown(connection: Any, part: Part) -> list[str]:
    """A warning of customers who left with a fee of 0, and the way to a fee that is known."""
    source = part.source
    first, many, everyone = one(
        connection,
        "SELECT min(row) FILTER (amount = 0), count(*) FILTER (amount = 0), count(*) FILTER (ended IS NOT NULL OR "
        f"has_left) FROM {part.table} WHERE customer IS NOT NULL",
    )
    if not many:
        return []
    prices, numbers = find(UNIT_FEE, source.headers), find(MULTIPLE, source.headers)
    named = [source.headers[at].strip() for at in (*numbers[:1], *prices[:1])]
    way = f'say --fee "{" x ".join(named)}"' if prices else "name a column of what they paid with --fee"
    they, have, were = ("it", "has", "was a trial") if many == 1 else ("they", "have", "were trials")
    return [
        f"{source.where}: {many:,} of {counted(everyone, 'contract')} that ended {have} a fee of 0 (first row "
        f"{source.row(first):,}), as of today: {they} count{'s' * (many == 1)} as left, and what was paid before is "
        f"not known and counts as 0; {way}, or leave out what {were}"
    ]


def _flags(source: Source, columns: Columns) -> list[int]:
    core = _core(columns)
    return [at for at, header in enumerate(source.headers) if at not in core and plain(header) in ON_TRIAL[0]]


def _core(columns: Columns) -> set[int]:
    return {at for role, at in columns.roles.items() if not role.startswith("level")}


def _says(cell: str, words: frozenset[str]) -> str:
    """SQL: whether a cell says one of these."""
    bare = f"regexp_replace(lower({trimmed(cell)}), '[\\s_-]+', '', 'g')"
    return f"{bare} IN ({', '.join(map(literal, sorted(words)))})"
