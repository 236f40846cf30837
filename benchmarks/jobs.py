"""The races: what xlclv does and what its peer does with the same customers, and the aim for each.

A runner is given the customers and returns what to time and what figure the answer gives (a log-likelihood by xlclv's
own function, or a total), so that the two sides can be seen to have done the same work.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from benchmarks.base import Base

WEEKS = 365.25 / 7
RATE = 0.10
CLV_ROWS = 100_000
Timed = Callable[[], Any]
Figure = Callable[[Any], float]
Runner = Callable[[Base], tuple[Timed, Figure]]


class Job(NamedTuple):
    """One race. `data` is cdnow, base, piece (a small base), ten (ten times the base) or none; `aim` is how many times
    faster than the peer; `aim_seconds`, where given, that of one call. A peer that runs on fewer customers has its
    time multiplied by the ratio of their numbers."""

    name: str
    ours: Runner
    peer: Runner
    peer_name: str
    data: str
    peer_data: str
    aim: float | None
    repeats: int
    aim_seconds: float | None = None


def _fit_ours(name: str) -> Runner:
    def start(base: Base) -> tuple[Timed, Figure]:
        from xlclv.models import by_name

        model = by_name(name)

        def figure(found: Any) -> float:
            assert all(error is not None for error in found.standard_errors)
            return float(found.log_likelihood)

        return (lambda: model.fit(base.x, base.t_x, base.T)), figure

    return start


def _fit_peer(name: str) -> Runner:
    def start(base: Base) -> tuple[Timed, Figure]:
        import lifetimes

        from xlclv.models import by_name

        fitter = {"BG/NBD": lifetimes.BetaGeoFitter, "Pareto/NBD": lifetimes.ParetoNBDFitter}[name]
        model = by_name(name)

        def figure(found: Any) -> float:
            params = model.Params(**{key: float(value) for key, value in dict(found.params_).items()})
            return float(model.log_likelihood(params, base.x, base.t_x, base.T).sum())

        return (lambda: fitter().fit(base.x, base.t_x, base.T)), figure

    return start


def _spend_ours(base: Base) -> tuple[Timed, Figure]:
    from xlclv.models import gamma_gamma

    return (lambda: gamma_gamma.fit(base.x, base.m)), lambda found: float(found.log_likelihood)


def _spend_peer(base: Base) -> tuple[Timed, Figure]:
    import lifetimes

    from xlclv.models import gamma_gamma

    repeat = (base.x > 0) & (base.m > 0)
    x, m = base.x[repeat], base.m[repeat]

    def figure(found: Any) -> float:
        params = gamma_gamma.Params(*(float(found.params_[key]) for key in "pqv"))
        return float(gamma_gamma.log_likelihood(params, x, m).sum())

    return (lambda: lifetimes.GammaGammaFitter().fit(x, m)), figure


def _params() -> tuple[Any, Any]:
    from xlclv.models import bg_nbd, gamma_gamma

    return bg_nbd.Params(0.2426, 4.414, 0.7929, 2.4259), gamma_gamma.Params(6.25, 3.74, 15.44)


def _fitted_peers() -> tuple[Any, Any]:
    import lifetimes
    import pandas as pd

    buying, spending = lifetimes.BetaGeoFitter(), lifetimes.GammaGammaFitter()
    params, spend = _params()
    buying.params_ = pd.Series({name: getattr(params, name) for name in ("r", "alpha", "a", "b")})
    buying.predict = buying.conditional_expected_number_of_purchases_up_to_time  # as its fit leaves it
    spending.params_ = pd.Series({"p": spend.p, "q": spend.q, "v": spend.gamma})
    return buying, spending


def _alive_ours(base: Base) -> tuple[Timed, Figure]:
    from xlclv.models import bg_nbd

    params, _ = _params()
    return (lambda: bg_nbd.p_alive(params, base.x, base.t_x, base.T)), lambda found: float(found.sum())


def _alive_peer(base: Base) -> tuple[Timed, Figure]:
    buying, _ = _fitted_peers()
    return (lambda: buying.conditional_probability_alive(base.x, base.t_x, base.T)), lambda found: float(found.sum())


def _orders_ours(base: Base) -> tuple[Timed, Figure]:
    from xlclv.models import bg_nbd

    params, _ = _params()
    return (lambda: bg_nbd.expected_purchases(params, WEEKS, base.x, base.t_x, base.T)), lambda v: float(v.sum())


def _orders_peer(base: Base) -> tuple[Timed, Figure]:
    buying, _ = _fitted_peers()
    ask = buying.conditional_expected_number_of_purchases_up_to_time
    return (lambda: ask(WEEKS, base.x, base.t_x, base.T)), lambda found: float(found.sum())


def _clv_ours(base: Base) -> tuple[Timed, Figure]:
    from xlclv.valuation.residual import residual_clv

    params, spend = _params()
    spent = np.where((base.x > 0) & (base.m <= 0), 1e-9, base.m)
    history = base.x, base.t_x, base.T
    return (lambda: residual_clv("BG/NBD", params, spend, RATE, WEEKS, *history, spent)), lambda v: float(v.sum())


def _clv_peer(base: Base) -> tuple[Timed, Figure]:
    import pandas as pd

    buying, spending = _fitted_peers()
    x, t_x, T, m = (pd.Series(column) for column in base)
    monthly = (1 + RATE) ** (1 / 12) - 1

    def value() -> Any:
        return spending.customer_lifetime_value(buying, x, t_x, T, m, time=12, discount_rate=monthly, freq="W")

    return value, lambda found: float(found.sum())


def _cells() -> list[list[list[float]]]:
    rng = np.random.default_rng(1)
    return [
        [[v] for v in rng.uniform(low, high, CLV_ROWS).tolist()] for low, high in ((20, 90), (1, 9), (1, 8), (0, 99))
    ]


def _range_call(base: Base) -> tuple[Timed, Figure]:
    from xlclv import udfs

    columns = _cells()
    return (lambda: udfs.CLV(*columns)), lambda rows: float(np.sum(rows))


def _scalar_calls(base: Base) -> tuple[Timed, Figure]:
    from xlclv import udfs

    rows = [[[[v]] for v in row] for row in zip(*([cell[0] for cell in column] for column in _cells()), strict=True)]
    return (lambda: [udfs.CLV(*row) for row in rows]), lambda values: float(np.sum(values))


LIFETIMES = "lifetimes 0.11.3"
JOBS = (
    Job("CDNOW: BG/NBD fit with standard errors", _fit_ours("BG/NBD"), _fit_peer("BG/NBD"), LIFETIMES, "cdnow", "cdnow",
        3, 9),
    Job("CDNOW: Pareto/NBD fit with standard errors", _fit_ours("Pareto/NBD"), _fit_peer("Pareto/NBD"), LIFETIMES,
        "cdnow", "cdnow", 3, 9),
    Job("BG/NBD fit", _fit_ours("BG/NBD"), _fit_peer("BG/NBD"), LIFETIMES, "base", "base", 25, 3),
    Job("Pareto/NBD fit", _fit_ours("Pareto/NBD"), _fit_peer("Pareto/NBD"), LIFETIMES, "base", "piece", 200, 3),
    Job("Gamma-Gamma fit", _spend_ours, _spend_peer, LIFETIMES, "base", "base", 50, 3),
    Job("P(alive)", _alive_ours, _alive_peer, LIFETIMES, "base", "base", None, 3),
    Job("expected orders in 12 months", _orders_ours, _orders_peer, LIFETIMES, "base", "base", None, 3),
    Job("12-month CLV", _clv_ours, _clv_peer, LIFETIMES, "base", "base", 300, 3),
    Job(f"=CLV over {CLV_ROWS:,} rows in one call", _range_call, _scalar_calls, f"{CLV_ROWS:,} scalar calls", "none",
        "none", 200, 3, 100e-6),
)  # fmt: skip
GROWTH = Job("BG/NBD fit of ten times the customers", _fit_ours("BG/NBD"), _fit_ours("BG/NBD"), "the base", "ten",
             "base", None, 1)  # fmt: skip


def quiet() -> None:
    """The peer warns about NumPy and pandas on every call; it is the race that is of interest."""
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
