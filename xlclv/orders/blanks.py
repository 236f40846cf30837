"""What is said of rows that are blank where a table is read."""

from __future__ import annotations

from xlclv.errors import counted


def not_read(blank: int, beside: int) -> list[str]:
    """Of rows without any cell, and of those with cells in columns that are not used alone.

    >>> not_read(1, 0), not_read(0, 2)
    (['1 blank row was not read'], ['2 rows with cells only in columns that are not used were not read'])
    """
    said = [f"{counted(blank, 'blank row')} {_were(blank)} not read"] if blank else []
    rows = f"{counted(beside, 'row')} with cells only in columns that are not used"
    return [*said, *([f"{rows} {_were(beside)} not read"] if beside else [])]


def _were(many: int) -> str:
    return "was" if many == 1 else "were"
