"""What kind of document or movement a row is: in a known system's column of kinds, or in one beside a status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlclv.errors import InputError
from xlclv.orders.engine import rows
from xlclv.orders.files import to_bill
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.coded import read_codes
from xlclv.orders.files.in_doubt import Doubt
from xlclv.orders.files.meanings import example, shown
from xlclv.orders.headers import plain
from xlclv.orders.kinds import SIGNED
from xlclv.orders.roles import Columns
from xlclv.orders.rules.documents import OF_DOCUMENTS, OF_SIGNS, documents, unsure
from xlclv.orders.rules.payment_words import PAID
from xlclv.orders.rules.roughly import is_minus
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, key
from xlclv.orders.rules.systems import known
from xlclv.orders.source import Source, listed
from xlclv.terms.options import option


class Told(NamedTuple):
    """What was taken, warnings, those that name money, and roles of columns whose cells are not used after all."""

    said: list[str]
    warned: list[str]
    doubts: list[Doubt]
    unused: list[str]


def mark(connection: Any, source: Source, columns: Columns, others: str, told: Told) -> None:
    """Mark rows that are no sales in `left_out` and what is credited in `perhaps`; says what was taken."""
    of_system = columns.system and known(columns.system).columns.get("nature")
    (_natures if of_system else _documents)(connection, source, columns, others, told)


def _natures(connection: Any, source: Source, columns: Columns, others: str, told: Told) -> None:
    """Rows that move money but are no sale and no refund: withdrawals, payments of invoices that are there already."""
    kind, column, system = trimmed("nature"), source.column(columns.roles["nature"]), known(columns.system)
    none = f"regexp_matches(lower({kind}), {literal(system.no_sale or '^$^')})"
    if "amount" not in columns.roles:
        none = f"({none} OR regexp_matches(lower({kind}), {literal(system.back)}))"
    elif system.buys:
        none = (
            f"({none} OR {is_minus(trimmed('amount'))} AND NOT regexp_matches(lower({kind}), {literal(system.back)}))"
        )
    where = f"{none} AND left_out IS NULL AND {others}"
    found = rows(connection, f"SELECT {kind} AS k, count(*) FROM raw WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1")
    header = column.removeprefix("column ").strip('"').lower()
    connection.execute(
        f"UPDATE raw SET left_out = {literal(header + ' ')} || {_shown(source, kind, found)} WHERE {where}"
    )
    if system.credit:
        connection.execute(
            f"UPDATE raw SET perhaps = {literal(CREDIT)} WHERE regexp_matches(lower({kind}), {literal(system.credit)}) "
            f"AND left_out IS NULL AND {others}"
        )
    if found:
        few = listed([f"{shown(source, word)} {count:,}" for word, count in found])
        told.said.append(f"{column} says which rows are not sales: {few} left out")


def _shown(source: Source, kind: str, found: Sequence[tuple[Any, ...]]) -> str:
    """SQL for a word as `shown` has it."""
    cases = [f"WHEN {literal(word)} THEN {literal(shown(source, word))}" for word, _ in found if source.secret]
    return f"CASE {kind} {' '.join(cases)} END" if cases else f"'\"' || {kind} || '\"'"


def _documents(connection: Any, source: Source, columns: Columns, others: str, told: Told) -> None:
    """What is credited, in a column of documents beside one of statuses; what is not known counts, and is told."""
    kind, at = trimmed("nature"), columns.roles["nature"]
    where = f"left_out IS NULL AND {others}"
    counts, minus = counts_of(connection, "nature", columns, where)
    header = source.headers[at].strip()
    read, doubts = read_codes(connection, source, columns, "nature", dict(counts), minus)
    told.warned.extend(doubts)
    means = documents((word for word, _ in counts), plain(header), minus, read)
    named = {word: f"{shown(source, word)} {count:,}" for word, count in counts}
    if plain(header) in OF_SIGNS and None in means.values():
        raise asked(source, at, [word for word, meant in means.items() if meant is None], named)
    means |= dict.fromkeys(unsure(means), None)
    found = to_bill.settle(connection, source, columns, "nature", where, means)
    means = found.means
    paid = to_bill.paid_twice(connection, source, columns, "nature", where, means)
    for word, meant in means.items():
        if meant in (NO_SALE, CREDIT):
            mark, why = (
                ("left_out", f"{header.lower()} {shown(source, word)}") if meant == NO_SALE else ("perhaps", CREDIT)
            )
            connection.execute(f"UPDATE raw SET {mark} = {literal(why)} WHERE {kind} = {literal(word)} AND {where}")
    told.doubts.extend([*counted(source, "nature", at, found, credited(means, named)), *paid])
    told.warned.extend(to_bill.left_out(source, at, found, named))
    words = {CREDIT: "credited", NO_SALE: "left out"}
    lists = [
        f"{listed([named[word] for word in named if means[word] == meant])} {said}"
        for meant, said in words.items()
        if meant in means.values()
    ]
    told.said.extend([f"{source.column(at)} says what is billed and credited: {'; '.join(lists)}"] if lists else [])


def counts_of(connection: Any, role: str, columns: Columns, where: str) -> tuple[list[tuple[str, int]], list[str]]:
    """The words of a column and how many rows each has; those words of which every row has an amount below 0."""
    signed = " OR ".join(is_minus(trimmed(money)) for money in SIGNED if money in columns.roles) or "FALSE"
    found = rows(
        connection,
        f"SELECT {trimmed(role)} AS k, count(*), bool_and({signed}) FROM raw WHERE {where} GROUP BY 1 "
        "ORDER BY 2 DESC, 1",
    )
    return [(word, count) for word, count, _ in found], [word for word, _, every in found if every]


def credited(means: Mapping[str, str | None], named: Mapping[str, str]) -> str:
    """The words that are known to be credited, beside those that are not known."""
    found = [named[word] for word, meant in means.items() if meant == CREDIT]
    return f" (beside {listed(found)}, which {'are' if len(found) > 1 else 'is'} credited)" if found else ""


def asked(source: Source, at: int, unknown: Sequence[str], named: Mapping[str, str], beside: str = "") -> InputError:
    """What to say of words that may mean a sale or none."""
    column = source.column(at)
    header = column.removeprefix("column ").strip('"')
    signs = plain(header) in OF_SIGNS
    none = option("without", f"{header}={example(source, unknown[-1 if signs else 0])}")
    fix = f"say which are sales, {option('only', header + '=...')}; or which are not, {none}"
    if plain(header) in OF_DOCUMENTS:
        fix += "; or write what is taken off with a minus"
    few = listed([named[word] for word in unknown])
    return source.refuse(f"not known to be a sale or not: {few}{beside}", column=column, fix=fix)


def counted(source: Source, role: str, at: int, found: to_bill.Found, credit: str = "") -> list[Doubt]:
    """A warning of words that are not known, whose rows count as they stand.

    Orders that no invoice bills are in it; payments come last, as they are sales where nothing else is.
    """
    unknown = [word for word, meant in found.means.items() if meant is None]
    if not unknown:
        return to_bill.counted(source, role, at, found)
    few = sorted([*found.unbilled, *unknown], key=lambda word: key(word) in PAID)
    column = source.column(at)
    header = column.removeprefix("column ").strip('"')
    out = option("without", f"{header}={example(source, few[0])}")
    fix = f"if one is none, {out} leaves it out; what is taken off needs a minus"
    start = f"{source.where}, {column}: not known to be a sale or not, and counted: "
    return [Doubt(role, (start, tuple(few), f"{credit}; {fix}"))]
