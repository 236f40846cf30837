"""Whether a file is an earlier output of ours, by what is in it: such a file may be made anew without a question."""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from html import unescape
from pathlib import Path

from xlclv.terms.titles import MAKER, REPORTS

_PIECE = 1 << 16  # bytes that are looked at
_FOOTER = 1 << 20  # bytes of Parquet's footer, which names the columns
_CREATOR = re.compile(rf"<dc:creator>{MAKER} [0-9][^<]*</dc:creator>")
_TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
# What scores of orders and of contracts have beside the customer.
_SCORES = ({"customer", "p_alive", "expected_orders"}, {"customer", "p_next_renewal", "expected_payments"})
_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, EOFError, NotImplementedError, csv.Error, zlib.error,
               zipfile.BadZipFile, zipfile.LargeZipFile)  # fmt: skip


def ours(path: Path) -> bool:
    """Whether we wrote the file; not so where it cannot be read, or is no plain file."""
    look = _KINDS.get(path.suffix.lower())
    try:
        return look is not None and path.is_file() and look(path)
    except _UNREADABLE:
        return False


def _workbook(path: Path) -> bool:
    """By its properties, which Excel and LibreOffice keep when they save."""
    with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as part:
        told = part.read(_PIECE).decode("utf-8")
    title = _TITLE.search(told)
    return bool(_CREATOR.search(told)) and title is not None and unescape(title[1]) in REPORTS


def _page(path: Path) -> bool:
    return f'<meta name="generator" content="{MAKER} '.encode() in _begin(path)


def _printed(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _PIECE))
        return f"\n%{MAKER} ".encode() in file.read(_PIECE)


def _text(path: Path) -> bool:
    line = _begin(path).decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
    return any(names <= set(next(csv.reader([line]), ())) for names in _SCORES)


def _parquet(path: Path) -> bool:
    """By the names in its footer, as they stand there: no reader is asked, which may be somebody's aim."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _FOOTER))
        footer = file.read(_FOOTER)
    return footer.endswith(b"PAR1") and any(all(name.encode() in footer for name in names) for names in _SCORES)


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_PIECE)


_KINDS = {".xlsx": _workbook, ".html": _page, ".pdf": _printed, ".csv": _text, ".parquet": _parquet}
