"""How many decimals amounts are held with: as many as they have, unless their sum then outgrows 64 bits.

A computed cell such as 0.333333333 gives a column nine decimals, and with nine no more than 9.2 billion can be added
up: a week's sales in dong or won. Such amounts are held with fewer, and told to be; whole cents are never rounded.
"""

from __future__ import annotations

from decimal import Decimal

LARGEST = 2**63 - 1
CENTS = 2  # decimals that no money loses
_SPARE = 4  # times what is added up has room, once decimals have to go


def decimals(largest: float | Decimal, total: float | Decimal, scale: int) -> int:
    """With how many decimals, of as many as `scale`, money is held: all where the largest fits, else what all need.

    >>> decimals(9e9, 5e10, 9), decimals(1e10, 5e10, 9), decimals(1e17, 1e17, 9), decimals(1e30, 1e30, 0)
    (9, 7, 2, 0)
    """
    if fits(largest, scale):
        return scale
    few = min(scale, CENTS)
    return next((some for some in range(scale, few, -1) if fits(total * _SPARE, some)), few)


def fits(money: float | Decimal, scale: int) -> bool:
    """Whether so much money is a whole number of 10**-scale in 64 bits."""
    return bool(money * 10**scale <= LARGEST)


def at(units: str, scale: int, wanted: int) -> str:
    """SQL for whole units of one scale at another, rounded half away from 0 where that has fewer decimals."""
    if wanted >= scale:
        return f"({units}) * {10 ** (wanted - scale)}"
    unit = 10 ** (scale - wanted)
    return f"CAST((({units})::HUGEINT + sign({units})::HUGEINT * {unit // 2}) // {unit} AS BIGINT)"


def moved(units: int, scale: int, wanted: int) -> int:
    """The same of a number.

    >>> moved(-15, 1, 0), moved(-14, 1, 0), moved(3, 0, 2)
    (-2, -1, 300)
    """
    if wanted >= scale:
        return units * int(10 ** (wanted - scale))
    unit = int(10 ** (scale - wanted))
    size = (abs(units) + unit // 2) // unit
    return size if units >= 0 else -size
