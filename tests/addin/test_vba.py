"""The VBA inside the add-in, read back by oletools: every function, true errors, names that VBA can take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.addin.golden import GOLDEN, target
from tests.worksheet.test_parity import VBA_KEYWORDS
from xlclv import ribbon, udfs
from xlclv.cells.read import _ERROR_NUMBERS, ERRORS
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.addin import compound, template

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


def test_the_modules_are_ours(sources: dict[str, str]) -> None:
    """The frame of a workbook, our way to Python, our functions, our ribbon: none of xlwings' code, nor its names."""
    expected = {"ThisWorkbook", "Sheet2", "Sheet3", "Sheet4", "xlclv_bridge", "xlwings_udfs", "xlclv_ribbon"}
    assert set(sources) == expected
    assert f"xlwings64-{template.PINNED}.dll" in sources["xlclv_bridge"]
    assert f"xlwings32-{template.PINNED}.dll" in sources["xlclv_bridge"]
    assert "myaddin" not in "".join(sources.values()).lower()
    assert not re.search("@[A-Z]+@", "".join(sources.values())), "a mark that was not filled in"


_PROCEDURE = re.compile(
    r"(?im)^[ \t]*(?P<scope>Public |Friend |Private )?(?:Static )?"
    r"(?P<kind>Declare|Function|Sub|Property) ?(?P<rest>[^\n]*)"
)


def test_nothing_but_our_functions_can_be_called_from_a_cell(
    xlam: Path, parts: dict[str, bytes], sources: dict[str, str]
) -> None:
    """A cell reaches what is public in a standard module: our functions, and subs that want a button of a ribbon."""
    listed = compound.read(parts["xl/vbaProject.bin"])["PROJECT"]
    assert isinstance(listed, bytes)
    standard = re.findall(r"(?m)^Module=(\w+)", listed.decode("cp1252"))
    assert set(standard) == {"xlwings_udfs", "xlclv_ribbon"}
    buttons = set(re.findall(r'onAction="xlclv_ribbon\.(\w+)"', parts["customUI/customUI.xml"].decode()))
    public = set()
    for module in standard:
        for found in _PROCEDURE.finditer(sources[module].replace("\r\n", "\n")):
            if (found["scope"] or "").strip().lower() == "private":
                continue
            name = re.split(r"\W", found["rest"])[0]
            public.add(name)
            if found["kind"] == "Function":
                assert name in FUNCTIONS
            else:
                assert found["kind"] == "Sub"
                assert name in buttons
                assert found["rest"].rstrip() == f"{name}(control As IRibbonControl)"
    assert public == set(FUNCTIONS) | buttons


def test_what_reaches_windows_is_private(sources: dict[str, str]) -> None:
    """The calls of the DLL and of Windows are known to the bridge alone."""
    for module, source in sources.items():
        for line in source.splitlines():
            if re.search(r"^[^']*\bDeclare\b", line):
                assert module == "xlclv_bridge"
                assert line.strip().startswith("Private Declare PtrSafe Function ")


def test_no_workbook_is_in_any_command(sources: dict[str, str]) -> None:
    """The bridge knows neither the active workbook nor a shell; the buttons hand file names over in the environment."""
    bridge, ribbon = sources["xlclv_bridge"], sources["xlclv_ribbon"]
    assert not re.search(r"(?i)ActiveWorkbook|Application\.Caller|FullName|cmd\.exe|CurDir", bridge)
    assert "cmd" not in ribbon.lower()
    assert re.findall(r"shell\.Run\((.*)\)", ribbon) == [
        'Bridge.CommandLine("xlclv.ribbon", job & " " & Application.Hwnd), IIf(shows, 1, 0), True'
    ]


@pytest.mark.parametrize("name", GOLDEN)
def test_what_excel_will_run_is_golden(sources: dict[str, str], name: str) -> None:
    """It changes only by a change that someone has read; see golden.py for how to renew it."""
    golden = target(name).read_text(encoding="ascii")
    assert GOLDEN[name]() == golden, "python -m tests.addin.golden, then read the difference"
    module = {"functions": "xlwings_udfs", "bridge": "xlclv_bridge"}[name]
    assert sources[module].replace("\r\n", "\n").rstrip("\n") == golden.rstrip("\n")


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
    required = sum(a.required for a in FUNCTIONS[name].arguments if a.take != "rest")
    assert f'{name} = Answer("{name}", {required}, {passed})' in body


def test_every_error_text_becomes_its_error(functions: str) -> None:
    """Each error the cells know has a case, with the number that Excel itself hands over for it."""
    cases = {
        text: int(number) for text, number in re.findall(r'Case "(#[^"]+)": TrueError = CVErr\((\d+)\)', functions)
    }
    assert set(cases) == ERRORS
    assert cases == {text: number for number, text in _ERROR_NUMBERS.items()}


def test_names_are_ones_vba_takes(sources: dict[str, str]) -> None:
    """No keyword and no procedure of ours as an argument: VBA ignores case and knows one name once."""
    own = "".join(sources[module] for module in ("xlwings_udfs", "xlclv_ribbon", "xlclv_bridge", "ThisWorkbook"))
    procedures = {n.lower() for n in re.findall(r"(?m)^(?:Public |Private )?(?:Function|Sub) (\w+)", own)}
    used = {"given", "i", "array", "answer", "bridge", "application", "lastfailure"}
    for function in FUNCTIONS.values():
        names = {a.name.lower() for a in function.arguments}
        assert not names & (procedures | VBA_KEYWORDS | used), function.name
    locals_ = set(re.findall(r"(?:Dim|ByVal|ByRef|,) (\w+)(?:\(\))? As", own))
    assert not {n.lower() for n in locals_} & VBA_KEYWORDS


def test_lines_are_ones_vba_takes(sources: dict[str, str]) -> None:
    """At most 1,023 characters a line and 24 continuations a statement, ASCII, blocks closed."""
    for name in ("xlwings_udfs", "xlclv_ribbon", "xlclv_bridge", "ThisWorkbook"):
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
    tab = ElementTree.fromstring(parts["customUI/customUI.xml"])
    space = "{http://schemas.microsoft.com/office/2006/01/customui}"
    assert [t.get("label") for t in tab.iter(f"{space}tab")] == ["CLV"]
    buttons = {b.get("label"): b.get("onAction") for b in tab.iter(f"{space}button")}
    files = ["Summarize a file", "Check a file"]
    others = ["Relink", "Function reference", "About"]
    assert list(buttons) == ["Export summary workbook", "Check data", *files, *others]
    assert set(re.findall(r'Press\(?\s?"([\w-]+)"', sources["xlclv_ribbon"])) == {*ribbon._SELECTION, *ribbon.FILES}
    assert all(callable(getattr(udfs, job)) for job in ribbon._SELECTION.values())
    for action in buttons.values():
        module, sub = str(action).split(".")
        assert f"Public Sub {sub}(control As IRibbonControl)" in sources[module]
