"""A row of units below the header: EUR, dd.mm.yyyy, pcs. No row of it is an order, and it may say the currency."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlclv.orders import currencies
from xlclv.orders.files.layouts.plain import at
from xlclv.orders.source import quoted

_MONEY = ("amount", "price", "fee")
_PART = r"(?P<{0}>[dmyhsjtag])(?P={0}){{0,3}}"  # dd, yyyy, tt, jjjj, aaaa, gg, hh
_DAY = re.compile(
    rf"{_PART.format('a')}[-./ ]{_PART.format('b')}[-./ ]{_PART.format('c')}(?:[ t]+h{{1,2}}:mm?(?::ss?)?)?"
)
_WORD = re.compile(
    r"[-–—]?|date|datum|fecha|data|text|string|id|no\.?|nr\.?|#|pcs\.?|pieces|stk\.?|stück|units?|qty|szt\.?"
)
_PIECES = re.compile(r"[^\W\d_]{1,10}\.?|%")  # kg, hrs, Std.: of quantities, whatever it is
_EACH = re.compile(r" ?(?:/|(?:per|pro|je|par|por) ) ?[^\W\d_]+\.?")  # what a price is for one of: EUR/pc
_BRACKETS = re.compile(r"[\[(]?\s*(?:in )?(.*?)\s*[\])]?")
_LONGEST = 40  # characters of a unit


class Units(NamedTuple):
    """What the row says: its cells in words, and the currency of the amounts, "" where it names none."""

    words: str = ""
    currency: str = ""

    def told(self, where: str, row: int, secret: bool) -> tuple[str, ...]:
        """What is said of the row where there is one."""
        words = self.words and quoted(self.words, secret, "", most=60)
        return (f"{where}: row {row:,} says the units and was not read{words and f': {words}'}",) if self.words else ()


def below(records: Sequence[Sequence[str]], start: int, roles: Mapping[str, int], shown: str = "") -> Units:
    """The units that the row behind `start` records says; none where it may be an order, or amounts show another."""
    if not start or start >= len(records) or "date" not in roles:
        return Units()
    cells = {role: _bare(at(records[start], place)) for role, place in roles.items()}
    if _PIECES.fullmatch(cells.get("quantity", "")):
        cells["quantity"] = ""
    if found := _EACH.search(cells.get("price", "")):
        cells["price"] = cells["price"][: found.start()] + cells["price"][found.end() :]
    money = [cells[role] for role in _MONEY if cells.get(role)]
    known = {cell: currencies.known(cell.upper()) for cell in cells.values() if cell and not _WORD.fullmatch(cell)}
    days = {cell for cell in cells.values() if _DAY.fullmatch(cell)}
    if not all(cell in days or _WORD.fullmatch(cell) or known[cell] for cell in cells.values()):
        return Units()
    if not all(known.get(cell) for cell in money) or known.get(cells["date"]) or not (money or cells["date"] in days):
        return Units()
    named = {currencies.called(str(known[cell])) for cell in money}
    if len(named) > 1 or (shown and currencies.contradicts(shown, named)):
        return Units()
    return Units(", ".join(cell.strip() for cell in records[start] if cell.strip()), next(iter(named), ""))


def _bare(cell: str) -> str:
    """A cell in small letters, without brackets and the word in.

    >>> _bare("[EUR]"), _bare("(in €)"), _bare("dd.mm.yyyy hh:mm")
    ('eur', '€', 'dd.mm.yyyy hh:mm')
    """
    found = _BRACKETS.fullmatch(cell.casefold()) if len(cell) <= _LONGEST else None
    return found[1] if found else cell
