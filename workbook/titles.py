"""Names that Excel has rules for, made of a user's words: of sheets, and of the columns of a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

# What a sheet's name or a reference to a table's column cannot hold as it stands, and what no line of text holds.
_UNFIT = re.compile(
    "[\\[\\]:*?/\\\\'#\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
# As Excel counts: a letter beyond the first 65,536 is two.
_LONGEST = 31  # of a sheet's name
_WIDEST = 47  # of a header of a table, which may have 255: formulas name it, and are to be read by people


def plain(words: str) -> str:
    """Words as a name holds them, on one line; "column" where nothing is left.

    >>> plain("Store #1/\\nSouth"), plain("@Seg"), plain("[]")
    ('Store 1 South', 'Seg', 'column')
    """
    return " ".join(_UNFIT.sub(" ", words).split()).lstrip("@ ") or "column"


def cut(words: str, longest: int = _LONGEST) -> str:
    """As much of a name as Excel takes, never half a letter.

    >>> cut("By " + "x" * 40) == "By " + "x" * 28, len(cut("\\U0001f600" * 31))
    (True, 15)
    """
    return words.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore").strip()


def different(words: Iterable[str], taken: Iterable[str] = (), longest: int = _LONGEST) -> list[str]:
    """Names of at most so many letters, none of them one that is taken or another; later ones are numbered.

    >>> different(["By a", "By A", "By \\uff41"], ["By a"])
    ['By a 2', 'By A 3', 'By \\uff41 4']
    """
    held = {_alike(one) for one in taken}
    return [_next(cut(one, longest), held, longest) for one in words]


def headers(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Headers of a table's columns that have these names.

    >>> headers(["Reason why they came to us at first #1", "MRR"], ["mrr"])  # 37 letters, no sheet's name
    ['Reason why they came to us at first 1', 'MRR 2']
    """
    return different(map(plain, names), taken, _WIDEST)


def _next(name: str, held: set[str], longest: int) -> str:
    """The name, or the first number behind it that makes it another; it is taken from then on."""
    tried, at = name, 1
    while _alike(tried) in held:
        at += 1
        tried = f"{cut(name, longest - 1 - len(str(at)))} {at}"
    held.add(_alike(tried))
    return tried


def _alike(name: str) -> str:
    """What Excel tells names by: neither by capitals nor by the width of letters."""
    return unicodedata.normalize("NFKC", name).casefold()


def by(names: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """The titles of sheets that tell customers apart by what has these names."""
    return different((f"By {plain(name)}" for name in names), taken)
