"""Defined names: how a reader's own formulas, and the checks of this project, find a figure."""

from __future__ import annotations

import re

from openpyxl.workbook.defined_name import DefinedName

from xlclv.workbook.cells import Ref
from xlclv.workbook.writer import Book

_LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{1,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]")


def define(book: Book, name: str, ref: Ref, comment: str) -> None:
    """Give a cell a name that Excel accepts; it points at the cell, never at a constant."""
    names = book.workbook.defined_names
    if not _LEGAL.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) or name in names:
        raise ValueError(f"{name!r} is not a name that Excel accepts, or is taken")
    names[name] = DefinedName(name, attr_text=ref.full, comment=comment)
    book.calculation.name(name, ref.place)
