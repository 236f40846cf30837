"""The models of repeat buying and of spend, one a module; nothing is imported until a model is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from xlclv.checks import Floats
    from xlclv.models.fitting import Fit

MODULES = {"BG/NBD": "bg_nbd", "MBG/NBD": "mbg_nbd", "Pareto/NBD": "pareto_nbd"}
_SHORT = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD", "pnbd": "Pareto/NBD"}


class Model(Protocol):
    """What every model of repeat buying offers."""

    Params: Any

    def fit(self, frequency: Any, recency: Any, T: Any, *, weights: Any = None) -> Fit[Any]: ...
    def log_likelihood(self, params: Any, frequency: Any, recency: Any, T: Any) -> Floats: ...
    def p_alive(self, params: Any, frequency: Any, recency: Any, T: Any, ahead: Any = 0.0) -> Floats: ...
    def expected_purchases(self, params: Any, horizon: Any, frequency: Any, recency: Any, T: Any) -> Floats: ...
    def expected_purchases_new(self, params: Any, horizon: Any) -> Floats: ...
    def purchases_if_alive(self, params: Any, horizon: Any, frequency: Any, T: Any) -> Floats: ...
    def dert(self, params: Any, continuous_rate: Any, frequency: Any, recency: Any, T: Any) -> Floats: ...


def full_name(name: str) -> str:
    """The model's name as reports show it; without its slash, as PNBD or in any case it is understood.

    >>> full_name("pnbd"), full_name(" bg/nbd ")
    ('Pareto/NBD', 'BG/NBD')
    """
    short = str(name).strip().casefold().replace("/", "")
    if short not in _SHORT:
        from xlclv.checks import Check

        check = Check()
        check.option("model", name)
        check.done()
    return _SHORT[short]


def by_name(name: str) -> Model:
    """The module of a model of repeat buying.

    >>> by_name("BGNBD").__name__
    'xlclv.models.bg_nbd'
    """
    return cast(Model, import_module(f"xlclv.models.{MODULES[full_name(name)]}"))
