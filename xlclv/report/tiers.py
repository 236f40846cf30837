"""Value tiers: what each holds in sales, and what that is worth at a margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlclv.segments.tiers import DEFAULT_LABELS


class Tier(NamedTuple):
    """One value tier's customers: how many, their remaining sales in all, the median's, their mean P(alive); 0 for
    nobody."""

    customers: int
    remaining: float
    median: float
    p_alive: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One value tier, best first, at the report's margin; None is what nobody has, and a share of no value."""

    name: str
    customers: int
    total: float
    mean: float | None
    median: float | None
    share: float | None
    cumulative_share: float | None
    p_alive: float | None
    index: float | None


def segments(found: Sequence[Tier], margin: float) -> tuple[Segment, ...]:
    """The value tiers at a margin, best first; every tier keeps its row, an empty one too.

    Shares are of gains: a part of a loss is no share.
    """
    total, everyone = margin * sum(t.remaining for t in found), sum(t.customers for t in found)
    running, out = 0.0, []
    for name, tier in zip(DEFAULT_LABELS, found, strict=True):
        worth = tier.remaining * margin
        running += worth
        share, reached = (worth / total, running / total) if total > 0 else (None, None)
        if not tier.customers:
            out.append(Segment(name, 0, worth, None, None, share, reached, None, None))
            continue
        own = worth / tier.customers
        index = 100 * own / (total / everyone) if total > 0 else None
        row = worth, own, tier.median * margin, share, reached, tier.p_alive, index
        out.append(Segment(name, tier.customers, *row))
    return tuple(out)
