"""What files beside the orders answer, on the Summary: the questions asked most, each with its answer in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlclv.companions.data import Alike, Beside, Dimension
from xlclv.companions.resemblance import NO_BETTER
from xlclv.workbook.calculation import Formula
from xlclv.workbook.cells import Value, quoted
from xlclv.workbook.sheet import Sheet
from xlclv.workbook.summary.by_dimension import By

_NAMED = 3  # people whom to call first, of each kind
_ID = 20  # letters of an id that are shown
_LEVELS = 4  # levels whose month of payback there is room for
_COUNTED = " (month 1 begins with the first order; as exported)"

Line = tuple[str, Value]


def lines(beside: Beside | None, dimensions: Sequence[By]) -> list[Line]:
    """Questions and answers, as far as the files have them."""
    return [] if beside is None else [*_worth(dimensions), *_people(beside), *_second(beside)]


def _worth(dimensions: Sequence[By]) -> Iterator[Line]:
    """The dimension whose levels have costs of their own, else the first one."""
    costs = {by.title: {level.cac for level in by.dimension.levels} - {None} for by in dimensions}
    by = max(dimensions, key=lambda one: len(costs[one.title]), default=None)
    if by is None:
        return
    name, here = by.dimension.name, quoted(by.title)
    yield f"Which {name} is worth most?", Formula(f"={here}!$A$3")
    if costs[by.title]:
        yield f"Which {name} pays best for its cost?", Formula(f"={here}!$A$4")
        yield "When is a new customer paid back?", _payback(by.dimension)


def _payback(found: Dimension) -> str:
    """The month of each level, as exported."""
    told = [
        f"{one.level}: "
        + ("not within the horizon" if one.payback_months is None else f"month {one.payback_months:g}")
        + (", predicted" if one.observed is False else "")
        for one in found.levels
        if one.cac is not None
    ]
    more = f"; {len(told) - _LEVELS} more on the sheet" if len(told) > _LEVELS else ""
    return "; ".join(told[:_LEVELS]) + more + _COUNTED


def _people(beside: Beside) -> Iterator[Line]:
    found = beside.resemblance
    if found is None:
        return
    yield "Who are the best customers?", Formula("=Profiles!$A$3")
    if found.auc is None or found.auc < NO_BETTER:
        yield "Whom to call first?", "The customers file does not tell: likeness to the best is no better than chance"
        return
    parts = [f"customers {_first(found.alike)}"] if found.alike else []
    parts += [f"of those who never bought {_first(found.prospects)}"] if found.prospects else []
    if parts:
        parts[0] = f"Most like the best, of equals those with most to come: {parts[0]}"
        yield "Whom to call first?", "; ".join(parts)


def _first(people: Sequence[Alike]) -> str:
    return ", ".join(one.id[:_ID] for one in people[:_NAMED])


def _second(beside: Beside) -> Iterator[Line]:
    if beside.second_orders is not None and beside.second_orders.median is not None:
        yield "By when to act?", Formula("=Journey!$A$3")
    if beside.steps is not None and beside.steps.steps:
        yield "What do those who exceed do early?", Formula("=Journey!$A$4")
        yield "And those who miss the mark?", Formula("=Journey!$A$5")


def build(sheet: Sheet, row: int, told: Sequence[Line], columns: Sequence[int]) -> None:
    """The lines under a header, from `row`."""
    if not told:
        return
    sheet.height(row, 18)
    for column in range(columns[0], columns[-1] + 1):
        sheet.put(row, column, None, "Head")
    sheet.put(row, columns[0], "Asked most", "Head")
    sheet.put(row, columns[1], "The answer", "Head")
    for at, (question, answer) in enumerate(told, row + 1):
        sheet.put(at, columns[0], question, "Line", "@")
        sheet.put(at, columns[1], answer, "Line", "@")
