"""How the workbook looks: a dozen named styles, and the number formats that vary on them."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

INK, ACCENT, CONTRAST, GREY, RULE, TILE = "1F3864", "2F5597", "C55A11", "595959", "BFC8D6", "F2F5FA"
INPUT = "BF9000"
GOOD, GOOD_FILL, BAD, BAD_FILL = "0B5A1E", "DDF2E1", "9C0006", "FBDDE0"

WHOLE, RATE, PERCENT, DAY, FACTOR, FREE = "#,##0", "0.00%", "0.0%", "yyyy-mm-dd", "0.0000", "General"
# LibreOffice shows these as each country writes them, "53 %" in Germany, beside "53%" in a sentence and "53,0%" in a
# cell of another kind: as formats of our own they are shown like all others.
_LIKE_OTHERS = {percent: f"{percent};-{percent}" for percent in ("0%", RATE)}
DECIMAL, YEARS, RATIO, PARAMETER = "#,##0.00", "0.000", '0.0"x"', "#,##0.0000"

# Written before the amount where a symbol is unambiguous; every other currency keeps its code.
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_CODE = 4  # letters; anything longer is a remark, and would burst formats and sentences
_MILLIONS_FROM, _BILLIONS_FROM = 1e6, 1e9
WITHOUT_CENTS = {"JPY", "KRW", "CLP", "VND", "ISK", "HUF", "IDR"}


def money(currency: str, *, cents: bool = False, sign: bool = False) -> str:
    """The number format of an amount; with `sign` it names its currency."""
    figures = DECIMAL if cents and cents_of(currency) else WHOLE
    if not sign or not sign_of(currency):
        return figures
    prefix = sign_of(currency)
    return f'"{prefix}"{figures};-"{prefix}"{figures}'


def in_brief(currency: str, largest: float) -> str:
    """The number format of amounts in a picture: in millions or billions where all their digits would not fit."""
    if abs(largest) < _MILLIONS_FROM:
        return money(currency, sign=True)
    prefix = f'"{sign_of(currency)}"' if sign_of(currency) else ""
    figures = f'{prefix}#,##0.0,,,"bn"' if abs(largest) >= _BILLIONS_FROM else f'{prefix}#,##0.0,,"m"'
    return f"{figures};-{figures}"


def on_tile(currency: str, *, cents: bool = False) -> str:
    """The number format of an amount in large letters, which names its unit whatever the amount becomes."""
    prefix = f'"{sign_of(currency)}"' if sign_of(currency) else ""
    figures = DECIMAL if cents and cents_of(currency) else WHOLE
    billions, millions = f'{prefix}#,##0.00,,," billion"', f'{prefix}#,##0.00,," million"'
    return f"[>=1000000000]{billions};[>=1000000]{millions};{prefix}{figures}"


def brief(text: str, size: float) -> str:
    """An amount in a few letters, as an expression; its unit is that of an amount of this `size`.

    >>> brief("B7", 2e6), brief("B7", 200)
    ('FIXED(B7/10^6,2)&"m"', 'FIXED(B7,0)')
    """
    for least, power, name, places in ((1e9, "10^9", "bn", 2), (1e6, "10^6", "m", 2), (1e5, "10^3", "k", 1)):
        if size >= least:
            return f'FIXED({text}/{power},{places})&"{name}"'
    return f"FIXED({text},0)"


def cents_of(currency: str) -> int:
    """How many decimals an amount of the currency has."""
    return 0 if currency.upper() in WITHOUT_CENTS else 2


def sign_of(currency: str) -> str:
    """What stands before an amount: a symbol, or the code and a space; safe inside quotes."""
    code = f"{currency} " if 0 < len(currency) <= _CODE else ""
    return SYMBOLS.get(currency.upper(), code).replace('"', "")


def _font(size: float = 10, bold: bool = False, color: str = "262626", **more: bool | str) -> Font:
    return Font(name="Calibri", size=size, bold=bold, color=color, **more)


def _styles() -> list[NamedStyle]:
    hair, firm = Side(style="thin", color=RULE), Side(style="medium", color=INK)
    fill = PatternFill("solid", fgColor=INK)
    tile = PatternFill("solid", fgColor=TILE)
    top, middle = "top", "center"
    head = {"font": _font(10, True, "FFFFFF"), "fill": fill}
    return [
        NamedStyle("CLV Title", font=_font(18, True, INK), alignment=Alignment(vertical=middle)),
        NamedStyle(
            "CLV Heading", font=_font(12, True, INK), border=Border(bottom=firm), alignment=Alignment(vertical=middle)
        ),
        NamedStyle("CLV Head", **head, alignment=Alignment("left", middle, wrap_text=True, indent=1)),
        NamedStyle("CLV Head number", **head, alignment=Alignment("right", middle, wrap_text=True)),
        NamedStyle("CLV Text", font=_font(), alignment=Alignment("left", middle, wrap_text=True, indent=1)),
        NamedStyle("CLV Note", font=_font(color=GREY), alignment=Alignment("left", middle)),
        NamedStyle("CLV Note top", font=_font(color=GREY), alignment=Alignment("left", top)),
        NamedStyle("CLV Value", font=_font(), alignment=Alignment(vertical=middle)),
        NamedStyle("CLV Line", font=_font(), alignment=Alignment("left", middle, indent=1)),
        NamedStyle("CLV Fixed", font=_font(), alignment=Alignment("right", middle)),
        NamedStyle(
            "CLV Total",
            font=_font(bold=True),
            border=Border(top=Side(style="thin", color=INK)),
            alignment=Alignment(vertical=middle),
        ),
        NamedStyle(
            "CLV Total label",
            font=_font(bold=True),
            border=Border(top=Side(style="thin", color=INK)),
            alignment=Alignment("left", middle, indent=1),
        ),
        NamedStyle(
            "CLV Input",
            font=_font(color="0000FF"),
            fill=PatternFill("solid", fgColor="FFF6D6"),
            border=Border(hair, hair, hair, hair),
            alignment=Alignment("right", middle),
            protection=Protection(locked=False),
        ),
        NamedStyle(
            "CLV Tile label",
            font=_font(10, True, GREY),
            fill=tile,
            border=Border(top=firm),
            alignment=Alignment("left", middle, indent=1),
        ),
        NamedStyle("CLV Tile", font=_font(20, True, INK), fill=tile, alignment=Alignment("left", middle, indent=1)),
        NamedStyle(
            "CLV Tile note",
            font=_font(9, color=GREY),
            fill=tile,
            alignment=Alignment("left", top, wrap_text=True, indent=1),
        ),
        NamedStyle("CLV Message", font=_font(12, True, INK), alignment=Alignment(vertical=middle)),
        NamedStyle(
            "CLV Message lines", font=_font(11, True, INK), alignment=Alignment(vertical="center", wrap_text=True)
        ),
        NamedStyle("CLV Check", font=_font(bold=True), alignment=Alignment("center", middle)),
        NamedStyle("CLV Link", font=_font(color="0B4EA2", underline="single"), alignment=Alignment(vertical=middle)),
    ]


def color_truth(ws: Any, block: str) -> None:
    """TRUE in green, FALSE in red: beside the words, never instead of them."""
    for word, ink, fill in (("TRUE", GOOD, GOOD_FILL), ("FALSE", BAD, BAD_FILL)):
        rule = CellIsRule("equal", [word], font=Font(bold=True, color=ink), fill=PatternFill("solid", bgColor=fill))
        ws.conditional_formatting.add(block, rule)


class Styles:
    """The named styles of one workbook, and the ids of their variants by number format."""

    def __init__(self, workbook: Workbook) -> None:
        for style in _styles():
            workbook.add_named_style(style)
        self._sheet = workbook.create_sheet("styles")
        self._ids: dict[tuple[str, str], int] = {}
        self._looks: dict[int, tuple[str, str]] = {}
        workbook.remove(self._sheet)

    def id(self, name: str, number_format: str = FREE) -> int:
        """The id that a cell of this style, with this number format, carries in the file."""
        key = (name, number_format)
        if key not in self._ids:
            cell = Cell(self._sheet, row=1, column=1)
            cell.style = f"CLV {name}"
            cell.number_format = _LIKE_OTHERS.get(number_format, number_format)
            self._ids[key] = cell.style_id
            self._looks[cell.style_id] = key
        return self._ids[key]

    def look(self, style: int) -> tuple[str, str]:
        """The name and number format behind an id."""
        return self._looks[style]
