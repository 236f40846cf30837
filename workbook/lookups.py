"""Texts looked up in a column, so that each is found itself and no other is taken for it.

Excel's = and MATCH do not tell capitals from small letters; to MATCH, `*`, `?` and `~` stand for other letters, and
longer texts than 255 letters are an error. COUNTIFS and SUMIFS besides take what looks like a number ("5", "05",
"5e0"), a day, a comparison (">5") or a truth (TRUE, and its word of the country) for that and not for the text. So:

- sums and counts by a user's text compare letter by letter, always (`total`, `count`): levels are few;
- a row among customers, of whom there may be a hundred thousand, is looked for by MATCH where MATCH finds the text and
  no other (`alone`), letter by letter where not (`place`).

EXACT on a whole column stands inside SUMPRODUCT or INDEX(..., 0): there Excel 2016 works it out without array entry.
The column's &"" is for programs that take one cell of a range where a text is asked for; of its texts they take all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_LONGEST, _PATTERN = 255, re.compile(r"[*?~]")


def alike(text: str) -> str:
    """What texts have in common that a spreadsheet may take for one: capitals, width, accents, kana, unseen letters.

    No program takes all of these for one; a text told apart by it is told apart by all.

    >>> alike("VIP4") == alike("vip4"), alike("\\uff56ip") == alike("Vip"), alike("5") == alike("05")
    (True, True, False)
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return plain.translate(_LETTERS)


class _Letters(dict[int, int | None]):
    """What becomes of each letter, looked up once: marks and unseen letters go, katakana is hiragana."""

    def __missing__(self, code: int) -> int | None:
        gone = unicodedata.category(chr(code)) in ("Mn", "Cf")
        self[code] = None if gone else code - 96 if 0x30A1 <= code <= 0x30F6 else code
        return self[code]


_LETTERS = _Letters()


def alone(sought: Sequence[str], column: Iterable[str]) -> list[bool]:
    """Of each text sought, whether MATCH finds it in the column, and no other in its place.

    >>> alone(["vip4", "n1", "a*", "05"], ["vip4", "VIP4", "n1", "a*", "5", "05"])
    [False, True, False, True]
    """
    keys = [alike(text) for text in sought]
    times = dict.fromkeys(keys, 0)
    for key in map(alike, column):
        if key in times:
            times[key] += 1
    return [times[key] < 2 and _taken(text) for text, key in zip(sought, keys, strict=True)]


def _taken(text: str) -> bool:
    """Whether MATCH looks for the text itself; letters count as Excel counts them, some twice."""
    if len(text) > _LONGEST // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
        return False
    return text != "" and not _PATTERN.search(text)


def place(cell: str, column: str, clear: bool) -> str:
    """The place in a column of the text that a cell holds; `clear`: MATCH finds it and no other.

    >>> place("E5", "T[Id]", True), place("E5", "T[Id]", False)
    ('MATCH(E5,T[Id],0)', 'MATCH(TRUE,INDEX(EXACT(T[Id]&"",E5),0),0)')
    """
    return f"MATCH({cell},{column},0)" if clear else f"MATCH(TRUE,INDEX({same(column, cell)},0),0)"


def same(column: str, cell: str) -> str:
    """Which cells of a column hold the very text of a cell."""
    return f'EXACT({column}&"",{cell})'


def total(values: str, *pairs: tuple[str, str]) -> str:
    """The sum of values in the rows where each column holds the very text of its cell.

    >>> total("T[Worth]", ("T[Plan]", "A5"))
    'SUMPRODUCT(EXACT(T[Plan]&"",A5)*T[Worth])'
    """
    return f"SUMPRODUCT({_all(pairs)}*{values})"


def count(*pairs: tuple[str, str]) -> str:
    """How many rows have the very texts.

    >>> count(("T[Plan]", "A5"))
    'SUMPRODUCT(1*EXACT(T[Plan]&"",A5))'
    """
    return f"SUMPRODUCT(1*{_all(pairs)})"


def _all(pairs: Iterable[tuple[str, str]]) -> str:
    return "*".join(same(column, cell) for column, cell in pairs)
