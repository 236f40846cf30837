"""Whether anything that others wrote is alive in what we write: formulas, links, mark-up, numbers that are none."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.hostile import Case, addins
from benchmarks.hostile.bases import SECRET
from benchmarks.hostile.injection import PAYLOADS

_CALLS = ("cmd|", "HYPERLINK", "WEBSERVICE", "DDE(", "x.example")
_TOLD = "which a spreadsheet would calculate"
_FIRST = ("=", "+", "-", "@", "\t", "\r")


def alive(folder: Path, out: str, err: str, case: Case) -> str:
    """What is alive, in words; "" where nothing is. What is alive in .csv must be told."""
    if case.path.startswith("passwords") and (said := _secret(folder)):
        return said
    if case.path == addins.PATH:
        return addins.changed(folder)
    if (folder / "out.xlsx").exists() and (said := _workbook(folder / "out.xlsx")):
        return said
    told = _TOLD in " ".join(err.split())
    if (folder / "out.csv").exists() and (said := _csv((folder / "out.csv").read_text(encoding="utf-8-sig"))):
        return "" if told else said
    if (folder / "out.html").exists() and (said := _html((folder / "out.html").read_text(encoding="utf-8"))):
        return said
    if case.path == "injection" and "terminal" in case.name and ".csv" in case.name:
        return "" if told else _csv(out)
    if case.path == "injection" and "JSON" in case.name:
        return _json(out)
    return ""


def _secret(folder: Path) -> str:
    """What must not be told and stands in something written, its packages unpacked."""
    for path in folder.glob("out.*"):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                texts = [package.read(name) for name in package.namelist()]
        else:
            texts = [path.read_bytes()]
        if any(SECRET.encode() in text for text in texts):
            return f"what is secret, in {path.name}"
    return ""


def _workbook(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            text = package.read(name)
            if not name.endswith((".xml", ".rels")):
                continue
            root = ElementTree.fromstring(text)
            for node in root.iter():
                tag = node.tag.rpartition("}")[2]
                if tag == "f" and any(call in (node.text or "") for call in _CALLS):
                    return f"a formula of others in {name}: {(node.text or '')[:80]}"
                if tag == "hyperlink" and "x.example" in str(node.attrib):
                    return f"a link of others in {name}"
                if (
                    tag == "Relationship"
                    and node.get("TargetMode") == "External"
                    and "example" in node.get("Target", "")
                ):
                    return f"a relationship of others in {name}"
    return ""


def _csv(text: str) -> str:
    for cells in csv.reader(io.StringIO(text)):
        for cell in cells:
            if cell.startswith(_FIRST) and not _number(cell):
                return f"a cell of .csv that a spreadsheet carries out: {cell[:60]!r}"
    return ""


class _Marks(HTMLParser):
    """What of a page would run or reach out, as a browser would take it apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        for name, value in attrs:
            if "example" in (value or "") and name in ("href", "src", "action"):
                self.found.append(f"a link of others in the page: {value}")
            if name.startswith("on"):
                self.found.append(f"a script of an element in the page: {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"] and "alert(1)" in data.strip()[:20]:
            self.found.append("a script of others in the page")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass


def _html(text: str) -> str:
    marks = _Marks()
    marks.feed(text)
    return "".join(marks.found[:1])


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _json(text: str) -> str:
    def refused(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refused)
    except ValueError as reason:
        return f"JSON that is none: {reason}"
    return "" if any(payload in text for payload in PAYLOADS[:2]) else "the ids are not in it"
