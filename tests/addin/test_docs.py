"""The documents say what the terms and the program say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from click.testing import CliRunner

from xlclv.cli.addin import addin
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.addin import place

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_what_the_terms_say() -> None:
    """docs/functions.md is as its script writes it: python docs/write_functions.py"""
    spec = importlib.util.spec_from_file_location("write_functions", DOCS / "write_functions.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = (DOCS / "functions.md").read_text(encoding="utf-8")
    assert page == script.page(), "python docs/write_functions.py"
    assert re.findall(r"(?m)^### (\w+)$", page) == list(FUNCTIONS)


def test_documents_name_commands_that_exist() -> None:
    """Every `xlclv addin ...` in the documents is one, with options it has."""
    said = "".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    for command, rest in re.findall(r"xlclv addin (\w+)([^`\n]*)", said):
        shown = CliRunner().invoke(addin, [command, "--help"])
        assert shown.exit_code == 0, command
        assert all(option in shown.output for option in re.findall(r"--\w+", rest))
    assert place.FILE in said
