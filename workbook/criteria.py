"""Sums over the rows that hold a text: by a criterion, where Excel takes the text as it stands."""

from __future__ import annotations

import re

_MEANT = re.compile(r"[*?~]|^[<>=]|^(true|false)$", re.IGNORECASE)  # wildcards, comparisons, logical values


def takes(label: str) -> bool:
    """Whether SUMIFS and COUNTIFS look for the text itself.

    >>> takes("Gold"), takes("A*"), takes("TRUE")
    (True, False, False)
    """
    return _MEANT.search(label) is None


def summed(values: str, keys: str, cell: str, label: str) -> str:
    """The formula for the sum of values in the rows whose key is what the cell holds, the label now.

    >>> summed("B:B", "A:A", "D1", "Gold"), summed("B1:B9", "A1:A9", "D1", "TRUE")
    ('=SUMIFS(B:B,A:A,D1)', '=SUMPRODUCT((A1:A9=D1)*B1:B9)')
    """
    return f"=SUMIFS({values},{keys},{cell})" if takes(label) else f"=SUMPRODUCT(({keys}={cell})*{values})"
