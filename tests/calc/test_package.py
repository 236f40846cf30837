"""The .oxt: made without LibreOffice, complete, and readable by the older Python inside it."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xlclv import __version__
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.calc import package

OOR = "{http://openoffice.org/2001/registry}"
IDL_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*\Z")


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(package.build("/env/bin/python", "/src"))) as oxt:
        return {name: oxt.read(name).decode() for name in oxt.namelist()}


def test_equal_contents_are_equal_bytes() -> None:
    """The same version and Python give the same file."""
    assert package.build("/p") == package.build("/p")
    assert package.build("/p") != package.build("/q")


def test_what_the_manifest_names_is_there(parts: dict[str, str]) -> None:
    """Type library, component and configuration: each part listed exists."""
    listed = re.findall(r'full-path="([^"]+)"', parts["META-INF/manifest.xml"])
    assert sorted(listed) == ["component.py", "functions.xcu", "jobs.xcu", "xlclv.idl"]
    assert set(listed) < set(parts)


def test_every_function_has_its_method_and_its_words(parts: dict[str, str]) -> None:
    """Interface, help texts and settings agree with the terms; names are ones that LibreOffice's IDL takes."""
    settings = json.loads(parts["settings.json"])
    assert (settings["interpreter"], settings["pythonpath"]) == ("/env/bin/python", "/src")
    assert list(settings["functions"]) == list(FUNCTIONS)
    methods = re.findall(r"(?m)^  sequence< sequence< any > > (\w+)\( (.*) \);$", parts["xlclv.idl"])
    assert [name for name, _ in methods] == [f["method"] for f in settings["functions"].values()]
    assert len({name for name, _ in methods}) == len(FUNCTIONS)
    nodes = {n.get(f"{OOR}name"): n for n in ElementTree.fromstring(parts["functions.xcu"]).iter("node")}
    for (method, given), function in zip(methods, FUNCTIONS.values(), strict=True):
        assert IDL_IDENTIFIER.match(method)
        assert given.count("[in]") == len(function.arguments)
        texts = {p.get(f"{OOR}name"): p.findtext("value") for p in nodes[method].findall("prop")}
        assert texts["DisplayName"] == texts["CompatibilityName"] == function.name
        assert texts["Description"] == function.summary
        shown = [n.findtext("prop/value") for n in nodes[method].findall("node/node")]
        assert shown == [a.name for a in function.arguments]
        keys = [n.get(f"{OOR}name") or "" for n in nodes[method].findall("node/node")]
        assert keys == sorted(keys)  # the order in which Calc shows them


def test_people_see_what_it_is_and_where_it_runs(parts: dict[str, str]) -> None:
    """LibreOffice's list of extensions shows version and Python."""
    assert f'<version value="{__version__}"/>' in parts["description.xml"]
    assert "They run in /env/bin/python\nThey are found in /src\n" in parts["description.txt"]


def test_the_office_s_own_python_may_be_old() -> None:
    """What runs inside LibreOffice is written for Python 3.8, and imports nothing but its standard library and uno."""
    office = Path(package.__file__).parent / "office"
    allowed = {"json", "os", "pathlib", "pickle", "re", "struct", "subprocess", "threading", "time", "unohelper",
               "com", "org", "xlclv_bridge", "xlclv_reread"}  # fmt: skip
    files = sorted(office.rglob("*.py"))
    assert len(files) == 3
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, path.name
