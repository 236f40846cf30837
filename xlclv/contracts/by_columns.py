"""A column of --by of contracts as levels, by the rules of orders: classes of numbers, years of dates."""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.companions.levels import BLANK, MOST, OTHER, Levels, fewer, levels
from xlclv.places import places

ORIGIN = "contracts"


def name_levels(con: Any, role: str, column: str, edges: tuple[float, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fill the table `names<n>` (cell, place of its level) for the role `level<n>`; gives the levels, and what to say.

    Of more levels than there is room for, those worth most MRR stand alone and the others are one.
    """
    import pyarrow as pa

    found = con.execute(
        f"SELECT {role}, count(*), CAST(sum(mrr) AS DOUBLE) FROM contracts WHERE used GROUP BY 1 ORDER BY 1"
    ).fetchall()
    cells = [name for name, *_ in found]
    many = np.array([count for _, count, _ in found], dtype=np.int64)
    first = np.cumsum(many) - many
    worth = np.zeros(int(many.sum()))
    worth[places(first)] = [mrr for *_, mrr in found]
    blank = ["" if cell == BLANK else cell for cell in cells]
    every = levels(column, ORIGIN, blank, np.repeat(np.arange(len(cells)), places(many)), edges)
    few = fewer(every, worth)
    place = few.of[places(first)].tolist()
    table = f"names{role.removeprefix('level')}"
    con.register("levels_given", pa.table({"name": pa.array(cells, pa.string()), "place": pa.array(place, pa.int64())}))
    con.execute(f"CREATE TABLE {table} AS SELECT * FROM levels_given")
    con.unregister("levels_given")
    return few.labels, _said(every, few, column, len(cells), bool(edges))


def _said(every: Levels, few: Levels, column: str, cells: int, told: bool) -> tuple[str, ...]:
    """What was made of the cells, where a level is not a cell."""
    notes = []
    if every.kind == "number" and not told and len(every.labels) < cells:
        notes.append(f'--by {column}: numbers stand in classes; --by "{column}=10,50" sets their edges')
    if every.kind == "year":
        notes.append(f"--by {column}: dates stand by year")
    if len(few.labels) < len(every.labels):
        rest = len(every.labels) - (MOST - 1)
        notes.append(
            f"--by {column}: {len(every.labels):,} levels; the {MOST - 1} of most MRR stand alone, the other {rest:,} "
            f'are "{OTHER}"'
        )
    return tuple(notes)
