"""The ledger of the files read: every row and every cent is used, or left out for a stated reason."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xlclv.errors import counted
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal
from xlclv.orders.files.part import Part
from xlclv.orders.guests import by_email
from xlclv.orders.ledger import CHOSEN, EXCLUDED, TOTALS_ROW, Exclusion, Ledger, SourceFile, exact
from xlclv.orders.source import SHOWN, listed, refusal
from xlclv.orders.tables import base_files
from xlclv.terms.options import bare_option, option

NO_CUSTOMER, REPEATED = "no customer", "exact duplicate row"
_WRITTEN = "it was written while it was read, so no fingerprint of what was read can be told"
NETTED = "refunded, in a column beside the amounts"


def _helps() -> dict[str, str]:
    """What helps where all rows are left out, by how the reason begins."""
    every = f"say that all rows are sales with {bare_option('status-column', 'none')}"
    which = f"say which are sales with {option('only')}, or that all are with {bare_option('status-column', 'none')}"
    return {
        "cancelled": every,
        "marked as ": every,
        "status ": which,
        "before ": f"give an earlier day with {option('from')}",
        "after ": f"give a later day with {option('until')}",
        EXCLUDED: "leave fewer customers out",
        CHOSEN: "name words that rows have",
    }


_SAID_BY = {"cancelled": "cancelled", "status ": "status"}  # which column does, by how the reason begins


@dataclass(slots=True)
class _Sum:
    """Rows and units of one reason, with the first few places."""

    rows: int = 0
    units: int = 0
    places: list[str] = field(default_factory=list)

    def add(self, count: int, units: int, places: list[str]) -> None:
        self.rows, self.units = self.rows + count, self.units + units
        self.places += places[: SHOWN - len(self.places)]


def ledger(connection: Any, parts: list[Part], scale: int) -> Ledger:
    """What was read, used and left out, per file and in all."""
    files: list[SourceFile] = []
    used, left = _Sum(), defaultdict[str, _Sum](_Sum)
    guests: list[str] = []
    for part in parts:
        mine = _Sum()
        for reason, count, units, places in _counts(connection, part, scale):
            if reason == NO_CUSTOMER:
                named = called(part.source.headers, part.columns.roles if part.columns else {})
                guests += by_email(part.source.headers, dict(named), part.source.where, count)
            mine.add(count, units, [])
            (left[reason] if reason else used).add(count, units, places)
        files.append(_file(part, mine.rows, exact(mine.units, scale)))
    excluded = tuple(
        Exclusion(reason, s.rows, exact(s.units, scale), tuple(s.places))
        for reason, s in left.items()
        if s.rows or s.units
    )
    return Ledger(
        files=tuple(files),
        rows_read=used.rows + sum(e.rows for e in excluded),
        amount_read=sum((e.amount for e in excluded), exact(used.units, scale)),
        rows_used=used.rows,
        amount_used=exact(used.units, scale),
        excluded=excluded,
        assumed=(*_once((part.source.where, note) for part in parts for note in part.notes), *guests),
        warnings=(
            *_once((part.source.where, warning) for part in parts for warning in part.warnings),
            *(
                f"{part.source.where}: {_WRITTEN}"
                for part, file in zip(parts, files, strict=True)
                if part.source.stamp and not file.sha256
            ),
        ),
    )


def _once(told: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Lines, each with the input it is of: the same words of several inputs are one line, which names some of them."""
    places: dict[str, list[str]] = {}
    for where, line in told:
        said = line.removeprefix(f"{where}: ")
        places.setdefault(said, []).extend([where] if said != line else [])
    return tuple(f"{listed(wheres)}: {said}" if wheres else said for said, wheres in places.items())


def nothing_left(parts: list[Part], accounts: Ledger) -> Exception:
    """What to say where no row is an order: why each was left out, and which option would say otherwise."""
    where = " and ".join(part.source.where for part in parts)
    reasons = {e.reason: e.rows for e in accounts.excluded if e.rows}
    if set(reasons) <= {NO_CUSTOMER, TOTALS_ROW}:
        return refusal(where, "no row has a customer", f"name its column with {option('customer')}")
    at = {_column_of(part, reason) for part in parts for reason in reasons}
    where += "".join(f", {column}" for column in at if column) if len(parts) == len(at) == 1 else ""
    listed = ", ".join(f"{reason} ({counted(count, 'row')})" for reason, count in reasons.items())
    helps = (words for start, words in _helps().items() if any(reason.startswith(start) for reason in reasons))
    return refusal(where, f"no row is left to be an order: {listed}", next(helps, "give the file that has the sales"))


def _column_of(part: Part, reason: str) -> str:
    """The column that gives a reason for leaving a row out, as messages call it; "" where none does."""
    role = next((role for start, role in _SAID_BY.items() if reason.startswith(start)), "")
    at = part.columns.roles.get(role or reason.rpartition(" ")[2]) if part.columns else None
    return "" if at is None else part.source.column(at)


def _counts(connection: Any, part: Part, scale: int) -> list[tuple[str, int, int, list[str]]]:
    """Rows and units at the common scale: used (reason ""), and by reason for leaving out."""
    up = 10 ** (scale - part.scale)
    left = "NULL" if part.in_place else "left_out"
    why = f"CASE WHEN customer IS NOT NULL THEN '' ELSE coalesce({left}, {literal(NO_CUSTOMER)}) END"
    sums = rows(
        connection, f"SELECT {why} AS why, count(*), sum(amount), min(row) FROM {part.table} GROUP BY 1 ORDER BY 4"
    )
    found = []
    for reason, count, units, _ in sums:
        limit = "" if part.source.places else f" LIMIT {SHOWN}"  # of several made of one line, the first
        wanted = f"SELECT row FROM {part.table} WHERE {why} = {literal(reason)} ORDER BY row{limit}"
        first = rows(connection, wanted) if reason else []
        found.append((reason, count, int(units) * up, _places(part, first)))
    if part.netted:
        found.append((NETTED, 0, part.netted * up, []))
    if part.repeated.rows:
        again = part.repeated
        places = _places(part, [(row,) for row in again.first])
        found.append((REPEATED, again.rows, again.units * up, places))
    if part.total is not None:
        found.append((TOTALS_ROW, 1, part.total[1] * up, _places(part, [(part.total[0],)])))
    return found


def _places(part: Part, found: list[tuple[Any, ...]]) -> list[str]:
    """Places as the file's own program counts them, each once: months side by side are several rows of one line."""
    return [*dict.fromkeys(f"{part.source.name}:{part.source.row(row)}" for row, *_ in found)][:SHOWN]


def _file(part: Part, count: int, amount: Decimal) -> SourceFile:
    source, digest, size = part.source, "", 0
    if source.stamp:
        size = base_files.size(source.path)
        digest = base_files.fingerprint(source.path)
        digest = digest if base_files.stamp(source.path) == source.stamp else ""
    elif source.path.is_file():  # not a table of a database that is none
        with source.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = source.path.stat().st_size
    named = called(source.headers, part.columns.roles if part.columns else {})
    return SourceFile(source.name, digest, size, count, amount, source.sheet, source.headers, named, source.table)


def called(headers: Sequence[str], roles: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Which column is taken for what, by its header."""
    return tuple((role, headers[at]) for role, at in roles.items() if at < len(headers))
