"""Write functions.md, the reference of all worksheet functions, from the terms: python docs/write_functions.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlclv.terms.catalogue import FUNCTIONS
from xlclv.terms.term import Function
from xlclv.workbook.addin.sheets import described, facts

TARGET = Path(__file__).with_name("functions.md")
_HEAD = """# Worksheet functions

Written by `python docs/write_functions.py` from `xlclv/terms`: edit the words there.

Ranges work wherever a cell does, rates are effective per period, and an error in one row affects that row alone.
`=CLV_WHY("NAME", ...)` says in words why a call fails. `xlclv functions NAME` prints the same as stands here.

## How cells are read

- **Blank cell:** the default of an optional argument; 0 for a compulsory number; the group "(blank)" for a label. Rows
  that are blank at the foot of a list are left out, so a range may be selected longer than the data. A compulsory list
  with nothing in it is #N/A.
- **Text, dates and TRUE in a number argument:** #VALUE!, as in Excel's own functions; text is not read as a number.
- **Errors in a cell** come through: the leftmost argument's first, before any fault of another cell. One bad row
  answers with its own error, the others with their number.
- **Shapes:** cell by cell, a column beside a row gives a grid and other unequal shapes are #VALUE!. Lists that belong
  together must be of one length, else #N/A; a single cell beside lists of several rows is #N/A too, unless the argument
  says that one value is enough.
- **Several faults at once:** #VALUE! before #NUM! before #DIV/0! before #N/A.
- **Ids and labels:** 123 and "123" are one customer, written as it was met first; upper and lower case are two.
- **What an option does not use** is ignored, a text such as "n/a" included; an error value there still comes through.
- **Fitted blocks** may be given whole or as their bare numbers; a wrong count of numbers is #VALUE! in every row."""


def page() -> str:
    """The whole reference in Markdown."""
    lines = [_HEAD]
    families: dict[str, list[Function]] = {}
    for function in FUNCTIONS.values():
        families.setdefault(function.family, []).append(function)
    lines += ["", "| family | functions |", "|---|---|"]
    for family, members in families.items():
        lines.append(f"| {family} | {', '.join(f'[{f.name}](#{f.name.lower()})' for f in members)} |")
    for family, members in families.items():
        lines += ["", f"## {family}"]
        for function in members:
            lines += _entry(function)
    return "\n".join(lines) + "\n"


def _entry(function: Function) -> Iterator[str]:
    yield from ("", f"### {function.name}", "", function.summary, "", f"`{function.call}`")
    if function.arguments:
        yield from ("", "| argument | meaning | unit | default | may be |", "|---|---|---|---|---|")
    for argument in function.arguments:
        name, *rest = described(argument)
        yield f"| `{name}` | {' | '.join(map(_cell, rest))} |"
    yield ""
    for label, text in facts(function):
        yield f"- {label}: {_cell(text)}"


def _cell(text: str) -> str:
    """Words as Markdown shows them: what would be markup or end a cell is escaped."""
    for sign in ("\\", "|", "*", "_", "<", "`", "["):
        text = text.replace(sign, "\\" + sign)
    return text


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
