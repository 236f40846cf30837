"""Currencies that stand in number formats alone: of two cells that both hold 5, one shows 5 € and the other $5.

Looked at only where a workbook's styles name several currencies; most name one or none and cost nothing.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable

from xlclv.orders.currencies import alike, known
from xlclv.orders.files.package import Package, tag, tree
from xlclv.orders.files.sheetxml import letters, pieces

# [$€-407], [$USD]; a format in use by its place among the cells' formats. [$-409] is a language and no currency.
_STATED = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]")
# Excel's own formats of money, which a file need not spell out: $#,##0.00 and accounting's.
_BUILT_IN = ("5", "6", "7", "8", "42", "44")
_LANGUAGE = re.compile(r"\[[^\]]*\]")


def currency(code: str) -> str | None:
    """The currency that a number format shows.

    >>> currency("#,##0.00 [$€-407]"), currency("[$$-409]#,##0.00"), currency('"£"0'), currency("[$-409]0.00")
    ('€', '$', '£', None)
    """
    if stated := _STATED.search(code):
        return known(stated[1])
    plain = _LANGUAGE.sub("", code)
    sign = next((letter for letter in plain if unicodedata.category(letter) == "Sc"), "")
    return sign or next(filter(None, map(known, re.findall(r'"([^"]*)"', plain))), None)


def written(package: Package, sheet: str, columns: Iterable[int], header: int) -> dict[str, tuple[int, int]]:
    """The currencies of numbers in these columns below the header, each with its first row and column.

    {} where all formats of the workbook are of one currency or none.
    """
    formats = _styles(package)
    if len(set(formats.values())) < 2:
        return {}
    of = {letters(place).encode(): place for place in columns}
    cell = re.compile(
        rb'<c\b(?=[^>]*\br="(%s)([0-9]+)")(?=[^>]*\bs="(%s)")(?![^>]*\bt="(?:s|str|inlineStr|e|b)")[^>]*(?<!/)>(?!\s*</c>)'
        % (b"|".join(of), b"|".join(str(style).encode() for style in formats))
    )
    found: dict[str, tuple[int, int]] = {}
    with zipfile.ZipFile(package.path) as stored:
        for piece in pieces(package, stored, package.sheets[sheet]):
            for at, row, style in cell.findall(piece) if of else ():
                if int(row) > header:
                    found.setdefault(formats[int(style)], (int(row), of[at]))
    return found


def two(found: dict[str, tuple[int, int]]) -> tuple[str, str, int, int] | None:
    """The first two currencies that are not the same, and the row and column of the second."""
    by_row = sorted(found, key=found.__getitem__)
    for other in by_row[1:]:
        if not alike(by_row[0], other):
            return by_row[0], other, *found[other]
    return None


def _styles(package: Package) -> dict[int, str]:
    """The places of the cells' formats that show a currency."""
    if not package.styles:
        return {}
    with zipfile.ZipFile(package.path) as stored:
        root = tree(package.path, stored, package.styles)
    stated = {node.get("numFmtId", ""): node.get("formatCode", "") for node in root.iter() if tag(node) == "numFmt"}
    codes = dict.fromkeys(_BUILT_IN, "$") | stated
    shown = {number: sign for number, code in codes.items() if (sign := currency(code))}
    cells = next((node for node in root if tag(node) == "cellXfs"), ())
    numbers = [node.get("numFmtId", "") for node in cells if tag(node) == "xf"]
    return {place: shown[number] for place, number in enumerate(numbers) if number in shown}
