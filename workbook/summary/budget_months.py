"""The Budget sheet's months, of orders and of contracts: what they rest on, each month, what they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from openpyxl.utils import get_column_letter

from xlclv.models.season.clock import MONTHS
from xlclv.planning.budget import Budget
from xlclv.segments.tiers import DEFAULT_LABELS
from xlclv.workbook.cells import Ref
from xlclv.workbook.names import define
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.styles import DECIMAL, WHOLE, YEARS, money
from xlclv.workbook.summary import budget_charts
from xlclv.workbook.summary.check import Check, close
from xlclv.workbook.writer import Book

TITLE = "Budget"
_TERMS, _SEASON, _PICTURES = 4, 4, 19
TABLE = _PICTURES + 2 * budget_charts.HEIGHT + 3
FIRST = TABLE + 1
_HEADS = (
    "Month", "Middle, years ahead", "{what}", "{money}, given", "80% from, given", "80% to, given", "Season, times",
    "Margin of today's customers", "80% from", "80% to", "Present value", "Customers to be won", "As exported",
    "{what} following, of each", "Margin of new customers", "Acquisition", "Fixed costs", "Cash flow",
    "Cash flow, present value",
)  # fmt: skip
_IN_SCENARIO = {
    "Season, times": "Season and scenario, times", "Customers to be won": "To be won, before the scenario",
}  # fmt: skip
_LABEL, _MIDDLE, _ORDERS, SALES, _LOW, _HIGH, _INDEX, _OWN, _FROM, _TO, _PRESENT, _WON, _WAS, _CURVE, _NEW, _COST, \
    _FIXED, _CASH, _WORTH = "ABCDEFGHIJKLMNOPQRS"  # fmt: skip
_TIERS = 21  # column U
BESIDE = 31  # column AE, beyond the tiers' shares: what scenarios need


class Words(NamedTuple):
    """What today's customers bring, what it is in money, the first of it, what follows, how cohorts are told, and what
    the interval is made of."""

    what: str
    money: str
    first: str
    following: str
    begun: str
    cohort: str
    interval: str


WITH_SCENARIOS = "A scenario moves it in proportion with the month's margin."


class Moves(NamedTuple):
    """What scenarios move. `own` writes on a month's row what its own factor takes, and gives this; `following` is that
    which replaces the number of those following, by row; the rest are factors of a month's new customers."""

    own: Callable[[int], str]
    following: Callable[[int], str] | None
    new: str
    again: str
    won: str


class Laid(NamedTuple):
    """The totals by column, the last month's row, and the test that no input here was changed."""

    totals: dict[str, Ref]
    last: int
    changed: str


def lay(book: Book, sheet: Sheet, found: Budget, currency: str, words: Words, moves: Moves | None = None) -> Laid:
    """The terms, the season, both pictures and the months; `moves` is what scenarios move."""
    sheet.title_block(
        "Budget by month",
        f"In {currency or 'the data’s currency'}. Yellow cells are yours: the plan, the season, the fixed costs; "
        "margin, rate and acquisition cost stand on Assumptions.",
    )
    sheet.widths([12, *[9.8] * 31])
    last = FIRST + len(found.months) - 1
    terms = _terms(book, sheet, found, currency, last, words)
    season = _season(sheet)
    months = [_month(sheet, row, found, row - FIRST, currency, last, moves) for row in range(FIRST, last + 1)]
    named = _HEADS if moves is None else [_IN_SCENARIO.get(head, head) for head in _HEADS]
    heads = [*named, "Season of the model", *(f"Margin, {name}" for name in DEFAULT_LABELS)]
    sheet.height(TABLE, 46)
    for column, head in enumerate(heads, 1):
        said = head.format(what=words.what, money=words.money)
        sheet.put(TABLE, column, said, "Head number" if column > 1 else "Head")
    _tiers(sheet, found, currency, last)
    totals = _totals(sheet, last, currency)
    sheet.page_break(TABLE)
    budget_charts.build(sheet, found, currency, (words.begun, words.cohort), _PICTURES, months, last + 4)
    plan = f"${_WON}${FIRST}:${_WON}${last}", f"${_WAS}${FIRST}:${_WAS}${last}"
    differing = f"=SUMPRODUCT(1*({plan[0]}<>{plan[1]}))+SUMPRODUCT(1*({season[0]}<>{season[1]}))"
    differing += f"+({terms[0].here}<>{terms[1].here})"
    sheet.put(_SEASON + 13, 12, "Inputs changed here", "Line")
    sheet.ws.print_area = f"A1:{_WORTH}{last + 1}"
    return Laid(totals, last, f"{sheet.live(_SEASON + 13, 14, differing, fmt=WHOLE).full}=0")


