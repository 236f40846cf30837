"""An .ods sheet's cells that readers pass over in silence: errors, hidden and merged rows.

LibreOffice marks an error beside an empty text. The XML is walked only where a search of its bytes finds such marks.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from xlclv.orders.files.package import CHUNK, damaged
from xlclv.orders.files.sheetxml import Findings

CONTENT = "content.xml"
_MARKS = re.compile(rb'value-type="error"|table:visibility="(?:collapse|filter)"|number-rows-spanned="(?!1")')
_LAST_ROW = 1 << 20


def inspect(path: Path, sheet: str) -> Findings:
    """What the sheet holds besides its values: errors, hidden rows, merged cells."""
    found = Findings()
    try:
        with zipfile.ZipFile(path) as package:
            with package.open(CONTENT) as content:
                if not _marked(content):
                    return found
            with package.open(CONTENT) as content:
                _walk(content, sheet, found)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError) as reason:
        raise damaged(path, reason) from None
    return found


def _marked(content: IO[bytes]) -> bool:
    rest = b""
    while chunk := content.read(CHUNK):
        if _MARKS.search(rest + chunk):
            return True
        rest = chunk[-64:]
    return False


def _walk(content: IO[bytes], sheet: str, found: Findings) -> None:
    """Row by row; what a row held is forgotten before the next, and repeated blank rows only move the count."""
    inside, row = False, 0
    for event, node in ElementTree.iterparse(content, events=("start", "end")):
        tag = node.tag.rpartition("}")[2]
        if tag == "table":
            inside, row = event == "start" and _get(node, "name") == sheet, 0
        elif tag == "table-row" and event == "end":
            if inside and row < _LAST_ROW:
                _note(node, row + 1, found)
                row += int(_get(node, "number-rows-repeated") or 1)
            node.clear()


def _note(node: ElementTree.Element, row: int, found: Findings) -> None:
    place, filled = 0, False
    for cell in node:
        text = "".join(cell.itertext())
        filled = filled or bool(text)
        down = int(_get(cell, "number-rows-spanned") or 1)
        if any(key.endswith("}value-type") and value == "error" for key, value in cell.attrib.items()):
            found.errors.append((place, row, text))
        if down > 1:
            found.merged.append((place, row, place, row + down - 1))
        place += int(_get(cell, "number-columns-repeated") or 1)
    if filled and _get(node, "visibility") in ("collapse", "filter"):
        found.hidden_rows += int(_get(node, "number-rows-repeated") or 1)


def _get(node: ElementTree.Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.endswith("}" + name)), "")
