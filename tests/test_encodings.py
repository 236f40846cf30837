"""Text between processes and files is UTF-8 on every system, whatever language Windows speaks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("xlclv", "workbook", "tests", "benchmarks", "docs", ".ci")
SOURCES = sorted([ROOT / "udfs.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))])
_STARTS = {"run", "Popen", "check_output", "check_call", "call"}
_FILES = {"open", "read_text", "write_text", "NamedTemporaryFile", "TemporaryFile", "fdopen"}
_MODE_AT = {"open": 0, "NamedTemporaryFile": 0, "TemporaryFile": 0, "fdopen": 1}


def _calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Each call with the name called and the name before the dot, if there is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
                yield node, node.func.attr, owner
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id, ""


def _literal(node: ast.Call, keyword: str, at: int | None = None) -> object:
    for given in node.keywords:
        if given.arg == keyword:
            return given.value.value if isinstance(given.value, ast.Constant) else "unknown"
    if at is not None and len(node.args) > at:
        value = node.args[at]
        return value.value if isinstance(value, ast.Constant) else None
    return None


def _is_text_file(node: ast.Call, name: str, owner: str) -> bool:
    if name in ("read_text", "write_text"):
        return owner != "formatter"  # Click's, of help texts: no file
    if isinstance(node.func, ast.Name) and name == "open":
        mode = _literal(node, "mode", 1)
        return "b" not in str(mode or "r")
    if name == "open" and owner in ("zipfile", "gzip", "wave", "os", "webbrowser"):
        return False
    mode = _literal(node, "mode", _MODE_AT[name])
    binary_by_default = name in ("NamedTemporaryFile", "TemporaryFile")
    return isinstance(mode, str) and "b" not in mode and len(mode) <= 3 and not binary_by_default


def wordless(path: Path) -> Iterator[str]:
    """Calls that read or write text and leave the encoding to the machine."""
    for node, name, owner in _calls(path):
        told = any(given.arg in ("encoding", None) for given in node.keywords)
        if (name == "read_text" and node.args) or (name == "write_text" and len(node.args) > 1):
            told = True
        if told:
            continue
        as_text = any(_literal(node, word) is True for word in ("text", "universal_newlines"))
        if (name in _STARTS and as_text) or (name in _FILES and _is_text_file(node, name, owner)):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)[:70]}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_names_its_encoding(path: Path) -> None:
    """Windows' own is cp1252 or another by its language: a text mode without encoding= reads umlauts as nonsense."""
    assert not list(wordless(path))
