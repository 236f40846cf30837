"""CLV_SELFTEST: published numbers, recomputed where the user sits, for an auditor to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from xlclv import __version__
from xlclv.formulas import acquisition, retention, service, simple
from xlclv.models import bg_nbd, gamma_gamma, pareto_nbd

HEADER = ["check", "source", "expected", "actual", "pass"]
_HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
_BG = bg_nbd.Params(0.243, 4.414, 0.793, 2.426)
_CDNOW = bg_nbd.Params(0.2425945, 4.4136, 0.7929, 2.4259)
_PARETO = pareto_nbd.Params(0.553, 10.578, 0.606, 11.669)
_SPEND = gamma_gamma.Params(6.25, 3.74, 15.44)


class Published(NamedTuple):
    """A number in print, with half a unit of its last printed digit, and how we compute it."""

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


PUBLISHED = (
    Published("CLV of four numbers", "the brief: (50 x 4) x 3 - 100", 500, 0, lambda: simple.clv(50, 4, 3, 100)),
    Published(
        "margin multiple, r 90%, i 12%",
        "Gupta & Lehmann 2003",
        4.09,
        0.005,
        lambda: retention.clv(0.12, 0.9, 1, None, 0, 0),
    ),
    Published(
        "promotion model, case 1",
        "Berger & Nasr 1998",
        568.78,
        0.005,
        lambda: retention.promotion(0.20, 0.75, 260, 50, 10),
    ),
    Published(
        "expected orders, BG/NBD, 39 weeks",
        "Fader, Hardie & Lee 2005a",
        1.226,
        0.0005,
        lambda: bg_nbd.expected_purchases(_BG, 39, 2, 30.43, 38.86),
    ),
    Published(
        "P(alive), BG/NBD", "Fader, Hardie & Lee 2005a", 0.7266, 0.00005, lambda: bg_nbd.p_alive(_BG, 2, 30.43, 38.86)
    ),
    Published(
        "orders of a new customer, BG/NBD, 32 weeks",
        "Hardie's workbook of BG/NBD",
        1.0437,
        0.00005,
        lambda: bg_nbd.expected_purchases_new(_CDNOW, 32),
    ),
    Published(
        "expected orders, Pareto/NBD, 52 weeks",
        "BTYD vignette, customer 1516",
        25.46,
        0.01,
        lambda: pareto_nbd.expected_purchases(_PARETO, 52, 26, 30.857, 31),
    ),
    Published(
        "expected spend of a one-time buyer",
        "Fader & Hardie 2013, note 025",
        35.2,
        0.05,
        lambda: gamma_gamma.expected_spend(_SPEND, 0, 0),
    ),
    Published("sBG alpha, High End", "Fader & Hardie 2007", 0.668, 0.0005, lambda: _fitted().alpha),
    Published("sBG beta, High End", "Fader & Hardie 2007", 3.806, 0.0005, lambda: _fitted().beta),
    Published(
        "sBG survival after 12 years", "Fader & Hardie 2007", 0.378, 0.0005, lambda: _sbg().survival(_fitted(), 12)
    ),
    Published(
        "extra calls of 10% unsolved, 1,000,000 contacts",
        "BenchmarkPortal's FCR arithmetic",
        1_200_000,
        0.5,
        lambda: service.cost_to_serve(1_000_000, 8, 0.9, 1.5) - service.cost_to_serve(1_000_000, 8, 1.0, 1.5),
    ),
    Published("payback without churn", "Excel's NPER at rate 0", 5, 0, lambda: acquisition.payback(100, 20)),
)


def rows() -> list[list[Any]]:
    """The table: a header, the version, one row for each published number."""
    table: list[list[Any]] = [list(HEADER), ["version", "", "", __version__, True]]
    for p in PUBLISHED:
        actual = float(p.compute())
        table.append(
            [p.name, p.source, p.expected, actual, abs(actual - p.expected) <= p.half_digit + 1e-9 * abs(actual)]
        )
    return table
