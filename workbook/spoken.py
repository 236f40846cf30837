"""Numbers in sentences: what Excel's ROUND and FIXED make of them, so that a cached sentence is the calculated one."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(number: float, places: int = 0) -> Decimal:
    """Excel's ROUND: halves go away from zero, on the 15 digits that Excel sees."""
    return Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def shown(number: float, places: int = 0) -> str:
    """What ROUND(number, places)&"" shows: no zeros at the end."""
    text = f"{rounded(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(number: float, places: int = 0) -> str:
    """What FIXED(number, places) shows: thousands set apart, as many places as asked for."""
    return f"{rounded(number, places):,f}"
