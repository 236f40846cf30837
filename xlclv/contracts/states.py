"""Columns that say whether a contract runs, held against its end: a status, a flag of who has left, one of trials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlclv.errors import counted
from xlclv.orders import contract_columns as roles_of
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, spaced
from xlclv.orders.headers import called, no_column, plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.contracts import (
    LEFT,
    NO,
    NO_FLAGS,
    NOT_BEGUN,
    ON_TRIAL,
    RUNS,
    TAKEN_BACK,
    TRIALS,
    UNSIGNED,
    UNUSUAL,
    YES,
    YES_FLAGS,
)
from xlclv.orders.rules.statuses import VOIDED
from xlclv.orders.source import Options, Source

NO_DAY = "ended by its status, but no day says when"
BY_STATUS = "on trial, as its status says"
WAITS = "not begun, as its status says"
_ENDED, _RUNS, _UNUSUAL, _TAKEN_BACK, _UNKNOWN = "ended", "runs", "unusual", "taken back", "unknown"
_MANY = 200  # different texts: more are no states
_FLAGS = YES_FLAGS | NO_FLAGS


@dataclass(slots=True)
class Said:
    """What is to be said of such columns."""

    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def hold(connection: Any, source: Source, columns: Columns, options: Options, table: str) -> Said:
    """Leave out of a part's table who ended on no day that is known, who is on trial, and what has not begun."""
    said = Said()
    if roles_of.ENDED not in columns.roles:
        return said
    for at in _candidates(source, columns, options):
        of_a_day = columns.roles.get(roles_of.LEFT_ROLE) == at
        text = f"raw.{roles_of.LEFT_ROLE}" if of_a_day else f"raw.beside{at}"
        found = rows(
            connection, f"SELECT {text}, {spaced(text)} FROM raw JOIN {table} AS t USING (row) WHERE t.customer IS NOT "
                        f"NULL AND trim({text}) <> '' GROUP BY ALL ORDER BY min(row) LIMIT {_MANY + 1}"
        )  # fmt: skip
        if len(found) > _MANY:
            continue
        states: dict[str, list[str]] = {}
        for cell, shown in found:
            states.setdefault(_state(plain(source.headers[at]), shown), []).append(cell)
        if of_a_day:
            states.pop(_ENDED, None)  # without its day such a row is refused
        if set(states) - {_UNKNOWN}:
            _settle(connection, source, at, table, text, states, said)
    return said


def _candidates(source: Source, columns: Columns, options: Options) -> list[int]:
    """The columns that may say it, or the one that the user names."""
    named = dict(options.named).get(roles_of.LEFT_ROLE)  # a flag of trials only so: `trials` has the others
    if named is not None and named.strip().casefold() == "none":
        return []
    if named is not None:
        place = called(named, source.headers)
        if place is None:
            raise source.refuse(no_column(named, source.headers))
        return [place]
    core = {at for role, at in columns.roles.items() if not role.startswith("level") and role != roles_of.LEFT_ROLE}
    words = frozenset().union(*LEFT, *RUNS)
    return [at for at, header in enumerate(source.headers) if at not in core and plain(header) in words]


def _state(header: str, shown: str) -> str:
    """What a cell under such a header says.

    >>> _state("status", "Past_due"), _state("status", "canceled"), _state("churned", "yes"), _state("status", "1")
    ('unusual', 'ended', 'ended', 'unknown')
    >>> _state("active", "FALSE"), _state("istrial", "1") == BY_STATUS, _state("status", "trialing") == BY_STATUS
    ('ended', True, True)
    """
    word = re.sub(r"[\s_-]+", "", shown.casefold())
    if header in RUNS[0] and word in _FLAGS:
        return _RUNS if word in YES_FLAGS else _ENDED
    if header in ON_TRIAL[0]:
        return BY_STATUS if word in YES_FLAGS else _RUNS
    if header in LEFT[-1] and word in _FLAGS:
        return _UNKNOWN  # a code: 1 may be active
    kinds = ((TRIALS, BY_STATUS), (NOT_BEGUN, WAITS), (UNUSUAL, _UNUSUAL), (YES, _ENDED), (NO, _RUNS),
             (TAKEN_BACK, _TAKEN_BACK))  # fmt: skip
    return next((state for words, state in kinds if word in words), _UNKNOWN)


