"""CLV_SELFTEST: published numbers, recomputed where the user sits, for an auditor to see.

Every family of functions has a row: where one is dead, its row says so, and the others still tell what works. A family
without a number in print has one that can be followed by hand, or that another program gave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from xlclv import __version__
from xlclv.cells import tenures
from xlclv.formulas import acquisition, equity_movement, loyalty, portfolio, retention, risk, service, simple, survival
from xlclv.models import bg_nbd, gamma_gamma, pareto_nbd
from xlclv.orders import cohorts, ranges
from xlclv.segments import rfm, tiers
from xlclv.terms.catalogue.acquisition import FAMILY as ACQUISITION
from xlclv.terms.catalogue.btyd import FAMILY as BTYD
from xlclv.terms.catalogue.cohorts import FAMILY as COHORTS
from xlclv.terms.catalogue.loyalty import FAMILY as LOYALTY
from xlclv.terms.catalogue.portfolio import FAMILY as PORTFOLIO
from xlclv.terms.catalogue.portfolio import RISK as UNCERTAINTY
from xlclv.terms.catalogue.retention import FAMILY as RETENTION
from xlclv.terms.catalogue.segments import FAMILY as SEGMENTS
from xlclv.terms.catalogue.service import FAMILY as SERVICE
from xlclv.terms.catalogue.simple import FAMILY as SIMPLE
from xlclv.valuation import forecast

HEADER = ["check", "source", "expected", "actual", "pass"]
_HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
_BG = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
_CDNOW = bg_nbd.Params(0.2425945, 4.4136, 0.7929, 2.4259)
_PARETO = pareto_nbd.Params(0.553, 10.578, 0.606, 11.669)
_SPEND = gamma_gamma.Params(6.25, 3.74, 15.44)


class Published(NamedTuple):
    """A number known from elsewhere, with half a unit of its last digit, how we compute it, and whose family it is."""

    family: str
    name: str
    source: str
    expected: float
    half_digit: float
    compute: Callable[[], Any]


def _sbg() -> Any:
    from xlclv.models import sbg

    return sbg


def _fitted() -> Any:
    return _sbg().fit(_HIGH_END).params


_IDS, _DAYS = ["A", "B", "A"], np.array(["2026-01-05", "2026-01-20", "2026-03-03"], dtype="datetime64[D]")


def _summary() -> Any:
    days = _DAYS.astype(np.int64)
    return ranges.summarise(_IDS, days, np.ones(3), int(days[-1]))


def _bg_fit() -> Any:
    """Six histories, each of several customers."""
    count = np.array([40.0, 20.0, 10.0, 5.0, 30.0, 5.0])
    return bg_nbd.fit([0, 1, 2, 6, 0, 3], [0, 8, 20, 30, 0, 9], [30, 31, 28, 31, 20, 30], weights=count).params


def _scores() -> Any:
    return rfm.scores([5, 12, 30], [3, 2, 1], [9, 8, 7], 3)


_LOST = (131, 126, 90, 60, 42, 34, 26)  # of High End, after 0, 1, ... renewals


def _serial(day: str) -> float:
    return float((np.datetime64(day) - np.datetime64("1899-12-30")).astype(np.int64))


def _renewals() -> Any:
    return tenures.made(_serial("2026-01-31"), np.nan, _serial("2026-06-30"), "month")


def _from_rows() -> Any:
    """The block of a fit to one row a customer; alpha stands first."""
    weights = np.array([*_LOST, 491.0])
    return tenures.fit_block(np.arange(8.0), np.array([1.0] * 7 + [0.0]), "SBG", weights)


def _spans(*days: str) -> Any:
    return np.array([_serial(day) for day in days])


def _closing() -> Any:
    """MRR at the end of February of 10 from January and 20 from February."""
    return tenures.bridge(["A", "B"], _spans("2026-01-05", "2026-02-10"), None, np.array([10.0, 20.0]), "month", 12)


def _kept() -> Any:
    """Of 20 a year ago one customer left and the other pays 5 more."""
    starts = _spans("2025-01-01", "2025-01-01", "2025-03-01")
    ends = np.array([np.nan, _serial("2025-07-01"), np.nan])
    return tenures.kept(["A", "B", "A"], starts, ends, np.array([10.0, 10.0, 5.0]), _serial("2026-01-01"), 12)


PUBLISHED = (
    Published(
        SIMPLE, "CLV of four numbers", "the definition: (50 x 4) x 3 - 100", 500, 0, lambda: simple.clv(50, 4, 3, 100)
    ),
    Published(
        RETENTION,
        "margin multiple, r 90%, i 12%",
        "Gupta & Lehmann 2003",
        4.09,
        0.005,
        lambda: retention.clv(0.12, 0.9, 1, None, 0, 0),
    ),
    Published(
        RETENTION,
        "promotion model, case 1",
        "Berger & Nasr 1998",
        568.78,
        0.005,
        lambda: retention.promotion(0.20, 0.75, 260, 50, 10),
    ),
    Published(
        PORTFOLIO,
        "closing of a movement: 100 + 10%, 10 leave, 5 new",
        "by hand: 110 - 10 + 5",
        105,
        0,
        lambda: equity_movement.statement(100, 0, 0.1, 1, 10, 0, 5, 0, 0)[-2][1],
    ),
    Published(
        BTYD,
        "orders of a base of one in 39 weeks",
        "Fader, Hardie & Lee 2005a",
        1.226,
        0.0005,
        lambda: forecast.forecast("BG/NBD", _BG, _SPEND, 2, 30.43, 38.86, 22.35, 273)[0][0],
    ),
    Published(
        BTYD,
        "expected orders, BG/NBD, 39 weeks",
        "Fader, Hardie & Lee 2005a",
        1.226,
        0.0005,
        lambda: bg_nbd.expected_purchases(_BG, 39, 2, 30.43, 38.86),
    ),
    Published(
        BTYD,
        "P(alive), BG/NBD",
        "Fader, Hardie & Lee 2005a",
        0.7266,
        0.00005,
        lambda: bg_nbd.p_alive(_BG, 2, 30.43, 38.86),
    ),
    Published(
        BTYD,
        "orders of a new customer, BG/NBD, 32 weeks",
        "Hardie's workbook of BG/NBD",
        1.0437,
        0.00005,
        lambda: bg_nbd.expected_purchases_new(_CDNOW, 32),
    ),
    Published(
        BTYD,
        "expected orders, Pareto/NBD, 52 weeks",
        "BTYD vignette, customer 1516",
        25.46,
        0.01,
        lambda: pareto_nbd.expected_purchases(_PARETO, 52, 26, 30.857, 31),
    ),
    Published(
        BTYD,
        "expected spend of a one-time buyer",
        "Fader & Hardie 2013, note 025",
        35.2,
        0.05,
        lambda: gamma_gamma.expected_spend(_SPEND, 0, 0),
    ),
    Published(COHORTS, "sBG alpha, High End", "Fader & Hardie 2007", 0.668, 0.0005, lambda: _fitted().alpha),
    Published(COHORTS, "sBG beta, High End", "Fader & Hardie 2007", 3.806, 0.0005, lambda: _fitted().beta),
    Published(
        COHORTS,
        "sBG survival after 12 years",
        "Fader & Hardie 2007",
        0.378,
        0.0005,
        lambda: _sbg().survival(_fitted(), 12),
    ),
    Published(COHORTS, "renewals from 31 January to 30 June", "by hand: 5 month ends", 5, 0, _renewals),
    Published(
        COHORTS, "sBG alpha from one row a customer", "Fader & Hardie 2007", 0.668, 0.0005, lambda: _from_rows()[1][1]
    ),
    Published(COHORTS, "MRR at the end of the second month", "by hand: 10 + 20", 30, 0, lambda: _closing()[-1][7]),
    Published(COHORTS, "net revenue retention", "by hand: (10 + 5) / (10 + 10)", 0.75, 0, lambda: _kept()[0][0]),
    Published(
        SERVICE,
        "extra calls of 10% unsolved, 1,000,000 contacts",
        "BenchmarkPortal's FCR arithmetic",
        1_200_000,
        0.5,
        lambda: service.cost_to_serve(1_000_000, 8, 0.9, 1.5) - service.cost_to_serve(1_000_000, 8, 1.0, 1.5),
    ),
    Published(
        ACQUISITION, "payback without churn", "Excel's NPER at rate 0", 5, 0, lambda: acquisition.payback(100, 20)
    ),
    Published(
        COHORTS,
        "back in the third month",
        "by hand: one of two",
        0.5,
        0,
        lambda: cohorts.cohort_table(_IDS, _DAYS, None, "month").metric("retention")[0, 2],
    ),
    Published(
        COHORTS,
        "Kaplan-Meier after 5",
        "by hand: 3/4 x 2/3",
        0.5,
        0,
        lambda: survival.kaplan_meier([3, 5, 5, 8], [1, 1, 0, 1]).survival[1],
    ),
    Published(BTYD, "weeks of a history", "by hand: 57 days", 57 / 7, 0, lambda: _summary().T[0]),
    Published(BTYD, "r fitted to 110 customers, BG/NBD", "lifetimes 0.11.3", 0.36003, 0.00001, lambda: _bg_fit().r),
    Published(
        SEGMENTS, "recency score of the latest of three", "by hand: the best of 3", 3, 0, lambda: _scores()[0, 0]
    ),
    Published(
        SEGMENTS, "tier of the second of four", "by hand: within 50%", 2, 0, lambda: tiers.places([9, 8, 7, 6])[1]
    ),
    Published(LOYALTY, "win-back", "by hand: 300 x 12% - 6 x 5", 6, 0, lambda: loyalty.winback(300, 0.12, 6, 5)),
    Published(
        PORTFOLIO, "Gini of 1 and 3", "by hand: (3 - 1)/(2 x 4)", 0.25, 0, lambda: portfolio.concentration([1, 3])
    ),
    Published(
        UNCERTAINTY,
        "lowest retention of 400 renewals in 500",
        "Jeffreys' interval, SciPy's betaincinv",
        0.763268,
        0.0000005,
        lambda: risk.interval(0.1, 500, 400, 100)[3],
    ),
)


def rows() -> list[list[Any]]:
    """The table: a header, the version, a row a number; what cannot be computed says why and hides no other."""
    return [list(HEADER), ["version", "", "", __version__, True], *map(_row, PUBLISHED)]


def _row(p: Published) -> list[Any]:
    try:
        actual = float(p.compute())
    except Exception as error:  # whatever it is, the user must see which family is dead, and what still works
        return [f"{p.family}: {p.name}", p.source, p.expected, f"{type(error).__name__}: {error}", False]
    holds = abs(actual - p.expected) <= p.half_digit + 1e-9 * abs(actual)
    return [f"{p.family}: {p.name}", p.source, p.expected, actual, bool(holds)]
