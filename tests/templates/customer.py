"""What the engine gives for the calculator's inputs: the oracle of its cells."""

from __future__ import annotations

from dataclasses import dataclass

from xlclv.formulas import acquisition, retention, simple
from xlclv.workbook.templates.calculator.example import Example
from xlclv.workbook.templates.calculator.workings import STEPS


@dataclass(frozen=True, slots=True)
class Customer(Example):
    """The inputs, and every figure that follows from them."""

    @property
    def simple(self) -> float:
        """The formula that defines CLV."""
        return float(simple.clv(self.value, self.rate, self.years, self.cost))

    @property
    def margin(self) -> float:
        """Money earned on a customer in one period."""
        return self.value * self.rate * self.share

    def net(self, timing: float | None = None, discount: float | None = None) -> float:
        """CLV over the lifetime, after acquisition cost."""
        d, w = self.discount if discount is None else discount, self.timing if timing is None else timing
        return float(simple.clv(self.value, self.rate, self.years, self.cost, self.share, d, w))

    @property
    def gross(self) -> float:
        """CLV before acquisition cost."""
        return self.net() + self.cost

    def retained(self, timing: float | None = None, first: int = 1, discount: float | None = None) -> float:
        """CLV without end at the retention rate, after acquisition cost."""
        d, w = self.discount if discount is None else discount, self.timing if timing is None else timing
        return float(retention.clv(d, self.kept, self.margin, None, w, first, 0, self.cost))

    @property
    def one_point(self) -> float:
        """What one percentage point more of retention adds."""
        more = retention.clv(self.discount, self.kept + 0.01, self.margin, None, self.timing, 1, 0, self.cost)
        return float(more) - self.retained()

    @property
    def fair(self) -> float:
        """The most to pay for a customer at the target ratio."""
        return float(acquisition.cac_max(self.gross, self.target))

    @property
    def ratio(self) -> float:
        """CLV before acquisition cost over that cost."""
        return float(acquisition.to_cac(self.gross, self.cost))

    @property
    def verdict(self) -> str:
        """What the ratio says."""
        return "destroys value" if self.ratio < 1 else "below target" if self.ratio < self.target else "on target"

    def payback(self, kept: float) -> float:
        """Payments until the acquisition cost is back."""
        return float(acquisition.payback(self.cost, self.margin, kept, self.discount, self.timing))

    @property
    def break_even_retention(self) -> float:
        """The retention at which a customer just pays the acquisition cost."""
        return float(acquisition.breakeven("retention", self.discount, None, self.margin, self.cost, self.timing))

    def worth_after(self, step: int) -> float:
        """CLV if the customer left after so many twelfths of the lifetime."""
        stay = self.years * step / STEPS
        return float(simple.clv(self.value, self.rate, stay, self.cost, self.share, self.discount, self.timing))

    def shocked(self, driver: int, sign: int) -> tuple[list[float], float]:
        """The six drivers with one of them moved, and the CLV they give."""
        drivers = [self.value, self.rate, self.years, self.cost, self.share, self.discount]
        drivers[driver] *= 1 + sign * self.shock
        drivers[4] = min(1.0, drivers[4])
        value, rate, years, cost, share, discount = drivers
        return drivers, float(simple.clv(value, rate, years, cost, share, discount, self.timing))
