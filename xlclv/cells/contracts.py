"""Contract models as cells: sBG and BdW behind one block, or behind two or three bare numbers."""

from __future__ import annotations

from typing import Any

from xlclv.cells.block import Parameters
from xlclv.cells.fits import block
from xlclv.checks import Check, Floats
from xlclv.errors import VALUE, Fault, InputError, counted
from xlclv.models import named

_MODULES = {"SBG": "sbg", "BDW": "bdw"}
_BY_COUNT = {2: "SBG", 3: "BDW"}


def fit_block(survivors: Floats, model: str) -> list[list[Any]]:
    """The block of CLV_CONTRACT_FIT; survivors are one cohort (a row or a column) or one a column."""
    check = Check()
    name = check.option("contract_model", model, name="model")
    check.done()
    module = kernel(name)
    one_row = len(survivors) == 1
    return block(name, module.Params, module.fit(survivors.ravel() if one_row else survivors))


def survival(given: Parameters, period: Any) -> Floats:
    """Share of a cohort still there after `period`."""
    module, params = _fitted(given)
    out: Floats = module.survival(params, period)
    return out


def value(
    rate: Any, given: Parameters, margin: Any, renewals: Any, nper: Any, timing: Any, first_certain: Any
) -> Floats:
    """margin x discounted expected payments of a customer after `renewals` renewals."""
    module, params = _fitted(given)
    check = Check()
    money = check.take("margin", margin)
    check.done()
    payments = module.contract_value(
        params, rate, renewals=renewals, nper=nper, timing=timing, first_certain=first_certain
    )
    return check.finite("CLV", money * payments)


def _fitted(given: Parameters) -> tuple[Any, Any]:
    name = (given.model or _BY_COUNT.get(len(given.numbers), "")).strip().upper()
    if name not in _MODULES or _BY_COUNT.get(len(given.numbers)) != name:
        numbers = counted(len(given.numbers), "number")
        held = f"is a block of {given.model}" if given.model and name not in _MODULES else f"has {numbers}"
        rule = f"{held}; must be the block of CLV_CONTRACT_FIT, or 2 numbers alpha, beta, or 3 with c"
        raise InputError((Fault("params", rule, VALUE, True),))
    module = kernel(name)
    return module, module.Params(*given.numbers)


def kernel(name: str) -> Any:
    """The module of a contract model."""
    return named(_MODULES[name])
