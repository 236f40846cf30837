"""The Cases sheet: the working behind Sensitivity and Scenarios. What the same customers are worth at other inputs.

Customers of one curve, period, renewals made and renewals to notice stand in one row, with their fees and the mean wait
for the next renewal; each case values these rows on a curve of its own, and its ratio to the base moves the equity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from openpyxl.utils import get_column_letter

from xlclv.checks import Floats
from xlclv.contracts.data import Ints
from xlclv.contracts.report import Report
from xlclv.contracts.values import before_end, due_within
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.places import places
from xlclv.workbook.contracts import curve as table
from xlclv.workbook.contracts.assumptions import reach
from xlclv.workbook.contracts.curve import Places
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, FACTOR, PERCENT, RATE, WHOLE, YEARS
from xlclv.workbook.summary.customers import TABLE
from xlclv.workbook.summary.what_if import TITLE as SCENARIOS
from xlclv.workbook.summary.what_if import Begun
from xlclv.workbook.writer import Book

TITLE = "Cases"
MOST = 5_000  # rows of the Curve up to which every case has columns beside it
STEPS = (-2, -1, 1, 2)
_HEAD, _NO_END, _LEAST = 5, 999_999, "0.000001"  # a survival of 0 could not be divided by
_HEADS = ("Case", "Discount rate", "Growth of fees", "Retention, points", "Horizon, years", "Worth, coarse",
          "Ratio to base", "Fees, present value")  # fmt: skip
_MORE = ("Customers lost, times", "Fees, times", "Before fees, times")  # of reports with scenarios
_GROUP_HEADS = ("Curve", "Billing period", "Renewals made", "Renewals to notice", "Years a period",
                "Years to next renewal", "Fees a period", "Place on Curve")  # fmt: skip
_RATE, _GROWTH, _POINTS, _HORIZON, _TOLD = "rate", "growth", "retention", "horizon", "scenario"


class Moved(NamedTuple):
    """One input so many steps away, what is not moved being as on Assumptions; or the scenario of that place."""

    what: str
    step: int

    def name(self) -> str:
        if self.what == _TOLD:
            return f"{_TOLD} {self.step + 1}"
        return f"{self.what} {self.step:+d}" if self.step else "base"


ALL = (
    Moved("", 0),
    *(Moved(_RATE, step) for step in STEPS),
    *(Moved(_POINTS, step) for step in STEPS),
    *(Moved(_HORIZON, step) for step in STEPS),
    *(Moved(_GROWTH, step) for step in (-1, 1)),
)


_MONTHS = 12  # of a year, in which customers of one group pay next


@dataclass(frozen=True, slots=True)
class Cells:
    """Where each case's input and result stand."""

    row: dict[Moved, int]

    def worth(self, what: str, step: int) -> str:
        """The present value of fees, before margin."""
        return f"{TITLE}!$H${self.row[Moved(what if step else '', step)]}"

    def scenario(self, place: int) -> str:
        """The same of a scenario, whichever is shown."""
        return f"{TITLE}!$H${self.row[Moved(_TOLD, place)]}"

    def told(self, what: str, step: int) -> str:
        """The input as it is in the case."""
        letter = {_RATE: "B", _GROWTH: "C", _POINTS: "D", _HORIZON: "E"}[what]
        return f"{TITLE}!${letter}${self.row[Moved(what if step else '', step)]}"


def fits(report: Report) -> bool:
    """Whether the curve is short enough for a table of cases."""
    return report.running is not None and _size(report) <= MOST


def _size(report: Report) -> int:
    return sum(table.sizes(report).values())


def left_out(report: Report) -> tuple[str, ...]:
    """Why Sensitivity and Cases are not in the workbook; nothing where they are, or nothing has a value."""
    if report.running is None or fits(report):
        return ()
    return (
        f"Sensitivity and Cases are left out: beside a Curve of {_size(report):,} rows they would make the "
        f"workbook slow; up to {MOST:,} rows they are there. A shorter --horizon, fewer levels of the first --by, or "
        "--period month where billing periods differ, bring them back.",
    )


def build(book: Book, report: Report, places: Places, begun: Begun | None) -> Cells:
    """Lay out the sheet; `begun` are the drivers of scenarios, if there are any."""
    sheet, every = book.sheets[TITLE], (*ALL, *(Moved(_TOLD, place) for place in range(len(report.what_if))))
    sheet.title_block("Cases", "Working of Sensitivity: one input moved, steps as on Assumptions; all cells live.")
    widths = (22, 14, 14, 14, 14, 16, 14, 18, *(13,) * (3 * len(every)))
    sheet.widths(widths)
    sheet.pages_across(sum(widths), "A:A")
    heads = _HEADS if begun is None else (*_HEADS, *_MORE)
    sheet.headings(_HEAD, heads, range(2, len(heads) + 1), 32)
    rows = {one: row for row, one in enumerate(every, _HEAD + 1)}
    first = _HEAD + len(every) + 4
    last = first + places.last - table.HEAD - 1
    columns = _curves(book, places, rows, first)
    groups = last + 4
    sums = _groups(book, report, places, rows, columns, (first, last), groups)
    base = _HEAD + 1
    for one, row in rows.items():
        sheet.put(row, 1, one.name(), "Line")
        _inputs(sheet, row, one, report, begun)
        sheet.live(row, 6, f"=SUM({sums[one]})", fmt=DECIMAL)
        sheet.live(row, 7, f"=IF(F${base}=0,0,F{row}/F${base})", fmt=FACTOR)
        fees = ",".join(f"{TABLE}[{of}]" for of in ("Fee a period", "Carried", "Discounted payments"))
        if begun is None:
            sheet.live(row, 8, _worth(fees, "H", row, base), fmt=DECIMAL)
            continue
        sheet.live(row, 11, _worth(fees, "K", row, base), fmt=DECIMAL)
        sheet.live(row, 8, f"=K{row}*J{row}", fmt=DECIMAL)
    sheet.repeat_rows(1, 3)
    return Cells(rows)