def _terms(book: Book, sheet: Sheet, found: Budget, currency: str, last: int, told: Words) -> tuple[Ref, Ref]:
    """What the months rest on, and what they come to."""
    cents, cash = money(currency, cents=True), money(currency)
    sheet.section(_TERMS, "What it rests on", 9)
    sheet.put(_TERMS + 1, 1, "Fixed costs a month", "Line")
    fixed = sheet.put(_TERMS + 1, 4, found.fixed_costs, "Input", cash)
    define(book, "FixedCosts", fixed, "Costs a month that hang on no customer; input")
    was = sheet.put(_TERMS + 1, 5, found.fixed_costs, fmt=cash)
    sheet.put(_TERMS + 1, 6, "as exported", "Line")
    given = ((found.ones.first_order, told.first), (found.ones.spend, told.following))
    for row, (amount, words) in enumerate(given, _TERMS + 2):
        sheet.put(row, 1, words, "Line")
        sheet.put(row, 4, amount, fmt=cents)
    sheet.put(_TERMS + 4, 1, "Customers to be won", "Line")
    sheet.put(_TERMS + 4, 4, found.plan_source, "Line")
    year = min(last, FIRST + 11 + (found.months[0].share < 1))
    lines = (
        (f"Margin of today's customers, to {found.months[year - FIRST].label}", f"=SUM({_OWN}{FIRST}:{_OWN}{year})"),
        (f"Margin of new customers, to {found.months[year - FIRST].label}", f"=SUM({_NEW}{FIRST}:{_NEW}{year})"),
        ("Cash flow of all months, present value", f"=SUM({_WORTH}{FIRST}:{_WORTH}{last})"),
        ("Customer equity beside it: today's customers up to the horizon", "=CustomerEquity"),
    )
    for row, (words, text) in enumerate(lines, _TERMS + 5):
        sheet.put(row, 1, words, "Line")
        sheet.live(row, 6, text, fmt=cash)
    words = f"A month's interval is of what today's customers will really bring: {told.interval}"
    sheet.put(_TERMS + 10, 1, words, "Note")
    return fixed, was


def _season(sheet: Sheet) -> tuple[str, str]:
    """Twelve factors by calendar month; the engine's own season is in the sales given already."""
    column = 12
    sheet.put(_SEASON, column, "Season of your own", "Head")
    sheet.put(_SEASON, column + 1, "Times", "Head number")
    sheet.put(_SEASON, column + 2, "As exported", "Head number")
    for row, name in enumerate(MONTHS, _SEASON + 1):
        sheet.put(row, column, name, "Line")
        sheet.put(row, column + 1, 1.0, "Input", DECIMAL)
        sheet.put(row, column + 2, 1.0, fmt=DECIMAL)
    rows = f"${_SEASON + 1}", f"${_SEASON + 12}"
    return f"$M{rows[0]}:$M{rows[1]}", f"$N{rows[0]}:$N{rows[1]}"


