"""Do frequent buyers spend more an order? Gamma-Gamma assumes that they do not (Fader, Hardie & Lee 2005b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlclv.checks import Check
from xlclv.models.likelihood.history import paired
from xlclv.models.spend import price
from xlclv.terms.money import SALES, Words
from xlclv.validation.metrics import correlation, ranks

WEAK = 0.2  # up to this the values move little; Fader, Hardie & Lee went on with .11 on CDNOW


@dataclass(frozen=True, slots=True)
class Independence:
    """Correlation of frequency and mean order value over the repeat buyers, two ways; None where one does not vary.

    `pearson` is the one to show and to judge by: it is the paper's, and it is 0 when the model holds, for then the
    expected mean does not depend on how many orders it is of. `spearman`, of ranks, stands beside it because a few
    large accounts can make or hide the other; but it leans upward even when the model holds, since the mean of
    several orders is less skewed than one order, so its median is higher (.2 on CDNOW where pearson is .11).
    p-values are two-sided, by Student's t. With many customers a tiny correlation is significant too, so `holds`
    judges by size: `pearson` is at most .2 either way.
    """

    customers: int
    pearson: float | None
    pearson_p: float | None
    spearman: float | None
    spearman_p: float | None

    @property
    def holds(self) -> bool:
        """Whether `pearson` is at most .2 either way."""
        return abs(self.pearson or 0.0) <= WEAK

    @property
    def sentence(self) -> str:
        """What the numbers mean for the values, for a reader who knows no statistics."""
        return self.told(SALES)

    def told(self, said: Words) -> str:
        """The same in the words for what the money is."""
        if self.pearson is None:
            return "too few repeat buyers differ in frequency and mean order value to judge whether the two are related"
        ranked = self.spearman or 0.0
        shown = f"frequency and mean order value correlate with {self.pearson:+.2f} (by ranks {ranked:+.2f})"
        if self.holds:
            return f"{shown}: weak enough to value orders and their number apart"
        how, side = ("more", "understated") if self.pearson > 0 else ("less", "overstated")
        return f"{shown}: frequent buyers {said.bring} {how} an order, and their values may be {side}"


def independence(frequency: Any, monetary_value: Any) -> Independence:
    """The correlations over customers with frequency and monetary_value above 0; two lists, one entry a customer.

    Raises InputError for values out of bounds or lists of unequal length.

    >>> found = independence([1, 2, 3, 0, 4, 1], [10, 9, 14, 0, 12, 11])
    >>> found.customers, round(found.pearson, 4), round(found.pearson_p, 4), found.holds
    (5, 0.5782, 0.3072, False)
    """
    check = Check()
    x, m = check.take("frequency", frequency), check.take("monetary_value", monetary_value)
    x, m = paired(check, frequency=x, monetary_value=m)
    check.done()
    used = (x > 0) & (m > 0)
    x, m = x[used], m[used]
    if x.size < 3 or not price.spread(m):
        return Independence(x.size, None, None, None, None)
    plain, ranked = correlation(x, m), correlation(ranks(x), ranks(m))
    return Independence(x.size, plain, p_value(plain, x.size), ranked, p_value(ranked, x.size))


def p_value(found: float | None, n: int) -> float | None:
    """Two-sided p-value of a correlation of n pairs, t = r sqrt((n - 2) / (1 - r^2)) with n - 2 degrees of freedom.

    >>> round(p_value(0.5, 20), 6)
    0.02477
    """
    from scipy.special import betainc

    if found is None or n < 3:
        return None
    # P(|t| > r sqrt(df / (1 - r^2))) = I(1 - r^2; df / 2, 1 / 2)
    return float(betainc(0.5 * (n - 2), 0.5, (1.0 - found) * (1.0 + found)))
