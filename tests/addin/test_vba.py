"""The VBA inside the add-in, read back by oletools: every function, true errors, names that VBA can take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import udfs
from tests.addin.golden import TARGET
from tests.worksheet.test_parity import VBA_KEYWORDS
from workbook.addin import template, wrappers
from xlclv.cells.read import _ERROR_NUMBERS, ERRORS
from xlclv.terms.catalogue import FUNCTIONS

olevba: Any = pytest.importorskip("oletools.olevba", reason="oletools reads VBA: pip install '.[test]'")


@pytest.fixture(scope="module")
def sources(xlam: Path) -> dict[str, str]:
    """Each module's source as a program that is not ours finds it."""
    parser = olevba.VBA_Parser(str(xlam))
    found = {name.rsplit(".", 1)[0]: source for _, _, name, source in parser.extract_all_macros()}
    parser.close()
    return found


@pytest.fixture(scope="module")
def functions(sources: dict[str, str]) -> str:
    return sources["xlwings_udfs"].replace("\r\n", "\n")


def test_the_modules_are_xlwings_own_and_ours(sources: dict[str, str]) -> None:
    """xlwings' bridge under our project's name, our functions and our ribbon; its sample macro is gone."""
    expected = {"ThisWorkbook", "Dictionary", "Sheet2", "Sheet3", "Sheet4", "xlwings", "xlwings_udfs", "xlclv_ribbon"}
    assert set(sources) == expected
    assert 'PROJECT_NAME As String = "xlclv"' in sources["xlwings"]
    assert f"xlwings64-{template.PINNED}.dll" in sources["xlwings"]
    assert "myaddin" not in "".join(sources.values()).lower()


def test_the_functions_are_the_golden_ones(functions: str) -> None:
    """What Excel will run changes only by a change that someone has read; see golden.py for how to renew it."""
    golden = TARGET.read_text(encoding="ascii")
    assert wrappers.functions() == golden, "python -m tests.addin.golden, then read the difference"
    assert functions.rstrip("\n") == golden.rstrip("\n")


@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_every_function_has_its_wrapper(functions: str, name: str) -> None:
    """Arguments in order, optional ones marked, its description, and one call with all of them."""
    marked = ", ".join(
        f"ParamArray {a.name}() As Variant"
        if a.take == "rest"
        else f"{a.name} As Variant"
        if a.required
        else f"Optional {a.name} As Variant"
        for a in FUNCTIONS[name].arguments
    )
    start = functions.index(f"Public Function {name}({marked}) As Variant\n")
    body = functions[start : functions.index("End Function", start)]
    assert f'Attribute {name}.VB_Description = "{FUNCTIONS[name].summary}"' in body.replace('""', '"')
    passed = "given" if name == "CLV_WHY" else f"Array({', '.join(a.name for a in FUNCTIONS[name].arguments)})"
    assert f'{name} = Answer("{name}", {passed})' in body


def test_every_error_text_becomes_its_error(functions: str) -> None:
    """Each error the cells know has a case, with the number that Excel itself hands over for it."""
    cases = {
        text: int(number) for text, number in re.findall(r'Case "(#[^"]+)": TrueError = CVErr\((\d+)\)', functions)
    }
    assert set(cases) == ERRORS
    assert cases == {text: number for number, text in _ERROR_NUMBERS.items()}


def test_names_are_ones_vba_takes(sources: dict[str, str]) -> None:
    """No keyword and no procedure of ours as an argument: VBA ignores case and knows one name once."""
    own = sources["xlwings_udfs"] + sources["xlclv_ribbon"]
    procedures = {n.lower() for n in re.findall(r"(?m)^(?:Public |Private )?(?:Function|Sub) (\w+)", own)}
    bridge = {n.lower() for n in re.findall(r"(?m)^(?:Public |Private )?(?:Function|Sub) (\w+)", sources["xlwings"])}
    assert not procedures & bridge
    used = {"given", "i", "array", "answer", "xlpy", "application", "activeworkbook", "lastfailure"}
    for function in FUNCTIONS.values():
        names = {a.name.lower() for a in function.arguments}
        assert not names & (procedures | VBA_KEYWORDS | used), function.name
    locals_ = set(re.findall(r"(?:Dim|ByVal|ByRef|,) (\w+)(?:\(\))? As", own))
    assert not {n.lower() for n in locals_} & VBA_KEYWORDS


def test_lines_are_ones_vba_takes(sources: dict[str, str]) -> None:
    """At most 1,023 characters a line and 24 continuations a statement, ASCII, blocks closed."""
    for name in ("xlwings_udfs", "xlclv_ribbon", "ThisWorkbook"):
        source = sources[name]
        assert source.isascii()
        lines = source.splitlines()
        assert max(map(len, lines)) <= 1023
        assert "_\n" * 25 not in source
        for block in ("Function", "Sub"):
            opened = len(re.findall(rf"(?m)^(?:Public |Private )?{block} ", source))
            assert opened == len(re.findall(rf"(?m)^End {block}\b", source))


def test_every_button_has_its_callback(parts: dict[str, bytes], sources: dict[str, str]) -> None:
    """The tab CLV, each button naming a Sub that takes the control; those of a selection call Python by name."""
    ribbon = ElementTree.fromstring(parts["customUI/customUI.xml"])
    space = "{http://schemas.microsoft.com/office/2006/01/customui}"
    assert [tab.get("label") for tab in ribbon.iter(f"{space}tab")] == ["CLV"]
    buttons = {b.get("label"): b.get("onAction") for b in ribbon.iter(f"{space}button")}
    files = ["Summarize a file", "Check a file"]
    assert list(buttons) == ["Export summary workbook", "Check data", *files, "Function reference", "About"]
    for job in ("export_summary", "check_data"):
        assert f'FromSelection "{job}"' in sources["xlclv_ribbon"]
        assert callable(getattr(udfs, job))
    for action in buttons.values():
        module, sub = str(action).split(".")
        assert f"Public Sub {sub}(control As IRibbonControl)" in sources[module]


def test_no_workbook_can_name_the_program_to_start(sources: dict[str, str]) -> None:
    """xlwings would take its settings from the active workbook and the file beside it first; ours must not."""
    getter = re.search(r"(?ms)^Function GetConfig\(.*?^End Function", sources["xlwings"])
    assert getter
    lines = [line.strip().split(" '")[0] for line in getter[0].splitlines()]
    for theirs in ("SheetExists(ActiveWorkbook", 'source = "directory"'):
        assert not [line for line in lines if line.startswith("If") and theirs in line]
    assert lines.count("If False Then") == 2
