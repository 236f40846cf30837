"""`python -m tests.faults --points 200`: each signal at that many moments inside the save, and all over a run."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.faults import kills, whole
from tests.faults.sample import report


def main() -> int:
    """Run, print the tables; 1 when a target was broken or a temporary stayed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--points", type=int, default=200, help="moments inside the save, for each of three signals")
    parser.add_argument("--whole", type=int, default=20, help="moments of the whole command, for each of three signals")
    given = parser.parse_args()
    made, found = report(), []
    with tempfile.TemporaryDirectory() as folder:
        found += kills.run(made, given.points, Path(folder), lambda words: print(words, flush=True))
    show("Inside the save", found)
    if given.whole:
        with tempfile.TemporaryDirectory() as folder:
            over = whole.run(given.whole, Path(folder), lambda words: print(words, flush=True))
        show("Over the whole command, from its first breath", over)
        found += over
    broken, left = sum(t.broken for t in found), sum(t.left + t.litter for t in found)
    print(f"{sum(t.points for t in found)} points, {broken} targets broken, {left} temporaries left", end="; ")
    print(f"{whole.cpu_seconds():.0f} CPU s")
    return 1 if broken or left else 0


def show(title: str, tallies: list[kills.Tally]) -> None:
    """One row a signal."""
    table = Table(title=title, title_justify="left")
    for name in ("signal", "points", "old file", "new file", "broken", "litter", "left after the next run"):
        table.add_column(name, justify="left" if name == "signal" else "right")
    for t in tallies:
        table.add_row(t.signal, *map(str, (t.points, t.old, t.new, t.broken, t.litter, t.left)))
    Console(width=100).print(table)


if __name__ == "__main__":
    sys.exit(main())
