"""Which way of writing each text of a column of days follows, and the parts of it.

To prepare all patterns takes the database a fifth of a second, for every file again. Python keeps them prepared, so few
texts, as a file of one day or month has them, are looked at here; many there.
"""

from __future__ import annotations

import re

from xlclv.orders.files.cells import Column, literal
from xlclv.orders.rules.dates import KINDS, WIDE

FEW = 2_000  # different texts
_LONGEST = 100  # characters of a text that is looked at here
_GROUPS = ("one", "two", "three", "clock", "half", "zone")
# A letter in both languages: of what Python takes for one, `_same` leaves out the numbers that are no digits.
_HERE = {name: re.compile(kind.pattern.replace(r"\p{L}", r"[^\W\d_]")) for name, kind in KINDS.items()}


def tell(column: Column) -> None:
    """The table of the distinct texts as `plain`, each with its `kind`, "" where it follows none."""
    found = column.rows(
        f"SELECT text, {narrow('plain')}, rows, first FROM {column.table} ORDER BY first LIMIT {FEW + 1}"
    )
    if len(found) > FEW or not all(_same(text) and _same(plain) for text, plain, *_ in found):
        _in_database(column)
        return
    texts, plains, rows, firsts = (list(each) for each in zip(*found, strict=True)) if found else ([], [], [], [])
    kinds, groups = zip(*map(way, plains), strict=True) if found else ((), ())
    parts = [list(each) for each in zip(*groups, strict=True)] or [[]] * len(_GROUPS)
    words = ", ".join(f"{name} := unnest(?::VARCHAR[])" for name in _GROUPS)
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_kinds AS SELECT unnest(?::VARCHAR[]) AS text, "
        "unnest(?::VARCHAR[]) AS plain, unnest(?::BIGINT[]) AS rows, unnest(?::BIGINT[]) AS first, "
        f"unnest(?::VARCHAR[]) AS kind, struct_pack({words}) AS part",
        [texts, plains, rows, firsts, list(kinds), *parts],
    )
    column.connection.execute(
        f"CREATE OR REPLACE VIEW {column.role}_parts AS SELECT text, first, rows, kind, part FROM {column.role}_kinds"
    )


def way(text: str) -> tuple[str, tuple[str, ...]]:
    """The first way of writing that a text follows, and what stands for each group of its pattern.

    >>> way("2024-03-05 17:04"), way("5 mars")
    (('yyyy-mm-dd', ('2024', '03', '05', '17:04', '', '')), ('', ('', '', '', '', '', '')))
    """
    for name, pattern in _HERE.items():
        if found := pattern.fullmatch(text):
            return name, found.groups("")
    return "", ("",) * len(_GROUPS)


def narrow(text: str) -> str:
    """SQL: the text with the digits of any keyboard as plain ones."""
    return f"translate({text}, {literal(WIDE[0])}, {literal(WIDE[1])})"


def _same(text: str) -> bool:
    """Whether patterns mean the same here and in the database: for ASCII, letters and digits they do."""
    if len(text) > _LONGEST or "\x00" in text:
        return False
    return text.isascii() or not any(c.isnumeric() and not (c.isdecimal() or c.isalpha()) for c in text)


def _in_database(column: Column) -> None:
    patterns = {name: literal(f"^{kind.pattern}$") for name, kind in KINDS.items()}
    cases = " ".join(
        f"WHEN regexp_matches(plain, {pattern}) THEN {literal(name)}" for name, pattern in patterns.items()
    )
    column.connection.execute(
        f"CREATE OR REPLACE TABLE {column.role}_kinds AS SELECT *, CASE {cases} ELSE '' END AS kind "
        f"FROM (SELECT text, {narrow('plain')} AS plain, rows, first FROM {column.table})"
    )
    used = [name for (name,) in column.rows(f"SELECT DISTINCT kind FROM {column.role}_kinds WHERE kind <> ''")]
    each = " UNION ALL ".join(
        f"SELECT text, first, rows, kind, regexp_extract(plain, {patterns[name]}, {list(_GROUPS)}) AS part "
        f"FROM {column.role}_kinds WHERE kind = {literal(name)}"
        for name in used
    )
    if each:
        column.connection.execute(f"CREATE OR REPLACE VIEW {column.role}_parts AS {each}")
