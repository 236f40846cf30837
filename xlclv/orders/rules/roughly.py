"""What a cell as typed tells of its number while its column's decimal mark is not known yet.

Enough to judge by (is it a return, are few credited, is net proven), in one place; no number from here is ever added
up: amounts come from xlclv.orders.files.amounts alone.
"""

from __future__ import annotations

import re

from xlclv.orders.rules.whole_money import with_zeros, zeros_of

MINUSES = "\u2212\u2012\ufe63\uff0d"  # beside the hyphen
# A minus before or after all digits, with a currency between or not, or a bracket before them: not that of 1e-5.
_MINUS = rf"^[^0-9]*[-{MINUSES}(]|[-{MINUSES}][^0-9]*$"

# Numbers with decimal points, or with commas.
READINGS = ("replace({}, ',', '')", "replace(replace({}, '.', ''), ',', '.')")


def minus(cell: str) -> bool:
    """Whether the cell has a minus, or brackets in its place.

    >>> [minus(cell) for cell in ("-5", "($5)", "EUR -5,00", "5.00- EUR", "5.-", "1e-5", "5")]
    [True, True, True, True, False, False, False]
    """
    return bool(re.search(_MINUS, with_zeros(cell)))


def is_minus(text: str) -> str:
    """SQL for the same, of a text."""
    return f"regexp_matches({zeros_of(text)}, '{_MINUS}')"


def size(text: str, reading: str) -> str:
    """SQL: the number without its sign, in one of the READINGS."""
    return f"TRY_CAST(nullif(regexp_replace({reading.format(text)}, '[^0-9.]', '', 'g'), '') AS DOUBLE)"


def signed(text: str, reading: str) -> str:
    """SQL: the number with its sign, in one of the READINGS."""
    return f"CASE WHEN {is_minus(text)} THEN -1 ELSE 1 END * {size(text, reading)}"


def about(text: str) -> str:
    """SQL: the size of a number however it is written: of 1.234,50 what stands before the last one or two digits."""
    whole = f"regexp_replace(regexp_replace({text}, '[.,][0-9]{{1,2}}[^0-9]*$', ''), '[^0-9]', '', 'g')"
    return f"abs(coalesce(try_cast({text} AS DOUBLE), try_cast({whole} AS DOUBLE)))"


def near(text: str) -> str:
    """SQL: the same with its cents, of any decimal mark with one or two digits behind it."""
    digits, cents = (
        f"regexp_replace({text}, '[^0-9]', '', 'g')",
        f"regexp_extract({text}, '[.,]([0-9]{{1,2}})[^0-9]*$', 1)",
    )
    return f"abs(coalesce(try_cast({text} AS DOUBLE), try_cast({digits} AS DOUBLE) / power(10, length({cents}))))"
