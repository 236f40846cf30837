"""How whoever has a workbook written hears how far it is."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done, how much of it is done, and of how much (0: it is not counted).
Progress = Callable[[str, int, int], None]
