"""An .ods as its reader understands it: what it drops from texts without a word is written plainly first.

The reader knows no tabs and line breaks within a paragraph (X<text:tab/>1 is X1 to it) and no CDATA; attributes it
takes as they stand in the file, so that a value with a reference (&#48;) is none.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from xlclv.errors import InputError
from xlclv.orders.files.cut import FIX
from xlclv.orders.files.package import CHUNK, CONTENT, damaged
from xlclv.orders.source import refusal

_DROPPED = re.compile(rb"<text:(?:tab|line-break)[\s/>]|<!\[CDATA\[")
_PLAIN = re.compile(
    rb"<!\[CDATA\[(?P<held>.*?)\]\]>|<!--.*?-->|<\?.*?\?>"
    rb"|(?P<space><text:(?:tab|line-break)(?:\s[^<>]*)?(?:/>|>\s*</text:(?:tab|line-break)\s*>))",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rb"""\s(?:office:(?:value|value-type|date-value|time-value|boolean-value)|table:number-[a-z]+-[a-z]+"""
    rb"""|table:visibility)\s*=\s*["'][^"'<>&]*&"""
)
_TAG = re.compile(rb"<table:[^<>&]*&[^<>]*")
_BEGINS = re.compile(rb'<table:table(?=\s)[^<>]*\btable:name="([^"<>]*)"|<table:table-row\b([^<>]*)>')
_REPEATED = re.compile(rb'\bnumber-rows-repeated="([0-9]{1,7})"')


def plain(path: Path) -> bytes | None:
    """The package with its texts written plainly; None for nearly all, which need it not.

    Raises InputError for a value that is written with references.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if not _wanted(path, package):
                return None
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as target:
                for name in package.namelist():
                    held = package.read(name) if name.endswith(("mimetype", ".xml")) else None
                    if held is not None:  # pictures hold no cells
                        target.writestr(name, _PLAIN.sub(_written, held) if name == CONTENT else held)
            return made.getvalue()
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as reason:
        raise damaged(path, reason) from None


def _wanted(path: Path, package: zipfile.ZipFile) -> bool:
    """Whether a text holds what the reader drops. Raises InputError for values that it cannot take."""
    wanted, rest = False, b""
    with package.open(CONTENT) as content:
        while chunk := content.read(CHUNK):
            piece = rest + chunk
            wanted = wanted or _DROPPED.search(piece) is not None
            if any(_ATTRIBUTE.search(tag) for tag in _TAG.findall(piece)):
                raise _in_pieces(path, package)
            rest = piece[-1024:]
    return wanted


def _in_pieces(path: Path, package: zipfile.ZipFile) -> InputError:
    """The refusal of a value with references, by its sheet and row."""
    text = package.read(CONTENT)
    found = _ATTRIBUTE.search(text)
    where, row, times = "", 0, 1
    for begin in _BEGINS.finditer(text, 0, text.find(b">", found.end()) + 1 if found else 0):
        if begin[1] is not None:
            where, row, times = f', sheet "{begin[1].decode(errors="replace")}"', 0, 1
        else:
            row, repeated = row + times, _REPEATED.search(begin[2])
            times = int(repeated[1]) if repeated else 1
    rule = f"a value of row {row:,} is written with references of XML (&#48; for 0), as no spreadsheet program does"
    return refusal(f"{path.name}{where}", rule, FIX)


def _written(found: re.Match[bytes]) -> bytes:
    """A blank for a tab, text for CDATA; comments stay, and what looks like either in them."""
    if found["space"]:
        return b"<text:s/>"
    held = found["held"]
    return found[0] if held is None else held.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
