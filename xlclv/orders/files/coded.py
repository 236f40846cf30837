"""Whether two letters under a header are codes of documents, or kinds of goods: what stands beside them tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from xlclv.orders.engine import one
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.files.meanings import example, shown
from xlclv.orders.headers import plain
from xlclv.orders.roles import Columns
from xlclv.orders.rules.codes import of_papers
from xlclv.orders.rules.documents import OF_DOCUMENTS, codes_of
from xlclv.orders.rules.papers import to_be_billed
from xlclv.orders.rules.roughly import about
from xlclv.orders.rules.statuses import CREDIT, SALE, key
from xlclv.orders.source import Source, listed
from xlclv.terms.options import option

_FEW = 3  # of three rows, and of three euros, one may be credited: of more, the codes are likely others


def read_codes(
    connection: Any, source: Source, columns: Columns, role: str, counts: Mapping[str, int], minus: Collection[str]
) -> tuple[bool, list[str]]:
    """Whether the codes in the column of this role are read, and a warning where they are not."""
    header = source.headers[columns.roles[role]] if source.headers else ""
    found = codes_of(map(key, counts), plain(header)) if plain(header) in OF_DOCUMENTS else {}
    if not found:
        return True, []
    if not of_papers(found, plain(header), map(plain, source.headers)):
        why = "no column of invoice or document numbers stands beside them"
    elif _few(connection, columns, role, {word: found[key(word)] for word in counts if key(word) in found}):
        return True, []
    else:
        why = f"more than 1 of {_FEW} of what they bill would be credited"
    orders = to_be_billed({*map(key, counts)})  # of which the rows show whether invoices bill them
    taken = [w for w in counts if found.get(key(w), SALE) != SALE and w not in minus and key(w) not in orders]
    if not taken:
        return False, []
    few = listed([f"{shown(source, word)} {counts[word]:,}" for word in taken])
    out = f"{option('without', f'{header.strip()}={example(source, taken[0])}')} leaves it out"
    return False, [
        f"{source.where}, {source.column(columns.roles[role])}: may be codes of credit notes or payments, and counted: "
        f"{few}; {why}; if one is none, {out}; what is taken off needs a minus"
    ]


def _few(connection: Any, columns: Columns, role: str, means: Mapping[str, str]) -> bool:
    """Whether few of the rows that are billed or credited, and little of their money, are credited."""
    if all(said == "td" for said in {key(word)[:2] for word in means}):
        return True  # nothing else is called TD01
    money = "amount" if "amount" in columns.roles else "price"
    size = f"coalesce({about(trimmed(money))}, 0)" if money in columns.roles else "1"
    size += f" * coalesce({about(trimmed('quantity'))}, 1)" if money == "price" and "quantity" in columns.roles else ""
    sides = [[literal(word) for word, meant in means.items() if meant == side] for side in (CREDIT, SALE)]
    those = [f"FILTER ({trimmed(role)} IN ({', '.join(words) or 'NULL'}))" for words in sides]
    sums = ", ".join(f"count(*) {those_}, coalesce(sum({size}) {those_}, 0)" for those_ in those)
    rows, worth, billed, sold = one(connection, f"SELECT {sums} FROM raw WHERE left_out IS NULL")
    return bool(rows * (_FEW - 1) <= billed and worth * (_FEW - 1) <= sold)
