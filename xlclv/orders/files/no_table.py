"""What to say of a text file that holds no table."""

from __future__ import annotations

from pathlib import Path

from xlclv.errors import InputError
from xlclv.orders.files.textstream import TextBytes
from xlclv.orders.rules.lengths import CELL, LONGEST
from xlclv.orders.source import refusal

HEAD = 1 << 16  # bytes of text looked at to decide delimiter and header
CHUNK = CELL  # bytes that a reader takes in at once, and the most of a row


def nothing(path: Path, head: str) -> InputError:
    """What to say of a file whose first piece holds no cell."""
    if not head.strip():
        return blank(path)
    if "\0" in head:
        return refusal(path.name, "it holds NUL characters, as no text does", "save it again as CSV")
    if len(head.strip().partition("\n")[0]) >= HEAD:
        rule = f"its first line has more than {HEAD:,} characters, as no header does"
        return refusal(path.name, rule, "save it again as CSV, with a line a row")
    return refusal(path.name, "no cell of its first rows is filled", "take them out, and begin with the header")


def long_header(path: Path) -> InputError:
    """The refusal of a header of which one cell has more characters than a cell may have."""
    rule = f"a cell of its header has more than {LONGEST:,} characters, as no name of a column does"
    return refusal(path.name, rule, "close the quote, or shorten it")


def blank(path: Path) -> InputError:
    """The refusal of a file of nothing, or of nothing but blanks where its header should be."""
    with TextBytes(path) as stream:
        while (piece := stream.read(HEAD)) and not piece.decode("utf-8", "ignore").strip():
            pass
    if not piece:
        return refusal(path.name, "the file is empty", "it needs a header and at least one row")
    return refusal(path.name, "it begins with blank lines without end", "take them out, and begin with the header")


def unreadable(path: Path, reason: Exception) -> InputError:
    """What the reader says about a file that is no table, in one line."""
    words = str(reason).splitlines()[0]
    if "Empty CSV" in words:
        return refusal(path.name, "the file has a header but no rows")
    if "straddl" in words:
        rule = f"one of its rows takes more than {CHUNK >> 20} MB, as where a quote is not closed"
        return refusal(path.name, rule, "close the quote, or shorten the row")
    return refusal(path.name, f"this is not a table of text cells ({words})", "save it again as CSV")
