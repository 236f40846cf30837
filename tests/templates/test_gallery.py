"""The gallery: every worksheet function is there, and shows what the function itself gives in a cell."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import pytest

from xlclv import udfs
from xlclv.terms.catalogue import FUNCTIONS
from xlclv.workbook.cells import Ref
from xlclv.workbook.templates.empty import new_book
from xlclv.workbook.templates.gallery import FAMILIES, Entry
from xlclv.workbook.templates.gallery.block import Block

ENTRIES: dict[str, Entry] = {name: entry for family in FAMILIES.values() for name, entry in family.items()}
# Fits take seconds and data that the file does not carry; the last two show words, not numbers.
UNCALLED = {"CLV_BTYD_FIT", "CLV_SPEND_FIT", "CLV_WHY", "CLV_SELFTEST"}


def test_every_function_has_its_block() -> None:
    """The gallery's names are the catalogue's, in its order."""
    assert list(ENTRIES) == list(FUNCTIONS)


def written(name: str) -> Block:
    """A function's block in a book of its own."""
    block = Block(new_book("x").sheet("x"), 5, FUNCTIONS[name], ENTRIES[name].kind, 14)
    ENTRIES[name].write(block)
    return block


def as_cells(name: str, value: Any) -> Any:
    """A value as xlwings hands it over: lists as rows, days as datetimes."""
    if isinstance(value, list):
        rows = value if isinstance(value[0], list) else [value]
        return [[as_cells(name, cell) for cell in row] for row in rows]
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return float(value) if isinstance(value, int) else value


def flat(result: Any) -> Iterator[Any]:
    """The cells of a result, one after the other."""
    if isinstance(result, list):
        for part in result:
            yield from flat(part)
    else:
        yield result


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in UNCALLED])
def test_what_a_block_shows_is_what_the_function_gives(name: str) -> None:
    """Each value of the block stands in the cells that the function fills with the block's own arguments."""
    block = written(name)
    arguments = [as_cells(name, block.values.get(argument.name)) for argument in FUNCTIONS[name].arguments]
    found = list(flat(getattr(udfs, name)(*arguments)))
    if name == "CLV_RETENTION":  # the block shows the endless value too
        arguments[3] = None
        found += flat(getattr(udfs, name)(*arguments))
    assert block.answers
    for shown in block.answers:
        assert any(alike(shown, cell, block.kind) for cell in found), (shown, found)


def alike(shown: Any, cell: Any, kind: str) -> bool:
    """Equal; the values of functions without a twin are held as printed, to six digits (a fit to four)."""
    if isinstance(shown, str) or isinstance(cell, str):
        return bool(shown == cell)
    return math.isclose(shown, cell, rel_tol=1e-9 if kind == "N" else 1e-4, abs_tol=1e-12)


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.kind == "N"])
def test_a_block_of_class_n_is_live(name: str) -> None:
    """It has a formula for each of its results, and says whether they equal the engine's."""
    block = written(name)
    assert block.flags
    assert all(isinstance(flag, Ref) for flag in block.flags)


def test_the_call_on_the_block_s_cells_is_complete() -> None:
    """What the block tells a user of the add-in to type names the cells in the order of the arguments."""
    assert written("CLV_CURVE").typed == "=CLV_CURVE(D13,D14:H14,D15:H15,D16,D17)"
    assert written("CLV_BREAKEVEN").typed == "=CLV_BREAKEVEN(D13,D14,,D16,D17,D18)"
