"""Totals that no word calls so: their cell of a level is blank, as databases and pivot tables write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from xlclv.companions.period_lines import Line, Parts, Sum, Totals, blank

_TWO = 2  # parts at least: a blank that equals one other row may be another of the same size


class Blank(NamedTuple):
    """The rows that may be such totals: below the total of their period, that itself, and of no period."""

    lower: list[Line]
    whole: list[Line]
    ends: list[Line]
    levels: tuple[int, ...]

    @property
    def rows(self) -> set[int]:
        """Their numbers."""
        return {each.row for each in (*self.lower, *self.whole, *self.ends)}


def blank_of(lines: Iterable[Line]) -> Blank:
    """What of these rows has nothing where others have something."""
    every = list(lines)
    width = max((len(each.cells) for each in every), default=0)
    levels = tuple(at for at in range(width) if any(not blank(each.cells[at]) for each in every))
    ends = [each for each in every if blank(each.period)]
    inner = [each for each in every if not blank(each.period) and each.units and each.blanks(levels)]
    return Blank([each for each in inner if each.own()], [each for each in inner if not each.own()], ends, levels)


def take_blank(those: Iterable[Line], levels: Sequence[int], parts: Parts, found: Totals) -> None:
    """Tell which of them are totals, those with more words first; the others are parts as well.

    A blank may be a level too ("no campaign"), which adds up by chance now and then: totals do so in most periods.
    """
    kinds: dict[tuple[tuple[int, ...], tuple[int, ...]], list[Line]] = {}
    for each in those:
        kinds.setdefault((each.own(), each.blanks(levels)), []).append(each)
    for (own, blanks), alike in sorted(kinds.items(), key=lambda one: (-len(one[0][0]), len(one[0][1]))):
        groups: dict[tuple[str, ...], list[Line]] = {}
        for each in alike:
            groups.setdefault((each.period, *each.at(own)), []).append(each)
        _take(groups.values(), own, blanks, parts, found)
    found.blank.sort(key=lambda one: one.row)
    found.unsure.sort(key=lambda one: one.row)


def _take(
    groups: Collection[list[Line]], own: tuple[int, ...], blanks: tuple[int, ...], parts: Parts, found: Totals
) -> None:
    """The same of rows with blanks at the same places; those of a group have the same words too."""
    equal: list[Line] = []
    seen = proven = 0
    for group in groups:
        of = parts.like(group[0], group[0].period, own, blanks)
        sums = [each for each in sorted(group, key=lambda one: one.units) if _is_sum(each, own, blanks, parts)]
        equal += sums
        if of.filled >= _TWO:
            seen += 1
            proven += bool(sums)
            if not sums and len(group) == 1 and group[0].units >= of.most:  # less is no total of it
                found.unsure.append(group[0])
    if proven and 2 * proven >= seen:
        found.blank.extend(equal)
        return
    found.unsure.extend(equal)
    for each in equal:
        parts.add(each)


def _is_sum(each: Line, own: tuple[int, ...], blanks: tuple[int, ...], parts: Parts) -> bool:
    """Whether the parts so far add up to it; what they do not is one of them."""
    of = parts.like(each, each.period, own, blanks)
    if of.filled and parts.make(each, of):
        return True
    parts.add(each)
    return False


def ends_of(lines: Sequence[Line], blank_ends: Sequence[Line], others: Collection[int], parts: Parts) -> list[Line]:
    """The rows of no period, where each is the sum of what has its words, or stands above it up to the last such row.

    None of them where one is not: then a period is missing. `others` are rows that a word calls totals.
    """
    mine, counted = {each.row for each in blank_ends}, {part.row for part in parts.all}
    above, several = Sum(), False
    for each in lines:
        if each.row in counted:
            above = above.more(each)
        elif each.row in mine:
            made = [of for of in (parts.like(each, None, each.own()), above) if parts.make(each, of)]
            if not made:
                return []
            several = several or any(of.lines >= _TWO for of in made)
        if each.row in mine or each.row in others:
            above = Sum()
    return list(blank_ends) if several else []
