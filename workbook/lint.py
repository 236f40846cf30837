"""What Excel would repair or refuse in a workbook, found without Excel: `python -m xlclv.workbook.lint FILE...`.

The Open XML SDK's validator knows the schema; this knows the rules that no schema holds: tables and their header
cells, references, names, relationships, formulas as files store them. An empty answer is a clean workbook.
"""

from __future__ import annotations

import os
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from xlclv.workbook.lint_container import container_faults
from xlclv.workbook.lint_formula import Known, formula_faults
from xlclv.workbook.lint_sheet import Table, range_of, sheet_faults

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LEGAL_NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\?]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[RrCc]")
_BUILT_IN = "_xlnm."
_UNFIT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass
class _Package:
    """The parts of a workbook by name, and what each points at."""

    archive: ZipFile
    trees: dict[str, ElementTree.Element] = field(default_factory=dict)
    targets: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def tree(self, part: str) -> ElementTree.Element | None:
        """A small part, parsed; sheets are read row by row instead."""
        return self.trees.get(part)

    def target(self, part: str, identity: str | None) -> str:
        """The part behind a relationship, "" when there is none."""
        return self.targets.get(part, {}).get(identity or "", ("", ""))[0]

    def of_type(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part points at."""
        return [target for target, its in self.targets.get(part, {}).values() if its.endswith("/" + kind)]


def faults(path: str | os.PathLike[str]) -> list[str]:
    """Every fault found, each a line that begins with the part or sheet where it stands."""
    try:
        with ZipFile(path) as archive:
            damaged = archive.testzip()
            if damaged:
                return [f"{damaged}: the file is damaged here"]
            return [*container_faults(archive), *_all(_Package(archive))]
    except BadZipFile as error:
        return [f"{os.fspath(path)}: {error}"]


def _all(package: _Package) -> Iterator[str]:
    names = package.archive.namelist()
    yield from (f"{name}: stands twice in the file" for name, n in Counter(names).items() if n > 1)
    broken = False
    for name in dict.fromkeys(names):
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/sheet"):
            try:
                package.trees[name] = ElementTree.fromstring(package.archive.read(name))
            except ElementTree.ParseError as error:
                broken = True
                yield f"{name}: not well-formed: {error}"
    if broken:
        return
    yield from _content_types(package, names)
    yield from _relationships(package, set(names))
    workbook = package.tree("xl/workbook.xml")
    if workbook is None:
        yield "xl/workbook.xml: missing"
        return
    yield from _workbook(package, workbook)


def _content_types(package: _Package, names: list[str]) -> Iterator[str]:
    types = package.tree("[Content_Types].xml")
    if types is None:
        yield "[Content_Types].xml: missing"
        return
    defaults = {e.get("Extension", "").lower() for e in types if e.tag.endswith("}Default")}
    overrides = [e.get("PartName", "").lstrip("/") for e in types if e.tag.endswith("}Override")]
    yield from (f"[Content_Types].xml: {name} is not in the file" for name in overrides if name not in names)
    yield from (f"[Content_Types].xml: {name} stands twice" for name, n in Counter(overrides).items() if n > 1)
    for name in names:
        ending = name.rpartition(".")[2].lower()
        if name not in overrides and name != "[Content_Types].xml" and (ending == "xml" or ending not in defaults):
            if name.endswith(".rels"):
                continue
            yield f"[Content_Types].xml: no type for {name}"


def _relationships(package: _Package, names: set[str]) -> Iterator[str]:
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        part = folder + file.removesuffix(".rels")
        found = package.targets.setdefault(part, {})
        for entry in tree:
            identity, target = entry.get("Id", ""), entry.get("Target", "")
            if identity in found:
                yield f"{name}: {identity} stands twice"
            outside = entry.get("TargetMode") == "External"
            inside = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[identity] = (target if outside else inside, entry.get("Type", ""))
            if not outside and inside not in names:
                yield f"{name}: {identity} points at {inside}, which is not in the file"
        if part and part not in names:
            yield f"{name}: belongs to {part}, which is not in the file"
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            yield from _unresolved(package, name, tree)


def _unresolved(package: _Package, part: str, tree: ElementTree.Element) -> Iterator[str]:
    for element in tree.iter():
        for attribute, value in element.attrib.items():
            if attribute.startswith(_R) and value not in package.targets.get(part, {}):
                yield f"{part}: {value} has no relationship"


def _units(title: str) -> int:
    """A name's letters as Excel counts them."""
    return len(title.encode("utf-16-le")) // 2


def _workbook(package: _Package, workbook: ElementTree.Element) -> Iterator[str]:
    entries = [e for e in workbook.iter() if e.tag.endswith("}sheet")]
    titles = [entry.get("name", "") for entry in entries]
    for title, n in Counter(title.casefold() for title in titles).items():
        if n > 1:
            yield f"workbook: two sheets are called {title}"
    for title in titles:
        if (
            not 0 < _units(title) <= 31
            or title.casefold() == "history"
            or _UNFIT_IN_TITLES.search(title)
            or title != title.strip("'")
        ):
            yield f"workbook: {title!r} is not a name for a sheet"
    parts = [package.target("xl/workbook.xml", entry.get(f"{_R}id")) for entry in entries]
    tables = {part: _tables(package, part) for part in parts}
    every = [table for found in tables.values() for table in found]
    names = [e for e in workbook.iter() if e.tag.endswith("}definedName")]
    known = Known(set(titles), {table.name: table.columns for table in every}, {e.get("name", "") for e in names})
    yield from _names(names, known)
    yield from _table_names(every, known)
    strings = package.tree("xl/sharedStrings.xml")
    texts = [] if strings is None else ["".join(si.itertext()) for si in strings if si.tag.endswith("}si")]
    styles = package.tree("xl/styles.xml")
    limits = _count(styles, "cellXfs"), _count(styles, "dxfs")
    for title, part in zip(titles, parts, strict=True):
        if part not in package.archive.namelist() or "worksheets/" not in part:
            continue
        relations = set(package.targets.get(part, {}))
        with package.archive.open(part) as source:
            for fault in sheet_faults(source, tables[part], texts, limits, relations, known):
                yield f"{title}: {fault}"
    for part, tree in package.trees.items():
        if part.startswith("xl/charts/chart"):
            yield from (f"{part}: {fault}" for fault in _chart(tree, known))


def _count(styles: ElementTree.Element | None, block: str) -> int:
    found = next((e for e in styles if e.tag.endswith("}" + block)), None) if styles is not None else None
    return len(found) if found is not None else 0


def _tables(package: _Package, part: str) -> list[Table]:
    found = []
    for target in package.of_type(part, "table"):
        tree = package.tree(target)
        if tree is not None:
            columns = [e.get("name", "") for e in tree.iter() if e.tag.endswith("}tableColumn")]
            ids = [e.get("id", "") for e in tree.iter() if e.tag.endswith("}tableColumn")]
            own = next((e.get("ref") for e in tree if e.tag.endswith("}autoFilter")), None)
            headed = tree.get("headerRowCount", "1") != "0"
            found.append(
                Table(tree.get("displayName", ""), tree.get("id", ""), tree.get("ref", ""), columns, ids, own, headed)
            )
    return found


def _table_names(tables: list[Table], known: Known) -> Iterator[str]:
    for name, n in Counter(table.name.casefold() for table in tables).items():
        if n > 1 or name in {other.casefold() for other in known.names}:
            yield f"table {name}: its name is taken"
    for identity, n in Counter(table.identity for table in tables).items():
        if n > 1:
            yield f"tables: the id {identity} stands twice"
    for table in tables:
        if not _legal(table.name):
            yield f"table {table.name!r}: no legal name"


def _legal(name: str) -> bool:
    return bool(_LEGAL_NAME.fullmatch(name)) and not _LIKE_A_CELL.fullmatch(name)


def _names(entries: list[ElementTree.Element], known: Known) -> Iterator[str]:
    seen = Counter((e.get("name", "").casefold(), e.get("localSheetId")) for e in entries)
    yield from (f"name {name}: defined twice" for (name, _), n in seen.items() if n > 1)
    for entry in entries:
        name = entry.get("name", "")
        if not name.startswith(_BUILT_IN) and not _legal(name):
            yield f"name {name!r}: not legal in Excel"
        yield from (f"name {name}: {fault}" for fault in formula_faults(entry.text or "", known))


def _chart(tree: ElementTree.Element, known: Known) -> Iterator[str]:
    references = [e.text or "" for e in tree.iter() if e.tag.endswith("}f")]
    if not any(e.tag.endswith("}ser") for e in tree.iter()) or not references:
        yield "the chart has no series"
    for text in references:
        yield from formula_faults(text, known)
        if range_of(text.rpartition("!")[2].replace("$", "")) is None:
            yield f"{text} is not a range"


def main(paths: list[str]) -> int:
    """Print the faults of each file; 1 if there are any."""
    found = [f"{path}: {fault}" for path in paths for fault in faults(path)]
    print("\n".join(found) if found else "no faults found")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
