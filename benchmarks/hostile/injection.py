"""Text of others that ends in what we write: no formula, no escape sequence, no mark-up of it may come alive there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile import READ, Case

# What a cell, a terminal, a page or a shell would carry out.
PAYLOADS = (
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", '=HYPERLINK("http://x.example";"x")',
    "=WEBSERVICE(\"http://x.example\")", "{=1+1}", "'=1+1", "<script>alert(1)</script>", "</t></is></c><c><f>1+1</f>",
    "]]>", "&lol;", "_x003D_1+1", "{{7*7}}", "${7*7}", "%s%n", "[red]x[/red]", "\\u001b[31m",
    "A1", "TRUE",
    "R1C1", "$(id)", "`id`", "x\u2028=1+1", "\ufeff=1+1", "=DDE(\"x\")", "10%",
    "1E5", "2024-01-01",
)  # fmt: skip

# Of a label, a column or a scenario: what XML cannot hold, and what turns a line around. In ids these are refused.
CONTROLS = ("x\x07y", "x\x1b[31my", "x\uffffy", "x\u202ey")
LABELS = (*PAYLOADS, *CONTROLS)
LONG = "Preferred 'communication' channel of the customer"


def rows(column: str = "country") -> str:
    """Orders of customers with these names, in places with these names; enough of them for a model."""
    lines = [f"customer,date,amount,{column},status"]
    for at in range(400):
        text = PAYLOADS[at % len(PAYLOADS)].replace('"', '""')
        day = f"2024-{at * 7 % 12 + 1:02}-{at * 5 % 28 + 1:02}"
        label = LABELS[at % len(LABELS)].replace('"', '""')
        lines.append(f'"{text}",{day},{at % 50 + 5},"{label}",paid')
    return "\n".join(lines) + "\n"


def _made(*options: str, column: str = "country", name: str = "a.csv") -> Callable[[Path], list[str]]:
    def make(folder: Path) -> list[str]:
        (folder / name).write_text(rows(column), encoding="utf-8")
        filled = [option.replace("FOLDER", str(folder)) for option in options]
        return [filled[0], str(folder / name), *filled[1:]]

    return make


def _contracts(folder: Path) -> list[str]:
    """Contracts of customers with these names, in places with these names."""
    lines = ["customer,start,end,fee,country"]
    for at in range(400):
        text = PAYLOADS[at % len(PAYLOADS)].replace('"', '""')
        end = f"2025-{at * 7 % 12 + 1:02}-{at * 3 % 28 + 1:02}" if at % 3 else ""
        label = LABELS[at % len(LABELS)].replace('"', '""')
        lines.append(f'"{text}{at % 97}",2024-{at % 12 + 1:02}-{at * 5 % 28 + 1:02},{end},{at % 50 + 5},"{label}"')
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    filled = [option.replace("FOLDER", str(folder)) for option in ("--by", "country", "--to", "FOLDER/out.csv", *_PAGE)]
    return ["contracts", str(folder / "a.csv"), *filled]


def _case(name: str, make: Callable[[Path], list[str]]) -> Case:
    return Case("injection", name, make, READ)


_PAGE = ("--html", "FOLDER/out.html", "-o", "FOLDER/out.xlsx")

CASES = [
    _case("ids into the terminal", _made("check")),
    _case("ids and labels into the workbook", _made("summarize", "--by", "country", "-o", "FOLDER/out.xlsx")),
    _case("ids and labels into JSON", _made("summarize", "--by", "country", "--json", "-o", "FOLDER/out.xlsx")),
    _case("ids and labels into the HTML report", _made("summarize", "--by", "country", *_PAGE)),
    _case("words of status into the workbook",
          _made("summarize", "--status-column", "country", "--only", f"{PAYLOADS[0]},{PAYLOADS[10]}", *_PAGE)),
    _case("a name of a scenario into everything",
          _made("summarize", "--scenario", f"{PAYLOADS[10]}: rate=12%", *_PAGE)),
    *(
        _case(f"a scenario called {name!r} into everything",
              _made("summarize", "--scenario", f"{name}: rate=12%", *_PAGE))
        for name in CONTROLS
    ),
    _case("contracts into everything", _contracts),
    _case("ids into .csv", _made("score", "--to", "FOLDER/out.csv")),
    _case("ids into .xlsx", _made("score", "--to", "FOLDER/out.xlsx")),
    _case("ids into .csv in the terminal", _made("score", "--to", "-")),
    *(
        _case(f"a column called {column!r} into the workbook",
              _made("summarize", "--by", column, "-o", "FOLDER/out.xlsx", column=f'"{column}"'))
        for column in ("@SUM(1)", "<b>x</b>", "[red]x[/red]", LONG, "\U0001f600" * 30, *CONTROLS)
    ),
    *(
        _case(f"a file called {name!r} into the workbook", _made("summarize", "-o", "FOLDER/out.xlsx", name=name))
        for name in ("=1+1.csv", "[bold]x.csv", "\x1b[31mx.csv", "&amp;<x>.csv")
    ),
    *(
        _case(f"a currency of {text!r} into the workbook",
              _made("summarize", "--currency", text, "-o", "FOLDER/out.xlsx"))
        for text in ("EUR",)
    ),
]  # fmt: skip
