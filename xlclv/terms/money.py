"""What the money of a report is called: sales, or margin where the lines say themselves what they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """The words for it, said once: a text takes them where it is made, and `.capitalize()` where it begins with one."""

    sales: str
    come: str  # with its verb
    add_up: str  # the same, of several months
    of_week: str
    revenue: str  # beside customers and cohorts
    money: str  # all of it, of one customer
    to_date: str  # the same as a column
    brought: str  # the same at the margin of Assumptions
    came: str  # from old customers since an opening
    spend: str  # of an order, after "expected"
    an_order: str  # the same by itself
    per_order: str
    order_value: str
    of_customer: str
    bring: str  # what customers do with an order
    brings: str
    spend_model: str
    given: str  # as Flows holds it
    before: str  # what is not yet multiplied by the margin of Assumptions
    times: str  # by which it then is
    share: str  # what that margin is called beside it
    whole: str  # what that margin is a share of
    note: str  # on it


SALES = Words(
    sales="sales",
    come="sales come",
    add_up="sales of the months add up",
    of_week="sales of a week are",
    revenue="revenue",
    money="money",
    to_date="sales to date",
    brought="margin on sales to date",
    came="sales in the period at the opening's margin",
    spend="spend",
    an_order="spend",
    per_order="spend per order",
    order_value="order value",
    of_customer="spend",
    bring="spend",
    brings="spends",
    spend_model="spend model",
    given="sales before margin",
    before="before margin",
    times=" x margin",
    share="margin",
    whole="sales",
    note="Contribution share of sales; 100% shows sales instead of profit",
)
MARGIN = Words(
    sales="margin",
    come="margin comes",
    add_up="margin of the months adds up",
    of_week="margin of a week is",
    revenue="margin",
    money="margin",
    to_date="margin of the lines",
    brought="margin of the lines",
    came="margin in the period",
    spend="margin of an order",
    an_order="the margin of an order",
    per_order="margin of an order",
    order_value="margin of an order",
    of_customer="margin",
    bring="leave",
    brings="leaves",
    spend_model="model of an order's margin",
    given="margin of the lines",
    before="as the lines leave it",
    times="",
    share="the share on Assumptions",
    whole="the lines' margin",
    note="100% is the margin that the lines leave",
)


def words_of(report: Any) -> Words:
    """The words for the money of a report, of whatever kind.

    >>> from types import SimpleNamespace as told
    >>> [words_of(told(assumptions=told(by_line=by_line))).sales for by_line in (False, True)]
    ['sales', 'margin']
    """
    return words(getattr(report.assumptions, "by_line", False))


def words(by_line: bool) -> Words:
    """Those of margin where the lines say what they leave, else those of sales."""
    return MARGIN if by_line else SALES
