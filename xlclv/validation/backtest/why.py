"""Why a model was chosen: in a few words for a headline, in two plain sentences, and in figures for Method."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

HARDLY = 0.005  # a level nearer to 1 than this is not worth a word on page 1


class Tried(Protocol):
    """A method, and how far off customers' money was on past days, as a share of all."""

    @property
    def words(self) -> str: ...
    @property
    def mean(self) -> float: ...


class Moved(Protocol):
    """The level of values, and what it rests on; see choosing.Level."""

    @property
    def factor(self) -> float: ...
    @property
    def missed(self) -> float: ...


class Why(NamedTuple):
    """Empty where nobody asked for a choice."""

    brief: str = ""
    sentence: str = ""
    details: str = ""


UNASKED = Why()
_ALONE = "as past days had it"


def by_past_days(chosen: Tried, found: Sequence[Tried], at: Moved, days: int, own_rate: float) -> Why:
    """What past days said; `found` are all methods tried there, `own_rate` the weight of customers' own rates."""
    others = sorted((one for one in found if one is not chosen), key=lambda one: one.mean)
    where = f"{days} past day{'' if days == 1 else 's'}"
    moved = abs(at.factor - 1.0) >= HARDLY
    nearer = bool(others) and others[0].mean < chosen.mean
    brief = "none clearly nearer on past days" if nearer else "the nearest on past days" if others else _ALONE
    return Why(
        brief + (f", values times {at.factor:.2f}" if moved else ""),
        f"{_chosen(chosen, others, where)}{_level(at.factor) if moved else ''}",
        f"{_errors(chosen, others, where)} {_moves(at, own_rate) if moved else 'Its totals are left as they are.'}",
    )


def by_likelihood(name: str, models: int, reason: str, figures: str) -> Why:
    """What the likelihood said where no past day could be asked, for the `reason` given."""
    return Why(
        "the likeliest",
        f"{name} is used: of {models} models it makes these orders likeliest ({reason}).",
        f"{figures}.",
    )


def _chosen(chosen: Tried, others: Sequence[Tried], where: str) -> str:
    if not others:
        return f"{chosen.words} is used, the only method that could be tried on {where}."
    if others[0].mean < chosen.mean:
        several = (
            f"none of the other {len(others)} methods came" if len(others) > 1 else f"{others[0].words} did not come"
        )
        return f"{chosen.words} is used: on {where} {several} clearly nearer to what each customer then brought."
    return (
        f"{chosen.words} is used: on {where} it came nearest of {len(others) + 1} methods to what each customer then "
        "brought."
    )


def _level(factor: float) -> str:
    """In a share while that reads well, as a factor beyond."""
    size = f"raised by {factor - 1:.0%}" if factor > 1 else f"lowered by {1 - factor:.0%}"
    return f" Values are {size}, as its misses then and customers' recent orders suggest."


def _errors(chosen: Tried, others: Sequence[Tried], where: str) -> str:
    """Every method's errors; those above 100% are usual where most customers bring nothing."""
    figures = f"{chosen.words} {chosen.mean:.1%}"
    if others:
        figures += "; " + ", ".join(f"{one.words} {one.mean:.1%}" for one in others)
    return (
        f"Customers' errors on {where}, added up without their signs, as a share of the money that came, each method "
        f"brought to the total that came: {figures}."
    )


def _moves(at: Moved, own_rate: float) -> str:
    way = "too little" if at.missed < 0 else "too much"
    return (
        f"In all it predicted {abs(math.expm1(at.missed)):.0%} {way} there. Values are taken times {at.factor:.2f}: "
        f"{1 - own_rate:.0%} by that error, {own_rate:.0%} by the customers' own recent rate, less what chance "
        "explains, and less again for fewer than 200 customers."
    )
