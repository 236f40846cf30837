"""One thing that a doctor looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was found, how to fix it, and what to write to one's IT."""

    subject: str
    well: bool
    found: str
    fix: str = ""
    it: str = ""
