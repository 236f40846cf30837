"""Fifty at once: summarize and score, half of each to one file, among temporary files of the same folder."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.loads import Came, Load, Run, Told, beside, summed, wrong
from tests.faults.sample import write

MANY = 50
_COMMANDS = {
    "out.xlsx": ("summarize", "orders.csv", "-o", "out.xlsx"),
    "out.csv": ("score", "orders.csv", "--to", "out.csv"),
}


def at_once(folder: Path, told: Told, many: int = MANY) -> Came:
    """Every file left is whole: to the byte what a run alone writes. Who comes too late refuses, and nothing else."""
    orders = write(folder / "orders.csv")
    alone = _home(folder / "alone", orders)
    ends = [Run(words, alone, folder / "aside").ended() for words in _COMMANDS.values()]
    whole = {name: (alone / name).read_bytes() for name in _COMMANDS}
    told(f"alone: {[end.code for end in ends]}")
    shared = _home(folder / "shared", orders)
    runs = []
    for at in range(many):
        words = list(_COMMANDS.values())[at % 2]
        home = shared if at % 4 < 2 else _home(folder / f"own-{at}", orders)
        runs.append((home, Run(words, home, folder / "aside")))
    found: list[str] = []
    own = late = 0
    for at, (home, run) in enumerate(runs, 1):
        end = run.ended()
        ends.append(end)
        found.append(wrong(end, (0, 5) if home is shared else (0,)))
        late += end.code == 5
        own += home is not shared
        if end.code == 5 and "was changed by another program meanwhile" not in end.err:
            found.append(f"{end.words[0]}: {end.err.strip()[:200]}")
        told(f"{at} of {many} ended: {end.words[0]} {end.code}")
    for home in dict.fromkeys(home for home, _ in runs):
        written = [path.name for path in home.iterdir() if path.name.startswith("out.")]
        found += [f"{home.name}/{name} is not what a run alone writes"
                  for name in written if (home / name).read_bytes() != whole[name]]  # fmt: skip
        found += beside(home, ("orders.csv", *written))
        if len(written) != (2 if home is shared else 1):
            found.append(f"{home.name} holds {written}")
    found += beside(folder / "aside" / "tmp", ())
    figure = f"{own} to files of their own, all written; {many - own} to two files, {late} of them too late"
    return summed(ends[2:], found, figure)  # the first two ran alone


def _home(folder: Path, orders: Path) -> Path:
    folder.mkdir()
    os.link(orders, folder / "orders.csv")
    return folder


LOADS = [Load(f"{MANY} runs at once", at_once)]
