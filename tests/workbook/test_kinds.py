"""What every kind of workbook owes its reader, templates too: a way back, numbers of the own country, no ###, print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from xlclv.orders.reading import read
from xlclv.report.described import describe
from xlclv.workbook import described
from xlclv.workbook.calculation import Error, Formula
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.writer import Book

from .kinds import KINDS, book_of

# A number that another country writes otherwise, within words; dates, versions and addresses have none.
_SEPARATED = re.compile(r"(?<![\w.,])\d+(?:,\d{3})+(?![\w,])|(?<![\w.,])\d+\.\d+(?![\w.]|,\d)")
_TEXT = re.compile(r'"([^"]*)"')
_DIGITS = re.compile(r"[#0,.]+")
_QUOTED = "@"  # the format of what was read or typed, which stays as it is
_PAGE = {"landscape": 842.0, "portrait": 595.0}
_LEAST = 7.5  # points; tables of money that is no longer than in most firms


@pytest.fixture(scope="module", params=KINDS)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """One of each kind."""
    return book_of(request.param, tmp_path_factory.mktemp("kind"))


def test_every_sheet_tells_the_checks_and_leads_back(book: Book) -> None:
    """Beside the title: whether all checks hold, live, as a link to the front; and each tab has a colour."""
    front, *others = book.sheets
    assert book.calculation.worked("=AllChecksOK") is True
    for title in others:
        (link,) = [link for link in book.sheets[title].links if link.location == f"'{front}'!A1" or
                   link.location == f"{front}!A1"][:1]  # fmt: skip
        row, column = next(
            (r, c) for r, c, _, _ in book.sheets[title].cells() if f"{get_column_letter(c)}{r}" == link.ref
        )
        assert book.calculation.value((title, row, column)) == f"All checks hold: back to {front}"
    assert all(sheet.ws.sheet_properties.tabColor for sheet in book.sheets.values())


def said(book: Book) -> Iterator[tuple[str, str]]:
    """Every text that a reader sees and no formula makes, with the cell it stands in."""
    for title, sheet in book.sheets.items():
        for row, column, style, value in sheet.cells():
            at = f"{title}!{get_column_letter(column)}{row}"
            if isinstance(value, Formula):
                yield from ((at, text) for text in _TEXT.findall(value.text))
            elif isinstance(value, str) and sheet.look(style)[1] != _QUOTED:
                yield at, value
        for rule in sheet.ws.data_validations.dataValidation:
            yield from ((f"{title}!{rule.sqref}", text) for text in (rule.prompt, rule.error) if text)


def test_no_sentence_holds_a_number_that_another_country_writes_otherwise(book: Book) -> None:
    """Each such number is a cell with a format, or put into its sentence by a formula; prompts do without."""
    assert [(at, text) for at, text in said(book) if _SEPARATED.search(text)] == []


@pytest.mark.parametrize("text", ["Of 1,204 rows", "about 0.5 of all", "12.5%"])
def test_such_a_number_is_seen(text: str) -> None:
    """The rule can fail; a date, a version and a file's digits are none."""
    assert _SEPARATED.search(text)
    assert not _SEPARATED.search("xlclv 0.1.0 of 2026-06-30, C1,204")


def letters(value: float, fmt: str) -> str:
    """A number as a spreadsheet shows it, for every format that the house uses."""
    sections = fmt.split(";")
    if sections[0].startswith("["):
        limits = [(float(s[3 : s.index("]")]) if s.startswith("[>=") else float("-inf"), s) for s in sections]
        fmt = next(s.partition("]")[2] or s for limit, s in limits if value >= limit)
        fmt = fmt if fmt else sections[-1]
    elif value < 0 and len(sections) > 1:
        value, fmt = -value, sections[1]
    else:
        fmt = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    if fmt == "General":
        return f"{value:.10g}"
    if fmt.startswith("yyyy"):
        return "2026-12-31"
    bare = _TEXT.sub("", fmt)
    digits = _DIGITS.search(bare)
    assert digits, fmt
    scaled = digits[0].rstrip(",")
    number = value / 1000 ** (len(digits[0]) - len(scaled)) * (100 if "%" in bare else 1)
    places = len(scaled.partition(".")[2].replace("#", ""))
    shown = f"{number:,.{places}f}" if "," in scaled else f"{number:.{places}f}"
    return "".join(_TEXT.findall(fmt)) + shown + ("%" if "%" in bare else "") + ("+" if bare.startswith("+") else "")


def test_no_number_is_wider_than_its_column(book: Book) -> None:
    """Digits, separators, signs and units take no more room than the column has, at the size of the cell's letters."""
    judged = 0
    for title, sheet in book.sheets.items():
        for row, column, style, _ in sheet.cells():
            value = book.calculation.value((title, row, column))
            if isinstance(value, int | float) and not isinstance(value, bool):
                name, fmt = sheet.look(style)
                size = {"Tile": 20.0, "Message": 12.0, "Title": 18.0}.get(name, 10.0)
                width = sheet.ws.column_dimensions[get_column_letter(column)].width
                text = letters(value, fmt)
                assert len(text) * size / 11 + 0.7 <= width, (title, row, column, text, fmt, width)
                judged += 1
    assert judged > 5


def printed(sheet: Sheet) -> float:
    """Points that letters of 10 points have on paper: A4, in the sheet's own orientation."""
    ws, setup = sheet.ws, sheet.ws.page_setup
    area = str(ws.print_area or sheet.dimension).rpartition("!")[2].replace("$", "").partition(":")[2]
    last = re.sub(r"\d", "", area)
    columns = [get_column_letter(i) for i in range(1, 100)]
    width = sum(ws.column_dimensions[c].width for c in columns[: columns.index(last) + 1])
    room = (_PAGE[setup.orientation] - 72 * (ws.page_margins.left + ws.page_margins.right)) / 5.25
    return 10 * min(1.0, room * int(setup.fitToWidth) / width)


def test_print_can_be_read(book: Book) -> None:
    """Letters of 10 points are about 8 on paper, on every sheet; wide tables go over pages beside one another."""
    small = {title: round(printed(sheet), 1) for title, sheet in book.sheets.items() if printed(sheet) < _LEAST}
    assert small == {}


def test_money_that_was_all_given_back_has_no_shares(tmp_path: Path) -> None:
    """More refunds than sales, and no model: the workbook is written, its checks hold, shares are blank."""
    path = tmp_path / "back.csv"
    lines = [f"C{n},2026-0{m}-{n:02},{a}" for n in range(1, 9) for m, a in ((1, 20), (2, -30 - n))]
    path.write_text("\n".join(["customer,date,amount", *lines, ""]), encoding="utf-8")
    book = described.lay_out(describe(read(path), "too few customers"))
    book.save(tmp_path / "back.xlsx")
    shown = [book.calculation.value((t, r, c)) for t, s in book.sheets.items() for r, c, _, _ in s.cells()]
    assert book.calculation.worked("=AllChecksOK") is True
    assert book.calculation.worked("=SalesToDate") == pytest.approx(8 * 20 - sum(30 + n for n in range(1, 9)))
    assert not [value for value in shown if isinstance(value, Error)]
    assert book.calculation.value(("Summary", 1, 1)) == "Customers got back on balance 116 so far"


def test_a_wide_table_repeats_whose_rows_they_are(tmp_path: Path) -> None:
    """It goes on over pages beside one another, each of which begins with the first column."""
    ws: Any = book_of("summary", tmp_path).sheets["Customers"].ws
    assert ws.page_setup.fitToWidth > 1
    assert ws.print_title_cols == "$A:$A"
