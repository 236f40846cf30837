"""Rows that a column of free text calls a balance: what stood in a book before or after a list, and is no order."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from xlclv.errors import counted
from xlclv.orders.engine import one
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.headers import plain
from xlclv.orders.ledger import exact
from xlclv.orders.roles import Columns
from xlclv.orders.rules.headers import tiers
from xlclv.orders.rules.layouts import BALANCES
from xlclv.orders.source import Source
from xlclv.terms.options import option

if TYPE_CHECKING:
    import ibis.expr.types as ir

(_TEXTS,) = tiers(
    "memo memodescription description desc details detail narrative narration particulars text note notes comment "
    "comments remark remarks reference buchungstext verwendungszweck beschreibung bezeichnung bemerkung notiz vermerk "
    "libellé libelle description motif commentaire objet concepto descripción descripcion observaciones detalle "
    "descrizione causale note omschrijving mededelingen opmerking descrição descricao histórico historico opis tytuł "
    "uwagi beskrivelse beskrivning tekst kommentar popis poznámka közlemény megjegyzés açıklama описание назначение "
    "摘要 摘要内容 備考 적요 비고"
)
# A balance alone is what is left to pay of a deposit too: only the first or the last row of a list is one of a book.
_ALONE = "(?i)^(balance|saldo|solde|kontostand|bestand|stan|zůstatek|egyenleg|bakiye|остаток|残高|余额|잔액)[ :.]*$"

_SAYS = ("status", "nature")


def beside(headers: Sequence[str], columns: Columns) -> list[int]:
    """Columns of free text by their names, not in use but to say what is a sale, as --without may.

    >>> beside(["Date", "Name", "Memo", "Amount"], Columns(1, 0, 3))
    [2]
    """
    used = {at for role, at in columns.roles.items() if role not in _SAYS and at not in columns.beside_status}
    return [at for at, header in enumerate(headers) if at not in used and plain(header) in _TEXTS]


def any_in(table: ir.Table, columns: Columns) -> bool:
    """Whether a typed table may have such a row: then its cells are read, which name it."""
    texts = [table[table.columns[at]] for at in beside(table.columns, columns)]
    like = [text.re_search(pattern) for text in texts if text.type().is_string() for pattern in (BALANCES, _ALONE)]
    return bool(like) and bool(table.filter(reduce(operator.or_, like)).limit(1).count().to_pyarrow().as_py())


def told(connection: Any, source: Source, columns: Columns, table: tuple[str, int], texts: Sequence[int]) -> list[str]:
    """Warnings of the rows of the part's table at this scale that count and that one of these columns calls a balance,
    with their money."""
    part, scale = table
    said = []
    for at in texts:
        named = (role for role, place in columns.roles.items() if place == at)
        text = trimmed(f"raw.{next(named, f'beside{at}')}")
        ends = "t.row IN (SELECT min(row) FROM raw UNION ALL SELECT max(row) FROM raw)"
        like = f"regexp_matches({text}, {literal(BALANCES)}) OR ({ends} AND regexp_matches({text}, {literal(_ALONE)}))"
        count, units, first, word = one(
            connection,
            f"SELECT count(*), sum(t.amount), min(t.row), arg_min({text}, t.row) FROM {part} AS t JOIN raw USING (row) "
            f"WHERE t.customer IS NOT NULL AND t.amount <> 0 AND ({like})",
        )
        if count:
            said.append(_told(source, at, (int(count), f"{exact(int(units), scale):,f}", int(first), word)))
    return said


def _told(source: Source, at: int, found: tuple[int, str, int, str]) -> str:
    count, money, first, word = found
    column, several = source.column(at), count > 1
    header = column.removeprefix("column ").strip('"')
    way = "leave " + ("those rows" if several else "that row") + " out of the file"
    if not several and not source.secret:
        way = f"{option('without', f'{header}={word}')} leaves it out"
    shown = source.quoted(word, "", most=40)
    what = f"{counted(count, 'row')} {'read' if several else 'reads'} like a balance{shown and f' ({shown})'}"
    counts = f"and count{'' if several else 's'} as {'orders' if several else 'an order'}"
    none = "they are none" if several else "it is none"
    return f"{source.where}, {column}: {what}, first row {source.row(first):,}, {counts} ({money}); if {none}, {way}"
