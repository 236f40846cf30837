"""What the race has run so far, a line a cut-off, so that an interrupted race goes on where it stopped.

A line holds only for the code and the libraries it was run with: the key has a digest of them.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from xlclv.validation.backtest.judging import Nearness

_ROOT = Path(__file__).resolve().parents[2]
_CODE = (*(f"xlclv/{room}" for room in ("models", "valuation", "validation", "orders")), "benchmarks/race")


class Result(NamedTuple):
    """One method at one cut-off. `held` is None without an interval, `near` without a forecast."""

    method: str
    near: Nearness | None
    held: bool | None
    notes: tuple[str, ...] = ()

    @property
    def miss(self) -> float:
        return abs(self.near.bias) if self.near is not None and self.near.bias is not None else float("nan")


class Kept:
    """The file of lines; without a path nothing is kept. `seconds` of the processor are those of all that was asked."""

    def __init__(self, path: Path | None) -> None:
        self.path, self.seconds = path, 0.0
        self._found: dict[str, dict[str, Any]] = {}
        self._code = code() if path else ""
        if path and path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            self._found = {line["key"]: line for line in map(_whole, lines) if line}

    def of(self, key: str, make: Callable[[], Sequence[Result]]) -> list[Result]:
        """The results under a key: those of an earlier run with the same code, else made and kept."""
        key = f"{self._code} {key}"
        line = self._found.get(key)
        if line is None:
            start = time.process_time()
            made = list(make())
            line = {"key": key, "seconds": time.process_time() - start, "results": [_plain(result) for result in made]}
            self._keep(line)
        self.seconds += line["seconds"]
        return [_result(plain) for plain in line["results"]]

    def _keep(self, line: dict[str, Any]) -> None:
        self._found[line["key"]] = line
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")


def code() -> str:
    """A digest of the sources that a forecast rests on, and of the versions of the libraries."""
    found = hashlib.sha256(" ".join(version(name) for name in ("numpy", "scipy")).encode())
    for room in _CODE:
        for path in sorted((_ROOT / room).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _whole(line: str) -> dict[str, Any] | None:
    """A line as it was kept; None for the half of one that an interruption left."""
    try:
        found: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None
    return found


def _plain(result: Result) -> list[Any]:
    near = result.near and [getattr(result.near, name) for name in Nearness.__dataclass_fields__]
    return [result.method, near, result.held, list(result.notes)]


def _result(plain: list[Any]) -> Result:
    method, near, held, notes = plain
    return Result(method, Nearness(*near) if near else None, held, tuple(notes))
