"""The one writer of JSON: what is not a number is refused by its place, never written as NaN, which no JSON has."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from xlclv.errors import OutputError, printable


def written(data: Any) -> str:
    """The data as JSON text. Raises OutputError for NaN or infinity anywhere in it.

    What JSON may hold as it is, and yet moves a terminal's cursor or turns its letters, is the same text by its number.

    >>> written(["a\x9bb", "\u00e9"]).isascii(), written(["a\x9bb\x7f\u202e\u200f\U000e0041"]).split()[1]
    (False, '"a\\\\u009bb\\\\u007f\\\\u202e\\\\u200f\\\\udb40\\\\udc41"')
    >>> print(written({"customers": 2, "mean": None}))
    {
      "customers": 2,
      "mean": null
    }
    >>> written({"segments": [{"mean": float("nan")}]})
    Traceback (most recent call last):
    ...
    xlclv.errors.OutputError: the report holds a value that is not a number: segments, 1, mean
    """
    for place in _not_numbers(data, ()):
        raise OutputError(f"the report holds a value that is not a number: {', '.join(place)}")
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    return "\n".join(printable(line, sign=lambda letter: json.dumps(letter)[1:-1]) for line in text.split("\n"))


def _not_numbers(data: Any, place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(data, float) and not math.isfinite(data):
        yield place
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _not_numbers(value, (*place, str(name)))
    elif isinstance(data, list | tuple):
        for i, value in enumerate(data, 1):
            yield from _not_numbers(value, (*place, str(i)))
