"""How customer equity of contracts moved between two days, by the lines that orders have.

Old customers are the relationships that ran on the opening day; who began or came back since is new. The end of a
contract that came after the opening is taken as unknown on it, for no file says when notice was given: value and
payments together are then a martingale under the true curve, which a test and a study hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from xlclv.checks import Floats
from xlclv.contracts.data import Contracts, Ints
from xlclv.contracts.periods import FOREVER
from xlclv.contracts.relationships import Grace, Relationships, belonging, counted, payments_made, relationships
from xlclv.contracts.retention import Fitted
from xlclv.contracts.values import Group, Terms, due_within, groups_of, values
from xlclv.discounting import DAYS_PER_YEAR
from xlclv.errors import NotIdentifiedError
from xlclv.formulas.equity_movement import (
    ASSUMPTIONS,
    BEHAVIOUR,
    CLOSING,
    DATA,
    INTEREST,
    LONGER,
    MARGIN,
    MODEL,
    NEW,
    OPENING,
)
from xlclv.places import places
from xlclv.planning.movement import BY_HORIZON, BY_MARGIN, BY_RATE, Movement, stated_by_tier
from xlclv.planning.movement import LINES as OF_ORDERS
from xlclv.planning.opening import Opening, agreeing, by_tier, in_order, named, number, opened, unfit

BY_GROWTH, BY_TIMING = f"{ASSUMPTIONS}: growth of fees", f"{ASSUMPTIONS}: timing"
LINES = (*OF_ORDERS[:-1], BY_GROWTH, BY_TIMING, CLOSING)
_CHANGED = {"rate": BY_RATE, "margin": BY_MARGIN, "horizon": BY_HORIZON, "growth": BY_GROWTH, "timing": BY_TIMING}
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a valuation of contracts rests on: the pooled curve and those of levels, by name, and the terms."""

    curves: tuple[Fitted, ...]
    names: tuple[str, ...]
    terms: Terms

    def follows(self, found: Contracts, them: Relationships) -> Ints:
        """The curve of each relationship: its level's own, else the pooled one."""
        out = np.zeros(len(them), dtype=np.int64)
        if found.by:
            own = {name: at for at, name in enumerate(self.names) if at}
            out = np.array([own.get(name, 0) for name in found.levels[0]], dtype=np.int64)[them.levels[0]]
        return out

    def groups(self, found: Contracts, them: Relationships, terms: Terms) -> list[Group]:
        """Those that run, ready to be valued on the contracts' day."""
        at = np.flatnonzero(them.running).astype(np.int64)
        follows = self.follows(found, them)
        return groups_of(them, at, self.curves, follows, found.periods, terms, found.day, True)


class Stand(NamedTuple):
    """The contracts as they were known on a day, their relationships, and each contract's among these."""

    found: Contracts
    them: Relationships
    owner: Ints


def opening(text: str) -> Opening[Basis]:
    """An opening of contracts as it is typed: 2025-12-31, or the name of a report's JSON.

    Raises InputError for a file that is not such a report.
    """
    return opened(text, _of_report, "contracts")


def known_on(found: Contracts, day: dt.date) -> Contracts:
    """What was known on an earlier day: the contracts begun, and the ends that had come."""
    assert found.spans is not None, "tenures have no days"
    spans, at = found.spans, (day - _EPOCH).days
    begun = spans.start <= at
    end = np.where(spans.end > at, FOREVER, spans.end)
    kept = {name: getattr(spans, name)[begun] for name in ("customer", "start", "mrr", "fee", "period")}
    levels = tuple(level[begun] for level in spans.levels)
    return replace(found, spans=replace(spans, **kept, end=end[begun], levels=levels), as_of=day, signed=None)


