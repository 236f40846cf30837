"""The VBA of the worksheet functions: one wrapper each from the terms, and the code that they share."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from xlclv import reason
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Function
from xlclv.workbook.addin import command, template

# The name xlwings gives the module it writes, so that its 'Import Functions' replaces ours instead of adding a second.
MODULE = "xlwings_udfs"
WHY = "CLV_WHY"  # answers a sentence whatever happens

# What CVErr makes each error of: Excel's XlCVError.
NUMBERS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}


def functions() -> str:
    """The source of the module with all worksheet functions."""
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "",
        "Public Bridge As New xlclv_bridge ' to Python",
        "Public LastFailure As String ' of a function that has not answered since; the ribbon's About shows it",
        "",
        "' Made by 'xlclv addin build' from the words of xlclv/terms; edit those, not this.",
        "",
    ]
    for function in FUNCTIONS.values():
        lines += [*_wrapper(function), ""]
    return "\n".join(lines) + static("answer.bas").replace("@WHY@", WHY) + "\n".join([*_true_error(), ""])


def static(name: str) -> str:
    """VBA that depends on no function, from its file."""
    return (files("xlclv.workbook.addin") / "vba" / name).read_text(encoding="ascii")


def bridge() -> str:
    """The source of the class that reaches Python, the version of its DLL and its command line filled in."""
    fillings = {
        "@DECLARES@": static("declares.bas"),
        "@STARTED@": static("started.bas"),
        "@XLWINGS@": template.PINNED,
        "@REASON@": reason.FILE,
        "@MODULE@": command.SERVER,
        "@FLAGS@": command.FLAGS,
    }
    return _filled("bridge.cls", fillings)


def ribbon() -> str:
    """The source of the ribbon's buttons."""
    return _filled("ribbon.bas", {"@BUTTONS@": command.BUTTONS})


def _filled(name: str, fillings: dict[str, str]) -> str:
    source = static(name)
    for mark, filling in fillings.items():
        source = source.replace(mark, filling.rstrip("\n"))
    return source


def _wrapper(function: Function) -> Iterator[str]:
    name = function.name
    yield f"Public Function {name}({', '.join(_parameters(function))}) As Variant"
    yield f'Attribute {name}.VB_Description = "{quoted(function.summary)}"'
    yield f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"'  # a worksheet function, no macro
    required = sum(a.required for a in function.arguments if a.take != "rest")
    rest = next((a.name for a in function.arguments if a.take == "rest"), None)
    fixed = [a.name for a in function.arguments if a.take != "rest"]
    if rest is None:
        yield f'    {name} = Answer("{name}", {required}, Array({", ".join(fixed)}))'
    else:
        yield from _joined(name, required, fixed, rest)
    yield "End Function"


def _parameters(function: Function) -> Iterator[str]:
    for argument in function.arguments:
        if argument.take == "rest":
            yield f"ParamArray {argument.name}() As Variant"
        else:
            yield f"{'' if argument.required else 'Optional '}{argument.name} As Variant"


def _joined(name: str, required: int, fixed: list[str], rest: str) -> Iterator[str]:
    """All arguments in one list. A range stays a range: Set, or its values alone would be passed on."""
    count = len(fixed)
    yield "    Dim given() As Variant, i As Long"
    yield f"    ReDim given(0 To {count} + UBound({rest}))"
    for i, argument in enumerate(fixed):
        yield f"    If IsObject({argument}) Then Set given({i}) = {argument} Else given({i}) = {argument}"
    yield f"    For i = 0 To UBound({rest})"
    yield f"        If IsObject({rest}(i)) Then"
    yield f"            Set given({count} + i) = {rest}(i)"
    yield "        Else"
    yield f"            given({count} + i) = {rest}(i)"
    yield "        End If"
    yield "    Next i"
    yield f'    {name} = Answer("{name}", {required}, given)'


def _true_error(numbers: dict[str, int] = NUMBERS) -> Iterator[str]:
    from xlclv.cells.read import ERRORS  # needs NumPy, which the doctor may be about to find missing

    yield "Private Function TrueError(ByVal cell As Variant) As Variant"
    yield "    TrueError = cell"
    yield "    If VarType(cell) <> vbString Then Exit Function"
    yield "    Select Case cell"
    for text in sorted(ERRORS, key=numbers.__getitem__):
        yield f'        Case "{text}": TrueError = CVErr({numbers[text]})'
    yield "    End Select"
    yield "End Function"


def quoted(words: str) -> str:
    """Words inside a VBA string."""
    return words.replace('"', '""')
