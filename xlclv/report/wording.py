"""Words for money that a report carries as sales, which is margin already where the lines say their own cost."""

from __future__ import annotations

from typing import Any

# The longest first: what a margin is taken of is margin already.
_WORDS = (
    (" sales before margin", " margin"),
    ("Sales before margin", "Margin of the lines"),
    (", before margin", ", margin of the lines"),
    (" x margin", ""),
    (", times the margin", ""),
    ("sales", "margin"),
    ("Sales", "Margin"),
    ("revenue", "margin"),
    ("Revenue", "Margin"),
)


def of_money(report: Any, text: str) -> str:
    """A text that speaks of sales, as it is where values are the margin of the lines.

    >>> from types import SimpleNamespace as told
    >>> report = told(assumptions=told(by_line=True))
    >>> of_money(report, "Expected sales by week"), of_money(report, "Sales so far x margin: ")
    ('Expected margin by week', 'Margin so far: ')
    """
    if getattr(report.assumptions, "by_line", False):
        for sales, margin in _WORDS:
            text = text.replace(sales, margin)
    return text
