"""What kind of document or movement a row is: in a known system's column of kinds, or in one beside a status."""

from __future__ import annotations

from typing import Any

from xlclv.errors import InputError
from xlclv.orders.engine import rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.documents import OF_DOCUMENTS, OF_SIGNS, documents
from xlclv.orders.rules.statuses import CREDIT, NO_SALE
from xlclv.orders.rules.systems import known
from xlclv.orders.rules.whole_money import zeros_of
from xlclv.orders.source import SHOWN, Source


def mark(connection: Any, source: Source, columns: Columns, others: str) -> list[str]:
    """Mark rows that are no sales in `left_out` and what is credited in `perhaps`; says what was taken."""
    of_system = columns.system and known(columns.system).columns.get("nature")
    return (_natures if of_system else _documents)(connection, source, columns, others)


def below(role: str) -> str:
    """SQL: the amount is below 0, as typed."""
    return f"(left({trimmed(role)}, 1) IN ('-', '(', '−') OR right({zeros_of(trimmed(role))}, 1) = '-')"


def _natures(connection: Any, source: Source, columns: Columns, others: str) -> list[str]:
    """Rows that move money but are no sale and no refund: withdrawals, payments of invoices that are there already."""
    kind, column, system = trimmed("nature"), source.column(columns.roles["nature"]), known(columns.system)
    none = f"regexp_matches(lower({kind}), {literal(system.no_sale or '^$^')})"
    if "amount" not in columns.roles:
        none = f"({none} OR regexp_matches(lower({kind}), {literal(system.back)}))"
    elif system.buys:
        none = f"({none} OR {below('amount')} AND NOT regexp_matches(lower({kind}), {literal(system.back)}))"
    where = f"{none} AND left_out IS NULL AND {others}"
    found = rows(connection, f"SELECT {kind} AS k, count(*) FROM raw WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1")
    header = column.removeprefix("column ").strip('"').lower()
    connection.execute(f"UPDATE raw SET left_out = {literal(header + ' ')} || '\"' || {kind} || '\"' WHERE {where}")
    if system.credit:
        connection.execute(
            f"UPDATE raw SET perhaps = {literal(CREDIT)} WHERE regexp_matches(lower({kind}), {literal(system.credit)}) "
            f"AND left_out IS NULL AND {others}"
        )
    listed = ", ".join(f'"{word}" {count:,}' for word, count in found)
    return [f"{column} says which rows are not sales: {listed} left out"] if found else []


def _documents(connection: Any, source: Source, columns: Columns, others: str) -> list[str]:
    """What is credited, in a column of documents beside one of statuses; a word that is not known counts."""
    kind, at = trimmed("nature"), columns.roles["nature"]
    where = f"left_out IS NULL AND {others}"
    counts = rows(connection, f"SELECT {kind} AS k, count(*) FROM raw WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1")
    header = source.headers[at].strip()
    means = documents((word for word, _ in counts), plain(header))
    named = {word: f'"{word}" {count:,}' for word, count in counts}
    if plain(header) in OF_SIGNS and (unknown := [word for word, meant in means.items() if meant is None]):
        raise asked(source, at, ", ".join(named[word] for word in unknown[:SHOWN]), unknown[-1])
    for word, meant in means.items():
        if meant in (NO_SALE, CREDIT):
            mark, why = ("left_out", f'{header.lower()} "{word}"') if meant == NO_SALE else ("perhaps", CREDIT)
            connection.execute(f"UPDATE raw SET {mark} = {literal(why)} WHERE {kind} = {literal(word)} AND {where}")
    words = {CREDIT: "credited", NO_SALE: "left out", None: "not known, counted"}
    told = [
        f"{', '.join(named[word] for word in named if means[word] == meant)} {said}"
        for meant, said in words.items()
        if meant in means.values()
    ]
    return [f"{source.column(at)} says what is billed and credited: {'; '.join(told)}"] if told else []


def asked(source: Source, at: int, listed: str, status: str) -> InputError:
    """What to say of words that may mean a sale or none."""
    column = source.column(at)
    header = column.removeprefix("column ").strip('"')
    fix = f'say which are sales, --only "{header}=..."; or which are not, --without "{header}={status}"'
    if plain(header) in OF_DOCUMENTS:
        fix += "; or write what is taken off with a minus"
    return source.refuse(f"not known to be a sale or not: {listed}", column=column, fix=fix)