def movements(
    found: Contracts,
    openings: tuple[Opening[Basis], ...],
    closing: Basis,
    grace: Grace,
    by_contract: bool,
    currency: str,
    fitted: Callable[[Contracts, Relationships], tuple[tuple[Fitted, ...], tuple[str, ...]]],
) -> tuple[Movement, ...]:
    """One statement a period: from each opening to the next, from the last to the closing on the contracts' day.

    A past day's curves are `fitted` to what was known then; its terms are the closing's.

    Raises InputError for openings that do not fit the contracts.
    """
    if not openings:
        return ()
    assert found.as_of is not None, "tenures are refused before"
    spans = found.spans
    assert spans is not None
    first = _EPOCH + dt.timedelta(days=int(spans.start.min(initial=found.day)))
    ordered = in_order(openings, first, found.as_of, "contract")
    stands = [*(stand(known_on(found, each.day), grace, by_contract) for each in ordered)]
    stands.append(stand(found, grace, by_contract))
    bases = []
    for each, then in zip(ordered, stands, strict=False):
        agreeing(each, currency, False, "contracts")
        bases.append(each.basis or _fitted(each, then, closing.terms, fitted))
    bases.append(closing)
    moved = []
    for at, each in enumerate(ordered):
        with named(each):
            moved.append(movement(stands[at], stands[at + 1], bases[at], bases[at + 1], each.stated, each.source))
    return tuple(moved)


def stand(found: Contracts, grace: Grace, by_contract: bool) -> Stand:
    """The relationships of contracts, and to which each belongs."""
    return Stand(found, relationships(found, grace, by_contract), belonging(found, grace, by_contract))


def _fitted(each: Opening[Basis], then: Stand, terms: Terms, fitted: Any) -> Basis:
    try:
        curves, names = fitted(then.found, then.them)
    except NotIdentifiedError as reason:
        raise unfit(each, reason) from reason
    return Basis(curves, names, terms)


def movement(
    then: Stand, now: Stand, opening: Basis, closing: Basis, stated: tuple[float, ...] | None = None, source: str = ""
) -> Movement:
    """The statement of a period, from the opening's basis to the closing's."""
    assert then.found.as_of is not None
    assert now.found.as_of is not None
    first = now.found.spans.start <= then.found.day  # type: ignore[union-attr]
    of_then = np.zeros(len(then.them), dtype=np.int64)  # each earlier relationship's place now
    of_then[then.owner] = now.owner[first]
    old = of_then[np.flatnonzero(then.them.running)]
    told = _told(then, now, of_then, opening, closing)
    gone = np.ones(len(now.them), dtype=bool)  # but those at the opening, and who began or came back since
    gone[old] = gone[now.owner[~first]] = False
    return stated_by_tier(told, old, LINES, (then.found.as_of, now.found.as_of), stated, source, gone)


def _told(then: Stand, now: Stand, of_then: Ints, opening: Basis, closing: Basis) -> dict[str, Floats]:
    """Every line of every relationship of the closing."""
    count = len(now.them)
    is_old = np.zeros(count, dtype=bool)
    is_old[of_then[then.them.running]] = True
    begun, inside, after, expected = (_spread(part, of_then, count) for part in _opened(then, now, opening))
    up = (1.0 + opening.terms.rate) ** ((now.found.day - then.found.day) / DAYS_PER_YEAR)
    rolled = inside + after / up
    terms = opening.terms
    held, refitted = _worth(now, opening, terms), _worth(now, closing, terms)
    lines, last = {}, refitted
    for name, line in _CHANGED.items():
        moved = replace(terms, **{name: getattr(closing.terms, name)})
        value = last if moved == terms else _worth(now, closing, moved)
        lines[line], last, terms = value - last, value, moved
    return {
        OPENING: begun,
        DATA: np.zeros(count),
        LONGER: rolled - begun,
        INTEREST: rolled * (up - 1.0),
        MARGIN: -inside * up,
        BEHAVIOUR: np.where(is_old, held, 0.0) - after,
        NEW: np.where(is_old, 0.0, held),
        MODEL: refitted - held,
        **lines,
        CLOSING: last,
        "expected": expected,
        "came": _came(then, now, opening.terms.margin),
    }


