"""What every valuation rests on, and what it is where nobody says otherwise: the one place that states the defaults."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.checks import Check

AUTO = "auto"  # in the place of a model's name: the one that past days speak for


@dataclass(frozen=True, slots=True)
class Settings:
    """Discount rate (annual, effective), contribution share of revenue, years ahead, and the model of repeat buying.

    >>> Settings(margin=0.4)
    Settings(rate=0.1, margin=0.4, horizon=3.0, model='auto')

    Raises InputError for one out of bounds, such as a margin of 40 that was meant as 40%.
    """

    rate: float = 0.10
    margin: float = 1.0
    horizon: float = 3.0
    model: str = AUTO

    def __post_init__(self) -> None:
        check = Check()
        check.take("annual_rate", self.rate, name="rate")
        check.take("margin_share", self.margin, name="margin")
        check.take("horizon_years", self.horizon, name="horizon")
        check.done()


DEFAULTS = Settings()


def refuse_cac(cac: float | None) -> None:
    """Raise InputError for an acquisition cost of a customer that is none."""
    check = Check()
    if cac is not None:
        check.take("cac", cac)
    check.done()


def without_margin(margin: float) -> tuple[str, ...]:
    """What a reader of orders or contracts at a margin of 0 should know, which is more often a slip than a question."""
    return ("the margin given is 0%: every value is 0, and shares of it are blank",) if margin == 0 else ()