def _worth(fees: str, letter: str, row: int, base: int) -> str:
    """What a case makes of the fees; the base may have no renewal within its horizon to compare with."""
    return f"=SUMPRODUCT({fees})" if row == base else f"=IF(F${base}=0,F{row},{letter}${base}*G{row})"


def _inputs(sheet: Sheet, row: int, one: Moved, report: Report, begun: Begun | None) -> None:
    """What a case takes of each input."""
    columns = ((2, _RATE, RATE), (3, _GROWTH, RATE), (4, _POINTS, PERCENT), (5, _HORIZON, YEARS))
    if begun is None or one.what != _TOLD:
        for column, what, fmt in columns:
            sheet.live(row, column, _input(what, one.step if what == one.what else 0, report), fmt=fmt)
        if begun is not None:
            sheet.live(row, 10, "=SpendTimes", fmt=FACTOR)
        return
    for column, what, fmt in (*columns, (9, "losses", FACTOR), (10, "spend", FACTOR)):
        text = "=0" if what == _POINTS else f"={SCENARIOS}!{begun.driver(one.step, what)}"
        sheet.live(row, column, text, fmt=fmt)


def _input(what: str, step: int, report: Report) -> str:
    """An input so many steps away, within its bounds."""
    if what == _RATE:
        return f"=MAX(MIN(0,DiscountRate),DiscountRate+{step}*RateStep)" if step else "=DiscountRate"
    if what == _GROWTH:
        return f"=FeeGrowth+{step}*GrowthStep" if step else "=FeeGrowth"
    if what == _POINTS:
        return f"={step}*RetentionStep" if step else "=0"
    return f"=MAX(0,MIN({reach(report):G},Horizon+{step}))" if step else "=Horizon"


def _curves(book: Book, places: Places, rows: dict[Moved, int], first: int) -> dict[Moved, tuple[str, str]]:
    """Each case's discounted survival and its sum, row by row beside the Curve's; gives their columns.

    One point more of retention is one at every renewal, up to all; a scenario has its own share of losses.
    """
    sheet, title = book.sheets[TITLE], table.TITLE
    sheet.section(first - 2, "Curves of the cases: survival where retention moves, discounted survival, its sum", 8)
    found: dict[Moved, tuple[str, str]] = {}
    column = 2
    heads: list[tuple[int, str]] = []
    starts = {block.first: block for block in places.blocks.values()}
    step = first - table.HEAD - 1  # from a row of the Curve to ours
    for one, row in rows.items():
        if one.what == _HORIZON:
            continue
        own = one.what in (_POINTS, _TOLD)
        s, d, g = (get_column_letter(column + i) for i in (0, int(own), 1 + int(own)))
        heads += [
            (column + i, f"{word}, {one.name()}") for i, word in enumerate(["Survival"] * own + ["Discounted", "Sum"])
        ]
        block = None
        for at in range(table.HEAD + 1, places.last + 1):
            block, here = starts.get(at, block), at + step
            top = at in starts
            if own:
                before = f"{title}!D{at - 1}"
                kept = f"MAX({_LEAST},MIN(1,IF({before}=0,0,{title}!D{at}/{before})+$D${row}))"
                if one.what == _TOLD:
                    kept = table.kept(at, f"$I${row}", f"{title}!")
                text = "=1" if top else f"={s}{here - 1}*{kept}"
                sheet.live(here, column, text, fmt="0.000000")
            alive = f"{s}{here}" if own else f"{title}!D{at}"
            years = repr(places.years[block]) if block is not None else "1"
            sheet.live(
                here, column + int(own), f"={alive}*((1+$C${row})/(1+$B${row}))^({title}!C{at}*{years})", fmt="0.000000"
            )
            sheet.live(here, column + 1 + int(own), "=0" if top else f"={g}{here - 1}+{d}{here}", fmt=FACTOR)
        found[one] = d, g
        column += 2 + int(own)
    for at, words in heads:
        sheet.put(first - 1, at, words, "Head number")
    sheet.put(first - 1, 1, "Renewals", "Head")
    for at in range(table.HEAD + 1, places.last + 1):
        sheet.live(at + step, 1, f"={title}!C{at}", fmt="0")
    sheet.height(first - 1, 32)
    return found


