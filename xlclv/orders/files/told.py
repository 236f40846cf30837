"""What messages call a file: by its name, and where two have one name, by their folders too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    _Path = Path
else:
    _Path = type(Path())  # of this system


class _Told(_Path):
    """A path with a name of its own for messages. What is derived from it is a path as all are."""

    told = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.told or super().name


def called(path: Path, name: str) -> Path:
    """The path, which messages call by this name."""
    if path.name == name:
        return path
    told = _Told(path)
    told.told = name
    return told


def told_apart(paths: Sequence[Path]) -> list[Path]:
    """The files, those of one name with as many of their folders as tell them apart.

    >>> [path.name for path in told_apart([Path("2023/orders.csv"), Path("2024/orders.csv"), Path("more/returns.csv")])]
    ['2023/orders.csv', '2024/orders.csv', 'returns.csv']
    """
    whole = [path.absolute().parts for path in paths]
    few = dict.fromkeys(whole, 0)
    left, n = [*few], 0
    while left:
        n += 1
        ends = Counter(parts[-n:] for parts in left)  # of those told apart by fewer, none ends so
        few |= {parts: n for parts in left if ends[parts[-n:]] == 1 or n >= len(parts)}
        left = [parts for parts in left if not few[parts]]
    return [
        called(path, "/".join(parts[-few[parts] :])) if few[parts] > 1 else path
        for path, parts in zip(paths, whole, strict=True)
    ]
