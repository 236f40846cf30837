"""Rows that are no contracts, as a column of kinds or a CRM's stages says; and money taken back in a column beside."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xlclv.errors import counted, listed
from xlclv.orders.engine import one, rows
from xlclv.orders.files.cells import literal, trimmed
from xlclv.orders.headers import find, plain
from xlclv.orders.ledger import exact
from xlclv.orders.rules.contract_kinds import CREDITED, QUOTED, STAGED, reasons, speaks
from xlclv.orders.rules.headers import REFUNDED
from xlclv.orders.source import SHOWN, Source

REASONS = (CREDITED, QUOTED, STAGED)
_MANY = 200  # different texts: more are no kinds
_NOTHING = "-?[^0-9]{0,3} ?0*[.,]?0+ ?[^0-9]{0,4}"
_NUMBER = "-?[0-9]{1,12}([.,][0-9]{1,2})?"
_NO = ("", "-", "no", "none", "false", "n", "null", "nan", "n/a", "nein", "non", "nee", "nie")


def leave_out(connection: Any, source: Source, beside: Collection[int], table: str, scale: int) -> list[str]:
    """Leave out of a part's table rows that say they are no contracts; a warning for each column and reason.

    Where a column says it of all rows, it tells no row from another: all count, and it is said. `beside` are the
    columns that are kept beside those in use.
    """
    said = []
    for at in beside:
        header = plain(source.headers[at]) if source.headers else ""
        if not speaks(header):
            continue
        text = trimmed(f"raw.beside{at}")
        found = rows(
            connection,
            f"SELECT {text}, count(*), sum(t.amount) FROM raw JOIN {table} AS t USING (row) "
            f"WHERE t.customer IS NOT NULL GROUP BY ALL ORDER BY min(row) LIMIT {_MANY + 1}",
        )
        told = reasons(header, [cell for cell, *_ in found if cell]) if len(found) <= _MANY else {}
        every = all(cell in told for cell, *_ in found)
        for why in dict.fromkeys(told.values()):
            mine = [(cell, count, units) for cell, count, units in found if told.get(cell) == why]
            cells = [cell for cell, *_ in mine]
            first = "" if every else _mark(connection, source, table, text, cells, why)
            words = listed([f'"{cell}"' for cell in cells])
            words = counted(len(cells), "word") + " not shown" if source.secret else words
            money = exact(int(sum(units for *_, units in mine)), scale)
            count = counted(sum(count for _, count, _ in mine), "row")
            what = f"{source.where}: {source.column(at)} says {words} of {count} with {money:,f} of fees, {why}: "
            said.append(what + (_ALL if every else f"left out{first}; {_ELSE}"))
    return said


_ALL = "all rows are, so all count; if they are no contracts, give the file that has them"
_ELSE = "no fee of others is lower for it; if these are contracts, take the column out"


def _mark(connection: Any, source: Source, table: str, text: str, cells: list[str], why: str) -> str:
    """Leave these out; gives where the first ones are."""
    test = f"raw.row = t.row AND t.customer IS NOT NULL AND {text} IN ({', '.join(map(literal, cells))})"
    found = rows(
        connection, f"SELECT t.row, count(*) OVER () FROM raw, {table} AS t WHERE {test} ORDER BY 1 LIMIT {SHOWN}"
    )
    connection.execute(f"UPDATE {table} AS t SET customer = NULL, left_out = {literal(why)} FROM raw WHERE {test}")
    more = f" and {found[0][1] - len(found):,} more" if found[0][1] > len(found) else ""
    named = ", ".join(f"{source.row(row):,}" for row, _ in found)
    return f" (row{'s' if len(found) > 1 else ''} {named}{more})"


def taken_back(connection: Any, source: Source, beside: Collection[int], table: str) -> list[str]:
    """A warning for each column of money taken back that is not used; with the money where all of it reads so."""
    said = []
    for at in refunds(source):
        if at not in beside:
            continue
        cell = trimmed(f"raw.beside{at}")
        nothing = f"regexp_full_match({cell}, {literal(_NOTHING)}) OR lower({cell}) IN ({', '.join(map(literal, _NO))})"
        number = f"abs(CAST(replace({cell}, ',', '.') AS DECIMAL(18, 2)))"
        money = f"CASE WHEN regexp_full_match({cell}, {literal(_NUMBER)}) THEN {number} END"
        count, read, units = one(
            connection,
            f"SELECT count(*), count({money}), sum({money}) FROM raw JOIN {table} AS t USING (row) "
            f"WHERE t.customer IS NOT NULL AND NOT ({nothing})",
        )
        if count:
            sums = f" ({units:,f} in all)" if read == count else ""
            said.append(
                f"{source.where}: {source.column(at)} says that money of {counted(count, 'contract')} was taken back"
                f"{sums}; it is not used, as if all fees were kept: lower them, or leave out what was never paid"
            )
    return said


def refunds(source: Source) -> list[int]:
    """The columns whose headers say that they are of money taken back."""
    return find(REFUNDED[:1], source.headers)
