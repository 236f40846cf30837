"""Paths made to do harm, into the add-in for Excel, the extension for Calc and the bundle for many machines."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.hostile import READ, REFUSED, Case

PATH = "add-in, extension and bundle"
# What a path may be; for Excel, and for Calc.
PATHS: dict[str, tuple[str, str, str]] = {
    "blanks, commas and apostrophes": (r"C:\a, b & 'c'\python.exe", READ, READ),
    "a variable of Windows": (r"%LOCALAPPDATA%\xlclv\python.exe", READ, REFUSED),
    "mark-up": (r"C:\a&lt;]]&amp;\python.exe", READ, REFUSED),
    "a formula": (r"=HYPERLINK(1)\python.exe", REFUSED, REFUSED),
    "a quote that ends the path": (r'C:\a" -c "import os', REFUSED, READ),
    "a second line": ("C:\\a\nThey are found in /tmp", REFUSED, REFUSED),
    "NUL's neighbour": ("C:\\a\x01\\python.exe", REFUSED, REFUSED),
    "half a character": ("C:\\a\udcff\\python.exe", REFUSED, REFUSED),
    "a value of the DLL's own": (r"C:\$(CLSID)\python.exe", REFUSED, READ),
    "a pipe": (r"C:\a|calc\python.exe", REFUSED, READ),
    "a name to be looked for": ("python.exe", REFUSED, REFUSED),
    "a folder beside the workbook": (r"..\python.exe", REFUSED, REFUSED),
    "a drive's own folder": ("C:python.exe", REFUSED, REFUSED),
    "several paths": (r"C:\a;.", READ, REFUSED),
}
NAMES = ("a'b.exe", 'a"; calc; ".exe', "$(calc).exe", "%TEMP%.exe", "a\nb.exe", "install.ps1", "[a].exe", "\u00fc.exe")


def _built(host: str, option: str, text: str) -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        out = folder / ("out.oxt" if host == "calc" else "out.xlam")
        other = [] if option == "--interpreter" else ["--interpreter", "C:\\python.exe"]
        return ["addin", "build", "--for", host, "-o", str(out), option, text, *other]

    return make


def _bundled(*words: str, installer: str = "") -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        given = list(words)
        if installer:
            (folder / installer).write_bytes(b"MZ")
            given += ["--python-installer", str(folder / installer)]
        return ["addin", "bundle", "-o", str(folder / "bundle"), *given]

    return make


def changed(folder: Path) -> str:
    """What of the two add-ins is not as it should be; their code must not hang on any path."""
    from xlclv.workbook.addin import package

    for path in (*folder.glob("out.xlam"), *folder.glob("out.oxt")):
        with zipfile.ZipFile(path) as made:
            for name in made.namelist():
                if name.endswith((".xml", ".rels", ".xcu")):
                    ElementTree.fromstring(made.read(name))
            if path.suffix == ".xlam" and made.read("xl/vbaProject.bin") != package.vba_project():
                return "a path in the code of the add-in"
            if path.suffix == ".xlam" and b"<f>" in made.read("xl/worksheets/sheet1.xml"):
                return "a path as a formula"
            if path.suffix == ".oxt":
                json.loads(made.read("settings.json"))
                if made.read("description.txt").count(b"\n") > 3:
                    return "a line of others in the description"
    return ""


CASES = [
    *(
        Case(PATH, f"{host}, {option}: {name}", _built(host, option, text), may)
        for name, (text, excel, calc) in PATHS.items()
        for host, may in (("excel", excel), ("calc", calc))
        for option in ("--interpreter", "--pythonpath")
    ),
    *(Case(PATH, f"bundle, installer: {name!r}", _bundled(installer=name), REFUSED) for name in NAMES),
    Case(PATH, "bundle, Python: a quote", _bundled("--python", "3.12'; calc; '"), REFUSED),
    Case(PATH, "bundle, extra: a quote", _bundled("--with", "orders]'; calc; '"), REFUSED),
]
