"""The Profiles sheet: what the best customers have more often, a scorecard of who is like them, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from xlclv.companions.data import CONFIDENCE, Alike, Beside, Profile, Resemblance
from xlclv.companions.resemblance import BEST, NO_BETTER
from xlclv.workbook import lookups
from xlclv.workbook.calculation import fixed
from xlclv.workbook.cells import Ref
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, PERCENT, WHOLE
from xlclv.workbook.summary.block import WORDS, Cell, lay
from xlclv.workbook.summary.check import Check
from xlclv.workbook.writer import Book

TITLE = "Profiles"
_FIRST = 6
_FACTS = 3  # on top
_WIDEST = 24  # characters of a column of levels


def build(book: Book, beside: Beside | None) -> list[Check]:
    """Lay out the sheet, where there is a customers file with attributes."""
    if beside is None or beside.resemblance is None:
        return []
    sheet = book.sheets[TITLE]
    note = f"The best fifth are the {BEST:.0%} of customers with the highest lifetime value. Most telling first."
    sheet.title_block(TITLE, note)
    heads = (
        "Attribute", "Level", "Customers", "Share of all", "Share of the best fifth", f"Low, {CONFIDENCE:.0%}",
        f"High, {CONFIDENCE:.0%}", "Index, as often = 100", "The best against others", "Share of who exceed",
        "Share of who miss", "Index, exceed to miss", "Exceed against miss",
    )  # fmt: skip
    words = {True: "more than luck", False: "may be luck"}
    lines: list[list[Cell]] = [
        [
            (one.column, WORDS),
            (one.level, WORDS),
            (one.customers, WHOLE),
            (one.share_all, PERCENT),
            (one.share_best, PERCENT),
            (one.low, PERCENT),
            (one.high, PERCENT),
            (f'=IF(D{row}>0,100*E{row}/D{row},"")', WHOLE),
            (words[one.differs], WORDS),
            (one.exceed, PERCENT),
            (one.miss, PERCENT),
            (f'=IF(K{row}>0,100*J{row}/K{row},"")', WHOLE),
            (words[one.exceed_differs], WORDS),
        ]
        for row, one in enumerate(beside.profiles, _FIRST)
    ]
    lay(sheet, _FIRST - 1, heads, lines, height=45)
    attributes = len({one.column for one in beside.resemblance.points})
    _facts(sheet, beside.profiles, max(len(heads), 3 + 2 * attributes) + 2)
    sheet.widths((21, 25, 13, *[13] * 30))
    below = _scorecard(sheet, beside.resemblance, _FIRST + len(lines) + 2)
    sheet.ws.freeze_panes = "C6"
    wide = max(len(heads), 3 + attributes)  # the points of each attribute, and what the sentence says, are not printed
    sheet.ws.print_area = f"A1:{get_column_letter(wide)}{max(row for row, *_ in sheet.cells())}"
    return below


def _facts(sheet: Sheet, found: Sequence[Profile], column: int) -> None:
    """On top, the first columns in which the best differ, each by its most telling level, from cells of `column` on."""
    told: dict[str, tuple[int, str]] = {}
    for row, one in enumerate(found, _FIRST):
        if one.differs and one.index > 100:
            told.setdefault(one.column, (row, f"{one.column} {one.level}"))
    parts = []
    for at, (row, name) in enumerate(list(told.values())[:_FACTS], _FIRST):
        said = sheet.put(at, column, name, "Line", "@").here
        shares = f'FIXED(100*E{row},0)&"%, all "&FIXED(100*D{row},0)&"%)"'
        parts.append(sheet.live(at, column + 1, f'={said}&" ("&{shares}', "Line").here)
    sheet.put(_FIRST - 1, column, "What the sentence on top says", "Line")
    facts = '&"; "&'.join(parts) or '"nothing that could not be luck"'
    sheet.live(3, 1, f'="The best have more often: "&{facts}', "Message")


def _scorecard(sheet: Sheet, found: Resemblance, row: int) -> list[Check]:
    """The points by level, and everybody who has most of them without being among the best."""
    sheet.section(
        row - 1, "Who is like the best: points by level, 20 more double the odds of being among the best fifth", 13
    )
    sheet.put(row, 1, _quality(found), "Note")
    lines: list[list[Cell]] = [
        [(p.column, WORDS), (p.level, WORDS), (p.points, DECIMAL), (p.customers, WHOLE), (p.best, WHOLE),
         (f'=IF(D{at}>0,E{at}/D{at},"")', PERCENT)]
        for at, p in enumerate(found.points, row + 2)
    ]  # fmt: skip
    heads = ("Attribute", "Level", "Points", "Customers", "Of the best fifth", "Share of the best")
    points = lay(sheet, row + 1, heads, lines)
    row += len(lines) + 5
    checks = []
    for title, people in (
        ("Customers outside the best fifth", found.alike),
        ("People who never bought", found.prospects),
    ):
        if people:
            sheet.section(row - 1, f"{title} who are most like the best: whom to call first", 13)
            checks += _list(sheet, title, found, people, points, row)
            row += len(people) + 4
    return checks


def _quality(found: Resemblance) -> str:
    """How well it tells the best apart, in words."""
    if found.auc is None:
        return "It could not be tried out: too few customers."
    share = fixed(100 * found.auc, 1)
    tried = f"Tried on customers it had not seen, one of the best has more points than another in {share}% of pairs"
    return tried + ("; that is no better than chance: do not use it." if found.auc < NO_BETTER else "; 50% is chance.")


def _list(
    sheet: Sheet, title: str, found: Resemblance, people: tuple[Alike, ...], points: list[list[Ref]], row: int
) -> list[Check]:
    """One line a person: the levels, the points of each looked up, and their sum."""
    names = list(dict.fromkeys(p.column for p in found.points))
    many = len(names)
    attribute, level, worth = (f"{points[0][i].fixed}:{points[-1][i].fixed}" for i in (0, 1, 2))
    letters = [Ref(sheet.title, row, at, None).here.rstrip("0123456789") for at in range(1, 3 + 2 * many + 1)]
    heads = ("Customer", "Rank", "Points", *names, *(f"Points, {name}" for name in names))
    lines: list[list[Cell]] = []
    for rank, (at, one) in enumerate(zip(range(row + 1, row + 1 + len(people)), people, strict=True), 1):
        cells: list[Cell] = [
            (one.id, WORDS),
            (rank, WHOLE),
            (f"=SUM({letters[3 + many]}{at}:{letters[2 + 2 * many]}{at})", DECIMAL),
        ]
        cells += [(label, WORDS) for label in one.levels]
        for i in range(many):
            cell, head = f"{letters[3 + i]}{at}", f"{letters[3 + i]}${row}"
            cells.append((f"={lookups.total(worth, (attribute, head), (level, cell))}", DECIMAL))
        lines.append(cells)
    for i, name in enumerate(names):
        longest = max(len(name) + 2, *(len(one.levels[i]) for one in people))
        sheet.widen(4 + i, min(_WIDEST, longest + 1))
    refs = lay(sheet, row, heads, lines)
    first = people[0]
    return [Check(f"Profiles: points of the first of {title.lower()}", f"={refs[0][2].full}", first.points, 1e-9)]
