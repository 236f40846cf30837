"""Rows by period that total others: of all periods, or of the parts of one. What is proven is left out, no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlclv.companions.blank_levels import blank_of, ends_of, take_blank
from xlclv.companions.period_lines import Line, Parts, Sum, Totals
from xlclv.errors import counted
from xlclv.orders.ledger import exact
from xlclv.orders.source import also, quoted


def totals(lines: Sequence[Line], scale: int) -> Totals:
    """What of the lines, in their order, is a total: other lines add up to it but for rounding, and a word says so.

    Where no word stands in a level at all, see `take_blank`.
    """
    found, parts = Totals(), Parts(scale)
    ends = {each.row for each in lines if each.of_all}
    inner = [each for each in lines if each.row not in ends and each.of_one]
    named = {each.row for each in inner} | ends
    blank = blank_of(each for each in lines if each.row not in named)
    may_be = named | blank.rows
    for each in lines:
        if each.row not in may_be:
            parts.add(each)
    take_blank(blank.lower, blank.levels, parts, found)
    if (wrong := _of_one(inner, parts, found)) is not None:
        return Totals(wrong=wrong)
    take_blank(blank.whole, blank.levels, parts, found)
    found.blank.extend(ends_of(lines, blank.ends, ends, parts))
    return _of_all(lines, ends, parts, found)


def _of_one(inner: Sequence[Line], parts: Parts, found: Totals) -> tuple[Line, int] | None:
    """The totals of one period; gives one that is called so for sure and is not, and what the others add up to."""
    for each in sorted(inner, key=lambda one: -len(one.own(numbers=True))):
        others = parts.like(each, each.period)
        alike, nearest = (parts.like(each, each.period, each.own(numbers)) for numbers in (False, True))
        if parts.make(each, alike if alike.lines else others) or parts.make(each, nearest):
            found.gone.append(each)
            continue
        if each.sure and alike.lines:
            return each, alike.units
        if alike.lines or (others.lines and each.sure):
            found.doubtful.append(each)
        parts.add(each)
    return None


def _of_all(lines: Sequence[Line], ends: set[int], parts: Parts, found: Totals) -> Totals:
    """The same with the totals of all periods, where one of them is all, or each is of a group or what stands above."""
    of_all = [each for each in lines if each.row in ends]
    if not any(parts.make(each, parts.like(each, None)) for each in of_all):
        counted, above = {part.row for part in parts.all}, Sum()
        for each in lines:
            if each.row in counted:
                above = above.more(each)
            elif each.row in ends:
                if not parts.make(each, above) and not parts.make(each, parts.like(each, None, each.own())):
                    return Totals(wrong=(each, parts.like(each, None).units))
                above = Sum()
    found.gone.extend(of_all)
    found.gone.sort(key=lambda one: one.row)
    return found


def unequal(found: Totals, scale: int, secret: bool) -> str:
    """What to say of the total to which the other rows do not add up, "" where there is none."""
    if found.wrong is None:
        return ""
    total, others = found.wrong
    of = "" if total.of_all else f" for {quoted(total.period, secret, 'its period')}"
    rule = f"the row looks like a total of {exact(total.units, scale).normalize():,f}{of}, but the other rows"
    return f"{rule}{' of the period' if of else ''} add up to {exact(others, scale).normalize():,f}"


def doubted(where: str, found: Totals, what: str, secret: bool, row: Callable[[int], int] = int) -> list[str]:
    """A warning of rows that are called as totals are and count, for they are not what the others add up to.

    `row` gives the number of a row as the file's own program has it.
    """
    said = []
    if found.doubtful:
        word = quoted(found.doubtful[0].of_one, secret, "a word of totals")
        said.append((found.doubtful, f"has {word} beside other rows of its period, which do not add up to it,"))
    if found.unsure:
        said.append((found.unsure, "has a blank where other rows of its period have something,"))
    return [
        f"{where}: row {row(those[0].row):,}{also([row(each.row) for each in those[1:]])} {rule} and counts as {what} "
        "of its own; if it is a total, take it out of the file"
        for those, rule in said
    ]


def by_blank(many: int) -> str:
    """What to say of so many rows that are left out as totals without a word of one."""
    rule = "a total: it has a blank where others have something, and they add up to it"
    rules = "totals: they have a blank where others have something, and those add up to them"
    return f"{counted(many, 'row')} left out as {rule if many == 1 else rules}"