def _worth(one: Stand, basis: Basis, terms: Terms) -> Floats:
    """What every relationship is worth on the day; those that have ended nothing."""
    out = np.zeros(len(one.them))
    for each in basis.groups(one.found, one.them, terms):
        out[each.at] = values(each, terms)
    return out


def _opened(then: Stand, now: Stand, opening: Basis) -> tuple[Floats, Floats, Floats, Floats]:
    """Of each relationship at the opening: its value, what of it falls due in the period, what is expected to be left
    of it on the closing day, valued then, and the payments of the period undiscounted.

    Renewals of the period are those that its calendar has, and what is left is valued as the closing will.
    """
    terms, them, flat = opening.terms, then.them, replace(opening.terms, rate=0.0)
    begun, inside, after, expected = (np.zeros(len(them)) for _ in range(4))
    endless = np.full(len(them), FOREVER)
    made, coming = counted(them.start, endless, them.period, now.found.day, then.found.periods)
    grown = (1.0 + terms.growth) ** ((now.found.day - then.found.day) / DAYS_PER_YEAR)
    undiscounted = opening.groups(then.found, them, flat)
    for each, plain in zip(opening.groups(then.found, them, terms), undiscounted, strict=True):
        at, within = each.at, made[each.at] - them.renewals[each.at]
        wait = (coming[at] - now.found.day) / DAYS_PER_YEAR
        fee = them.mrr[at] * each.period.in_months / 1e6 * grown * terms.margin
        moved = np.exp(wait * (np.log1p(terms.growth) - np.log1p(terms.rate)))
        left = replace(each, renewals=made[at], ahead=due_within(wait, terms.horizon, each.period), weight=fee * moved)
        begun[at] = values(each, terms)
        inside[at] = values(replace(each, ahead=within), terms)
        after[at] = values(left, terms) * _kept(each.curve, them.renewals[at], made[at])
        expected[at] = values(replace(plain, ahead=within), flat)
    return begun, inside, after, expected


def _kept(curve: Fitted, made: Ints, later: Ints) -> Floats:
    """The chance to make the renewals from one number to a later one."""
    log_s = curve.log_survival(np.arange(int(later.max(initial=0)) + 1, dtype=np.float64))
    before = log_s[made]
    return np.where(np.isfinite(before), np.exp(log_s[later] - np.where(np.isfinite(before), before, 0.0)), 0.0)


def _spread(column: Floats, of_then: Ints, count: int) -> Floats:
    """What each earlier relationship has, at its place now."""
    out = np.zeros(count)
    out[of_then] = column
    return out


def _came(then: Stand, now: Stand, margin: float) -> Floats:
    """The margin that each relationship's payments brought in the period."""
    spans = now.found.spans
    assert spans is not None
    first = spans.start <= then.found.day
    paid = payments_made(now.found)
    before = np.zeros(len(paid), dtype=np.int64)
    before[first] = payments_made(then.found)
    fees = spans.fee / 1e6 * (paid - before) * margin
    return np.bincount(places(now.owner), weights=fees, minlength=len(now.them)).astype(np.float64)


def _of_report(told: dict[str, Any], name: str) -> Opening[Basis]:
    curves, names = [_curve(told["model"])], ["all"]
    for level in told["levels"]:
        if level["own_curve"]:
            curves.append(_curve(level["model"]))
            names.append(str(level["level"]))
    rate, margin, growth, timing = (number(told[key]) for key in ("rate", "margin", "growth", "timing"))
    horizon = float("inf") if told["horizon"] == "for ever" else number(told["horizon"])
    terms = Terms(rate, margin, horizon, growth, timing)
    day = dt.date.fromisoformat(told["as_of"])
    return Opening(day, name, Basis(tuple(curves), tuple(names), terms), by_tier(told), told["currency"])


def _curve(told: dict[str, Any]) -> Fitted:
    params = {name: number(value) for name, value in told["params"].items()}
    nothing = np.zeros((len(params), len(params)))
    return Fitted(str(told["name"]), params, (None,) * len(params), nothing, number(told["log_likelihood"]), "told")
