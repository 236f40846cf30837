"""Rows that --only and --without leave out by a column beside that of statuses."""

from __future__ import annotations

from typing import Any

from xlclv.orders.chosen import BLANK, key
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.meanings import shown
from xlclv.orders.files.natures import Told
from xlclv.orders.ledger import CHOSEN
from xlclv.orders.roles import Choice, Columns, choice_role
from xlclv.orders.source import Source, listed, refusal
from xlclv.terms.options import option, option_name


def settle(connection: Any, source: Source, columns: Columns, others: str, told: Told) -> None:
    """Leave the rows out; says what was, and warns of words that --without names and no row has."""
    for each in columns.chosen:
        if each.at is None and columns.status is None:
            fix = f"name the column, {option(each.option, f'COLUMN={each.said}')}, or leave the option out"
            raise refusal(source.where, f"no column says what is a sale, so {each.named} chooses nothing", fix)
        of_status = each.at is None or each.at == columns.status
        role = "status" if each.at is None or of_status else choice_role(each.at)
        if not each.only:
            told.warned.extend(_unmet(connection, source, columns, role, each, others))
        if not of_status:
            told.said.append(_leave_out(connection, source, columns, role, each, others))


def _words(connection: Any, role: str, others: str) -> dict[str, int]:
    """The words of a column and how many rows each has, most first."""
    found = rows(
        connection, f"SELECT {trimmed(role)} AS k, count(*) FROM raw WHERE {others} GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return dict(found)


def _unmet(connection: Any, source: Source, columns: Columns, role: str, each: Choice, others: str) -> list[str]:
    """A warning of words that no row has: nothing is left out for them."""
    missing = set(each.words) - {key(word) for word in _words(connection, role, others)}
    named = listed([f'"{each.words[word]}"' for word in sorted(missing)])
    if not missing:
        return []
    place = f"{source.where}, {source.column(columns.roles[role])}"
    return [f"{place}: no row says {named}, so {option_name(each.option)} leaves none out"]


def _leave_out(connection: Any, source: Source, columns: Columns, role: str, each: Choice, others: str) -> str:
    """Mark the rows; gives what counts and what does not."""
    open_to = f"left_out IS NULL AND {others}"
    found = _words(connection, role, open_to)
    out = [word for word in found if (key(word) in each.words) is not each.only]
    if out:
        kept = [word for word in found if word not in out]
        fewer, sign = (kept, "NOT IN") if len(kept) < len(out) else (out, "IN")
        which = f"{trimmed(role)} {sign} ({', '.join(map(literal, fewer))})" if fewer else "TRUE"
        connection.execute(f"UPDATE raw SET left_out = {literal(CHOSEN + each.named)} WHERE {which} AND {open_to}")
    counts = {word: f"{shown(source, word, columns) if word else BLANK} {count:,}" for word, count in found.items()}
    gone = listed([counts[word] for word in out]) or "no row"
    column = source.column(columns.roles[role])
    return f"{column}: {gone} left out {CHOSEN}{each.named}"
