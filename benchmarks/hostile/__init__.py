"""Files made to do harm, each by a few lines: what a reader must refuse in one line, or read as what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

READ, REFUSED, EITHER = "read", "refused", "read or refused"


class Case(NamedTuple):
    """One attack: on which path, what it is, how its file is made, what may come of it.

    `make` writes into a folder and gives the words of the command line after `xlclv`; `heavy` ones are too large for a
    test of every change. `says` are words of the refusal: one that is refused for another reason tries nothing.
    """

    path: str
    name: str
    make: Callable[[Path], list[str]]
    may: str = EITHER
    heavy: bool = False
    before: Callable[[Path], object] | None = None  # what happens to the process first
    says: str = ""


ORDERS = "customer,date,amount\nA,2024-01-25,30\nB,2024-02-26,7.50\n"


def check(name: str, content: bytes) -> Callable[[Path], list[str]]:
    """A file with this content, given to `xlclv check`."""

    def make(folder: Path) -> list[str]:
        (folder / name).write_bytes(content)
        return ["check", str(folder / name)]

    return make


def every() -> list[Case]:
    """All cases, path by path."""
    from benchmarks.hostile import (
        addins,
        bases,
        beside,
        days,
        injection,
        machines,
        packages,
        pages,
        parquets,
        places,
        texts,
        words,
    )

    rooms = (texts, packages, parquets, places, beside, bases, injection, words, addins, pages, days, machines)
    return [case for room in rooms for case in room.CASES]
