"""The add-in's sheets: its settings, the function reference, and the words for wizard and IntelliSense."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Argument, Function

INTERPRETER, PYTHONPATH = "Interpreter_Win", "PYTHONPATH"
SETTINGS, REFERENCE, WORDS = "xlclv.conf", "CLV functions", "_IntelliSense_"
CODE_NAMES = ("Sheet2", "Sheet3", "Sheet4")  # in VBA; Sheet2 is the template's own
Value = str | bool | int
PLAIN, BOLD, WRAPPED = range(3)  # styles of the package
_NOTE = (
    "Python is looked for in Interpreter_Win: the full path of python.exe, with xlclv and xlwings installed beside it. "
    "A name with @ and a machine's name holds on that machine alone, before the others. "
    "Rows end at the first blank one. 'xlclv addin install' writes them for the Python it runs in."
)


def on(name: str, machine: str) -> str:
    """A setting's name for one machine alone: a profile that roams takes the add-in along to others."""
    return f"{name}@{machine.upper()}"


def settings(interpreter: str, pythonpath: str, machine: str = "", others: Mapping[str, str] | None = None) -> str:
    """What the bridge reads before it starts Python: for the machine of that name and for any, and for `others`."""
    named = {INTERPRETER: interpreter, PYTHONPATH: pythonpath}
    own = {on(name, machine): value for name, value in named.items()} if machine else {}
    listed = own | dict(others or {}) | named
    rows: list[list[Value]] = [[name, value] for name, value in listed.items() if value]
    return sheet(CODE_NAMES[0], [*rows, [], [_NOTE]], widths=(34, 80))


def words() -> str:
    """A function a row, in the layout Excel-DNA IntelliSense knows; the add-in's own VBA reads it for the wizard."""
    rows: list[list[Value]] = [["FunctionInfo", 1]]
    for function in FUNCTIONS.values():
        rows.append([function.name, function.summary, ""])
        for argument in function.arguments:
            rows[-1] += [argument.name, argument.term.words]
    return sheet(CODE_NAMES[2], rows)


def reference() -> str:
    """Every function and its arguments for reading."""
    heads = ["Function", "Argument", "Meaning", "Unit", "Default", "May be"]
    rows: list[list[Value]] = [list(heads)]
    bold, family = {0}, ""
    for function in FUNCTIONS.values():
        if function.family != family:
            family = function.family
            bold.add(len(rows) + 1)
            rows += [[], [family]]
        bold.add(len(rows))
        rows.append([function.name, "", function.summary])
        rows += [["", *described(a)] for a in function.arguments]
        rows += [["", label, text] for label, text in facts(function)]
    return sheet(CODE_NAMES[1], rows, widths=(26, 24, 90, 20, 12, 40), bold=bold, wrapped=(2, 5))


def described(argument: Argument) -> tuple[str, str, str, str, str]:
    """An argument for readers: name, words, unit, default, bounds."""
    bounded = argument.term.kind in ("number", "option", "switch") and argument.take != "params"
    rule = argument.term.rule.removeprefix("must be ") if bounded else ""
    return argument.name, argument.term.words, argument.term.unit, default_of(argument), rule


def default_of(argument: Argument) -> str:
    """What holds when the argument is left out."""
    default = argument.default
    if argument.required:
        return "required"
    if default is None:
        return "none"
    return f"{default:.6g}" if isinstance(default, int | float) else str(default)


def facts(function: Function) -> Iterator[tuple[str, str]]:
    """What else there is to say of a function."""
    yield "Formula", function.formula
    yield "Errors", function.errors
    yield "Source", function.source
    for call, result in function.examples:
        yield "Example", f"{call} gives {result}"


def sheet(
    code_name: str,
    rows: Sequence[Sequence[Value]],
    widths: Sequence[int] = (),
    bold: Collection[int] = (),
    wrapped: Collection[int] = (),
) -> str:
    """One worksheet's XML; texts stand in their cells, so that there is no table of strings to keep in step."""
    columns = "".join(f'<col min="{i}" max="{i}" width="{w}" customWidth="1"/>' for i, w in enumerate(widths, 1))
    body = []
    for r, row in enumerate(rows):
        styles = (BOLD if r in bold else WRAPPED if c in wrapped else PLAIN for c in range(len(row)))
        cells = "".join(_cell(r, c, value, style) for c, (value, style) in enumerate(zip(row, styles, strict=True)))
        body.append(f'<row r="{r + 1}">{cells}</row>' if cells else "")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetPr codeName="{code_name}"/>{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{''.join(body)}</sheetData></worksheet>"
    )


def _cell(row: int, column: int, value: Value, style: int) -> str:
    if value == "":
        return ""
    place = f'r="{_letters(column)}{row + 1}" s="{style}"'
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f"<c {place}><v>{value}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _letters(column: int) -> str:
    head, tail = divmod(column, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + tail)
