"""Rows that --only and --without leave out by a column beside that of statuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlclv.errors import InputError
from xlclv.orders.chosen import BLANK, key
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.meanings import shown
from xlclv.orders.files.natures import Told
from xlclv.orders.ledger import CHOSEN
from xlclv.orders.roles import Choice, Columns, choice_role
from xlclv.orders.source import Options, Source, listed, refusal
from xlclv.terms.options import option, option_name


def settle(connection: Any, source: Source, columns: Columns, others: str, told: Told, lacking: bool) -> None:
    """Leave the rows out; says what was, and warns of words that --without names and no row has.

    Where there are other files, this one may be `lacking` a column that says what is a sale.
    """
    for each in columns.chosen:
        if each.at is None and columns.status is None:
            if lacking:
                told.warned.append(
                    f"{source.where}: no column says what is a sale, so {each.named} chooses nothing in it"
                )
                continue
            raise _chooses_nothing(source, each)
        of_status = each.at is None or each.at == columns.status
        role = "status" if each.at is None or of_status else choice_role(each.at)
        if not each.only:
            told.warned.extend(_unmet(connection, source, columns, role, each, others))
        if not of_status:
            told.said.append(_leave_out(connection, source, columns, role, each, others))


def refuse_unreached(found: Sequence[tuple[Source, Columns | None]], options: Options) -> None:
    """Words of statuses, where none of several files has a column of them."""
    if options.lacking and all(columns is None or columns.status is None for _, columns in found):
        for source, columns in found:
            for each in columns.chosen if columns else ():
                if each.at is None:
                    raise _chooses_nothing(source, each)


def _chooses_nothing(source: Source, each: Choice) -> InputError:
    fix = f"name the column, {option(each.option, f'COLUMN={each.said}')}, or leave the option out"
    return refusal(source.where, f"no column says what is a sale, so {each.named} chooses nothing", fix)


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