def _settle(
    connection: Any, source: Source, at: int, table: str, text: str, states: dict[str, list[str]], said: Said
) -> None:
    """Leave out what one column says, and say how many."""
    called_so = source.column(at)

    def these(state: str, open_only: bool = True) -> tuple[str, int, str]:
        """The rows of a state, perhaps only those without an end: SQL for them, their number, what the cells say."""
        cells = states.get(state, [])
        more = " AND t.ended IS NULL" if open_only else ""
        test = (
            f"raw.row = t.row AND t.customer IS NOT NULL AND {text} IN ({_listed(cells)}){more}" if cells else "FALSE"
        )
        return (
            test,
            one(connection, f"SELECT count(*) FROM {table} AS t, raw WHERE {test}")[0],
            _shown(source, state, cells),
        )

    ended = [] if plain(source.headers[at]) in RUNS[0] else states.get(_ENDED, [])  # what is to begin is not active
    off = [*ended, *states.get(_TAKEN_BACK, [])]
    off += filter(_unsigned, [*states.get(_UNKNOWN, []), *states.get(WAITS, [])])
    if off:
        connection.execute(
            f"UPDATE {table} AS t SET called_off = TRUE FROM raw WHERE raw.row = t.row AND {text} IN ({_listed(off)})"
        )
    for state, reason in ((_ENDED, NO_DAY), (BY_STATUS, BY_STATUS), (WAITS, WAITS)):
        test, count, words = these(state, state == _ENDED)
        if not count:
            continue
        connection.execute(
            f"UPDATE {table} AS t SET customer = NULL, left_out = {literal(reason)} FROM raw WHERE {test}"
        )
        if state == _ENDED:
            said.warnings.append(
                f"{source.where}: {called_so} says {words} of {_many(count)} without an end; no day says when, so "
                f"{'they are' if count > 1 else 'it is'} left out, and churn is too low: give the day, or say --left "
                f"none to count {'them' if count > 1 else 'it'} as running"
            )
        else:
            said.notes.append(f"{called_so} says {words} of {_many(count)}, left out: {reason.partition(',')[0]}")
    _, count, words = these(_UNUSUAL)
    if count:
        said.notes.append(f"{called_so} says {words} of {_many(count)} without an end, counted as running")
    _, count, words = these(_TAKEN_BACK, False)
    if count:
        running = these(_TAKEN_BACK)[1]
        said.warnings.append(
            f"{source.where}: {called_so} says {words} of {_many(count)}, counted as if fees were kept"
            f"{f', {running:,} without an end as running' if running else ''}: give the day on which "
            f"{'each' if count > 1 else 'it'} ended, and leave out of the file what was never paid"
        )
    _, count, words = these(_UNKNOWN)
    if count and set(states) - {_UNKNOWN, _TAKEN_BACK}:
        said.warnings.append(
            f"{source.where}: {called_so} says {words}, which is not known to say whether a contract runs; "
            f"{_many(count)} without an end counted as running"
        )


def _unsigned(cell: str) -> bool:
    return re.sub(r"[\s_-]+", "", cell.strip().casefold()) in UNSIGNED | VOIDED


def _many(count: int) -> str:
    return f"{count:,} contract{'s' if count > 1 else ''}"


def _listed(cells: Sequence[str]) -> str:
    return ", ".join(map(literal, cells))


def _shown(source: Source, state: str, cells: Sequence[str]) -> str:
    """What cells of a state say; where ids are pseudonyms words that are known alone."""
    if source.secret and state == _UNKNOWN:
        return counted(len(cells), "word") + " not shown"
    quoted = [f'"{cell.strip()}"' for cell in cells[:5]]
    return ", ".join(quoted) + (f" and {len(cells) - 5} more" if len(cells) > 5 else "")
