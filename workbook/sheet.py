"""One worksheet: openpyxl keeps its furniture (charts, rules, print setup), the cells are kept and written here."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from xlclv.workbook.calculation import Calculation, Formula
from xlclv.workbook.cells import Ref, Value, cell_xml, quoted, shown
from xlclv.workbook.strings import Strings
from xlclv.workbook.styles import FREE, Styles

ROW_HEIGHT = 15.0
PAGE_WIDTH = 152.0  # units of width that a landscape page holds at full size
_SHRUNK = 1.25  # so many pages' width may go on one, made smaller: letters of 10 points are printed with 8
Line = tuple[str, str | float, str, str]  # label, formula's text or number, format, words
_LETTERS = 1.2  # letters of running 10-point text to one unit of width, which is a digit of 11 points


class Sheet:
    """Cells go in by `put`, in any order; a long table is streamed below them by `stream`."""

    def __init__(self, ws: Any, styles: Styles, calculation: Calculation, strings: Strings, footer: str = "") -> None:
        self.title: str = ws.title
        self.ws = ws
        self.links: list[Hyperlink] = []
        self.labels = ""  # of a table that may go on over pages beside one another: the last column that they repeat
        self.calculation = calculation
        self._strings = strings
        self._styles = styles
        self._rows: dict[int, dict[int, tuple[int, Value]]] = {}
        self._heights: dict[int, float] = {}
        self._stream: Callable[[], Iterator[bytes]] | None = None
        self._streamed = (0, 0)
        self._print_setup(footer)

    def put(self, row: int, column: int, value: Value, style: str = "Value", fmt: str = FREE) -> Ref:
        """Write one cell and say where it is."""
        ref = Ref(self.title, row, column, value, self.calculation)
        self._rows.setdefault(row, {})[column] = self._styles.id(style, fmt), value
        self.calculation.put(ref.place, value)
        return ref

    def live(self, row: int, column: int, text: str, style: str = "Value", fmt: str = FREE) -> Ref:
        """Write one formula, given as its text; data never comes this way, as some of it begins with = too."""
        return self.put(row, column, Formula(text), style, fmt)

    def lines(self, row: int, lines: Iterable[Line], column: int = 2, style: str = "Fixed") -> list[Ref]:
        """Lines of a label, a figure and the words beside it; gives the figures' cells."""
        refs = []
        for at, (label, held, fmt, words) in enumerate(lines, row):
            self.put(at, 1, label, "Line")
            refs.append(self.put(at, column, Formula(held) if isinstance(held, str) else held, style, fmt))
            self.put(at, column + 1, words, "Line")
        return refs

    def headings(self, row: int, words: Sequence[str], numbers: Collection[int], height: float = 18.0) -> list[Ref]:
        """A table's header: words stand left, those above the columns of `numbers` right."""
        self.height(row, height)
        return [self.put(row, i, word, "Head number" if i in numbers else "Head") for i, word in enumerate(words, 1)]

    def section(self, row: int, words: str, columns: int) -> None:
        """A heading with a rule under it, over so many columns."""
        for column in range(1, columns + 1):
            self.put(row, column, words if column == 1 else None, "Heading")
        self.height(row, 21)

    def page_break(self, before: int) -> None:
        """Start a new printed page at this row."""
        self.ws.row_breaks.append(Break(id=before - 1))

    def title_block(self, title: str, note: str) -> None:
        """The two lines that every sheet opens with, and the way back."""
        self.put(1, 1, title, "Title")
        self.put(2, 1, note, "Note")
        self.height(3, 21)
        self.height(1, 27)

    def height(self, row: int, points: float) -> None:
        """Fix a row's height: Excel does not fit it to wrapped text in a file it did not write."""
        self._heights[row] = points

    def points(self, row: int) -> float:
        """A row's height."""
        return self._heights.get(row, ROW_HEIGHT)

    def fit(self, row: int, texts: Sequence[tuple[str, float]], least: int = 1) -> None:
        """Make a row high enough for texts wrapped at the widths given in characters."""
        self.height(row, fitted(texts, least))

    def widths(self, widths: Sequence[float]) -> None:
        """Column widths in characters, from A on."""
        for i, width in enumerate(widths, 1):
            self.ws.column_dimensions[get_column_letter(i)].width = width

    def widen(self, column: int, width: float) -> None:
        """Make a column at least so wide."""
        held = self.ws.column_dimensions[get_column_letter(column)]
        if width > held.width:
            held.width = round(width, 2)

    def link(self, row: int, column: int, to: str, text: str, style: str = "Link") -> Ref:
        """A link to another sheet, its words given or as a formula; a "#..." target would become an external one."""
        ref = self.put(row, column, Formula(text) if text.startswith("=") else text, style)
        self.links.append(Hyperlink(ref=ref.here, location=shown(f"{quoted(to)}!A1"), tooltip=shown(f"Go to {to}")))
        return ref

    def stream(self, rows: Callable[[], Iterator[bytes]], last_row: int, last_column: int) -> None:
        """Rows below all others, made only while the file is written."""
        self._stream, self._streamed = rows, (last_row, last_column)

    def below(self, row: int, cells: Sequence[tuple[Value, str, str]]) -> Callable[[], str]:
        """A row under a streamed table, as value, style and format from A on; its text is made with the table's."""
        ids = [self._styles.id(style, fmt) for _, style, fmt in cells]
        for column, (value, _, _) in enumerate(cells, 1):
            self.calculation.put((self.title, row, column), value)
        made = [(column, style, value) for column, (style, (value, _, _)) in enumerate(zip(ids, cells, strict=True), 1)]
        return lambda: f'<row r="{row}">{"".join(self._cell(row, *cell) for cell in made)}</row>'

    def cells(self) -> Iterator[tuple[int, int, int, Value]]:
        """Row, column, style and content of every cell that was put."""
        for row, cells in self._rows.items():
            for column, (style, value) in cells.items():
                yield row, column, style, value

    def look(self, style: int) -> tuple[str, str]:
        """A style's name and number format."""
        return self._styles.look(style)

    @property
    def dimension(self) -> str:
        """The block that holds every cell."""
        columns = [max(cells) for cells in self._rows.values()]
        return f"A1:{get_column_letter(max([*columns, self._streamed[1], 1]))}{self.last}"

    @property
    def last(self) -> int:
        """The last row."""
        return max([*self._rows, self._streamed[0], 1])

    def data(self) -> Iterator[bytes]:
        """The rows in order, as the inside of <sheetData>; their texts go to the table of strings."""
        for row in sorted(self._rows.keys() | self._heights.keys()):
            cells = self._rows.get(row, {})
            height = self._heights.get(row, ROW_HEIGHT)
            body = "".join(self._cell(row, column, *cells[column]) for column in sorted(cells))
            yield f'<row r="{row}" ht="{height:g}" customHeight="1">{body}</row>'.encode()
        if self._stream is not None:
            yield from self._stream()

    def _cell(self, row: int, column: int, style: int, value: Value) -> str:
        address = f"{get_column_letter(column)}{row}"
        shows = self.calculation.value((self.title, row, column)) if isinstance(value, Formula) else None
        return cell_xml(address, style, value, self._strings.place, shows)

    def pages_across(self, width: float, columns: str, again: float = 0.0) -> int:
        """Print a wide sheet over several pages, each with these columns, so wide: smaller it could not be read."""
        pages = math.ceil((width - again) / (PAGE_WIDTH * _SHRUNK - again))
        if pages > 1:
            self.ws.page_setup.fitToWidth = pages
            self.ws.print_title_cols = columns
        return pages

    def repeat_rows(self, first: int, last: int) -> None:
        """Print these rows on top of every page."""
        self.ws.print_title_rows = f"{first}:{last}"

    def _print_setup(self, footer: str) -> None:
        ws = self.ws
        ws.sheet_view.showGridLines = False
        ws.sheet_format.defaultRowHeight, ws.sheet_format.customHeight = ROW_HEIGHT, True
        ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9  # 9 is A4
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.page_margins.left = ws.page_margins.right = 0.3
        ws.page_margins.top, ws.page_margins.bottom = 0.5, 0.6
        ws.page_margins.header = ws.page_margins.footer = 0.3
        ws.oddFooter.left.text, ws.oddFooter.center.text = "&F, &A", footer
        ws.oddFooter.right.text = "Page &P of &N"
        guard = ws.protection
        guard.sheet = True
        # What a reader may do with a protected sheet: widths, heights and filters change no number.
        guard.formatColumns = guard.formatRows = guard.autoFilter = guard.sort = False
        guard.objects, guard.scenarios = False, True  # a chart may be copied into a presentation


def fitted(texts: Sequence[tuple[str, float]], least: int = 1) -> float:
    """The height of a row of texts wrapped at the widths given in characters, in points."""
    lines = [len(textwrap.wrap(text, max(int(width * _LETTERS), 1))) for text, width in texts]
    return max([least, *lines]) * 13.5 + 1.5
