"""The models of repeat buying, contracts and spend, a folder a family; none is imported until it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from xlclv.checks import Floats
    from xlclv.models.contracts import bdw as bdw
    from xlclv.models.contracts import sbg as sbg
    from xlclv.models.dropout import bg_nbd as bg_nbd
    from xlclv.models.dropout import mbg_nbd as mbg_nbd
    from xlclv.models.likelihood.maximum import Fit
    from xlclv.models.opportunities import bg_bb as bg_bb
    from xlclv.models.pareto import nbd as nbd
    from xlclv.models.pareto import pareto_nbd as pareto_nbd
    from xlclv.models.spend import gamma_gamma as gamma_gamma
    from xlclv.models.spend import log_normal as log_normal

MODULES = {"BG/NBD": "bg_nbd", "MBG/NBD": "mbg_nbd", "Pareto/NBD": "pareto_nbd"}
# Each model's own module, under the family whose machinery it shares: `from xlclv.models import bg_nbd` finds it.
_FAMILIES = {
    "bg_nbd": "dropout",
    "mbg_nbd": "dropout",
    "pareto_nbd": "pareto",
    "nbd": "pareto",
    "bg_bb": "opportunities",
    "sbg": "contracts",
    "bdw": "contracts",
    "gamma_gamma": "spend",
    "log_normal": "spend",
}
_SHORT = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD", "pnbd": "Pareto/NBD"}


class Model(Protocol):
    """What every model of repeat buying offers."""

    Params: Any

    def fit(self, frequency: Any, recency: Any, T: Any, *, weights: Any = None, prior: bool = False) -> Fit[Any]: ...
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
    'xlclv.models.dropout.bg_nbd'
    """
    return cast(Model, named(MODULES[full_name(name)]))


def named(module: str) -> Any:
    """A model by the name of its module, imported when it is asked for.

    >>> named("sbg").__name__
    'xlclv.models.contracts.sbg'
    """
    return import_module(f"xlclv.models.{_FAMILIES[module]}.{module}")


def __getattr__(name: str) -> Any:
    if name in _FAMILIES:
        return named(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
