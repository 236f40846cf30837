"""The handbook's pages as tests see them: fenced blocks, formulas with their results, sheets drawn as tables.

The convention, plain enough to write by hand:
- a `sh` block is run; a `text` block right after it is what it prints, `...` standing for anything;
- `# exit code 3` in a `sh` block says how it ends; `<!-- not run: reason -->` before a block spares it;
- a formula in backticks is worked out; the bold text after it, in its cell or paragraph, is what it shows;
- a table headed by A, B, C is a sheet, whose cells the formulas of its page may name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# Tested elsewhere: the reference is written from the terms; what is said of Calc, tests/calc types into Calc itself.
ELSEWHERE = {"functions.md", "calc.md"}
PAGES = [ROOT / "README.md", *sorted(page for page in DOCS.glob("*.md") if page.name not in ELSEWHERE)]

_MARKS = {"demo", "tests"}  # the README's two commands
_BY_CI = "run by .ci/run in fresh copies"
_FENCE = re.compile(r"(?ms)^(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<language>\w+)\n(?P<code>.*?)^```$")
_FORMULA = re.compile(r"`(=(?:(?!\.\.\.)[^`])+)`|\*\*([^*]+)\*\*")
_SHEET = re.compile(r"(?m)^\| +\| A \|.*\n\|[-|: ]+\n((?:\|.*\n?)+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, what it prints, and why it is not run."""

    page: Path
    line: int
    language: str
    code: str
    output: str | None
    spared: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of a page, and the result written after it, if any."""

    page: Path
    text: str
    shown: str | None

    def __str__(self) -> str:
        return f"{self.page.name} {self.text}"


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, outputs joined to what prints them."""
    text, found = page.read_text(encoding="utf-8"), []
    matches = list(_FENCE.finditer(text))
    for match, after in zip(matches, [*matches[1:], None], strict=False):
        printed = None
        if after and after["language"] == "text" and not text[match.end() : after.start()].strip():
            printed = after["code"]
        mark = match["mark"] or ""
        reason = mark.removeprefix("not run: ") if mark.startswith("not run: ") else _BY_CI if mark in _MARKS else ""
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(page, line, match["language"], match["code"], printed, reason))
    return found


def formulas(page: Path) -> Iterator[Formula]:
    """The formulas of a page outside its fenced blocks and sheets, each with the bold text that follows it."""
    text = _SHEET.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for part in re.split(r"\n\s*\n|\n(?=\||- )", text):
        yield from _formulas_of(page, part)


def _formulas_of(page: Path, part: str) -> Iterator[Formula]:
    held = None
    for formula, bold in _FORMULA.findall(part):
        if held and (formula or bold):
            yield Formula(page, held, bold or None)
            held = None
        held = " ".join(formula.split()) or held
    if held:
        yield Formula(page, held, None)


def sheet(page: Path) -> Iterator[tuple[str, str, Formula | None]]:
    """The cells of the page's sheets, row by row: address, text, and the formula if it is one."""
    for match in _SHEET.finditer(page.read_text(encoding="utf-8")):
        for row in match[1].splitlines():
            number, *cells = (cell.strip() for cell in row.strip("|").split("|"))
            for column, cell in zip("ABCDEFGHIJ", cells, strict=False):
                yield f"{column}{number.strip()}", cell, next(_formulas_of(page, cell), None)
