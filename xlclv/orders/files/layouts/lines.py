"""Lines of a printed list that are no rows: totals by their words, the heads of pages, texts without money."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlclv.orders.files.layouts.plain import filled
from xlclv.orders.rules.layouts import BALANCE, is_day, number, total_of

DIGIT = re.compile("[0-9]")
_ALONE = re.compile(r"(?<![\w.,])[0-9]{1,4}(?![\w.,]*[0-9])")  # a page, a year, a part of a day or an hour
_STARS = re.compile(r"\*+")
# Money within words; not a part of a day, an hour or a version. What programs took to answer is none.
_MONEY = re.compile(r"(?<![0-9.,:/-])[0-9]{1,3}(?:[.,' \u00a0]?[0-9]{3})*[.,][0-9]{2}(?![0-9:/]|[.,-][0-9])")
_TOOK = re.compile(r"\(?[0-9]+[.,][0-9]+ ?(?:s|ms|secs?|seconds?)\b\.?\)?", re.IGNORECASE)
_PARTS = re.compile(r"[;,|\t]|\s{2,}")
_LABEL = re.compile(
    r".*:|#|of|von|/|(?:page|pg|seite|blatt|s|p|pagina|página|page no|strona|sida|side|страница|ページ|页)\.?|"
    r"(?:rows?|records?|lines?|entries|zeilen|datensätze|lignes|filas|registros|righe|regels)",
    re.IGNORECASE,
)
# What pages have beside their numbers, and what a line begins with that says when it was printed.
_OF_PAGES = re.compile(
    r"to|bis|no|nr|de|sur|di|da|от|из|第|共|am|pm|date|time|datum|uhr|in|set|sec|total|continued|cont|contd|d|"
    r"next|previous|on|fortsetzung|folgt|auf|nächster|suite|suivre|à|continuación|continúa|segue|vervolg|продолжение",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"\W*(?:printed|print date|created|generated|exported|run (?:date|on|at)|gedruckt|druckdatum|erstellt|"
    r"imprimé|édité|impreso|impresso|stampato|afgedrukt|wydrukowano|yazdır|распечатано|印刷|出力|打印|인쇄)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")


def shape(cells: Sequence[str]) -> str:
    """A line without its days, hours and pages: the same on every page.

    >>> shape(["31.12.2025", "List of 1000", "1"]) == shape(["1.1.2026", "List of 1000", "12"])
    True
    >>> shape(["C77", "55.55"]) == shape(["C01", "55.55"]), shape(["A", "12.50"]) == shape(["A", "13.50"])
    (False, False)
    """
    return "\x1f".join("@" if is_day(cell) else _ALONE.sub("9", cell.strip()) for cell in cells if cell.strip())


def stars(cells: Sequence[str]) -> int:
    """How many * a line begins with, as lists mark their totals."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    found = _STARS.match(first)
    return len(found[0]) if found else 0


def is_carried(cells: Sequence[str]) -> bool:
    """Whether a line says what is carried from one page to the next: the sum of all rows above it."""
    return any(BALANCE.match(cell.strip()) for cell in cells)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line says that it is a total.

    >>> is_total(["Total for A", "", "5"]), is_total(["Subtotal 5.00"]), is_total(["*", "5"]), is_total(["Ann", "5"])
    (True, True, True, False)
    """
    return bool(stars(cells)) or is_carried(cells) or any(total_of(cell) is not None for cell in cells if cell.strip())


def last_number(cells: Sequence[str], in_places: bool) -> str:
    """The last number of a line of totals, behind its words or, where cells have no places, in a cell; "" for none."""
    some = [cells[column].strip() for column in filled(cells)]
    alone = [cell for cell in some if number(cell) and not in_places]
    behind = some[0].rsplit(None, 1)[1:] if len(some) == 1 else []
    return next((cell for cell in [*alone[::-1], *behind] if number(cell)), "")


def of_money(cells: Sequence[str]) -> bool:
    """Whether the words of a line hold money, or a whole order parted by other marks than the table's.

    >>> of_money(["Correction 55.55"]), of_money(["C77;2026-06-20;1055"]), of_money(["Printed 05.01.2024 10:15"])
    (True, True, False)
    """
    for cell in cells:
        if _MONEY.search(_TOOK.sub("", cell)):
            return True
        parts = [part.strip() for part in _PARTS.split(cell)]
        if any(map(is_day, parts)) and any(number(part) for part in parts if not is_day(part)):
            return True
    return False


def of_figures(cells: Sequence[str]) -> bool:
    """Whether a line holds what may be an order's: money, or a number beside words that do not say what it counts.

    >>> of_figures(["C77", "55"]), of_figures(["Page", "2"]), of_figures(["Page 2 of 10"])
    (True, False, False)
    >>> of_figures(["Printed", "2026-07-01"]), of_figures(["2 rows in set (0.00 sec)"])
    (False, False)
    """
    some = [cells[column].strip() for column in filled(cells)]
    return of_money(some) or (len(some) > 1 and not labelled(cells) and any(map(_bare, some)))


def is_title(cells: Sequence[str]) -> bool:
    """Whether a line has words of its own: not those of a total, of a page's number or of the day of printing.

    >>> is_title(["Returns", ""]), is_title(["Returns of 2024"]), is_title(["Page 2 of 3"]), is_title(["(3 rows)"])
    (True, True, False, False)
    >>> is_title(["Printed on 2026-07-01 10:15 by Ann"]), is_title(["Continued"]), is_title(["Total", "5"])
    (False, False, False)
    """
    text = " ".join(cells[column].strip() for column in filled(cells))
    if is_total(cells) or (_PRINTED.match(text) and DIGIT.search(text)):
        return False
    return not all(_LABEL.fullmatch(word) or _OF_PAGES.fullmatch(word) for word in _WORDS.findall(text))


def _bare(cell: str) -> bool:
    """Whether a cell is a number without letters, so no id such as C77."""
    return number(cell) and not any(map(str.isalpha, cell))


def labelled(cells: Sequence[str]) -> bool:
    """Whether each number of a line stands behind a word that says what it counts, such as Page.

    >>> labelled(["Page", "2", "of", "10"]), labelled(["Page", "2"]), labelled(["C77", "2"])
    (True, True, False)
    """
    some = [cells[column].strip() for column in filled(cells)]
    counts = [n for n, cell in enumerate(some) if _bare(cell)]
    return bool(counts) and all(n > 0 and _LABEL.fullmatch(some[n - 1]) for n in counts) and not of_money(some)
