"""What came after the cut-off against what was predicted for that time, and nothing else, in words.

The sentences are said here once: `sentence` fills them with numbers, the workbook with formulas.
"""

from __future__ import annotations

import datetime as dt

from xlclv.validation.holdout import Assessment

WIDE = 0.1  # a bias beyond it is said wherever a value is
NONE = "After {day} no repeat order came; the model predicted {predicted}"
FORESAW = "Of {came} repeat orders after {day} the model foresaw {share}%, {off}"
OVER = "After {day} {came} repeat orders came; the model predicted {predicted}, {off}"
FEW, MANY, TIMES = "{less}% too few", "{more}% too many", "{times} times as many"
DOUBLE = 2.0  # from here on a share says less than a multiple


def sentence(told: Assessment) -> str:
    """The headline of a back-test.

    >>> words(dt.date(2011, 8, 7), 5415, 4409.8)
    'Of 5,415 repeat orders after 2011-08-07 the model foresaw 81%, 18.6% too few'
    >>> words(dt.date(2022, 2, 3), 50, 1884.3), words(dt.date(2022, 2, 3), 0, 12.2)
    ('After 2022-02-03 50 repeat orders came; the model predicted 1,884, 37.7 times as many', \
'After 2022-02-03 no repeat order came; the model predicted 12')
    """
    return words(told.cutoff, told.came, told.predicted)


def words(cutoff: dt.date, came: int, predicted: float) -> str:
    """The same from its numbers."""
    numbers = {"day": f"{cutoff:%Y-%m-%d}", "came": f"{came:,}", "predicted": f"{predicted:,.0f}"}
    if not came:
        return NONE.format(**numbers)
    ratio = predicted / came
    if ratio <= 1:
        return FORESAW.format(**numbers, share=f"{ratio * 100:.0f}", off=FEW.format(less=f"{(1 - ratio) * 100:.1f}"))
    more = MANY.format(more=f"{(ratio - 1) * 100:.1f}")
    return OVER.format(**numbers, off=TIMES.format(times=f"{ratio:.1f}") if ratio >= DOUBLE else more)


def ratio(told: Assessment) -> str:
    """Predicted over came, in a word."""
    if not told.came:
        return "none came"
    share = told.predicted / told.came
    return f"{share:.1f} times" if share >= DOUBLE else f"{share:.0%} predicted"


def caution(told: Assessment | None) -> str:
    """What a bias beyond `WIDE` means for the values; empty where there is none.

    >>> missed(dt.date(2011, 8, 7), 5415, 4409.8)
    'in the back-test the model was 18.6% too low: 4,410 repeat orders predicted after 2011-08-07, 5,415 came; the \
values ahead may be as far off'
    >>> missed(dt.date(2011, 8, 7), 100, 104.0)
    ''
    """
    return "" if told is None else missed(told.cutoff, told.came, told.predicted)


def missed(cutoff: dt.date, came: int, predicted: float) -> str:
    """The same from its numbers."""
    if not wide(came, predicted):
        return ""
    off = "wrong"
    if came:
        ratio = predicted / came
        high = f"{ratio:.1f} times too high" if ratio >= DOUBLE else f"{abs(ratio - 1):.1%} too high"
        off = high if ratio > 1 else high.replace("high", "low")
    return (
        f"in the back-test the model was {off}: {predicted:,.0f} repeat orders predicted after {cutoff:%Y-%m-%d}, "
        f"{came:,} came; the values ahead may be as far off"
    )


def wide(came: int, predicted: float) -> bool:
    """Whether predicted and came are further apart than a reader may be left to find out alone."""
    return abs(predicted - came) > WIDE * came and abs(predicted - came) >= 1
