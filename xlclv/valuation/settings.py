"""What every valuation rests on, and what it is where nobody says otherwise: the one place that states the defaults."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.errors import NUM, Fault, InputError

AUTO = "auto"  # in the place of a model's name: the one that past days speak for


@dataclass(frozen=True, slots=True)
class Settings:
    """Discount rate (annual, effective), contribution share of revenue, years ahead, and the model of repeat buying.

    Raises InputError for a margin of 0: every value would be 0, which is more often a slip than a question.

    >>> Settings(margin=0.4)
    Settings(rate=0.1, margin=0.4, horizon=3.0, model='BG/NBD')
    """

    rate: float = 0.10
    margin: float = 1.0
    horizon: float = 3.0
    model: str = "BG/NBD"

    def __post_init__(self) -> None:
        refuse_no_margin(self.margin)


def refuse_no_margin(margin: float) -> None:
    """InputError for a margin of 0, of orders and contracts alike. In a workbook it may be typed all the same."""
    if margin == 0:
        rule = "of 0% makes every value 0; give the contribution share of revenue, such as 40%"
        raise InputError((Fault("margin", rule, NUM),))


DEFAULTS = Settings()
