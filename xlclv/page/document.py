"""HTML from elements, never from text: whatever an id or a label holds is escaped where it is written.

A number is a `data` element: its value for the script, which writes it as the reader's locale does, and the same in
English for whoever reads without one.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import resources
from typing import Any
from xml.etree import ElementTree

from xlclv import __version__
from xlclv.errors import printable
from xlclv.terms.titles import MAKER

Element = ElementTree.Element
_TYPED = re.compile(r"(`[^`]+`|(?<![\w-])--[a-z][a-z-]*)")  # a command in backticks, an option
_SHOWN = 30  # rows of a long table that are printed; the others are on the screen


def el(tag: str, *children: Any, **attributes: Any) -> Element:
    r"""An element with its children: elements, texts, lists of both, or None for nothing.

    >>> ElementTree.tostring(el("p", "a < b", el("b", "<script>"), class_="x"), method="html", encoding="unicode")
    '<p class="x">a &lt; b<b>&lt;script&gt;</b></p>'
    >>> ElementTree.tostring(el("p", "a\x1bb", title="c\x9bd"), method="html", encoding="unicode")
    '<p title="c�d">a�b</p>'
    """
    made = Element(tag, {name.rstrip("_").replace("_", "-"): _clean(str(value)) for name, value in attributes.items()})
    for child in _flat(children):
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + _clean(str(child))
        else:
            made.text = (made.text or "") + _clean(str(child))
    return made


def _flat(children: Iterable[Any]) -> Iterable[Any]:
    for child in children:
        if isinstance(child, list | tuple):
            yield from _flat(child)
        elif child is not None:
            yield child


def _clean(text: str) -> str:
    """Text without the control characters that no page may hold."""
    return printable(text, lines=True, sign="\N{REPLACEMENT CHARACTER}")


def number(value: float | int | Decimal | None, digits: int = 0, kind: str = "number") -> Element | str:
    """A number with so many decimals; a share as a percentage; nothing where there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    shown = f"{value:,.{digits}%}" if kind == "share" else f"{value:,.{digits}f}"
    return el("data", shown, value=repr(float(value)), data_kind=kind, data_digits=digits)


def share(value: float | None, digits: int = 1) -> Element | str:
    """A part of 1 as a percentage."""
    return number(value, digits, "share")


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, caption: str = "", left: int = 1) -> Element:
    """A table whose first `left` columns are words and the others numbers; the script lets it be sorted."""
    head = el("tr", [el("th", name, scope="col", class_="" if i < left else "num") for i, name in enumerate(heads)])
    body = el("tbody")
    for at, row in enumerate(rows):
        cells = [el("th", row[0], scope="row")]
        cells += [el("td", cell, class_="" if i < left else "num") for i, cell in enumerate(row[1:], 1)]
        body.append(el("tr", cells, **({"class_": "screen"} if at >= _SHOWN else {})))
    said = el("caption", caption) if caption else None
    return el("div", el("table", said, el("thead", head), body, class_="sortable"), class_="wide", tabindex="0",
              role="region", aria_label=caption or heads[0] or "Table")  # fmt: skip


def tiles(found: Iterable[tuple[str, Any, Any]]) -> Element:
    """The headline: a name, its value and what to know about it, each."""
    made = [el("div", el("dt", n), el("dd", v, class_="big"), el("dd", w, class_="aside")) for n, v, w in found]
    return el("dl", made, class_="tiles")


def section(title: str, *parts: Any, name: str = "", screen: bool = False) -> Element:
    """A section with its heading; one that is for the screen is not printed."""
    key = name or title.lower().replace(" ", "-")
    classes = "screen" if screen else "print"
    return el("section", el("h2", title, id=key), *parts, class_=classes, aria_labelledby=key)


def facts(pairs: Iterable[tuple[str, Any]]) -> Element:
    """Names and what they are, a line each."""
    return el("dl", [[el("dt", name), el("dd", value)] for name, value in pairs], class_="facts")


def listed(lines: Iterable[Any], **attributes: Any) -> Element | None:
    """The lines as a list; None where there are none."""
    found = [el("li", _said(line) if isinstance(line, str) else line) for line in lines]
    return el("ul", found, **attributes) if found else None


def _said(line: str) -> list[Any]:
    """A line in which what is typed, `in backticks` or an --option, is set as such and stays in one piece."""
    return [el("code", part.strip("`")) if at % 2 else part for at, part in enumerate(_TYPED.split(line))]


def document(title: str, under: str, parts: Sequence[Any]) -> str:
    """The whole file. Its policy lets no script run but its own, by that script's digest, and nothing be loaded."""
    style, script = _asset("report.css"), _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content=f"{MAKER} {__version__}"),
        el("title", title),
        el("style", style),
    )
    body = el("body", el("header", el("h1", title), el("p", under)), el("main", parts), _script(script))
    whole = ElementTree.tostring(el("html", head, body, lang="en"), method="html", encoding="unicode")
    return f"<!doctype html>\n{whole}\n"


def _script(text: str) -> Element:
    made = Element("script")
    made.text = text
    return made


def _asset(name: str) -> str:
    return resources.files("xlclv.page").joinpath(name).read_text(encoding="utf-8")
