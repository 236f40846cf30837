"""How long a cell may be: in characters, of an id or a header; in bytes, of anything that is read."""

from __future__ import annotations

LONGEST = 32_767  # characters that a cell of Excel can hold
TOO_LONG = f"more characters than a cell can hold ({LONGEST:,})"
CELL = 4 << 20  # bytes that a cell may have: as many as a row of a text file
