"""What a workbook must be before a parser may see it: whole, without a password, not a bomb."""

from __future__ import annotations

import zipfile
from pathlib import Path

from xlclv.errors import InputError
from xlclv.orders.files import cut, ods, sheetxml
from xlclv.orders.files.package import CONTENT, Package, refuse_bomb, unpack
from xlclv.orders.source import refusal

LOCKED = "EncryptedPackage".encode("utf-16-le")
BLOCK = 1 << 22
# What the parser says where a program wrote cells as none of the known ones does.
_STOPS = {
    "Expecting 'v, f, or is' node": "one of its cells holds more than a value and a formula",
    "Parse float error": "one of its cells holds a number that is not written as a number",
    "Parse integer error": "a count of its cells or rows is not written as a number",
}


def refuse(path: Path) -> int:
    """Refuse what must not reach the parser; the size of the rest in bytes, unpacked."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return refuse_bomb(path)
        file.seek(0)
        rest = b""
        while block := file.read(BLOCK):
            if LOCKED in rest + block:
                raise locked(path)
            rest = block[-len(LOCKED) :]
    return path.stat().st_size


def kind(path: Path) -> tuple[Package | None, bool]:
    """The parts of an .xlsx, None for others; and whether it is an .ods."""
    if not zipfile.is_zipfile(path):
        return None, False
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
    if CONTENT in names:
        ods.refuse_wide(path)
        return None, True
    if not any(name.casefold().startswith(("xl/", "xl\\")) for name in names):
        raise refusal(path.name, "this is a packed file but no workbook", "unpack it, and give the file inside")
    return unpack(path), False


def locked(path: Path) -> InputError:
    """The refusal of a workbook with a password."""
    return refusal(path.name, "the workbook is password protected", "save it without a password")


def unreadable(path: Path, reason: Exception) -> InputError:
    """What the parser says of a file it cannot read, in one line."""
    words = str(reason).splitlines()[0]
    if "password" in words.casefold():
        return locked(path)
    package = unpack(path) if zipfile.is_zipfile(path) else None
    if package and (said := sheetxml.cut_cell(package)):
        return said
    if mended := next((rule for mark, rule in _STOPS.items() if mark in words), ""):
        return refusal(path.name, mended, cut.FIX)
    rule = f"this is not a workbook that can be read ({words})"
    return refusal(path.name, rule, "open it in Excel and save it again, or save the sheet as .csv")
