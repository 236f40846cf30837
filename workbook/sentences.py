"""Numbers inside sentences: each stands as a number on a sheet of its own, and the sentence is put together live.

A number that is typed into a text keeps its commas and points in every country; FIXED writes it as the reader's own
Excel does, as all other cells are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from xlclv.workbook.calculation import fixed
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.writer import Book

TITLE = "Sentences"
DATA = "@"  # the format of cells whose text was read, not written by us: it stays as it is
_HEAD, _FIRST = 4, 5
_NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:,\d+)*(?:\.\d+)?(?![.,]?\d)")


def follow_locale(book: Book, left: Collection[str] = ()) -> None:
    """Put every sentence with such a number together by a formula, on all sheets but those `left` as they are."""
    sheets = [sheet for title, sheet in book.sheets.items() if title not in left]
    found = [
        (sheet, row, column, style, pieces)
        for sheet in sheets
        for row, column, style, value in list(sheet.cells())
        if isinstance(value, str) and sheet.look(style)[1] != DATA and len(pieces := list(_pieces(value))) > 1
    ]
    told = _head(book.sheets[TITLE])
    at = _FIRST
    for sheet, row, column, style, pieces in found:
        place = Ref(sheet.title, row, column, None).full.replace("$", "")
        for words, number in pieces:
            whole = _piece(told, at, place, words, number)
            at += 1
        sheet.live(row, column, f"={whole.full}", *sheet.look(style))


def _head(sheet: Sheet) -> Sheet:
    note = "Each number that a sentence says, as a number: the sentence shows it in the style of your own country."
    sheet.title_block(TITLE, note)
    sheet.headings(_HEAD, ("Where it stands", "Words", "Number", "Decimals", "Up to here"), (3, 4))
    sheet.widths((18, 58, 17, 10, 86))
    sheet.repeat_rows(_HEAD, _HEAD)
    sheet.ws.freeze_panes = f"A{_FIRST}"
    return sheet


def _piece(sheet: Sheet, row: int, place: str, words: str, number: str) -> Ref:
    """One piece of a sentence, and the sentence so far."""
    sheet.put(row, 1, place, "Line", DATA)
    sheet.put(row, 2, words or None, "Line", DATA)
    if number:
        decimals = len(number.partition(".")[2])
        sheet.put(row, 3, float(number.replace(",", "")), fmt="#,##0" + ("." + "0" * decimals if decimals else ""))
        sheet.put(row, 4, decimals, fmt="0")
    text = f'=IF(A{row}=A{row - 1},E{row - 1},"")&B{row}&IF(C{row}="","",FIXED(C{row},D{row}))'
    return sheet.live(row, 5, text, "Line", DATA)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Words and the number after them, and at last the words that are left.

    What has no comma or point is the same everywhere; what is not written as we write numbers is a quotation.

    >>> list(_pieces("Of 1,204 rows of xlclv 0.1.0 12.5% held 17850.0 on 2026-06-30"))
    [('Of ', '1,204'), (' rows of xlclv 0.1.0 ', '12.5'), ('% held 17850.0 on 2026-06-30', '')]
    """
    done = 0
    for match in _NUMBER.finditer(text):
        number = match[0]
        if {",", "."} & set(number) and fixed(float(number.replace(",", "")), len(number.partition(".")[2])) == number:
            yield text[done : match.start()], number
            done = match.end()
    if done:
        yield text[done:], ""
    else:
        yield text, ""
