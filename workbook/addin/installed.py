"""What an add-in file says of itself: who made it, whether it is signed, which Python it names for which machine.

Someone may have opened and saved it in Excel, to sign it: its parts are then laid out as Excel does.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from xlclv.workbook.addin import package, sheets

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SIGNATURE = "vbaprojectsignature"  # and its later kinds, ...Agile and ...V3


@dataclass(frozen=True, slots=True)
class Installed:
    """An add-in of ours as it lies there."""

    path: Path
    version: str
    signed: bool
    settings: dict[str, str] = field(default_factory=dict)

    def interpreter(self, machine: str) -> str:
        """The Python it starts on the machine of that name; empty when it names none."""
        return self.settings.get(sheets.on(sheets.INTERPRETER, machine)) or self.settings.get(sheets.INTERPRETER, "")

    def pythonpath(self, machine: str) -> str:
        """The folder that Python is to look in, too, on that machine."""
        own = sheets.on(sheets.PYTHONPATH, machine)
        return self.settings.get(own, "" if self._names(machine) else self.settings.get(sheets.PYTHONPATH, ""))

    def _names(self, machine: str) -> bool:
        return sheets.on(sheets.INTERPRETER, machine) in self.settings

    def others(self, machine: str) -> dict[str, str]:
        """What it says for other machines, which a profile that roams carries along."""
        mine = {sheets.on(name, machine) for name in (sheets.INTERPRETER, sheets.PYTHONPATH)}
        return {name: value for name, value in self.settings.items() if "@" in name and name not in mine}


def read(path: Path) -> Installed | None:
    """The add-in at `path`; None when there is none, or it was not made by xlclv."""
    try:
        with zipfile.ZipFile(path) as file:
            properties = file.read("docProps/core.xml").decode()
            title = re.search(r"<dc:title>xlclv ([^<]+)</dc:title>", properties)
            if f"<dc:creator>{package.CREATOR}</dc:creator>" not in properties or title is None:
                return None
            signed = any(_SIGNATURE in name.lower() for name in file.namelist())
            return Installed(path, unescape(title[1]), signed, dict(_rows(file)))
    except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile, ElementTree.ParseError):
        return None


def _rows(file: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names and values of the sheet of settings, down to its first blank row."""
    shared = []
    if "xl/sharedStrings.xml" in file.namelist():
        shared = [_text(item) for item in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))]
    for row in ElementTree.fromstring(file.read(_part(file))).iter(f"{_MAIN}row"):
        values = [_value(cell, shared) for cell in row.iter(f"{_MAIN}c")]
        if len(values) < 2:
            return
        yield values[0], values[1]


def _part(file: zipfile.ZipFile) -> str:
    book = ElementTree.fromstring(file.read("xl/workbook.xml"))
    number = next(s.get(_ID) for s in book.iter(f"{_MAIN}sheet") if s.get("name") == sheets.SETTINGS)
    relations = ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))
    target = next(r.get("Target", "") for r in relations if r.get("Id") == number)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    kind, value = cell.get("t"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        return _text(cell)
    return shared[int(value)] if kind == "s" else value


def _text(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))
