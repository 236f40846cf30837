"""Whole money as Swiss, Germans, Dutch, Scandinavians and Indians write it: 5.-, 15,--, 250:- or 250/- is no minus."""

from __future__ import annotations

import re

_DASH = "[-\u2013\u2014\u2212]"
# A decimal sign and a dash in place of the cents; what may follow is a currency, or a bracket that closes.
_WRITTEN = ((rf"([0-9][.,])(?:--|{_DASH})([^0-9-]*)$", r"\g<1>00\2"), (rf"([0-9])[:/]{_DASH}([^0-9-]*)$", r"\1\2"))


def with_zeros(cell: str) -> str:
    """The cell with the cents that a dash stands for.

    >>> with_zeros("1'250.-"), with_zeros("15,-- EUR"), with_zeros("250/-"), with_zeros("12.50-"), with_zeros("12-")
    ("1'250.00", '15,00 EUR', '250', '12.50-', '12-')
    """
    for pattern, zeros in _WRITTEN:
        cell = re.sub(pattern, zeros, cell)
    return cell


def zeros_of(text: str) -> str:
    """SQL for the same, of a text."""
    for pattern, zeros in _WRITTEN:
        text = f"regexp_replace({text}, '{pattern}', '{zeros.replace('g<1>', '1')}')"
    return text
