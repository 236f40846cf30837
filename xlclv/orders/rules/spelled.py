"""How freely a user may spell a column's name: case, blanks and points, but not signs that reckon, nor currencies."""

from __future__ import annotations

import re
import unicodedata

from xlclv.orders.rules.units import currency_in

# What a formula is made of. A hyphen inside a word is spelling, one that stands alone, or first or last, takes off.
_RECKONS = re.compile(r"[{}<>*×÷/+=^%|&!~,;\u2212]|(?:(?<=\s)|^)[-–](?=\s|\w)|[-–](?=\s|$)")
_BRACKETS = re.compile(r"[()\[\]]")


def says_more(wanted: str, header: str) -> bool:
    """Whether a name that is alike but for signs says what the header does not: it reckons, or names a currency.

    >>> [says_more(name, "amount") for name in ("amount*(quantity)", "amount)", "-amount", "amount / 2", "Amount %")]
    [True, True, True, True, True]
    >>> says_more("Order-ID", "order_id"), says_more("amount", "Amount (EUR)"), says_more("Customer #", "customer")
    (False, False, False)
    >>> says_more("Amount (USD)", "Amount (EUR)"), says_more("Amount (EUR)", "Amount"), says_more("Fee (new)", "Fee")
    (True, False, True)
    """
    wanted, header = (unicodedata.normalize("NFKC", text.strip()) for text in (wanted, header))
    if not set(_RECKONS.findall(wanted)) <= set(_RECKONS.findall(header)) or _open(wanted) not in ("", _open(header)):
        return True
    money = currency_in(wanted)
    if money:
        return currency_in(header) not in ("", money)
    return bool(_BRACKETS.search(wanted)) and _letters(wanted) != _letters(header)


def reckons(wanted: str) -> bool:
    """Whether a name reads like a formula.

    >>> reckons("amount*(quantity)"), reckons("net - fee"), reckons("(1.19)"), reckons("order-id")
    (True, True, True, False)
    """
    return bool(_RECKONS.search(wanted) or _BRACKETS.search(wanted))


def _open(text: str) -> str:
    """The brackets that have no counterpart."""
    found, before = "".join(_BRACKETS.findall(text)), ""
    while found != before:
        before, found = found, found.replace("()", "").replace("[]", "")
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