def _groups(
    book: Book, report: Report, places: Places, rows: dict[Moved, int],
    columns: dict[Moved, tuple[str, str]], span: tuple[int, int], head: int,
) -> dict[Moved, str]:  # fmt: skip
    """A row for customers who have the same renewals behind and before them; gives where each case values them."""
    sheet = book.sheets[TITLE]
    sheet.section(head - 1, "Customers in rows of alike ones, and what each case makes of their fees", 8)
    horizons = [one for one in rows if one.what in ("", _HORIZON, _TOLD)]
    rates = [one for one in rows if one.what in ("", _RATE, _GROWTH, _TOLD)]
    results = 9 + len(horizons) + len(rates)
    names = [f"Renewals ahead, {one.name()}" for one in horizons] + [f"Carried, {one.name()}" for one in rates]
    names += [one.name() for one in rows]
    sheet.headings(head, (*_GROUP_HEADS, *names), range(3, 9 + len(names)), 45)
    row = head
    for alike in _alike(report, places):
        row += 1
        for column, (value, fmt) in enumerate(alike, 1):
            sheet.put(row, column, value, "Line" if column < 3 else "Value", fmt)
        ahead, carried = {}, {}
        for column, one in enumerate(horizons, 9):
            part = f"MAX(0.000001,MIN(1,F{row}/E{row}))"
            due = f"INT($E${rows[one]}/E{row}-{part}+0.000000001)+1"
            ahead[one] = sheet.live(row, column, f"=MIN({due},D{row})", fmt=WHOLE).here
        for column, one in enumerate(rates, 9 + len(horizons)):
            rate, growth = f"(1+$B${rows[one]})", f"(1+$C${rows[one]})"
            text = f"=({growth}/{rate})^(F{row}-E{row})*{rate}^((Timing-1)*E{row})"
            carried[one] = sheet.live(row, column, text, fmt=FACTOR).here
        for column, one in enumerate(rows, results):
            d, g = (f"{letter}${span[0]}:{letter}${span[1]}" for letter in columns.get(one, columns[ALL[0]]))
            n, moved = ahead.get(one, ahead[ALL[0]]), carried.get(one, carried[ALL[0]])
            sums = f"INDEX({g},H{row}+{n})-INDEX({g},H{row})"
            sheet.live(row, column, f"=G{row}*{moved}*({sums})/INDEX({d},H{row})", fmt=DECIMAL)
    letters = {one: get_column_letter(column) for column, one in enumerate(rows, results)}
    return {one: f"{letter}{head + 1}:{letter}{row}" for one, letter in letters.items()}


def _alike(report: Report, known: Places) -> list[list[tuple[str | float, str]]]:
    """Curve, period, renewals made, renewals to notice, years a period, mean wait, fees, place on the Curve."""
    running, them = report.running, report.them
    assert running is not None
    at = running.at
    dated = report.as_of is not None
    wait = (them.next[at] - report.contracts.day) / DAYS_PER_YEAR if dated else np.zeros(len(at))
    to_end = np.full(len(at), _NO_END, dtype=np.int64)
    for place, length in enumerate(report.contracts.periods):
        mine = them.period[at] == place
        if dated:
            to_end[mine] = before_end(them, at[mine], length, to_end[mine])
    # Of one group a mean wait stands for all, so those who pay in other months, or once more, are not of one group.
    horizons = [report.terms.horizon + step for step in (0, *STEPS)] + [told.drivers.horizon for told in report.what_if]
    months = np.floor(wait * _MONTHS).astype(np.int64) * 2 ** len(horizons) + _once_more(report, at, wait, horizons)
    keys = np.stack([running.curve, them.period[at], them.renewals[at], to_end, months])
    kinds, group = np.unique(keys, axis=1, return_inverse=True)
    group = group.reshape(-1)
    money = them.mrr[at] / 1e6
    size = kinds.shape[1]
    total = np.bincount(places(group), weights=money, minlength=size)
    mean = np.bincount(places(group), weights=money * wait, minlength=size)
    found = []
    for i, (curve, period, made, end, *_) in enumerate(kinds.T.tolist()):
        if not total[i]:
            continue
        length = report.contracts.periods[period]
        found.append(
            [
                (report.curve_names[curve], "@"), (str(length), "@"), (made, WHOLE), (end, WHOLE),
                (length.years, "0.0000"), (float(mean[i] / total[i]), "0.0000"),
                (float(total[i]) * length.in_months, DECIMAL), (known.place(curve, period) + made, WHOLE),
            ]
        )  # fmt: skip
    return found


def _once_more(report: Report, at: Ints, wait: Floats, horizons: Sequence[float]) -> Ints:
    """For each horizon a bit of who pays once more within it, as the next payment is due early in a period."""
    out = np.zeros(len(at), dtype=np.int64)
    for bit, horizon in enumerate(max(0.0, min(reach(report), horizon)) for horizon in horizons):
        for place, length in enumerate(report.contracts.periods):
            mine = report.them.period[at] == place
            least = due_within(np.array([length.years]), horizon, length)
            out[mine] += (due_within(wait[mine], horizon, length) - least) << bit
    return out
