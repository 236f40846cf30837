"""Currencies that stand in number formats alone: of two cells that both hold 5, one shows 5 € and the other $5.

Looked at only where a workbook's styles name a currency; where they name one alone, up to the first such cell.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xlclv.orders.currencies import alike, known
from xlclv.orders.files.package import Package, tag, tree
from xlclv.orders.files.sheetxml import letters, pieces

# [$€-407], [$USD]; a format in use by its place among the cells' formats. [$-409] is a language and no currency.
_STATED = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]")
# Excel's own formats of money, which a file need not spell out: $#,##0.00 and accounting's.
_BUILT_IN = ("5", "6", "7", "8", "42", "44")
# As each country's Excel shows them: a file that does not spell them out does not say in which currency.
_EXCELS_OWN = "$*"
# Of a format: text, one letter, room as wide as a letter (_€ shows none), filling, a condition or language.
_PIECES = re.compile(r'"(?P<text>[^"]*)"|\\(?P<letter>.)|[_*].|\[[^\]]*\]|(?P<bare>.)', re.DOTALL)


def currency(code: str) -> str | None:
    """The currency that a number format shows.

    >>> currency("#,##0.00 [$€-407]"), currency("[$$-409]#,##0.00"), currency('"£"0'), currency("[$-409]0.00")
    ('€', '$', '£', None)
    >>> currency("_-* #,##0.00\\\\ _€_-"), currency('_-* #,##0.00\\\\ "€"_-'), currency('#,##0.00 "zł"')
    (None, '€', 'zł')
    """
    if stated := _STATED.search(code):
        return known(stated[1])
    parts = [part.groupdict(default="") for part in _PIECES.finditer(code)]
    shown = "".join(part["text"] + part["letter"] + part["bare"] for part in parts)
    sign = next((letter for letter in shown if unicodedata.category(letter) == "Sc"), "")
    return sign or next(filter(None, (known(part["text"]) for part in parts)), None)


class Found(NamedTuple):
    """Where cells show a currency: the first of them, and all their rows."""

    row: int
    column: int
    rows: array[int]


def written(package: Package, sheet: str, columns: Iterable[int], header: int) -> dict[str, Found]:
    """The currencies of numbers in these columns below the header, and where."""
    formats = _styles(package)
    if not formats or set(formats.values()) == {_EXCELS_OWN}:
        return {}
    several = len(set(formats.values()))
    of = {letters(place).encode(): place for place in columns}
    cell = re.compile(
        rb'<c\b(?=[^>]*\br="(%s)([0-9]+)")(?=[^>]*\bs="(%s)")(?![^>]*\bt="(?:s|str|inlineStr|e|b)")[^>]*(?<!/)>(?!\s*</c>)'
        % (b"|".join(of), b"|".join(str(style).encode() for style in formats))
    )
    found: dict[str, Found] = {}
    with zipfile.ZipFile(package.path) as stored:
        for piece in pieces(package, stored, package.sheets[sheet]):
            for at, row, style in cell.findall(piece) if of else ():
                if int(row) > header:
                    note(found, formats[int(style)], int(row), of[at])
            if several == len(found) == 1:
                break
    return found


def note(found: dict[str, Found], sign: str, row: int, column: int) -> None:
    """Keep where a cell shows a currency."""
    found.setdefault(sign, Found(row, column, array("q"))).rows.append(row)


def named(found: Iterable[str]) -> str:
    """The currency that the formats show; "" where they leave it to Excel."""
    return next((sign for sign in found if sign != _EXCELS_OWN), "")


def two(found: Mapping[str, Found]) -> tuple[str, str, int, int] | None:
    """The first two currencies that are not the same, and the row and column of the second."""
    by_row = sorted(found, key=lambda sign: (found[sign].row, found[sign].column))
    first = by_row[0].rstrip("*") if by_row else ""
    for other in by_row[1:]:
        if not alike(first, other.rstrip("*")):
            return first, other.rstrip("*"), found[other].row, found[other].column
    return None


def _styles(package: Package) -> dict[int, str]:
    """The places of the cells' formats that show a currency."""
    if not package.styles:
        return {}
    with zipfile.ZipFile(package.path) as stored:
        root = tree(package.path, stored, package.styles)
    spelled = (node for part in root if tag(part) == "numFmts" for node in part if tag(node) == "numFmt")
    stated = {node.get("numFmtId", ""): node.get("formatCode", "") for node in spelled}
    shown = dict.fromkeys(_BUILT_IN, _EXCELS_OWN)
    shown |= {number: sign for number, code in stated.items() if (sign := currency(code))}
    cells = next((node for node in root if tag(node) == "cellXfs"), ())
    numbers = [node.get("numFmtId", "") for node in cells if tag(node) == "xf"]
    return {place: shown[number] for place, number in enumerate(numbers) if number in shown}
