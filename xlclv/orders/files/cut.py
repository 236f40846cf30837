"""Values that a workbook's XML writes in pieces, of which the reader of cells takes the first without a word.

XML has several ways to write a digit: as itself, as a reference (&#48;), in a section of its own (CDATA), with a
comment beside it. The reader takes a number up to the first of these; spreadsheet programs write digits alone.
"""

from __future__ import annotations

import re

FIX = "open the file in Excel or LibreOffice and save it, or save the sheet as .csv"
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>[^<&]*(?:&|<[!?])")
_TAG = re.compile(rb"<(?:row|c)\s[^<>]*&")
_MIXED = re.compile(rb"<[A-Za-z_][\w.-]*:(?:c|row|v|is)[\s/>]")
_TEXT = re.compile(rb"""<c\s[^<>]*\bt\s*=\s*["']str["'][^<>]*>\s*(?:<f\b[^<>]*(?:/>|>[^<]*</f\s*>)\s*)?(?=<v)""")
_PLACE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_FORMAT = re.compile(rb"""\snumFmtId\s*=\s*["'][^"'<>]*[&\s]""")
_LINK = re.compile(rb"""\s(?:state|Id|Target|[\w.-]+:id)\s*=\s*["'][^"'<>]*&#""")
_EPOCH = re.compile(rb"""\sdate1904\s*=\s*["'](?:1|true)["']""")


def value(piece: bytes) -> str:
    """What is wrong with a cell of these rows; "" when each is whole. The plain tests spare most sheets the search.

    >>> value(b'<c r="C2"><v>5&#48;</v></c>').partition(" and ")[0], value(b'<c r="C2" t="str"><v>A&amp;B</v></c>')
    ('the value of cell C2 is written in pieces (references, comments or CDATA)', '')
    """
    sections = b"<!" in piece
    if sections or b"&" in piece or piece.find(b"<?", 5) > 0:  # 5: behind the XML's own declaration
        for found in _VALUE.finditer(piece):
            begin = max(piece.rfind(b"<c ", 0, found.start()), 0)
            text = _TEXT.match(piece, begin)  # of which nothing is lost but CDATA
            if not text or text.end() < found.start() or (sections and _section(piece, found)):
                rule = "is written in pieces (references, comments or CDATA) and would be read in part"
                return f"the value of {_place(piece, begin)} {rule}"
    if b"&#" in piece and (tag := _TAG.search(piece)):
        return f"the place or format of a {'row' if tag[0][1:2] == b'r' else 'cell'} is written with references"
    if (b":v" in piece or b":c " in piece or b":row" in piece or b":is>" in piece) and _MIXED.search(piece):
        return "its cells are written with several prefixes of XML"
    return _more(piece) if b"<extLst" in piece else ""


def _section(piece: bytes, found: re.Match[bytes]) -> bool:
    end = piece.find(b"</", found.end())
    return piece.find(b"<![CDATA[", found.start(), end if end >= 0 else len(piece)) >= 0


def _more(piece: bytes) -> str:
    """A cell with an extension behind its value, at which the reader stops."""
    at = piece.find(b"<extLst")
    while at >= 0:
        begin = piece.rfind(b"<c ", 0, at)
        if begin >= 0 and piece.rfind(b"</c", 0, at) < begin and piece[piece.find(b">", begin) - 1 : at][:1] != b"/":
            return f"{_place(piece, begin)} holds an extension (extLst) beside its value"
        at = piece.find(b"<extLst", at + 1)
    return ""


def _place(piece: bytes, begin: int) -> str:
    place = _PLACE.search(piece, begin, piece.find(b">", begin) + 1)
    return f"cell {place[1].decode()}" if place else "a cell"


def styles(part: bytes) -> str:
    """What is wrong with the formats of cells: by them numbers are dates."""
    return "formats of its cells are written with references or blanks" if _FORMAT.search(part) else ""


def book(part: bytes, epoch: str) -> str:
    """What is wrong with the list of sheets and links; `epoch`: what it says of days that count from 1904."""
    if epoch.strip().casefold() in ("1", "true", "on") and not _EPOCH.search(part):
        return "that days count from 1904 is not written as Excel writes it"
    return "its sheets are named with references" if _LINK.search(part) else ""
