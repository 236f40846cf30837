"""The movement of customer equity from its pieces, as insurers audit the value of their contracts.

Source: CFO Forum, Market Consistent Embedded Value Principles, analysis of movement, carried over to customers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from xlclv.checks import Check

OPENING, DATA, LONGER, INTEREST, MARGIN, BEHAVIOUR, NEW, MODEL, ASSUMPTIONS, CLOSING = (
    "opening",
    "data",
    "longer horizon",
    "interest",
    "margin expected in the period",
    "experience: behaviour",
    "new customers",
    "model",
    "assumptions",
    "closing",
)
CHECK = "check"


def statement(
    opening: Any, horizon_roll: Any, rate: Any, years: Any, expected_margin: Any, behaviour: Any, new_value: Any,
    model: Any, assumptions: Any, data: Any = 0.0, closing: Any = None,
) -> list[tuple[str, float]]:  # fmt: skip
    """The lines of one period with their closing, and last what a closing known from elsewhere differs from it.

    Interest is worked out: opening, data and longer horizon x ((1 + rate)^years - 1). The expected margin is that of
    the period, carried to its end, and leaves the value. `assumptions` may be several, which add up.

    Raises InputError for years below 0 or a rate out of bounds.

    >>> lines = dict(statement(195860, 9247, 0.1, 91 / 365.25, 27879, -2409, 0, -3182, 2015))
    >>> round(lines["interest"]), round(lines["closing"]), lines["check"]
    (4929, 178581, 0.0)
    """
    check = Check()
    begun, late = check.take("equity_opening", opening, name="opening"), check.take("equity_data", data, name="data")
    roll = check.take("horizon_roll", horizon_roll)
    annual, length = check.take("annual_rate", rate, name="rate"), check.take("period_years", years, name="years")
    due = check.take("expected_margin", expected_margin)
    rest = [
        check.take(key, value, name=name)
        for key, name, value in (
            ("equity_behaviour", "behaviour", behaviour),
            ("equity_new", "new_value", new_value),
            ("equity_model", "model", model),
        )
    ]
    changed = check.take("equity_assumptions", assumptions, name="assumptions")
    end = None if closing is None else check.take("equity_closing", closing, name="closing")
    check.done()
    with np.errstate(over="ignore", invalid="ignore"):
        interest = (begun + late + roll) * ((1.0 + annual) ** length - 1.0)
        amounts = [begun, late, roll, interest, -due, *rest, np.sum(changed)]
        total = check.finite("opening", sum(amounts))
    names = (OPENING, DATA, LONGER, INTEREST, MARGIN, BEHAVIOUR, NEW, MODEL, ASSUMPTIONS)
    lines = [(name, float(amount)) for name, amount in zip(names, amounts, strict=True)]
    return [*lines, (CLOSING, float(total)), (CHECK, 0.0 if end is None else float(end - total))]
