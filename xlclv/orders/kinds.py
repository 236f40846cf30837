"""Which column says what is a sale where no header does: by its words, of some rows first, then of the whole column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.documents import OF_DOCUMENTS, sought
from xlclv.orders.rules.headers import NO_STATUS
from xlclv.orders.rules.roughly import minus
from xlclv.orders.rules.statuses import CREDIT, NO_SALE, meaning
from xlclv.orders.source import Options

SEEN = 200  # rows looked at first
SIGNED = ("amount", "quantity", "price")  # a row of which one is below 0 takes money back
MOST = 100  # different words of a column that says what its rows are
Words = dict[str, bool]  # the words of a column, and whether a row of each has no amount below 0


def status_sought(columns: Columns, options: Options) -> bool:
    """Whether values may tell what is a sale: in orders whose columns the user or a system does not tell."""
    plainly = options.form == "orders" and options.told is None and not columns.system
    return plainly and options.status_column != "none" and columns.nature is None


def seen(cells: Sequence[Any], columns: Columns) -> list[str]:
    """A row of a table as what cells tell looks at it: texts, amounts, whose minus tells, and the customer, whose id
    may be the number of a ledger's account."""
    looked_at = {*money_of(columns), columns.customer}
    return [
        cell if isinstance(cell, str) else str(cell) if at in looked_at and cell is not None else ""
        for at, cell in enumerate(cells)
    ]


def money_of(columns: Columns) -> list[int]:
    """The columns whose minus tells."""
    return [columns.roles[role] for role in SIGNED if role in columns.roles]


def status_by_values(
    columns: Columns, headers: Sequence[str], below: Sequence[Sequence[str]], options: Options
) -> Columns:
    """The columns, with a status that no header names: the first column of words that all say sale or no sale.

    One of them must say that there was none, or a credit note; where goods are and who a customer is are other
    questions. Beside a status there may be a column of documents, which says what is credited. Where the first rows
    decide nothing, columns that may do so further below are `watched`.
    """
    if not status_sought(columns, options):
        return columns
    words = {at: _words(at, below, columns) for at in range(len(headers))}
    return watching(decided(columns, headers, words, options), headers, options, words)


def watching(
    columns: Columns, headers: Sequence[str], options: Options, words: Mapping[int, Words] | None = None
) -> Columns:
    """The columns, and those whose words further below may say what is a sale: of documents by their header, and
    those whose words so far all mean one."""
    if not status_sought(columns, options):
        return columns
    open_to = not _said(columns, options)
    found = [
        at
        for at in _candidates(columns, headers)
        if plain(headers[at]) in OF_DOCUMENTS
        or (open_to and words and words[at] and None not in {meaning(word) for word in words[at]})
    ]
    return replace(columns, watched=tuple(found))


def decided(columns: Columns, headers: Sequence[str], words: Mapping[int, Words], options: Options) -> Columns:
    """The columns, with those of these words that say what is a sale; a column of documents stands beside a status."""
    status = kind = None
    for at in _candidates(columns, headers):
        if not (found := words.get(at)):
            continue
        header = plain(headers[at])
        if header in OF_DOCUMENTS:
            kind = at if kind is None and sought(found, header) else kind
        elif status is None and not _said(columns, options):
            meant = {meaning(word) for word in found}
            if None not in meant and (CREDIT in meant or (NO_SALE in meant and len(meant) > 1)):
                status = at
    if kind is not None and (status is not None or columns.status is not None or _said(columns, options)):
        columns = replace(columns, nature=kind)
    elif status is None:
        status = kind
    return columns if status is None else replace(columns, status=status, status_named=False)


def _said(columns: Columns, options: Options) -> bool:
    return bool((columns.status is not None and not columns.status_named) or options.status_column)


def _candidates(columns: Columns, headers: Sequence[str]) -> Iterable[int]:
    left = {each.at for each in columns.chosen if not each.only}  # other words there mean what they do
    used = set(columns.roles.values()) - left | {columns.status}
    return [at for at, name in enumerate(headers) if at not in used and name.strip() and not NO_STATUS.search(name)]


def _words(at: int, below: Sequence[Sequence[str]], columns: Columns) -> Words:
    """The words of a column in some rows."""
    money, found = money_of(columns), Words()
    for row in below[:SEEN]:
        if at < len(row) and (word := row[at].strip()):
            unsigned = not any(minus(row[place]) for place in money if place < len(row))
            found[word] = found.get(word, False) or (bool(money) and unsigned)
    return found
