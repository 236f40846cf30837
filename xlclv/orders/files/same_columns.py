"""Which cells of several files are compared, to find rows that stand in two of them: those of columns of one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlclv.orders.roles import Columns
from xlclv.orders.source import Source

_Name = tuple[str, int]  # and the how manieth column of this name it is


def compared(opened: Sequence[tuple[Source, Columns]]) -> list[tuple[Source, Columns]]:
    """The files, each with the places of its columns in one order for those that have the same columns.

    A file has the same columns as another if each name of one is among the other's: what one lacks is blank there.
    Files without a header, or with names of their own, are compared as their columns stand.
    """
    found = orders([source.headers for source, _ in opened]) if len(opened) > 1 else []
    return [
        (replace(source, compared=order) if order else source, columns)
        for (source, columns), order in zip(opened, found or [()] * len(opened), strict=True)
    ]


def orders(files: Sequence[Sequence[str]]) -> list[tuple[int | None, ...]]:
    """The places of each file's columns as they are compared, None for one that it lacks.

    >>> orders([["Who", "Date", "Amount"], ["Amount", "who ", "Date"], ["Date", "Who", "Amount", "Note"]])
    [(0, 1, 2, None), (1, 2, 0, None), (1, 0, 2, 3)]
    >>> orders([["Who", "Date", "Amount"], ["Kunde", "Datum", "Betrag"], []])  # as they stand
    [(0, 1, 2), (0, 1, 2), ()]
    """
    each = [_names(headers) for headers in files]
    kinds: list[list[_Name]] = []  # the columns of each kind of file
    of: list[int] = []
    for names in each:
        mine = set(names)
        at = next((n for n, kind in enumerate(kinds) if mine and (mine <= set(kind) or set(kind) <= mine)), len(kinds))
        if at == len(kinds):
            kinds.append([])
        known = set(kinds[at])
        kinds[at].extend(name for name in names if name not in known)
        of.append(at)
    places = [{name: place for place, name in enumerate(names)} for names in each]
    return [tuple(places[n].get(name) for name in kinds[at]) for n, at in enumerate(of)]


def _names(headers: Sequence[str]) -> list[_Name]:
    seen: dict[str, int] = {}
    found = []
    for header in headers:
        name = " ".join(header.split()).casefold()
        seen[name] = seen.get(name, 0) + 1
        found.append((name, seen[name]))
    return found
