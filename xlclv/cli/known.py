"""How the terminal shows a figure that there may be none of, such as a share of no value."""

from __future__ import annotations


def known(number: float | None, fmt: str) -> str:
    """The number in its format, or a dash.

    >>> known(0.25, ".1%"), known(None, ".1%")
    ('25.0%', '-')
    """
    return "-" if number is None else format(number, fmt)
