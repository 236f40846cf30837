"""A further column of the Customers sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class More:
    """One column: its header, number format, and numbers, or names with each customer's place among them."""

    header: str
    fmt: str
    values: NDArray[Any]
    names: Sequence[str] = ()