def _month(
    sheet: Sheet, row: int, found: Budget, at: int, currency: str, last: int, moves: Moves | None
) -> dict[str, Ref]:
    """One month: what the engine gives, then what it comes to."""
    cash, month = money(currency), found.months[at]
    own, reverse = f"{SALES}{row}", f"${_CURVE}${last - at}:${_CURVE}${last}"
    refs = {
        _LABEL: sheet.put(row, 1, month.label, "Text", "@"),
        _MIDDLE: sheet.put(row, 2, month.middle, fmt=YEARS),
        _ORDERS: sheet.put(row, 3, float(found.orders[at]), fmt=WHOLE),
        SALES: sheet.put(row, 4, float(found.total[at]), fmt=cash),
        _LOW: sheet.put(row, 5, float(found.low[at]), fmt=cash),
        _HIGH: sheet.put(row, 6, float(found.high[at]), fmt=cash),
        _WON: sheet.put(row, 12, float(found.plan[at]), "Input", "#,##0.0"),
        _WAS: sheet.put(row, 13, float(found.plan[at]), fmt="#,##0.0"),
    }
    # The oldest age on top, so that a month's plan and the ages of those won stand in the same order.
    curve = float(found.ones.curve[len(found.months) - 1 - at])
    if moves is None or moves.following is None:
        refs[_CURVE] = sheet.put(row, 14, curve, fmt="0.0000")
    else:
        refs[_CURVE] = sheet.live(row, 14, moves.following(row), fmt="0.0000")
    sheet.put(row, 20, float(found.season[at]), fmt=DECIMAL)
    season = f"$M${_SEASON + int(month.label[5:])}"
    first, spend = f"$D${_TERMS + 2}", f"$D${_TERMS + 3}"
    won = f"${_WON}${FIRST}:{_WON}{row}"
    index, new, again, won_times = f"={season}", "", "", ""
    if moves is not None:
        index, new, again, won_times = f"{index}{moves.own(row)}", moves.new, moves.again, moves.won
    live = (
        (_INDEX, index, DECIMAL),
        (_OWN, f"={own}*{_INDEX}{row}*Margin", cash),
        (_FROM, f"=MIN({_LOW}{row}*Margin,{_HIGH}{row}*Margin)*{_INDEX}{row}", cash),
        (_TO, f"=MAX({_LOW}{row}*Margin,{_HIGH}{row}*Margin)*{_INDEX}{row}", cash),
        (_PRESENT, f"={_OWN}{row}*(1+DiscountRate)^-{_MIDDLE}{row}", cash),
        (_NEW, f"=({_WON}{row}*{first}+SUMPRODUCT({won},{reverse})*{spend}*T{row}{again})*{season}*Margin{new}", cash),
        (_COST, f"={_WON}{row}*IF(ISNUMBER(AcquisitionCost),AcquisitionCost,0){won_times}", cash),
        (_FIXED, f"=FixedCosts*{month.share:.15G}", cash),
        (_CASH, f"={_OWN}{row}+{_NEW}{row}-{_COST}{row}-{_FIXED}{row}", cash),
        (_WORTH, f"={_CASH}{row}*(1+DiscountRate)^-{_MIDDLE}{row}", cash),
    )
    for letter, text, fmt in live:
        refs[letter] = sheet.live(row, ord(letter) - 64, text, fmt=fmt)
    return refs


def _tiers(sheet: Sheet, found: Budget, currency: str, last: int) -> None:
    """Each tier's part of a month's margin, by its share of the sales given."""
    cash, count = money(currency), found.tiers.shape[1]
    shares = found.tiers / np.where(found.total > 0, found.total, 1.0)[:, None]
    for at, row in enumerate(range(FIRST, last + 1)):
        for column in range(count):
            share = sheet.put(row, _TIERS + count + 1 + column, float(shares[at, column]), fmt="0.0%")
            sheet.live(row, _TIERS + column, f"=${_OWN}{row}*{share.here}", fmt=cash)
    for column, name in enumerate(DEFAULT_LABELS, _TIERS + count + 1):
        sheet.put(TABLE, column, f"Share, {name}", "Head number")


def _totals(sheet: Sheet, last: int, currency: str) -> dict[str, Ref]:
    cash = money(currency)
    sheet.put(last + 1, 1, "All months", "Total label")
    out = {}
    for letter in (_ORDERS, SALES, _OWN, _PRESENT, _WON, _NEW, _COST, _FIXED, _CASH, _WORTH):
        fmt = WHOLE if letter in (_ORDERS, _WON) else cash
        text = f"=SUM({letter}{FIRST}:{letter}{last})"
        out[letter] = sheet.live(last + 1, ord(letter) - 64, text, "Total", fmt)
    for column in range(_TIERS, _TIERS + len(DEFAULT_LABELS)):
        letter = get_column_letter(column)
        out[letter] = sheet.live(last + 1, column, f"=SUM({letter}{FIRST}:{letter}{last})", "Total", cash)
    return out


def by_tier(totals: dict[str, Ref], equity: float) -> Check:
    """Tiers against the sum of all."""
    tiers = [ref for letter, ref in totals.items() if len(letter) == 1 and ord(letter) - 64 >= _TIERS]
    words = "Budget: tiers add up to the margin of today's customers"
    return Check(words, f"=SUM({tiers[0].full}:{tiers[-1].fixed})", f"={totals[_OWN].full}", close(equity))
