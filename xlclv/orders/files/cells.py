"""Cells as typed, in the database: the blanks people cannot see, and each distinct text once.

A column of a million orders has a few hundred different days and a few thousand different prices. So every
column is reduced to its distinct texts first; all that is costly (what is this, which convention) looks at those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlclv.orders import engine
from xlclv.orders.ledger import TOTALS_ROW
from xlclv.orders.rules.roughly import MINUSES
from xlclv.orders.source import SHOWN, Source, also

# No-break, figure, thin, narrow and wide blanks; then the marks without width that copying leaves at the ends.
SPACES = "\t\r\n\x0b\x0c\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
UNSEEN = "\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
EDGES = " " + SPACES + UNSEEN


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table `raw`: its name there (its role), its type, and how messages call it."""

    connection: Any
    role: str
    type: str
    source: Source
    position: int

    @property
    def table(self) -> str:
        """The table of the column's distinct texts: text, rows, first (the first row that has it)."""
        return f"texts_{self.role}"

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers, whose decimal mark no country decides."""
        return self.position in self.source.numeric or self.type in ("DOUBLE", "FLOAT")

    @property
    def typed(self) -> bool:
        """Whether each cell has a type of its own, so that a date among texts is one for certain."""
        return self.source.typed or self.position in self.source.mixed

    @property
    def called(self) -> str:
        """The column as messages name it."""
        return self.source.column(self.position)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a small query."""
        return engine.rows(self.connection, sql)

    def one(self, sql: str) -> tuple[Any, ...]:
        """The first row of a small query."""
        return engine.one(self.connection, sql)

    def marked(self) -> bool:
        """Whether rows of the file can be left out: of orders they can, of other tables not."""
        return bool(self.rows("SELECT 1 FROM duckdb_columns() WHERE table_name = 'raw' AND column_name = 'left_out'"))

    def met(self, table: str, conditions: Sequence[str]) -> list[bool]:
        """Which conditions a text in the table meets, none of a sound file: one look, where each `bad` is a join."""
        tests = ", ".join(f"coalesce(bool_or({condition}), FALSE)" for condition in conditions)
        return list(self.one(f"SELECT {tests} FROM {table} AS t"))

    def bad(self, table: str, condition: str) -> tuple[str, int, str]:
        """The first cell whose text in the table meets a condition: its text, its row, and words for the others."""
        if not self.met(table, [condition])[0]:
            return "", 0, ""
        totals = self.source.totals and self.marked()  # whose blanks are none
        orders = f" AND r.left_out IS DISTINCT FROM {literal(TOTALS_ROW)}" if totals else ""
        found = self.rows(
            f"SELECT r.{self.role}, r.row, count(*) OVER () FROM raw AS r JOIN {table} AS t ON r.{self.role} = t.text "
            f"WHERE ({condition}){orders} ORDER BY r.row LIMIT {SHOWN}"
        )
        if not found:
            return "", 0, ""
        text, row, count = found[0]
        return text, row, also([self.source.row(row) for _, row, _ in found[1:]], count - 1)


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """The name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def trimmed(text: str) -> str:
    """SQL: the text without blanks and unseen marks at its ends."""
    return f"CASE WHEN {_ordinary(text)} THEN {text} ELSE trim({text}, {literal(EDGES)}) END"


def is_blank(text: str) -> str:
    """SQL: nothing is to be seen in the text. Most are settled by their first character, or having none."""
    slow = f"trim({text}, {literal(EDGES)}) = ''"
    return f"CASE WHEN {text} = '' THEN TRUE WHEN {text} < '!' OR {text} > '~' THEN {slow} ELSE FALSE END"


def _ordinary(text: str) -> str:
    """SQL: printable ASCII without outer blanks, as nearly all cells are; the rest takes the slow way."""
    return f"NOT regexp_matches({text}, '[^ -~]|^ | $')"


def spaced(text: str) -> str:
    """SQL: outer blanks gone, every kind of blank a plain one, every kind of minus a hyphen, no unseen marks."""
    given, wanted = SPACES + MINUSES + UNSEEN, " " * len(SPACES) + "-" * len(MINUSES)
    slow = f"translate(trim({text}, {literal(EDGES)}), {literal(given)}, {literal(wanted)})"
    return f"CASE WHEN {_ordinary(text)} THEN {text} ELSE {slow} END"


def distinct(column: Column, without: int | None = None, counted: bool = False) -> None:
    """Make the column's table of distinct texts, of all rows but one, or of those that are not left out."""
    tests = [] if without is None else [f"row <> {without}"]
    tests += ["left_out IS NULL"] if counted else []
    where = f"WHERE {' AND '.join(tests)} " if tests else ""
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.table} AS SELECT text, {spaced('text')} AS plain, rows, first FROM "
        f"(SELECT {column.role} AS text, count(*) AS rows, min(row) AS first FROM raw {where}GROUP BY 1)"
    )
